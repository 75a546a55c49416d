/// What an edit comes to in the tables. Rows are added and withdrawn, never altered: what the register said at an earlier
/// revision stays known.
enum RowChange: Sendable, Equatable {
    case addFact(FactRow)
    case withdrawFact(Int64)
    case addLink(SuccessorLink)
    case withdrawLink(Int64)
}

/// A fact as its row holds it.
struct FactRow: Sendable, Equatable {
    var row: Int64
    var agency: AgencyID
    var columns: FactColumns
    var period: Period
    var source: String
}

/// The columns that hold a value.
struct FactColumns: Sendable, Equatable {
    var field: RegisterFault.Field
    var value = ""
    /// Scheme of a code, kind of a contact.
    var variety: String?
    var parent: AgencyID?
    var folded: String?
    var sortKey: String?
}

/// A value that a fact's row can hold.
protocol FactValue: Hashable, Sendable {
    var columns: FactColumns { get }
    /// Nil when the columns hold no such value.
    init?(_ columns: FactColumns)
}

extension AgencyName: FactValue {
    var columns: FactColumns { FactColumns(field: .name, value: text, folded: folded, sortKey: sortKey) }

    init?(_ columns: FactColumns) {
        guard let folded = columns.folded, let sortKey = columns.sortKey else { return nil }
        self.init(text: columns.value, folded: folded, sortKey: sortKey)
    }
}

extension AgencyKind: FactValue {
    var columns: FactColumns { FactColumns(field: .kind, value: rawValue) }
    init?(_ columns: FactColumns) { self.init(rawValue: columns.value) }
}

extension Placement: FactValue {
    var columns: FactColumns { FactColumns(field: .placement, parent: parent) }
    init?(_ columns: FactColumns) { self.init(columns.parent) }
}

extension AgencyCode: FactValue {
    var columns: FactColumns { FactColumns(field: .code, value: code, variety: scheme.word) }

    init?(_ columns: FactColumns) {
        guard let scheme = columns.variety.flatMap(CodeScheme.init) else { return nil }
        self.init(columns.value, scheme: scheme)
    }
}

extension Contact: FactValue {
    var columns: FactColumns { FactColumns(field: .contact, value: value, variety: kind.rawValue) }

    init?(_ columns: FactColumns) {
        guard let kind = columns.variety.flatMap(Kind.init) else { return nil }
        self.init(kind: kind, value: columns.value)
    }
}

extension AgencyFunction: FactValue {
    var columns: FactColumns { FactColumns(field: .function, value: word) }
    init?(_ columns: FactColumns) { self.init(columns.value) }
}
