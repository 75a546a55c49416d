import PlantedContent
import Testing

@testable import Portals

/// Looks are written by hand here: the comparison is pure.
@Suite struct ViewComparisonTests {
    private func look(
        _ view: VisitorView, pass: Int = 0, simhash: UInt64 = 0, hosts: [String] = [], text: Int = 2_000
    ) -> Observation {
        var look = Observation(view: view, pass: pass)
        look.status = 200
        look.simhash = simhash
        look.foreignHosts = hosts
        look.textBytes = text
        return look
    }

    private func planted(_ look: Observation, _ category: String = "gambling", hidden: [String] = []) -> Observation {
        var look = look
        look.verdict = .planted
        look.score = 0.99
        look.categories = [category]
        look.blocks = [
            Observation.Block(
                zone: "footer", hidden: hidden, start: 10, end: 50, text: "một đoạn", score: 0.99, category: category,
                words: ["một"])
        ]
        return look
    }

    private func led(_ look: Observation, to url: String, host: String, _ standing: HostStanding, kind: String = "http")
        -> Observation
    {
        var look = look
        look.chain = [.init(kind: kind, url: url, host: host)]
        look.endStanding = standing
        return look
    }

    private func findings(_ looks: [Observation], isSuspectPlace: Bool = false) -> [SweepFinding] {
        ViewComparison(url: "http://xa.example/tin", looks: looks, isSuspectPlace: isSuspectPlace).findings()
    }

    @Test func whatEveryVisitorSeesIsContent() throws {
        let all = VisitorView.allCases.map { planted(look($0)) }
        let finding = try #require(findings(all).first)
        #expect(finding.rule == "content/gambling")
        #expect(finding.views == VisitorView.allCases)
        #expect(finding.tier == .planted)
        #expect(findings(all).count == 1)
    }

    @Test func aPageThatOthersAreToldIsNotThereIsCloaking() throws {
        var missing = look(.visitor)
        (missing.state, missing.reason, missing.verdict) = (.unreadable, "not-found", .unreadable)
        let finding = try #require(findings([missing, planted(look(.phone))]).first)
        #expect(finding.rule == "cloaking/gambling" && finding.views == [.phone])
        // Who was not let in was shown nothing that could be compared.
        (missing.state, missing.reason) = (.blocked, "waf")
        #expect(try #require(findings([missing, planted(look(.phone))]).first).rule == "content/gambling")
    }

    @Test(arguments: VisitorView.allCases) func whatOnlyOneVisitorSeesIsCloaking(view: VisitorView) throws {
        let all = VisitorView.allCases.map { $0 == view ? planted(look($0)) : look($0) }
        let finding = try #require(findings(all).first)
        #expect(finding.rule == "cloaking/gambling")
        #expect(finding.views == [view])
    }

    @Test func aDoubtfulHeadlineInEverybodysMenuDoesNotExcuseWhatOneVisitorIsShown() throws {
        func headline(_ view: VisitorView) -> Observation {
            var look = planted(look(view))
            look.verdict = .review
            look.blocks[0].zone = "nav"
            look.blocks[0].text = "một nhan đề"
            look.blocks[0].score = 0.7
            return look
        }
        var shown = headline(.crawler)
        #expect(findings([headline(.visitor), shown]).map(\.rule) == ["content/gambling"])
        shown.verdict = .planted
        shown.blocks += planted(look(.crawler)).blocks
        let finding = try #require(findings([headline(.visitor), headline(.phone), shown]).first)
        #expect(finding.rule == "cloaking/gambling" && finding.views == [.crawler] && finding.excerpt == "một đoạn")
    }

    @Test func theSameTextOnBothSidesOfTheThresholdIsNoCloaking() {
        var near = planted(look(.phone))
        near.verdict = .review
        #expect(findings([planted(look(.visitor)), near]).map(\.rule) == ["content/gambling"])
    }

    @Test func whatIsShownOnTheFirstVisitOnlyIsCloaking() throws {
        let looks = [planted(look(.visitor)), look(.visitor, pass: 1)]
        #expect(findings(looks).map(\.rule) == ["cloaking/gambling"])
    }

    @Test func doubtAboutWhatComesAndGoesForOneVisitorStaysForReview() {
        func doubtful(_ view: VisitorView, pass: Int = 0) -> Observation {
            var doubtful = planted(look(view, pass: pass))
            doubtful.verdict = .review
            return doubtful
        }
        let drift = [look(.visitor), doubtful(.phone), look(.visitor, pass: 1), look(.phone, pass: 1)]
        #expect(findings(drift).map(\.tier) == [.review])
        let kept = [look(.visitor), doubtful(.phone), look(.visitor, pass: 1), doubtful(.phone, pass: 1)]
        #expect(findings(kept).map(\.tier) == [.planted])
    }

    @Test func doubtInABoxThatDrawsItsContentsAnewIsNoCloaking() throws {
        func look(_ view: VisitorView, pass: Int = 0, footer: Int) -> Observation {
            var look = self.look(view, pass: pass)
            look.textBytesByPlace = ["footer": footer, "main": 4_000 + 300 * pass]
            return look
        }
        var met = planted(look(.visitor, footer: 700))
        met.verdict = .review
        let drawn = [
            met, look(.visitor, pass: 1, footer: 640), look(.phone, footer: 760), look(.crawler, footer: 705),
        ]
        let doubtful = try #require(findings(drawn).first)
        #expect(doubtful.rule == "content/gambling" && doubtful.tier == .review && doubtful.views == [.visitor])
        // A counter alone draws nothing, and what changes elsewhere says nothing of this place.
        let counted = [
            met, look(.visitor, pass: 1, footer: 640), look(.phone, footer: 641), look(.crawler, footer: 640),
        ]
        #expect(findings(counted).map(\.rule) == ["cloaking/gambling"])
        // No doubt, no excuse.
        let sure = [planted(look(.visitor, footer: 700))] + drawn.dropFirst()
        #expect(findings(sure).map(\.rule) == ["cloaking/gambling"])
    }

    @Test func doubtAboutAPlainPageStaysForReviewAndInASuspectPlaceDoesNot() throws {
        var look = planted(look(.visitor))
        look.verdict = .review
        #expect(findings([look]).map(\.tier) == [.review])
        #expect(findings([look], isSuspectPlace: true).map(\.tier) == [.planted])
    }

    @Test func doubtAboutAHiddenBlockIsNoDoubtButACustomaryWayToHideIs() {
        func tier(_ hidden: [String]) -> [Tier] {
            var look = planted(look(.visitor), hidden: hidden)
            look.verdict = .review
            return findings([look]).map(\.tier)
        }
        #expect(tier(["display-none"]) == [.planted])
        #expect(tier(["display-none", "customary"]) == [.review])
        #expect(tier(["metadata"]) == [.review])
    }

    @Test func eachCategoryIsAFindingOfItsOwn() {
        let looks = [planted(look(.visitor)), planted(look(.phone), "sex")]
        #expect(findings(looks).map(\.rule) == ["cloaking/gambling", "cloaking/sex"])
    }

    @Test func aSearchArrivalRedirectIsFoundWhateverStandsThere() throws {
        let away = led(look(.searcher), to: "http://la.example/", host: "la.example", .external)
        let finding = try #require(findings([look(.visitor), look(.phone), away]).first)
        #expect(finding.rule == "redirect/searcher")
        #expect(finding.tier == .planted)
        #expect(finding.excerpt == "http://la.example/")
    }

    @Test func aRedirectOfEverybodyIsAccusedOnlyWhenItLeadsToABrand() {
        func rules(_ standing: HostStanding, _ target: Tier = .clean) -> [String] {
            findings(
                VisitorView.allCases.map {
                    var look = led(look($0), to: "http://khac.example/", host: "khac.example", standing)
                    look.targetVerdict = target
                    return look
                }
            ).map(\.rule)
        }
        #expect(rules(.ordinary).isEmpty)
        #expect(rules(.external).isEmpty)
        #expect(rules(.external, .planted) == ["redirect/always"])
        #expect(rules(.brand) == ["redirect/always"])
        #expect(rules(.listed) == ["redirect/always"])
    }

    @Test func aConditionalScriptRedirectIsFoundInEveryView() {
        let looks = VisitorView.allCases.map { view in
            var look = led(look(view), to: "http://khac.example/", host: "khac.example", .external, kind: "script")
            look.chain[0].isConditional = true
            return look
        }
        #expect(findings(looks).map(\.rule) == ["redirect/conditional"])
    }

    @Test func driftIsNotCloaking() {
        let plain = look(.visitor, simhash: 0, hosts: ["bao.example"])
        let again = look(.visitor, pass: 1, simhash: 0xFFFF_FFFF, hosts: ["tin.example"])
        let phone = [0, 1].map { look(.phone, pass: $0, simhash: 0xFFFF_FFFF, hosts: ["tin.example"]) }
        #expect(findings([plain, again] + phone).isEmpty)
    }

    @Test func anotherTextWithOtherForeignLinksIsForReview() throws {
        let plain = [look(.visitor), look(.visitor, pass: 1, simhash: 1)]
        let crawler = [0, 1].map { look(.crawler, pass: $0, simhash: .max, hosts: ["la.example"]) }
        let finding = try #require(findings(plain + crawler).first)
        #expect(finding.rule == "cloaking/difference")
        #expect(finding.tier == .review)
        #expect(finding.views == [.crawler])
        #expect(finding.excerpt == "la.example")
    }

    @Test func anotherLayoutForPhonesIsNotAccused() {
        let plain = [look(.visitor), look(.visitor, pass: 1)]
        let phone = [0, 1].map { look(.phone, pass: $0, simhash: .max) }
        #expect(findings(plain + phone).isEmpty)
    }

    @Test func aViewThatWasBlockedDoesNotMakeTheOthersCloaked() {
        var blocked = look(.crawler)
        blocked.state = .blocked
        blocked.verdict = .unreadable
        #expect(findings([planted(look(.visitor)), blocked]).map(\.rule) == ["content/gambling"])
    }

    @Test func aSecondLookIsTakenWhereSomethingDiffers() {
        let plain = look(.visitor)
        #expect(!ViewComparison.needsSecondLook(plain, look(.phone)))
        #expect(ViewComparison.needsSecondLook(plain, planted(look(.phone))))
        #expect(ViewComparison.needsSecondLook(plain, look(.phone, simhash: .max)))
        #expect(ViewComparison.needsSecondLook(plain, look(.phone, hosts: ["la.example"])))
        var blocked = look(.phone)
        blocked.state = .blocked
        #expect(ViewComparison.needsSecondLook(plain, blocked))
    }
}
