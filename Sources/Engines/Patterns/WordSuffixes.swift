import CUnicodeTables

/// Literals of letters and digits that must stand at the end of a word: a bitmap over the last three bytes, then a comparison
/// with those that end in the same byte.
struct WordSuffixes: Sendable {
    /// Bits by `vt_suffix_bit`.
    private(set) var filter = [UInt64](repeating: 0, count: 1 << (Int(VT_SUFFIX_BITS) - 6))
    private let suffixes: [Suffix]
    /// The bytes of all, one behind the other.
    private let bytes: [UInt8]
    /// Where those that end in a byte value begin in `suffixes`, and end.
    private let ranges: [Range<Int>]

    private struct Suffix: Sendable {
        var start: Int
        var count: Int
        var literal: UInt32
    }

    /// - Parameter literals: none is empty.
    init(_ literals: [(bytes: [UInt8], literal: UInt32)]) {
        var suffixes: [Suffix] = []
        var bytes: [UInt8] = []
        var ranges = [Range<Int>](repeating: 0..<0, count: 256)
        for last in 0..<256 {
            let first = suffixes.count
            for literal in literals where literal.bytes.last == UInt8(last) {
                suffixes.append(Suffix(start: bytes.count, count: literal.bytes.count, literal: literal.literal))
                bytes += literal.bytes
            }
            ranges[last] = first..<suffixes.count
        }
        self.suffixes = suffixes
        self.bytes = bytes
        self.ranges = ranges
        for literal in literals { mark(literal.bytes) }
    }

    /// Sets the bits of every three bytes that may end in `suffix`.
    private mutating func mark(_ suffix: [UInt8]) {
        let known = Array(suffix.suffix(3))
        let open = 3 - known.count
        for before in 0..<1 << (5 * open) {
            var last: UInt32 = 0
            for offset in 0..<3 {
                let byte = offset < open ? UInt8(before >> (5 * offset) & 31) : known[offset - open]
                last |= UInt32(byte) << UInt32(8 * (offset + 1))
            }
            let bit = vt_suffix_bit(last)
            filter[Int(bit >> 6)] |= 1 << UInt64(bit & 63)
        }
    }

    /// Appends every suffix that ends at `end`, ordered by pattern.
    @inline(never)
    func emit(_ text: UnsafeBufferPointer<UInt8>, end: Int, into hits: inout [LiteralHit]) {
        let range = ranges[Int(text[end - 1])]
        var index = range.lowerBound
        // By index: a slice would count references at each word.
        while index < range.upperBound {
            let suffix = suffixes[index]
            let start = end - suffix.count
            if start >= 0, isEqual(suffix, text, start) {
                hits.append(LiteralHit(pattern: suffix.literal, end: UInt32(truncatingIfNeeded: end)))
            }
            index += 1
        }
    }

    @inline(__always)
    private func isEqual(_ suffix: Suffix, _ text: UnsafeBufferPointer<UInt8>, _ start: Int) -> Bool {
        for offset in 0..<suffix.count where bytes[suffix.start + offset] != text[start + offset] { return false }
        return true
    }
}
