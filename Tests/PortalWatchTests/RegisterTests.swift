import Access
import Jobs
import SQLStore
import Tables
import TestDatabase
import Testing

@testable import Portals

@Suite struct RegisterTests {
    @Test func everyFaultOfADraftIsToldAtItsField() throws {
        var draft = PortalDraft()
        draft.name = "a\u{202E}b"
        draft.home = "javascript:alert(1)"
        draft.extraHosts = ["good.example.vn", "bad host", "x.example.vn/path"]
        draft.allowedDomains = ["gov.vn", "facebook.com", "10.0.0.1"]
        draft.risk = 9
        draft.policy.maxPages = 0
        draft.policy.rate = .nan
        draft.policy.intervalSeconds = 60
        draft.probeAuthority = String(repeating: "x", count: 301)
        let faults = try #require(throws: PortalsError.self) { try draft.checked() }
        #expect(
            faults
                == .invalid([
                    PortalFault(.unit, .missing), PortalFault(.name, .notPlain),
                    PortalFault(.home, .notAnAddress, "javascript:alert(1)"),
                    PortalFault(.hosts, .notAHost, "bad host"), PortalFault(.hosts, .notAHost, "x.example.vn/path"),
                    PortalFault(.risk, .outOfRange), PortalFault(.pages, .outOfRange), PortalFault(.rate, .outOfRange),
                    PortalFault(.interval, .outOfRange), PortalFault(.domains, .notADomain, "gov.vn"),
                    PortalFault(.domains, .notADomain, "10.0.0.1"), PortalFault(.authority, .notPlain),
                ]))
    }

    @Test func aDraftIsKeptInOneForm() throws {
        var draft = WatchTest.draft("  Cổng   xã  ", " HTTP://DucTho.Example.VN:80/#a ")
        draft.extraHosts = ["b.example.vn", "B.example.vn", "ductho.example.vn", "c.example.vn:8080", ""]
        draft.policy.views = [.searcher, .searcher]
        let entry = try draft.checked()
        #expect(entry.name == "Cổng xã")
        #expect(entry.home == "http://ductho.example.vn/")
        #expect(entry.extraHosts == ["b.example.vn", "c.example.vn:8080"])
        #expect(entry.policy.views == [.visitor, .searcher])
    }

    @Test(arguments: TestDatabase.backends)
    func aPortalIsEnteredWithItsScheduleItsFirstSweepAndAnAuditRow(backend: Backend) async throws {
        try await WatchTest.with(backend) { test in
            var draft = WatchTest.draft()
            draft.extraHosts = ["www.ductho.example.vn"]
            draft.allowedDomains = ["facebook.com"]
            draft.policy.intervalSeconds = 7_200
            let portal = try await test.add(draft)
            let known = try await test.register.portal(portal.id)
            #expect(known == portal)
            #expect(portal.verdict == .notSwept)
            #expect(portal.entry == (try draft.checked()))
            let (schedules, jobs) = try await test.store.read { db in
                (try JobSchedules.list(in: db), try JobList.page(JobFilter(), in: db).jobs)
            }
            #expect(schedules.map(\.recurrence) == [.every(seconds: 7_200)])
            #expect(jobs.map(\.key) == ["portal:\(portal.id)"])
            #expect(jobs.map(\.group) == ["host:example.vn"])
            let wait = try #require(jobs.first).due - test.time.now()
            #expect(wait >= .zero)
            #expect(wait < .seconds(1_800))
            let actions = try await test.actions()
            #expect(actions == ["jobs.schedule", "portals.add"])
        }
    }

    @Test(arguments: TestDatabase.backends)
    func oneHostIsOfOneActivePortal(backend: Backend) async throws {
        try await WatchTest.with(backend) { test in
            let first = try await test.add()
            var second = WatchTest.draft("Khác", "http://khac.example.vn/")
            second.extraHosts = ["ductho.example.vn"]
            let refused = second
            await #expect(throws: PortalsError.invalid([PortalFault(.hosts, .taken, "ductho.example.vn")])) {
                try await test.add(refused)
            }
            let retired = try await test.register.retire(first.id, version: first.version, by: WatchTest.author)
            #expect(retired.state == .retired)
            _ = try await test.add(second)
            await #expect(throws: PortalsError.invalid([PortalFault(.home, .taken, "ductho.example.vn")])) {
                try await test.register.restore(first.id, version: retired.version, by: WatchTest.author)
            }
            let schedules = try await test.store.read { try JobSchedules.list(in: $0).map(\.key) }
            #expect(schedules == ["portal:2"], "what is retired is not swept")
        }
    }

    @Test(arguments: TestDatabase.backends)
    func ofTwoWhoEnterOneHostAtOnceOneIsRefused(backend: Backend) async throws {
        try await WatchTest.with(backend) { test in
            let outcomes = await withTaskGroup(of: Bool.self) { group in
                for _ in 0..<6 { group.addTask { (try? await test.add()) != nil } }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(outcomes.count { $0 } == 1)
            let page = try await test.register.page(PortalFilter())
            #expect(page.total == 1)
        }
    }

    @Test(arguments: TestDatabase.backends)
    func anEditOfWhatOthersChangedIsRefused(backend: Backend) async throws {
        try await WatchTest.with(backend) { test in
            let portal = try await test.add()
            var draft = PortalDraft(portal.entry)
            draft.vendor = "Công ty A"
            draft.risk = 3
            let edited = try await test.register.edit(portal.id, version: 1, draft, by: WatchTest.author)
            #expect(edited.version == 2)
            #expect(edited.entry.vendor == "Công ty A")
            await #expect(throws: PortalsError.changedMeanwhile) {
                try await test.register.edit(portal.id, version: 1, PortalDraft(portal.entry), by: WatchTest.author)
            }
            await #expect(throws: PortalsError.notFound) {
                try await test.register.retire(99, version: 1, by: WatchTest.author)
            }
            let same = try await test.register.edit(portal.id, version: 2, draft, by: WatchTest.author)
            #expect(same.version == 2, "what changes nothing writes nothing")
            let actions = try await test.actions()
            #expect(actions == ["jobs.schedule", "portals.add", "jobs.schedule", "portals.edit"])
        }
    }

    @Test(arguments: TestDatabase.backends)
    func listsFindWithoutMarksSortAndKeepToTheirUnits(backend: Backend) async throws {
        try await WatchTest.with(backend) { test in
            _ = try await test.add(WatchTest.draft("Xã Đức Thọ", "https://a.example.vn/", unit: 1))
            _ = try await test.add(WatchTest.draft("Xã Ân Phú", "https://b.example.vn/", unit: 2))
            _ = try await test.add(WatchTest.draft("Xã Can Lộc", "https://c.example.vn/", unit: 3))
            var filter = PortalFilter()
            let all = try await test.register.page(filter)
            #expect(all.portals.map(\.entry.name) == ["Xã Ân Phú", "Xã Can Lộc", "Xã Đức Thọ"])
            filter.text = "duc THO"
            let found = try await test.register.page(filter)
            #expect(found.portals.map(\.entry.unit) == [1])
            filter = PortalFilter()
            filter.units = [2, 3]
            filter.pageSize = 1
            filter.page = 1
            let second = try await test.register.page(filter)
            #expect(second.total == 2)
            #expect(second.portals.map(\.entry.unit) == [3])
            filter.units = []
            let none = try await test.register.page(filter)
            #expect(none.total == 0)
            filter.units = nil
            filter.page = .max
            let far = try await test.register.page(filter)
            #expect(far.portals.isEmpty)
            test.time.pass(.days(9))
            let counts = try await test.register.counts(units: [1, 2])
            #expect(counts == PortalCounts(active: 2, retired: 0, overdue: 2, byVerdict: [.notSwept: 2]))
            filter = PortalFilter()
            filter.isOverdue = true
            let late = try await test.register.page(filter)
            #expect(late.total == 3)
        }
    }

    @Test(arguments: TestDatabase.backends)
    func sweepNowBringsTheWaitingSweepForwardAndMakesNoSecond(backend: Backend) async throws {
        try await WatchTest.with(backend) { test in
            let portal = try await test.add()
            let job = try await test.register.sweepNow(portal.id, by: WatchTest.author)
            #expect(!job.isNew)
            let jobs = try await test.store.read { try JobList.page(JobFilter(), in: $0).jobs }
            #expect(jobs.map(\.due) == [test.time.now()])
        }
    }

    // MARK: lists from outside

    private static let list = """
        name,url,unit,operator,platform,vendor,risk
        Xã Đức Thọ,https://ductho.example.vn/,X1,Văn phòng,WordPress,Công ty A,3
        Xã Can Lộc,https://canloc.example.vn/,X2,,,,
        """

    private static func units(_ code: String) -> Int64? { ["X1": 1, "X2": 2][code] }

    @Test(arguments: TestDatabase.backends)
    func aListIsTriedDryThenTakenInAndASecondTimeChangesNothing(backend: Backend) async throws {
        try await WatchTest.with(backend) { test in
            let importer = PortalImport(test.register, unitOf: Self.units)
            let plan = try await importer.plan(Array(Self.list.utf8))
            #expect(plan.rows.map(\.outcome) == [.new, .new])
            let before = try await test.register.page(PortalFilter())
            #expect(before.total == 0, "a plan changes nothing")
            let count = try await importer.apply(plan, by: WatchTest.author)
            #expect(count == 2)
            let again = try await importer.plan(Array(Self.list.utf8))
            #expect(again.rows.map(\.outcome) == [.same, .same])
            let changed = Self.list.replacing("Công ty A,3", with: "Công ty B,")
            let third = try await importer.plan(Array(changed.utf8))
            #expect(third.rows.map(\.outcome) == [.changed([.vendor]), .same], "an empty cell changes nothing")
            try await importer.apply(third, by: WatchTest.author)
            let portals = try await test.register.page(PortalFilter()).portals
            let rows = portals.map { PortalExport.row($0) { "X\($0)" }.map(\.text) }
            #expect(rows.map { $0[2] } == ["X2", "X1"])
            #expect(rows[1][5] == "Công ty B")
            #expect(PortalExport.columns.count == rows[0].count)
        }
    }

    @Test(arguments: TestDatabase.backends)
    func aListWithFaultsIsNotTakenIn(backend: Backend) async throws {
        try await WatchTest.with(backend) { test in
            let importer = PortalImport(test.register, unitOf: Self.units)
            let text = """
                name,url,unit
                A,https://a.example.vn/,X9
                B,ftp://b.example.vn/,X1
                C,https://c.example.vn/,X1
                C2,http://c.example.vn/x,X2
                """
            let plan = try await importer.plan(Array(text.utf8))
            #expect(
                plan.rows.map(\.outcome) == [
                    .refused([PortalFault(.unit, .unknownUnit, "X9")]),
                    .refused([PortalFault(.home, .notAnAddress, "ftp://b.example.vn/")]), .new,
                    .refused([PortalFault(.home, .repeated, "c.example.vn")]),
                ])
            await #expect(throws: PortalsError.wrongState) { try await importer.apply(plan, by: WatchTest.author) }
            let headless = try await importer.plan(Array("tên;địa chỉ\na;b\n".utf8))
            #expect(headless.missingColumns == ["name", "url", "unit"])
        }
    }

    @Test func everyPrefixOfAListEndsInAPlanOrAnError() async throws {
        try await WatchTest.with(.sqlite) { test in
            let importer = PortalImport(test.register, unitOf: Self.units)
            let bytes = Array(Self.list.utf8)
            for end in stride(from: 0, through: bytes.count, by: 3) {
                _ = try? await importer.plan(Array(bytes[..<end]))
            }
        }
    }

    // MARK: plans

    @Test(arguments: [
        (PortalRisk.high, PortalVerdict.clean, 12), (.high, .planted, 3), (.medium, .clean, 24),
        (.medium, .blocked, 12),
        (.low, .clean, 72), (.low, .review, 36),
    ])
    func theGraverTheSoonerItIsSweptAgain(risk: PortalRisk, verdict: PortalVerdict, hours: Int) throws {
        var draft = WatchTest.draft()
        draft.risk = risk.rawValue
        #expect(SweepPlan(try draft.checked(), verdict: verdict).intervalSeconds == hours * 3_600)
    }

    @Test func firstSweepsOfManyPortalsAreSpread() throws {
        let plan = SweepPlan(try WatchTest.draft().checked(), verdict: .notSwept)
        let waits = (1...200).map { plan.firstWait(of: Int64($0)) / .seconds(60) }
        for minute in stride(from: 0.0, to: 30, by: 3) {
            #expect(waits.count { $0 >= minute && $0 < minute + 3 } >= 8)
        }
    }

    @Test func oneServerIsOneGroup() {
        #expect(SweepPlan.group(host: "a.hatinh.gov.vn", address: nil) == "host:hatinh.gov.vn")
        #expect(SweepPlan.group(host: "a.hatinh.gov.vn:8080", address: "203.0.113.7") == "address:203.0.113.7")
        #expect(SweepPlan.group(host: "127.0.0.1:8080", address: "127.0.0.1") == "host:127.0.0.1:8080")
    }

    @Test func hotQuestionsOfTheRegisterAreAnsweredByIndexes() async throws {
        try await WatchTest.with(.sqlite) { test in
            let plans = try await test.store.read { db in
                try [
                    "EXPLAIN QUERY PLAN SELECT portal FROM portal_hosts WHERE active = 1 AND is_home = 1 AND host = 'a'",
                    "EXPLAIN QUERY PLAN SELECT id FROM portals WHERE state = 'active' AND sweep_by < 5 ORDER BY sweep_by",
                    "EXPLAIN QUERY PLAN SELECT * FROM portal_findings WHERE portal = 1 AND state = 'open'",
                    "EXPLAIN QUERY PLAN SELECT * FROM finding_events WHERE finding = 3 ORDER BY id DESC LIMIT 200",
                ].map { text in try Self.plan(text, db) }
            }
            for plan in plans { #expect(!plan.contains("SCAN"), "\(plan)") }
        }
    }

    private static func plan(_ text: StaticString, _ db: ReadConnection) throws -> String {
        try db.rows(SQL(text)).map { try $0.text("detail") }.joined(separator: "; ")
    }
}
