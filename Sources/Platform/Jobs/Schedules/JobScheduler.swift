import AuditLog
package import SQLStore

/// Makes jobs of the schedules whose time has come. Any number of machines may do so: a time becomes a job once.
///
/// A schedule only ever goes on from the time that it stands at, so a clock that is set back makes no time come twice; one that
/// jumps ahead is like having been off for so long.
package struct JobScheduler: Sendable {
    /// Topic of the events that tell of missed times without a job; their subject is `schedule:ID`.
    package static let topic: StaticString = "schedules"
    private static let batch = 100
    /// Jobs after which a transaction takes no further schedule.
    private static let batchJobs = 1_000

    private let store: SQLStore
    private let time: any TimeSource
    private let queue: JobQueue
    private let lateAfter: Duration
    private let maxMissed: Int
    private let poll: Duration

    /// - Parameters:
    ///   - lateAfter: how long after its time the last occurrence still counts as on time.
    ///   - maxMissed: jobs made at once of one schedule whose every time counts. Of more than that the earliest are left out and
    ///     told of: in the schedule's `skipped`, in the audit log, and as an event.
    ///   - poll: looks at least this often.
    package init(
        _ store: SQLStore, lateAfter: Duration = .seconds(60), maxMissed: Int = 500, poll: Duration = .seconds(3),
        time: any TimeSource = SystemTime()
    ) {
        self.store = store
        self.time = time
        self.lateAfter = lateAfter
        self.maxMissed = max(1, maxMissed)
        self.poll = poll
        queue = JobQueue(store, time: time)
    }

    /// What one turn did.
    package struct Turn: Sendable, Equatable {
        package var schedules = 0
        /// Jobs that were not there before.
        package var jobs = 0
        /// Missed times that were too many.
        package var skipped = 0
    }

    /// Takes turns until the task is cancelled. A database that is away is tried again.
    package func run() async {
        let wake = Wake()
        let notices = store.notices(JobSchedules.channel)
        await withDiscardingTaskGroup { group in
            group.addTask { for await _ in notices { wake.set() } }
            while !Task.isCancelled {
                let done = try? await turn()
                guard (done?.schedules ?? 0) == 0 else { continue }
                await wake.wait(atMost: await pause())
            }
        }
    }

    /// Makes jobs of some of the schedules that are due, in one transaction.
    /// - Returns: zero schedules when none is due.
    package func turn() async throws -> Turn {
        let now = time.now()
        let isAny = try await store.read { db in
            try db.first("SELECT id FROM schedules WHERE enabled = 1 AND next_due <= ? LIMIT 1", now) != nil
        }
        guard isAny else { return Turn() }
        return try await store.write { db in
            var turn = Turn()
            let due = try db.rows(
                "SELECT * FROM schedules WHERE enabled = 1 AND next_due <= ? ORDER BY next_due, id LIMIT ?", now,
                Self.batch)
            for row in due where turn.jobs < Self.batchJobs { try makeJobs(of: row, now, &turn, in: db) }
            return turn
        }
    }

    private func pause() async -> Duration {
        let next = try? await store.read { db in
            try db.first("SELECT min(next_due) AS due FROM schedules WHERE enabled = 1")?.optionalMoment("due")
        }
        guard let next else { return poll }
        return max(min(next - time.now(), poll), .milliseconds(10))
    }

    private func makeJobs(of row: SQLRow, _ now: Moment, _ turn: inout Turn, in db: WriteConnection) throws {
        let missed: MissedTimes = try row.word("missed")
        let beats = ScheduleBeats(period: try row.int("period"), phase: try row.int("phase"))
        let (count, moments) = beats.due(
            from: try row.moment("next_due"), to: now, limit: missed == .once ? 1 : maxMissed)
        guard let last = moments.last else { return }
        let jobs = try moments.map { moment in
            try job(
                of: row, missed, moment,
                isLate: count > 1 && (missed == .once || moment < last) || now - moment > lateAfter)
        }
        let added = try queue.add(jobs, in: db)
        let skipped = missed == .once ? 0 : count - moments.count
        try db.execute(
            "UPDATE schedules SET next_due = ?, last_due = ?, skipped = skipped + ? WHERE id = ?",
            beats.next(after: last),
            last, skipped, try row.int64("id"))
        turn.schedules += 1
        turn.jobs += added.count { $0.isNew }
        turn.skipped += skipped
        if skipped > 0 { try tell(of: row, skipped, now, in: db) }
    }

    private func job(of row: SQLRow, _ missed: MissedTimes, _ moment: Moment, isLate: Bool) throws -> NewJob {
        let kind = JobKind(
            stored: try row.text("kind"), priority: JobPriority(rawValue: try row.int("priority")) ?? .normal,
            maxAttempts: try row.int("max_attempts"))
        let key = try row.text("key")
        var job = NewJob(
            kind, key: missed == .each ? "\(key)@\(moment.microseconds / 1_000_000)" : key,
            payload: try row.text("payload"))
        job.group = try row.optionalText("group_name")
        job.schedule = try row.int64("id")
        job.occurrence = moment
        job.isLate = isLate
        job.due = moment
        return job
    }

    private func tell(of row: SQLRow, _ skipped: Int, _ now: Moment, in db: WriteConnection) throws {
        let subject = "schedule:\(try row.int64("id"))"
        let detail = ["kind": try row.text("kind"), "key": try row.text("key"), "skipped": "\(skipped)"]
        try AuditLog.record(
            AuditEntry(.program("scheduler"), "jobs.skipMissed", subject: subject, detail: detail), at: now, in: db)
        try EventLog.append(NewEvent(Self.topic, subject: subject, data: try JobText.json(detail)), at: now, in: db)
    }
}
