/// Header lines of a WARC record in the making. No value can end its line: control characters become `%XX`.
struct WARCHead {
    /// Longer lines are refused by this house's own reader.
    static let maxValueBytes = 60_000

    private(set) var bytes: [UInt8] = []
    /// A value was longer than `maxValueBytes` and was left out.
    private(set) var hasOverlong = false

    mutating func version() { bytes += "WARC/1.1\r\n".utf8 }

    mutating func end() { bytes += "\r\n".utf8 }

    /// - Parameter name: bytes that are no token (RFC 9110, 5.6.2) become `-`.
    mutating func add(_ name: String, _ value: String, asAddress: Bool = false) {
        let start = bytes.count
        for byte in name.utf8 { bytes.append(Self.isToken(byte) ? byte : UInt8(ascii: "-")) }
        bytes += ": ".utf8
        let valueStart = bytes.count
        for byte in value.utf8 {
            if byte < 0x20 || byte == 0x7F || (asAddress && !Self.isOfAddress(byte)) {
                appendEscaped(byte)
            } else {
                bytes.append(byte)
            }
        }
        if bytes.count - valueStart > Self.maxValueBytes {
            bytes.removeLast(bytes.count - start)
            hasOverlong = true
        } else {
            bytes += "\r\n".utf8
        }
    }

    private mutating func appendEscaped(_ byte: UInt8) {
        bytes.append(UInt8(ascii: "%"))
        for digit in [byte >> 4, byte & 15] { bytes.append(digit < 10 ? digit + 0x30 : digit + 0x37) }
    }

    private static func isToken(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."): true
        default: false
        }
    }

    /// Visible ASCII but for the brackets that older writers put around addresses.
    private static func isOfAddress(_ byte: UInt8) -> Bool {
        byte > 0x20 && byte < 0x7F && byte != UInt8(ascii: "<") && byte != UInt8(ascii: ">")
    }
}

/// Times as WARC/1.1 writes them (W3CDTF, UTC).
package enum WARCTime {
    /// `2026-01-02T03:04:05.000006Z`; years outside 0 to 9999 are held to those.
    /// - Parameter microseconds: since 1970, UTC.
    package static func text(_ microseconds: Int64) -> String {
        let limits: (Int64, Int64) = (-62_167_219_200_000_000, 253_402_300_799_999_999)
        let time = min(max(microseconds, limits.0), limits.1)
        let (days, inDay) = floorDivision(time, 86_400_000_000)
        let (year, month, day) = civil(days)
        let seconds = inDay / 1_000_000
        return "\(pad(year, 4))-\(pad(month, 2))-\(pad(day, 2))T\(pad(seconds / 3_600, 2)):"
            + "\(pad(seconds / 60 % 60, 2)):\(pad(seconds % 60, 2)).\(pad(inDay % 1_000_000, 6))Z"
    }

    private static func floorDivision(_ value: Int64, _ divisor: Int64) -> (Int64, Int64) {
        let rest = (value % divisor + divisor) % divisor
        return ((value - rest) / divisor, rest)
    }

    /// The Gregorian date of a number of days since 1970-01-01: eras of 400 years that begin with March, so that the leap day
    /// is the last of its year.
    private static func civil(_ days: Int64) -> (Int64, Int64, Int64) {
        let (era, dayOfEra) = floorDivision(days + 719_468, 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let month = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * month + 2) / 5 + 1
        let civilMonth = month < 10 ? month + 3 : month - 9
        return (yearOfEra + era * 400 + (civilMonth <= 2 ? 1 : 0), civilMonth, day)
    }

    private static func pad(_ value: Int64, _ width: Int) -> String {
        let text = String(value)
        return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
    }
}
