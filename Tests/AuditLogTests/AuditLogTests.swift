import Cryptography
import Foundation
import SQLStore
import Synchronization
import TestDatabase
import Testing

@testable import AuditLog

final class TestTime: TimeSource {
    private let moment = Mutex(Moment(seconds: 1_795_000_000))

    func now() -> Moment { moment.withLock { $0 } }
    func pass(_ duration: Duration) { moment.withLock { $0 = $0 + duration } }
}

@Suite struct AuditLogTests {
    private let time = TestTime()

    private func with(_ backend: Backend, rows: Int = 0, _ body: (SQLStore) async throws -> Void) async throws {
        try await TestDatabase.with(backend, [AuditLog.migrations]) { store in
            for number in 0..<rows { try await add(store, "agency:\(number)") }
            try await body(store)
        }
    }

    private func add(_ store: SQLStore, _ subject: String) async throws {
        let now = time.now()
        time.pass(.milliseconds(10))
        try await store.write { connection in
            try AuditLog.record(
                AuditEntry(
                    .account(1), "agencies.rename", subject: subject, detail: ["to": "Xã Trà Bồng", "from": "\""]),
                at: now, in: connection)
        }
    }

    private func sealer(_ store: SQLStore, node: String = "a") -> AuditSealer {
        AuditSealer(store, node: node, time: time)
    }

    @Test(arguments: TestDatabase.backends)
    func rowsAreListedByWhoWhatAndWhenTheNewestFirst(backend: Backend) async throws {
        let start = time.now()
        try await with(backend, rows: 5) { store in
            func list(limit: Int = 10, offset: Int = 0, _ change: (inout AuditFilter) -> Void) async throws -> (
                subjects: [String], total: Int
            ) {
                var filter = AuditFilter()
                change(&filter)
                let (rows, total) = try await store.read { [filter] db in
                    try AuditList.page(filter, limit: limit, offset: offset, in: db)
                }
                return (rows.map(\.subject), total)
            }
            let second = try await list(limit: 2, offset: 2) { $0.action = "agencies." }
            #expect(second.subjects == ["agency:2", "agency:1"])
            #expect(second.total == 5)
            let one = try await list { $0.subject = "agency:3" }
            #expect(one.subjects == ["agency:3"])
            let actor = try await list { $0.actor = "account:1" }
            #expect(actor.total == 5)
            let nobody = try await list { $0.actor = "account:1%" }
            #expect(nobody.total == 0, "a sign is a sign")
            let period = try await list { ($0.from, $0.until) = (start + .milliseconds(10), start + .milliseconds(30)) }
            #expect(period.subjects == ["agency:2", "agency:1"])
            let (waiting, oldest) = try await store.read { try AuditList.unsealed(in: $0) }
            #expect(waiting == 5)
            #expect(oldest == start)
        }
    }

    @Test(arguments: TestDatabase.backends) func whatWasSealedHolds(backend: Backend) async throws {
        try await with(backend, rows: 5) { store in
            let waiting = try await AuditCheck(store).run().unsealedCount
            #expect(waiting == 5)
            let sealed = try await sealer(store).seal()
            #expect(sealed == 5)
            let report = try await AuditCheck(store).run()
            #expect(report.holds && report.sealedCount == 5 && report.unsealedCount == 0 && report.head == 5)
        }
    }

    @Test(arguments: TestDatabase.backends) func aChangeThatIsUndoneLeavesNoRow(backend: Backend) async throws {
        struct Stop: Error {}
        try await with(backend) { store in
            let now = time.now()
            await #expect(throws: Stop.self) {
                try await store.write { connection in
                    try AuditLog.record(AuditEntry(.program("test"), "agencies.rename"), at: now, in: connection)
                    throw Stop()
                }
            }
            let waiting = try await AuditCheck(store).run().unsealedCount
            #expect(waiting == 0)
        }
    }

    static let tricks: [(sql: StaticString, fault: AuditCheck.Fault)] = [
        ("UPDATE audit_rows SET actor = 'account:2' WHERE sequence = 3", .altered(sequence: 3, id: 3)),
        ("UPDATE audit_rows SET subject = '', address = subject WHERE sequence = 3", .altered(sequence: 3, id: 3)),
        ("UPDATE audit_rows SET at = at + 1 WHERE sequence = 3", .altered(sequence: 3, id: 3)),
        ("DELETE FROM audit_rows WHERE sequence = 3", .missing(from: 3, to: 3)),
        ("DELETE FROM audit_rows WHERE sequence = 5", .headDiffers(sequence: 4, recorded: 5)),
        ("UPDATE audit_rows SET sequence = NULL, hash = NULL WHERE sequence = 2", .missing(from: 2, to: 2)),
    ]

    @Test(arguments: TestDatabase.backends, tricks.indices) func everyChangeIsFoundOut(backend: Backend, trick: Int)
        async throws
    {
        try await with(backend, rows: 5) { store in
            _ = try await sealer(store).seal()
            let sql = Self.tricks[trick].sql
            try await store.write { try $0.execute(SQL(sql)) }
            let report = try await AuditCheck(store).run()
            #expect(report.faults.contains(Self.tricks[trick].fault))
        }
    }

    @Test(arguments: TestDatabase.backends) func oneMachineSealsAtATime(backend: Backend) async throws {
        try await with(backend, rows: 2) { store in
            let firstSealed = try await sealer(store, node: "a").seal()
            #expect(firstSealed == 2)
            try await add(store, "x")
            let refused = try await sealer(store, node: "b").seal()
            #expect(refused == 0)
            // The lease of the silent one ends.
            time.pass(.seconds(11))
            let takenOver = try await sealer(store, node: "b").seal()
            #expect(takenOver == 1)
            let report = try await AuditCheck(store).run()
            #expect(report.holds)
        }
    }

    @Test(arguments: TestDatabase.backends) func writersAndSealersMayCrowd(backend: Backend) async throws {
        try await with(backend) { store in
            try await withThrowingTaskGroup { group in
                for worker in 0..<4 {
                    group.addTask { for number in 0..<20 { try await add(store, "\(worker)/\(number)") } }
                    group.addTask { for _ in 0..<10 { _ = try await sealer(store, node: "\(worker)").seal() } }
                }
                try await group.waitForAll()
            }
            time.pass(.seconds(30))
            while try await sealer(store, node: "last").seal() > 0 {}
            let report = try await AuditCheck(store).run()
            #expect(report.holds && report.sealedCount == 80 && report.unsealedCount == 0)
        }
    }

    @Test(arguments: TestDatabase.backends) func aDayIsExportedWithItsSignature(backend: Backend) async throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "audit-\(UUID().uuidString).jsonl").path()
        defer { for end in ["", ".sig"] { try? FileManager.default.removeItem(atPath: path + end) } }
        try await with(backend, rows: 4) { store in
            _ = try await sealer(store).seal()
            let signed = Mutex<[UInt8]>([])
            let start = Moment(seconds: 1_795_000_000)
            let summary = try await AuditExport(store).write(start..<start + .milliseconds(25), to: path) { digest in
                signed.withLock { $0 = digest }
                return [0xAB]
            }
            #expect(summary.rowCount == 3 && summary.lastSequence == 3)
            let bytes = try Array(Data(contentsOf: URL(filePath: path)))
            #expect(SHA256.digest(of: bytes) == signed.withLock { $0 })
            let rows = try bytes.split(separator: 0x0A).map { try JSONDecoder().decode(AuditRow.self, from: Data($0)) }
            #expect(rows.map(\.subject) == ["agency:0", "agency:1", "agency:2"] && rows.last?.hash == summary.lastHash)
            #expect(try String(contentsOfFile: path + ".sig", encoding: .utf8) == "ab\n")
        }
    }
}
