import Markup
import Testing

@testable import Portals

struct TrapTests {
    private static let home = "http://tinh.gov.vn/"

    @Test func aCalendarThatNeverEndsIsLeftSoon() throws {
        for path in [
            "/lich/%Y/%M", "/lich?thang=%M&nam=%Y", "/lich-cong-tac/%Y-%M-%D", "/xem?view=%Y%M%D&date=x", "/%Y/%M/%D/",
        ] {
            func link(_ day: Int) -> String {
                var text = path
                for (word, number) in [("%Y", 2000 + day / 360), ("%M", day / 30 % 12 + 1), ("%D", day % 28 + 1)] {
                    while let range = text.firstRange(of: word) {
                        text.replaceSubrange(range, with: number < 10 ? "0\(number)" : "\(number)")
                    }
                }
                return text
            }
            var frontier = try Frontier.opened([Self.home])
            var day = 0
            let asked = try frontier.run { _ in
                day += 40
                return ([link(day), link(day + 40), link(day + 80)], nil)
            }
            #expect(asked.count <= 41, "\(path): \(asked.count)")
            #expect(asked.count > 20, "\(path): \(asked.count)")
        }
    }

    @Test func articlesWithADateInTheirPathAreNoCalendar() throws {
        var frontier = try Frontier.opened([Self.home])
        try frontier.read((0..<500).map { "/2026/11/\($0 % 28 + 1)/bai-viet-so-\($0).html" }, on: Self.home)
        #expect(frontier.counts.known == 501)
    }

    @Test func anEndlessPathIsLeft() throws {
        var frontier = try Frontier.opened([Self.home])
        let asked = try frontier.run { _ in (["a/b/", "x/"], nil) }
        #expect(asked.count < 60, "\(asked.count)")
        #expect(frontier.isDrained)
        #expect((frontier.counts.refused[.repeatedSegments] ?? 0) > 0)
    }

    @Test func depthInClicksIsBounded() throws {
        var limits = FrontierLimits()
        limits.maxDepth = 10
        var frontier = try Frontier.opened([Self.home], limits)
        var number = 0
        let asked = try frontier.run { _ in
            number += 1
            return (["/next-\(number).html"], nil)
        }
        #expect(asked.count == 11)
        #expect(frontier.counts.refused[.tooDeep] == 1)
    }

    @Test func facetsHaveAShareThatShrinksWithTheirParameters() throws {
        var limits = FrontierLimits()
        limits.maxAddressesByParameters = [.max, 40, 20, 10]
        var frontier = try Frontier.opened([Self.home], limits)
        for number in 0..<100 {
            try frontier.read(
                [
                    "/p/bai-\(number).html", "/c?id=\(number)", "/s?a=\(number)&b=1", "/s?a=\(number)&b=1&c=2",
                    "/s?a=\(number)&b=1&c=2&d=3",
                ],
                on: Self.home)
        }
        #expect(frontier.counts.known == 1 + 100 + 40 + 20 + 10 + 10)
        #expect(frontier.counts.refused[.facets] == 60 + 80 + 90 + 90)
    }

    @Test func namedAddressesPassTheCaps() throws {
        var limits = FrontierLimits()
        limits.maxAddressesByParameters = [0]
        var frontier = try Frontier.opened([Self.home], limits)
        try frontier.read(["/a", "/b"], on: Self.home)
        try frontier.read([Self.home + "c"], .accessLog, on: nil)
        #expect(frontier.counts.known == 2)
    }

    @Test func aTemplateWhosePagesAreAllTheSameIsClosed() throws {
        var limits = FrontierLimits()
        limits.maxEqualPages = 10
        var frontier = try Frontier.opened([Self.home], limits)
        var number = 0
        let asked = try frontier.run(upTo: 1_000) { page in
            number += 1
            let links = ["/trap/\(number).html", "/trap/x\(number)1.html", "/tin/bai-viet-\(number).html"]
            return (
                number < 300 ? links : [],
                page.contains("/trap/") ? 0xFFFF_0000 ^ UInt64(number % 3) : UInt64(number) &* 0x9E37_79B9_7F4A_7C15
            )
        }
        let trapped = asked.count { $0.contains("/trap/") }
        #expect(trapped <= 12, "\(trapped)")
        #expect(asked.count - trapped > 200)
        #expect(frontier.isDrained)
        #expect((frontier.counts.refused[.sameText] ?? 0) > 0)
    }

    @Test func subDomainsWithoutEndAreBounded() throws {
        var limits = FrontierLimits()
        limits.maxOrigins = 20
        var frontier = try Frontier.opened([Self.home], limits)
        var number = 0
        let asked = try frontier.run(upTo: 500) { _ in
            number += 1
            return (["http://x\(number).tinh.gov.vn/", "http://y\(number).tinh.gov.vn/"], nil)
        }
        #expect(asked.count == 20)
    }

    @Test func addressesKeptAreBounded() throws {
        var limits = FrontierLimits()
        limits.maxAddresses = 100
        var frontier = try Frontier.opened([Self.home], limits)
        try frontier.read((0..<5_000).map { "/p\($0)" }, on: Self.home)
        try frontier.read((0..<5_000).map { "/p\($0)" }, on: Self.home)
        #expect(frontier.counts.known == 100)
        #expect(frontier.counts.refused[.tooManyAddresses] == 2 * 4_901)
    }

    @Test func whatWouldChangeSomethingIsNotAskedFor() throws {
        var frontier = try Frontier.opened([Self.home])
        try frontier.read(["/dang-xuat", "/tin?vote=3", "/user/Logout", "/tin?id=3"], on: Self.home)
        #expect(frontier.counts.known == 2)
        #expect(frontier.counts.refused[.action] == 3)
    }

    @Test(arguments: [
        ("http://h.vn/tin-tuc/mot-bai-viet-dai.html", "h.vn/tin-tuc/*.html"), ("http://h.vn/tin/12/a", "h.vn/tin/*/a"),
        ("http://h.vn/Default.aspx?tabid=1&id=2", "h.vn/Default.aspx?tabid&id"), ("http://h.vn/", "h.vn/"),
        ("http://h.vn/a/", "h.vn/a/"),
        ("http://h.vn/%E1%BB%A9/x", "h.vn/*/x"),
    ])
    func pagesOfOneKindShareATemplate(text: String, template: String) throws {
        #expect(PathTemplate(try url(text)).text == template)
    }

    @Test func eventsOfAnotherSweepNeverEndTheProgram() throws {
        var frontier = try Frontier.opened([Self.home])
        let texts = ["", "x", "http://", "http://tinh.gov.vn/a", "https://khac.vn/", "/", "://"]
        for text in texts {
            frontier.apply(.discovered([Discovery(url: text, way: .link)], on: text, refused: [.calendar: .max / 16]))
            frontier.apply(.robots(origin: text, RobotsRules(state: .unreachable)))
            frontier.apply(.errandsAdded([.robots(origin: text), .sitemap(url: text, depth: -1)]))
            frontier.apply(.errandDone(.sitemap(url: text, depth: .max)))
            frontier.apply(.enqueued([PageTask(url: text, view: .phone, pass: -5)]))
            frontier.apply(
                .observed(PageTask(url: text, view: .visitor), PageOutcome(state: .ok, simhash: 0)))
        }
        while frontier.next() != nil {}
        _ = frontier.orphans
    }
}
