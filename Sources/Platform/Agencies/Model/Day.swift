package import SQLStore
package import Tables

/// A day of the calendar in Asia/Ho_Chi_Minh: what papers date with. Tables hold it as ISO text (`2025-07-01`), which sorts as
/// it is read.
package struct Day: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// Days since 1 January 1970.
    package let number: Int32

    /// Years that a person can mean; others are slips of the hand.
    private static let typedYears = 1_900...2_199
    /// The first day of the year 1 and the last of 9999.
    private static let range: ClosedRange<Int32> = -719_162...2_932_896

    private init(number: Int32) { self.number = number }

    package init(_ day: CalendarDay) { number = Int32(day.daysSince1970) }

    /// Nil when the calendar (years 1 to 9999) has no such day.
    package init?(year: Int, month: Int, day: Int) {
        guard let day = CalendarDay(year: year, month: month, day: day) else { return nil }
        self.init(day)
    }

    /// The day that it is here at that moment.
    package init(_ moment: Moment) {
        if let day = LocalTime.day(moment.microseconds) {
            self.init(day)
        } else {
            self.init(number: moment.microseconds < 0 ? Self.range.lowerBound : Self.range.upperBound)
        }
    }

    /// Reads `2025-07-01`; nil for anything else.
    package init?(iso text: some StringProtocol) {
        let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard text.utf8.count == 10, parts.count == 3, parts[0].count == 4, parts[1].count == 2,
            let year = Self.digits(parts[0]), let month = Self.digits(parts[1]), let day = Self.digits(parts[2])
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    /// Reads what a person types or a spreadsheet holds: `01/07/2025`, `1-7-2025`, `1.7.2025` (day before month), or
    /// `2025-07-01`. Nil for anything else, and for years before 1900 and after 2199.
    package init?(typed text: String) {
        guard text.utf8.count <= 10, let day = Cell.text(text).day, Self.typedYears.contains(day.year) else {
            return nil
        }
        self.init(day)
    }

    /// Nil for the day after the last of the year 9999.
    package var calendarDay: CalendarDay? { CalendarDay(daysSince1970: Int(number)) }

    package var next: Day { Day(number: number &+ 1) }
    package var previous: Day { Day(number: number &- 1) }

    /// `2025-07-01`
    package var description: String { calendarDay?.description ?? "" }

    /// `01/07/2025`, as papers write it.
    package var shown: String {
        description.split(separator: "-").reversed().joined(separator: "/")
    }

    package static func < (left: Day, right: Day) -> Bool { left.number < right.number }

    private static func digits(_ bytes: some Collection<UInt8>) -> Int? {
        guard !bytes.isEmpty, bytes.count <= 4 else { return nil }
        var value = 0
        for byte in bytes {
            guard byte >= 0x30, byte <= 0x39 else { return nil }
            value = value * 10 + Int(byte - 0x30)
        }
        return value
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
