import Agencies
import Knowledge
import SQLStore
import Tables

/// A day in Việt Nam of the record, and the file that it is exported to.
struct AuditDay {
    let day: Day

    /// The day before a moment's.
    init(before moment: Moment) { day = Day(moment).previous }

    init(_ day: Day) { self.day = day }

    var range: Range<Moment> { Self.start(of: day)..<Self.start(of: day.next) }

    /// `audit/2026-07-01.jsonl` in a folder; the folder is made.
    /// - Throws: `FileError`.
    func path(in folder: String) throws(FileError) -> String {
        try FileBytes.makeFolder(folder + "/audit")
        return "\(folder)/audit/\(day).jsonl"
    }

    private static func start(of day: Day) -> Moment {
        Moment(microseconds: day.calendarDay.map(LocalTime.midnight) ?? 0)
    }
}
