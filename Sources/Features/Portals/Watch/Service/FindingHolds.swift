import Evidence
import SQLStore

/// The proof of what stands in the ledger stays: the bundles that a finding refers to are held as long as it is there.
enum FindingHolds {
    /// Holds what the findings refer to that a sweep has just written.
    /// - Parameter now: of the sweep's end, as the ledger has it.
    static func renew(_ portal: Int64, at now: Moment, in db: WriteConnection) throws {
        let rows = try db.rows(
            "SELECT id, evidence, other_evidence FROM portal_findings WHERE portal = ? AND last_seen = ?", portal, now)
        for row in rows {
            let others = try FindingRows.list(row, "other_evidence")
            let bundles = ([try row.optionalText("evidence")].compactMap { $0 } + others).compactMap { BundleID($0) }
            try DatabaseEvidence.hold(only: bundles, for: holder(try row.int64("id")), at: now, in: db)
        }
    }

    /// Lets go of what findings held that are deleted.
    static func release(_ findings: [Int64], at now: Moment, in db: WriteConnection) throws {
        for finding in findings { try DatabaseEvidence.hold(only: [], for: holder(finding), at: now, in: db) }
    }

    private static func holder(_ finding: Int64) -> String { "finding:\(finding)" }
}
