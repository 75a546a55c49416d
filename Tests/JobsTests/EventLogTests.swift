import Foundation
import SQLStore
import Synchronization
import TestDatabase
import Testing

@testable import Jobs

@Suite struct EventLogTests {
    private let now = TestTime().now()

    @discardableResult
    private func append(_ store: SQLStore, _ topic: StaticString = "a", _ subject: String = "") async throws -> Int64 {
        let now = now
        return try await store.write { try EventLog.append(NewEvent(topic, subject: subject), at: now, in: $0) }
    }

    @Test(arguments: TestDatabase.backends) func eventsAreReadAfterANumber(backend: Backend) async throws {
        try await JobsTest.with(backend) { store in
            let log = EventLog(store)
            let empty = try await store.read { try EventLog.position(in: $0) }
            #expect(empty == 0)
            try await append(store, "a", "1")
            try await append(store, "b", "2")
            try await append(store, "a", "3")
            try await append(store, "c", "4")
            let all = try await log.read(after: 0)
            #expect(all.map(\.subject) == ["1", "2", "3", "4"])
            #expect(all.map(\.id) == all.map(\.id).sorted())
            #expect(all[0].at == now && all[0].topic == "a" && all[0].data == "{}")
            let some = try await log.read(after: all[0].id, topics: ["a", "c"])
            #expect(some.map(\.subject) == ["3", "4"])
            let one = try await log.read(after: 0, limit: 1)
            #expect(one.map(\.subject) == ["1"])
            let none = try await log.read(after: 0, limit: -1)
            #expect(none.isEmpty)
            let position = try await store.read { try EventLog.position(in: $0) }
            #expect(position == all[3].id)
        }
    }

    static let refused: [(NewEvent, JobsError.Code)] = [
        (NewEvent("a", data: "\"" + String(repeating: "a", count: 4_095) + "\""), .tooLarge),
        (NewEvent("a", data: "{"), .invalid), (NewEvent("a", data: ""), .invalid), (NewEvent(""), .invalid),
        (NewEvent("a", subject: String(repeating: "a", count: 201)), .tooLarge),
    ]

    @Test(arguments: TestDatabase.backends, refused.indices) func whatIsOutOfBoundsIsRefused(
        backend: Backend, index: Int
    ) async throws {
        try await JobsTest.with(backend) { store in
            let now = now
            let error = await #expect(throws: JobsError.self) {
                try await store.write { try EventLog.append(Self.refused[index].0, at: now, in: $0) }
            }
            #expect(error?.code == Self.refused[index].1)
            let position = try await store.read { try EventLog.position(in: $0) }
            #expect(position == 0)
        }
    }

    @Test(arguments: TestDatabase.backends) func numbersGoOnAfterTheOldAreForgotten(backend: Backend) async throws {
        try await JobsTest.with(backend) { store in
            let last = try await append(store)
            let kept = try await EventLog(store).prune(before: now)
            #expect(kept == 0)
            let gone = try await EventLog(store).prune(before: now + .seconds(1))
            #expect(gone == 1)
            let next = try await append(store)
            #expect(next > last)
        }
    }

    @Test(arguments: TestDatabase.backends) func aStreamGoesOnWhereItWasCutOff(backend: Backend) async throws {
        try await JobsTest.with(backend) { store in
            for number in 0..<450 { try await append(store, number % 2 == 0 ? "a" : "b", "\(number)") }
            var seen: [String] = []
            var last: Int64 = 0
            while seen.count < 225 {
                for try await event in EventLog(store).stream(after: last, topics: ["a"]) {
                    seen.append(event.subject)
                    last = event.id
                    if seen.count % 60 == 0 || seen.count == 225 { break }
                }
            }
            #expect(seen == (0..<225).map { "\($0 * 2)" })
        }
    }

    @Test(arguments: TestDatabase.backends) func aStreamWaitsForWhatComes(backend: Backend) async throws {
        try await JobsTest.with(backend) { store in
            let seen = Notes<String>()
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    // Looks by itself once an hour: it is woken, or it sees nothing.
                    for try await event in EventLog(store).stream(after: 0, poll: .seconds(3_600)) {
                        seen.add(event.subject)
                    }
                }
                for number in 0..<5 {
                    try await append(store, "a", "\(number)")
                    try await JobsTest.eventually("seen") { seen.all.count == number + 1 }
                }
                // Ends with its task.
                group.cancelAll()
            }
            #expect(seen.all == ["0", "1", "2", "3", "4"])
        }
    }

    @Test(arguments: TestDatabase.backends) func aStreamThrowsWhenTheDatabaseIsClosed(backend: Backend) async throws {
        try await TestDatabase.withAddress(backend) { address in
            let store = try SQLStore(address)
            try await Migrator(JobsTest.plans).migrate(store)
            var stream = EventLog(store).stream(after: 0, poll: .milliseconds(10)).makeAsyncIterator()
            try await append(store)
            let first = try await stream.next()
            #expect(first != nil)
            await store.close()
            await #expect(throws: (any Error).self) { while try await stream.next() != nil {} }
        }
    }

    // MARK: order

    @Test(arguments: TestDatabase.backends) func noReaderMissesAnEventOfManyWriters(backend: Backend) async throws {
        let (writers, each) = (6, 25)
        var options = StoreOptions()
        options.connectionCount = 8
        try await TestDatabase.with(backend, JobsTest.plans, options: options) { store in
            let seen = try await withThrowingTaskGroup(of: [Int64].self) { group in
                for writer in 0..<writers {
                    group.addTask {
                        for number in 0..<each {
                            try await store.write { db in
                                try EventLog.append(
                                    NewEvent("a", subject: "\(writer)/\(number)"), at: Moment(seconds: 1), in: db)
                                // The longer a transaction stays open, the sooner it is overtaken.
                                for _ in 0..<(writer * 2) { _ = try db.count("SELECT count(*) FROM workers") }
                            }
                        }
                        return []
                    }
                }
                group.addTask {
                    // Resumes after every event.
                    var ids: [Int64] = []
                    while ids.count < writers * each, !Task.isCancelled {
                        for try await event in EventLog(store).stream(after: ids.last ?? 0, poll: .milliseconds(20)) {
                            ids.append(event.id)
                            break
                        }
                    }
                    return ids
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            let all = try await EventLog(store).read(after: 0).map(\.id)
            #expect(seen == all)
            #expect(all.count == writers * each)
        }
    }

    /// A transaction that has its number is held open while another writer comes: nothing that comes later may be seen first.
    @Test func aLaterNumberIsNeverSeenBeforeAnEarlierOne() async throws {
        try await JobsTest.with(.postgres) { store in
            let now = now
            let held = DispatchSemaphore(value: 0)
            let release = DispatchSemaphore(value: 0)
            let isOver = Notes<String>()
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    try await store.write { db in
                        try EventLog.append(NewEvent("a", subject: "first"), at: now, in: db)
                        held.signal()
                        release.wait()
                    }
                }
                group.addTask {
                    try await JobsTest.eventually("held") { held.wait(timeout: .now()) == .success }
                    try await store.write { db in
                        try EventLog.append(NewEvent("a", subject: "second"), at: now, in: db)
                    }
                    isOver.add("second")
                }
                // The second waits, or has gone by.
                try await JobsTest.eventually("second") {
                    let waiting = try await store.read {
                        try $0.count("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
                    }
                    return waiting > 0 || !isOver.all.isEmpty
                }
                let seen = try await EventLog(store).read(after: 0)
                #expect(seen.isEmpty)
                release.signal()
                try await group.waitForAll()
            }
            let seen = try await EventLog(store).read(after: 0)
            #expect(seen.map(\.subject) == ["first", "second"])
        }
    }
}
