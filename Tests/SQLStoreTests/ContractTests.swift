import Foundation
import TestDatabase
import Testing

@testable import SQLStore

/// What every room may rely on, on both back ends.
@Suite struct ContractTests {
    static let plan = MigrationPlan(
        room: "test",
        [
            Migration(
                1, "things",
                [
                    .table(
                        "things",
                        """
                        id id
                        name text NOT NULL UNIQUE
                        size int
                        share real
                        body bytes
                        done flag NOT NULL DEFAULT 0
                        made time
                        CHECK (length(name) < 20)
                        """),
                    .table(
                        "parts",
                        """
                        id id
                        thing int NOT NULL REFERENCES things(id)
                        """),
                    .plain("CREATE INDEX parts_thing ON parts (thing)"),
                ])
        ])

    private func with(_ backend: Backend, _ body: (SQLStore) async throws -> Void) async throws {
        try await TestDatabase.with(backend, [Self.plan], body)
    }

    @Test(arguments: TestDatabase.backends) func valuesComeBackAsTheyWere(backend: Backend) async throws {
        try await with(backend) { store in
            let bytes = [UInt8]((0...255).map { UInt8($0) })
            let moment = Moment(microseconds: 1_795_000_000_123_456)
            let id = try await store.write { db in
                try db.insert(
                    "INSERT INTO things (name, size, share, body, done, made) VALUES (?, ?, ?, ?, ?, ?)",
                    "Đà 'Nẵng' ? 🙂",
                    Int.min, 0.1, bytes, true, moment)
            }
            let row = try #require(try await store.read { try $0.first("SELECT * FROM things WHERE id = ?", id) })
            #expect(try row.text("name") == "Đà 'Nẵng' ? 🙂")
            #expect(try row.int("size") == .min)
            #expect(try row.real("share") == 0.1)
            #expect(try row.bytes("body") == bytes)
            #expect(try row.flag("done"))
            #expect(try row.moment("made") == moment)
        }
    }

    @Test(arguments: TestDatabase.backends) func emptyAndMissingAreDifferent(backend: Backend) async throws {
        try await with(backend) { store in
            try await store.write { db in
                try db.execute("INSERT INTO things (name, body, size) VALUES ('a', ?, ?)", [UInt8](), Int?.none)
            }
            let row = try #require(try await store.read { try $0.first("SELECT * FROM things") })
            #expect(try row.bytes("body") == [])
            #expect(try row.isNull("size"))
            #expect(try row.optionalInt("size") == nil)
            #expect(throws: StoreError.self) { try row.int("size") }
            #expect(throws: StoreError.self) { try row.int("nothing") }
        }
    }

    @Test(arguments: TestDatabase.backends) func aTextKeepsNoNull(backend: Backend) async throws {
        try await with(backend) { store in
            try await store.write { try $0.execute("INSERT INTO things (name) VALUES (?)", "a\u{0}b") }
            let names = try await store.read { try $0.rows("SELECT name FROM things").map { try $0.text("name") } }
            #expect(names == ["a\u{FFFD}b"])
        }
    }

    @Test(arguments: TestDatabase.backends) func sumsAndComparisonsAreNumbers(backend: Backend) async throws {
        try await with(backend) { store in
            try await store.write { db in
                for size in 1...3 { try db.execute("INSERT INTO things (name, size) VALUES (?, ?)", "n\(size)", size) }
            }
            let row = try await store.read {
                try $0.first(
                    "SELECT sum(size) AS total, max(size) AS most, 1 = 1 AS yes, count(*) FILTER (WHERE size > ?) AS few FROM things",
                    2)
            }
            #expect(try row?.int("total") == 6)
            #expect(try row?.int("most") == 3)
            #expect(try row?.flag("yes") == true)
            #expect(try row?.int("few") == 1)
        }
    }

    @Test(arguments: TestDatabase.backends) func rulesOfTheSchemaHoldAndAreNamed(backend: Backend) async throws {
        try await with(backend) { store in
            func code(_ text: StaticString, _ arguments: any SQLConvertible...) async -> StoreError.Code? {
                let sql = SQL(text, arguments)
                do {
                    try await store.write { try $0.execute(sql) }
                    return nil
                } catch {
                    return (error as? StoreError)?.code
                }
            }
            #expect(await code("INSERT INTO things (name) VALUES ('a')") == nil)
            #expect(await code("INSERT INTO things (name) VALUES ('a')") == .unique)
            #expect(await code("INSERT INTO things (name) VALUES (?)", String?.none) == .notNull)
            #expect(await code("INSERT INTO things (name) VALUES ('123456789012345678901234567890')") == .check)
            #expect(await code("INSERT INTO things (name, done) VALUES ('b', 2)") == .check)
            #expect(await code("INSERT INTO parts (thing) VALUES (77)") == .foreignKey)
            #expect(await code("INSERT INTO nowhere (a) VALUES (1)") == .wrongStatement)
        }
    }

    @Test(arguments: TestDatabase.backends) func whatThrowsChangesNothing(backend: Backend) async throws {
        struct Stop: Error {}
        try await with(backend) { store in
            await #expect(throws: Stop.self) {
                try await store.write { db in
                    try db.execute("INSERT INTO things (name) VALUES ('a')")
                    throw Stop()
                }
            }
            let count = try await store.read { try $0.count("SELECT count(*) FROM things") }
            #expect(count == 0)
        }
    }

    @Test(arguments: TestDatabase.backends) func aPartIsUndoneByItself(backend: Backend) async throws {
        try await with(backend) { store in
            try await store.write { db in
                try db.execute("INSERT INTO things (name) VALUES ('a')")
                _ = try? db.savepoint { try $0.execute("INSERT INTO things (name) VALUES ('a')") }
                try db.savepoint { _ = try $0.execute("INSERT INTO things (name) VALUES ('b')") }
            }
            let count = try await store.read { try $0.count("SELECT count(*) FROM things") }
            #expect(count == 2)
        }
    }

    @Test(arguments: TestDatabase.backends) func aReadCannotChange(backend: Backend) async throws {
        try await with(backend) { store in
            await #expect(throws: StoreError.self) {
                try await store.read { _ = try $0.rows("INSERT INTO things (name) VALUES ('a') RETURNING id") }
            }
            let count = try await store.read { try $0.count("SELECT count(*) FROM things") }
            #expect(count == 0)
        }
    }

    @Test(arguments: TestDatabase.backends) func countersOfManyWritersAddUp(backend: Backend) async throws {
        try await with(backend) { store in
            try await store.write { try $0.execute("INSERT INTO things (name, size) VALUES ('n', 0)") }
            try await withThrowingTaskGroup { group in
                for _ in 0..<8 {
                    group.addTask {
                        for _ in 0..<10 {
                            try await store.write { db in
                                let size = try db.count("SELECT size FROM things WHERE name = 'n'")
                                try db.execute("UPDATE things SET size = ? WHERE name = 'n'", size + 1)
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
            let count = try await store.read { try $0.count("SELECT size FROM things") }
            #expect(count == 80)
        }
    }

    @Test(arguments: TestDatabase.backends) func groupedChangesStandOrFallAlone(backend: Backend) async throws {
        try await with(backend) { store in
            let failures = await withTaskGroup { group in
                for number in 0..<200 {
                    group.addTask {
                        do {
                            try await store.writeGrouped { db in
                                // Every tenth name is taken already.
                                _ = try db.insert(
                                    "INSERT INTO things (name) VALUES (?)", "n\(number % 10 == 9 ? 0 : number)")
                            }
                            return 0
                        } catch {
                            return (error as? StoreError)?.code == .unique ? 1 : 1000
                        }
                    }
                }
                return await group.reduce(0, +)
            }
            #expect(failures == 20)
            let count = try await store.read { try $0.count("SELECT count(*) FROM things") }
            #expect(count == 180)
        }
    }

    @Test(arguments: TestDatabase.backends) func noRowIsClaimedTwice(backend: Backend) async throws {
        try await with(backend) { store in
            try await store.write { db in
                for number in 0..<100 {
                    try db.execute("INSERT INTO things (name, size) VALUES (?, ?)", "n\(number)", number)
                }
            }
            let claimed = try await withThrowingTaskGroup(of: [Int].self) { group in
                for _ in 0..<6 {
                    group.addTask {
                        var mine: [Int] = []
                        while true {
                            let rows = try await store.claim(
                                Claim(
                                    from: "things", where: SQL("done = ?", false), orderBy: "size", limit: 7,
                                    set: SQL("done = ?", true)))
                            if rows.isEmpty { return mine }
                            mine += try rows.map { try $0.int("size") }
                        }
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(claimed.sorted() == Array(0..<100))
        }
    }

    @Test(arguments: TestDatabase.backends) func aNoticeWakesAfterTheCommitOnly(backend: Backend) async throws {
        try await with(backend) { store in
            let channel = NoticeChannel("things")
            let notices = store.notices(channel)
            async let seen = Self.countAfterNotice(notices, store)
            try await store.write { db in
                try db.notify(channel)
                try db.execute("INSERT INTO things (name) VALUES ('a')")
            }
            let count = try await seen
            #expect(count == 1)
        }
    }

    @Test(arguments: TestDatabase.backends) func aClosedStoreEndsWhoListens(backend: Backend) async throws {
        try await TestDatabase.withAddress(backend) { address in
            let store = try SQLStore(address)
            await store.close()
            for await _ in store.notices(NoticeChannel("things")) {}
            await store.close()
            await #expect(throws: (any Error).self) { try await store.read { try $0.count("SELECT 1 AS one") } }
        }
    }

    /// The statement would take days, and may.
    @Test(.timeLimit(.minutes(15)), arguments: TestDatabase.backends)
    func aCancelledTaskEndsItsStatement(backend: Backend) async throws {
        var options = StoreOptions()
        options.statementDeadline = .seconds(600)
        try await TestDatabase.with(backend, [], options: options) { store in
            let reading = Task {
                try await store.read { db in
                    try db.count(
                        """
                        WITH RECURSIVE n (i) AS (SELECT CAST(1 AS bigint) UNION ALL SELECT i + 1 FROM n WHERE i < 900000000000)
                        SELECT count(*) FROM n
                        """)
                }
            }
            try await Task.sleep(for: .milliseconds(300))
            reading.cancel()
            let error = await #expect(throws: StoreError.self) { try await reading.value }
            #expect(error?.code == .deadline)
            // The connection is good for the next one.
            let one = try await store.read { try $0.count("SELECT 1 AS one") }
            #expect(one == 1)
        }
    }

    private static func countAfterNotice(_ notices: AsyncStream<Void>, _ store: SQLStore) async throws -> Int {
        for await _ in notices {
            let count = try await store.read { try $0.count("SELECT count(*) FROM things") }
            if count > 0 { return count }
        }
        return 0
    }

    @Test(arguments: TestDatabase.backends) func searchIgnoresMarksAndCase(backend: Backend) async throws {
        try await with(backend) { store in
            try await store.write { db in
                for name in ["Đức Phổ", "Trà Đa", "Ba Đình"] {
                    try db.execute("INSERT INTO things (name) VALUES (?)", SearchText.folded(name))
                }
            }
            for (typed, count) in [("duc pho", 1), ("PHỔ đức", 1), ("đ", 3), ("", 3), ("%", 0), ("duc tra", 0)] {
                let found = try await store.read {
                    try $0.count(SQL("SELECT count(*) FROM things WHERE ") + SearchText.condition("name", typed))
                }
                #expect(found == count, "\(typed)")
            }
        }
    }

    @Test(arguments: TestDatabase.backends) func namesSortAsInADictionary(backend: Backend) async throws {
        let names = [
            "Ba", "Bà", "Bả", "Bã", "Bá", "Bá Lý", "Bạ", "Bác", "Băng", "Bân", "Dũng", "Đa", "Êa", "Ô Lâu", "Tổ 2",
            "Tổ 10",
        ]
        try await with(backend) { store in
            try await store.write { db in
                for name in names.shuffled() {
                    try db.execute(
                        "INSERT INTO things (name, body) VALUES (?, ?)", SortKey.vietnamese(name), Array(name.utf8))
                }
            }
            let sorted = try await store.read {
                try $0.rows("SELECT body FROM things ORDER BY name").map {
                    String(decoding: try $0.bytes("body"), as: UTF8.self)
                }
            }
            #expect(sorted == names)
        }
    }
}
