import Foundation
import SQLStore
import Synchronization
import TestDatabase
import Testing

@testable import Jobs

/// Whatever comes in whatever order: what a job writes as it ends is written once, and by a job that ended well.
@Suite struct ExactlyOnceTests {
    private static let effects = MigrationPlan(
        room: "test", [Migration(1, "effects", [.table("effects", "id id\njob int NOT NULL")])])

    private func with(_ backend: Backend, _ body: (SQLStore) async throws -> Void) async throws {
        try await TestDatabase.with(backend, JobsTest.plans + [Self.effects], body)
    }

    /// Each done job has one effect, no other has any, and none is left.
    private func check(_ store: SQLStore, _ ids: [Int64]) async throws {
        let (effects, states) = try await store.read { db in
            (
                try db.rows("SELECT job FROM effects").map { try $0.int64("job") },
                try db.rows("SELECT id, state FROM jobs").map {
                    (try $0.int64("id"), try $0.word("state", as: JobState.self))
                }
            )
        }
        #expect(Set(states.map(\.0)) == Set(ids))
        #expect(states.allSatisfy { $0.1 == .done || $0.1 == .failed })
        #expect(effects.sorted() == states.filter { $0.1 == .done }.map(\.0).sorted())
    }

    /// What a worker does in one step, chosen by chance.
    private enum Step: CaseIterable {
        case add, claim, finish, fail, leave, pass, takeBack, giveBack
    }

    @Test(arguments: TestDatabase.backends, [1, 2, 3, 4, 5, 6]) func anyOrderOfStepsHasEachEffectOnce(
        backend: Backend, seed: UInt64
    ) async throws {
        try await with(backend) { store in
            let time = TestTime()
            let queue = JobQueue(store, time: time)
            var dice = Dice(seed: seed)
            var ids: [Int64] = []
            var hands: [[ClaimedJob]] = Array(repeating: [], count: 4)
            for _ in 0..<250 {
                let worker = Int.random(in: 0..<4, using: &dice)
                switch Step.allCases.randomElement(using: &dice) ?? .pass {
                case .add: ids.append(try await queue.add(Self.newJob(&dice, ids.count)).id)
                case .claim: hands[worker] += try await queue.claim(limit: 3, owner: "w\(worker)")
                case .finish:
                    guard let job = hands[worker].popLast() else { continue }
                    try await finish(job, queue, store)
                    // A worker that says it twice.
                    if Bool.random(using: &dice) { try await finish(job, queue, store) }
                case .fail:
                    guard let job = hands[worker].popLast() else { continue }
                    try await queue.end(job, .again("x", due: time.now() + .seconds(5)))
                case .leave: hands[worker].shuffle(using: &dice)
                case .pass: time.pass(.seconds(Int.random(in: 1...40, using: &dice)))
                case .takeBack: try await queue.takeBackLost()
                case .giveBack:
                    guard let job = hands[worker].popLast() else { continue }
                    try await queue.end(job, .givenBack)
                }
            }
            try await drain(queue, store, time, hands)
            try await check(store, ids)
        }
    }

    private static func newJob(_ dice: inout Dice, _ number: Int) -> NewJob {
        var job = NewJob([JobKind.plain, .other, .limited].randomElement(using: &dice) ?? .plain, key: "\(number)")
        job.priority = JobPriority.allCases.randomElement(using: &dice) ?? .normal
        if Bool.random(using: &dice) { job.group = "g\(Int.random(in: 0..<3, using: &dice))" }
        return job
    }

    /// The effect and the end, in one transaction; nothing when the lease is lost.
    private func finish(_ job: ClaimedJob, _ queue: JobQueue, _ store: SQLStore) async throws {
        do {
            try await store.write { db in
                try queue.hold(job.lease, in: db)
                try db.execute("INSERT INTO effects (job) VALUES (?)", job.record.id)
                try queue.end(job.lease, .done(nil), in: db)
            }
        } catch let error as JobsError where error.code == .leaseLost {}
    }

    private func drain(_ queue: JobQueue, _ store: SQLStore, _ time: TestTime, _ hands: [[ClaimedJob]]) async throws {
        // Those who are late come back, too.
        for job in hands.flatMap({ $0 }).shuffled() { try await finish(job, queue, store) }
        while try await store.read({ try $0.count("SELECT count(*) FROM jobs WHERE ended IS NULL") }) > 0 {
            time.pass(.seconds(61))
            try await queue.takeBackLost()
            for job in try await queue.claim() { try await finish(job, queue, store) }
        }
    }

    @Test(arguments: TestDatabase.backends, [11, 12]) func fourRunnersAtOnceHaveEachEffectOnce(
        backend: Backend, seed: UInt64
    ) async throws {
        try await with(backend) { store in
            let time = TestTime()
            let queue = JobQueue(store, time: time)
            let dice = Mutex(Dice(seed: seed))
            let begun = Mutex(0)
            let kinds = [JobKind.plain, .other, .limited]
            let handlers = kinds.map { kind in
                Handler(kind) { job in
                    begun.withLock { $0 += 1 }
                    let chance = dice.withLock { Int.random(in: 0..<10, using: &$0) }
                    if chance == 0 { throw JobFailure.permanent("chance") }
                    if chance < 3 { throw CancellationError() }
                    for _ in 0..<chance { await Task.yield() }
                    let id = job.id
                    try await job.finish { try $0.execute("INSERT INTO effects (job) VALUES (?)", id) }
                    // What comes after the end changes nothing.
                    if chance == 9 { throw JobFailure.permanent("too late") }
                    return "ignored"
                }
            }
            let new = dice.withLock { dice in (0..<60).map { Self.newJob(&dice, $0) } }
            let ids = try await queue.addAll(new)
            let runners = try (0..<4).map { try JobsTest.runner(store, handlers, name: "w\($0)", slots: 3, time: time) }
            try await JobsTest.running(runners) {
                try await JobsTest.eventually("all ended") {
                    // Leases end at any time, and so do pauses.
                    time.pass(.seconds(dice.withLock { Int.random(in: 0...20, using: &$0) }))
                    return try await store.read { try $0.count("SELECT count(*) FROM jobs WHERE ended IS NULL") } == 0
                }
            }
            #expect(begun.withLock { $0 } >= ids.count)
            try await check(store, ids)
        }
    }
}

/// SplitMix64: the same chances for the same seed.
private struct Dice: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
