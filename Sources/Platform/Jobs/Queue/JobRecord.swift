package import SQLStore

/// Where a job stands.
package enum JobState: String, Sendable, CaseIterable, SQLConvertible {
    /// For its time, a worker, or its next attempt.
    case waiting
    case running
    case done
    /// Given up: the dead letters, which a person may try again.
    case failed
    case cancelled
}

/// A job as its row tells it, without its payload.
package struct JobRecord: Sendable, Equatable, Identifiable {
    package let id: Int64
    package let kind: String
    package let key: String?
    package let group: String?
    package let schedule: Int64?
    /// The time that a schedule meant it for.
    package let occurrence: Moment?
    /// Its schedule missed the time that it meant.
    package let isLate: Bool
    package let priority: JobPriority
    package let state: JobState
    package let due: Moment
    /// Attempts begun and counted.
    package let attempt: Int
    package let maxAttempts: Int
    package let leaseOwner: String?
    package let leaseUntil: Moment?
    /// Somebody asked for its end, and its worker has not ended it yet.
    package let isCancelRequested: Bool
    package let progress: JobProgress
    package let result: String?
    /// Of the last attempt that failed.
    package let error: String?
    package let created: Moment
    /// Of the last attempt.
    package let started: Moment?
    package let ended: Moment?

    /// Every column that `init` reads.
    static let columns: StaticString = """
        id, kind, key, group_name, schedule, occurrence, is_late, priority, state, due, attempt, max_attempts, lease, \
        lease_owner, lease_until, slot, cancel_requested, progress, note, note_numbers, result, error, created, started, \
        ended
        """

    init(_ row: SQLRow) throws {
        id = try row.int64("id")
        kind = try row.text("kind")
        key = try row.optionalText("key")
        group = try row.optionalText("group_name")
        schedule = try row.optionalInt("schedule").map(Int64.init)
        occurrence = try row.optionalMoment("occurrence")
        isLate = try row.flag("is_late")
        guard let priority = JobPriority(rawValue: try row.int("priority")) else {
            throw StoreError(.wrongShape, "a job has a priority that is not known")
        }
        self.priority = priority
        state = try row.word("state")
        due = try row.moment("due")
        attempt = try row.int("attempt")
        maxAttempts = try row.int("max_attempts")
        leaseOwner = try row.optionalText("lease_owner")
        leaseUntil = try row.optionalMoment("lease_until")
        isCancelRequested = try row.flag("cancel_requested")
        progress = try JobProgress(row)
        result = try row.optionalText("result")
        error = try row.optionalText("error")
        created = try row.moment("created")
        started = try row.optionalMoment("started")
        ended = try row.optionalMoment("ended")
    }
}

/// How far a job is, and a sentence about it: the key of a text, and the numbers that the text names.
package struct JobProgress: Sendable, Equatable {
    /// 0 to 1.
    package let fraction: Double
    /// Key of a text; empty for none.
    package let note: String
    package let numbers: [String: Int]

    /// - Parameter fraction: brought into 0 to 1; what is no number is 0.
    package init(_ fraction: Double, note: StaticString = "", numbers: [String: Int] = [:]) {
        self.fraction = fraction.isNaN ? 0 : min(max(fraction, 0), 1)
        self.note = note.description.cut(toBytes: 100)
        self.numbers = numbers
    }

    init(_ row: SQLRow) throws {
        fraction = try row.real("progress")
        note = try row.text("note")
        numbers = (try? JobText.decoded(try row.text("note_numbers"), as: [String: Int].self)) ?? [:]
    }

    /// JSON as the row holds it; numbers that have no place are left out.
    var numbersText: String {
        guard let text = try? JobText.json(numbers), text.utf8.count <= 1000 else { return "{}" }
        return text
    }
}
