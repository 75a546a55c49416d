import Foundation
import Markup
import Testing

@testable import Portals

struct SitemapTests {
    private static func read(_ text: String, _ limits: SitemapLimits = SitemapLimits()) throws -> SitemapDocument {
        SitemapReader.read(Array(text.utf8), base: try url("https://h.vn/s/map.xml"), limits: limits)
    }

    @Test func aListOfPagesIsReadWithItsDates() throws {
        let document = try Self.read(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
             <url><loc> https://h.vn/a?x=1&amp;y=2 </loc><lastmod>2026-11-21</lastmod><image:image><image:loc>https://h.vn/i.png</image:loc></image:image></url>
             <url><loc><![CDATA[https://h.vn/tin-tức]]></loc></url>
             <url><loc>/b?x=1&y=2</loc><changefreq>daily</changefreq></url>
             <url><loc>mailto:x</loc></url><url></url>
            </urlset>
            """)
        #expect(document.kind == .pages)
        #expect(
            document.pages.map(\.url.text) == [
                "https://h.vn/a?x=1&y=2", "https://h.vn/tin-t%E1%BB%A9c", "https://h.vn/b?x=1&y=2",
            ])
        #expect(document.pages.map(\.lastModified) == ["2026-11-21", nil, nil])
        #expect(document.badAddressCount == 2)
        #expect(document.fault == nil && !document.isCut)
    }

    @Test func anIndexNamesSitemaps() throws {
        let document = try Self.read(
            "<s:sitemapindex xmlns:s='x'><s:sitemap><s:loc>/1.xml.gz</s:loc><s:lastmod>2026</s:lastmod></s:sitemap></s:sitemapindex>"
        )
        #expect(document.kind == .index && document.pages.isEmpty)
        #expect(document.sitemaps == [.init(url: try url("https://h.vn/1.xml.gz"), lastModified: "2026")])
    }

    @Test func feedsAreRead() throws {
        let rss = try Self.read(
            "<rss version='2.0'><channel><link>https://h.vn/</link><item><title>&nbsp;x</title><link>https://h.vn/a</link><pubDate>Sat, 21 Nov 2026 00:00:00 GMT</pubDate></item></channel></rss>"
        )
        #expect(rss.kind == .rss)
        #expect(rss.pages == [.init(url: try url("https://h.vn/a"), lastModified: "Sat, 21 Nov 2026 00:00:00 GMT")])
        let atom = try Self.read(
            "<feed xmlns='http://www.w3.org/2005/Atom'><link href='/'/><entry><link rel='edit' href='/e'/><link href='/a'/><updated>2026-11-21T00:00:00Z</updated></entry></feed>"
        )
        #expect(atom.kind == .atom)
        #expect(atom.pages == [.init(url: try url("https://h.vn/a"), lastModified: "2026-11-21T00:00:00Z")])
    }

    @Test func aPlainListIsRead() throws {
        let document = try Self.read("\u{FEFF}https://h.vn/a\r\n\r\nhttps://h.vn/b\nnonsense\n")
        #expect(
            document.kind == .text && document.pages.map(\.url.path) == ["/a", "/b"] && document.badAddressCount == 1)
    }

    @Test(arguments: [
        "<!doctype html><html><body>404</body></html>", "<html/>", "", "404", "{}", "<?xml version='1.0'?>",
    ])
    func whatIsNoSitemapIsSaidToBeNone(text: String) throws {
        let document = try Self.read(text)
        #expect(document.kind == .unknown && document.pages.isEmpty && document.sitemaps.isEmpty)
    }

    @Test func whatStandsBeforeAFaultCounts() throws {
        let document = try Self.read(
            "<urlset><url><loc>https://h.vn/a</loc></url><url><loc>https://h.vn/b</loc></urlset>")
        #expect(document.pages.count == 1 && document.fault == "mismatchedTag")
    }

    @Test func packedSitemapsAreReadWithinTheirBounds() throws {
        let text = "<urlset>" + (0..<1_000).map { "<url><loc>https://h.vn/\($0)</loc></url>" }.joined() + "</urlset>"
        let packed = try gzip(Array(text.utf8))
        let base = try url("https://h.vn/s.xml.gz")
        #expect(SitemapReader.read(packed, base: base).pages.count == 1_000)
        for cut in stride(from: 0, to: packed.count, by: 311) {
            let document = SitemapReader.read(Array(packed[..<cut]), base: base)
            #expect(document.fault != nil || document.kind == .unknown)
        }
        var limits = SitemapLimits()
        limits.maxUnpackedBytes = 1_000
        let small = SitemapReader.read(packed, base: base, limits: limits)
        #expect(small.isCut && small.pages.count < 100)
        limits.maxUnpackedBytes = 1 << 20
        let bomb = try gzip([UInt8](repeating: 0x20, count: 60 << 20))
        #expect(SitemapReader.read(bomb, base: base, limits: limits).isCut)
        limits = SitemapLimits()
        limits.maxEntries = 10
        let few = SitemapReader.read(packed, base: base, limits: limits)
        #expect(few.isCut && few.pages.count == 10)
    }

    @Test func noPrefixEndsTheProgram() throws {
        let text = "<feed><entry><link href='/a'/></entry></feed><urlset><url><loc>/x</loc></url></urlset>"
        for cut in 0...text.utf8.count { _ = try Self.read(String(decoding: Array(text.utf8)[..<cut], as: UTF8.self)) }
    }

    @Test func aSitemapFeedsTheFrontierAndItsIndexIsFollowedToItsDepth() throws {
        var frontier = Frontier(seeds: [try url("https://h.com.vn/")], rules: ShippedSweeping.rules)
        let origin = "https://h.com.vn"
        var robots = RobotsRules(state: .read)
        robots.sitemaps = ["/i0.xml", "https://other.vn/s.xml"]
        _ = frontier.nextErrand()
        for event in frontier.news(inRobots: robots, of: origin) { frontier.apply(event) }
        var read: [String] = []
        while let errand = frontier.nextErrand() {
            read.append(errand.url)
            let next = [try url(origin + "/i\(read.count).xml"), try url(origin + "/i0.xml")]
            let pages = [try url(origin + "/p\(read.count)"), try url("https://other.vn/")]
            for event in frontier.news(pages: pages, sitemaps: next, in: errand) { frontier.apply(event) }
        }
        #expect(read == ["/i0.xml", "/i1.xml", "/i2.xml"].map { origin + $0 })
        #expect(frontier.orphans == ["/p1", "/p2", "/p3"].map { origin + $0 })
    }

    @Test(
        arguments: [
            ("https://h.vn/tin-t%E1%BB%A9c/12", false, nil), ("https://h.vn/%E8%B5%8C%E5%8D%9A", true, .han),
            ("https://h.vn/?q=%D1%81%D1%82", true, .cyrillic),
            ("https://h.vn/%E0%B8%AA%E0%B8%A5", true, .thai), ("https://h.vn/%E3%82%AB%E3%82%B8", true, .kana),
            ("https://h.vn/abc", false, nil),
            ("https://h.vn/%FF%FE%FF", true, .other), ("https://h.vn/%CE%B1", false, .greek),
        ] as [(String, Bool, SlugScript.Script?)])
    func theScriptOfASlugIsTold(text: String, isForeign: Bool, script: SlugScript.Script?) throws {
        let slug = SlugScript(try url(text))
        #expect(slug.isForeign == isForeign && slug.foreignScript == script)
    }

    @Test func signalsCountForeignSlugsAndGrowth() throws {
        var before = SitemapSignals()
        before.add(try Self.read("https://h.vn/a\nhttps://h.vn/20261121"))
        var after = SitemapSignals()
        after.add(try Self.read((0..<30).map { "https://h.vn/%E8%B5%8C%E5%8D%9A\($0)\n" }.joined() + "https://h.vn/a"))
        #expect(before.numericCount == 1 && before.foreignCount == 0)
        #expect(
            after.foreignCounts == [.han: 30] && after.foreignShare == 30.0 / 31 && after.foreignExamples.count == 20)
        #expect(after.growth(since: before) == 15.5 && before.growth(since: SitemapSignals()) == nil)
    }

    private func gzip(_ bytes: [UInt8]) throws -> [UInt8] {
        let scratch = try Scratch()
        let file = try scratch.write("plain", bytes)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/gzip")
        process.arguments = [file]
        try process.run()
        process.waitUntilExit()
        return [UInt8](try Data(contentsOf: URL(fileURLWithPath: file + ".gz")))
    }
}
