import AuditLog
import Foundation
import SQLStore
import TestDatabase
import Testing

@testable import Jobs

@Suite struct JobQueueTests {
    private let time = TestTime()

    private func with(_ backend: Backend, _ body: (JobQueue, SQLStore) async throws -> Void) async throws {
        try await JobsTest.with(backend) { store in try await body(JobQueue(store, time: time), store) }
    }

    // MARK: adding

    @Test(arguments: TestDatabase.backends) func aKeyHasOneLiveJob(backend: Backend) async throws {
        try await with(backend) { queue, _ in
            let first = try await queue.add(NewJob(.plain, key: "a"))
            let again = try await queue.add(NewJob(.plain, key: "a"))
            #expect(first.isNew)
            #expect(again == AddedJob(id: first.id, isNew: false))
            let otherKind = try await queue.add(NewJob(.other, key: "a"))
            #expect(otherKind.isNew)
            let claimed = try await queue.claim([.plain])
            let whileRunning = try await queue.add(NewJob(.plain, key: "a"))
            #expect(whileRunning.id == first.id)
            try await queue.end(claimed[0], .done(nil))
            let later = try await queue.add(NewJob(.plain, key: "a"))
            #expect(later.isNew)
        }
    }

    @Test(arguments: TestDatabase.backends) func aJobWithoutAKeyIsAlwaysNew(backend: Backend) async throws {
        try await with(backend) { queue, _ in
            let ids = try await queue.addAll([NewJob(.plain), NewJob(.plain)])
            #expect(Set(ids).count == 2)
        }
    }

    @Test(arguments: TestDatabase.backends) func manyWhoAddTheSameGetTheSame(backend: Backend) async throws {
        try await with(backend) { queue, _ in
            let added = try await withThrowingTaskGroup(of: AddedJob.self) { group in
                for _ in 0..<12 { group.addTask { try await queue.add(NewJob(.plain, key: "a")) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(Set(added.map(\.id)).count == 1)
            #expect(added.filter(\.isNew).count == 1)
        }
    }

    @Test(arguments: TestDatabase.backends) func aWaitingJobIsBroughtForwardWhenAsked(backend: Backend) async throws {
        try await with(backend) { queue, store in
            var job = NewJob(.plain, key: "a")
            job.due = time.now() + .seconds(100)
            let id = try await queue.add(job).id
            job.due = time.now() + .seconds(50)
            try await queue.add(job)
            var due = try await JobsTest.job(id, store).due
            #expect(due == time.now() + .seconds(100))
            job.ifLive = .bringForward
            try await queue.add(job)
            due = try await JobsTest.job(id, store).due
            #expect(due == time.now() + .seconds(50))
            job.due = time.now() + .seconds(70)
            try await queue.add(job)
            due = try await JobsTest.job(id, store).due
            #expect(due == time.now() + .seconds(50))
        }
    }

    @Test(arguments: TestDatabase.backends) func aJobStandsOrFallsWithTheCallersChange(backend: Backend) async throws {
        struct Stop: Error {}
        try await with(backend) { queue, store in
            await #expect(throws: Stop.self) {
                try await store.write { db in
                    try queue.add(NewJob(.plain, key: "a"), in: db)
                    throw Stop()
                }
            }
            let claimed = try await queue.claim()
            #expect(claimed.isEmpty)
        }
    }

    static let refused: [(NewJob, JobsError.Code)] = [
        (NewJob(.plain, payload: "\"" + String(repeating: "a", count: 65_535) + "\""), .tooLarge),
        (NewJob(.plain, payload: ""), .invalid),
        (NewJob(.plain, payload: "{'a': 1}"), .invalid),
        (NewJob(.plain, payload: "{} {}"), .invalid),
        (NewJob(.plain, payload: "\u{0}"), .invalid),
        (NewJob(.plain, payload: String(repeating: "[", count: 60_000)), .invalid),
        (
            NewJob(.plain, payload: String(repeating: "[", count: 20_000) + String(repeating: "]", count: 20_000)),
            .invalid
        ),
        (NewJob(.plain, key: ""), .invalid),
        (NewJob(.plain, key: String(repeating: "ư", count: 101)), .tooLarge),
        (NewJob(JobKind("test.none", maxAttempts: 0)), .invalid),
        (NewJob(JobKind("")), .invalid),
    ]

    @Test(arguments: TestDatabase.backends, refused.indices) func whatIsOutOfBoundsIsRefused(
        backend: Backend, index: Int
    ) async throws {
        try await with(backend) { queue, _ in
            let error = await #expect(throws: JobsError.self) { try await queue.add(Self.refused[index].0) }
            #expect(error?.code == Self.refused[index].1)
        }
    }

    @Test func aPayloadThatWasCutOffIsRefused() throws {
        let whole = #"{"host":"xã.gov.vn","pages":[1,2,{"deep":true}],"note":"\u0111"}"#
        try NewJob(.plain, payload: whole).check()
        for length in 0..<whole.count {
            #expect(throws: JobsError.self) { try NewJob(.plain, payload: String(whole.prefix(length))).check() }
        }
    }

    @Test(arguments: TestDatabase.backends) func thePayloadAtItsLimitIsKept(backend: Backend) async throws {
        try await with(backend) { queue, _ in
            let payload = "\"" + String(repeating: "a", count: 65_534) + "\""
            try await queue.add(NewJob(.plain, payload: payload))
            let kept = try await queue.claim().first?.payload
            #expect(kept == payload)
        }
    }

    // MARK: leases

    @Test(arguments: TestDatabase.backends) func aLostLeaseWritesNothing(backend: Backend) async throws {
        try await with(backend) { queue, store in
            let id = try await queue.add(NewJob(.plain)).id
            let old = try #require(try await queue.claim().first)
            time.pass(.seconds(59))
            let early = try await queue.takeBackLost()
            #expect(early == 0)
            time.pass(.seconds(1))
            let taken = try await queue.takeBackLost()
            #expect(taken == 1)
            let new = try #require(try await queue.claim(owner: "b").first)
            #expect(new.record.id == id && new.record.attempt == 2)
            let isEnded = try await queue.end(old, .done("old"))
            #expect(!isEnded)
            let error = await #expect(throws: JobsError.self) {
                try await store.write { try queue.hold(old.lease, in: $0) }
            }
            #expect(error?.code == .leaseLost)
            let renewed = try await queue.renew([old.lease], owner: "lost", until: time.now() + .seconds(60))
            #expect(renewed.isEmpty)
            let isDone = try await queue.end(new, .done("new"))
            #expect(isDone)
            let job = try await JobsTest.job(id, store)
            #expect(job.state == .done && job.result == "new" && job.progress.fraction == 1)
        }
    }

    @Test(arguments: TestDatabase.backends) func aRenewedLeaseIsNotTaken(backend: Backend) async throws {
        try await with(backend) { queue, store in
            try await queue.add(NewJob(.plain))
            let job = try #require(try await queue.claim().first)
            time.pass(.seconds(50))
            let renewed = try await queue.renew([job.lease], owner: "lost", until: time.now() + .seconds(60))
            #expect(renewed[job.record.id]?.number == job.lease.number)
            time.pass(.seconds(50))
            let taken = try await queue.takeBackLost()
            #expect(taken == 0)
        }
    }

    @Test(arguments: TestDatabase.backends) func aJobThatBringsWorkersDownIsGivenUp(backend: Backend) async throws {
        try await with(backend) { queue, store in
            let id = try await queue.add(NewJob(.plain)).id
            for attempt in 1...5 {
                let job = try #require(try await queue.claim().first)
                #expect(job.record.attempt == attempt)
                time.pass(.seconds(61))
                try await queue.takeBackLost()
            }
            let job = try await JobsTest.job(id, store)
            #expect(job.state == .failed && job.error == "the worker lost fell silent")
        }
    }

    @Test(arguments: TestDatabase.backends) func whatIsGivenBackHasNotUsedAnAttempt(backend: Backend) async throws {
        try await with(backend) { queue, store in
            let id = try await queue.add(NewJob(.other)).id
            for _ in 0..<3 {
                let job = try #require(try await queue.claim().first)
                #expect(job.record.attempt == 1)
                try await queue.end(job, .givenBack)
                // The lease that was given back is as dead as a lost one.
                let isEnded = try await queue.end(job, .done(nil))
                #expect(!isEnded)
            }
            let job = try await JobsTest.job(id, store)
            #expect(job.state == .waiting && job.attempt == 0 && job.due == time.now())
        }
    }

    @Test(arguments: TestDatabase.backends) func aLeaseOfAClockThatWasSetBackIsTaken(backend: Backend) async throws {
        try await with(backend) { queue, _ in
            try await queue.add(NewJob(.plain))
            time.pass(.seconds(86_400))
            _ = try await queue.claim()
            time.pass(.seconds(-86_400))
            let taken = try await queue.takeBackLost()
            #expect(taken == 1)
        }
    }

    @Test(arguments: TestDatabase.backends) func anAttemptThatFailedComesBackInItsTime(backend: Backend) async throws {
        try await with(backend) { queue, store in
            let id = try await queue.add(NewJob(.plain)).id
            let job = try #require(try await queue.claim().first)
            try await queue.end(job, .again(String(repeating: "đ", count: 2_000), due: time.now() + .seconds(30)))
            let waiting = try await JobsTest.job(id, store)
            #expect(waiting.error?.utf8.count == 2_048)
            time.pass(.seconds(29))
            let early = try await queue.claim()
            #expect(early.isEmpty)
            let next = try await queue.nextDue(of: [.plain, .other])
            #expect(next == time.now() + .seconds(1))
            time.pass(.seconds(1))
            let again = try await queue.claim()
            #expect(again.count == 1)
        }
    }

    @Test func pausesDoubleUpToTheirLimitAndChanceOnlyShortensThem() {
        let backOff = JobBackOff(first: .seconds(10), longest: .seconds(60), jitter: 0.5)
        let whole = (1...5).map { backOff.delay(afterAttempt: $0, share: 0) }
        #expect(whole == [.seconds(10), .seconds(20), .seconds(40), .seconds(60), .seconds(60)])
        #expect(backOff.delay(afterAttempt: 1, share: 1) == .seconds(5))
        #expect(backOff.delay(afterAttempt: .max, share: 2) == .seconds(30))
    }

    // MARK: people's wishes

    @Test(arguments: TestDatabase.backends) func aWaitingJobIsCancelledAtOnce(backend: Backend) async throws {
        try await with(backend) { queue, store in
            let id = try await queue.add(NewJob(.plain, key: "a")).id
            let state = try await store.write { try queue.cancel(id, by: .account(7), in: $0) }
            #expect(state == .cancelled)
            let job = try await JobsTest.job(id, store)
            #expect(job.state == .cancelled && job.ended == time.now())
            let claimed = try await queue.claim()
            #expect(claimed.isEmpty)
            let error = await #expect(throws: JobsError.self) {
                try await store.write { try queue.cancel(id, by: .account(7), in: $0) }
            }
            #expect(error?.code == .wrongState)
            let actions = try await JobsTest.actions(store)
            #expect(actions == ["jobs.cancel"])
        }
    }

    @Test(arguments: TestDatabase.backends) func aCancelledJobOfALostWorkerDoesNotComeBack(backend: Backend)
        async throws
    {
        try await with(backend) { queue, store in
            let id = try await queue.add(NewJob(.plain)).id
            let job = try #require(try await queue.claim().first)
            let state = try await store.write { try queue.cancel(id, by: .account(7), in: $0) }
            #expect(state == .running)
            let renewals = try await queue.renew([job.lease], owner: "lost", until: time.now() + .seconds(60))
            #expect(renewals[id]?.isCancelRequested == true)
            time.pass(.seconds(61))
            try await queue.takeBackLost()
            let ended = try await JobsTest.job(id, store).state
            #expect(ended == .cancelled)
        }
    }

    @Test(arguments: TestDatabase.backends) func aDeadLetterIsTriedAgainWithAllAttempts(backend: Backend) async throws {
        try await with(backend) { queue, store in
            let id = try await queue.add(NewJob(.other, key: "a")).id
            let job = try #require(try await queue.claim().first)
            try await queue.end(job, .again("broken", due: time.now()))
            let dead = try await JobsTest.job(id, store)
            #expect(dead.state == .failed && dead.error == "broken")
            try await store.write { try queue.retry(id, by: .account(7), in: $0) }
            let again = try #require(try await queue.claim().first)
            #expect(again.record.id == id && again.record.attempt == 1 && again.lease.number == 2)
            let error = await #expect(throws: JobsError.self) {
                try await store.write { try queue.retry(id, by: .account(7), in: $0) }
            }
            #expect(error?.code == .wrongState)
            let actions = try await JobsTest.actions(store)
            #expect(actions == ["jobs.retry"])
        }
    }

    @Test(arguments: TestDatabase.backends) func aDeadLetterIsNotTriedBesideALiveJob(backend: Backend) async throws {
        try await with(backend) { queue, store in
            let id = try await queue.add(NewJob(.other, key: "a")).id
            let job = try #require(try await queue.claim().first)
            try await queue.end(job, .failed("broken"))
            try await queue.add(NewJob(.other, key: "a"))
            let error = await #expect(throws: JobsError.self) {
                try await store.write { try queue.retry(id, by: .account(7), in: $0) }
            }
            #expect(error?.code == .wrongState)
            let missing = await #expect(throws: JobsError.self) {
                try await store.write { try queue.retry(9_999, by: .account(7), in: $0) }
            }
            #expect(missing?.code == .notFound)
            let actions = try await JobsTest.actions(store)
            #expect(actions.isEmpty)
        }
    }

    @Test(arguments: TestDatabase.backends) func whatEndedLongAgoIsForgotten(backend: Backend) async throws {
        try await with(backend) { queue, store in
            let ids = try await queue.addAll([NewJob(.plain), NewJob(.plain), NewJob(.plain)])
            let jobs = try await queue.claim(limit: 2)
            try await queue.end(jobs[0], .done(nil))
            time.pass(.seconds(10))
            try await queue.end(jobs[1], .done(nil))
            let count = try await queue.prune(endedBefore: time.now())
            #expect(count == 1)
            let left = try await store.read { try JobList.page(JobFilter(), in: $0).jobs.map(\.id) }
            #expect(Set(left) == Set(ids).subtracting([jobs[0].record.id]))
        }
    }
}
