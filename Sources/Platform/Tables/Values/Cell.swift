/// What stands in one cell.
package enum Cell: Sendable, Equatable {
    case empty
    case text(String)
    case integer(Int64)
    case real(Double)
    case flag(Bool)
    /// A date without a time.
    case day(CalendarDay)
    /// Microseconds since 1970 UTC; shown as the local time of `LocalTime`.
    case time(Int64)
    /// What a spreadsheet shows where its formula failed.
    case fault(CellFault)

    package var isEmpty: Bool {
        switch self {
        case .empty: true
        case .text(let text): text.isEmpty
        default: false
        }
    }

    /// Empty, or white space alone: nothing that a person sees.
    var isBlank: Bool {
        guard case .text(let text) = self else { return isEmpty }
        return text.unicodeScalars.allSatisfy(\.properties.isWhitespace)
    }
}

/// Why a formula has no value.
package enum CellFault: String, Sendable, CaseIterable {
    case null = "#NULL!"
    case division = "#DIV/0!"
    case value = "#VALUE!"
    case reference = "#REF!"
    case name = "#NAME?"
    case number = "#NUM!"
    case notAvailable = "#N/A"
    case gettingData = "#GETTING_DATA"
    /// The file was saved by a program that does not calculate: opening and saving it in a spreadsheet fills it in.
    case notCalculated = "#NOT_CALCULATED"
}

extension Cell {
    /// The cell as CSV shows it, without the guard: numbers with a point, `TRUE` and `FALSE`, `2026-07-01`,
    /// `2026-07-01 08:30:00` (local). Codes are read by this, whether the spreadsheet holds them as text or as numbers.
    package var text: String {
        switch self {
        case .empty: ""
        case .text(let text): text
        case .integer(let number): String(number)
        case .real(let number): Self.text(of: number)
        case .flag(let flag): flag ? "TRUE" : "FALSE"
        case .day(let day): day.description
        case .time(let microseconds): LocalTime.text(microseconds)
        case .fault(let fault): fault.rawValue
        }
    }

    private static func text(of number: Double) -> String {
        guard number.isFinite else { return CellFault.number.rawValue }
        if let whole = Int64(exactly: number), abs(number) < 1e15 { return String(whole) }
        return String(number)
    }

    /// A whole number, also when it stands as text (`12`, `-5`).
    package var integer: Int64? {
        switch self {
        case .integer(let number): number
        case .real(let number): Int64(exactly: number)
        case .text(let text): Int64(Self.trimmed(text))
        default: nil
        }
    }

    /// A date, also when it stands as text: `2026-07-01`, `01/07/2026`, `1-7-2026`, day before month. A time gives its local
    /// date.
    package var day: CalendarDay? {
        switch self {
        case .day(let day): day
        case .time(let microseconds): LocalTime.day(microseconds)
        case .text(let text): Self.moment(text).flatMap { $0.microseconds.map(LocalTime.day) ?? $0.day }
        default: nil
        }
    }

    /// Microseconds since 1970 UTC, also of text: a date and `08:30` or `08:30:00.25`, parted by space or `T`, with `Z` or an
    /// offset or else local; or, as the console shows it, `08:30 01/07/2026`. A date alone is its local midnight.
    package var time: Int64? {
        switch self {
        case .time(let microseconds): microseconds
        case .day(let day): LocalTime.midnight(day)
        case .text(let text): Self.moment(text).flatMap { $0.microseconds ?? LocalTime.midnight($0.day) }
        default: nil
        }
    }

    private static func moment(_ text: String) -> LocalTime.Moment? { LocalTime.read(trimmed(text)) }

    private static func trimmed(_ text: String) -> Substring {
        guard let first = text.firstIndex(where: { !$0.isWhitespace }),
            let last = text.lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        return text[first...last]
    }
}
