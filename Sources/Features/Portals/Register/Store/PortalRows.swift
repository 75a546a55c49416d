import SQLStore

/// Portals as rows.
enum PortalRows {
    // MARK: reading

    static func portal(_ id: Int64, in db: ReadConnection) throws -> Portal? {
        try portals(try db.rows("SELECT * FROM portals WHERE id = ?", id), in: db).first
    }

    /// Rows with what stands in other tables: two questions, however many there are.
    static func portals(_ rows: [SQLRow], in db: ReadConnection) throws -> [Portal] {
        let ids = try rows.map { try $0.int64("id") }
        guard !ids.isEmpty else { return [] }
        let hosts = try texts(
            "host",
            SQL("SELECT portal, host FROM portal_hosts WHERE is_home = 0 AND portal IN ") + SQL.list(ids)
                + SQL(" ORDER BY host"), in: db)
        let domains = try texts(
            "domain",
            SQL("SELECT portal, domain FROM portal_domains WHERE portal IN ") + SQL.list(ids)
                + SQL(" ORDER BY domain"), in: db)
        return try rows.map { row in
            let id = try row.int64("id")
            return try portal(row, id, hosts: hosts[id] ?? [], domains: domains[id] ?? [])
        }
    }

    private static func texts(_ column: String, _ sql: SQL, in db: ReadConnection) throws -> [Int64: [String]] {
        var texts: [Int64: [String]] = [:]
        for row in try db.rows(sql) { texts[try row.int64("portal"), default: []].append(try row.text(column)) }
        return texts
    }

    private static func portal(_ row: SQLRow, _ id: Int64, hosts: [String], domains: [String]) throws -> Portal {
        guard let risk = PortalRisk(rawValue: try row.int("risk")) else {
            throw StoreError(.wrongShape, "a portal has a risk that is not known")
        }
        let entry = PortalEntry(
            unit: try row.int64("unit"), name: try row.text("name"), home: try row.text("home"), extraHosts: hosts,
            operatorName: try row.text("operator_name"), vendor: try row.text("vendor"),
            platform: try row.text("platform"), risk: risk, policy: try policy(row), allowedDomains: domains,
            probeAuthority: try row.text("authority"))
        return Portal(
            id: id, version: try row.int("version"), entry: entry, state: try row.word("state"),
            verdict: try row.word("verdict"), lastSweep: try row.optionalMoment("last_sweep"),
            lastGood: try row.optionalMoment("last_good"), sweepBy: try row.moment("sweep_by"),
            address: try row.optionalText("address"), created: try row.moment("created"),
            changed: try row.moment("changed"))
    }

    private static func policy(_ row: SQLRow) throws -> SweepPolicy {
        var policy = SweepPolicy()
        policy.views = try row.text("views").split(separator: ",").compactMap { VisitorView(rawValue: String($0)) }
        policy.maxPages = try row.int("max_pages")
        policy.rate = try row.real("rate")
        policy.render = try row.word("render")
        policy.robots = try row.word("robots")
        policy.intervalSeconds = try row.optionalInt("interval_seconds")
        return policy
    }

    // MARK: writing

    static func insert(_ entry: PortalEntry, sweepBy: Moment, at now: Moment, in db: WriteConnection) throws -> Int64 {
        let policy = entry.policy
        let id = try db.insert(
            """
            INSERT INTO portals (version, unit, name, search, sort_key, home, operator_name, vendor, platform, risk, views,
                max_pages, rate, render, robots, interval_seconds, authority, state, verdict, sight, sweep_by, created, changed)
            VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'active', 'not-swept', 'not-swept', ?,
                ?, ?)
            """, entry.unit, entry.name, search(entry), SortKey.vietnamese(entry.name), entry.home, entry.operatorName,
            entry.vendor, entry.platform, entry.risk.rawValue, views(policy), policy.maxPages, policy.rate,
            policy.render.rawValue, policy.robots.rawValue, policy.intervalSeconds, entry.probeAuthority, sweepBy, now,
            now)
        try insertChildren(entry, of: id, in: db)
        return id
    }

    static func update(_ id: Int64, _ entry: PortalEntry, sweepBy: Moment, at now: Moment, in db: WriteConnection)
        throws
    {
        let policy = entry.policy
        try db.execute(
            """
            UPDATE portals SET version = version + 1, unit = ?, name = ?, search = ?, sort_key = ?, home = ?,
                operator_name = ?, vendor = ?, platform = ?, risk = ?, views = ?, max_pages = ?, rate = ?, render = ?,
                robots = ?, interval_seconds = ?, authority = ?, sweep_by = ?, changed = ? WHERE id = ?
            """, entry.unit, entry.name, search(entry), SortKey.vietnamese(entry.name), entry.home, entry.operatorName,
            entry.vendor, entry.platform, entry.risk.rawValue, views(policy), policy.maxPages, policy.rate,
            policy.render.rawValue, policy.robots.rawValue, policy.intervalSeconds, entry.probeAuthority, sweepBy, now,
            id)
        try db.execute("DELETE FROM portal_hosts WHERE portal = ?", id)
        try db.execute("DELETE FROM portal_domains WHERE portal = ?", id)
        try insertChildren(entry, of: id, in: db)
    }

    private static func insertChildren(_ entry: PortalEntry, of id: Int64, in db: WriteConnection) throws {
        for host in [entry.host] + entry.extraHosts {
            try db.execute(
                "INSERT INTO portal_hosts (portal, host, is_home, active) VALUES (?, ?, ?, 1)", id, host,
                host == entry.host)
        }
        for domain in entry.allowedDomains {
            try db.execute("INSERT INTO portal_domains (portal, domain) VALUES (?, ?)", id, domain)
        }
    }

    static func setState(_ id: Int64, _ state: PortalState, sweepBy: Moment, at now: Moment, in db: WriteConnection)
        throws
    {
        try db.execute(
            "UPDATE portals SET version = version + 1, state = ?, sweep_by = ?, changed = ? WHERE id = ?", state,
            sweepBy,
            now, id)
        try db.execute("UPDATE portal_hosts SET active = ? WHERE portal = ?", state == .active, id)
    }

    /// Hosts of these that an active portal other than this one has.
    static func taken(_ hosts: [String], besides id: Int64?, in db: ReadConnection) throws -> [String] {
        let sql =
            SQL("SELECT host FROM portal_hosts WHERE active = 1 AND portal <> ? AND host IN ", id ?? 0)
            + SQL.list(hosts) + SQL(" ORDER BY host")
        return try db.rows(sql).map { try $0.text("host") }
    }

    private static func search(_ entry: PortalEntry) -> String {
        SearchText.folded(
            ([entry.name, entry.home, entry.operatorName, entry.vendor, entry.platform] + entry.extraHosts)
                .joined(separator: " "))
    }

    private static func views(_ policy: SweepPolicy) -> String {
        policy.views.map(\.rawValue).joined(separator: ",")
    }
}
