import SQLStore

/// A row of an organisation's record with the revisions between which the register said so.
package struct HistoryRow: Sendable, Equatable {
    package let row: Int64
    package let field: RegisterFault.Field
    /// Name, word of the kind, code, contact, function; `agency:12` or `top` for a placement.
    package let value: String
    package let period: Period
    package let source: String
    package let added: Int64
    /// Nil while it is in force.
    package let withdrawn: Int64?
}

extension AgencyStore {
    static let maxHistoryRows = 500

    /// Everything that was ever said of an organisation, withdrawn rows too, in the order of saying.
    /// - Parameters:
    ///   - row: the last row of the page before; 0 for the first page.
    ///   - limit: 1 to 500.
    package func history(of id: AgencyID, after row: Int64 = 0, limit: Int = 100) async throws -> [HistoryRow] {
        try await store.read { connection in
            try connection.rows(Self.historyQuery(id, row, min(max(1, limit), Self.maxHistoryRows))).map { row in
                let fact = try FactRow(row)
                let isPlacement = fact.columns.field == .placement
                return HistoryRow(
                    row: fact.row, field: fact.columns.field,
                    value: isPlacement ? Self.word(fact.columns.parent) : fact.columns.value, period: fact.period,
                    source: fact.source, added: try row.int64("added"),
                    withdrawn: try row.optionalInt("withdrawn").map(Int64.init))
            }
        }
    }

    static func historyQuery(_ id: AgencyID, _ row: Int64, _ limit: Int) -> SQL {
        SQL("SELECT * FROM agency_facts WHERE agency = ? AND id > ? ORDER BY id LIMIT ?", id, row, limit)
    }
}
