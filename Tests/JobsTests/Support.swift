import AuditLog
import Foundation
import SQLStore
import Synchronization
import TestDatabase
import Testing

@testable import Jobs

/// A clock that the test moves.
final class TestTime: TimeSource {
    private let moment: Mutex<Moment>

    init(_ moment: Moment = Moment(seconds: 1_795_000_000)) { self.moment = Mutex(moment) }

    func now() -> Moment { moment.withLock { $0 } }
    func pass(_ duration: Duration) { moment.withLock { $0 = $0 + duration } }
}

extension JobKind {
    static let plain = JobKind("test.plain", backOff: JobBackOff(first: .seconds(10), longest: .seconds(60)))
    static let other = JobKind("test.other", maxAttempts: 1)
    static let limited = JobKind("test.limited", perCluster: 2)
}

enum JobsTest {
    static let plans = [AuditLog.migrations, JobQueue.migrations]

    static func with(_ backend: Backend, _ body: (SQLStore) async throws -> Void) async throws {
        try await TestDatabase.with(backend, plans, body)
    }

    /// A runner that looks often, and never waits for real minutes.
    static func runner(
        _ store: SQLStore, _ handlers: [any JobHandler], name: String = "w", slots: Int = 4, time: TestTime,
        renewEvery: Duration = .milliseconds(50)
    ) throws -> JobRunner {
        var options = JobRunnerOptions()
        options.slots = slots
        options.poll = .milliseconds(20)
        options.reportEvery = .milliseconds(20)
        options.renewEvery = renewEvery
        return try JobRunner(store, handlers: handlers, name: name, options: options, time: time)
    }

    /// Runs the runners while the body runs, and ends them in good order.
    static func running(_ runners: [JobRunner], _ body: () async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for runner in runners { group.addTask { await runner.run() } }
            do {
                try await body()
            } catch {
                group.cancelAll()
                throw error
            }
            group.cancelAll()
        }
    }

    /// Looks until it is so. The limit only ends a test that would never end.
    static func eventually(
        _ what: String, sourceLocation: SourceLocation = #_sourceLocation, _ isSo: () async throws -> Bool
    ) async throws {
        let limit = ContinuousClock.now + .seconds(90)
        while ContinuousClock.now < limit {
            if try await isSo() { return }
            try await Task.sleep(for: .milliseconds(5))
        }
        Issue.record("never: \(what)", sourceLocation: sourceLocation)
        throw CancellationError()
    }

    static func job(_ id: Int64, _ store: SQLStore) async throws -> JobRecord {
        try #require(try await store.read { try JobList.job(id, in: $0) })
    }

    static func actions(_ store: SQLStore) async throws -> [String] {
        try await store.read { try $0.rows("SELECT action FROM audit_rows ORDER BY id").map { try $0.text("action") } }
    }
}

struct Handler: JobHandler {
    let kind: JobKind
    let body: @Sendable (JobContext) async throws -> String?

    init(_ kind: JobKind, _ body: @escaping @Sendable (JobContext) async throws -> String?) {
        self.kind = kind
        self.body = body
    }

    func run(_ job: JobContext) async throws -> String? { try await body(job) }
}

/// Keeps what happened, in order.
final class Notes<Note: Sendable>: Sendable {
    private let notes = Mutex<[Note]>([])
    var all: [Note] { notes.withLock { $0 } }
    func add(_ note: Note) { notes.withLock { $0.append(note) } }
}

extension JobQueue {
    /// A worker that claims, and does nothing by itself: dropping what it gives is losing the worker.
    func claim(
        _ kinds: [JobKind] = [.plain, .other, .limited], limit: Int = 10, owner: String = "lost"
    ) async throws -> [ClaimedJob] {
        try await claim(
            JobRequest(owner: owner, free: limit, kinds: kinds.map { ($0, limit) }, lease: .seconds(60)))
    }

    @discardableResult
    func end(_ job: ClaimedJob, _ end: JobEnd) async throws -> Bool {
        try await store.write { try self.end(job.lease, end, in: $0) }
    }

    func addAll(_ jobs: [NewJob]) async throws -> [Int64] {
        try await store.write { try add(jobs, in: $0).map(\.id) }
    }
}
