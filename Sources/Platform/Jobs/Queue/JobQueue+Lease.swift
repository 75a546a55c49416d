import SQLStore

/// What came of an attempt.
enum JobEnd: Sendable {
    case done(String?)
    /// For good.
    case failed(String)
    /// Failed, to be tried again at a time, while it has attempts left.
    case again(String, due: Moment)
    case cancelled
    /// Not run to an end, by no fault of its own: the attempt is not counted.
    case givenBack

    /// What it means for a job that stands like this.
    func resolved(attempt: Int, maxAttempts: Int, isCancelRequested: Bool) -> JobEnd {
        switch self {
        case .again where isCancelRequested, .givenBack where isCancelRequested: .cancelled
        case .again(let reason, _) where attempt >= maxAttempts: .failed(reason)
        default: self
        }
    }

    var state: JobState {
        switch self {
        case .done: .done
        case .failed: .failed
        case .again, .givenBack: .waiting
        case .cancelled: .cancelled
        }
    }

    fileprivate func change(_ now: Moment) -> SQL {
        switch self {
        case .done(let result):
            SQL(
                "state = 'done', ended = ?, result = ?, error = NULL, progress = 1", now,
                result?.cut(toBytes: JobText.maxResultBytes))
        case .failed(let reason):
            SQL("state = 'failed', ended = ?, error = ?", now, reason.cut(toBytes: JobText.maxErrorBytes))
        case .again(let reason, let due):
            SQL("state = 'waiting', due = ?, error = ?", due, reason.cut(toBytes: JobText.maxErrorBytes))
        case .cancelled: SQL("state = 'cancelled', ended = ?", now)
        case .givenBack: SQL("state = 'waiting', attempt = attempt - 1")
        }
    }
}

/// What a worker learns when it renews.
struct JobRenewal: Sendable {
    let number: Int64
    let isCancelRequested: Bool
}

extension JobQueue {
    /// Locks the row of the lease until the transaction ends, so that what the transaction writes is written under the lease: it
    /// comes before whoever takes the lease away, or it is refused.
    ///
    /// A plain look would do for writers, which are SERIALIZABLE, but not for the readers of what it writes.
    /// - Throws: `leaseLost`.
    func hold(_ lease: JobLease, in db: WriteConnection) throws {
        let count = try db.execute(
            "UPDATE jobs SET lease = lease WHERE id = ? AND lease = ? AND state = 'running'", lease.job, lease.number)
        guard count == 1 else { throw JobsError(.leaseLost, "the lease of the job's attempt has ended") }
    }

    /// Ends an attempt. What others must read of it is written first.
    /// - Returns: false when the lease is no longer held; nothing was changed then.
    @discardableResult
    func end(_ lease: JobLease, _ end: JobEnd, progress: JobProgress? = nil, in db: WriteConnection) throws -> Bool {
        let now = time.now()
        guard
            let row = try db.first(
                "SELECT attempt, max_attempts, cancel_requested FROM jobs WHERE id = ? AND lease = ? AND state = 'running'",
                lease.job, lease.number)
        else { return false }
        let end = end.resolved(
            attempt: try row.int("attempt"), maxAttempts: try row.int("max_attempts"),
            isCancelRequested: try row.flag("cancel_requested"))
        var sql = SQL("UPDATE jobs SET lease_owner = NULL, lease_until = NULL, slot = NULL, ")
        if let progress {
            sql.append("note = ?, note_numbers = ?, ", progress.note, progress.numbersText)
            if end.state != .done { sql.append("progress = ?, ", progress.fraction) }
        }
        sql.append(end.change(now))
        sql.append(" WHERE id = ? AND lease = ? AND state = 'running'", lease.job, lease.number)
        try db.execute(sql)
        if lease.isWaitedFor || end.state == .waiting { try db.notify(Self.channel) }
        try tell(lease.job, lease.kind, end.state, now, in: db)
        return true
    }

    /// Moves the ends of leases that are still held.
    /// - Returns: by job; those that are missing, or have another number, are lost.
    func renew(_ leases: [JobLease], owner: String, until: Moment, in db: WriteConnection) throws -> [Int64: JobRenewal]
    {
        guard !leases.isEmpty else { return [:] }
        let rows = try db.rows(
            SQL("UPDATE jobs SET lease_until = ? WHERE state = 'running' AND lease_owner = ? AND id IN ", until, owner)
                + SQL.list(leases.map(\.job)) + SQL(" RETURNING id, lease, cancel_requested"))
        var renewals: [Int64: JobRenewal] = [:]
        for row in rows {
            renewals[try row.int64("id")] = JobRenewal(
                number: try row.int64("lease"), isCancelRequested: try row.flag("cancel_requested"))
        }
        return renewals
    }

    /// Takes jobs back from workers that fell silent. The attempt counts: a job that brings its worker down is given up in the
    /// end.
    /// - Returns: jobs taken back, at most 100.
    @discardableResult
    func takeBackLost() async throws -> Int {
        let now = time.now()
        let isLost = SQL("state = 'running' AND (lease_until <= ? OR lease_until > ?)", now, now + Self.longestLease)
        let isAny =
            try await store.read { try $0.first(SQL("SELECT id FROM jobs WHERE ") + isLost + SQL(" LIMIT 1")) } != nil
        guard isAny else { return 0 }
        return try await store.write { db in
            let lost = try db.rows(SQL("SELECT * FROM jobs WHERE ") + isLost + SQL(" ORDER BY id LIMIT 100"))
            for row in lost {
                let owner = try row.text("lease_owner")
                try end(try JobLease(row), .again("the worker \(owner) fell silent", due: now), in: db)
            }
            return lost.count
        }
    }

    /// Gives back whatever a worker still holds.
    func giveBackAll(of owner: String, in db: WriteConnection) throws {
        for row in try db.rows("SELECT * FROM jobs WHERE state = 'running' AND lease_owner = ?", owner) {
            try end(try JobLease(row), .givenBack, in: db)
        }
    }

    func write(_ progress: JobProgress, of lease: JobLease, in db: WriteConnection) throws {
        let count = try db.execute(
            "UPDATE jobs SET progress = ?, note = ?, note_numbers = ? WHERE id = ? AND lease = ? AND state = 'running'",
            progress.fraction, progress.note, progress.numbersText, lease.job, lease.number)
        guard count == 1 else { return }
        let data = try JobText.json(
            ProgressData(
                kind: lease.kind, state: JobState.running.rawValue, progress: progress.fraction, note: progress.note,
                numbers: progress.numbers))
        try EventLog.append(NewEvent(Self.topic, subject: "job:\(lease.job)", data: data), at: time.now(), in: db)
    }

    private struct ProgressData: Encodable {
        let kind: String
        let state: String
        let progress: Double
        let note: String
        let numbers: [String: Int]
    }
}
