import AuditLog
import Foundation
import SQLStore
import TestDatabase
import Testing

@testable import Jobs

@Suite struct RecurrenceTests {
    static let forms: [Recurrence] = [
        .every(seconds: 1), .every(seconds: 60), .every(seconds: 3_601), .every(seconds: 366 * 86_400),
        .daily(hour: 0, minute: 0), .daily(hour: 6, minute: 59), .daily(hour: 7, minute: 0),
        .daily(hour: 23, minute: 59),
    ]

    @Test(arguments: forms) func theNextTimeIsLaterAndAtMostAPeriodAway(form: Recurrence) throws {
        try form.check()
        let beats = form.beats(kind: "k", key: "a")
        let period = Duration.seconds(beats.period)
        for start in [-100_000_000_000_001, -1, 0, 1, 1_795_000_000_000_000, 1_795_000_000_999_999] as [Int64] {
            let moment = Moment(microseconds: start)
            let next = beats.next(after: moment)
            #expect(next > moment && next - moment <= period)
            #expect(beats.next(after: next) - next == period)
            #expect(beats.next(after: next - .microseconds(1)) == next)
        }
    }

    static let days: [(Recurrence, after: Int64, next: Int64)] = [
        // 2026-11-21 00:00:00 UTC is 1 795 219 200, 07:00 in Vietnam.
        (.daily(hour: 7, minute: 0), 1_795_219_199, 1_795_219_200),
        (.daily(hour: 7, minute: 0), 1_795_219_200, 1_795_219_200 + 86_400),
        (.daily(hour: 6, minute: 30), 1_795_219_200, 1_795_219_200 + 86_400 - 1_800),
        (.daily(hour: 0, minute: 0), 1_795_219_200, 1_795_219_200 + 17 * 3_600),
        (.daily(hour: 23, minute: 59), 1_795_219_200, 1_795_219_200 + 17 * 3_600 - 60),
    ]

    @Test(arguments: days.indices) func aDayIsVietnams(index: Int) {
        let (form, after, next) = Self.days[index]
        let found = form.beats(kind: "k", key: "a").next(after: Moment(seconds: after))
        #expect(found == Moment(seconds: next))
    }

    @Test func manyOfOnePeriodAreSpreadAndKeepTheirPlace() {
        let phases = (0..<1_000).map { Recurrence.every(seconds: 3_600).beats(kind: "k", key: "portal:\($0)").phase }
        let again = (0..<1_000).map { Recurrence.every(seconds: 3_600).beats(kind: "k", key: "portal:\($0)").phase }
        #expect(phases == again)
        #expect(phases.allSatisfy { 0..<3_600 ~= $0 })
        let minutes = Dictionary(grouping: phases) { $0 / 60 }.mapValues(\.count)
        // 1 000 over 60 minutes: about 17 in each.
        #expect(minutes.count > 55)
        #expect(minutes.values.max() ?? 1_000 < 40)
    }

    static let wrong: [Recurrence] = [
        .every(seconds: 0), .every(seconds: -5), .every(seconds: .min), .every(seconds: 366 * 86_400 + 1),
        .every(seconds: .max), .daily(hour: 24, minute: 0), .daily(hour: -1, minute: 0), .daily(hour: 0, minute: 60),
        .daily(hour: .max, minute: .max),
    ]

    @Test(arguments: wrong) func aTimeThatIsNoneIsRefused(form: Recurrence) {
        let error = #expect(throws: JobsError.self) { try form.check() }
        #expect(error?.code == .invalid)
    }

    @Test func manyMissedTimesAreCountedWithoutGoingThroughThem() {
        let beats = ScheduleBeats(period: 1, phase: 0)
        let (count, last) = beats.due(from: Moment(seconds: 0), to: Moment(seconds: 4_000_000_000), limit: 2)
        #expect(count == 4_000_000_001)
        #expect(last == [Moment(seconds: 3_999_999_999), Moment(seconds: 4_000_000_000)])
        #expect(beats.due(from: Moment(seconds: 5), to: Moment(seconds: 4), limit: 2).count == 0)
    }
}

@Suite struct ScheduleTests {
    private let time = TestTime()
    private let hour = Recurrence.every(seconds: 3_600)

    private func save(_ store: SQLStore, _ schedule: NewSchedule) async throws -> ScheduleRecord {
        let schedules = JobSchedules(time: time)
        let id = try await store.write { try schedules.save(schedule, by: .account(1), in: $0) }
        return try #require(try await store.read { try JobSchedules.schedule(id, in: $0) })
    }

    private func turnAll(_ store: SQLStore, maxMissed: Int = 500) async throws -> JobScheduler.Turn {
        let scheduler = JobScheduler(store, maxMissed: maxMissed, time: time)
        var all = JobScheduler.Turn()
        while true {
            let turn = try await scheduler.turn()
            if turn.schedules == 0 { return all }
            all.schedules += turn.schedules
            all.jobs += turn.jobs
            all.skipped += turn.skipped
        }
    }

    /// Runs what there is, one after the other, and tells of each: its time, and whether it is late.
    private func work(_ store: SQLStore) async throws -> [(at: Moment?, isLate: Bool)] {
        let queue = JobQueue(store, time: time)
        var done: [(Moment?, Bool)] = []
        while true {
            let claimed = try await queue.claim()
            if claimed.isEmpty { return done }
            for job in claimed {
                try await queue.end(job, .done(nil))
                done.append((job.record.occurrence, job.record.isLate))
            }
        }
    }

    private func passTo(_ moment: Moment) { time.pass(moment - time.now()) }

    @Test(arguments: TestDatabase.backends) func aTimeBecomesAJobOnce(backend: Backend) async throws {
        try await JobsTest.with(backend) { store in
            let schedule = try await save(store, NewSchedule(.plain, key: "a", hour))
            passTo(schedule.nextDue - .microseconds(1))
            var turn = try await turnAll(store)
            #expect(turn == JobScheduler.Turn())
            passTo(schedule.nextDue)
            turn = try await turnAll(store)
            #expect(turn == JobScheduler.Turn(schedules: 1, jobs: 1, skipped: 0))
            turn = try await turnAll(store)
            #expect(turn == JobScheduler.Turn())
            let done = try await work(store)
            #expect(done.map(\.at) == [schedule.nextDue])
            #expect(done.map(\.isLate) == [false])
        }
    }

    @Test(arguments: TestDatabase.backends) func aWeekOffIsCaughtUpOnceInOrderMarkedLate(backend: Backend) async throws
    {
        try await JobsTest.with(backend) { store in
            let schedule = try await save(store, NewSchedule(.plain, key: "a", hour, missed: .each))
            let expected = (0..<168).map { schedule.nextDue + .seconds(3_600 * $0) }
            passTo(schedule.nextDue + .seconds(167 * 3_600 + 30))
            let turn = try await turnAll(store)
            #expect(turn == JobScheduler.Turn(schedules: 1, jobs: 168, skipped: 0))
            let done = try await work(store)
            #expect(done.map(\.at) == expected)
            // The last is 30 s old, which is on time.
            #expect(done.map(\.isLate) == Array(repeating: true, count: 167) + [false])
            let next = try await store.read { try JobSchedules.schedule(schedule.id, in: $0) }
            #expect(next?.nextDue == schedule.nextDue + .seconds(168 * 3_600))
            #expect(next?.lastDue == expected.last)
        }
    }

    @Test(arguments: TestDatabase.backends) func aWeekOffIsOneLateJobWhereOneIsEnough(backend: Backend) async throws {
        try await JobsTest.with(backend) { store in
            let schedule = try await save(store, NewSchedule(.plain, key: "a", .daily(hour: 6, minute: 0)))
            passTo(schedule.nextDue + .seconds(7 * 86_400 + 5))
            let turn = try await turnAll(store)
            #expect(turn == JobScheduler.Turn(schedules: 1, jobs: 1, skipped: 0))
            let done = try await work(store)
            #expect(done.map(\.at) == [schedule.nextDue + .seconds(7 * 86_400)])
            #expect(done.map(\.isLate) == [true])
            let next = try await store.read { try JobSchedules.schedule(schedule.id, in: $0)?.nextDue }
            #expect(next == schedule.nextDue + .seconds(8 * 86_400))
        }
    }

    @Test(arguments: TestDatabase.backends) func theSecondRunOfALiveJobIsNotAdded(backend: Backend) async throws {
        try await JobsTest.with(backend) { store in
            _ = try await save(store, NewSchedule(.plain, key: "a", hour))
            time.pass(.seconds(3_600))
            var turn = try await turnAll(store)
            #expect(turn.jobs == 1)
            time.pass(.seconds(3_600))
            turn = try await turnAll(store)
            #expect(turn == JobScheduler.Turn(schedules: 1, jobs: 0, skipped: 0))
        }
    }

    @Test(arguments: TestDatabase.backends) func moreThanIsBoundedIsReported(backend: Backend) async throws {
        try await JobsTest.with(backend) { store in
            let schedule = try await save(store, NewSchedule(.plain, key: "a", hour, missed: .each))
            passTo(schedule.nextDue + .seconds(24 * 3_600))
            let turn = try await turnAll(store, maxMissed: 10)
            #expect(turn == JobScheduler.Turn(schedules: 1, jobs: 10, skipped: 15))
            let done = try await work(store)
            #expect(done.first?.at == schedule.nextDue + .seconds(15 * 3_600))
            let after = try await store.read { try JobSchedules.schedule(schedule.id, in: $0) }
            #expect(after?.skipped == 15)
            let actions = try await JobsTest.actions(store)
            #expect(actions == ["jobs.schedule", "jobs.skipMissed"])
            let events = try await EventLog(store).read(after: 0, topics: ["schedules"])
            #expect(events.map(\.data) == [#"{"key":"a","kind":"test.plain","skipped":"15"}"#])
        }
    }

    @Test(arguments: TestDatabase.backends) func aClockThatGoesBackRunsNothingTwice(backend: Backend) async throws {
        try await JobsTest.with(backend) { store in
            let schedule = try await save(store, NewSchedule(.plain, key: "a", hour, missed: .each))
            var times: [Moment?] = []
            passTo(schedule.nextDue + .seconds(3 * 3_600))
            for step in [0, -7_200, 3_600, -3_600, 3_600, 3_600, 3_600] {
                time.pass(.seconds(step))
                _ = try await turnAll(store)
                times += try await work(store).map(\.at)
            }
            #expect(times == (0..<5).map { schedule.nextDue + .seconds(3_600 * $0) })
        }
    }

    @Test(arguments: TestDatabase.backends) func aScheduleInTheFarFutureCanBeBroughtBack(backend: Backend) async throws
    {
        try await JobsTest.with(backend) { store in
            let schedule = try await save(store, NewSchedule(.plain, key: "a", hour))
            time.pass(.seconds(366 * 86_400))
            _ = try await turnAll(store)
            time.pass(.seconds(-366 * 86_400))
            let schedules = JobSchedules(time: time)
            try await store.write { try schedules.restart(schedule.id, by: .account(1), in: $0) }
            let next = try await store.read { try JobSchedules.schedule(schedule.id, in: $0)?.nextDue }
            #expect(next == schedule.nextDue)
            let actions = try await JobsTest.actions(store)
            #expect(actions == ["jobs.schedule", "jobs.restartSchedule"])
        }
    }

    @Test(arguments: TestDatabase.backends) func severalMachinesMakeAJobOnce(backend: Backend) async throws {
        try await JobsTest.with(backend) { store in
            for number in 0..<30 {
                _ = try await save(store, NewSchedule(.plain, key: "\(number)", hour, missed: .each))
            }
            time.pass(.seconds(3 * 3_600))
            let time = time
            let jobs = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        let scheduler = JobScheduler(store, time: time)
                        var jobs = 0
                        while true {
                            let turn = try await scheduler.turn()
                            if turn.schedules == 0 { return jobs }
                            jobs += turn.jobs
                        }
                    }
                }
                return try await group.reduce(0, +)
            }
            #expect(jobs == 90)
            let rows = try await store.read {
                try $0.rows("SELECT schedule, occurrence, count(*) AS number FROM jobs GROUP BY schedule, occurrence")
                    .map {
                        try $0.int("number")
                    }
            }
            #expect(rows == Array(repeating: 1, count: 90))
        }
    }

    @Test(arguments: TestDatabase.backends) func aServiceMakesJobsUntilItEnds(backend: Backend) async throws {
        try await JobsTest.with(backend) { store in
            let schedule = try await save(store, NewSchedule(.plain, key: "a", hour))
            let scheduler = JobScheduler(store, poll: .milliseconds(10), time: time)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { await scheduler.run() }
                passTo(schedule.nextDue)
                try await JobsTest.eventually("a job") {
                    try await store.read { try $0.count("SELECT count(*) FROM jobs") } == 1
                }
                group.cancelAll()
            }
        }
    }

    // MARK: the register

    @Test(arguments: TestDatabase.backends) func savingTheSameAgainKeepsWhatWasMissed(backend: Backend) async throws {
        try await JobsTest.with(backend) { store in
            let first = try await save(store, NewSchedule(.plain, key: "a", hour))
            time.pass(.seconds(86_400))
            let same = try await save(store, NewSchedule(.plain, key: "a", hour))
            #expect(same == first)
            var other = NewSchedule(.plain, key: "a", hour)
            other.payload = "[1]"
            let changed = try await save(store, other)
            #expect(changed.id == first.id && changed.nextDue == first.nextDue)
            let moved = try await save(store, NewSchedule(.plain, key: "a", .daily(hour: 9, minute: 30)))
            #expect(moved.nextDue > time.now() && moved.recurrence == .daily(hour: 9, minute: 30))
            let actions = try await JobsTest.actions(store)
            #expect(actions == ["jobs.schedule", "jobs.schedule", "jobs.schedule"])
        }
    }

    @Test(arguments: TestDatabase.backends) func whatPassesWhileAScheduleIsOffIsNotMissed(backend: Backend) async throws
    {
        try await JobsTest.with(backend) { store in
            let schedule = try await save(store, NewSchedule(.plain, key: "a", hour, missed: .each))
            let schedules = JobSchedules(time: time)
            for isEnabled in [false, false, true, true] {
                try await store.write { try schedules.setEnabled(schedule.id, isEnabled, by: .account(1), in: $0) }
                time.pass(.seconds(isEnabled ? 0 : 36_000))
                let turn = try await turnAll(store)
                #expect(turn.jobs == 0)
            }
            time.pass(.seconds(3_600))
            let turn = try await turnAll(store)
            #expect(turn.jobs == 1)
            let actions = try await JobsTest.actions(store)
            #expect(actions == ["jobs.schedule", "jobs.disableSchedule", "jobs.enableSchedule"])
        }
    }

    @Test(arguments: TestDatabase.backends) func aRemovedScheduleLeavesItsJobs(backend: Backend) async throws {
        try await JobsTest.with(backend) { store in
            let schedule = try await save(store, NewSchedule(.plain, key: "a", hour))
            time.pass(.seconds(3_600))
            _ = try await turnAll(store)
            let schedules = JobSchedules(time: time)
            try await store.write { try schedules.remove(schedule.id, by: .account(1), in: $0) }
            let done = try await work(store)
            #expect(done.count == 1)
            let error = await #expect(throws: JobsError.self) {
                try await store.write { try schedules.remove(schedule.id, by: .account(1), in: $0) }
            }
            #expect(error?.code == .notFound)
            let list = try await store.read { try JobSchedules.list(in: $0) }
            #expect(list.isEmpty)
        }
    }

    @Test(arguments: TestDatabase.backends) func schedulesAreListedByPage(backend: Backend) async throws {
        try await JobsTest.with(backend) { store in
            for key in ["c", "a", "b"] { _ = try await save(store, NewSchedule(.plain, key: key, hour)) }
            _ = try await save(store, NewSchedule(.other, key: "z", hour))
            let pages = try await store.read { db in
                try (0..<3).map { try JobSchedules.list(kind: "test.plain", page: $0, pageSize: 2, in: db).map(\.key) }
            }
            #expect(pages == [["a", "b"], ["c"], []])
            let all = try await store.read { try JobSchedules.list(page: -3, in: $0).map(\.key) }
            #expect(all == ["z", "a", "b", "c"])
        }
    }

    @Test(arguments: TestDatabase.backends) func aScheduleOutOfBoundsIsRefused(backend: Backend) async throws {
        try await JobsTest.with(backend) { store in
            var notJSON = NewSchedule(.plain, key: "a", hour)
            notJSON.payload = "{"
            let wrong = [
                NewSchedule(.plain, key: "", hour), NewSchedule(.plain, key: String(repeating: "a", count: 161), hour),
                NewSchedule(.plain, key: "a", .every(seconds: 0)), notJSON,
            ]
            for schedule in wrong {
                await #expect(throws: JobsError.self) { _ = try await save(store, schedule) }
            }
            let actions = try await JobsTest.actions(store)
            #expect(actions.isEmpty)
        }
    }
}
