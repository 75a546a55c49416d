import Agencies
import SQLStore
import Tables

/// Days that people type, as moments.
enum LocalDay {
    /// Midnight here, where the day begins; nil beyond the calendar.
    static func begin(of day: Day) -> Moment? {
        day.calendarDay.map { Moment(microseconds: LocalTime.midnight($0)) }
    }

    /// The moment at which a typed day begins; nil for what is no day.
    static func begin(_ typed: String) -> Moment? {
        (Day(iso: typed) ?? Day(typed: typed)).flatMap(begin)
    }

    /// The moment at which a typed day is over.
    static func end(_ typed: String) -> Moment? {
        (Day(iso: typed) ?? Day(typed: typed)).flatMap { begin(of: $0.next) }
    }

    /// The day as a field of a form holds it, some days from a moment on.
    static func iso(_ moment: Moment, plus days: Int = 0) -> String {
        Day(moment + .seconds(Int64(days) * 86_400)).description
    }
}
