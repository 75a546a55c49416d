package import Access
package import Jobs
package import SQLStore

/// How long the watch remembers.
package struct WatchRetention: Sendable {
    /// Sweeps; the last one of a portal stays whatever its age.
    package var sweeps = Duration.seconds(400 * 86_400)
    /// Findings that are gone, with their history.
    package var goneFindings = Duration.seconds(3 * 366 * 86_400)

    package init() {}
}

extension JobKind {
    package static let portalPruning = JobKind("portals.prune", priority: .low, perCluster: 1)
}

/// Forgets old sweeps and findings that are long gone, some at a time; and ends sweeps whose job is at an end.
package struct WatchPruning: JobHandler {
    package let kind = JobKind.portalPruning
    private static let batch = 500

    private let store: SQLStore
    private let retention: WatchRetention
    private let time: any TimeSource

    package init(_ store: SQLStore, retention: WatchRetention = WatchRetention(), time: any TimeSource = SystemTime()) {
        self.store = store
        self.retention = retention
        self.time = time
    }

    /// Every night.
    package static func schedule(by author: Author, time: any TimeSource, in db: WriteConnection) throws {
        try JobSchedules(time: time).save(
            NewSchedule(.portalPruning, key: "watch", .daily(hour: 2, minute: 40)), by: author.actor, in: db)
    }

    package func run(_ job: JobContext) async throws -> String? {
        let sweeps = try await again { try Self.pruneSweeps(before: $1 - retention.sweeps, in: $0) }
        let findings = try await again { try Self.pruneFindings(before: $1 - retention.goneFindings, in: $0) }
        let left = try await again { try Self.settleLeft(at: $1, in: $0) }
        return "\(sweeps) sweeps, \(findings) findings, \(left) left behind"
    }

    private func again(_ step: @escaping @Sendable (WriteConnection, Moment) throws -> Int) async throws -> Int {
        var total = 0
        while !Task.isCancelled {
            let now = time.now()
            let count = try await store.write { try step($0, now) }
            total += count
            if count == 0 { break }
        }
        return total
    }

    private static func pruneSweeps(before moment: Moment, in db: WriteConnection) throws -> Int {
        try db.execute(
            """
            DELETE FROM portal_sweeps WHERE id IN (SELECT old.id FROM portal_sweeps AS old WHERE old.ended < ?
                AND EXISTS (SELECT 1 FROM portal_sweeps AS later WHERE later.portal = old.portal AND later.id > old.id)
                ORDER BY old.id LIMIT ?)
            """, moment, batch)
    }

    private static func pruneFindings(before moment: Moment, in db: WriteConnection) throws -> Int {
        let rows = try db.rows(
            "SELECT id FROM portal_findings WHERE state = 'gone' AND gone_at < ? ORDER BY id LIMIT ?", moment, batch)
        let ids = try rows.map { try $0.int64("id") }
        guard !ids.isEmpty else { return 0 }
        try FindingHolds.release(ids, at: moment, in: db)
        try db.execute(SQL("DELETE FROM finding_pages WHERE finding IN ") + SQL.list(ids))
        try db.execute(SQL("DELETE FROM finding_events WHERE finding IN ") + SQL.list(ids))
        return try db.execute(SQL("DELETE FROM portal_findings WHERE id IN ") + SQL.list(ids))
    }

    /// Sweeps whose job ended without a word of theirs: it was cancelled while it waited, or forgotten.
    private static func settleLeft(at now: Moment, in db: WriteConnection) throws -> Int {
        let running = try db.rows("SELECT id, job FROM portal_sweeps WHERE state = 'running' ORDER BY id LIMIT 5000")
        let left = try running.filter { row in
            guard let job = try JobList.job(try row.int64("job"), in: db) else { return true }
            return job.ended != nil
        }
        for row in left {
            try SweepRows.settle(SQL("id = ?", try row.int64("id")), .interrupted, at: now, in: db)
        }
        return left.count
    }
}
