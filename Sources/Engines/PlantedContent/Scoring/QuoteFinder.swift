/// Finds what stands between quotation marks in folded text: `"…"`, `“…”`, `«…»`, at most 400 bytes apart.
struct QuoteFinder {
    private(set) var spans: [Range<Int>] = []
    private(set) var quotedBytes = 0
    private static let longest = 400

    /// - Returns: true when there is any.
    mutating func find(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Bool {
        spans.removeAll(keepingCapacity: true)
        quotedBytes = 0
        var open: Int?
        var position = range.lowerBound
        while let next = ByteScan.quote(in: bytes, position..<range.upperBound) {
            position = next
            let mark = Self.mark(bytes, position, range.upperBound)
            guard mark.length > 0 else {
                position += 1
                continue
            }
            if let start = open, mark.mayClose, position - start <= Self.longest {
                spans.append(start..<position)
                quotedBytes += position - start
                open = nil
            } else if mark.mayOpen {
                open = position + mark.length
            }
            position += mark.length
        }
        return !spans.isEmpty
    }

    /// The quotation mark at a position; length 0 when there is none.
    private static func mark(
        _ bytes: UnsafeBufferPointer<UInt8>, _ at: Int, _ end: Int
    ) -> (length: Int, mayOpen: Bool, mayClose: Bool) {
        switch bytes[at] {
        case 0x22: (1, true, true)
        case 0xE2 where at + 2 < end && bytes[at + 1] == 0x80 && bytes[at + 2] == 0x9C: (3, true, false)
        case 0xE2 where at + 2 < end && bytes[at + 1] == 0x80 && bytes[at + 2] == 0x9D: (3, false, true)
        case 0xC2 where at + 1 < end && bytes[at + 1] == 0xAB: (2, true, false)
        case 0xC2 where at + 1 < end && bytes[at + 1] == 0xBB: (2, false, true)
        default: (0, false, false)
        }
    }
}
