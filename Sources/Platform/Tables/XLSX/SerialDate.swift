/// Dates as spreadsheets count them: days since 1900 (with a 29 February 1900 that never was) or since 1904.
enum SerialDate {
    private static let millisecondsADay = 86_400_000
    /// 1 March 1900 is day 61, of the calendar's 25,508 days before 1970.
    private static let epoch = 25_569
    private static let shift1904 = 1_462

    /// - Returns: day and milliseconds of the local time, the nearest (programs write 15 digits, which is no more); nil for what
    ///   no spreadsheet takes for a date: negative, or after 9999.
    static func read(_ serial: Double, counts1904: Bool) -> (day: CalendarDay, milliseconds: Int)? {
        guard serial >= 0, serial < 2_958_466 else { return nil }
        let total = Int((serial * Double(millisecondsADay)).rounded())
        var (days, milliseconds) = total.quotientAndRemainder(dividingBy: millisecondsADay)
        if counts1904 { days += shift1904 }
        // Before the day that never was the count is one behind; day 0 and that day itself are no dates.
        if days < 60, !counts1904 {
            guard days > 0 else { return nil }
            days += 1
        } else if days == 60, !counts1904 {
            return nil
        }
        return CalendarDay(daysSince1970: days - epoch).map { ($0, milliseconds) }
    }

    /// The day's number in the system of 1900; nil before 1900.
    static func number(_ day: CalendarDay) -> Int? {
        let days = day.daysSince1970 + epoch
        if days > 60 { return days }
        return days >= 2 ? days - 1 : nil
    }
}
