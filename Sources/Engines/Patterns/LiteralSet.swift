// CONTRACT (implementation to follow).

/// One occurrence of a literal: which one, and the position just behind its last byte.
package struct LiteralHit: Equatable, Sendable {
    package var pattern: UInt32
    package var end: UInt32
    @inlinable
    package init(pattern: UInt32, end: UInt32) {
        self.pattern = pattern
        self.end = end
    }
}

/// All literals of the house in one flat Aho–Corasick automaton.
package struct LiteralSet: Sendable {
    /// - Parameter literals: the byte strings, by identifier = index. Empty ones never match. The same string may come twice.
    package init(_ literals: [[UInt8]]) {}
    package func length(of pattern: UInt32) -> Int { 0 }
    /// Replaces `hits` with every occurrence (overlapping ones too), ordered by `end`, then by pattern.
    package func scan(_ bytes: UnsafeBufferPointer<UInt8>, into hits: inout [LiteralHit]) {}
}
