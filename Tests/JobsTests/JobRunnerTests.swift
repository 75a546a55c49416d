import AuditLog
import Foundation
import SQLStore
import Synchronization
import TestDatabase
import Testing

@testable import Jobs

@Suite struct JobRunnerTests {
    private let time = TestTime()

    private struct Broken: Error, CustomStringConvertible {
        var description: String { "it broke" }
    }

    /// Waits until its task is cancelled.
    private static func untilCancelled() async throws { try await Task.sleep(for: .seconds(3_600)) }

    @Test(arguments: TestDatabase.backends) func aJobIsRunAndItsResultKept(backend: Backend) async throws {
        try await JobsTest.with(backend) { store in
            let runner = try JobsTest.runner(
                store,
                [
                    Handler(.plain) { job in
                        let pages: [String: Int] = try job.decode()
                        job.report(JobProgress(0.5, note: "test.pages", numbers: pages))
                        return "found \(pages["pages"] ?? 0)"
                    }
                ], time: time)
            let id = try await JobQueue(store, time: time).add(try NewJob(.plain, encoding: ["pages": 12])).id
            try await JobsTest.running([runner]) {
                try await JobsTest.eventually("done") { try await JobsTest.job(id, store).state == .done }
            }
            let job = try await JobsTest.job(id, store)
            #expect(job.result == "found 12" && job.attempt == 1 && job.leaseOwner == nil)
            #expect(job.progress == JobProgress(1, note: "test.pages", numbers: ["pages": 12]))
            let events = try await EventLog(store).read(after: 0, topics: ["jobs"])
            #expect(events.map(\.subject).allSatisfy { $0 == "job:\(id)" })
            #expect(events.first?.data == #"{"kind":"test.plain","state":"running"}"#)
            #expect(events.last?.data == #"{"kind":"test.plain","state":"done"}"#)
        }
    }

    @Test(arguments: TestDatabase.backends) func progressIsToldWhileTheJobRuns(backend: Backend) async throws {
        try await JobsTest.with(backend) { store in
            let runner = try JobsTest.runner(
                store,
                [
                    Handler(.plain) { job in
                        job.report(JobProgress(0.25, note: "test.pages", numbers: ["done": 1]))
                        try await Self.untilCancelled()
                        return nil
                    }
                ], time: time)
            let id = try await JobQueue(store, time: time).add(NewJob(.plain)).id
            try await JobsTest.running([runner]) {
                try await JobsTest.eventually("told") {
                    try await JobsTest.job(id, store).progress
                        == JobProgress(0.25, note: "test.pages", numbers: ["done": 1])
                }
                // The row is written first, the event of it after that.
                let told =
                    #"{"kind":"test.plain","note":"test.pages","numbers":{"done":1},"progress":0.25,"state":"running"}"#
                try await JobsTest.eventually("an event") {
                    try await EventLog(store).read(after: 0).map(\.data).contains(told)
                }
            }
        }
    }

    @Test(arguments: TestDatabase.backends) func whatFailsIsTriedAgainAndGivenUpInTheEnd(backend: Backend) async throws
    {
        try await JobsTest.with(backend) { store in
            let attempts = Notes<Int>()
            let runner = try JobsTest.runner(
                store,
                [
                    Handler(.plain) { job in
                        attempts.add(job.record.attempt)
                        throw Broken()
                    }
                ], time: time)
            let id = try await JobQueue(store, time: time).add(NewJob(.plain)).id
            try await JobsTest.running([runner]) {
                try await JobsTest.eventually("given up") {
                    let job = try await JobsTest.job(id, store)
                    // Each pause is at most a minute.
                    if job.state == .waiting, job.attempt > 0 { time.pass(max(.zero, job.due - time.now())) }
                    return job.state == .failed
                }
            }
            #expect(attempts.all == [1, 2, 3, 4, 5])
            let error = try await JobsTest.job(id, store).error
            #expect(error == "it broke")
        }
    }

    @Test(arguments: TestDatabase.backends) func aPermanentFailureIsNotTriedAgain(backend: Backend) async throws {
        try await JobsTest.with(backend) { store in
            let runner = try JobsTest.runner(
                store, [Handler(.plain) { _ in throw JobFailure.permanent("no such portal") }], time: time)
            let id = try await JobQueue(store, time: time).add(NewJob(.plain)).id
            try await JobsTest.running([runner]) {
                try await JobsTest.eventually("given up") { try await JobsTest.job(id, store).state == .failed }
            }
            let job = try await JobsTest.job(id, store)
            #expect(job.attempt == 1 && job.error == "no such portal")
        }
    }

    @Test(arguments: TestDatabase.backends) func aPayloadOfAnotherShapeIsNotTriedAgain(backend: Backend) async throws {
        try await JobsTest.with(backend) { store in
            let runner = try JobsTest.runner(
                store, [Handler(.plain) { job in try job.decode([String: Int].self).description }], time: time)
            let id = try await JobQueue(store, time: time).add(NewJob(.plain, payload: "[1]")).id
            try await JobsTest.running([runner]) {
                try await JobsTest.eventually("given up") { try await JobsTest.job(id, store).state == .failed }
            }
        }
    }

    @Test(arguments: TestDatabase.backends) func aRunningJobIsStoppedWhenCancelled(backend: Backend) async throws {
        try await JobsTest.with(backend) { store in
            let queue = JobQueue(store, time: time)
            // Renews once an hour: only the notice can tell it in time.
            let runner = try JobsTest.runner(
                store,
                [
                    Handler(.plain) { _ in
                        try await Self.untilCancelled()
                        return nil
                    }
                ], time: time, renewEvery: .seconds(3_600))
            let id = try await queue.add(NewJob(.plain)).id
            try await JobsTest.running([runner]) {
                try await JobsTest.eventually("running") { try await JobsTest.job(id, store).state == .running }
                try await store.write { _ = try queue.cancel(id, by: .account(1), in: $0) }
                try await JobsTest.eventually("cancelled") { try await JobsTest.job(id, store).state == .cancelled }
            }
        }
    }

    /// The runner is held between its claim and the handler's start: it waits to tell that the job began.
    @Test func aJobIsStoppedThatWasCancelledBeforeItsHandlerBegan() async throws {
        try await JobsTest.with(.postgres) { store in
            let queue = JobQueue(store, time: time)
            let runner = try JobsTest.runner(
                store,
                [
                    Handler(.plain) { _ in
                        try await Self.untilCancelled()
                        return nil
                    }
                ], time: time, renewEvery: .seconds(3_600))
            let held = Notes<Bool>()
            let release = DispatchSemaphore(value: 0)
            let now = time.now()
            try await JobsTest.running([runner]) {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask {
                        try await store.write { db in
                            try EventLog.append(NewEvent("a"), at: now, in: db)
                            held.add(true)
                            release.wait()
                        }
                    }
                    try await JobsTest.eventually("held") { !held.all.isEmpty }
                    let id = try await queue.add(NewJob(.plain)).id
                    try await JobsTest.eventually("claimed") { try await JobsTest.job(id, store).state == .running }
                    let heard = runner.cancelsHeard
                    try await store.write { _ = try queue.cancel(id, by: .account(1), in: $0) }
                    try await JobsTest.eventually("heard") { runner.cancelsHeard > heard }
                    #expect(runner.running.all.isEmpty)
                    for _ in 0..<100 { release.signal() }
                    try await group.waitForAll()
                    try await JobsTest.eventually("cancelled") { try await JobsTest.job(id, store).state == .cancelled }
                }
            }
        }
    }

    @Test(arguments: TestDatabase.backends) func aWorkerThatFallsSilentLosesItsJobAndIsTold(backend: Backend)
        async throws
    {
        try await JobsTest.with(backend) { store in
            let refused = Notes<JobsError.Code>()
            let ended = Notes<String>()
            let silentTime = TestTime()
            func handler(_ name: String, waits: Bool) -> Handler {
                Handler(.plain) { job in
                    if waits { try? await Self.untilCancelled() }
                    do {
                        let write: @Sendable (WriteConnection) throws -> Void = { db in
                            try db.execute("UPDATE jobs SET note = ? WHERE id = ?", name, job.id)
                        }
                        // Not the handler's task: that is cancelled, and the database would say so first.
                        try await Task.detached { try await job.write(write) }.value
                    } catch let error as JobsError {
                        refused.add(error.code)
                    }
                    ended.add(name)
                    return name
                }
            }
            // Its clock stands, and it does not renew, as when its machine is held up.
            let silent = try JobsTest.runner(
                store, [handler("silent", waits: true)], name: "silent", time: silentTime, renewEvery: .seconds(3_600))
            let other = try JobsTest.runner(store, [handler("other", waits: false)], name: "other", time: time)
            let id = try await JobQueue(store, time: time).add(NewJob(.plain)).id
            try await JobsTest.running([silent]) {
                try await JobsTest.eventually("running") { try await JobsTest.job(id, store).state == .running }
                time.pass(.seconds(61))
                try await JobsTest.running([other]) {
                    try await JobsTest.eventually("taken") { try await JobsTest.job(id, store).state == .done }
                }
                // Now it moves on.
                silentTime.pass(.seconds(61))
                try await JobsTest.eventually("told") { Set(ended.all) == ["other", "silent"] }
            }
            #expect(refused.all == [.leaseLost])
            let job = try await JobsTest.job(id, store)
            #expect(job.result == "other" && job.progress.note == "other" && job.attempt == 2)
        }
    }

    /// SQLite has one writer at a time, whatever it writes.
    @Test func aJobThatWritesForLongHoldsUpNoOthersLease() async throws {
        try await JobsTest.with(.postgres) { store in
            let writing = Notes<Int64>()
            let release = DispatchSemaphore(value: 0)
            let runner = try JobsTest.runner(
                store,
                [
                    Handler(.plain) { job in
                        let id = job.id
                        try await job.finish { _ in
                            writing.add(id)
                            release.wait()
                        }
                        return nil
                    },
                    Handler(.other) { job in
                        try await JobsTest.eventually("the other writes") { !writing.all.isEmpty }
                        job.report(JobProgress(0.5))
                        try await Self.untilCancelled()
                        return nil
                    },
                ], time: time)
            let ids = try await JobQueue(store, time: time).addAll([NewJob(.plain), NewJob(.other)])
            try await JobsTest.running([runner]) {
                try await JobsTest.eventually("writing") { !writing.all.isEmpty }
                time.pass(.seconds(10))
                try await JobsTest.eventually("renewed") {
                    let job = try await JobsTest.job(ids[1], store)
                    return job.leaseUntil == time.now() + .seconds(60) && job.progress.fraction == 0.5
                }
                let held = try await JobsTest.job(ids[0], store)
                #expect(held.state == .running)
                // Once for every time that the transaction is begun.
                for _ in 0..<100 { release.signal() }
                try await JobsTest.eventually("done") { try await JobsTest.job(ids[0], store).state == .done }
            }
        }
    }

    @Test(arguments: TestDatabase.backends) func shutdownGivesJobsBackAtOnce(backend: Backend) async throws {
        try await JobsTest.with(backend) { store in
            let runner = try JobsTest.runner(
                store,
                [
                    Handler(.other) { _ in
                        try await Self.untilCancelled()
                        return nil
                    }
                ], time: time)
            let id = try await JobQueue(store, time: time).add(NewJob(.other)).id
            try await JobsTest.running([runner]) {
                try await JobsTest.eventually("running") { try await JobsTest.job(id, store).state == .running }
                try await JobsTest.eventually("seen") {
                    try await store.read { try WorkerList.all(in: $0).first?.running } == 1
                }
            }
            let job = try await JobsTest.job(id, store)
            #expect(job.state == .waiting && job.attempt == 0 && job.due == time.now())
            let workers = try await store.read { try WorkerList.all(in: $0) }
            #expect(workers.isEmpty)
        }
    }

    @Test(arguments: TestDatabase.backends) func whatEndsDuringShutdownIsKept(backend: Backend) async throws {
        try await JobsTest.with(backend) { store in
            let begun = Notes<Int64>()
            let runner = try JobsTest.runner(
                store,
                [
                    Handler(.plain) { job in
                        begun.add(job.id)
                        try? await Self.untilCancelled()
                        return "made it"
                    }
                ], time: time)
            let id = try await JobQueue(store, time: time).add(NewJob(.plain)).id
            try await JobsTest.running([runner]) {
                try await JobsTest.eventually("begun") { begun.all == [id] }
            }
            let job = try await JobsTest.job(id, store)
            #expect(job.state == .done && job.result == "made it")
        }
    }

    @Test(arguments: TestDatabase.backends) func noMoreRunAtOnceThanMay(backend: Backend) async throws {
        try await JobsTest.with(backend) { store in
            let narrow = JobKind("test.narrow", perWorker: 2)
            let most = Mutex((now: [String: Int](), most: [String: Int]()))
            func handler(_ kind: JobKind) -> Handler {
                Handler(kind) { _ in
                    most.withLock { counts in
                        for name in [kind.name, "all"] {
                            counts.now[name, default: 0] += 1
                            counts.most[name] = max(counts.most[name] ?? 0, counts.now[name] ?? 0)
                        }
                    }
                    for _ in 0..<20 { await Task.yield() }
                    most.withLock { counts in for name in [kind.name, "all"] { counts.now[name, default: 0] -= 1 } }
                    return nil
                }
            }
            let runner = try JobsTest.runner(store, [handler(narrow), handler(.plain)], slots: 5, time: time)
            let queue = JobQueue(store, time: time)
            _ = try await queue.addAll((0..<40).map { NewJob($0 % 2 == 0 ? narrow : .plain, key: "\($0)") })
            try await JobsTest.running([runner]) {
                try await JobsTest.eventually("all done") {
                    try await store.read { try $0.count("SELECT count(*) FROM jobs WHERE state = 'done'") } == 40
                }
            }
            let found = most.withLock { $0.most }
            #expect(found[narrow.name] ?? 9 <= 2)
            #expect(found["all"] ?? 9 <= 5)
        }
    }

    @Test(arguments: TestDatabase.backends) func aJobForLaterRunsWhenItsTimeHasCome(backend: Backend) async throws {
        try await JobsTest.with(backend) { store in
            let ran = Notes<Moment>()
            let time = time
            let runner = try JobsTest.runner(
                store,
                [
                    Handler(.plain) { _ in
                        ran.add(time.now())
                        return nil
                    }
                ], time: time)
            var job = NewJob(.plain)
            let due = time.now() + .seconds(100)
            job.due = due
            let id = try await JobQueue(store, time: time).add(job).id
            try await JobsTest.running([runner]) {
                for _ in 0..<100 {
                    time.pass(.seconds(1))
                    await Task.yield()
                }
                try await JobsTest.eventually("done") { try await JobsTest.job(id, store).state == .done }
            }
            #expect(ran.all.count == 1)
            #expect(ran.all.allSatisfy { $0 >= due })
        }
    }

    @Test(arguments: TestDatabase.backends) func aSilentWorkerIsSeen(backend: Backend) async throws {
        try await JobsTest.with(backend) { store in
            let now = time.now()
            let lost = WorkerBeat(name: "lost", version: "1.2", started: now)
            try await store.write { try WorkerList.renew(lost, running: 3, at: now, in: $0) }
            time.pass(.seconds(46))
            let runner = try JobsTest.runner(store, [], name: "here", time: time)
            try await JobsTest.running([runner]) {
                try await JobsTest.eventually("seen") { try await store.read { try WorkerList.all(in: $0).count } == 2 }
                let workers = try await store.read { try WorkerList.all(in: $0) }
                #expect(workers.map(\.name) == ["here", "lost"])
                #expect(workers.map { $0.isSilent(at: time.now()) } == [false, true])
                #expect(workers[1].version == "1.2" && workers[1].running == 3 && workers[1].started == now)
            }
            let later = time.now() + .seconds(8 * 86_400)
            try await store.write {
                try WorkerList.renew(
                    WorkerBeat(name: "new", version: "", started: later), running: 0, at: later, in: $0)
            }
            let left = try await store.read { try WorkerList.all(in: $0).map(\.name) }
            #expect(left == ["new"])
        }
    }

    @Test func twoHandlersOfOneKindAreRefused() async throws {
        try await JobsTest.with(.sqlite) { store in
            let handler = Handler(.plain) { _ in nil }
            let error = #expect(throws: JobsError.self) {
                try JobRunner(store, handlers: [handler, handler], name: "w", time: time)
            }
            #expect(error?.code == .twoHandlers)
        }
    }

    // MARK: waking

    @Test func aWakeUpIsKeptUntilSomebodyWaits() async {
        let wake = Wake()
        wake.set()
        wake.set()
        let first = await wake.wait(atMost: .seconds(60))
        #expect(first)
        let second = await wake.wait(atMost: .milliseconds(1))
        #expect(!second)
    }

    @Test func whoIsCancelledNoLongerWaits() async {
        let wake = Wake()
        let answers = await withTaskGroup(of: Bool.self) { group in
            group.addTask { await wake.wait() }
            group.cancelAll()
            group.addTask { await wake.wait() }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(answers == [false, false])
        wake.set()
        let isSet = await wake.wait()
        #expect(isSet)
    }
}
