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
