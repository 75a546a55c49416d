package import SQLStore

/// A day of the calendar in Asia/Ho_Chi_Minh: what papers date with. Tables hold it as ISO text (`2025-07-01`), which sorts as
/// it is read.
package struct Day: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// Days since 1 January 1970.
    package let number: Int32

    /// Years that a person can mean; others are slips of the hand.
    private static let typedYears = 1_900...2_199
    /// UTC+7, without summer time since 1975.
    private static let offset: Int64 = 7 * 3_600 * 1_000_000
    private static let length: Int64 = 86_400 * 1_000_000

    /// Nil when the calendar (Gregorian, years 1 to 9999) has no such day.
    package init?(year: Int, month: Int, day: Int) {
        guard (1...9_999).contains(year), (1...12).contains(month), day >= 1, day <= Self.days(in: month, of: year)
        else { return nil }
        // Years begin in March, so that the day that comes every four years is their last.
        let shifted = month > 2 ? year : year - 1
        let (era, yearOfEra) = (shifted / 400, shifted % 400)
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        number = Int32(era * 146_097 + dayOfEra - 719_468)
    }

    private init(number: Int32) { self.number = number }

    /// The day that it is here at that moment.
    package init(_ moment: Moment) {
        let (local, isTooLarge) = moment.microseconds.addingReportingOverflow(Self.offset)
        let (days, rest) = (isTooLarge ? Int64.max : local).quotientAndRemainder(dividingBy: Self.length)
        number = Int32(rest < 0 ? days - 1 : days)
    }

    /// Reads `2025-07-01`; nil for anything else.
    package init?(iso text: some StringProtocol) {
        let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard text.utf8.count == 10, parts.count == 3, parts[0].count == 4, parts[1].count == 2,
            let year = Self.digits(parts[0]), let month = Self.digits(parts[1]), let day = Self.digits(parts[2])
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    /// Reads what a person types: `01/07/2025`, `1-7-2025`, `1.7.2025` (day before month), or `2025-07-01`. Nil for anything
    /// else, and for years before 1900 and after 2199.
    package init?(typed text: some StringProtocol) {
        guard text.utf8.count <= 10 else { return nil }
        if let day = Day(iso: text) {
            self = day
        } else {
            guard let separator = text.utf8.first(where: { $0 < 0x30 || $0 > 0x39 }),
                [UInt8(ascii: "/"), UInt8(ascii: "-"), UInt8(ascii: ".")].contains(separator)
            else { return nil }
            let parts = text.utf8.split(separator: separator, omittingEmptySubsequences: false)
            guard parts.count == 3, parts[0].count <= 2, parts[1].count <= 2, parts[2].count == 4,
                let day = Self.digits(parts[0]), let month = Self.digits(parts[1]), let year = Self.digits(parts[2]),
                let read = Day(year: year, month: month, day: day)
            else { return nil }
            self = read
        }
        guard Self.typedYears.contains(date.year) else { return nil }
    }

    package var date: (year: Int, month: Int, day: Int) {
        let days = Int(number) + 719_468
        let era = (days >= 0 ? days : days - 146_096) / 146_097
        let dayOfEra = days - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }

    package var next: Day { Day(number: number &+ 1) }
    package var previous: Day { Day(number: number &- 1) }

    /// `2025-07-01`
    package var description: String {
        let date = date
        return "\(Self.padded(date.year, 4))-\(Self.padded(date.month, 2))-\(Self.padded(date.day, 2))"
    }

    /// `01/07/2025`, as papers write it.
    package var shown: String {
        let date = date
        return "\(Self.padded(date.day, 2))/\(Self.padded(date.month, 2))/\(Self.padded(date.year, 4))"
    }

    package static func < (left: Day, right: Day) -> Bool { left.number < right.number }

    private static func days(in month: Int, of year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    private static func digits(_ bytes: some Collection<UInt8>) -> Int? {
        guard !bytes.isEmpty, bytes.count <= 4 else { return nil }
        var value = 0
        for byte in bytes {
            guard byte >= 0x30, byte <= 0x39 else { return nil }
            value = value * 10 + Int(byte - 0x30)
        }
        return value
    }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}

/// A column that holds ISO text.
extension Day: SQLConvertible {
    package var sqlValue: SQLValue { .text(description) }
}

extension SQLRow {
    /// Nil where the column is NULL.
    func optionalDay(_ column: String) throws(StoreError) -> Day? {
        guard let text = try optionalText(column) else { return nil }
        guard let day = Day(iso: text) else { throw StoreError(.wrongShape, "the column '\(column)' holds no day") }
        return day
    }
}
