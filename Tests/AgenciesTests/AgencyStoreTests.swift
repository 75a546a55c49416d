import AuditLog
import SQLStore
import TestDatabase
import Testing

@testable import Agencies

@Suite struct AgencyStoreTests {
    private let author = TestRegister.author

    private func create(
        _ agencies: AgencyStore, _ name: String, under parent: AgencyID? = nil, from day: Day? = nil
    ) async throws -> AgencyID {
        try await agencies.create(
            NewAgency(name, .department, under: parent), from: day, source: "QĐ 1", by: author)
    }

    private func seen(_ agencies: AgencyStore, _ id: AgencyID) async throws -> SeenAgency {
        let agency = try await agencies.directory.current()[id]
        return try #require(agency).seen
    }

    /// Reads the tables anew, without what is in memory.
    private func stored(_ agencies: AgencyStore) async throws -> Register {
        try await AgencyDirectory(agencies.store).current()
    }

    @Test(arguments: TestDatabase.backends) func everyChangeIsStoredAndLogged(backend: Backend) async throws {
        try await TestRegister.with(backend) { agencies in
            let top = try await create(agencies, "Ủy ban nhân dân tỉnh", from: "2020-01-01")
            let id = try await create(agencies, "Sở Thông tin và Truyền thông", under: top, from: "2020-01-01")
            let mail = try #require(Contact("vanphong@so.example"))
            let code = try #require(AgencyCode("H48.02", scheme: .eOffice))
            let function = AgencyFunction.incidentResponse
            try await agencies.rename(
                seen(agencies, id), to: "Sở Khoa học và Công nghệ", from: "2025-03-01", source: "QĐ 2", by: author)
            try await agencies.changeKind(
                seen(agencies, id), to: .publicService, from: "2025-04-01", source: "", by: author)
            try await agencies.move(seen(agencies, id), under: nil, from: "2025-05-01", source: "", by: author)
            try await agencies.setCode(seen(agencies, id), code, from: "2025-05-01", source: "", by: author)
            try await agencies.endCode(seen(agencies, id), .eOffice, on: "2025-06-01", by: author)
            try await agencies.addContact(seen(agencies, id), mail, from: "2025-05-01", source: "", by: author)
            try await agencies.endContact(seen(agencies, id), mail, on: "2025-06-01", by: author)
            try await agencies.assignFunction(
                seen(agencies, id), function, from: "2025-05-01", source: "", by: author)
            try await agencies.endFunction(seen(agencies, id), function, on: "2025-06-01", by: author)

            let held = try await agencies.directory.current()
            let register = try await stored(agencies)
            #expect(register.revision == 11)
            #expect(register.agencies == held.agencies)
            let agency = try #require(register[id])
            #expect(agency.version == 10)
            #expect(agency.name(on: "2025-02-28") == "Sở Thông tin và Truyền thông")
            #expect(agency.name(on: "2025-03-01") == "Sở Khoa học và Công nghệ")
            #expect(agency.names.map(\.source) == ["QĐ 1", "QĐ 2"])
            #expect(agency.kind(on: "2025-04-01") == .publicService)
            #expect(agency.parent(on: "2025-04-30") == top)
            #expect(agency.parent(on: "2025-05-01") == nil)
            #expect(agency.code(.eOffice, on: "2025-05-31") == "H48.02")
            #expect(agency.contacts.all(on: "2025-05-31") == [mail])
            #expect(agency.contacts.all(on: "2025-06-01").isEmpty)
            #expect(agency.functions.all(on: "2025-05-31") == [function])
            let log = try await TestRegister.log(agencies)
            #expect(
                log == [
                    "agencies.create agency:\(top.number)", "agencies.create agency:\(id.number)",
                ]
                    + [
                        "rename", "change-kind", "move", "set-code", "end-code", "add-contact", "end-contact",
                        "assign-function", "end-function",
                    ].map { "agencies.\($0) agency:\(id.number)" })
        }
    }

    @Test(arguments: TestDatabase.backends) func endsAndCorrectionsAreStoredAndLogged(backend: Backend) async throws {
        try await TestRegister.with(backend) { agencies in
            var ids: [AgencyID] = []
            for name in ["A", "B", "C", "D"] { ids.append(try await create(agencies, name)) }
            let (a, b) = (try await seen(agencies, ids[0]), try await seen(agencies, ids[1]))
            let function = AgencyFunction.incidentResponse
            try await agencies.assignFunction(a, function, from: "2024-01-01", source: "", by: author)
            let giver = try await seen(agencies, ids[0])
            try await agencies.transfer(function, from: giver, to: b, on: "2024-06-01", source: "QĐ", by: author)
            let parts = [try await seen(agencies, ids[0]), try await seen(agencies, ids[1])]
            let merged = try await agencies.merge(
                parts, into: .new(NewAgency("AB", .department, under: nil)), on: "2025-01-01", source: "", by: author)
            let heirs = try await agencies.split(
                seen(agencies, merged), into: [.new(NewAgency("E", .division, under: nil))], on: "2025-02-01",
                ends: false, source: "", by: author)
            try await agencies.abolish(seen(agencies, ids[3]), on: "2025-03-01", source: "", by: author)
            let before = try await stored(agencies)
            #expect(before.heirs(of: ids[0], on: "2025-01-01").map(\.id) == [merged])
            #expect(before.successors(of: ids[0]).map(\.agency) == [merged, heirs[0]])
            #expect(before.holders(of: function, on: "2025-01-01").map(\.id) == [merged])

            var correction = AgencyCorrection()
            var record = try #require(before[ids[3]]?.record)
            record.names = record.names.map { Dated($0.value, .always, source: "nhầm") }
            record.kinds = record.kinds.map { Dated($0.value, .always) }
            record.placements = record.placements.map { Dated($0.value, .always) }
            correction.records = [(try await seen(agencies, ids[3]), record)]
            correction.withdrawnLinks = before.links(from: ids[3]).map(\.row)
            try await agencies.correct(correction, reason: "gõ nhầm", by: author)
            let after = try await stored(agencies)
            #expect(after[ids[3]]?.isPresent(on: "2026-01-01") == true)
            #expect(after.links(from: ids[3]).isEmpty)
            #expect(after.links.map(\.kind) == [.transfer, .merge, .merge, .split])
            let log = try await TestRegister.log(agencies).suffix(9)
            let words = [
                "transfer-function \(ids[0].number)", "transfer-function \(ids[1].number)", "merge \(ids[0].number)",
                "merge \(ids[1].number)", "merge \(merged.number)", "split \(merged.number)",
                "split \(heirs[0].number)", "abolish \(ids[3].number)", "correct \(ids[3].number)",
            ]
            #expect(Array(log) == words.map { "agencies." + $0.replacing(" ", with: " agency:") })
        }
    }

    @Test(arguments: TestDatabase.backends) func whatWasSaidWrongStaysKnown(backend: Backend) async throws {
        try await TestRegister.with(backend) { agencies in
            let id = try await create(agencies, "Sở A", from: "2020-01-01")
            try await agencies.rename(seen(agencies, id), to: "Sở B", from: "2025-01-01", source: "", by: author)
            let rows = try await agencies.history(of: id).filter { $0.field == .name }
            #expect(rows.map(\.value) == ["Sở A", "Sở A", "Sở B"])
            #expect(rows.map(\.added) == [1, 2, 2])
            #expect(rows.map(\.withdrawn) == [2, nil, nil])
            #expect(rows.map(\.period.until) == [nil, "2025-01-01", nil])
            let first = try await agencies.history(of: id, limit: 1)
            let next = try await agencies.history(of: id, after: first[0].row, limit: 1)
            #expect(first.count == 1 && next.count == 1 && next[0].row > first[0].row)
        }
    }

    @Test(arguments: TestDatabase.backends) func aStaleEditIsAConflictAndWritesNothing(backend: Backend) async throws {
        try await TestRegister.with(backend) { agencies in
            let id = try await create(agencies, "Sở A")
            let stale = try await seen(agencies, id)
            try await agencies.rename(stale, to: "Sở B", from: "2025-01-01", source: "", by: author)
            await #expect(throws: AgencyError(.conflict)) {
                try await agencies.rename(stale, to: "Sở C", from: "2026-01-01", source: "", by: author)
            }
            let log = try await TestRegister.log(agencies)
            #expect(log.count == 2)
            let refused = AgencyError(
                .refused, [RegisterFault(.outside, .name, of: "so-c", from: "2019-01-01")])
            let other = try await create(agencies, "Sở C", from: "2020-01-01")
            let current = try await seen(agencies, other)
            await #expect(throws: refused) {
                try await agencies.rename(current, to: "Sở D", from: "2019-01-01", source: "", by: author)
            }
            let after = try await stored(agencies)
            #expect(after.revision == 3)
        }
    }

    @Test(arguments: TestDatabase.backends) func ofManyEditorsOneWinsEachTurn(backend: Backend) async throws {
        try await TestRegister.with(backend) { agencies in
            let id = try await create(agencies, "Sở 0", from: "2000-01-01")
            let author = author
            // Each editor has a copy of the register of its own, as on another machine.
            let won = try await withThrowingTaskGroup { group in
                for editor in 1...4 {
                    let own = AgencyStore(agencies.store, rules: rules, time: TestTime())
                    group.addTask {
                        var won = 0
                        var day = Day("2001-01-01")
                        while won < 3 {
                            let current = try await own.directory.current()[id]
                            let agency = try #require(current)
                            day = agency.names.last?.period.from?.next ?? day
                            do {
                                try await own.rename(
                                    agency.seen, to: "Sở \(editor).\(won)", from: day, source: "", by: author)
                                won += 1
                            } catch let error as AgencyError where error.code == .conflict {}
                        }
                        return won
                    }
                }
                return try await group.reduce(0, +)
            }
            #expect(won == 12)
            let agency = try await stored(agencies)[id]
            #expect(agency?.version == 13 && agency?.names.count == 13)
        }
    }

    @Test(arguments: TestDatabase.backends) func anotherMachinesChangeIsSeen(backend: Backend) async throws {
        try await TestRegister.with(backend) { agencies in
            let other = AgencyDirectory(agencies.store)
            let empty = try await other.current()
            #expect(empty.count == 0 && empty.revision == 0)
            let keeper = Task { await other.run() }
            defer { keeper.cancel() }
            let id = try await create(agencies, "Sở A")
            // Told by notice, without asking.
            var rounds = 0
            while other.latest?.revision != 1, rounds < 500 {
                try await Task.sleep(for: .milliseconds(10))
                rounds += 1
            }
            #expect(other.latest?[id]?.knownName(on: "2025-01-01") == "Sở A")
            keeper.cancel()
            await keeper.value
        }
    }

    @Test(arguments: TestDatabase.backends) func theSchemaDefendsItself(backend: Backend) async throws {
        try await TestRegister.with(backend) { agencies in
            let id = try await create(agencies, "Sở A", from: "2020-01-01")
            func code(_ change: SQL) async -> StoreError.Code? {
                do {
                    try await agencies.store.write { try $0.execute(change) }
                    return nil
                } catch {
                    return (error as? StoreError)?.code
                }
            }
            func fact(_ values: StaticString) -> SQL {
                SQL(
                    """
                    INSERT INTO agency_facts
                    (id, agency, field, value, variety, parent, folded, sort_key, from_day, until_day, source, added)
                    VALUES (999,
                    """) + SQL(values, [])
            }
            #expect(await code(SQL("UPDATE agency_facts SET until_day = from_day")) == .check)
            #expect(await code(SQL("UPDATE agency_facts SET withdrawn = added")) == .check)
            #expect(await code(SQL("UPDATE agency_facts SET parent = agency WHERE field = 'placement'")) == .check)
            #expect(await code(SQL("UPDATE agency_facts SET parent = 12345 WHERE field = 'placement'")) == .foreignKey)
            #expect(await code(SQL("UPDATE agency_facts SET folded = NULL WHERE field = 'name'")) == .check)
            #expect(await code(SQL("UPDATE agency_facts SET field = 'motto' WHERE field = 'kind'")) == .check)
            // Two names that begin on the same day.
            let twin = SQL(
                """
                INSERT INTO agency_facts (id, agency, field, value, folded, sort_key, from_day, source, added)
                SELECT 999, agency, field, value, folded, sort_key, from_day, source, added FROM agency_facts
                WHERE field = 'name'
                """)
            #expect(await code(twin) == .unique)
            let link = SQL(
                "INSERT INTO agency_links (id, predecessor, kind, begins, source, added) VALUES (1, ?, 'merge', '2025-01-01', '', 1)",
                id)
            #expect(await code(link) == .check)
            let held = try await stored(agencies)
            #expect(held.agencies == agencies.directory.latest?.agencies)
        }
    }

    @Test func readsOfTheRegisterUseTheirIndexes() async throws {
        try await TestRegister.with(.sqlite) { agencies in
            let queries = [
                (RegisterReader.factsInForce, "agency_facts_in_force"),
                (RegisterReader.linksInForce, "agency_links_in_force"),
                (AgencyStore.historyQuery(AgencyID(1), 0, 10), "agency_facts_agency"),
            ]
            for (query, index) in queries {
                let plan = try await agencies.store.read { connection in
                    try connection.rows(SQL("EXPLAIN QUERY PLAN ") + query).map { try $0.text("detail") }
                }
                #expect(plan.count == 1 && plan[0].contains("INDEX \(index)"), "\(plan)")
            }
        }
    }
}
