/// An organisation in a list, as of a day.
struct AgencyLine: Sendable, Equatable {
    var id: Int64
    var name: String
    /// Word of its kind.
    var kind: String
    /// Of the administrative unit; empty for none.
    var code: String
    var parent: AgencyName?
    /// Steps below the top; 0 in plain lists.
    var depth = 0
    /// The former name by which it was found; empty when it was found by its name of the day, or not looked for.
    var foundBy = ""
}

struct AgencyName: Sendable, Equatable {
    var id: Int64
    var name: String
}

/// Something that was so for a time.
struct DatedLine: Sendable, Equatable {
    var text: String
    /// `01/07/2025`; nil: since before the register began.
    var from: String?
    /// The last day on which it was so; nil: still so.
    var until: String?
    var source: String
    var isNow: Bool
    var agency: Int64?
}

/// What became of it, or what it came from.
struct SuccessionLine: Sendable, Equatable {
    var day: String
    /// Word of the link's kind.
    var kind: String
    /// Nil when nobody took over.
    var other: AgencyName?
    /// The other came before.
    var isOrigin: Bool
    var source: String
}

/// Everything that the page of one organisation shows.
struct AgencyDetail: Sendable {
    var id: Int64
    var version: Int
    var key: String
    var name: String
    var kind: String
    var isPresent: Bool
    /// From the top down.
    var path: [AgencyName]
    var children: [AgencyLine]
    var names: [DatedLine]
    var kinds: [DatedLine]
    var parents: [DatedLine]
    var codes: [DatedLine]
    var contacts: [DatedLine]
    var functions: [DatedLine]
    /// By day.
    var succession: [SuccessionLine]
}
