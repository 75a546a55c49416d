package import AuditLog
package import SQLStore

/// The durable queue: work is rows, so nothing is lost when a machine stops, and machines need no coordinator.
///
/// A job is run at least once. What it changes in this database is changed exactly once when it is written by
/// `JobContext.finish`, in the transaction that ends the job.
package struct JobQueue: Sendable {
    /// A lease that ends later than this from now was given by a clock that has since been set back.
    static let longestLease = Duration.seconds(600)

    let store: SQLStore
    let time: any TimeSource

    package init(_ store: SQLStore, time: any TimeSource = SystemTime()) {
        self.store = store
        self.time = time
    }

    // MARK: adding

    /// Adds a job in the caller's transaction: it is there when the caller's change is, and not otherwise.
    /// - Throws: `tooLarge`, `invalid`.
    @discardableResult
    package func add(_ job: NewJob, in db: WriteConnection) throws -> AddedJob {
        let added = try insert(job, in: db)
        try db.notify(Self.channel)
        return added
    }

    /// Adds many, waking the workers once.
    @discardableResult
    package func add(_ jobs: [NewJob], in db: WriteConnection) throws -> [AddedJob] {
        let added = try jobs.map { try insert($0, in: db) }
        if !added.isEmpty { try db.notify(Self.channel) }
        return added
    }

    /// Adds a job in a transaction of its own.
    @discardableResult
    package func add(_ job: NewJob) async throws -> AddedJob {
        try await store.write { try add(job, in: $0) }
    }

    private func insert(_ job: NewJob, in db: WriteConnection) throws -> AddedJob {
        try job.check()
        let now = time.now()
        let due = job.due ?? now
        let row = try db.first(
            """
            INSERT INTO jobs (kind, key, group_name, schedule, occurrence, is_late, payload, priority, due, max_attempts,
                search, created)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (kind, key) WHERE ended IS NULL DO NOTHING RETURNING id
            """, job.kind.name, job.key, job.group, job.schedule, job.occurrence, job.isLate, job.payload,
            job.priority.rawValue, due, job.maxAttempts, SearchText.folded("\(job.key ?? "") \(job.kind.name)"), now)
        if let row { return AddedJob(id: try row.int64("id"), isNew: true) }
        guard
            let live = try db.first(
                "SELECT id FROM jobs WHERE kind = ? AND key = ? AND ended IS NULL", job.kind.name, job.key)
        else { throw JobsError(.notFound, "a job was neither added nor there already") }
        let id = try live.int64("id")
        if job.ifLive == .bringForward {
            try db.execute("UPDATE jobs SET due = ? WHERE id = ? AND state = 'waiting' AND due > ?", due, id, due)
        }
        return AddedJob(id: id, isNew: false)
    }

    // MARK: people's wishes

    /// Ends a job that waits at once; asks the worker of one that runs, which looks within two seconds.
    /// - Returns: the job's state now; `running` when its worker has been asked.
    /// - Throws: `notFound`, `wrongState` when it has ended.
    @discardableResult
    package func cancel(_ id: Int64, by actor: AuditActor, address: String = "", in db: WriteConnection) throws
        -> JobState
    {
        let now = time.now()
        let job = try record(id, in: db)
        guard job.state == .waiting || job.state == .running else {
            throw JobsError(.wrongState, "a job that has ended cannot be cancelled")
        }
        try audit("jobs.cancel", job, actor, address, now, in: db)
        if job.state == .running {
            try db.execute("UPDATE jobs SET cancel_requested = 1 WHERE id = ?", id)
            try db.notify(Self.cancelChannel)
            return .running
        }
        try db.execute("UPDATE jobs SET state = 'cancelled', ended = ? WHERE id = ?", now, id)
        try db.notify(Self.channel)
        try tell(id, job.kind, .cancelled, now, in: db)
        return .cancelled
    }

    /// Has a job that failed or was cancelled wait again, with all of its attempts.
    /// - Throws: `notFound`, `wrongState` when it is in another state, or another job of its kind and key is live.
    package func retry(_ id: Int64, by actor: AuditActor, address: String = "", in db: WriteConnection) throws {
        let now = time.now()
        let job = try record(id, in: db)
        guard job.state == .failed || job.state == .cancelled else {
            throw JobsError(.wrongState, "only a job that failed or was cancelled is tried again")
        }
        let live = try db.count(
            "SELECT count(*) FROM jobs WHERE kind = ? AND key = ? AND ended IS NULL", job.kind, job.key)
        guard live == 0 else { throw JobsError(.wrongState, "another job of the same kind and key is live") }
        try audit("jobs.retry", job, actor, address, now, in: db)
        try db.execute(
            """
            UPDATE jobs SET state = 'waiting', due = ?, attempt = 0, cancel_requested = 0, progress = 0, note = '',
                note_numbers = '{}', result = NULL, ended = NULL WHERE id = ?
            """, now, id)
        try db.notify(Self.channel)
        try tell(id, job.kind, .waiting, now, in: db)
    }

    private func record(_ id: Int64, in db: WriteConnection) throws -> JobRecord {
        guard let job = try JobList.job(id, in: db) else { throw JobsError(.notFound, "there is no job \(id)") }
        return job
    }

    private func audit(
        _ action: StaticString, _ job: JobRecord, _ actor: AuditActor, _ address: String, _ now: Moment,
        in db: WriteConnection
    ) throws {
        try AuditLog.record(
            AuditEntry(
                actor, action, subject: "job:\(job.id)", detail: ["kind": job.kind, "key": job.key ?? ""],
                address: address), at: now, in: db)
    }

    // MARK: retention

    /// Deletes jobs that ended before, in transactions of some thousand.
    /// - Returns: jobs deleted.
    @discardableResult
    package func prune(endedBefore moment: Moment) async throws -> Int {
        var total = 0
        while true {
            let count = try await store.write { db in
                try db.execute(
                    "DELETE FROM jobs WHERE id IN (SELECT id FROM jobs WHERE ended IS NOT NULL AND ended < ? LIMIT 2000)",
                    moment)
            }
            total += count
            if count == 0 { return total }
        }
    }

    // MARK: events

    /// Tells live pages of a job's new state. Comes last in a transaction (`EventLog.append`).
    func tell(_ id: Int64, _ kind: String, _ state: JobState, _ now: Moment, in db: WriteConnection) throws {
        let data = try JobText.json(["kind": kind, "state": state.rawValue])
        try EventLog.append(NewEvent(Self.topic, subject: "job:\(id)", data: data), at: now, in: db)
    }
}
