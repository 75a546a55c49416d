import Fetching
import Markup
import Synchronization
import Testing
import Unpack

@testable import Portals

/// A portal that shows its first page and says no to everything else, and a robots.txt that asks for distance.
@Suite struct RefusingHostTests {
    private final class RefusingPortal: PageFetching {
        static let origin = "http://tinh.example.vn"
        private let state = Mutex((asked: [String](), intervals: [String: Duration]()))

        var asked: [String] { state.withLock { $0.asked } }
        var intervals: [String: Duration] { state.withLock { $0.intervals } }

        func setInterval(_ interval: Duration, host: String) { state.withLock { $0.intervals[host] = interval } }

        func fetch(_ request: FetchRequest) async -> FetchResult {
            state.withLock { $0.asked.append(request.url.text) }
            let links = (1...60).map { "<a href=\"/bai-\($0)\">Thông báo số \($0) của xã</a>" }
            let (status, type, body) =
                switch request.url.path {
                case "/": (200, "text/html", "<title>Xã</title><p>Trang thông tin điện tử của xã.</p>\(links.joined())")
                case "/robots.txt": (200, "text/plain", "User-agent: *\nDisallow: /rieng/\nCrawl-delay: 3\n")
                default: (403, "text/html", "<h1>403 Forbidden</h1>")
                }
            let bytes = Array("HTTP/1.1 \(status) X\r\nContent-Type: \(type); charset=utf-8\r\n\r\n\(body)".utf8)
            var exchange = Exchange(url: request.url)
            exchange.responseBytes = bytes
            exchange.status = UInt16(status)
            return FetchResult(
                hops: [exchange], response: HTTPResponse(bytes, limits: .standard), failure: nil, finalURL: request.url)
        }
    }

    private func sweep(_ portal: RefusingPortal, _ journal: any SweepJournal, resumes: Bool) async throws
        -> SweepSummary
    {
        let knowledge = try #require(Shipped.knowledge)
        let rules = knowledge.sweeping.rules
        var options = SweepOptions(seeds: [try #require(WebURL(RefusingPortal.origin + "/"))])
        options.jobs = 1
        options.views = [.visitor]
        var start = SweepStart(options: options, rules: rules)
        if resumes { try await start.load(journal) }
        let desk = SweepDesk(
            frontier: start.frontier, rules: rules, journal: journal, options: options, resumed: start.summary,
            toldCertificates: [], progress: nil)
        let looker = PageLooker(
            fetcher: portal, profiles: knowledge.sweeping.profiles,
            readers: ReaderPool(rules: knowledge.planted, signs: knowledge.sweeping.answers, addresses: rules),
            isInside: { _ in true }, isSamePage: { $0 == $1 })
        return try await SweepRun(options: options, desk: desk, fetcher: portal, looker: looker, keeper: nil).run()
    }

    @Test func whatARefusingHostHidesCountsAsLeftAndIsAskedWhenTheSweepGoesOn() async throws {
        let scratch = try Scratch()
        let path = scratch.path + "/journal.jsonl"
        let first = RefusingPortal()
        let stopped = try await sweep(first, FileJournal.create(path, sweep: ""), resumes: false)
        #expect(stopped.pages(in: .blocked) == SweepDesk.blockedStreak)
        #expect(stopped.leftCount == 62 - 1 - SweepDesk.blockedStreak)
        #expect(stopped.notes.contains { $0.key == "sweep.note.refusals" })
        #expect(first.intervals == ["tinh.example.vn": .seconds(3)])

        let second = RefusingPortal()
        let resumed = try await sweep(second, FileJournal.resume(path, sweep: ""), resumes: true)
        #expect(Set(second.asked).isDisjoint(with: first.asked), "what was seen is not asked again")
        #expect(second.asked.count == SweepDesk.blockedStreak)
        #expect(resumed.pages(in: .blocked) == 2 * SweepDesk.blockedStreak)
        // What robots.txt said holds for a sweep that goes on as well.
        #expect(second.intervals == first.intervals)
        #expect(resumed.robots == stopped.robots && resumed.robots.count == 2)
    }
}
