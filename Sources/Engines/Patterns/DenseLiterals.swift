/// The automaton as a full transition table over byte classes, its states `State` wide.
///
/// Rows are a power of two wide, so that a step is one shift, one or, one load. Classes are numbered by how often literals
/// use them: the columns that text needs most share the first cache line of a row. States that report come last, so the
/// inner loop asks one question: `state >= firstAccepting`.
struct DenseLiterals<State: FixedWidthInteger & UnsignedInteger & Sendable>: Sendable {
    let next: [State]
    /// Class of each byte value; 0 for every byte that no literal holds.
    let classes: [UInt8]
    /// Length of the prefix that a state stands for.
    let depth: [UInt32]
    let shift: Int
    let firstAccepting: Int
    let outputs: LiteralOutputs

    /// Bytes that the table would need for this trie and state width.
    static func tableBytes(_ trie: LiteralTrie) -> Int {
        (trie.count << rowShift(ByteClasses(trie).count)) * MemoryLayout<State>.size
    }

    init(_ trie: LiteralTrie) {
        let byteClasses = ByteClasses(trie)
        classes = byteClasses.map
        let shift = rowShift(byteClasses.count)
        self.shift = shift

        let order = trie.layout()
        let quiet = order.filter { !trie.isAccepting[Int($0)] }
        let accepting = order.filter { trie.isAccepting[Int($0)] }
        var number = [State](repeating: 0, count: trie.count)
        var depth = [UInt32](repeating: 0, count: trie.count)
        for (position, node) in quiet.enumerated() { number[Int(node)] = State(position) }
        for (position, node) in accepting.enumerated() { number[Int(node)] = State(quiet.count + position) }
        for node in trie.order { depth[Int(number[Int(node)])] = trie.depth[Int(node)] }
        self.depth = depth
        firstAccepting = quiet.count
        outputs = LiteralOutputs(trie, accepting: accepting)
        next = Self.fill(trie, number: number, classes: byteClasses.map, shift: shift)
    }

    /// A row is the row of the failure state with the node's own edges laid over it.
    private static func fill(_ trie: LiteralTrie, number: [State], classes: [UInt8], shift: Int) -> [State] {
        let width = 1 << shift
        return [State](unsafeUninitializedCapacity: trie.count << shift) { table, count in
            table.initialize(repeating: 0)
            count = table.count
            guard let base = table.baseAddress else { return }
            for node in trie.order {
                let row = base + (Int(number[Int(node)]) << shift)
                if node != 0 {
                    row.update(from: base + (Int(number[Int(trie.fail[Int(node)])]) << shift), count: width)
                }
                var child = trie.firstChild[Int(node)]
                while child != LiteralTrie.none {
                    row[Int(classes[Int(trie.byte[Int(child)])])] = number[Int(child)]
                    child = trie.nextSibling[Int(child)]
                }
            }
        }
    }
}

/// Which column of a row each byte value reads.
struct ByteClasses {
    var map = [UInt8](repeating: 0, count: 256)
    /// Classes in use, class 0 ("no literal holds it") included; at most 256, for 0x00 is never in a literal.
    var count = 1

    init(_ trie: LiteralTrie) {
        let used = (0..<256).filter { trie.byteUse[$0] > 0 }
        let byUse = used.sorted { (trie.byteUse[$1], $0) < (trie.byteUse[$0], $1) }
        for value in byUse {
            map[value] = UInt8(count)
            count += 1
        }
    }
}

/// Logarithm of the row width that holds `classCount` columns.
func rowShift(_ classCount: Int) -> Int {
    Int.bitWidth - max(classCount - 1, 1).leadingZeroBitCount
}
