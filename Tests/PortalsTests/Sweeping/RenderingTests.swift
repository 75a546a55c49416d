import Foundation
import PlantedContent
import Testing

@testable import Portals

/// When a browser is wanted, and what its look adds. Pure.
@Suite struct SweepRenderingTests {
    private func plain(_ change: (inout Observation) -> Void = { _ in }) -> Observation {
        var look = Observation(view: .visitor)
        look.status = 200
        look.textBytes = 2_000
        change(&look)
        return look
    }

    private func shell() -> Observation {
        plain {
            $0.state = .unreadable
            $0.reason = "needs-scripts"
            $0.verdict = .unreadable
        }
    }

    private func planted(_ category: String = "gambling") -> Observation {
        plain {
            $0.verdict = .planted
            $0.score = 0.99
            $0.categories = [category]
            $0.blocks = [
                Observation.Block(
                    zone: "body", hidden: [], start: 0, end: 9, text: "một đoạn", score: 0.99, category: category,
                    words: [])
            ]
        }
    }

    private func rendered(_ look: Observation) -> Observation {
        var look = look
        look.rendered = true
        return look
    }

    private func wish(
        _ look: Observation, _ reasons: RenderPolicy.Reasons = .init(), _ policy: RenderPolicy = .auto
    ) -> RenderPolicy.Wish {
        policy.wish([look], reasons, suspectScore: 0.2)
    }

    @Test func aBrowserIsWantedWhereWordsAreNotEnough() {
        #expect(wish(plain()) == .nothing)
        #expect(wish(shell()) == .sight)
        #expect(wish(plain(), .init(hasWritingScripts: true)) == .sight)
        #expect(wish(plain(), .init(isSuspectPlace: true)) == .sight)
        #expect(wish(plain { $0.score = 0.2 }) == .sight)
        #expect(wish(plain { $0.score = 0.19 }) == .nothing)
        #expect(wish(plain { $0.verdict = .review }) == .sight)
        #expect(wish(planted()) == .picture)
        #expect(wish(plain { $0.endStanding = .brand }, .init(hasWritingScripts: true)) == .nothing)
    }

    @Test func whatIsNoPageIsNotRendered() {
        let missing = plain {
            $0.state = .unreadable
            $0.reason = "not-found"
        }
        for look in [missing, plain { $0.state = .blocked }, plain { $0.state = .refused }] {
            for policy in RenderPolicy.allCases {
                #expect(wish(look, .init(hasWritingScripts: true), policy) == .nothing)
            }
        }
        #expect(wish(plain(), .init(isMarkup: false, hasWritingScripts: true), .always) == .nothing)
        #expect(RenderPolicy.always.wish([], .init(), suspectScore: 0.2) == .nothing)
    }

    @Test func alwaysAndNeverAreMeant() {
        #expect(wish(plain(), .init(), .always) == .sight)
        #expect(wish(planted(), .init(), .always) == .sight)
        for look in [plain(), shell(), planted()] {
            #expect(wish(look, .init(hasWritingScripts: true, isSuspectPlace: true), .never) == .nothing)
        }
    }

    private func findings(_ looks: [Observation]) -> [SweepFinding] {
        ViewComparison(url: "http://xa.example/tin", looks: looks, isSuspectPlace: false).findings()
    }

    @Test func whatScriptsWriteIsContentAndNoCloaking() throws {
        let found = findings([plain(), rendered(planted())])
        #expect(found.map(\.rule) == ["content/gambling"])
        #expect(found.first?.rendered == true)
    }

    @Test func whatIsKnownIsNotToldTwice() {
        let found = findings([planted(), rendered(planted())])
        #expect(found.map(\.rule) == ["content/gambling"] && found.first?.rendered == nil)
        let two = findings([planted(), rendered(planted("pharma"))])
        #expect(two.map(\.rule) == ["content/gambling", "content/pharma"])
    }

    @Test func aCleanBrowserLookDoesNotMakeCloakingOfAPlantedPage() {
        #expect(findings([planted(), rendered(plain())]).map(\.rule) == ["content/gambling"])
    }

    @Test func whereScriptsLeadIsARedirect() {
        let led = rendered(
            plain {
                $0.chain = [.init(kind: "script", url: "https://tai-xiu-88.example/", host: "tai-xiu-88.example")]
                $0.endStanding = .brand
            })
        let found = findings([plain(), led])
        #expect(found.map(\.rule) == ["redirect/always"])
        #expect(found.first?.tier == .planted && found.first?.rendered == true)
    }

    @Test func aShellIsWhatTheBrowserSaw() {
        var record = PageRecord(url: "http://xa.example/", at: 0, looks: [shell(), shell()], findings: [])
        #expect(record.state == .unreadable && record.reason == "needs-scripts" && record.verdict == .unreadable)
        record.looks.append(rendered(plain()))
        #expect(record.state == .ok && record.reason == nil && record.verdict == .clean)
        record.looks[2] = rendered(shell())
        #expect(record.state == .unreadable && record.verdict == .unreadable)
        // A look of another kind that found something is not forgotten.
        record.looks = [shell(), planted(), rendered(plain())]
        #expect(record.verdict == .planted)
    }

    @Test func aJournalOfAnOlderProgramIsReadAndANewOneGoesThereAndBack() throws {
        var record = PageRecord(
            url: "http://xa.example/", at: 7, looks: [plain(), rendered(planted())],
            findings: findings([plain(), rendered(planted())]))
        #expect(try PageRecord(decoding: record.encoded()) == record)
        record = PageRecord(url: "http://xa.example/", at: 7, looks: [planted()], findings: findings([planted()]))
        let text = String(decoding: try record.encoded(), as: UTF8.self)
        #expect(!text.contains("\"rendered\"") && !text.contains("\"askedHosts\""))
        #expect(try PageRecord(decoding: Array(text.utf8)) == record)
    }
}
