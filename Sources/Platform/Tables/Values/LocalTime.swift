/// The time of Asia/Ho_Chi_Minh, in which tables show and take times.
///
/// It is UTC+7 without summer time since 13 June 1975; earlier times are written and read with the same offset.
package enum LocalTime {
    static let offset: Int64 = 7 * 3_600 * 1_000_000
    static let dayLength: Int64 = 86_400 * 1_000_000

    /// What a text says: a date, and the instant when it names a time too.
    struct Moment: Equatable {
        var day: CalendarDay
        var microseconds: Int64?
    }

    /// Local date and time of day in microseconds; nil outside the years 1 to 9999.
    static func parts(_ microseconds: Int64) -> (day: CalendarDay, timeOfDay: Int64)? {
        let (local, overflow) = microseconds.addingReportingOverflow(offset)
        guard !overflow else { return nil }
        var (days, rest) = local.quotientAndRemainder(dividingBy: dayLength)
        if rest < 0 { (days, rest) = (days - 1, rest + dayLength) }
        return CalendarDay(daysSince1970: Int(days)).map { ($0, rest) }
    }

    /// Nil outside the years 1 to 9999.
    package static func day(_ microseconds: Int64) -> CalendarDay? { parts(microseconds)?.day }

    package static func midnight(_ day: CalendarDay) -> Int64 { Int64(day.daysSince1970) * dayLength - offset }

    /// `2026-07-01 08:30:00`, with `.250000` where there is a fraction; empty outside the years 1 to 9999.
    ///
    /// A space stands where ISO 8601 has `T`, so that spreadsheets know it for a time.
    package static func text(_ microseconds: Int64) -> String {
        guard let (day, time) = parts(microseconds) else { return "" }
        return "\(day) \(clock(time))"
    }

    /// `08:30 01/07/2026`, as the console shows times; empty outside the years 1 to 9999.
    package static func shown(_ microseconds: Int64) -> String {
        guard let (day, time) = parts(microseconds) else { return "" }
        return "\(clock(time).prefix(5)) \(padded(day.day, 2))/\(padded(day.month, 2))/\(padded(day.year, 4))"
    }

    /// `2026-07-01T08:30:00+07:00` (RFC 3339), with a fraction where there is one; empty outside the years 1 to 9999.
    package static func internet(_ microseconds: Int64) -> String {
        guard let (day, time) = parts(microseconds) else { return "" }
        return "\(day)T\(clock(time))+07:00"
    }

    /// `08:30:00`, with `.250000` where there is a fraction.
    static func clock(_ timeOfDay: Int64) -> String {
        let (seconds, fraction) = timeOfDay.quotientAndRemainder(dividingBy: 1_000_000)
        let clock = [seconds / 3_600, seconds / 60 % 60, seconds % 60].map { padded(Int($0), 2) }
        return clock.joined(separator: ":") + (fraction == 0 ? "" : "." + padded(Int(fraction), 6))
    }

    /// Nil for what is no date. - Parameter text: without white space around it; any length.
    static func read(_ text: Substring) -> Moment? {
        guard text.utf8.count <= 40 else { return nil }
        let words = text.split { $0 == " " || $0 == "T" || $0 == "\u{A0}" }
        if words.count == 1 { return date(words[0]).map { Moment(day: $0) } }
        guard words.count == 2 else { return nil }
        if let day = date(words[0]), let clock = time(words[1]) { return moment(day, clock) }
        // As the console shows times.
        guard let clock = time(words[0]), let day = date(words[1]) else { return nil }
        return moment(day, clock)
    }

    private static func moment(_ day: CalendarDay, _ clock: (timeOfDay: Int64, offset: Int64)) -> Moment {
        Moment(day: day, microseconds: Int64(day.daysSince1970) * dayLength + clock.timeOfDay - clock.offset)
    }

    /// `2026-07-01`, `01/07/2026`, `1-7-2026`, `1.7.2026`.
    private static func date(_ text: Substring) -> CalendarDay? {
        let parts = text.split(omittingEmptySubsequences: false) { $0 == "-" || $0 == "/" || $0 == "." }
        guard parts.count == 3, let first = number(parts[0]), let month = number(parts[1]),
            let last = number(parts[2])
        else { return nil }
        if parts[0].utf8.count == 4 { return CalendarDay(year: first, month: month, day: last) }
        // Years of two digits could be meant of two centuries.
        return parts[2].utf8.count == 4 ? CalendarDay(year: last, month: month, day: first) : nil
    }

    /// `08:30`, `08:30:00.25`, with `Z` or `+07:00` behind it or not.
    private static func time(_ text: Substring) -> (timeOfDay: Int64, offset: Int64)? {
        var clock = text
        var offset = Self.offset
        if clock.last == "Z" {
            clock.removeLast()
            offset = 0
        } else if let sign = clock.firstIndex(where: { $0 == "+" || $0 == "-" }) {
            guard let away = seconds(clock[clock.index(after: sign)...]) else { return nil }
            offset = (clock[sign] == "-" ? -away : away) * 1_000_000
            clock = clock[..<sign]
        }
        let halves = clock.split(separator: ".", omittingEmptySubsequences: false)
        guard halves.count <= 2, let whole = seconds(halves[0]) else { return nil }
        guard halves.count == 2 else { return (whole * 1_000_000, offset) }
        guard (1...9).contains(halves[1].utf8.count), number(halves[1]) != nil,
            let fraction = Int64(halves[1].prefix(6) + String(repeating: "0", count: max(0, 6 - halves[1].count)))
        else { return nil }
        return (whole * 1_000_000 + fraction, offset)
    }

    /// Seconds of `08:30` or `08:30:00`.
    private static func seconds(_ text: Substring) -> Int64? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard (2...3).contains(parts.count), let hours = number(parts[0]), let minutes = number(parts[1]),
            let seconds = parts.count == 3 ? number(parts[2]) : 0, hours < 24, minutes < 60, seconds < 60
        else { return nil }
        return Int64(hours * 3_600 + minutes * 60 + seconds)
    }

    /// Digits alone: no sign.
    private static func number(_ text: Substring) -> Int? {
        guard (1...9).contains(text.utf8.count), text.utf8.allSatisfy({ $0 &- 0x30 < 10 }) else { return nil }
        return Int(text)
    }
}
