/// The prefixes of all literals, flat: a node's first child stands right behind it, so that a path runs through neighbouring
/// memory. 12 bytes a node, one node for each different prefix.
struct WordTrie: Sendable {
    static let none = UInt32.max

    struct Node: Sendable {
        /// The next child of the same parent, or `none`.
        var sibling: UInt32
        /// The first literal that ends here, or `none`; `nextSame` holds the others.
        var literal: UInt32
        var byte: UInt8
        var hasChild: Bool
    }

    /// The root leads.
    let nodes: [Node]
    /// By literal: the next one with the same bytes, or `none`.
    let nextSame: [UInt32]
    /// By node of the draft, the number it got here.
    private let numbers: [UInt32]

    init(_ draft: WordTrieDraft) {
        var nodes: [Node] = []
        var numbers = [UInt32](repeating: 0, count: draft.nodes.count)
        nodes.reserveCapacity(draft.nodes.count)
        // A node is written when it is taken from the stack; its elder sibling then learns where it stands.
        var stack: [(node: UInt32, elder: UInt32)] = [(0, Self.none)]
        while let (index, elder) = stack.popLast() {
            let node = draft.nodes[Int(index)]
            let number = UInt32(truncatingIfNeeded: nodes.count)
            numbers[Int(index)] = number
            if elder != Self.none { nodes[Int(elder)].sibling = number }
            nodes.append(
                Node(sibling: Self.none, literal: node.literal, byte: node.byte, hasChild: node.child != Self.none))
            if node.sibling != Self.none { stack.append((node.sibling, number)) }
            if node.child != Self.none { stack.append((node.child, Self.none)) }
        }
        self.nodes = nodes
        self.numbers = numbers
        nextSame = draft.nextSame
    }

    /// The number of a node of the draft.
    func number(of node: UInt32) -> UInt32 { numbers[Int(node)] }

    @inline(__always)
    static func child(of node: Int, _ byte: UInt8, _ nodes: UnsafePointer<Node>) -> Int? {
        guard nodes[node].hasChild else { return nil }
        var next = node &+ 1
        while nodes[next].byte != byte {
            let sibling = nodes[next].sibling
            guard sibling != none else { return nil }
            next = Int(sibling)
        }
        return next
    }
}

/// A trie that literals are added to. Adding costs O(bytes × siblings), siblings being at most 255.
struct WordTrieDraft {
    struct Node {
        var child = WordTrie.none
        var sibling = WordTrie.none
        var literal = WordTrie.none
        var byte: UInt8 = 0
    }

    private(set) var nodes = [Node()]
    private(set) var nextSame: [UInt32] = []
    /// The children of the root, of which there are most.
    private var first = [UInt32](repeating: WordTrie.none, count: 256)

    /// - Returns: the node that the first `prefix` bytes lead to.
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
        while nextSame.count <= Int(literal) { nextSame.append(WordTrie.none) }
        nextSame[Int(literal)] = nodes[at].literal
        nodes[at].literal = literal
        return marked
    }
}
