import Fetching
import Foundation
import Knowledge
import Markup
import PlantedContent
import Synchronization
import Testing
import Unpack

@testable import Portals

/// The end of a sweep over a portal of a few pages, without a network: names, probes, and what the journal is told.
@Suite struct SignRunTests {
    /// A portal whose pages are given by path; everything else is missing.
    private final class Pages: PageFetching {
        private let pages: [String: String]
        private let log = Mutex<[String]>([])

        init(_ pages: [String: String]) { self.pages = pages }
        var asked: [String] { log.withLock { $0 } }
        func setInterval(_ interval: Duration, host: String) {}

        func fetch(_ request: FetchRequest) async -> FetchResult {
            log.withLock { $0.append(request.url.text) }
            var exchange = Exchange(url: request.url)
            let page = pages[request.url.text] ?? pages[request.url.path]
            exchange.status = page == nil ? 404 : 200
            let head =
                "HTTP/1.1 \(exchange.status) X\r\nContent-Type: \(page?.hasPrefix("<") == false ? "text/plain" : "text/html"); charset=utf-8\r\n\r\n"
            exchange.responseBytes = Array((head + (page ?? "<p>404</p>")).utf8)
            let response = HTTPResponse(exchange.responseBytes, limits: UnpackLimits(maxOutputBytes: 1 << 20))
            return FetchResult(hops: [exchange], response: response, failure: nil, finalURL: request.url)
        }
    }

    private struct Names: NameAsking {
        var reports: [String: NameReport]
        func report(_ name: String) async -> NameReport { reports[name] ?? NameReport(outcome: .found) }
    }

    /// A journal that keeps nothing but the records.
    private final class Records: SweepJournal {
        private let kept = Mutex<[PageRecord]>([])
        var all: [PageRecord] { kept.withLock { $0 } }

        func append(_ batch: [JournalEntry]) async throws {
            let records = try batch.compactMap { try $0.record.map { try PageRecord(decoding: $0) } }
            kept.withLock { $0 += records }
        }

        func load(_ each: (JournalEntry) throws -> Void) throws {}
    }

    private static let home = "http://xa.tinh.gov.vn/"

    private func sweep(
        _ pages: [String: String], names: [String: NameReport] = [:], authority: String? = nil,
        earlier: LastGoodState? = nil
    ) async throws -> (records: [PageRecord], signs: [SweepFinding], asked: [String]) {
        let knowledge = try #require(Shipped.knowledge)
        let fetcher = Pages(pages)
        let journal = Records()
        var options = SweepOptions(seeds: [try #require(WebURL(Self.home))])
        options.views = [.visitor]
        let rules = knowledge.sweeping.rules
        let start = SweepStart(options: options, rules: rules)
        let scope = start.frontier.scope
        let readers = ReaderPool(
            rules: knowledge.planted, signs: knowledge.sweeping.answers, addresses: rules, attack: knowledge.signs,
            homes: options.seeds)
        let desk = SweepDesk(
            frontier: start.frontier, rules: rules, journal: journal, options: options, resumed: start.summary,
            toldCertificates: [], progress: nil)
        let visit = ProbeVisit(
            fetcher: fetcher, profiles: knowledge.sweeping.profiles, readers: readers)
        let run = SweepRun(
            options: options, desk: desk, fetcher: fetcher,
            looker: PageLooker(
                fetcher: fetcher, profiles: knowledge.sweeping.profiles, readers: readers,
                isInside: { scope.contains($0) }, isSamePage: { rules.isSamePage($0, $1) }),
            keeper: nil, earlier: earlier,
            closing: SignRun(
                knowledge: knowledge.signs, authority: authority, homes: options.seeds, visit: visit,
                names: Names(reports: names), keeper: nil, earlier: earlier))
        _ = try await run.run()
        var sheet = SignSheet()
        for record in journal.all { sheet.add(record) }
        return (journal.all, sheet.signs, fetcher.asked)
    }

    private static let text = SignSamples.around

    @Test func aSubDomainThatPointsToNobodyAndADeadDomainAreTold() async throws {
        let page = SignSamples.page(
            Self.text + "<a href=\"http://cu.tinh.gov.vn/\">cũ</a><a href=\"http://song.tinh.gov.vn/\">sống</a>"
                + "<a href=\"https://du-an-cu.com/x\">dự án</a><a href=\"https://con-day.com/\">còn</a>")
        let swept = try await sweep(
            [Self.home: page],
            names: [
                "cu.tinh.gov.vn": NameReport(outcome: .missing, aliases: ["xa.herokuapp.com"]),
                "du-an-cu.com": NameReport(outcome: .missing),
            ])
        let told = swept.signs.filter { $0.place == "dns" }.map { "\($0.rule) \($0.excerpt)" }
        #expect(
            told == [
                "sign/dangling-name cu.tinh.gov.vn → xa.herokuapp.com (NXDOMAIN)", "sign/expired-domain du-an-cu.com",
            ])
        #expect(!swept.asked.contains { $0.contains("du-an-cu") })
        let closing = try #require(swept.records.compactMap(\.closing).last)
        #expect(closing.isWhole && closing.names >= 4 && closing.covered.contains("dangling-name"))
    }

    @Test func nameServersThatDoNotAnswerProveNothing() async throws {
        let unknown = NameReport(outcome: .unknown)
        let swept = try await sweep(
            [Self.home: SignSamples.page(Self.text + "<a href=\"https://du-an-cu.com/x\">x</a>")],
            names: ["xa.tinh.gov.vn": unknown, "du-an-cu.com": unknown])
        #expect(!swept.signs.contains { $0.place == "dns" })
        let closing = try #require(swept.records.compactMap(\.closing).last)
        #expect(!closing.covered.contains("expired-domain"))
    }

    @Test func anIncidentContactAnywhereOnThePortalIsEnough() async throws {
        let silent = try await sweep([Self.home: SignSamples.page(Self.text)])
        #expect(silent.signs.contains { $0.rule == "sign/no-incident-contact" })
        let spoken = try await sweep([
            Self.home: SignSamples.page(Self.text + "<a href=\"/lien-he\">liên hệ</a>"),
            "/lien-he": SignSamples.page("<p>Tiếp nhận sự cố: sos@tinh.gov.vn</p>" + Self.text),
        ])
        #expect(!spoken.signs.contains { $0.rule == "sign/no-incident-contact" })
        let text = try await sweep([
            Self.home: SignSamples.page(Self.text), "/.well-known/security.txt": "Contact: mailto:sos@tinh.gov.vn\n",
        ])
        #expect(!text.signs.contains { $0.rule == "sign/no-incident-contact" })
    }

    @Test func probesGoOutOnlyWithAuthorityWhichIsWrittenDownFirst() async throws {
        let pages = [Self.home: SignSamples.page(Self.text), "/.env": "APP_KEY=base64:x"]
        let plain = try await sweep(pages)
        #expect(!plain.asked.contains { $0.hasSuffix("/.env") } && plain.records.compactMap(\.closing).count == 1)
        let probed = try await sweep(pages, authority: "QĐ 1")
        #expect(probed.signs.contains { $0.rule == "sign/exposed-file" && $0.isConfirmedSign })
        let closings = probed.records.compactMap(\.closing)
        #expect(closings.map(\.isWhole) == [false, true] && closings.allSatisfy { $0.authority == "QĐ 1" })
        #expect(closings.map(\.probes).first == 0 && (closings.last?.probes ?? 0) > 30)
        #expect((closings.last?.probes ?? 0) <= ProbeRun.maxProbes)
        // Nothing is ever sent by POST or to another host.
        #expect(probed.asked.allSatisfy { $0.hasPrefix("http://xa.tinh.gov.vn/") })
    }

    @Test func aFrontPageIsHeldAgainstTheLastGoodState() async throws {
        let good = try await sweep([Self.home: SignSamples.page(Self.text, title: "Cổng thông tin xã")])
        var earlier = LastGoodState()
        for record in good.records { earlier.add(record) }
        let same = try await sweep(
            [Self.home: SignSamples.page(Self.text, title: "Cổng thông tin xã")], earlier: earlier)
        #expect(!same.signs.contains { $0.rule == "sign/defacement" })
        let other = try await sweep([Self.home: SignSamples.page("<p>xin chao</p>", title: "ok")], earlier: earlier)
        #expect(other.signs.contains { $0.rule == "sign/defacement" && $0.tier == .review })
    }

    @Test(arguments: [
        (100, 299, false), (100, 300, true), (0, 5_000, false), (1_000, 2_999, false), (1_000, 3_000, true),
    ])
    func aSitemapThatTriplesIsTold(before: Int, now: Int, isTold: Bool) {
        var earlier = LastGoodState()
        earlier.sitemapCount = before
        #expect((earlier.growth(now: now, url: "http://a/sitemap.xml") != nil) == isTold)
    }

    // MARK: one sheet

    @Test func whatStandsOnManyPagesIsOneSignAtTheAddressThatIsEasiestToName() throws {
        var sheet = SignSheet()
        for path in ["/b/long", "/a", "/c"] {
            var record = PageRecord(url: "http://x" + path, at: 0, looks: [], findings: [])
            record.signs = [
                SignRule.publicMail.finding(
                    url: record.url, isConfirmed: false, place: .contact, seen: "a@gmail.com"),
                SignRule.directoryListing.finding(url: record.url, isConfirmed: true, place: .listing, seen: "Index"),
            ]
            sheet.add(record)
        }
        #expect(sheet.signs.count { $0.rule == "sign/directory-listing" } == 3)
        let mail = try #require(sheet.signs.first { $0.rule == "sign/public-mail" })
        #expect(mail.url == "http://x/a" && mail.pageCount == 3)
    }

    @Test func aRecordOfTheEndSurvivesTheJournal() throws {
        var record = PageRecord(url: "http://x/", at: 1, looks: [], findings: [])
        record.closing = SignClosing(isWhole: true, authority: "ai", probes: 3, names: 4, covered: ["planted"])
        record.signs = [SignRule.noHTTPS.finding(url: "http://x/", isConfirmed: false, place: .page, seen: "x")]
        #expect(try PageRecord(decoding: record.encoded()) == record)
        var summary = SweepSummary()
        summary.add(record)
        #expect(summary.pageCount == 0)
    }

    // MARK: the checklist

    @Test func theChecklistProvesAccusesAndAsks() throws {
        let list = try #require(Shipped.knowledge).hardening
        var sheet = SignSheet()
        var record = PageRecord(url: "http://x/", at: 1, looks: [], findings: [])
        record.signs = [
            SignRule.missingHeader.finding(
                url: "http://x/", isConfirmed: false, place: .headers, seen: "content-security-policy",
                words: ["content-security-policy"])
        ]
        record.closing = SignClosing(
            isWhole: true,
            covered: ["planted", "missing-header:content-security-policy", "missing-header:x-content-type-options"])
        sheet.add(record)
        let results = list.results(sheet, planted: 0, certificateFaults: 0)
        let states = Dictionary(uniqueKeysWithValues: results.map { ($0.item.key, $0.state) })
        #expect(states["planted"] == .good && states["csp"] == .missing && states["sniffing"] == .good)
        #expect(states["redirect"] == .asked && states["level"] == .asked && states["hsts"] == .asked)
        #expect(results.first { $0.item.key == "redirect" }?.isUnproved == true)
        #expect(list.results(sheet, planted: 2, certificateFaults: 0).first?.state == .missing)
    }

    @Test func faultsOfThePacksAreToldWithTheirRemedy() throws {
        func diagnostics(_ pack: String, _ name: String, _ table: String) throws -> [String] {
            let scratch = try Scratch()
            try FileManager.default.copyItem(
                atPath: resources + "/knowledge/" + pack, toPath: try scratch.folder("knowledge") + "/" + pack)
            _ = try scratch.write("knowledge/" + pack + "/" + name, table)
            var diagnostics = Diagnostics()
            KnowledgeBase(resources: scratch.path, &diagnostics)
                .check([SignsPack.self, HardeningPack.self], &diagnostics)
            return diagnostics.all.map(\.message)
        }
        let head = "path\tscope\trule\tbody\tholds\n"
        #expect(
            try diagnostics("signs-of-attack", "paths.tsv", head + "/.env\troot\texposed-file\ttext\t\n") == [
                "a status of 200 confirms nothing"
            ])
        #expect(try diagnostics("signs-of-attack", "paths.tsv", head + "a.php\troot\tweb-shell\tany\t\n").count == 1)
        #expect(
            try diagnostics(
                "signs-of-attack", "banners.tsv", "product\tbranch\tended\tname\tsource\nphp\t5\tnever\tPHP\tx\n"
            ).count == 1)
        let items = "key\tgroup\tvi\ten\tsource\tproof\n"
        #expect(try diagnostics("hardening", "items.tsv", items + "a\tb\tc\td\te\tsweep:nothing\n").count == 1)
        #expect(try diagnostics("hardening", "items.tsv", items + "a\tb\tc\td\te\tasked\n").isEmpty)
    }
}
