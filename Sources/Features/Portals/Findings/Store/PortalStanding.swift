import SQLStore

/// What a portal's verdict rests on: its open findings, and what the last sweep saw of its pages.
enum PortalStanding {
    /// Sets the verdict anew, after findings changed. Weaknesses leave it as it is; what a person confirmed is planted.
    @discardableResult
    static func renew(_ portal: Int64, in db: WriteConnection) throws -> PortalVerdict {
        guard let row = try db.first("SELECT sight FROM portals WHERE id = ?", portal) else {
            throw PortalsError.notFound
        }
        let sight: PortalVerdict = try row.word("sight")
        guard sight != .notSwept else { return sight }
        let open = try db.first(
            """
            SELECT count(*) FILTER (WHERE tier = 'planted' OR decision = 'confirmed') AS planted, count(*) AS number
            FROM portal_findings WHERE portal = ? AND state = 'open' AND category <> 'weakness'
            """, portal)
        var verdict = sight
        if let open, try open.int("number") > 0 { verdict = try open.int("planted") > 0 ? .planted : .review }
        try db.execute("UPDATE portals SET verdict = ? WHERE id = ? AND verdict <> ?", verdict, portal, verdict)
        return verdict
    }
}
