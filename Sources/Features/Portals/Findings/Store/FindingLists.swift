import PlantedContent
package import SQLStore

/// The ledger as pages show it.
package enum FindingLists {
    static let maxEvents = 200
    package static let maxRules = 2_000

    /// - Returns: nil when there is none.
    package static func detail(_ id: Int64, in db: ReadConnection) throws -> FindingDetail? {
        guard let row = try db.first("SELECT * FROM portal_findings WHERE id = ?", id) else { return nil }
        let finding = try FindingRows.finding(row)
        let pages = try db.rows("SELECT url FROM finding_pages WHERE finding = ? ORDER BY position", id)
        let events = try db.rows(
            "SELECT * FROM finding_events WHERE finding = ? ORDER BY id DESC LIMIT ?", id, maxEvents)
        var rule: FindingRule?
        if case .rule(let number) = finding.excuse {
            rule = try db.first("SELECT * FROM finding_rules WHERE id = ?", number).map(FindingRows.rule)
        }
        return FindingDetail(
            finding: finding, pages: try pages.map { try $0.text("url") }, history: try events.map(event), rule: rule)
    }

    private static func event(_ row: SQLRow) throws -> FindingEvent {
        FindingEvent(
            id: try row.int64("id"), at: try row.moment("at"), kind: try row.word("kind"),
            sweep: try row.optionalInt("sweep").map(Int64.init), actor: try row.text("actor"),
            note: try row.text("note"))
    }

    /// Cost: grows with the findings that match, as it counts them.
    package static func page(_ filter: FindingFilter, in db: ReadConnection) throws -> FindingPage {
        let condition = condition(filter)
        let total = try db.count(SQL("SELECT count(*) FROM portal_findings WHERE ") + condition)
        let size = min(max(filter.pageSize, 1), FindingFilter.maxPageSize)
        let (offset, isTooFar) = max(filter.page, 0).multipliedReportingOverflow(by: size)
        guard !isTooFar, offset <= FindingFilter.maxOffset else { return FindingPage(findings: [], total: total) }
        let rows = try db.rows(
            SQL("SELECT * FROM portal_findings WHERE ") + condition + SQL(" ORDER BY ") + order(filter.order)
                + SQL(" LIMIT ? OFFSET ?", size, offset))
        return FindingPage(findings: try rows.map(FindingRows.finding), total: total)
    }

    /// - Parameter filter: whose state, tier, order and page are left aside.
    package static func counts(_ filter: FindingFilter, in db: ReadConnection) throws -> FindingCounts {
        var all = filter
        all.state = nil
        all.tier = nil
        let rows = try db.rows(
            SQL(
                """
                SELECT state, count(*) AS number,
                    count(*) FILTER (WHERE category <> 'weakness' AND tier = 'planted') AS planted,
                    count(*) FILTER (WHERE category <> 'weakness' AND tier = 'review') AS review,
                    count(*) FILTER (WHERE category = 'weakness') AS weaknesses,
                    count(*) FILTER (WHERE category <> 'weakness' AND decision = 'unjudged') AS unjudged,
                    count(*) FILTER (WHERE unseen IS NOT NULL) AS unseen
                FROM portal_findings WHERE
                """) + SQL(" ") + condition(all) + SQL(" GROUP BY state"))
        var counts = FindingCounts()
        for row in rows {
            let state = try row.word("state", as: FindingState.self)
            counts.byState[state] = try row.int("number")
            guard state == .open else { continue }
            counts.openPlanted = try row.int("planted")
            counts.openReview = try row.int("review")
            counts.openWeaknesses = try row.int("weaknesses")
            counts.unjudged = try row.int("unjudged")
            counts.notSeen = try row.int("unseen")
        }
        return counts
    }

    /// Rules that set findings aside, the newest first, at most `maxRules`.
    /// - Parameters:
    ///   - portal: those of one portal and of the whole province; nil for all.
    ///   - isLive: nil for those that ended, too.
    package static func rules(
        portal: Int64? = nil, units: Set<Int64>? = nil, isLive: Bool? = true, at now: Moment, in db: ReadConnection
    ) throws -> [FindingRule] {
        var conditions: [SQL] = []
        if let units {
            conditions.append(
                SQL("portal IS NULL OR portal IN (SELECT id FROM portals WHERE unit IN ") + SQL.list(units.sorted())
                    + SQL(")"))
        }
        if let portal { conditions.append(SQL("portal IS NULL OR portal = ?", portal)) }
        if let isLive {
            conditions.append(
                isLive ? SQL("ended IS NULL AND expires > ?", now) : SQL("ended IS NOT NULL OR expires <= ?", now))
        }
        let rows = try db.rows(
            SQL("SELECT * FROM finding_rules WHERE ") + SQL.all(conditions)
                + SQL(" ORDER BY id DESC LIMIT ?", maxRules))
        return try rows.map(FindingRows.rule)
    }

    /// Cost: looks at no more rows than it counts, and those that do not match before them.
    static func count(_ filter: FindingFilter, atMost limit: Int, in db: ReadConnection) throws -> Int {
        try db.count(
            SQL("SELECT count(*) FROM (SELECT 1 AS one FROM portal_findings WHERE ") + condition(filter)
                + SQL(" LIMIT ?) AS found", limit))
    }

    // MARK: conditions

    private static func condition(_ filter: FindingFilter) -> SQL {
        var conditions: [SQL] = []
        if let portal = filter.portal { conditions.append(SQL("portal = ?", portal)) }
        if let units = filter.units {
            conditions.append(
                SQL("portal IN (SELECT id FROM portals WHERE unit IN ") + SQL.list(units.sorted()) + SQL(")"))
        }
        if let state = filter.state { conditions.append(SQL("state = ?", state)) }
        if let tier = filter.tier { conditions.append(SQL("tier = ?", tier.rawValue)) }
        if let category = filter.category { conditions.append(SQL("category = ?", category)) }
        if let kind = filter.kind { conditions.append(SQL("kind = ?", kind)) }
        if let rule = filter.rule { conditions.append(SQL("rule = ?", rule)) }
        if let decision = filter.decision { conditions.append(SQL("decision = ?", decision)) }
        if let isWeakness = filter.isWeakness {
            conditions.append(isWeakness ? SQL("category = 'weakness'") : SQL("category <> 'weakness'"))
        }
        if !filter.text.isEmpty { conditions.append(SearchText.condition("search", filter.text)) }
        return SQL.all(conditions)
    }

    private static func order(_ order: FindingFilter.Order) -> SQL {
        switch order {
        case .gravity: SQL("gravity DESC, score DESC, id DESC")
        case .newest: SQL("last_seen DESC, id DESC")
        case .oldest: SQL("first_seen, id")
        }
    }
}
