/// The trie of all literals with its failure links: what every form of the automaton is made from.
///
/// Nodes are numbered in the order in which literals were read; node 0 is the root. Children hang in sibling lists, so memory
/// is five words a node whatever the alphabet. Building costs O(total bytes × siblings), siblings being at most 255.
struct LiteralTrie {
    static let none = UInt32.max
    private static let shallowDepth = 4

    private(set) var firstChild: [UInt32] = [none]
    private(set) var nextSibling: [UInt32] = [none]
    private(set) var byte: [UInt8] = [0]
    private(set) var depth: [UInt32] = [0]
    /// The node of the longest proper suffix that is in the trie.
    private(set) var fail: [UInt32] = [0]
    /// All nodes, shallow ones first; the root leads.
    private(set) var order: [UInt32] = [0]
    /// Node at which each literal ends; `none` for one that never matches.
    private(set) var terminal: [UInt32] = []
    /// True for a node at which a literal ends, its own or one that is a suffix of it.
    private(set) var isAccepting: [Bool] = [false]
    /// How often each byte value labels an edge.
    private(set) var byteUse = [Int](repeating: 0, count: 256)
    private var rootChild = [UInt32](repeating: none, count: 256)

    var count: Int { firstChild.count }

    init(_ literals: [[UInt8]]) {
        terminal.reserveCapacity(literals.count)
        for literal in literals { terminal.append(insert(literal)) }
        for node in terminal where node != Self.none { isAccepting[Int(node)] = true }
        link()
    }

    private mutating func insert(_ literal: [UInt8]) -> UInt32 {
        guard !literal.isEmpty, !literal.contains(0) else { return Self.none }
        var node: UInt32 = 0
        for value in literal {
            let known = child(of: node, value)
            node = known != Self.none ? known : addChild(of: node, value)
        }
        return node
    }

    func child(of node: UInt32, _ value: UInt8) -> UInt32 {
        if node == 0 { return rootChild[Int(value)] }
        var next = firstChild[Int(node)]
        while next != Self.none, byte[Int(next)] != value { next = nextSibling[Int(next)] }
        return next
    }

    private mutating func addChild(of node: UInt32, _ value: UInt8) -> UInt32 {
        let new = UInt32(count)
        firstChild.append(Self.none)
        nextSibling.append(firstChild[Int(node)])
        byte.append(value)
        depth.append(depth[Int(node)] + 1)
        fail.append(0)
        isAccepting.append(false)
        firstChild[Int(node)] = new
        if node == 0 { rootChild[Int(value)] = new }
        byteUse[Int(value)] += 1
        return new
    }

    /// Breadth first: a node's failure link leads to a shallower node, which is done by then.
    private mutating func link() {
        order.reserveCapacity(count)
        var head = 0
        while head < order.count {
            let node = order[head]
            head += 1
            var next = firstChild[Int(node)]
            while next != Self.none {
                order.append(next)
                if node != 0 { fail[Int(next)] = target(from: fail[Int(node)], byte[Int(next)]) }
                if isAccepting[Int(fail[Int(next)])] { isAccepting[Int(next)] = true }
                next = nextSibling[Int(next)]
            }
        }
    }

    /// All nodes in the order in which their rows shall lie in memory: the shallow ones, in which text keeps the automaton
    /// nearly all the time, breadth first; behind them each branch by itself, so that a path runs through neighbouring rows.
    func layout() -> [UInt32] {
        var layout: [UInt32] = []
        layout.reserveCapacity(count)
        var stack: [UInt32] = []
        for node in order {
            if depth[Int(node)] < Self.shallowDepth { layout.append(node) }
            guard depth[Int(node)] == Self.shallowDepth else { continue }
            stack.append(node)
            while let next = stack.popLast() {
                layout.append(next)
                var child = firstChild[Int(next)]
                while child != Self.none {
                    stack.append(child)
                    child = nextSibling[Int(child)]
                }
            }
        }
        return layout
    }

    private func target(from start: UInt32, _ value: UInt8) -> UInt32 {
        var node = start
        while true {
            let next = child(of: node, value)
            if next != Self.none { return next }
            if node == 0 { return 0 }
            node = fail[Int(node)]
        }
    }
}
