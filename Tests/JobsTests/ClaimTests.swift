import AuditLog
import Foundation
import SQLStore
import TestDatabase
import Testing

@testable import Jobs

@Suite struct ClaimTests {
    private let time = TestTime()

    private func with(_ backend: Backend, _ body: (JobQueue, SQLStore) async throws -> Void) async throws {
        try await JobsTest.with(backend) { store in try await body(JobQueue(store, time: time), store) }
    }

    private func job(
        _ kind: JobKind = .plain, key: String? = nil, group: String? = nil, priority: JobPriority = .normal,
        due seconds: Int = 0
    ) -> NewJob {
        var job = NewJob(kind, key: key)
        job.group = group
        job.priority = priority
        job.due = time.now() + .seconds(seconds)
        return job
    }

    @Test(arguments: TestDatabase.backends) func theMostUrgentGoFirstThenThoseDueLongest(backend: Backend) async throws
    {
        try await with(backend) { queue, _ in
            try await _ = queue.addAll([
                job(key: "late", due: -1), job(key: "early", due: -9), job(key: "future", priority: .urgent, due: 1),
                job(.other, key: "low", priority: .low, due: -99), job(.other, key: "urgent", priority: .urgent),
                job(.other, key: "middle", due: -5),
            ])
            var order: [String?] = []
            while let claimed = try await queue.claim(limit: 2).nonEmpty { order += claimed.map(\.record.key) }
            #expect(order == ["urgent", "early", "middle", "late", "low"])
        }
    }

    @Test(arguments: TestDatabase.backends) func kindsWithoutAHandlerAreLeftAlone(backend: Backend) async throws {
        try await with(backend) { queue, _ in
            _ = try await queue.addAll([job(.other), job(.plain)])
            let claimed = try await queue.claim([.plain])
            #expect(claimed.map(\.record.kind) == [JobKind.plain.name])
        }
    }

    @Test(arguments: TestDatabase.backends) func oneOfAGroupRunsAtATime(backend: Backend) async throws {
        try await with(backend) { queue, _ in
            _ = try await queue.addAll([
                job(key: "a1", group: "a", due: -3), job(key: "a2", group: "a", due: -2),
                job(.other, key: "a3", group: "a", due: -4), job(key: "b1", group: "b"), job(key: "free"),
            ])
            let first = try await queue.claim()
            #expect(first.map(\.record.key) == ["a3", "b1", "free"])
            let none = try await queue.claim()
            #expect(none.isEmpty)
            try await queue.end(first[0], .again("x", due: time.now() + .seconds(5)))
            let second = try await queue.claim()
            #expect(second.map(\.record.key) == ["a1"])
        }
    }

    @Test(arguments: TestDatabase.backends) func theSchemaForbidsTwoOfAGroup(backend: Backend) async throws {
        try await with(backend) { queue, store in
            _ = try await queue.addAll([job(group: "a"), job(group: "a")])
            let error = await #expect(throws: StoreError.self) {
                try await store.write {
                    try $0.execute(
                        "UPDATE jobs SET state = 'running', lease = 1, attempt = 1, lease_owner = 'x', lease_until = 1")
                }
            }
            #expect(error?.code == .unique)
        }
    }

    @Test(arguments: TestDatabase.backends) func aKindHasItsPlacesInTheWholeCluster(backend: Backend) async throws {
        try await with(backend) { queue, _ in
            _ = try await queue.addAll((0..<5).map { job(.limited, key: "\($0)") })
            let claimed = try await withThrowingTaskGroup(of: [ClaimedJob].self) { group in
                for worker in 0..<6 { group.addTask { try await queue.claim(owner: "w\(worker)") } }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(claimed.count == 2)
            try await queue.end(claimed[0], .done(nil))
            let next = try await queue.claim()
            #expect(next.count == 1)
        }
    }

    @Test(arguments: TestDatabase.backends) func manyWorkersShareGroupsWithoutMeeting(backend: Backend) async throws {
        try await with(backend) { queue, store in
            let ids = try await queue.addAll(
                (0..<60).map { job(key: "\($0)", group: $0 % 4 == 3 ? nil : "g\($0 % 4)") })
            let done = try await withThrowingTaskGroup(of: [Int64].self) { group in
                for worker in 0..<5 {
                    group.addTask {
                        var mine: [Int64] = []
                        while true {
                            for job in try await queue.claim(limit: 3, owner: "w\(worker)") {
                                try await queue.end(job, .done(nil))
                                mine.append(job.record.id)
                            }
                            let left = try await store.read {
                                try $0.count("SELECT count(*) FROM jobs WHERE ended IS NULL")
                            }
                            if left == 0 { return mine }
                        }
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(done.sorted() == ids.sorted())
        }
    }

    @Test(arguments: TestDatabase.backends) func aGroupedBacklogOfAScheduleGoesOnAfterAFailure(backend: Backend)
        async throws
    {
        try await with(backend) { queue, store in
            let schedule = try await store.write { db in
                var new = NewSchedule(.plain, key: "s", .every(seconds: 60), missed: .each)
                new.group = "host"
                return try JobSchedules(time: time).save(new, by: .account(1), in: db)
            }
            time.pass(.seconds(180))
            let turn = try await JobScheduler(store, time: time).turn()
            #expect(turn.jobs == 3)
            var occurrences: [Moment?] = []
            var claimed = try await queue.claim()
            #expect(claimed.count == 1)
            try await queue.end(claimed[0], .again("x", due: time.now() + .seconds(30)))
            let blocked = try await queue.claim()
            #expect(blocked.isEmpty)
            time.pass(.seconds(30))
            while true {
                claimed = try await queue.claim()
                guard let job = claimed.first else { break }
                #expect(claimed.count == 1 && job.record.schedule == schedule)
                occurrences.append(job.record.occurrence)
                try await queue.end(job, .done(nil))
            }
            #expect(occurrences.count == 3)
            #expect(occurrences.compactMap { $0 } == occurrences.compactMap { $0 }.sorted())
        }
    }

    // MARK: plans

    static let hot: [StaticString] = [
        "SELECT id FROM jobs WHERE state = 'waiting' AND kind = ? AND priority = ? AND due <= ? ORDER BY due, id LIMIT 5",
        "SELECT min(due) AS due FROM jobs WHERE state = 'waiting' AND kind = ? AND priority = ? AND due > ?",
        "SELECT id FROM jobs WHERE state = 'running' AND (lease_until <= ? OR lease_until > ?) LIMIT ?",
        "SELECT id FROM jobs WHERE kind = ? AND key = ? AND ended IS NULL AND id <> ?",
        "SELECT slot FROM jobs WHERE kind = ? AND slot IS NOT NULL AND slot > ? AND slot < ?",
        "SELECT id FROM jobs WHERE ended IS NOT NULL AND ended < ? LIMIT ? OFFSET ?",
        "SELECT id FROM schedules WHERE enabled = 1 AND next_due <= ? ORDER BY next_due, id LIMIT ? OFFSET ?",
        "SELECT * FROM events WHERE id > ? ORDER BY id LIMIT ? OFFSET ?",
    ]

    @Test(arguments: hot.indices) func hotStatementsUseAnIndex(index: Int) async throws {
        try await with(.sqlite) { _, store in
            let plan = try await store.read { db in
                try db.rows(SQL("EXPLAIN QUERY PLAN ") + SQL(Self.hot[index], 1, 2, 3)).map { try $0.text("detail") }
            }
            // That index holds only what runs.
            let isShort = plan.allSatisfy { !$0.hasPrefix("SCAN") || $0.hasSuffix("INDEX jobs_leases") }
            #expect(isShort, "\(plan)")
        }
    }

    @Test func theWholeClaimUsesIndexes() async throws {
        try await with(.sqlite) { _, store in
            let sql = JobQueue.candidates(JobKind.plain, .normal, 5, time.now())
            let plan = try await store.read { db in
                try db.rows(SQL("EXPLAIN QUERY PLAN ") + sql).map { try $0.text("detail") }
            }
            #expect(!plan.contains { $0.hasPrefix("SCAN") }, "\(plan)")
            #expect(!plan.contains { $0.contains("TEMP B-TREE") }, "\(plan)")
        }
    }
}

extension Array {
    fileprivate var nonEmpty: Self? { isEmpty ? nil : self }
}
