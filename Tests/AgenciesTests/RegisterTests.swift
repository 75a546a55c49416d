import Testing

@testable import Agencies

/// What a register answers, as of a day.
@Suite struct RegisterTests {
    /// Two provinces and a district of before; one province of now.
    private struct Province {
        var bench = Bench()
        let quangNgai: AgencyID
        let konTum: AgencyID
        let police: AgencyID
        let konTumPolice: AgencyID
        let district: AgencyID
        let ward: AgencyID
        let merged: AgencyID

        init() throws {
            quangNgai = try bench.create("Ủy ban nhân dân tỉnh Quảng Ngãi", .province)
            konTum = try bench.create("Ủy ban nhân dân tỉnh Kon Tum", .province)
            police = try bench.create("Công an tỉnh Quảng Ngãi", .police, under: quangNgai)
            konTumPolice = try bench.create("Công an tỉnh Kon Tum", .police, under: konTum)
            district = try bench.create("Thị xã Đức Phổ", .town, under: quangNgai)
            ward = try bench.create("Phường Phổ Hòa", .ward, under: district)
            let (one, other) = (bench.seen(quangNgai), bench.seen(konTum))
            for force in [police, konTumPolice] {
                let seen = bench.seen(force)
                try bench.edit { draft in
                    try draft.assignFunction(seen, .specialisedCyberSecurity, from: "2025-03-01", source: "")
                }
            }
            merged = try bench.edit { draft in
                var heir = NewAgency("Ủy ban nhân dân tỉnh Quảng Ngãi", .province, under: nil, key: "tinh")
                heir.codes = [AgencyCode("51")].compactMap { $0 }
                return try draft.merge(
                    [one, other], into: .new(heir), on: "2025-07-01", source: "NQ 202/2025/QH15")
            }
        }
    }

    @Test func theTreeIsThatOfTheDay() throws {
        let province = try Province()
        let register = province.bench.register
        let before = Day("2025-06-30")
        let after = Day("2025-07-01")
        #expect(register.roots(on: before).map(\.id) == [province.konTum, province.quangNgai])
        #expect(register.roots(on: after).map(\.id) == [province.merged])
        #expect(
            province.bench.names(register.children(of: province.merged, on: after), on: after) == [
                "Công an tỉnh Kon Tum", "Công an tỉnh Quảng Ngãi", "Thị xã Đức Phổ",
            ])
        #expect(register.children(of: province.merged, on: before).isEmpty)
        #expect(register.ancestors(of: province.ward, on: before).map(\.id) == [province.district, province.quangNgai])
        #expect(register.ancestors(of: province.ward, on: after).map(\.id) == [province.district, province.merged])
        #expect(register.subtree(of: province.quangNgai, on: before).count == 4)
        #expect(register.subtree(of: province.quangNgai, on: after).isEmpty)
        #expect(register.subtree(of: province.merged, on: after).count == register.present(on: after).count)
        #expect(register.agency(key: "tinh")?.id == province.merged)
        let code = try #require(AgencyCode("51"))
        #expect(register.agency(code: code, on: after)?.id == province.merged)
        #expect(register.agency(code: code, on: before) == nil)
    }

    @Test func aNameIsThatOfTheDay() throws {
        var bench = Bench()
        let id = try bench.create("Sở Thông tin và Truyền thông", from: "2008-01-01")
        let seen = bench.seen(id)
        try bench.edit { try $0.rename(seen, to: "Sở Khoa học và Công nghệ", from: "2025-03-01", source: "") }
        let agency = try #require(bench.register[id])
        #expect(agency.name(on: "2007-12-31") == nil)
        #expect(agency.name(on: "2025-02-28") == "Sở Thông tin và Truyền thông")
        #expect(agency.name(on: "2025-03-01") == "Sở Khoa học và Công nghệ")
        #expect(agency.knownName(on: "2000-01-01") == "Sở Thông tin và Truyền thông")
        #expect(agency.version == 2)
        #expect(agency.key == "so-thong-tin-va-truyen-thong")
    }

    @Test func whatIsGoneLeadsToItsHeirs() throws {
        var province = try Province()
        let after = Day("2026-01-01")
        #expect(province.bench.register.heirs(of: province.konTum, on: after).map(\.id) == [province.merged])
        #expect(province.bench.register.heirs(of: province.konTum, on: "2025-06-30").map(\.id) == [province.konTum])
        #expect(
            province.bench.register.forebears(of: province.merged, on: "2025-06-30").map(\.id) == [
                province.konTum, province.quangNgai,
            ])
        // The town ends in two wards, one of which is abolished later.
        let seen = province.bench.seen(province.ward)
        let moved = province.merged
        try province.bench.edit { try $0.move(seen, under: moved, from: "2025-08-01", source: "") }
        let town = province.bench.seen(province.district)
        let wards = try province.bench.edit { draft in
            try draft.split(
                town,
                into: ["Phường Đức Phổ", "Phường Sa Huỳnh"].map { .new(NewAgency($0, .ward, under: moved)) },
                on: "2025-09-01", ends: true, source: "")
        }
        let gone = province.bench.seen(wards[1])
        try province.bench.edit { try $0.abolish(gone, on: "2026-03-01", source: "") }
        let register = province.bench.register
        #expect(register.heirs(of: province.district, on: "2025-12-01").map(\.id) == wards)
        #expect(register.heirs(of: province.district, on: "2026-03-01").map(\.id) == [wards[0]])
        #expect(register.heirs(of: wards[1], on: "2026-03-01").isEmpty)
        #expect(register.successors(of: province.district).map(\.agency) == wards)
        #expect(register.successors(of: province.district, through: "2025-08-31").isEmpty)
        #expect(register.predecessors(of: wards[0]).map(\.agency) == [province.district])
        #expect(register.links(from: wards[1]).map(\.kind) == [.abolish])
    }

    @Test func successionsAreFollowedInTheOrderOfTime() throws {
        var bench = Bench()
        let ids = try ["A", "B", "C", "D"].map { try bench.create($0) }
        // B gave a part to D before A went into B: A has nothing to do with D.
        let (b, d) = (bench.seen(ids[1]), bench.seen(ids[3]))
        try bench.edit { _ = try $0.split(b, into: [.existing(d)], on: "2024-01-01", ends: false, source: "") }
        let (a, later) = (bench.seen(ids[0]), bench.seen(ids[1]))
        try bench.edit { _ = try $0.merge([a], into: .existing(later), on: "2025-01-01", source: "") }
        let (last, c) = (bench.seen(ids[1]), bench.seen(ids[2]))
        try bench.edit { _ = try $0.merge([last], into: .existing(c), on: "2026-01-01", source: "") }
        #expect(bench.register.successors(of: ids[0]).map(\.agency) == [ids[1], ids[2]])
        #expect(bench.register.successors(of: ids[0]).map(\.distance) == [1, 2])
        #expect(bench.register.successors(of: ids[0], through: "2025-12-31").map(\.agency) == [ids[1]])
        #expect(Set(bench.register.successors(of: ids[1]).map(\.agency)) == [ids[2], ids[3]])
        #expect(bench.register.predecessors(of: ids[3]).map(\.agency) == [ids[1]])
        #expect(bench.register.predecessors(of: ids[2]).map(\.agency) == [ids[1], ids[0]])
        #expect(bench.register.heirs(of: ids[0], on: "2026-06-01").map(\.id) == [ids[2]])
        #expect(bench.register.heirs(of: ids[0], on: "2025-06-01").map(\.id) == [ids[1]])
    }

    @Test func theWayThatLeadsFurtherIsFoundLate() throws {
        // Parts went from A to C to B to D, year by year; then the rest of A went to B.
        var bench = Bench()
        let ids = try ["A", "B", "C", "D"].map { try bench.create($0) }
        func seen(_ index: Int) -> SeenAgency { bench.seen(ids[index]) }
        let first = (seen(0), seen(2))
        try bench.edit {
            _ = try $0.split(first.0, into: [.existing(first.1)], on: "2020-01-01", ends: false, source: "")
        }
        let second = (seen(2), seen(1))
        try bench.edit {
            _ = try $0.split(second.0, into: [.existing(second.1)], on: "2020-06-01", ends: false, source: "")
        }
        let third = (seen(1), seen(3))
        try bench.edit {
            _ = try $0.split(third.0, into: [.existing(third.1)], on: "2021-01-01", ends: false, source: "")
        }
        // Nearer, but too late for what B gave to D.
        let last = (seen(0), seen(1))
        try bench.edit { _ = try $0.merge([last.0], into: .existing(last.1), on: "2022-01-01", source: "") }
        #expect(Set(bench.register.successors(of: ids[0]).map(\.agency)) == [ids[1], ids[2], ids[3]])
        #expect(Set(bench.register.predecessors(of: ids[3]).map(\.agency)) == [ids[0], ids[1], ids[2]])
        #expect(bench.register.heirs(of: ids[0], on: "2023-01-01").map(\.id) == [ids[1], ids[2]])
    }

    @Test func functionsAreHeldByDay() throws {
        let province = try Province()
        let register = province.bench.register
        let function = AgencyFunction.specialisedCyberSecurity
        #expect(register.holders(of: function, on: "2025-02-28").isEmpty)
        #expect(register.holders(of: function, on: "2025-05-01").count == 2)
        #expect(register.holders(of: function, for: province.ward, on: "2025-05-01").map(\.id) == [province.police])
        #expect(
            register.holders(of: function, for: province.konTum, on: "2025-05-01").map(\.id) == [province.konTumPolice])
        #expect(
            register.holders(of: function, for: province.konTumPolice, on: "2025-08-01").map(\.id) == [
                province.konTumPolice
            ])
        #expect(register.holders(of: .incidentResponse, for: province.ward, on: "2025-05-01").isEmpty)
    }

    @Test func aMergerTakesFunctionsAlong() throws {
        let province = try Province()
        var bench = province.bench
        let (one, other) = (bench.seen(province.police), bench.seen(province.konTumPolice))
        let parent = province.merged
        let merged = try bench.edit { draft in
            try draft.merge(
                [one, other], into: .new(NewAgency("Công an tỉnh", .police, under: parent)), on: "2025-07-02",
                source: "")
        }
        #expect(bench.register.holders(of: .specialisedCyberSecurity, on: "2025-07-01").count == 2)
        #expect(bench.register.holders(of: .specialisedCyberSecurity, on: "2025-07-02").map(\.id) == [merged])
    }

    @Test func oldNamesAreFoundAndLeadOn() throws {
        let province = try Province()
        let register = province.bench.register
        let today = Day("2026-01-01")
        let found = register.search("kon tum", on: today)
        #expect(found.map(\.agency) == [province.konTumPolice, province.konTum])
        #expect(found.map(\.isCurrent) == [true, false])
        #expect(found.map(\.heirs) == [[province.konTumPolice], [province.merged]])
        #expect(register.search("ĐỨC phổ thị", on: today).map(\.agency) == [province.district])
        #expect(register.search("quang ngai", on: today).first?.isCurrent == true)
        #expect(register.search("pho hoa", on: today, limit: 1).count == 1)
    }

    @Test func wholeNamesComeBeforeBeginningsAndParts() throws {
        var bench = Bench()
        for name in ["Trạm Trà Bồng", "Trà Bồng", "Trà Bồng Đông", "Xã Tây Trà Bồngang"] { _ = try bench.create(name) }
        let found = bench.register.search("tra bong", on: "2026-01-01").map(\.name.value.text)
        #expect(found == ["Trà Bồng", "Trà Bồng Đông", "Trạm Trà Bồng", "Xã Tây Trà Bồngang"])
    }

    @Test func namesAreFoundByTheirFirstLetters() throws {
        var bench = Bench()
        let office = try bench.create("Sở Thông tin và Truyền thông")
        let province = try bench.create("Ủy ban nhân dân tỉnh Quảng Ngãi", .province)
        let day = Day("2026-01-01")
        #expect(bench.register.search("Sở TTTT", on: day).map(\.agency) == [office])
        #expect(bench.register.search("UBND tỉnh", on: day).map(\.agency) == [province])
        #expect(bench.register.search("ubnd huyện", on: day).isEmpty)
        #expect(bench.register.search("b", on: day).map(\.agency) == [province])
    }

    @Test(arguments: ["", " ", "%", "_", "'", "\u{0}", "\u{300}\u{301}", String(repeating: "a ", count: 100_000)])
    func anyQuestionHasAnAnswer(typed: String) throws {
        let province = try Province()
        #expect(province.bench.register.search(typed, on: "2026-01-01").count <= 50)
    }
}
