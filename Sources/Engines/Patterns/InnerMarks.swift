/// Literals that may begin inside a word and soon hold a mark, ink that is no letter or digit (`khoak+`): looked for where
/// their first mark stands. Marks are few in a text, and of those few are the ones asked for.
struct InnerMarks: Sendable {
    private struct Entry: Sendable {
        /// Where the bytes begin in `bytes`, how many they are, and how many stand before the mark.
        var start: Int
        var count: Int
        var before: Int
        var literal: UInt32
    }

    private let entries: [Entry]
    private let bytes: [UInt8]
    /// By mark, its entries.
    private let ranges: [Range<Int>]

    /// - Parameter literals: each holds a mark.
    init(_ literals: [(bytes: [UInt8], literal: UInt32)]) {
        var entries: [Entry] = []
        var bytes: [UInt8] = []
        var ranges = [Range<Int>](repeating: 0..<0, count: 256)
        for mark in 0..<256 {
            let first = entries.count
            for literal in literals {
                guard let before = WordByte.firstMark(literal.bytes), literal.bytes[before] == UInt8(mark) else {
                    continue
                }
                entries.append(
                    Entry(
                        start: bytes.count, count: literal.bytes.count, before: before, literal: literal.literal))
                bytes += literal.bytes
            }
            ranges[mark] = first..<entries.count
        }
        self.entries = entries
        self.bytes = bytes
        self.ranges = ranges
    }

    /// Whether some literal's first mark is this byte.
    func asksFor(_ mark: UInt8) -> Bool { !ranges[Int(mark)].isEmpty }

    /// Appends every literal whose first mark is the one at `at`, if its ends allow it.
    func emit(
        _ text: UnsafeBufferPointer<UInt8>, at: Int, flags: [LiteralFlags], into hits: inout [LiteralHit]
    ) {
        for entry in entries[ranges[Int(text[at])]] {
            let start = at - entry.before
            let end = start + entry.count
            guard start >= 0, end <= text.count,
                text[start..<end].elementsEqual(bytes[entry.start..<entry.start + entry.count]),
                flags[Int(entry.literal)].allow(text, from: start, to: end)
            else { continue }
            hits.append(LiteralHit(pattern: entry.literal, end: UInt32(truncatingIfNeeded: end)))
        }
    }
}
