package import SQLStore

/// The register as pages show it.
package enum PortalLists {
    package static func portal(_ id: Int64, in db: ReadConnection) throws -> Portal? {
        try PortalRows.portal(id, in: db)
    }

    /// Cost: grows with the register, as it counts what matches (some thousand rows at the most).
    package static func page(_ filter: PortalFilter, at now: Moment, in db: ReadConnection) throws -> PortalPage {
        let condition = condition(filter, now)
        let total = try db.count(SQL("SELECT count(*) FROM portals WHERE ") + condition)
        let size = min(max(filter.pageSize, 1), PortalFilter.maxPageSize)
        let (offset, isTooFar) = max(filter.page, 0).multipliedReportingOverflow(by: size)
        guard !isTooFar, offset <= PortalFilter.maxOffset else { return PortalPage(portals: [], total: total) }
        let rows = try db.rows(
            SQL("SELECT * FROM portals WHERE ") + condition + SQL(" ORDER BY ") + order(filter.order)
                + SQL(" LIMIT ? OFFSET ?", size, offset))
        return PortalPage(portals: try PortalRows.portals(rows, in: db), total: total)
    }

    /// - Parameter units: that may be seen; nil: all.
    package static func counts(units: Set<Int64>?, at now: Moment, in db: ReadConnection) throws -> PortalCounts {
        var counts = PortalCounts()
        let rows = try db.rows(
            SQL(
                """
                SELECT state, verdict, count(*) AS number, count(*) FILTER (WHERE sweep_by < ?) AS late FROM portals WHERE
                """, now) + SQL(" ") + self.units(units) + SQL(" GROUP BY state, verdict"))
        for row in rows {
            let number = try row.int("number")
            guard try row.word("state", as: PortalState.self) == .active else {
                counts.retired += number
                continue
            }
            counts.active += number
            counts.overdue += try row.int("late")
            counts.byVerdict[try row.word("verdict"), default: 0] += number
        }
        return counts
    }

    /// Names by number, for pages that name portals.
    package static func names(_ ids: [Int64], in db: ReadConnection) throws -> [Int64: String] {
        var names: [Int64: String] = [:]
        for row in try db.rows(SQL("SELECT id, name FROM portals WHERE id IN ") + SQL.list(ids)) {
            names[try row.int64("id")] = try row.text("name")
        }
        return names
    }

    // MARK: conditions

    static func units(_ units: Set<Int64>?) -> SQL {
        guard let units else { return SQL("1 = 1") }
        return SQL("unit IN ") + SQL.list(units.sorted())
    }

    static func condition(_ filter: PortalFilter, _ now: Moment) -> SQL {
        var conditions = [units(filter.units)]
        if let state = filter.state { conditions.append(SQL("state = ?", state)) }
        if let verdict = filter.verdict { conditions.append(SQL("verdict = ?", verdict)) }
        if let risk = filter.risk { conditions.append(SQL("risk = ?", risk.rawValue)) }
        if filter.isOverdue { conditions.append(SQL("state = 'active' AND sweep_by < ?", now)) }
        if !filter.text.isEmpty { conditions.append(SearchText.condition("search", filter.text)) }
        return SQL.all(conditions)
    }

    private static func order(_ order: PortalFilter.Order) -> SQL {
        switch order {
        case .name: SQL("sort_key, id")
        case .gravity:
            SQL(
                """
                CASE verdict WHEN 'planted' THEN 0 WHEN 'review' THEN 1 WHEN 'blocked' THEN 2 WHEN 'unreadable' THEN 3
                WHEN 'not-swept' THEN 4 ELSE 5 END, sort_key, id
                """)
        case .sweep: SQL("coalesce(last_sweep, 0), id")
        case .risk: SQL("risk DESC, sort_key, id")
        case .changed: SQL("changed DESC, id DESC")
        }
    }
}
