import SQLStore

/// Writes what an edit came to.
enum RegisterWriter {
    /// - Throws: `AgencyError.conflict` when the register is not the one that was edited.
    static func write(_ change: RegisterChange, at now: Moment, in connection: WriteConnection) throws {
        let revision = change.register.revision
        let claimed = try connection.execute(
            "UPDATE agency_register SET revision = ?, last_row = ? WHERE revision = ?", revision,
            change.register.lastRow,
            change.base)
        guard claimed == 1 else { throw AgencyError(.conflict) }
        for agency in change.touched { try write(agency, at: now, in: connection) }
        for row in change.rows { try write(row, revision, in: connection) }
        try connection.notify(Agencies.channel)
    }

    private static func write(_ agency: Agency, at now: Moment, in connection: WriteConnection) throws {
        if agency.version == 1 {
            try connection.execute(
                "INSERT INTO agencies (id, register_key, version, created, changed) VALUES (?, ?, 1, ?, ?)", agency.id,
                agency.key, now, now)
            return
        }
        let changed = try connection.execute(
            "UPDATE agencies SET version = ?, changed = ? WHERE id = ? AND version = ?", agency.version, now, agency.id,
            agency.version - 1)
        guard changed == 1 else { throw AgencyError(.conflict) }
    }

    private static func write(_ row: RowChange, _ revision: Int64, in connection: WriteConnection) throws {
        switch row {
        case .withdrawFact(let id):
            try connection.execute("UPDATE agency_facts SET withdrawn = ? WHERE id = ?", revision, id)
        case .withdrawLink(let id):
            try connection.execute("UPDATE agency_links SET withdrawn = ? WHERE id = ?", revision, id)
        case .addFact(let fact):
            let columns = fact.columns
            try connection.execute(
                """
                INSERT INTO agency_facts
                (id, agency, field, value, variety, parent, folded, sort_key, from_day, until_day, source, added)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """, fact.row, fact.agency, columns.field.rawValue, columns.value, columns.variety, columns.parent,
                columns.folded, columns.sortKey, fact.period.from, fact.period.until, fact.source, revision)
        case .addLink(let link):
            try connection.execute(
                """
                INSERT INTO agency_links (id, predecessor, successor, kind, begins, transferred, source, added)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """, link.row, link.predecessor, link.successor, link.kind.rawValue, link.day, link.function?.word,
                link.source,
                revision)
        }
    }
}
