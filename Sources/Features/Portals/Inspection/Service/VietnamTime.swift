import Tables

/// Times of the clock in seconds, as people in Viet Nam read them. The calendar is that of the tables.
enum VietnamTime {
    /// `HH:mm dd/MM/yyyy`
    /// - Parameter seconds: since 1970, UTC.
    static func clock(_ seconds: Int) -> String { LocalTime.shown(microseconds(seconds)) }

    /// `yyyy-MM-dd`
    static func day(_ seconds: Int) -> String { LocalTime.day(microseconds(seconds))?.description ?? "" }

    /// `yyyy-MM-dd-HHmmss`, for names of files.
    static func stamp(_ seconds: Int) -> String {
        String(LocalTime.text(microseconds(seconds)).compactMap { $0 == ":" ? nil : $0 == " " ? "-" : $0 })
    }

    private static func microseconds(_ seconds: Int) -> Int64 { Int64(seconds) * 1_000_000 }
}
