import Access
import Jobs
import Patterns
import SQLStore

/// Reads the queue, its schedules and its workers for their pages, and does what people wish of them.
struct JobDesk: Sendable {
    let store: SQLStore
    let queue: JobQueue
    let schedules: JobSchedules

    static let topics = [JobQueue.topic.description]
    static var states: [String] { JobState.allCases.map(\.rawValue) }

    struct Query: Sendable {
        var kind = ""
        var state = ""
        var words = ""
        var order = ""
        var page = 1
        var limit = 50
    }

    struct Line: Sendable {
        var id: Int64
        var kind: String
        var key: String
        var state: String
        var isLate: Bool
        var isCancelRequested: Bool
        var percent: Int
        /// Key of a sentence about it; empty for none.
        var note: String
        var numbers: [String: Int]
        var attempt: Int
        var maxAttempts: Int
        var error: String
        var result: String
        var worker: String
        var created: Moment
        var due: Moment
        var started: Moment?
        var ended: Moment?

        var isLive: Bool { state == "waiting" || state == "running" }
        var canRetry: Bool { state == "failed" || state == "cancelled" }

        init(_ job: JobRecord) {
            (id, kind, key, state) = (job.id, job.kind, job.key ?? "", job.state.rawValue)
            (isLate, isCancelRequested) = (job.isLate, job.isCancelRequested)
            percent = Int((job.progress.fraction * 100).rounded())
            (note, numbers) = (job.progress.note, job.progress.numbers)
            (attempt, maxAttempts) = (job.attempt, job.maxAttempts)
            (error, result, worker) = (job.error ?? "", job.result ?? "", job.leaseOwner ?? "")
            (created, due, started, ended) = (job.created, job.due, job.started, job.ended)
        }
    }

    struct Kinds: Sendable {
        var names: [String]
        var failed: Int
        var running: Int
        var waiting: Int
    }

    func list(_ query: Query) async throws -> (lines: [Line], total: Int) {
        var filter = JobFilter()
        filter.kind = query.kind.isEmpty ? nil : query.kind
        filter.state = JobState(rawValue: query.state)
        filter.text = query.words
        filter.order = JobFilter.Order(rawValue: query.order) ?? .newest
        (filter.page, filter.pageSize) = (query.page - 1, query.limit)
        let page = try await store.read { [filter] db in try JobList.page(filter, in: db) }
        return (page.jobs.map(Line.init), page.total)
    }

    func kinds() async throws -> Kinds {
        let counts = try await store.read { try JobList.counts(in: $0) }
        func sum(_ state: JobState) -> Int { counts.reduce(0) { $0 + ($1.byState[state] ?? 0) } }
        return Kinds(
            names: counts.map(\.kind), failed: sum(.failed), running: sum(.running), waiting: sum(.waiting))
    }

    /// Nil when there is none.
    func job(_ id: Int64) async throws -> (line: Line, payload: String)? {
        try await store.read { db in
            guard let job = try JobList.job(id, in: db) else { return nil }
            return (Line(job), try JobList.payload(of: id, in: db) ?? "")
        }
    }

    /// - Returns: false when it is in a state in which that cannot be done any more.
    func cancel(_ id: Int64, by author: Author) async throws -> Bool {
        try await wish { db in
            try queue.cancel(id, by: author.actor, address: author.address?.text ?? "", in: db)
        }
    }

    func retry(_ id: Int64, by author: Author) async throws -> Bool {
        try await wish { db in
            try queue.retry(id, by: author.actor, address: author.address?.text ?? "", in: db)
        }
    }

    private func wish(_ body: @escaping @Sendable (WriteConnection) throws -> Void) async throws -> Bool {
        do {
            try await store.write(body)
            return true
        } catch let error as JobsError where error.code == .wrongState || error.code == .notFound {
            return false
        }
    }

    // MARK: schedules

    struct ScheduleLine: Sendable {
        var id: Int64
        var kind: String
        var key: String
        /// `every` or `daily`, and what belongs to it.
        var recurrence: (word: String, value: String)
        var isEnabled: Bool
        var nextDue: Moment
        var lastDue: Moment?
        var skipped: Int

        init(_ schedule: ScheduleRecord) {
            (id, kind, key) = (schedule.id, schedule.kind, schedule.key)
            (isEnabled, nextDue, lastDue) = (schedule.isEnabled, schedule.nextDue, schedule.lastDue)
            skipped = schedule.skipped
            switch schedule.recurrence {
            case .every(let seconds): recurrence = ("every", "\(seconds)")
            case .daily:
                recurrence = (
                    "daily", schedule.recurrence.description.split(separator: " ").last.map { String($0) } ?? ""
                )
            }
        }
    }

    func schedules(page: Int, limit: Int) async throws -> (lines: [ScheduleLine], total: Int) {
        try await store.read { db in
            let rows = try JobSchedules.list(page: page - 1, pageSize: limit, in: db)
            return (rows.map(ScheduleLine.init), try db.count("SELECT count(*) FROM schedules"))
        }
    }

    /// Nil when there is none.
    func schedule(_ id: Int64) async throws -> ScheduleLine? {
        try await store.read { try JobSchedules.schedule(id, in: $0).map(ScheduleLine.init) }
    }

    func setEnabled(_ id: Int64, _ isEnabled: Bool, by author: Author) async throws -> Bool {
        try await wish { db in
            try schedules.setEnabled(id, isEnabled, by: author.actor, address: author.address?.text ?? "", in: db)
        }
    }

    // MARK: workers

    struct WorkerLine: Sendable {
        var name: String
        var version: String
        var started: Moment
        var seen: Moment
        var running: Int
        var isSilent: Bool
    }

    func workers(at now: Moment) async throws -> [WorkerLine] {
        try await store.read { try WorkerList.all(in: $0) }.map { worker in
            WorkerLine(
                name: worker.name, version: worker.version, started: worker.started, seen: worker.lastSeen,
                running: worker.running, isSilent: worker.isSilent(at: now))
        }
    }
}
