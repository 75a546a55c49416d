/// Where words begin and end in a folded stream: a–z, 0–9 and every byte from 0x80 up (letters of other scripts) are parts
/// of words; all else is not.
package enum WordBoundary {
    @inlinable
    package static func isWordByte(_ byte: UInt8) -> Bool {
        byte >= 0x80 || (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10
    }

    /// Whether a word begins or ends between `bytes[position - 1]` and `bytes[position]`. Both ends of the buffer border on
    /// nothing. `position` outside `0...bytes.count` is no boundary.
    @inlinable
    package static func isBoundary(at position: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard position >= 0, position <= bytes.count else { return false }
        let before = position > 0 && isWordByte(bytes[position - 1])
        let after = position < bytes.count && isWordByte(bytes[position])
        return before != after
    }

    /// Whether no word runs over either end of `range`: a hit on `ca do` in `ca dong` has none. An end whose own byte is no
    /// part of a word is free by itself, so that a literal may begin or end with a dot or a space.
    @inlinable
    package static func hasWordBoundaries(around range: Range<Int>, in bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard range.lowerBound >= 0, range.upperBound <= bytes.count, !range.isEmpty else { return false }
        if range.lowerBound > 0, isWordByte(bytes[range.lowerBound]), isWordByte(bytes[range.lowerBound - 1]) {
            return false
        }
        if range.upperBound < bytes.count, isWordByte(bytes[range.upperBound - 1]), isWordByte(bytes[range.upperBound])
        {
            return false
        }
        return true
    }
}
