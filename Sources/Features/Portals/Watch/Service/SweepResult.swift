import Access
import AuditLog
import Foundation
import Jobs
import Markup
import SQLStore

/// What a whole sweep came to, ready to be written: everything is computed before the transaction that ends the job.
struct SweepResult: Sendable {
    /// Share of pages that may stay unseen on a portal that counts as seen.
    private static let unseenShare = 10

    let sweep: Int64
    let portal: Int64
    let summary: SweepSummary
    let sight: SweepSight
    private let goodState: LastGoodState

    /// - Parameters:
    ///   - records: concluded; the whole journal.
    init(
        _ outcome: SweepEngine.Outcome, sweep: Int64, portal: Int64, wanted: Set<String>, journal: any SweepJournal
    ) async throws {
        var summary = outcome.summary.withoutPages
        var sight = SweepSight(wanted: wanted)
        var sheet = SignSheet()
        var good = LastGoodState()
        good.sitemapCount = outcome.map.sitemapCount
        try await journal.load { entry in
            guard let record = try outcome.record(of: entry) else { return }
            summary.add(record)
            sheet.add(record)
            sight.add(record)
            good.add(record)
        }
        summary.add(sheet)
        self.sweep = sweep
        self.portal = portal
        self.summary = summary
        self.sight = sight
        goodState = good
    }

    /// What was seen of the pages, findings apart.
    var pageSight: PortalVerdict { Self.sight(of: summary) }

    static func sight(of summary: SweepSummary) -> PortalVerdict {
        let isSeen = summary.pages(in: .ok) > 0 && summary.unseenCount * unseenShare <= summary.pageCount
        if isSeen { return .clean }
        let refused = summary.pages(in: .blocked) + summary.pages(in: .refused)
        return refused > summary.pages(in: .unreadable) ? .blocked : .unreadable
    }

    private var isDefaced: Bool { sight.findings.contains { $0.finding.signRule == .defacement } }

    // MARK: writing

    /// Writes all of it: the ledger, the portal's standing, certificates, the last good state, the sweep's row, the next sweep's
    /// time, and the event for open pages. The journal is not needed any more.
    func write(at now: Moment, _ schedules: SweepSchedules, in db: WriteConnection) throws {
        guard let before = try PortalRows.portal(portal, in: db) else { throw PortalsError.notFound }
        let ledger = FindingLedger(
            portal: portal, stored: try FindingRows.stored(of: portal, in: db),
            rules: try FindingLists.rules(portal: portal, at: now, in: db),
            allowedDomains: before.entry.allowedDomains)
        var writer = LedgerWriter(portal: portal, sweep: sweep, at: now, in: db)
        try writer.apply(ledger.changes(sight))
        try FindingHolds.renew(portal, at: now, in: db)
        let verdict = try writeStanding(before, at: now, in: db)
        try writeCertificates(at: now, in: db)
        if pageSight == .clean, !isDefaced { try writeGoodState(at: now, in: db) }
        try writeSweep(verdict, writer.tally, at: now, in: db)
        if let after = try PortalRows.portal(portal, in: db), after.state == .active {
            try schedules.save(after, by: Author(.program("watch")), in: db)
        }
        try tell(verdict, writer.tally, at: now, in: db)
    }

    private func writeStanding(_ before: Portal, at now: Moment, in db: WriteConnection) throws -> PortalVerdict {
        let host = PortalAddress(before.entry.home)?.url.host ?? ""
        try db.execute(
            "UPDATE portals SET sight = ?, verdict = ?, last_sweep = ?, address = coalesce(?, address) WHERE id = ?",
            pageSight, pageSight, now, summary.addresses[host], portal)
        let verdict = try PortalStanding.renew(portal, in: db)
        let plan = SweepPlan(before.entry, verdict: verdict)
        try db.execute("UPDATE portals SET sweep_by = ? WHERE id = ?", now + plan.sweepWithin, portal)
        if verdict == .clean { try db.execute("UPDATE portals SET last_good = ? WHERE id = ?", now, portal) }
        return verdict
    }

    private func writeCertificates(at now: Moment, in db: WriteConnection) throws {
        for fact in summary.certificateFacts {
            try db.execute(
                """
                INSERT INTO portal_certificates (portal, origin, subject, issuer, names, tls_version, not_before, not_after,
                    fingerprint, fault, seen) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (portal, origin) DO UPDATE SET subject = excluded.subject, issuer = excluded.issuer,
                    names = excluded.names, tls_version = excluded.tls_version, not_before = excluded.not_before,
                    not_after = excluded.not_after, fingerprint = excluded.fingerprint, fault = excluded.fault,
                    seen = excluded.seen
                """, portal, fact.origin, fact.subject, fact.issuer, fact.names.joined(separator: " "), fact.tlsVersion,
                Self.moment(fact.notBefore), Self.moment(fact.notAfter), fact.fingerprint, fact.fault, now)
        }
    }

    /// Certificates name any time; what no clock reaches is cut.
    private static func moment(_ seconds: Int64) -> Moment { Moment(seconds: min(max(seconds, 0), 1 << 40)) }

    private func writeGoodState(at now: Moment, in db: WriteConnection) throws {
        let bytes = Array(try JSONEncoder().encode(goodState))
        try db.execute(
            """
            INSERT INTO portal_good_states (portal, sweep, at, state) VALUES (?, ?, ?, ?)
            ON CONFLICT (portal) DO UPDATE SET sweep = excluded.sweep, at = excluded.at, state = excluded.state
            """, portal, sweep, now, bytes)
    }

    private func writeSweep(
        _ verdict: PortalVerdict, _ tally: LedgerWriter.Tally, at now: Moment, in db: WriteConnection
    ) throws {
        try db.execute(
            """
            UPDATE portal_sweeps SET state = 'done', ended = ?, ending = ?, verdict = ?, pages = ?, requests = ?,
                received_bytes = ?, findings = ?, new_findings = ?, back_findings = ?, gone_findings = ?, unseen = ?,
                left_pages = ?, summary = ? WHERE id = ?
            """, now, summary.ending.rawValue, verdict, summary.pageCount, summary.requestCount, summary.byteCount,
            tally.new + tally.back + tally.still, tally.new, tally.back, tally.gone, summary.unseenCount,
            summary.leftCount, try SweepDigest(summary, leftOut: sight.leftOut).json(), sweep)
        try SweepRows.discard(sweep, in: db)
    }

    private func tell(
        _ verdict: PortalVerdict, _ tally: LedgerWriter.Tally, at now: Moment, in db: WriteConnection
    ) throws {
        let data =
            "{\"sweep\":\(sweep),\"verdict\":\"\(verdict.rawValue)\",\"new\":\(tally.new),\"back\":\(tally.back),"
            + "\"gone\":\(tally.gone)}"
        try EventLog.append(NewEvent("portals", subject: "portal:\(portal)", data: data), at: now, in: db)
    }
}
