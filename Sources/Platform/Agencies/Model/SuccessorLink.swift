/// What became of an organisation, or of a part or function of it.
package struct SuccessorLink: Sendable, Hashable {
    package enum Kind: String, Sendable, CaseIterable {
        /// The whole went into the successor.
        case merge
        /// A part did; the predecessor may go on.
        case split
        /// The same goes on by itself, entered anew under another name, kind or parent.
        case rename
        /// Nobody took over.
        case abolish
        /// A function went over; both may go on.
        case transfer
    }

    /// Number of its row; 0 while it has none.
    package internal(set) var row: Int64
    package let predecessor: AgencyID
    /// Nil for `abolish` alone.
    package let successor: AgencyID?
    package let kind: Kind
    /// The first day on which it is so.
    package let day: Day
    /// What went over, for `transfer` alone.
    package let function: AgencyFunction?
    package let source: String

    package init(
        _ kind: Kind, from predecessor: AgencyID, to successor: AgencyID?, on day: Day,
        function: AgencyFunction? = nil, source: String = ""
    ) {
        self.init(
            row: 0, kind: kind, predecessor: predecessor, successor: successor, day: day, function: function,
            source: source)
    }

    init(
        row: Int64, kind: Kind, predecessor: AgencyID, successor: AgencyID?, day: Day, function: AgencyFunction?,
        source: String
    ) {
        (self.row, self.kind, self.predecessor, self.successor) = (row, kind, predecessor, successor)
        (self.day, self.function, self.source) = (day, function, source)
    }
}
