import Testing

@testable import Agencies

/// What edits are refused, and where it is said to be wrong.
@Suite struct EditingTests {
    private func fault(_ error: AgencyError?) -> String? { error?.faults.first?.description }

    @Test func anEditOfWhatOthersChangedIsAConflict() throws {
        var bench = Bench()
        let id = try bench.create("Sở Y tế")
        let stale = bench.seen(id)
        try bench.edit { try $0.rename(stale, to: "Sở Y tế và Dân số", from: "2025-07-01", source: "") }
        let error = refusal { try bench.edit { try $0.rename(stale, to: "Sở", from: "2026-01-01", source: "") } }
        #expect(error?.code == .conflict)
        let nobody = SeenAgency(id: AgencyID(999), version: 1)
        #expect(refusal { try bench.edit { try $0.abolish(nobody, on: "2026-01-01", source: "") } }?.code == .unknown)
    }

    @Test func nobodyIsUnderItself() throws {
        var bench = Bench()
        let top = try bench.create("A")
        let middle = try bench.create("B", under: top)
        let low = try bench.create("C", under: middle)
        let seen = bench.seen(top)
        let error = refusal { try bench.edit { try $0.move(seen, under: low, from: "2025-07-01", source: "") } }
        #expect(error?.faults.map(\.code) == [.cycle, .cycle, .cycle])
        #expect(error?.faults.map(\.agency) == ["a", "b", "c"])
        #expect(error?.faults.allSatisfy { $0.day == "2025-07-01" } == true)
        #expect(refusal { try bench.edit { try $0.move(seen, under: top, from: "2025-07-01", source: "") } } != nil)
        // At different times each may be above the other.
        let child = bench.seen(middle)
        try bench.edit { try $0.move(child, under: nil, from: "2025-01-01", source: "") }
        try bench.edit { try $0.move(seen, under: middle, from: "2025-01-01", source: "") }
        #expect(bench.register.ancestors(of: low, on: "2024-12-31").map(\.id) == [middle, top])
        #expect(bench.register.ancestors(of: top, on: "2025-01-01").map(\.id) == [middle])
    }

    @Test func aTreeIsNotEndlesslyDeep() throws {
        var bench = Bench()
        var last: AgencyID?
        for number in 0..<RegisterCheck.maxDepth { last = try bench.create("A\(number)", under: last) }
        let error = refusal { _ = try bench.create("deep", under: last) }
        #expect(error?.faults.map(\.code) == [.tooDeep])
    }

    @Test func aParentIsThereAllTheTime() throws {
        var bench = Bench()
        let top = try bench.create("Tỉnh", .province, from: "2025-07-01")
        let early = refusal { _ = try bench.create("Sở", under: top, from: "2025-06-30") }
        #expect(
            fault(early)
                == "so, placement, from 2025-06-30: the organisation that is named is not there then (tinh)")
        _ = try bench.create("Sở", under: top, from: "2025-07-01")
        let seen = bench.seen(top)
        let orphan = refusal { try bench.edit { try $0.abolish(seen, on: "2026-01-01", source: "") } }
        #expect(
            fault(orphan)
                == "so, placement, from 2026-01-01: the organisation that is named is not there then (tinh)")
        let nowhere = refusal { _ = try bench.create("Chi cục", under: AgencyID(999), from: "2025-07-01") }
        #expect(nowhere?.faults.map(\.code) == [.unknownAgency])
    }

    @Test func whatBeganLaterStandsAgainstAChange() throws {
        var bench = Bench()
        let id = try bench.create("A", from: "2020-01-01")
        func rename(_ day: Day) -> RegisterFault.Code? {
            let seen = bench.seen(id)
            return refusal { try bench.edit { try $0.rename(seen, to: "B", from: day, source: "") } }?.faults.first?
                .code
        }
        #expect(rename("2019-12-31") == .outside)
        #expect(rename("2020-01-01") == .sameDay)
        #expect(rename("2025-01-01") == nil)
        #expect(rename("2024-01-01") == .laterChange)
        #expect(rename("2026-01-01") == .sameValue)
        let seen = bench.seen(id)
        let end = refusal { try bench.edit { try $0.abolish(seen, on: "2025-01-01", source: "") } }
        #expect(fault(end)?.hasPrefix("a, name, from 2025-01-01: ") == true)
        #expect(end?.faults.first?.code == .sameDay)
        let before = refusal { try bench.edit { try $0.abolish(seen, on: "2024-01-01", source: "") } }
        #expect(before?.faults.first?.code == .laterChange)
    }

    @Test func onADayACodeIsOfOne() throws {
        var bench = Bench()
        let (one, other) = (try bench.create("A"), try bench.create("B"))
        let code = try #require(AgencyCode("21025"))
        func set(_ id: AgencyID, from day: Day) -> AgencyError? {
            let seen = bench.seen(id)
            return refusal { try bench.edit { try $0.setCode(seen, code, from: day, source: "") } }
        }
        #expect(set(one, from: "2020-01-01") == nil)
        #expect(
            fault(set(other, from: "2025-01-01"))
                == "b, code, from 2025-01-01: another organisation has this code then (a)")
        let seen = bench.seen(one)
        try bench.edit { try $0.endCode(seen, .unit, on: "2025-01-01") }
        #expect(set(other, from: "2025-01-01") == nil)
        #expect(bench.register.agency(code: code, on: "2024-12-31")?.id == one)
        #expect(bench.register.agency(code: code, on: "2025-01-01")?.id == other)
        let next = try #require(AgencyCode("21028"))
        let holder = bench.seen(other)
        try bench.edit { try $0.setCode(holder, next, from: "2026-01-01", source: "") }
        #expect(bench.register[other]?.code(on: "2025-12-31") == "21025")
        #expect(bench.register[other]?.code(on: "2026-01-01") == "21028")
    }

    @Test func aTransferMovesTheFunctionOnItsDay() throws {
        var bench = Bench()
        let (one, other) = (try bench.create("Sở TTTT"), try bench.create("Công an tỉnh", .police))
        let giver = bench.seen(one)
        try bench.edit { draft in
            try draft.assignFunction(giver, .specialisedCyberSecurity, from: "2018-01-01", source: "")
        }
        let (from, to) = (bench.seen(one), bench.seen(other))
        try bench.edit { draft in
            try draft.transfer(.specialisedCyberSecurity, from: from, to: to, on: "2025-03-01", source: "")
        }
        let function = AgencyFunction.specialisedCyberSecurity
        #expect(bench.register.holders(of: function, on: "2025-02-28").map(\.id) == [one])
        #expect(bench.register.holders(of: function, on: "2025-03-01").map(\.id) == [other])
        #expect(bench.register.links(from: one).map(\.function) == [function])
        // Not a successor: the giver goes on.
        #expect(bench.register.successors(of: one).isEmpty)
        let again = (bench.seen(one), bench.seen(other))
        let error = refusal {
            try bench.edit { try $0.transfer(function, from: again.0, to: again.1, on: "2026-01-01", source: "") }
        }
        #expect(error?.faults.map(\.code) == [.notHeld])
    }

    @Test func anHeirThatWasBelowRises() throws {
        var bench = Bench()
        let top = try bench.create("Tỉnh", .province)
        let old = try bench.create("Sở", under: top)
        let heir = try bench.create("Chi cục", under: old)
        let child = try bench.create("Trung tâm", under: old)
        let (part, into) = (bench.seen(old), bench.seen(heir))
        try bench.edit { _ = try $0.merge([part], into: .existing(into), on: "2025-07-01", source: "") }
        #expect(bench.register[heir]?.parent(on: "2025-07-01") == top)
        #expect(bench.register[child]?.parent(on: "2025-07-01") == heir)
        #expect(bench.register[child]?.parent(on: "2025-06-30") == old)
    }

    @Test func mergersThatMeanNothingAreRefused() throws {
        var bench = Bench()
        let (one, other) = (try bench.create("A"), try bench.create("B"))
        let (a, b) = (bench.seen(one), bench.seen(other))
        func merge(_ parts: [SeenAgency], _ heir: Heir) -> RegisterFault.Code? {
            refusal { try bench.edit { _ = try $0.merge(parts, into: heir, on: "2025-01-01", source: "") } }?
                .faults.first?.code
        }
        #expect(merge([], .existing(a)) == .badLink)
        #expect(merge([a, a], .existing(b)) == .badLink)
        #expect(merge([a, b], .existing(b)) == .badLink)
        #expect(merge([a], .new(NewAgency("", .other, under: nil))) == .badName)
        #expect(merge([a], .new(NewAgency("C", .other, under: nil, key: "b"))) == .keyTaken)
        #expect(merge([a], .new(NewAgency("C", .other, under: nil, key: "C c"))) == .badKey)
        #expect(merge([a], .new(NewAgency("C", .other, under: one))) == .absent)
    }

    @Test func aWrongDateIsPutRightEverywhereAtOnce() throws {
        var bench = Bench()
        let (one, other) = (try bench.create("A"), try bench.create("B"))
        let (a, b) = (bench.seen(one), bench.seen(other))
        try bench.edit { _ = try $0.merge([a], into: .existing(b), on: "2025-07-02", source: "x") }
        let wrong = try #require(bench.register.links(from: one).first)
        var record = try #require(bench.register[one]?.record)
        let until = try #require(Period(from: nil, until: "2025-07-01"))
        record.names = [Dated(record.names[0].value, until)]
        record.kinds = [Dated(record.kinds[0].value, until)]
        record.placements = [Dated(record.placements[0].value, until)]
        var correction = AgencyCorrection()
        correction.records = [(bench.seen(one), record)]
        let half = correction
        #expect(
            fault(refusal { try bench.edit { try $0.correct(half) } })
                == "a, successor, from 2025-07-02: the predecessor does not end on the day of the link (b)")
        correction.withdrawnLinks = [wrong.row]
        correction.links = [SuccessorLink(.merge, from: one, to: other, on: "2025-07-01", source: "x")]
        let whole = correction
        try bench.edit { try $0.correct(whole) }
        #expect(bench.register[one]?.isPresent(on: "2025-07-01") == false)
        #expect(bench.register.heirs(of: one, on: "2025-07-01").map(\.id) == [other])
        #expect(refusal { try bench.edit { try $0.withdraw(link: wrong.row) } }?.code == .unknown)
    }

    @Test func anEntryThatShouldNeverHaveBeenIsWithdrawn() throws {
        var bench = Bench()
        let id = try bench.create("Nhầm")
        var correction = AgencyCorrection()
        correction.records = [(bench.seen(id), AgencyRecord())]
        let whole = correction
        try bench.edit { try $0.correct(whole) }
        #expect(bench.register.present(on: "2025-07-01").isEmpty)
        #expect(bench.register.search("nham", on: "2025-07-01").isEmpty)
        #expect(bench.register[id]?.version == 2)
        // Its key stays taken.
        let new = NewAgency("Nhầm", .other, under: nil, key: "nham")
        let error = refusal { try bench.edit { _ = try $0.create(new, from: nil, source: "") } }
        #expect(error?.faults.map(\.code) == [.keyTaken])
    }

    struct Nonsense: Sendable, CustomTestStringConvertible {
        var field: String
        /// `2020-01-01..2022-01-01 2023-01-01..`
        var periods: String
        var code: RegisterFault.Code
        var day: String?
        var testDescription: String { "\(field) \(periods)" }

        init(_ field: String, _ periods: String, _ code: RegisterFault.Code, _ day: String?) {
            (self.field, self.periods, self.code, self.day) = (field, periods, code, day)
        }

        var parts: [Period] {
            periods.split(separator: " ").compactMap { part in
                let days = part.split(separator: "..", omittingEmptySubsequences: false)
                return Period(from: Day(iso: days[0]), until: Day(iso: days[1]))
            }
        }
    }

    /// Records as somebody may try to make them of "A", there since 2020.
    static let nonsense = [
        Nonsense("names", "2020-01-01..2022-01-01 2023-01-01..", .gap, "2022-01-01"),
        Nonsense("names", "2020-01-01..2024-01-01 2023-01-01..", .overlap, "2023-01-01"),
        Nonsense("names", "", .missing, nil),
        Nonsense("kinds", "2020-01-01..2022-01-01 2022-01-02..", .gap, "2022-01-01"),
        Nonsense("kinds", "2020-01-01..2022-01-01", .gap, "2022-01-01"),
        Nonsense("kinds", "2021-01-01..", .gap, "2020-01-01"),
        Nonsense("kinds", "2019-01-01..", .outside, "2019-01-01"),
        Nonsense("kinds", "", .missing, nil),
        Nonsense("placements", "2020-01-01.. 2021-01-01..", .overlap, "2021-01-01"),
        Nonsense("placements", "2020-01-01..2021-01-01", .gap, "2021-01-01"),
        Nonsense("contacts", "2019-12-31..2021-01-01", .outside, "2019-12-31"),
        Nonsense("contacts", "2020-01-01.. 2021-01-01..2022-01-01", .twice, "2021-01-01"),
        Nonsense("functions", "..2021-01-01", .outside, nil),
        Nonsense("functions", "2020-01-01..2021-01-01 2020-12-31..", .twice, "2020-12-31"),
        Nonsense("codes", "2020-01-01..2021-01-01 2020-06-01..", .overlap, "2020-06-01"),
    ]

    @Test(arguments: nonsense)
    func aRecordWithoutSenseIsRefusedWhereItHasNone(sample: Nonsense) throws {
        var bench = Bench()
        let id = try bench.create("A", from: "2020-01-01")
        var record = try #require(bench.register[id]?.record)
        let parts = sample.parts
        switch sample.field {
        case "names": record.names = parts.enumerated().compactMap { dated(AgencyName("N\($0)"), $1) }
        case "kinds": record.kinds = parts.map { Dated(.department, $0) }
        case "placements": record.placements = parts.map { Dated(.top, $0) }
        case "contacts": record.contacts = parts.compactMap { dated(Contact("113"), $0) }
        case "codes": record.codes = parts.enumerated().compactMap { dated(AgencyCode("\($0)"), $1) }
        default: record.functions = parts.map { Dated(.incidentResponse, $0) }
        }
        var correction = AgencyCorrection()
        correction.records = [(bench.seen(id), record)]
        let whole = correction
        let before = bench.register[id]
        let error = refusal { try bench.edit { try $0.correct(whole) } }
        let first = error?.faults.first
        #expect(first?.code == sample.code)
        #expect(first?.day?.description == sample.day)
        #expect(first?.agency == "a")
        #expect(bench.register[id] == before)
    }

    @Test func nothingIsKeptWithoutEnd() throws {
        var bench = Bench()
        let id = try bench.create("A", from: "2000-01-01")
        var day = Day("2001-01-01")
        for number in 1..<RegisterCheck.maxFacts {
            let seen = bench.seen(id)
            try bench.edit { try $0.rename(seen, to: "A\(number)", from: day, source: "") }
            day = day.next
        }
        let seen = bench.seen(id)
        let error = refusal { try bench.edit { try $0.rename(seen, to: "B", from: day, source: "") } }
        #expect(error?.faults.map(\.code) == [.tooMany])
    }

    @Test(arguments: ["", " ", "a\u{0}", "a\nb", "a\u{202E}b", "a\u{200B}", String(repeating: "x", count: 251)])
    func aNameCanBeSeen(typed: String) {
        #expect(AgencyName(typed) == nil)
    }

    @Test func namesAreOneLineOfJoinedLetters() {
        #expect(AgencyName("  So\u{31B}\u{309}   No\u{323}\u{302}i vu\u{323} ")?.text == "Sở Nội vụ")
    }
}
