/// The automaton for very large lists: full rows only for the shallow states, in which text keeps it nearly all the time;
/// the others hold their own edges and a failure link. About 21 bytes a state instead of a row.
struct SparseLiterals: Sendable {
    /// Marks a state that reports, wherever states are named as targets. Numbers stay below: a trie of 2³¹ nodes does not
    /// fit into memory.
    static let accepting: UInt32 = 1 << 31

    /// Full rows of the first `denseCount` states.
    let rows: [UInt32]
    let denseCount: Int
    let shift: Int
    let classes: [UInt8]
    /// The states without a full row, and one more that ends the last one's edges.
    let nodes: [Node]
    /// Class that leads over each edge.
    let labels: [UInt8]
    /// Where each edge leads, marked by `accepting` when that state reports.
    let targets: [UInt32]
    /// Index of the outputs entry of a state that reports.
    let output: [UInt32]
    /// Length of the prefix that a state stands for.
    let depth: [UInt32]
    let outputs: LiteralOutputs

    struct Node: Sendable {
        var firstEdge: UInt32
        var fail: UInt32
    }

    /// - Parameter rowBytes: memory that full rows may take.
    init(_ trie: LiteralTrie, rowBytes: Int) {
        let byteClasses = ByteClasses(trie)
        classes = byteClasses.map
        let shift = rowShift(byteClasses.count)
        self.shift = shift
        denseCount = min(trie.count, max(1, (rowBytes >> shift) / MemoryLayout<UInt32>.size))

        var number = [UInt32](repeating: 0, count: trie.count)
        for (position, node) in trie.order.enumerated() { number[Int(node)] = UInt32(position) }
        let fail = trie.order.map { number[Int(trie.fail[Int($0)])] }
        depth = trie.order.map { trie.depth[Int($0)] }
        let accepting = trie.order.filter { trie.isAccepting[Int($0)] }
        var output = [UInt32](repeating: LiteralOutputs.end, count: trie.count)
        for (index, node) in accepting.enumerated() { output[Int(number[Int(node)])] = UInt32(index) }
        self.output = output
        outputs = LiteralOutputs(trie, accepting: accepting)

        var edgeStart: [UInt32] = [0]
        var labels: [UInt8] = []
        var targets: [UInt32] = []
        edgeStart.reserveCapacity(trie.count + 1)
        labels.reserveCapacity(trie.count)
        targets.reserveCapacity(trie.count)
        for node in trie.order {
            var child = trie.firstChild[Int(node)]
            while child != LiteralTrie.none {
                labels.append(byteClasses.map[Int(trie.byte[Int(child)])])
                targets.append(number[Int(child)] | (trie.isAccepting[Int(child)] ? Self.accepting : 0))
                child = trie.nextSibling[Int(child)]
            }
            edgeStart.append(UInt32(labels.count))
        }
        self.labels = labels
        self.targets = targets
        nodes = (denseCount...trie.count).map { state in
            Node(firstEdge: edgeStart[state], fail: state < trie.count ? fail[state] : 0)
        }
        rows = Self.fill(denseCount, shift, fail, edgeStart, labels, targets)
    }

    private static func fill(
        _ denseCount: Int, _ shift: Int, _ fail: [UInt32], _ edgeStart: [UInt32], _ labels: [UInt8], _ targets: [UInt32]
    ) -> [UInt32] {
        var rows = [UInt32](repeating: 0, count: denseCount << shift)
        for state in 0..<denseCount {
            let row = state << shift
            if state > 0 {
                let source = Int(fail[state]) << shift
                for column in 0..<(1 << shift) { rows[row + column] = rows[source + column] }
            }
            for edge in Int(edgeStart[state])..<Int(edgeStart[state + 1]) {
                rows[row + Int(labels[edge])] = targets[edge]
            }
        }
        return rows
    }
}
