import Foundation
import SQLStore

/// Sweeps as rows: begun, gone on with, given up.
enum SweepRows {
    /// A sweep that a job runs.
    struct Begun: Sendable, Equatable {
        let id: Int64
        let begun: Moment
        /// Goes on with what stands in the journal.
        let isResumed: Bool
        /// Sequence of the journal's next row.
        let next: Int64
    }

    /// The sweep of the job: the one that it began in an earlier attempt, or a new one. Sweeps of the portal that other jobs left
    /// behind are ended.
    static func begin(portal: Int64, job: Int64, at now: Moment, in db: WriteConnection) throws -> Begun {
        try settle(
            SQL("portal = ? AND job <> ?", portal, job), .interrupted, at: now, in: db)
        if let row = try db.first("SELECT id, begun FROM portal_sweeps WHERE job = ? AND state = 'running'", job) {
            let id = try row.int64("id")
            let next = Int64(
                try db.count("SELECT coalesce(max(sequence), -1) + 1 FROM sweep_journal WHERE sweep = ?", id))
            if next > 0 { try db.execute("UPDATE portal_sweeps SET resumed = resumed + 1 WHERE id = ?", id) }
            return Begun(id: id, begun: try row.moment("begun"), isResumed: next > 0, next: next)
        }
        // A job that was given up and tried again begins anew.
        let id = try db.insert(
            """
            INSERT INTO portal_sweeps (portal, job, state, begun) VALUES (?, ?, 'running', ?)
            ON CONFLICT (job) DO UPDATE SET state = 'running', begun = excluded.begun, ended = NULL,
                ending = NULL, verdict = NULL, summary = NULL, resumed = 0
            """, portal, job, now)
        return Begun(id: id, begun: now, isResumed: false, next: 0)
    }

    /// Begins anew with an empty journal: what stands there was written by another version of the program.
    static func discard(_ sweep: Int64, in db: WriteConnection) throws {
        try db.execute("DELETE FROM sweep_journal WHERE sweep = ?", sweep)
    }

    /// Ends sweeps that nobody goes on with.
    static func settle(_ condition: SQL, _ state: PortalSweep.State, at now: Moment, in db: WriteConnection) throws {
        let running = try db.rows(
            SQL("SELECT id FROM portal_sweeps WHERE state = 'running' AND ") + condition + SQL(" LIMIT 500"))
        for row in running {
            let id = try row.int64("id")
            try discard(id, in: db)
            try db.execute("UPDATE portal_sweeps SET state = ?, ended = ? WHERE id = ?", state, now, id)
        }
    }

    static func goodState(of portal: Int64, in db: ReadConnection) throws -> LastGoodState? {
        guard let row = try db.first("SELECT state FROM portal_good_states WHERE portal = ?", portal) else {
            return nil
        }
        // One of another version is as good as none.
        return try? JSONDecoder().decode(LastGoodState.self, from: Data(try row.bytes("state")))
    }
}
