package import AuditLog
package import SQLStore

/// Something that is to be done again and again.
package struct NewSchedule: Sendable {
    package var kind: JobKind
    /// Of one kind and key there is one schedule (1 to 160 bytes).
    package var key: String
    package var recurrence: Recurrence
    package var missed: MissedTimes
    /// JSON, given to every job.
    package var payload = "{}"
    package var group: String?

    package init(_ kind: JobKind, key: String, _ recurrence: Recurrence, missed: MissedTimes = .once) {
        self.kind = kind
        self.key = key
        self.recurrence = recurrence
        self.missed = missed
    }
}

/// What becomes of times that passed while no machine ran.
package enum MissedTimes: String, Sendable, CaseIterable, SQLConvertible {
    /// One job for all of them. Also otherwise, a time that comes while the job of the one before is live makes no second one.
    case once
    /// A job for each, in order, each begun when the one before it has ended. A job's key is the schedule's, `@`, and the time
    /// in seconds since 1970.
    case each
}

/// A schedule as pages show it.
package struct ScheduleRecord: Sendable, Equatable, Identifiable {
    package let id: Int64
    package let kind: String
    package let key: String
    package let recurrence: Recurrence
    package let missed: MissedTimes
    package let isEnabled: Bool
    package let nextDue: Moment
    /// The last time that became a job.
    package let lastDue: Moment?
    /// Missed times that were too many to become jobs.
    package let skipped: Int
    package let created: Moment

    init(_ row: SQLRow) throws {
        id = try row.int64("id")
        kind = try row.text("kind")
        key = try row.text("key")
        recurrence = try Recurrence(row)
        missed = try row.word("missed")
        isEnabled = try row.flag("enabled")
        nextDue = try row.moment("next_due")
        lastDue = try row.optionalMoment("last_due")
        skipped = try row.int("skipped")
        created = try row.moment("created")
    }
}

/// The register of schedules. `JobScheduler` makes jobs of them.
package struct JobSchedules: Sendable {
    package static let maxPageSize = 200
    static let channel = NoticeChannel("schedules")

    private let time: any TimeSource

    package init(time: any TimeSource = SystemTime()) { self.time = time }

    /// Adds a schedule, or changes the one of its kind and key. One whose recurrence stays keeps its next time, so a program may
    /// save its own schedules whenever it starts: what was missed meanwhile is not forgotten. Writes no record when nothing
    /// changes.
    /// - Returns: the schedule's number.
    /// - Throws: `invalid`, `tooLarge`.
    @discardableResult
    package func save(
        _ schedule: NewSchedule, by actor: AuditActor, address: String = "", in db: WriteConnection
    ) throws -> Int64 {
        try check(schedule)
        let now = time.now()
        let beats = schedule.recurrence.beats(kind: schedule.kind.name, key: schedule.key)
        let old = try db.first("SELECT * FROM schedules WHERE kind = ? AND key = ?", schedule.kind.name, schedule.key)
        if let old, try isSame(old, schedule, beats) { return try old.int64("id") }
        let isKept = try old.map { try $0.int("period") == beats.period && $0.int("phase") == beats.phase } ?? false
        let nextDue = try isKept ? old?.moment("next_due") ?? now : beats.next(after: now)
        let id = try db.insert(
            """
            INSERT INTO schedules (kind, key, payload, group_name, priority, max_attempts, recurrence, period, phase, missed,
                next_due, created)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (kind, key) DO UPDATE SET payload = excluded.payload,
                group_name = excluded.group_name, priority = excluded.priority, max_attempts = excluded.max_attempts,
                recurrence = excluded.recurrence, period = excluded.period, phase = excluded.phase,
                missed = excluded.missed, next_due = excluded.next_due
            """, schedule.kind.name, schedule.key, schedule.payload, schedule.group, schedule.kind.priority.rawValue,
            schedule.kind.maxAttempts, schedule.recurrence.word, beats.period, beats.phase, schedule.missed, nextDue,
            now)
        let detail = [
            "kind": schedule.kind.name, "key": schedule.key, "recurrence": schedule.recurrence.description,
            "missed": schedule.missed.rawValue,
        ]
        try record("jobs.schedule", id, detail, actor, address, now, in: db)
        return id
    }

    /// Switches a schedule on or off. Times that pass while it is off are not missed.
    /// - Throws: `notFound`.
    package func setEnabled(
        _ id: Int64, _ isEnabled: Bool, by actor: AuditActor, address: String = "", in db: WriteConnection
    ) throws {
        let row = try row(id, in: db)
        guard try row.flag("enabled") != isEnabled else { return }
        try db.execute("UPDATE schedules SET enabled = ? WHERE id = ?", isEnabled, id)
        if isEnabled { try goOn(row, in: db) }
        try record(
            isEnabled ? "jobs.enableSchedule" : "jobs.disableSchedule", id, try Self.names(row), actor, address,
            time.now(),
            in: db)
    }

    /// Lets a schedule go on from now, whatever time it stands at: for one that stands in the far future because the clock
    /// was once wrong.
    /// - Throws: `notFound`.
    package func restart(_ id: Int64, by actor: AuditActor, address: String = "", in db: WriteConnection) throws {
        let row = try row(id, in: db)
        try goOn(row, in: db)
        try record("jobs.restartSchedule", id, try Self.names(row), actor, address, time.now(), in: db)
    }

    /// Removes a schedule. Jobs that it made stay.
    /// - Throws: `notFound`.
    package func remove(_ id: Int64, by actor: AuditActor, address: String = "", in db: WriteConnection) throws {
        let row = try row(id, in: db)
        try db.execute("DELETE FROM schedules WHERE id = ?", id)
        try record("jobs.unschedule", id, try Self.names(row), actor, address, time.now(), in: db)
    }

    /// Schedules by kind and key.
    /// - Parameters:
    ///   - page: from 0.
    ///   - pageSize: at most `maxPageSize`.
    package static func list(
        kind: String? = nil, page: Int = 0, pageSize: Int = 50, in db: ReadConnection
    ) throws -> [ScheduleRecord] {
        let size = min(max(pageSize, 1), maxPageSize)
        let (offset, isTooFar) = max(page, 0).multipliedReportingOverflow(by: size)
        guard !isTooFar, offset <= JobList.maxOffset else { return [] }
        var sql = SQL("SELECT * FROM schedules")
        if let kind { sql.append(" WHERE kind = ?", kind) }
        sql.append(" ORDER BY kind, key LIMIT ? OFFSET ?", size, offset)
        return try db.rows(sql).map(ScheduleRecord.init)
    }

    package static func schedule(_ id: Int64, in db: ReadConnection) throws -> ScheduleRecord? {
        try db.first("SELECT * FROM schedules WHERE id = ?", id).map(ScheduleRecord.init)
    }

    private func check(_ schedule: NewSchedule) throws {
        try JobText.check(schedule.key, 1...160, "the key of a schedule")
        try schedule.recurrence.check()
        var job = NewJob(schedule.kind, key: schedule.key, payload: schedule.payload)
        job.group = schedule.group
        try job.check()
    }

    private func isSame(_ old: SQLRow, _ new: NewSchedule, _ beats: ScheduleBeats) throws -> Bool {
        try old.text("payload") == new.payload && old.optionalText("group_name") == new.group
            && old.int("priority") == new.kind.priority.rawValue && old.int("max_attempts") == new.kind.maxAttempts
            && old.text("recurrence") == new.recurrence.word && old.int("period") == beats.period
            && old.int("phase") == beats.phase && old.text("missed") == new.missed.rawValue
    }

    private func row(_ id: Int64, in db: WriteConnection) throws -> SQLRow {
        guard let row = try db.first("SELECT * FROM schedules WHERE id = ?", id) else {
            throw JobsError(.notFound, "there is no schedule \(id)")
        }
        return row
    }

    private func goOn(_ row: SQLRow, in db: WriteConnection) throws {
        let beats = ScheduleBeats(period: try row.int("period"), phase: try row.int("phase"))
        try db.execute(
            "UPDATE schedules SET next_due = ? WHERE id = ?", beats.next(after: time.now()), try row.int64("id"))
    }

    private static func names(_ row: SQLRow) throws -> [String: String] {
        ["kind": try row.text("kind"), "key": try row.text("key")]
    }

    private func record(
        _ action: StaticString, _ id: Int64, _ detail: [String: String], _ actor: AuditActor, _ address: String,
        _ now: Moment, in db: WriteConnection
    ) throws {
        try AuditLog.record(
            AuditEntry(actor, action, subject: "schedule:\(id)", detail: detail, address: address), at: now, in: db)
        try db.notify(Self.channel)
    }
}
