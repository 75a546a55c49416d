/// The automaton for very large lists: full rows only for the shallow states, in which text keeps it nearly all the time;
/// the others hold their own edges and a failure link. About 20 bytes a state instead of a row.
struct SparseLiterals: Sendable {
    /// Full rows of the first `denseCount` states.
    private let rows: [UInt32]
    private let denseCount: Int
    private let shift: Int
    private let classes: [UInt8]
    /// Edges of state `s`: `labels[edgeStart[s]..<edgeStart[s + 1]]`, leading to `targets` at the same index.
    private let edgeStart: [UInt32]
    private let labels: [UInt8]
    private let targets: [UInt32]
    private let fail: [UInt32]
    /// Index of the outputs entry of a state, or `LiteralOutputs.end`.
    private let output: [UInt32]
    private let outputs: LiteralOutputs

    /// - Parameter rowBytes: memory that full rows may take.
    init(_ trie: LiteralTrie, rowBytes: Int) {
        let byteClasses = ByteClasses(trie)
        classes = byteClasses.map
        let shift = rowShift(byteClasses.count)
        self.shift = shift
        denseCount = min(trie.count, max(1, (rowBytes >> shift) / MemoryLayout<UInt32>.size))

        var number = [UInt32](repeating: 0, count: trie.count)
        for (position, node) in trie.order.enumerated() { number[Int(node)] = UInt32(position) }
        fail = trie.order.map { number[Int(trie.fail[Int($0)])] }
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
                targets.append(number[Int(child)])
                child = trie.nextSibling[Int(child)]
            }
            edgeStart.append(UInt32(labels.count))
        }
        self.edgeStart = edgeStart
        self.labels = labels
        self.targets = targets
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

    /// Appends all hits of `bytes`, ordered by `end`, then pattern. Linear: a byte leads at most one state deeper, and
    /// every failure link at least one state up.
    func scan(_ bytes: UnsafeBufferPointer<UInt8>, into hits: inout [LiteralHit]) {
        outputs.entries.withUnsafeBufferPointer { entries in
            outputs.patterns.withUnsafeBufferPointer { patterns in
                guard let entries = entries.baseAddress, let patterns = patterns.baseAddress else { return }
                let view = LiteralOutputsView(entries: entries, patterns: patterns)
                var state: UInt32 = 0
                for position in 0..<bytes.count {
                    state = step(state, classes[Int(bytes[position])])
                    let entry = output[Int(state)]
                    if entry != LiteralOutputs.end {
                        view.emit(Int(entry), end: UInt32(truncatingIfNeeded: position + 1), into: &hits)
                    }
                }
            }
        }
    }

    @inline(__always)
    private func step(_ start: UInt32, _ column: UInt8) -> UInt32 {
        var state = Int(start)
        while state >= denseCount {
            for edge in Int(edgeStart[state])..<Int(edgeStart[state + 1]) where labels[edge] == column {
                return targets[edge]
            }
            state = Int(fail[state])
        }
        return rows[state << shift | Int(column)]
    }
}
