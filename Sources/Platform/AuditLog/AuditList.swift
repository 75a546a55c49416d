package import SQLStore

/// Which rows of the log a page shows.
package struct AuditFilter: Sendable {
    /// `account:12`; the beginning is enough.
    package var actor = ""
    /// `agencies.rename`, or its beginning: `agencies.`.
    package var action = ""
    /// `agency:12`, whole.
    package var subject = ""
    /// By the rows' time; the end is not included.
    package var from: Moment?
    package var until: Moment?

    package init() {}

    fileprivate var condition: SQL {
        var conditions: [SQL] = []
        if !actor.isEmpty {
            conditions.append(SQL("substr(actor, 1, CAST(? AS integer)) = ?", Self.length(actor), actor))
        }
        if !action.isEmpty {
            conditions.append(SQL("substr(action, 1, CAST(? AS integer)) = ?", Self.length(action), action))
        }
        if !subject.isEmpty { conditions.append(SQL("subject = ?", subject)) }
        if let from { conditions.append(SQL("at >= ?", from)) }
        if let until { conditions.append(SQL("at < ?", until)) }
        return SQL.all(conditions)
    }

    /// As the databases count.
    private static func length(_ text: String) -> Int { text.unicodeScalars.count }
}

/// The log as pages show it.
package enum AuditList {
    package static let maxLimit = 500
    /// Rows further back are not shown: who looks for those narrows the period.
    package static let maxOffset = 100_000
    /// Rows that are counted.
    private static let maxCount = 100_000

    /// Rows, the newest first, and how many there are, counted up to 100,000.
    package static func page(
        _ filter: AuditFilter, limit: Int, offset: Int, in db: ReadConnection
    ) throws -> (rows: [AuditRow], total: Int) {
        let condition = filter.condition
        let total = try db.count(
            SQL("SELECT count(*) FROM (SELECT id FROM audit_rows WHERE ") + condition
                + SQL(" LIMIT ?) AS counted", maxCount))
        guard offset <= maxOffset else { return ([], total) }
        let rows = try db.rows(
            SQL("SELECT * FROM audit_rows WHERE ") + condition
                + SQL(
                    " ORDER BY id DESC LIMIT ? OFFSET ?", min(max(limit, 1), maxLimit),
                    max(offset, 0)))
        return (try rows.map(AuditRow.init), total)
    }

    /// Sealed rows of a period behind a place in the chain, in the chain's order.
    package static func sealed(
        _ period: Range<Moment>, after sequence: Int, limit: Int, in db: ReadConnection
    ) throws -> [AuditRow] {
        try db.rows(
            "SELECT * FROM audit_rows WHERE sequence > ? AND at >= ? AND at < ? ORDER BY sequence LIMIT ?", sequence,
            period.lowerBound, period.upperBound, min(max(limit, 1), 1_000)
        ).map(AuditRow.init)
    }

    /// Rows that wait for the sealer, and since when.
    package static func unsealed(in db: ReadConnection) throws -> (count: Int, oldest: Moment?) {
        let row = try db.first("SELECT count(*) AS waiting, min(at) AS oldest FROM audit_rows WHERE sequence IS NULL")
        return (try row?.int("waiting") ?? 0, try row?.optionalMoment("oldest"))
    }
}
