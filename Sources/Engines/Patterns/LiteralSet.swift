/// All literals of the house in one flat Aho–Corasick automaton.
///
/// Exact for any byte strings, with one exception that callers rely on: 0x00 is a break, which no literal crosses; a literal
/// that holds 0x00 never matches. Building is linear in the bytes of all literals; scanning is linear in the bytes scanned
/// and the hits found, whatever the input, and allocates nothing but room for hits.
///
/// Memory: a table of states × byte classes in 16 or 32 bits; where that would take more than 64 MB, full rows for the
/// shallow states and about 21 bytes for each other one.
package struct LiteralSet: Sendable {
    private enum Form: Sendable {
        case empty
        case narrow(DenseLiterals<UInt16>)
        case wide(DenseLiterals<UInt32>)
        case sparse(SparseLiterals)
    }

    static let maxTableBytes = 64 << 20
    static let sparseRowBytes = 32 << 20

    private let form: Form
    private let lengths: [UInt32]

    /// - Parameter literals: the byte strings, by identifier = index. Empty ones never match. The same string may come twice.
    package init(_ literals: [[UInt8]]) {
        self.init(literals, maxTableBytes: Self.maxTableBytes, sparseRowBytes: Self.sparseRowBytes)
    }

    /// The limits are parameters so that tests reach every form with small lists.
    init(_ literals: [[UInt8]], maxTableBytes: Int, sparseRowBytes: Int, narrowStates: Int = 1 << 16) {
        lengths = literals.map { UInt32(truncatingIfNeeded: $0.count) }
        let trie = LiteralTrie(literals)
        if trie.count == 1 {
            form = .empty
        } else if trie.count < narrowStates, DenseLiterals<UInt16>.tableBytes(trie) <= maxTableBytes {
            form = .narrow(DenseLiterals(trie))
        } else if DenseLiterals<UInt32>.tableBytes(trie) <= maxTableBytes {
            form = .wide(DenseLiterals(trie))
        } else {
            form = .sparse(SparseLiterals(trie, rowBytes: sparseRowBytes))
        }
    }

    /// Number of literals given, those that never match included.
    package var count: Int { lengths.count }

    /// Length in bytes of a literal; 0 for an identifier that was not given.
    package func length(of pattern: UInt32) -> Int {
        pattern < lengths.count ? Int(lengths[Int(pattern)]) : 0
    }

    /// Replaces `hits` with every occurrence (overlapping ones too), ordered by `end`, then by pattern.
    ///
    /// Allocates only when `hits` has to grow. Positions are 32 bits wide: bytes behind the first 4 GiB are not read.
    package func scan(_ bytes: UnsafeBufferPointer<UInt8>, into hits: inout [LiteralHit]) {
        hits.removeAll(keepingCapacity: true)
        let readable = UnsafeBufferPointer(rebasing: bytes.prefix(Int(UInt32.max)))
        switch form {
        case .empty: break
        case .narrow(let literals): literals.scan(readable, into: &hits)
        case .wide(let literals): literals.scan(readable, into: &hits)
        case .sparse(let literals): literals.scan(readable, into: &hits)
        }
    }
}
