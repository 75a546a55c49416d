/// The prefixes of all literals with up to eight bytes a step: following a text costs a comparison for every eight bytes, and
/// the children that it may go on to stand side by side. 32 bytes a node, two to a cache line.
struct WordTrie: Sendable {
    static let none = UInt32.max

    struct Node: Sendable {
        /// The bytes that lead here from the parent, the first lowest, and which bits of a word they take.
        var label: UInt64
        var mask: UInt64
        /// The first literal that ends here, or `none`; `nextSame` holds the others.
        var literal: UInt32 = none
        /// Where the first child stands; the others follow.
        var firstChild: UInt32 = 0
        /// One bit for the low five bits of each child's first byte: most texts go on to none, and are told here.
        var childBits: UInt32 = 0
        var childCount: UInt16 = 0
        /// Bytes of the label, 1 to 8.
        var length: UInt8
        /// What the literal asks of its ends.
        var ends: WordEnds = []
    }

    /// The root leads.
    let nodes: [Node]
    /// By literal: the next one with the same bytes, or `none`.
    let nextSame: [UInt32]

    /// The trie of all entries of a draft, and by entry the node that its key leads to.
    /// - Parameter flags: by literal.
    static func make(_ draft: WordTrieDraft, flags: [LiteralFlags]) -> (trie: WordTrie, keys: [UInt32]) {
        var nodes = [Node(label: 0, mask: 0, length: 0)]
        nodes.reserveCapacity(draft.entries.count)
        var nextSame = [UInt32](repeating: Self.none, count: flags.count)
        var keys = [UInt32](repeating: 0, count: draft.entries.count)
        var stack = [Branch(number: 0, entries: 0..<draft.entries.count, depth: 0)]
        while let parent = stack.popLast() {
            nodes[parent.number].firstChild = UInt32(truncatingIfNeeded: nodes.count)
            var rest = parent.entries
            while !rest.isEmpty {
                var edge = draft.edge(from: rest, depth: parent.depth)
                rest = edge.entries.upperBound..<rest.upperBound
                let number = nodes.count
                for entry in edge.entries where draft.hasKey(entry, at: edge) {
                    keys[entry] = UInt32(truncatingIfNeeded: number)
                }
                var node = Node(label: edge.label, mask: edge.mask, length: UInt8(edge.length))
                // Those that end here are the shortest, so they come first; of equal ones the last leads to the others.
                while let literal = draft.ending(edge) {
                    nextSame[Int(literal)] = node.literal
                    node.literal = literal
                    node.ends = flags[Int(literal)].ends
                    edge.entries.removeFirst()
                }
                nodes.append(node)
                nodes[parent.number].childCount += 1
                nodes[parent.number].childBits |= Self.childBit(node.label)
                if !edge.entries.isEmpty {
                    stack.append(Branch(number: number, entries: edge.entries, depth: edge.depth))
                }
            }
        }
        return (WordTrie(nodes: nodes, nextSame: nextSame), keys)
    }

    /// A node whose children are still to be made: of these entries, which begin with the same `depth` bytes.
    private struct Branch {
        var number: Int
        var entries: Range<Int>
        var depth: Int
    }

    @inline(__always)
    static func childBit(_ text: UInt64) -> UInt32 { 1 &<< UInt32(truncatingIfNeeded: text & 31) }
}

/// What a literal asks of its ends, one byte.
struct WordEnds: OptionSet, Sendable {
    let rawValue: UInt8
    /// It must not go on to the left, or to the right.
    static let left = WordEnds(rawValue: 1)
    static let right = WordEnds(rawValue: 2)
}
