import Markup
import Testing

@Suite struct LinkTests {
    @Test(arguments: [
        ("http://Bet88.COM/x", "bet88.com"), ("//a.vn", "a.vn"), ("/x", ""), ("x.html", ""), ("#t", ""),
        ("https://u:p@a.vn:8080/x@y", "a.vn"), ("http:\\\\a.vn\\x", "a.vn"), ("http:///a.vn/x", "a.vn"),
        ("https://a.vn./x", "a.vn"), ("https://%61%2Evn/", "a.vn"), ("http://nhàcái.com/x", "nhàcái.com"),
        ("http://a。vn/", "a.vn"), ("mailto:a@b.vn", ""), ("tel:113", ""), ("http://[::1]:80/x", "[::1]"),
        (" \n ht\ntp://a\t.vn/x ", "a.vn"), ("http://a.vn?x=//b.vn", "a.vn"), ("http://a.vn#@b.vn", "a.vn"),
        ("HTTPS://A.VN", "a.vn"), ("http://", ""), ("http:", ""), ("javascript:void(0)", ""),
        ("ftp://a.vn/x", "a.vn"), ("data:text/html,http://a.vn", ""), ("http://%00a.vn", ""),
    ])
    func hostsAreFoundTheWayBrowsersFindThem(address: String, host: String) {
        let page = Reading("<a href=\"\(address)\">x</a>")
        #expect(page.view.links.first.map(page.host) ?? "" == host)
    }

    @Test func linksCarryKindRelAndPlace() {
        let page = Reading(
            """
            <base href=/b/><link rel=canonical href=/c><link rel=stylesheet href=s.css><body>
            <nav><a href=/n rel="NoFollow ugc" target=_blank>n</a></nav>
            <form action=/f><input type=password></form><iframe src=//i.vn></iframe>
            <footer><a href=/i><img src=i.png></a></footer>
            <meta http-equiv=refresh content="0; url='https://r.vn/'">
            <div style=display:none><a href=https://h.vn>h</a></div>
            """)
        #expect(
            page.view.links.map { "\($0.kind) \(page.url($0))" } == [
                "other /b/", "canonical /c", "style s.css", "anchor /n", "form /f", "iframe http://i.vn", "anchor /i",
                "image i.png", "meta https://r.vn/", "anchor https://h.vn",
            ])
        let anchor = page.view.links[3]
        #expect(anchor.rel == [.nofollow, .ugc, .blank] && anchor.place == .nav && anchor.hasText)
        #expect(page.view.links[6].hasImage && page.view.links[6].place == .footer && page.view.links[6].block == .max)
        #expect(page.view.links[9].hidden == .displayNone)
        #expect(page.view.redirects.map(\.kind) == [.metaRefresh] && page.view.redirects[0].link == 8)
        #expect(page.view.facts.baseHref == 0 && page.view.facts.formCount == 1)
        #expect(page.view.facts.passwordInputCount == 1)
    }

    @Test func blocksNameTheLinksOfTheirAnchors() {
        let page = Reading("<p>a <a href=/1>b</a> c <a href=/2>d</a><p>e<div><a href=/3><b>f</b></a></div>")
        let ranges = page.view.blocks.map { "\($0.linkStart)..<\($0.linkEnd)" }
        #expect(ranges == ["0..<2", "2..<2", "2..<3"])
        #expect(page.view.links.map(\.block) == [0, 0, 2])
        #expect(page.view.blocks.map(\.anchorBytes) == [2, 0, 1])
    }

    @Test func scriptsGiveMarkupLinksAndRedirects() {
        let page = Reading(
            """
            <script>document.write('<div style="display:none"><a href="http://bet88.com">nhà ' + 'cái</a></div>');
            if (document.referrer.indexOf('google') > 0) { location.href = 'https://go.vn/x'; }</script>
            <a href="javascript:window.open('http://po.vn/')">x</a>
            """)
        let written = page.block(with: "nhà cái")
        #expect(written?.place == .script && written?.hidden == [.script, .displayNone])
        #expect(page.view.links.contains { page.host($0) == "bet88.com" && $0.kind == .anchor })
        #expect(
            page.view.redirects.contains { page.host(page.view.links[Int($0.link)]) == "go.vn" && $0.isConditional })
        #expect(page.view.links.contains { page.host($0) == "po.vn" })
    }
}
