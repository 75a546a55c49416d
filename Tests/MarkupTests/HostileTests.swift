import Foundation
import Markup
import Testing

/// No input may crash or stall the reader: prefixes, mutations, and traps for quadratic work.
@Suite struct HostileTests {
    static let sample = """
        <!doctype html><html lang="vi"><head><meta charset="utf-8"><title>Xã &amp; phường</title>
        <style>@media screen and (min-width:10px){.a>b:not(.c){display:none!important}} :root{--x:1px}
        .d{background:url("x;}") no-repeat;color:rgba(1,2,3,.4);clip:rect(0 0 0 0)}</style>
        <script>var a='x'+"y";document.write('<a href="http://b.vn">z</a>')</script>
        <script type="application/ld+json">{"a":"b\\u00e0\\n","c":["d"]}</script></head>
        <body onload="location='http://c.vn'"><!-- <b>e</b> &agrave; --><div class="a sr-only" style="left:-9px;font:1px x">
        <p>nh&agrave; c&#225;i<br/>www.d.vn<table><tr><td bgcolor=#fff>f</table><marquee height=1>g</marquee>
        <svg><![CDATA[h]]></svg><iframe srcdoc="&lt;p&gt;i"></iframe><details><summary>j</summary>k</details>
        <img alt="l" src=m.png><input type=submit value="n o"><noscript><i>p</noscript></div></body></html>
        """

    /// Ranges must lie inside the page and be in order, whatever the page is.
    static func check(_ bytes: [UInt8], _ view: PageView) {
        bytes.withUnsafeBufferPointer { view.build(html: $0) }
        let count = UInt32(bytes.count)
        var faults: Set<String> = []
        func hold(_ isTrue: Bool, _ name: String) {
            if !isTrue { faults.insert(name) }
        }
        for block in view.blocks {
            hold(block.start <= block.end && block.end <= count, "block range")
            hold(block.pieceStart < block.pieceEnd && Int(block.pieceEnd) <= view.pieces.count, "pieces of a block")
            hold(block.linkStart <= block.linkEnd && Int(block.linkEnd) <= view.links.count, "links of a block")
            hold(block.anchorBytes <= block.textBytes && block.langEnd <= count, "counts of a block")
        }
        for piece in view.pieces {
            hold(piece.start <= piece.end && piece.end <= count, "piece range")
            hold(piece.derivedStart <= piece.derivedEnd && Int(piece.derivedEnd) <= view.derived.count, "derived piece")
        }
        for link in view.links {
            hold(link.valueStart <= link.valueEnd && link.valueEnd <= count && link.start <= link.end, "link range")
            hold(link.urlStart <= link.urlEnd && Int(link.urlEnd) <= view.derived.count, "address of a link")
            hold(link.hostStart <= link.hostEnd && Int(link.hostEnd) <= view.derived.count, "host of a link")
            hold(link.block == .max || Int(link.block) < view.blocks.count, "block of a link")
        }
        for redirect in view.redirects { hold(Int(redirect.link) < view.links.count, "link of a redirect") }
        #expect(faults.isEmpty, "\(String(decoding: bytes, as: UTF8.self))")
    }

    @Test func everyPrefixAndSuffixOfASampleIsRead() {
        let bytes = Array(HostileTests.sample.utf8)
        let view = PageView()
        for length in 0...bytes.count {
            HostileTests.check(Array(bytes[..<length]), view)
            HostileTests.check(Array(bytes[length...]), view)
        }
    }

    @Test func mutatedPagesAreRead() {
        let bytes = Array(HostileTests.sample.utf8)
        let parts = [
            "<", ">", "</", "\"", "'", "<!--", "-->", "&", "&#x", "{", "}", "/*", "<script>", "</script>", "<table>",
            "<td>", "</p>", "<a href=", "\0", "\u{FFFD}", "<svg>", "<style>", "</style>", "(", ")", "<p>", ";",
            "<title>",
        ]
        var random = SplitMix(seed: 7)
        let view = PageView()
        for _ in 0..<(ProcessInfo.processInfo.environment["VONGGAC_FULL"] == "1" ? 40_000 : 3_000) {
            var page = bytes
            for _ in 0...random.below(6) {
                let at = random.below(page.count)
                switch random.below(4) {
                case 0: page[at] = UInt8(truncatingIfNeeded: random.next())
                case 1: page.removeSubrange(at..<min(page.count, at + random.below(40)))
                case 2: page.insert(contentsOf: Array(random.pick(parts).utf8), at: at)
                default:
                    page.insert(
                        contentsOf: page[at..<min(page.count, at + random.below(200))], at: random.below(page.count))
                }
                if page.isEmpty { page = bytes }
            }
            HostileTests.check(page, view)
        }
    }

    static let traps: [(name: String, page: String)] = [
        ("nested tags", String(repeating: "<div>", count: 100_000)),
        ("nested inline tags", String(repeating: "<b><i>", count: 60_000)),
        (
            "end tags under open ones",
            "<p><button>" + String(repeating: "<i>", count: 500) + String(repeating: "</p>", count: 80_000)
        ),
        ("paragraphs under open ones", String(repeating: "<p><b><i><u>", count: 40_000)),
        ("list items", String(repeating: "<li><div>", count: 50_000)),
        ("cells", "<table>" + String(repeating: "<td><b>", count: 60_000)),
        ("attributes", "<p " + String(repeating: "a=b ", count: 100_000) + ">x"),
        ("equal attributes", "<p " + String(repeating: "class=a ", count: 100_000) + ">x"),
        ("one long line", String(repeating: "chữ ", count: 250_000)),
        ("ampersands", String(repeating: "&", count: 300_000)),
        ("unended references", String(repeating: "&CounterClockwiseContourIntegra", count: 20_000)),
        ("digits of a reference", "&#" + String(repeating: "1", count: 500_000)),
        ("doubled references", String(repeating: "&amp;", count: 100_000)),
        ("unended comments", String(repeating: "<!--", count: 100_000)),
        ("comments in comments", String(repeating: "<!-- <b> -- <!-- ", count: 40_000) + "-->"),
        ("unended quotes", String(repeating: "<a href=\"", count: 60_000)),
        ("less-than signs", String(repeating: "<", count: 300_000)),
        ("unended raw text", String(repeating: "<title>", count: 60_000)),
        ("unended scripts", String(repeating: "<script><!--", count: 50_000)),
        ("anchors", String(repeating: "<a href=http://a.vn>x", count: 30_000)),
        ("addresses", String(repeating: "http://", count: 60_000)),
        ("www", String(repeating: "www.", count: 100_000)),
        ("unended styles", String(repeating: "<style>a{b:c", count: 40_000)),
        ("nested style blocks", "<style>" + String(repeating: "@media all{", count: 60_000)),
        ("style parentheses", "<style>a{color:" + String(repeating: "rgb(", count: 100_000)),
        ("style comments", "<style>" + String(repeating: "/*", count: 200_000)),
        ("selectors", "<style>" + String(repeating: ".a .a .a,", count: 30_000) + "b{color:red}</style><b>"),
        (
            "descendant selectors",
            "<style>" + String(repeating: ".a .a .a .a .a .a .b{color:red}", count: 2_000) + "</style>"
                + String(repeating: "<div class=a>", count: 400) + String(repeating: "<i class=a></i>", count: 20_000)
        ),
        (
            "rules of one class",
            "<style>" + String(repeating: ".a{color:red}", count: 10_000) + "</style>"
                + String(repeating: "<i class=a>x</i>", count: 20_000)
        ),
        (
            "sibling selectors",
            "<style>.b ~ .a ~ .a{color:red}</style>" + String(repeating: "<i class=a></i>", count: 40_000)
        ),
        ("variables", "<style>:root{--a:var(--a);" + String(repeating: "--b:var(--a);", count: 30_000) + "}"),
        ("inline styles", "<p style='" + String(repeating: "color:red;", count: 60_000) + "'>x"),
        ("class words", "<p class='" + String(repeating: "menu ", count: 100_000) + "'>x"),
        ("handlers", String(repeating: "<a onclick=\"location='http://a.vn'\">", count: 8_000)),
        ("strings of data", "<script type=application/ld+json>" + String(repeating: "\"a\\", count: 100_000)),
        ("templates in attributes", "<iframe srcdoc=\"" + String(repeating: "&lt;b&gt;", count: 50_000) + "\">"),
        ("hidden state", "<input type=hidden value='" + String(repeating: "a b ", count: 100_000) + "'>"),
        ("definitions", String(repeating: "<dd><dl>", count: 50_000)),
        ("ruby", "<ruby>" + String(repeating: "<rt><b>", count: 50_000)),
    ]

    @Test(arguments: traps.indices)
    func trapsCostNoMoreThanTheirSize(index: Int) {
        let trap = HostileTests.traps[index]
        let bytes = Array(trap.page.utf8)
        let view = PageView()
        HostileTests.check(bytes, view)
        #expect(view.work <= 32 * bytes.count + 400_000, "\(trap.name): \(view.work) steps for \(bytes.count) bytes")
        let memory = view.pieces.count + view.blocks.count + view.links.count
        #expect(memory <= bytes.count + 16 && view.derived.count <= 8 << 20, "\(trap.name)")
    }

    @Test func depthBeyondTheLimitIsFlattenedAndTold() {
        let deep = Reading(
            String(repeating: "<div>", count: 2_000) + "x" + String(repeating: "</div>", count: 2_000) + "<p>y")
        #expect(deep.blocks == ["body:x", "body:y"] && deep.view.facts.wasCut)
        #expect(!Reading("<div><p>x</p></div>").view.facts.wasCut)
    }

    @Test func aReusedViewAnswersLikeANewOne() {
        let view = PageView()
        var random = SplitMix(seed: 11)
        for page in 0..<60 {
            var generator = PageGenerator(page: page, seed: random.next())
            let html = generator.write()
            let bytes = Array(html.utf8)
            bytes.withUnsafeBufferPointer { view.build(html: $0) }
            let fresh = Reading(html).view
            #expect(view.blocks.map(\.hidden) == fresh.blocks.map(\.hidden))
            #expect(view.pieces.map(\.start) == fresh.pieces.map(\.start))
        }
    }

    @Test func aPageInSeveralBatchesOfTokensReadsTheSame() {
        let row = "<p class=k>a</p><p>b</p><i></i><b></b>"
        let page = Reading(String(repeating: row, count: 120_000) + "<style>.k{display:none}</style>")
        #expect(page.view.blocks.count == 240_000)
        #expect(page.view.blocks.enumerated().allSatisfy { $1.hidden == ($0 % 2 == 0 ? .displayNone : []) })
    }
}
