import Access
import PlantedContent
import SQLStore
import TestDatabase
import Testing

@testable import Portals

@Suite struct LedgerTests {
    @Test(arguments: TestDatabase.backends)
    func aFindingIsNewThenStillThereThenGoneThenBack(backend: Backend) async throws {
        try await WatchTest.with(backend) { test in
            let portal = try await test.add()
            let planted = Pages.page("/tin", [Pages.finding("/tin")])
            let first = try await test.sweep(portal, 1, [planted])
            #expect(first == LedgerWriter.Tally(new: 1))
            test.time.pass(.days(1))
            let second = try await test.sweep(portal, 2, [planted])
            #expect(second == LedgerWriter.Tally(still: 1))
            let open = try await test.only()
            #expect(open.lastSeen - open.firstSeen == .days(1))
            let third = try await test.sweep(portal, 3, [Pages.page("/tin")])
            #expect(third == LedgerWriter.Tally(gone: 1))
            let gone = try await test.only()
            #expect(gone.state == .gone)
            let fourth = try await test.sweep(portal, 4, [planted])
            #expect(fourth == LedgerWriter.Tally(back: 1))
            let back = try await test.only()
            #expect(back.state == .open)
            #expect(back.id == open.id)
            let events = try await test.events(back.id)
            #expect(events == ["new", "gone", "back"])
        }
    }

    @Test(
        arguments: TestDatabase.backends,
        [
            ("blocked", Pages.page("/tin", state: .blocked, status: 403), FindingAbsence.blocked),
            ("unreadable", Pages.page("/tin", state: .unreadable, status: 500), .unreadable),
            ("not reached", Pages.page("/khac"), .notReached),
            ("as another visitor", Pages.page("/tin", views: [.visitor]), .otherView),
        ] as [(String, PageRecord, FindingAbsence)])
    func whatWasNotLookedAtIsNotGone(
        backend: Backend, sample: (name: String, record: PageRecord, absence: FindingAbsence)
    ) async throws {
        try await WatchTest.with(backend) { test in
            let portal = try await test.add()
            try await test.sweep(portal, 1, [Pages.page("/tin", [Pages.finding("/tin")])])
            for number in 2...3 {
                let tally = try await test.sweep(portal, Int64(number), [sample.record])
                #expect(tally == LedgerWriter.Tally(notSeen: 1))
            }
            let finding = try await test.only()
            #expect(finding.state == .open)
            #expect(finding.unseen == sample.absence)
            let events = try await test.events(finding.id)
            #expect(events == ["new", "not-seen"], "said once")
            let standing = try await test.register.portal(portal.id)
            #expect(standing?.verdict == .planted)
            let seen = try await test.sweep(portal, 4, [Pages.page("/tin", [Pages.finding("/tin")])])
            #expect(seen.still == 1)
            let again = try await test.only()
            #expect(again.unseen == nil)
        }
    }

    @Test(arguments: TestDatabase.backends, [404, 410] as [UInt16])
    func aPageThatIsNoLongerThereTakesItsFindingsAlong(backend: Backend, status: UInt16) async throws {
        try await WatchTest.with(backend) { test in
            let portal = try await test.add()
            try await test.sweep(portal, 1, [Pages.page("/tin", [Pages.finding("/tin")])])
            let tally = try await test.sweep(portal, 2, [Pages.page("/tin", views: [.visitor], status: status)])
            #expect(tally == LedgerWriter.Tally(gone: 1))
        }
    }

    @Test(
        arguments: TestDatabase.backends,
        [
            ("a number", Pages.advert.replacing("100k", with: "250k")),
            ("a word", Pages.advert.replacing("hôm nay", with: "hôm nay liền")),
        ])
    func anAdvertInWhichALittleChangedIsTheSame(backend: Backend, change: (what: String, text: String)) async throws {
        try await WatchTest.with(backend) { test in
            let portal = try await test.add()
            try await test.sweep(portal, 1, [Pages.page("/tin", [Pages.finding("/tin")])])
            let changed = Pages.finding("/tin", change.text, rule: "cloaking/gambling", score: 0.8, views: [.crawler])
            let tally = try await test.sweep(portal, 2, [Pages.page("/tin", [changed])])
            #expect(tally == LedgerWriter.Tally(still: 1), "\(change.what)")
            let finding = try await test.only()
            #expect(finding.rule == "cloaking/gambling")
            #expect(finding.excerpt == change.text)
        }
    }

    @Test(arguments: TestDatabase.backends)
    func anotherTextOrAnotherPlaceIsAnotherFinding(backend: Backend) async throws {
        try await WatchTest.with(backend) { test in
            let portal = try await test.add()
            let other = "Xem bóng đá trực tiếp tối nay, kèo thơm mỗi giờ, vào nhóm nhận kèo của chuyên gia hàng đầu"
            let findings = [
                Pages.finding("/tin"), Pages.finding("/tin", place: "main (display-none)"),
                Pages.finding("/tin", other),
            ]
            let tally = try await test.sweep(portal, 1, [Pages.page("/tin", findings)])
            #expect(tally.new == 3)
        }
    }

    @Test(arguments: TestDatabase.backends)
    func aFooterOnManyPagesIsOneFindingThatIsGoneWithItsLastPage(backend: Backend) async throws {
        try await WatchTest.with(backend) { test in
            let portal = try await test.add()
            let pages = (1...60).map { Pages.page("/p\($0)", [Pages.finding("/p\($0)")]) }
            let tally = try await test.sweep(portal, 1, pages)
            #expect(tally == LedgerWriter.Tally(new: 1))
            let finding = try await test.only()
            #expect(finding.pageCount == 60)
            let detail = try await test.store.read { try FindingLists.detail(finding.id, in: $0) }
            #expect(detail?.pages.count == 50)
            let some = (1...60).map { Pages.page("/p\($0)", $0 == 7 ? [Pages.finding("/p7")] : []) }
            let still = try await test.sweep(portal, 2, some)
            #expect(still == LedgerWriter.Tally(still: 1))
            let left = try await test.only()
            #expect(left.pageCount == 1)
            let clean = try await test.sweep(portal, 3, (1...60).map { Pages.page("/p\($0)") })
            #expect(clean == LedgerWriter.Tally(gone: 1))
        }
    }

    @Test(arguments: TestDatabase.backends)
    func aSignIsGoneOnlyWhenItWasLookedFor(backend: Backend) async throws {
        try await WatchTest.with(backend) { test in
            let portal = try await test.add()
            let shell = SignRule.webShell.finding(
                url: Pages.origin + "/up/a.php", isConfirmed: true, place: .file, seen: "shell")
            let first = try await test.sweep(
                portal, 1, [Pages.page("/"), Pages.closing(["web-shell"], signs: [shell])])
            #expect(first.new == 1)
            let unlooked = try await test.sweep(portal, 2, [Pages.page("/"), Pages.closing([])])
            #expect(unlooked == LedgerWriter.Tally(notSeen: 1))
            let finding = try await test.only()
            #expect(finding.unseen == .notJudged)
            let looked = try await test.sweep(portal, 3, [Pages.page("/"), Pages.closing(["web-shell"])])
            #expect(looked == LedgerWriter.Tally(gone: 1))
        }
    }

    @Test(arguments: TestDatabase.backends)
    func aWeaknessIsNoVerdict(backend: Backend) async throws {
        try await WatchTest.with(backend) { test in
            let portal = try await test.add()
            let header = SignRule.missingHeader.finding(
                url: Pages.origin + "/", isConfirmed: false, place: .headers, seen: "content-security-policy")
            try await test.sweep(
                portal, 1,
                [Pages.page("/", signs: [header]), Pages.closing(["missing-header:content-security-policy"])])
            let known = try await test.register.portal(portal.id)
            #expect(known?.verdict == .clean)
            let counts = try await test.store.read { try FindingLists.counts(FindingFilter(), in: $0) }
            #expect(counts.openWeaknesses == 1)
            #expect(counts.unjudged == 0)
        }
    }

    @Test(arguments: TestDatabase.backends)
    func whatLeadsToAnAllowedDomainIsSetAside(backend: Backend) async throws {
        try await WatchTest.with(backend) { test in
            var draft = WatchTest.draft()
            draft.allowedDomains = ["dichvucong.example.vn"]
            let portal = try await test.add(draft)
            var allowed = Pages.finding("/dvc", "a → b", rule: "redirect/always", tier: .review)
            allowed.chain = [
                .init(kind: "script", url: "https://x.dichvucong.example.vn/", host: "x.dichvucong.example.vn")
            ]
            var other = Pages.finding("/khac", "a → c", rule: "redirect/always", tier: .review)
            other.chain = [
                .init(kind: "script", url: "https://evildichvucong.example.vn/", host: "evildichvucong.example.vn")
            ]
            try await test.sweep(portal, 1, [Pages.page("/dvc", [allowed]), Pages.page("/khac", [other])])
            let findings = try await test.findings()
            #expect(findings.map(\.state) == [.setAside, .open])
            #expect(findings.map(\.excuse) == [.allowedDomain, nil])
        }
    }

    // MARK: people

    @Test(arguments: TestDatabase.backends)
    func whoJudgesIsToldWhenASweepChangedWhatWasSeen(backend: Backend) async throws {
        try await WatchTest.with(backend) { test in
            let portal = try await test.add()
            let page = [Pages.page("/tin", [Pages.finding("/tin")])]
            try await test.sweep(portal, 1, page)
            let first = try await test.only()
            test.time.pass(.seconds(60))
            try await test.sweep(portal, 2, page)
            let same = try await test.only()
            #expect(same.version == first.version && same.lastSeen > first.lastSeen, "nothing else changed")
            let other = Pages.finding("/tin", Pages.advert.replacing("100k", with: "250k"))
            try await test.sweep(portal, 3, [Pages.page("/tin", [other])])
            let (confirmed, alarm) = (
                FindingSaying.confirmed(note: ""),
                FindingSaying.falseAlarm(reason: "tin", scope: .portal, expires: test.time.now() + .days(3))
            )
            for saying in [confirmed, alarm] {
                await #expect(throws: PortalsError.changedMeanwhile, "the text is another one") {
                    try await test.judgement.judge(first.id, version: first.version, saying, by: WatchTest.author)
                }
            }
            let seen = try await test.only()
            try await test.sweep(portal, 4, [Pages.page("/tin")])
            let gone = try await test.only()
            #expect(gone.state == .gone && gone.version > seen.version)
            for saying in [confirmed, alarm] {
                await #expect(throws: PortalsError.changedMeanwhile, "it is gone") {
                    try await test.judgement.judge(gone.id, version: gone.version, saying, by: WatchTest.author)
                }
            }
        }
    }

    @Test(arguments: TestDatabase.backends)
    func whatAPersonConfirmsIsPlantedWhateverTheScore(backend: Backend) async throws {
        try await WatchTest.with(backend) { test in
            let portal = try await test.add()
            try await test.sweep(portal, 1, [Pages.page("/tin", [Pages.finding("/tin", tier: .review, score: 0.8)])])
            let doubtful = try await test.register.portal(portal.id)
            #expect(doubtful?.verdict == .review)
            let finding = try await test.only()
            let judged = try await test.judgement.judge(
                finding.id, version: finding.version, .confirmed(note: " Đã gọi  xã "), by: WatchTest.author)
            #expect(judged.decision == .confirmed)
            #expect(judged.decisionNote == "Đã gọi xã")
            #expect(judged.decidedBy == "account:7")
            let known = try await test.register.portal(portal.id)
            #expect(known?.verdict == .planted)
            await #expect(throws: PortalsError.changedMeanwhile) {
                try await test.judgement.judge(
                    finding.id, version: finding.version, .unjudged(note: ""), by: WatchTest.author)
            }
            let events = try await test.events(finding.id)
            #expect(events == ["new", "confirmed"])
            let actions = try await test.actions()
            #expect(actions.last == "findings.confirm")
        }
    }

    @Test(arguments: TestDatabase.backends)
    func aFalseAlarmSetsTheLikeOfItAsideUntilItsRuleEnds(backend: Backend) async throws {
        try await WatchTest.with(backend) { test in
            let portal = try await test.add()
            let neighbour = try await test.add(WatchTest.draft("Bên cạnh", "https://benh.example.vn/"))
            let record = Pages.page("/tin", [Pages.finding("/tin")])
            try await test.sweep(portal, 1, [record])
            try await test.sweep(neighbour, 2, [record])
            let mine = try #require(try await test.findings().first { $0.portal == portal.id })
            let judged = try await test.judgement.judge(
                mine.id, version: mine.version,
                .falseAlarm(reason: "Bài cảnh báo", scope: .portal, expires: test.time.now() + .days(30)),
                by: WatchTest.author)
            #expect(judged.state == .setAside)
            #expect(judged.decision == .falseAlarm)
            let standing = try await test.register.portal(portal.id)
            #expect(standing?.verdict == .clean)
            let other = try #require(try await test.findings().first { $0.portal == neighbour.id })
            #expect(other.state == .open, "a portal's rule holds for that portal")
            // The same on another page of the portal, with another number.
            test.time.pass(.days(1))
            let moved = Pages.finding("/moi", Pages.advert.replacing("500k", with: "900k"))
            try await test.sweep(portal, 3, [record, Pages.page("/moi", [moved])])
            let aside = try await test.findings().filter { $0.portal == portal.id }
            #expect(aside.map(\.state) == [.setAside])
            // After the end of the rule it is open again, and nobody has judged it.
            test.time.pass(.days(30))
            try await test.sweep(portal, 4, [record])
            let reopened = try #require(try await test.findings().first { $0.portal == portal.id })
            #expect(reopened.state == .open)
            #expect(reopened.decision == .unjudged)
            let events = try await test.events(mine.id)
            #expect(events == ["new", "false-alarm", "reopened"])
        }
    }

    @Test(arguments: TestDatabase.backends)
    func aRuleOfTheProvinceHoldsEverywhereAndCanBeEndedEarly(backend: Backend) async throws {
        try await WatchTest.with(backend) { test in
            let portal = try await test.add()
            let neighbour = try await test.add(WatchTest.draft("Bên cạnh", "https://benh.example.vn/"))
            let record = Pages.page("/tin", [Pages.finding("/tin")])
            try await test.sweep(portal, 1, [record])
            try await test.sweep(neighbour, 2, [record])
            let finding = try #require(try await test.findings().first)
            try await test.judgement.judge(
                finding.id, version: finding.version,
                .falseAlarm(reason: "Tin tuyên truyền", scope: .province, expires: test.time.now() + .days(366)),
                by: WatchTest.author)
            let aside = try await test.findings()
            #expect(aside.map(\.state) == [.setAside, .setAside])
            let now = test.time.now()
            let rules = try await test.store.read { try FindingLists.rules(at: now, in: $0) }
            let rule = try #require(rules.first)
            #expect(rule.portal == nil)
            let table = String(decoding: FindingRuleTable.tsv(rules), as: UTF8.self)
            #expect(table.split(separator: "\n").count == 2)
            #expect(table.contains("\tplanted/gambling\tfooter\t"))
            #expect(table.hasSuffix("\taccount:7\tTin tuyên truyền\n"))
            test.time.pass(.days(1))
            try await test.judgement.endRule(rule.id, by: WatchTest.author)
            let open = try await test.findings()
            #expect(open.map(\.state) == [.open, .open])
            let verdicts = try await test.register.page(PortalFilter()).portals.map(\.verdict)
            #expect(verdicts == [.planted, .planted])
            await #expect(throws: PortalsError.wrongState) {
                try await test.judgement.endRule(rule.id, by: WatchTest.author)
            }
        }
    }

    @Test(arguments: TestDatabase.backends)
    func whatWasConfirmedIsNotSetAsideByTheRuleOfAnother(backend: Backend) async throws {
        try await WatchTest.with(backend) { test in
            let portal = try await test.add()
            let neighbour = try await test.add(WatchTest.draft("Bên cạnh", "https://benh.example.vn/"))
            let record = Pages.page("/tin", [Pages.finding("/tin")])
            try await test.sweep(portal, 1, [record])
            try await test.sweep(neighbour, 2, [record])
            let findings = try await test.findings()
            try await test.judgement.judge(
                findings[0].id, version: 1, .confirmed(note: "Đã xem"), by: WatchTest.author)
            try await test.judgement.judge(
                findings[1].id, version: 1,
                .falseAlarm(reason: "Bài báo", scope: .province, expires: test.time.now() + .days(9)),
                by: WatchTest.author)
            try await test.sweep(portal, 3, [record])
            let after = try await test.findings()
            #expect(after.map(\.state) == [.open, .setAside])
            #expect(after.map(\.decision) == [.confirmed, .falseAlarm])
        }
    }

    @Test(arguments: TestDatabase.backends)
    func aDomainThatIsAllowedDoesNotExcuseWhatAPersonConfirmed(backend: Backend) async throws {
        try await WatchTest.with(backend) { test in
            var draft = WatchTest.draft()
            draft.allowedDomains = ["dichvucong.example.vn"]
            let portal = try await test.add(draft)
            var led = Pages.finding("/dvc", "a → b", rule: "redirect/always", tier: .review)
            led.chain = [.init(kind: "script", url: "https://dichvucong.example.vn/", host: "dichvucong.example.vn")]
            try await test.sweep(portal, 1, [Pages.page("/dvc", [led])])
            let aside = try await test.only()
            #expect(aside.state == .setAside)
            let judged = try await test.judgement.judge(
                aside.id, version: 1, .confirmed(note: ""), by: WatchTest.author)
            #expect(judged.state == .open)
            try await test.sweep(portal, 2, [Pages.page("/dvc", [led])])
            let after = try await test.only()
            #expect(after.state == .open)
            let known = try await test.register.portal(portal.id)
            #expect(known?.verdict == .planted)
        }
    }

    @Test(arguments: TestDatabase.backends)
    func aRuleNeedsAReasonAndAnEndWithinAYear(backend: Backend) async throws {
        try await WatchTest.with(backend) { test in
            let portal = try await test.add()
            try await test.sweep(portal, 1, [Pages.page("/tin", [Pages.finding("/tin")])])
            let finding = try await test.only()
            let now = test.time.now()
            for saying in [
                FindingSaying.falseAlarm(reason: " ", scope: .portal, expires: now + .days(1)),
                .falseAlarm(reason: "a", scope: .portal, expires: now + .days(367)),
                .falseAlarm(reason: "a", scope: .portal, expires: now),
                .confirmed(note: "a\u{0}b"),
            ] {
                await #expect(throws: PortalsError.wrongState) {
                    try await test.judgement.judge(finding.id, version: 1, saying, by: WatchTest.author)
                }
            }
        }
    }

    @Test(arguments: TestDatabase.backends)
    func listsAreFilteredSearchedAndCounted(backend: Backend) async throws {
        try await WatchTest.with(backend) { test in
            let portal = try await test.add()
            let neighbour = try await test.add(WatchTest.draft("Bên cạnh", "https://benh.example.vn/", unit: 99))
            try await test.sweep(
                portal, 1,
                [
                    Pages.page("/a", [Pages.finding("/a", tier: .review)]),
                    Pages.page(
                        "/b", [Pages.finding("/b", "Cờ bạc trực tuyến", rule: "cloaking/gambling", place: "main")]),
                ])
            try await test.sweep(neighbour, 2, [Pages.page("/c", [Pages.finding("/c")])])
            var filter = FindingFilter()
            let gravest = try await test.findings(filter)
            #expect(gravest.map(\.url) == [Pages.origin + "/b", Pages.origin + "/c", Pages.origin + "/a"])
            filter.units = [12]
            filter.text = "co BAC"
            let found = try await test.findings(filter)
            #expect(found.map(\.kind) == ["cloaking"])
            filter = FindingFilter()
            filter.portal = portal.id
            let counts = try await test.store.read { [filter] in try FindingLists.counts(filter, in: $0) }
            #expect(counts == FindingCounts(byState: [.open: 2], openPlanted: 1, openReview: 1, unjudged: 2))
            filter = FindingFilter()
            filter.units = []
            let none = try await test.findings(filter)
            #expect(none.isEmpty)
        }
    }
}
