import Access
import Administration
import AuditLog
import Evidence
import Jobs
import SQLStore

/// Small jobs of the platform's rooms: what has had its time is let go, and the record of a day leaves the house.
struct HouseKeeping: Sendable {
    /// Events that no page that was away for long will ask for.
    private static let eventsKept = Duration.seconds(7 * 86_400)
    private static let jobsKept = Duration.seconds(90 * 86_400)

    let house: House
    /// Days that evidence is kept which nothing refers to; 0 for ever.
    let evidenceDays: Int

    private static let sessions = JobKind("access.purge", perCluster: 1)
    private static let events = JobKind("jobs.purge", perCluster: 1)
    private static let export = JobKind("audit.export", perCluster: 1)
    private static let evidence = JobKind("evidence.prune", perCluster: 1)

    /// When each comes. A server saves them whenever it starts.
    static func saveSchedules(in db: WriteConnection, time: any TimeSource) throws {
        let schedules = JobSchedules(time: time)
        let all = [
            NewSchedule(sessions, key: "all", .every(seconds: 3_600)),
            NewSchedule(events, key: "all", .every(seconds: 21_600)),
            // The record of every day counts: after a week without the server there are seven files.
            NewSchedule(export, key: "day", .daily(hour: 0, minute: 20), missed: .each),
            NewSchedule(evidence, key: "all", .daily(hour: 2, minute: 10)),
        ]
        for schedule in all { try schedules.save(schedule, by: .program("server"), in: db) }
    }

    var handlers: [any JobHandler] {
        let (house, evidenceDays) = (house, evidenceDays)
        return [
            PlainJob(Self.sessions) { _ in
                let sessions = try await house.access.sessions.purge()
                let attempts = try await house.access.lockOut.purge()
                let uploads = try await Administration.purgeUploads(house.store, time: house.time)
                return "\(sessions) sessions, \(attempts) attempts, \(uploads) uploads"
            },
            PlainJob(Self.events) { _ in
                let now = house.time.now()
                let events = try await house.events.prune(before: now - Self.eventsKept)
                let jobs = try await house.jobs.prune(endedBefore: now - Self.jobsKept)
                return "\(events) events, \(jobs) jobs"
            },
            PlainJob(Self.export) { job in
                let day = AuditDay(before: job.record.occurrence ?? house.time.now())
                let summary = try await AuditExport(house.store).write(
                    day.range, to: try day.path(in: house.stateFolder)
                ) { try house.key.signature(over: $0) }
                return "\(summary.path): \(summary.rowCount) rows"
            },
            PlainJob(Self.evidence) { _ in try await Self.thinOut(house, evidenceDays) },
        ]
    }

    /// What a finding refers to is held, and stays. Also clears what killed nodes left.
    private static func thinOut(_ house: House, _ evidenceDays: Int) async throws -> String {
        let now = house.time.now()
        let rule =
            evidenceDays == 0 ? EvidenceRetention() : EvidenceThinning.rule(olderThan: evidenceDays, at: now)
        let done = try await EvidenceThinning.remove(
            rule, from: house.evidence, of: house.store, by: .program("worker"), at: now)
        return "\(done.removed.count) bundles, \(done.freedBytes) bytes; held: \(done.heldCount)"
    }
}

/// A job of a few lines.
struct PlainJob: JobHandler {
    let kind: JobKind
    private let work: @Sendable (JobContext) async throws -> String?

    init(_ kind: JobKind, _ work: @escaping @Sendable (JobContext) async throws -> String?) {
        self.kind = kind
        self.work = work
    }

    func run(_ job: JobContext) async throws -> String? { try await work(job) }
}
