import Markup
import PlantedContent
import Testing

@testable import Portals

/// What answers to probes amount to: a status of 200 alone is never enough.
@Suite struct ProbeTests {
    private func probe(_ path: String, root: Bool = true) throws -> SignKnowledge.ProbePath {
        try #require(Shipped.knowledge?.signs.paths.first { $0.path == path && $0.isRoot == root })
    }

    private func judged(
        _ path: String, _ body: String, type: String = "text/plain", status: Int = 200, root: Bool = true,
        missing: (status: UInt16, body: String) = (404, "")
    ) throws -> SweepFinding? {
        let knowledge = try #require(Shipped.knowledge).signs
        let url = "http://xa.gov.vn" + (root ? path : "/upload/" + path)
        let answer = try #require(SignSamples.probed(body, at: url, status: status, type: type))
        let other = SignSamples.probed(missing.body, at: "http://xa.gov.vn/vg-x", type: type)
        return ProbeJudge.finding(
            try probe(path, root: root), .init(seen: answer.seen, simhash: answer.simhash),
            .init(status: missing.status, body: Array(missing.body.utf8), simhash: other?.simhash), knowledge)
    }

    @Test(arguments: [
        ("/.git/HEAD", "ref: refs/heads/main\n", "text/plain"), ("/.env", "APP_KEY=base64:x\n", "text/plain"),
        ("/backup.sql", "CREATE TABLE a (b int);\nINSERT INTO a VALUES (1);", "application/sql"),
        (
            "/phpinfo.php", "<html><title>PHP 7.4 - phpinfo()</title><h1>PHP Version 7.4</h1><h2>Configuration</h2>",
            "text/html"
        ),
        ("/phpmyadmin/", "<html><form><input name=\"pma_username\"></form>", "text/html"),
        ("/backup.zip", "PK\u{3}\u{4}abc", "application/zip"),
    ])
    func whatTheAnswerProvesIsConfirmed(path: String, body: String, type: String) throws {
        let sign = try #require(try judged(path, body, type: type))
        #expect(sign.isConfirmedSign)
        #expect(try judged(path, body, type: type, status: 404) == nil)
        #expect(try judged(path, body, type: type, status: 302) == nil)
        // The portal says the same to every name.
        #expect(try judged(path, body, type: type, missing: (200, body)) == nil)
    }

    @Test(arguments: [
        ("/.git/HEAD", "<html><body>ref: refs/heads/main</body></html>", "text/html"),
        ("/.git/HEAD", "Không tìm thấy", "text/plain"),
        ("/.env", "<!doctype html><html><p>APP_KEY=x</p></html>", "text/html"),
        ("/backup.sql", "<html>CREATE TABLE, INSERT INTO</html>", "text/html"),
        ("/backup.zip", "<html>PK</html>", "text/html"), ("/phpinfo.php", "<html>xin chào</html>", "text/html"),
        ("/phpmyadmin/", "<html><title>Đăng nhập</title></html>", "text/html"),
    ])
    func aPageUnderSuchANameProvesNothing(path: String, body: String, type: String) throws {
        #expect(try judged(path, body, type: type) == nil)
    }

    @Test func aShellIsConfirmedByWhatItSaysAndItsNameAloneIsForReview() throws {
        let shell = try #require(
            try judged("shell.php", "<html>uid=33(www-data)</html>", type: "text/html", root: false))
        #expect(shell.isConfirmedSign)
        let silent = try #require(try judged("shell.php", "<html></html>", type: "text/html", root: false))
        #expect(!silent.isConfirmedSign)
        // A portal that answers every name with one page has no shell.
        let page = SignSamples.page(SignSamples.around)
        #expect(try judged("shell.php", page, type: "text/html", root: false, missing: (200, page)) == nil)
        let changed = page.replacing("</body>", with: "<p>Lượt truy cập: 12</p></body>")
        #expect(try judged("shell.php", changed, type: "text/html", root: false, missing: (200, page)) == nil)
    }

    // MARK: redirects

    private func candidates(_ url: String) throws -> [RedirectParameter.Candidate] {
        RedirectParameter.candidates(in: try #require(WebURL(url)), try #require(Shipped.knowledge).signs)
    }

    @Test func aParameterIsTriedWhenItsValueIsAnAddressOrItsNameSaysSo() throws {
        #expect(
            try candidates("http://xa.gov.vn/di?a=1&url=https%3A%2F%2Fb.vn%2F&c=2").map { $0.url(with: "X") } == [
                "http://xa.gov.vn/di?a=1&url=X&c=2"
            ])
        #expect(try candidates("http://xa.gov.vn/vao?returnUrl=/trang-chu").count == 1)
        #expect(try candidates("http://xa.gov.vn/x?la=//b.vn").count == 1)
        #expect(try candidates("http://xa.gov.vn/tin?id=7&url=ban-tin").isEmpty)
        #expect(try candidates("http://xa.gov.vn/tin?anh=/a.png").isEmpty)
        #expect(try candidates("http://xa.gov.vn/tin").isEmpty)
    }

    @Test(arguments: [
        (UInt16(302), "https://vonggac-probe.example/x", true), (301, "//vonggac-probe.example/x", true),
        (200, "https://vonggac-probe.example/x", false), (302, "/di?url=https://vonggac-probe.example/x", false),
        (302, "https://xa.gov.vn/?u=vonggac-probe.example", false), (302, "", false),
        (302, "https://vonggac-probe.example.xa.gov.vn/", false),
    ])
    func onlyALocationAtTheProbesHostLeadsAway(status: UInt16, location: String, leads: Bool) throws {
        let url = try #require(WebURL("http://xa.gov.vn/di"))
        #expect(RedirectParameter.leadsAway(status: status, location: Array(location.utf8), from: url) == leads)
    }

    // MARK: searches

    @Test(arguments: [
        (SignSamples.page("<h1>x</h1>", title: "Tìm vgabc123"), "", true),
        (SignSamples.page("<h1>Kết quả cho vgabc123</h1>"), "", true),
        (SignSamples.page("<p>Kết quả cho vgabc123</p>"), "", false),
        (SignSamples.page("<h1>vgabc123</h1>", head: "<meta name=\"robots\" content=\"noindex, follow\">"), "", false),
        (SignSamples.page("<h1>vgabc123</h1>"), "X-Robots-Tag: noindex", false),
    ])
    func aSearchPageIsToldWhenItRepeatsAndMayBeKept(page: String, field: String, isTold: Bool) throws {
        var answer = try #require(SignSamples.probed(page, at: "http://xa.gov.vn/tim?q=vgabc123")).seen
        if !field.isEmpty { answer.add(head: Array("HTTP/1.1 200 OK\r\n\(field)\r\n\r\n".utf8)[...]) }
        let sign = ReflectedSearch.finding(answer, nonce: "vgabc123")
        #expect((sign != nil) == isTold)
        if let sign { #expect(sign.url == "http://xa.gov.vn/tim?q=") }
    }

    @Test func formsOfSearchesAreReadAndOthersLeftAlone() throws {
        let page = SignSamples.page(
            "<form action=\"/tim\"><input type=hidden name=a value=1><input name=\"q\"></form>"
                + "<form method=POST action=/gui><input name=ten></form>"
                + "<form action=/vao><input name=u><input type=password name=p></form><input name=ngoai>")
        let answer = try #require(SignSamples.probed(page, at: "http://xa.gov.vn/")).seen
        #expect(SearchForms.all(in: answer) == [SearchForm(action: "http://xa.gov.vn/tim", parameter: "q")])
        let bytes = Array(page.utf8)
        for end in 0..<bytes.count {
            var cut = answer
            cut.body = Array(bytes[..<end])
            // A form that is cut in two may look like another one.
            #expect(SearchForms.all(in: cut).count <= 2)
        }
    }

    // MARK: names

    private static let gone = NameReport(outcome: .missing, aliases: ["xa.cu.herokuapp.com"])

    @Test func anAliasIntoNothingIsToldAndAMissingNameIsNot() throws {
        let sign = try #require(NameSigns.dangling("cu.xa.gov.vn", Self.gone))
        #expect(sign.isConfirmedSign && sign.excerpt.contains("herokuapp.com"))
        #expect(NameSigns.dangling("cu.xa.gov.vn", NameReport(outcome: .missing)) == nil)
        #expect(NameSigns.dangling("cu.xa.gov.vn", NameReport(outcome: .unknown, aliases: ["a.vn"])) == nil)
        #expect(NameSigns.dangling("cu.xa.gov.vn", NameReport(outcome: .found, aliases: ["a.vn"])) == nil)
    }

    @Test func aServiceMustSayThatNobodyIsThere() throws {
        let knowledge = try #require(Shipped.knowledge).signs
        let report = NameReport(outcome: .found, aliases: ["mau.github.io"])
        let provider = try #require(NameSigns.provider(of: report, knowledge))
        let gone = Array("<p>There isn't a GitHub Pages site here.</p>".utf8)
        #expect(NameSigns.unclaimed("a.xa.gov.vn", report, provider, body: gone) != nil)
        #expect(NameSigns.unclaimed("a.xa.gov.vn", report, provider, body: Array("<p>xin chào</p>".utf8)) == nil)
        #expect(NameSigns.provider(of: NameReport(outcome: .found, aliases: ["notgithub.io"]), knowledge) == nil)
    }

    @Test func anExpiredDomainIsForReviewAndReservedNamesAreNotAsked() {
        #expect(NameSigns.expired("cu.vn", NameReport(outcome: .missing), on: "http://a/")?.tier == .review)
        #expect(NameSigns.expired("cu.vn", NameReport(outcome: .noAddress), on: "http://a/") == nil)
        #expect(!NameSigns.isAskable("bet.example") && !NameSigns.isAskable("localhost"))
        #expect(NameSigns.isAskable("gialaipc.com.vn"))
    }
}
