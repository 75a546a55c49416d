/// What a number stands for by the format of its cell (ECMA-376 part 1, 18.8.30 and 18.8.31).
enum NumberKind: Sendable, Equatable {
    case number
    case day
    /// Date and time of day.
    case time
    /// Time of day alone.
    case clock

    /// Of the formats that have a number and no text; those of the East Asian editions included.
    static func builtIn(_ id: Int) -> NumberKind {
        switch id {
        case 14...17, 27...31, 36, 50...54, 57, 58: .day
        case 18...21, 32...35, 45, 47, 55, 56: .clock
        case 22: .time
        default: .number
        }
    }

    /// Of a format's text, by its first section: `dd/mm/yyyy`, `[$-42A]hh:mm\ dd/mm/yyyy;@`. Counted time (`[h]:mm`) is a
    /// number.
    static func of(_ code: String) -> NumberKind {
        var letters = FormatLetters(code)
        var hasDate = false
        var hasTime = false
        var hasMonthOrMinute = false
        while let letter = letters.next() {
            switch letter {
            case 0x64, 0x79: hasDate = true  // d y
            case 0x68, 0x73: hasTime = true  // h s
            case 0x6D: hasMonthOrMinute = true  // m
            default: break
            }
        }
        if letters.isCounted { return .number }
        switch (hasDate, hasTime) {
        case (true, true): return .time
        case (true, false): return .day
        case (false, true): return .clock
        case (false, false): return hasMonthOrMinute ? .day : .number
        }
    }
}

/// The letters of a format's first section that are not quoted, lowered.
private struct FormatLetters {
    private let bytes: [UInt8]
    private var at = 0
    /// `[h]`, `[mm]` or `[s]` was met.
    private(set) var isCounted = false

    private static let maxBytes = 1_024

    init(_ code: String) { bytes = Array(code.utf8.prefix(Self.maxBytes)) }

    mutating func next() -> UInt8? {
        while at < bytes.count {
            let byte = bytes[at]
            at += 1
            switch byte {
            case 0x3B: return nil  // ;
            case 0x22: skip(past: 0x22)  // "text"
            case 0x5C, 0x5F, 0x2A: at += 1  // \c, _c, *c
            case 0x5B: skipBracket()
            case 0x41...0x5A: return byte | 0x20
            case 0x61...0x7A: return byte
            default: break
            }
        }
        return nil
    }

    private mutating func skip(past end: UInt8) {
        while at < bytes.count, bytes[at] != end { at += 1 }
        at += 1
    }

    /// `[Red]`, `[$-42A]`, `[>100]`; but `[h]` counts hours.
    private mutating func skipBracket() {
        let start = at
        skip(past: 0x5D)
        let word = bytes[start..<min(max(start, at - 1), bytes.count)].map { $0 | 0x20 }
        if let first = word.first, [0x68, 0x6D, 0x73].contains(first), word.allSatisfy({ $0 == first }) {
            isCounted = true
        }
    }
}
