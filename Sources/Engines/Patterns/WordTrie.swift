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
    /// By node of the draft, the number it got here; only of those that were marked.
    private let numbers: [UInt32]

    /// - Parameter ends: by literal.
    init(_ draft: WordTrieDraft, ends: [WordEnds]) {
        var nodes = [Node(label: 0, mask: 0, length: 0)]
        var numbers = [UInt32](repeating: 0, count: draft.nodes.count)
        nodes.reserveCapacity(draft.nodes.count / 4)
        var stack: [(draft: UInt32, number: Int)] = [(0, 0)]
        while let (parent, number) = stack.popLast() {
            nodes[number].firstChild = UInt32(truncatingIfNeeded: nodes.count)
            var child = draft.nodes[Int(parent)].child
            while child != Self.none {
                let (node, last) = Self.edge(from: child, of: draft)
                numbers[Int(last)] = UInt32(truncatingIfNeeded: nodes.count)
                stack.append((last, nodes.count))
                nodes.append(node)
                if node.literal != Self.none { nodes[nodes.count - 1].ends = ends[Int(node.literal)] }
                nodes[number].childCount += 1
                nodes[number].childBits |= Self.childBit(node.label)
                child = draft.nodes[Int(child)].sibling
            }
        }
        self.nodes = nodes
        self.numbers = numbers
        nextSame = draft.nextSame
    }

    /// The step that begins with the draft's node `first`: as far as there is no choice, no literal's end and no mark.
    private static func edge(from first: UInt32, of draft: WordTrieDraft) -> (node: Node, last: UInt32) {
        var last = first
        var label: UInt64 = 0
        var length: UInt8 = 0
        while true {
            let node = draft.nodes[Int(last)]
            label |= UInt64(node.byte) << UInt64(8 * length)
            length += 1
            let isEnd =
                length == 8 || node.isMarked || node.literal != none || node.child == none
                || draft.nodes[Int(node.child)].sibling != none
            if isEnd {
                let mask = UInt64.max >> UInt64(64 - 8 * length)
                return (Node(label: label, mask: mask, literal: node.literal, length: length), last)
            }
            last = node.child
        }
    }

    @inline(__always)
    static func childBit(_ text: UInt64) -> UInt32 { 1 &<< UInt32(truncatingIfNeeded: text & 31) }

    /// The number of a marked node of the draft.
    func number(of node: UInt32) -> UInt32 { numbers[Int(node)] }
}

/// What a literal asks of its ends, one byte.
struct WordEnds: OptionSet, Sendable {
    let rawValue: UInt8
    /// It must not go on to the left, or to the right.
    static let left = WordEnds(rawValue: 1)
    static let right = WordEnds(rawValue: 2)
}

/// A trie that literals are added to. Adding costs O(bytes × siblings), siblings being at most 255.
struct WordTrieDraft {
    struct Node {
        var child = WordTrie.none
        var sibling = WordTrie.none
        var literal = WordTrie.none
        var byte: UInt8 = 0
        /// Some key leads here.
        var isMarked = false
    }

    private(set) var nodes = [Node()]
    private(set) var nextSame: [UInt32] = []
    /// The children of the root, of which there are most.
    private var first = [UInt32](repeating: WordTrie.none, count: 256)

    /// - Returns: the node that the first `prefix` bytes lead to, marked.
    mutating func insert(_ bytes: [UInt8], literal: UInt32, prefix: Int) -> UInt32 {
        var at = 0
        var marked: UInt32 = 0
        for (depth, byte) in bytes.enumerated() {
            var next = depth == 0 ? first[Int(byte)] : nodes[at].child
            while next != WordTrie.none, nodes[Int(next)].byte != byte { next = nodes[Int(next)].sibling }
            if next == WordTrie.none {
                next = UInt32(truncatingIfNeeded: nodes.count)
                nodes.append(Node(sibling: nodes[at].child, byte: byte))
                nodes[at].child = next
                if depth == 0 { first[Int(byte)] = next }
            }
            at = Int(next)
            if depth + 1 == prefix { marked = next }
        }
        nodes[Int(marked)].isMarked = true
        while nextSame.count <= Int(literal) { nextSame.append(WordTrie.none) }
        nextSame[Int(literal)] = nodes[at].literal
        nodes[at].literal = literal
        return marked
    }
}
