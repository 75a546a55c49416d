import Knowledge
import Testing
import VietText

@testable import Portals

@Suite struct SweepReportTests {
    private func shown(_ records: [PageRecord], _ language: Texts.Language = .en) throws -> String {
        var report = try SweepReport(
            texts: try Texts(resources: resources, room: "portals", language: language), resources: resources,
            views: VisitorView.allCases)
        for record in records { report.add(record) }
        return report.render(SweepShown.summary(records), now: 0, folder: "xa")
    }

    @Test func everyFilterShownHasFindingsAndARuleOfStyleThatHidesTheOthers() throws {
        let html = try shown(
            ["cloaking/gambling", "redirect/crawler", "content/gambling", "tls/certificate", "sitemap/foreign-slugs"]
                .map {
                    SweepShown.record([SweepShown.finding($0)])
                })
        let values = html.matches(of: /name="show" value="([a-z]+)"/).map { String($0.1) }
        #expect(values.contains("cloaking") && values.contains("tls") && !values.contains("review"))
        for value in values where value != "all" {
            #expect(html.contains("[value=\"\(value)\"]:checked"), "\(value)")
        }
    }

    @Test func aFindingThatEverybodyMeetsSaysSoInOneWord() throws {
        let all = try shown([SweepShown.record([SweepShown.finding("content/gambling", views: VisitorView.allCases)])])
        #expect(all.contains("everybody"))
        let one = try shown([SweepShown.record([SweepShown.finding("cloaking/gambling")])])
        #expect(!one.contains("everybody"))
        #expect(one.contains("(sees it)") && one.contains("(does not see it)") && one.contains("(not seen)"))
    }

    @Test func hostileAddressesAndTextsAreShownAsText() throws {
        let html = try shown([
            SweepShown.record([
                SweepShown.finding(
                    "content/gambling", url: "https://xa.example/\"><script>", text: "<img src=x onerror=1>")
            ])
        ])
        #expect(!html.contains("<script") && !html.contains("<img"))
    }

    @Test func whereItLeadsIsInert() throws {
        let html = try shown([SweepShown.record([SweepShown.finding("redirect/crawler")])])
        #expect(html.contains("hxxps://bet.example/vip"))
        #expect(!html.contains("https://bet.example"))
    }

    @Test func onlyAPlainIdentifierBecomesALink() throws {
        var finding = SweepShown.finding("content/gambling")
        #expect(try shown([SweepShown.record([finding])]).contains("href=\"evidence/01/0123456789abcdef"))
        finding.evidence = "../../etc"
        #expect(!(try shown([SweepShown.record([finding])])).contains("href=\"evidence"))
    }

    @Test func deadLinksAreToldApartFromWhatLeavesDoubt() throws {
        let html = try shown([
            SweepShown.record([], state: .unreadable, reason: "not-found"),
            SweepShown.record([], state: .blocked, reason: "captcha"),
        ])
        #expect(html.contains("No conclusion") && html.contains("dead links and papers"))
        #expect(html.contains("1 pages could not be seen"))
    }

    @Test func moreFindingsThanHaveRoomAreCounted() throws {
        let count = SweepReport.maxFindings + 7
        let html = try shown((0..<count).map { _ in SweepShown.record([SweepShown.finding("content/gambling")]) })
        #expect(html.matches(of: /<article/).count == SweepReport.maxFindings)
        #expect(html.contains("7 more findings"))
    }
}
