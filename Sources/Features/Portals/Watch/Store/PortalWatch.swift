package import SQLStore

/// The watch as pages show it: what runs, what is late, what runs out.
package enum PortalWatch {
    package static let maxPageSize = 200

    /// Sweeps of a portal, the newest first.
    package static func sweeps(
        of portal: Int64, page: Int = 0, pageSize: Int = 20, in db: ReadConnection
    ) throws -> (sweeps: [PortalSweep], total: Int) {
        let total = try db.count("SELECT count(*) FROM portal_sweeps WHERE portal = ?", portal)
        let size = min(max(pageSize, 1), maxPageSize)
        let (offset, isTooFar) = max(page, 0).multipliedReportingOverflow(by: size)
        guard !isTooFar, offset <= PortalFilter.maxOffset else { return ([], total) }
        let rows = try db.rows(
            "SELECT * FROM portal_sweeps WHERE portal = ? ORDER BY id DESC LIMIT ? OFFSET ?", portal, size, offset)
        return (try rows.map(PortalSweep.init), total)
    }

    package static func sweep(_ id: Int64, in db: ReadConnection) throws -> PortalSweep? {
        try db.first("SELECT * FROM portal_sweeps WHERE id = ?", id).map(PortalSweep.init)
    }

    /// Active portals that were not swept in time, the latest first.
    package static func overdue(
        units: Set<Int64>? = nil, at now: Moment, limit: Int = 50, in db: ReadConnection
    ) throws -> [Portal] {
        let rows = try db.rows(
            SQL("SELECT * FROM portals WHERE state = 'active' AND sweep_by < ? AND ", now) + PortalLists.units(units)
                + SQL(" ORDER BY sweep_by, id LIMIT ?", min(max(limit, 1), maxPageSize)))
        return try PortalRows.portals(rows, in: db)
    }

    package static func certificates(of portal: Int64, in db: ReadConnection) throws -> [PortalCertificate] {
        try db.rows("SELECT * FROM portal_certificates WHERE portal = ? ORDER BY origin", portal)
            .map(PortalCertificate.init)
    }

    /// Certificates of active portals that end before, the first to end first.
    package static func certificatesEnding(
        before moment: Moment, units: Set<Int64>? = nil, limit: Int = 50, in db: ReadConnection
    ) throws -> [PortalCertificate] {
        let rows = try db.rows(
            SQL("SELECT * FROM portal_certificates WHERE not_after < ? ", moment)
                + SQL("AND portal IN (SELECT id FROM portals WHERE state = 'active' AND ") + PortalLists.units(units)
                + SQL(") ORDER BY not_after, portal, origin LIMIT ?", min(max(limit, 1), maxPageSize)))
        return try rows.map(PortalCertificate.init)
    }

    /// For the board: how the active portals of each unit stand.
    package static func verdicts(
        units: Set<Int64>? = nil, in db: ReadConnection
    ) throws -> [Int64: [PortalVerdict: Int]] {
        let rows = try db.rows(
            SQL("SELECT unit, verdict, count(*) AS number FROM portals WHERE state = 'active' AND ")
                + PortalLists.units(units) + SQL(" GROUP BY unit, verdict"))
        var verdicts: [Int64: [PortalVerdict: Int]] = [:]
        for row in rows {
            verdicts[try row.int64("unit"), default: [:]][try row.word("verdict")] = try row.int("number")
        }
        return verdicts
    }

    /// When the portal was last seen well: the state that defacement is told by.
    package static func lastGoodState(of portal: Int64, in db: ReadConnection) throws -> (at: Moment, sweep: Int64)? {
        guard let row = try db.first("SELECT at, sweep FROM portal_good_states WHERE portal = ?", portal) else {
            return nil
        }
        return (try row.moment("at"), try row.int64("sweep"))
    }
}
