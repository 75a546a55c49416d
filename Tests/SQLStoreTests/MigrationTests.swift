import Foundation
import TestDatabase
import Testing

@testable import SQLStore

@Suite struct MigrationTests {
    private func plan(_ migrations: Migration...) -> MigrationPlan { MigrationPlan(room: "test", migrations) }
    private let first = Migration(1, "first", [.table("a", "id id\nname text NOT NULL")])
    private let second = Migration(2, "second", [.column("size int", of: "a")])

    @Test(arguments: TestDatabase.backends) func stepsAreAppliedOnceAndInOrder(backend: Backend) async throws {
        try await TestDatabase.with(backend) { store in
            let applied = try await Migrator([plan(first)]).migrate(store).map(\.number)
            #expect(applied == [1])
            let pending = try await Migrator([plan(first, second)]).pendingSteps(store).map(\.number)
            #expect(pending == [2])
            let rest = try await Migrator([plan(first, second)]).migrate(store).map(\.number)
            #expect(rest == [2])
            let nothing = try await Migrator([plan(first, second)]).migrate(store)
            #expect(nothing.isEmpty)
        }
    }

    @Test(arguments: TestDatabase.backends) func aNewerDatabaseIsRefused(backend: Backend) async throws {
        try await TestDatabase.with(backend) { store in
            try await Migrator([plan(first, second)]).migrate(store)
            let error = await #expect(throws: StoreError.self) { try await Migrator([plan(first)]).migrate(store) }
            #expect(error?.code == .newerSchema)
        }
    }

    @Test(arguments: TestDatabase.backends) func aStepThatWasRewrittenIsRefused(backend: Backend) async throws {
        try await TestDatabase.with(backend) { store in
            try await Migrator([plan(first)]).migrate(store)
            let other = Migration(1, "first", [.table("a", "id id\nname text")])
            let error = await #expect(throws: StoreError.self) { try await Migrator([plan(other)]).pendingSteps(store) }
            #expect(error?.code == .alteredSchema)
        }
    }

    @Test(arguments: TestDatabase.backends) func aStepThatFailsLeavesNothing(backend: Backend) async throws {
        try await TestDatabase.with(backend) { store in
            let broken = Migration(2, "broken", [.table("b", "id id"), .plain("CREATE NONSENSE")])
            await #expect(throws: StoreError.self) { try await Migrator([plan(first, broken)]).migrate(store) }
            let left = try await Migrator([plan(first)]).pendingSteps(store).count
            #expect(left == 1)
        }
    }

    @Test(arguments: TestDatabase.backends) func manyMachinesMayMigrateAtOnce(backend: Backend) async throws {
        try await TestDatabase.withAddress(backend) { address in
            let plans = [plan(first, second)]
            let applied = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        let store = try SQLStore(address)
                        let steps = try await Migrator(plans).migrate(store)
                        await store.close()
                        return steps.count
                    }
                }
                return try await group.reduce(0, +)
            }
            #expect(applied == 2)
        }
    }

    @Test func aColumnWithoutATypeIsRefused() {
        #expect(throws: StoreError.self) { try ColumnWords.table("a", "name varchar", .sqlite) }
    }
}

@Suite struct BackupTests {
    /// A table that is not empty from the beginning.
    private static let seeded = MigrationPlan(
        room: "seeded",
        [
            Migration(
                1, "head",
                [
                    .table("heads", "single int PRIMARY KEY CHECK (single = 1)\nplace int NOT NULL"),
                    .plain("INSERT INTO heads (single, place) VALUES (1, 0)"),
                ])
        ])
    private static let plans = [ContractTests.plan, seeded]
    private static let kinds = TestDatabase.backends.flatMap { from in TestDatabase.backends.map { (from, $0) } }

    @Test(arguments: kinds) func whatWasBackedUpIsRestored(from: Backend, to: Backend) async throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "backup-\(UUID().uuidString).db").path()
        defer { try? FileManager.default.removeItem(atPath: path) }
        let backup = DatabaseBackup(Migrator(Self.plans))
        try await TestDatabase.with(from, Self.plans) { store in
            try await store.write { db in
                for number in 1...1_200 {
                    let id = try db.insert(
                        "INSERT INTO things (name, body) VALUES (?, ?)", "n\(number)", [UInt8](repeating: 7, count: 99))
                    try db.execute("INSERT INTO parts (thing) VALUES (?)", id)
                }
            }
            try await store.write { try $0.execute("UPDATE heads SET place = 7") }
            let written = try await backup.write(store, to: path)
            #expect(written == 2_401)
            let error = await #expect(throws: StoreError.self) { _ = try await backup.write(store, to: path) }
            #expect(error?.code == .file)
        }
        try await TestDatabase.with(to, []) { store in
            let restored = try await backup.restore(path, into: store)
            #expect(restored == 2_401)
            let place = try await store.read { try $0.count("SELECT place FROM heads") }
            #expect(place == 7)
            let id = try await store.write { try $0.insert("INSERT INTO things (name) VALUES ('next')") }
            #expect(id > 1_200)
            let error = await #expect(throws: StoreError.self) { _ = try await backup.restore(path, into: store) }
            #expect(error?.code == .badBackup)
        }
    }

    @Test(arguments: TestDatabase.backends) func aBackupIsTakenWhileOthersWrite(backend: Backend) async throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "backup-\(UUID().uuidString).db").path()
        defer { try? FileManager.default.removeItem(atPath: path) }
        let backup = DatabaseBackup(Migrator([ContractTests.plan]))
        try await TestDatabase.with(backend, [ContractTests.plan]) { store in
            try await withThrowingTaskGroup { group in
                group.addTask {
                    // A thing and its part belong together.
                    for number in 0..<300 {
                        try await store.write { db in
                            let id = try db.insert("INSERT INTO things (name) VALUES (?)", "n\(number)")
                            try db.execute("INSERT INTO parts (thing) VALUES (?)", id)
                        }
                    }
                }
                group.addTask { _ = try await backup.write(store, to: path) }
                try await group.waitForAll()
            }
        }
        let copy = try SQLStore(.sqlite(path: path))
        let counts = try await copy.read { db in
            (try db.count("SELECT count(*) FROM things"), try db.count("SELECT count(*) FROM parts"))
        }
        #expect(counts.0 == counts.1)
        let fault = try await copy.firstFault()
        #expect(fault == nil)
        await copy.close()
    }

    @Test func whatIsNoBackupIsRefused() async throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "none-\(UUID().uuidString)").path()
        defer { try? FileManager.default.removeItem(atPath: path) }
        let backup = DatabaseBackup(Migrator([ContractTests.plan]))
        for bytes in [Data("not a database, but long enough to look at it".utf8), Data(count: 4096), Data()] {
            try bytes.write(to: URL(filePath: path))
            try await TestDatabase.with(.sqlite) { store in
                let error = await #expect(throws: StoreError.self) { _ = try await backup.restore(path, into: store) }
                #expect(error?.code == .badBackup)
            }
        }
    }
}
