import SQLStore
import TestDatabase
import Testing

@testable import Portals

@Suite struct DatabaseJournalTests {
    private static func entry(_ number: Int) -> JournalEntry {
        JournalEntry(
            events: [
                .discovered([Discovery(url: "https://a.example.vn/\(number)", way: .link)], on: nil, refused: [:])
            ],
            record: Array("{\"n\":\(number)}".utf8))
    }

    private func journal(_ test: WatchTest, _ sweep: Int64, next: Int64 = 0) -> DatabaseJournal {
        let store = test.store
        return DatabaseJournal(store, sweep: sweep, next: next) { body in try await store.write { try body($0) } }
    }

    private func begin(_ test: WatchTest, job: Int64, _ portal: Portal) async throws -> SweepRows.Begun {
        let now = test.time.now()
        return try await test.store.write { try SweepRows.begin(portal: portal.id, job: job, at: now, in: $0) }
    }

    @Test(arguments: TestDatabase.backends)
    func whatWasAppendedComesBackInItsOrderAlsoAfterAnotherWorkerWentOn(backend: Backend) async throws {
        try await WatchTest.with(backend) { test in
            let portal = try await test.add()
            let first = try await begin(test, job: 5, portal)
            #expect(!first.isResumed)
            let before = journal(test, first.id)
            for batch in 0..<70 { try await before.append([Self.entry(2 * batch), Self.entry(2 * batch + 1)]) }
            try await before.append([])
            let second = try await begin(test, job: 5, portal)
            #expect(second == SweepRows.Begun(id: first.id, begun: first.begun, isResumed: true, next: 70))
            let after = journal(test, second.id, next: second.next)
            try await after.append([Self.entry(140)])
            var read: [JournalEntry] = []
            try await after.load { read.append($0) }
            #expect(read == (0...140).map(Self.entry))
            let sweeps = try await test.sweeps(portal)
            #expect(sweeps.map(\.resumed) == [1])
        }
    }

    @Test(arguments: TestDatabase.backends)
    func aRowThatIsNotWhatWasWrittenIsNamed(backend: Backend) async throws {
        try await WatchTest.with(backend) { test in
            let portal = try await test.add()
            let begun = try await begin(test, job: 5, portal)
            let journal = journal(test, begun.id)
            for number in 0..<3 { try await journal.append([Self.entry(number)]) }
            try await test.store.write { db in
                try db.execute("UPDATE sweep_journal SET lines = ? WHERE sequence = 1", Array("{\"crc\":\"0".utf8))
            }
            await #expect(throws: JournalError(.damaged, "the journal is damaged", line: 2)) {
                try await journal.load { _ in }
            }
        }
    }

    @Test(arguments: TestDatabase.backends)
    func whatAnotherJobLeftBehindIsEndedWithItsJournal(backend: Backend) async throws {
        try await WatchTest.with(backend) { test in
            let portal = try await test.add()
            let left = try await begin(test, job: 5, portal)
            try await journal(test, left.id).append([Self.entry(1)])
            let next = try await begin(test, job: 6, portal)
            #expect(!next.isResumed)
            let sweeps = try await test.sweeps(portal)
            #expect(sweeps.map(\.state) == [.running, .interrupted])
            let rows = try await test.count("SELECT count(*) FROM sweep_journal")
            #expect(rows == 0)
        }
    }
}
