import Markup
import Testing

@testable import Portals

struct FrontierTests {
    private static let home = "https://sonn.tinh.gov.vn/"

    @Test(arguments: [
        ("https://www.tinh.gov.vn/a", true), ("http://tinh.gov.vn/", true), ("https://khac.gov.vn/", false),
        ("https://xtinh.gov.vn/", false), ("https://tinh.gov.vn.evil.com/", false),
        ("https://tinh.gov.vn:8443/", false),
        ("https://tinh.gov.vn./", true), ("https://127.0.0.1/", false), ("https://gov.vn/", false),
    ])
    func theScopeIsTheRegistrableDomainOfTheSeedWithItsSubDomains(text: String, isInside: Bool) throws {
        #expect(SweepScope(seeds: [try url(Self.home)]).contains(try url(text)) == isInside)
    }

    @Test(arguments: [
        ("http://127.0.0.1:8080/", "http://127.0.0.1:8080/x", true),
        ("http://127.0.0.1:8080/", "http://127.0.0.1:8081/", false),
        ("http://[::1]:8080/", "http://[::1]:8080/", true), ("http://localhost:81/", "http://localhost:81/", true),
        ("http://localhost:81/", "http://localhost/", false), ("http://127.0.0.1/", "https://127.0.0.1/", false),
    ])
    func anAddressAsSeedStandsForItsHostAndPort(seed: String, text: String, isInside: Bool) throws {
        #expect(SweepScope(seeds: [try url(seed)]).contains(try url(text)) == isInside)
    }

    @Test(
        arguments: [
            ("a.b.tinh.gov.vn", "tinh.gov.vn"), ("x.com", "x.com"), ("www.x.com.vn", "x.com.vn"), ("gov.vn", nil),
            ("vn", nil),
            ("localhost", nil), ("10.0.0.1", nil), ("[::1]", nil), ("tinh.gov.vn.", "tinh.gov.vn"),
        ] as [(String, String?)])
    func theRegistrableDomainIsWhatOneOwnerRegistered(host: String, domain: String?) {
        #expect(SweepScope.registrableDomain(of: host) == domain)
    }

    @Test(arguments: [
        ("http://h.vn/a;jsessionid=1A2B?x=1", "http://h.vn/a?x=1"),
        ("http://h.vn/(S(abcdefghijklmnopqrstuvwx))/a.aspx", "http://h.vn/a.aspx"),
        ("http://h.vn/(X(1)A(abc)F(def))/", "http://h.vn/"),
        ("http://h.vn/?PHPSESSID=1&b=2", "http://h.vn/?b=2"),
        ("http://h.vn/?utm_source=x&fbclid=y", "http://h.vn/"),
        ("http://h.vn/?sid=12", "http://h.vn/?sid=12"),
        ("http://h.vn/?sid=0123456789abcdef01", "http://h.vn/"),
        ("http://h.vn/?b=2&&a=1", "http://h.vn/?b=2&a=1"),
        ("http://h.vn/?", "http://h.vn/"),
        ("http://h.vn./%7e%41%c3%a9%2f", "http://h.vn/~A%C3%A9%2F"),
        ("http://h.vn/(a)/b;c=d", "http://h.vn/(a)/b;c=d"),
        ("http://h.vn/index.html", "http://h.vn/index.html"),
    ])
    func aPageHasOneCanonicalAddress(text: String, canonical: String) throws {
        #expect(CanonicalForm(try url(text), rules: ShippedSweeping.rules).url.text == canonical)
    }

    @Test func anAddressIsAskedForOnceHoweverItIsLinked() throws {
        var frontier = try Frontier.opened([Self.home])
        let asked = try frontier.run { _ in
            (["/a", "/a#b", "http://sonn.tinh.gov.vn/a", "/a?utm_source=x", "/b/../a", "\\a", "/a;jsessionid=X"], nil)
        }
        #expect(asked == [Self.home, Self.home + "a"])
        #expect(frontier.isDrained)
    }

    @Test func nothingIsAskedBeforeTheOriginsRobotsAreKnown() throws {
        var frontier = Frontier(seeds: [try url(Self.home)], rules: ShippedSweeping.rules)
        #expect(frontier.next() == nil)
        #expect(!frontier.isDrained)
        #expect(frontier.nextErrand() == .robots(origin: "https://sonn.tinh.gov.vn"))
        #expect(frontier.nextErrand() == nil)
        frontier.apply(.robots(origin: "https://sonn.tinh.gov.vn", RobotsRules(state: .absent)))
        #expect(frontier.next() == PageTask(url: Self.home, view: .visitor))
        #expect(frontier.next() == nil)
        #expect(!frontier.isDrained, "an answer in flight may bring more")
    }

    @Test func orphansAreWhatNoClickReaches() throws {
        var frontier = try Frontier.opened([Self.home])
        try frontier.read(["/map"], .sitemap, on: nil)
        try frontier.read(["https://sonn.tinh.gov.vn/landed", "https://sonn.tinh.gov.vn/map"], .accessLog, on: nil)
        try frontier.read(["https://sonn.tinh.gov.vn/map"], .sitemap, on: nil)
        let (landed, map) = (Self.home + "landed", Self.home + "map")
        try frontier.read(["/planted", "/map"], on: landed)
        #expect(frontier.isOrphan(landed))
        #expect(frontier.isOrphan(Self.home + "planted"), "linked, but from an orphan alone")
        #expect(frontier.isOrphan(map))
        try frontier.read(["/map"], on: Self.home)
        #expect(!frontier.isOrphan(map))
        #expect(frontier.ways(of: map) == [FoundWays(.sitemap), FoundWays(.accessLog), FoundWays(.link)])
        #expect(frontier.orphans == [landed, Self.home + "planted"])
        // Once the landing is linked, what it links is reached too.
        try frontier.read(["/landed"], on: map)
        #expect(frontier.orphans.isEmpty)
        #expect(!frontier.isOrphan("https://sonn.tinh.gov.vn/unknown"))
    }

    @Test func orphansThatLinkEachOtherStayOrphans() throws {
        var frontier = try Frontier.opened([Self.home])
        let (first, second) = (Self.home + "x1", Self.home + "x2")
        try frontier.read([first], .seedFile, on: nil)
        try frontier.read([second], on: first)
        try frontier.read([first], on: second)
        #expect(frontier.isOrphan(first) && frontier.isOrphan(second))
    }

    @Test func foldersOfUploadsAreLookedInto() throws {
        var frontier = try Frontier.opened([Self.home])
        try frontier.read(["/Portals/UploadFiles/2026/11/a.pdf"], on: Self.home)
        try frontier.read(["/upload/anh/b.png"], .resource, on: Self.home)
        for folder in [
            "Portals/UploadFiles/", "Portals/UploadFiles/2026/", "Portals/UploadFiles/2026/11/", "upload/",
            "upload/anh/",
        ] {
            #expect(frontier.ways(of: Self.home + folder) == FoundWays(.upload), "\(folder)")
        }
        #expect(frontier.ways(of: Self.home + "upload/anh/b.png") == [], "a picture is no page")
        #expect(frontier.ways(of: Self.home + "Portals/UploadFiles/2026/11/a.pdf") == FoundWays(.link))
        #expect(frontier.counts.refused[.notAPage] == 1)
    }

    @Test func seedsComeFirstThenEarlyOnesTakeTwoTurnsOfThree() throws {
        var frontier = try Frontier.opened([Self.home])
        try frontier.read((0..<20).map { "/l\($0)" }, on: Self.home)
        let landings = (0..<6).map { Self.home + "s\($0)" }
        try frontier.read(landings, .accessLog, on: nil)
        let first = frontier.next()?.url
        #expect(first == Self.home)
        let asked = (0..<8).compactMap { _ in frontier.next()?.url.split(separator: "/").last?.prefix(1) }
        #expect(asked == ["s", "s", "l", "s", "s", "l", "s", "s"])
    }

    @Test func aTrapOfManyAddressesStarvesNothingBesideIt() throws {
        var frontier = try Frontier.opened([Self.home])
        try frontier.read((0..<500).map { "/trap/\(String($0, radix: 2))/x\($0)" }, on: Self.home)
        try frontier.read(["/tin-tuc/a", "/van-ban/b", "/gioi-thieu/c"], on: Self.home)
        let first = (0..<5).compactMap { _ in frontier.next()?.url }
        #expect(Set(first).isSuperset(of: ["tin-tuc/a", "van-ban/b", "gioi-thieu/c"].map { Self.home + $0 }))
    }

    @Test func maxPagesCountsFirstLooksOfDifferentAddresses() throws {
        var limits = FrontierLimits()
        limits.maxPages = 3
        var frontier = try Frontier.opened([Self.home], limits)
        try frontier.read((0..<20).map { "/l\($0)" }, on: Self.home)
        var tasks: [PageTask] = []
        while let task = frontier.next() { tasks.append(task) }
        #expect(tasks.count == 3)
        let extra = PageTask(url: tasks[0].url, view: .crawler)
        frontier.apply(.enqueued([extra, extra]))
        #expect(frontier.next() == extra)
        #expect(frontier.next() == nil)
        #expect(!frontier.isDrained)
        for task in tasks + [extra] { frontier.apply(.observed(task, PageOutcome(state: .ok))) }
        #expect(frontier.isDrained)
        #expect(frontier.counts.firstLooks == 3 && frontier.counts.observed == 3 && frontier.counts.extraLooks == 1)
    }

    @Test func whatRobotsForbidIsVisitedAndMarkedOrLeftAlone() throws {
        let robots = RobotsReader.read(
            Array("User-agent: *\nDisallow: /an/\nDisallow: /*.bak$\nCrawl-delay: 2".utf8), agents: [])
        for policy in RobotsPolicy.allCases {
            var frontier = Frontier(seeds: [try url(Self.home)], rules: ShippedSweeping.rules, robots: policy)
            _ = frontier.nextErrand()
            for event in frontier.news(inRobots: robots, of: "https://sonn.tinh.gov.vn") { frontier.apply(event) }
            try frontier.read(["/an/x", "/y.bak", "/y"], on: Self.home)
            var asked: Set<String> = []
            while let task = frontier.next() { asked.insert(String(task.url.dropFirst(Self.home.count))) }
            #expect(asked == (policy == .note ? ["", "an/", "an/x", "y.bak", "y"] : ["", "y"]))
            #expect(frontier.isDisallowed(Self.home + "an/x"))
            #expect(!frontier.isDisallowed(Self.home + "y"))
            #expect(frontier.robots(of: "https://sonn.tinh.gov.vn")?.crawlDelay == .seconds(2))
        }
    }

    @Test func aServerWithoutAnAnswerForRobotsForbidsOnlyThoseWhoObey() throws {
        for policy in RobotsPolicy.allCases {
            var frontier = Frontier(seeds: [try url(Self.home)], rules: ShippedSweeping.rules, robots: policy)
            frontier.apply(.robots(origin: "https://sonn.tinh.gov.vn", RobotsRules(state: .unreachable)))
            let task = frontier.next()
            #expect((task != nil) == (policy == .note))
            #expect(!frontier.isDisallowed(Self.home))
            #expect(frontier.isDrained == (policy == .obey))
        }
    }

    @Test func aReplayOfTheEventsGoesOnWhereTheSweepStood() throws {
        let site: (String) -> [String] = { page in
            let number = Int(page.split(separator: "/").last?.dropFirst() ?? "") ?? 0
            return (1...7).map { "/p\((number * 7 + $0) % 300)" } + ["/upload/f\(number)/x.doc"]
        }
        var whole = try Frontier.opened([Self.home])
        let expected = Set(try whole.run { (site($0), nil) })
        for stop in [0, 1, 10, 100, 299] {
            var events: [SweepEvent] = [.robots(origin: "https://sonn.tinh.gov.vn", RobotsRules(state: .absent))]
            var first = Frontier(seeds: [try url(Self.home)], rules: ShippedSweeping.rules)
            first.apply(events[0])
            var seen: Set<String> = []
            var inFlight: Set<String> = []
            while seen.count < stop, let task = first.next() {
                if seen.count % 5 == 4, let other = first.next() { inFlight.insert(other.url) }
                if let event = try first.read(site(task.url), on: task.url) { events.append(event) }
                events.append(.observed(task, PageOutcome(state: .ok)))
                first.apply(events[events.count - 1])
                seen.insert(task.url)
            }
            var second = Frontier(seeds: [try url(Self.home)], rules: ShippedSweeping.rules)
            for event in events { second.apply(event) }
            let rest = try second.run { (site($0), nil) }
            #expect(Set(rest).isDisjoint(with: seen))
            #expect(Set(rest).isSuperset(of: inFlight))
            #expect(seen.union(rest) == expected)
            #expect(Set(rest).count == rest.count)
        }
    }

    @Test func aLookThatWasStoredBeforeThePageThatLinksItIsNotMadeAgain() throws {
        var frontier = try Frontier.opened([Self.home])
        frontier.apply(.observed(PageTask(url: Self.home + "a", view: .visitor), PageOutcome(state: .ok)))
        try frontier.read(["/a"], on: Self.home)
        #expect(frontier.next()?.url == Self.home)
        #expect(frontier.next() == nil)
        #expect(frontier.counts.observed == 1 && frontier.counts.open == 0)
    }
}
