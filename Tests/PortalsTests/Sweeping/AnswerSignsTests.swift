import Knowledge
import Testing

@testable import Portals

@Suite struct AnswerSignsTests {
    private static func signs() throws -> AnswerSigns {
        var diagnostics = Diagnostics()
        let base = KnowledgeBase(resources: resources, overlay: nil, &diagnostics)
        let pack = try #require(base.packs.first { $0.header.kind == "sweeping" })
        let signs = AnswerSigns.decode(pack.packFiles, &diagnostics)
        #expect(diagnostics.all.isEmpty)
        return signs
    }

    private func answer(title: String = "", text: String = "", head: String = "", password: Bool = false)
        -> AnswerSigns.Answer
    {
        AnswerSigns.Answer(
            title: Array(title.utf8), text: Array(text.utf8), head: Array(head.utf8), hasPasswordField: password,
            textBytes: text.utf8.count)
    }

    @Test(arguments: [
        ("", "checking your browser before accessing xa.example", "", PageState.blocked, "waf"),
        ("attention", "xac minh ban khong phai la robot de tiep tuc", "", .blocked, "captcha"),
        ("", "", "http/1.1 200 ok\r\ncf-mitigated: challenge\r\n", .blocked, "waf"),
        ("", "he thong dang bao tri, moi quay lai sau", "", .unreadable, "maintenance"),
        ("", "ten mien nay dang duoc rao ban", "", .blocked, "parking"),
        ("404 not found", "nginx", "", .unreadable, "not-found"),
        ("welcome to nginx!", "if you see this page", "", .unreadable, "default-page"),
    ])
    func answersThatAreNoPagesAreTold(title: String, text: String, head: String, state: PageState, reason: String)
        throws
    {
        let match = try #require(try Self.signs().match(answer(title: title, text: text, head: head)))
        #expect(match.state == state)
        #expect(match.reason == reason)
    }

    @Test func aLongPageThatMentionsASignIsAPage() throws {
        let text = "he thong dang bao tri " + String(repeating: "thong bao ve viec nang cap duong lien xa ", count: 200)
        #expect(try Self.signs().match(answer(text: text)) == nil)
    }

    @Test func aLoginPageIsOneOnlyWithAPasswordField() throws {
        let signs = try Self.signs()
        #expect(signs.match(answer(title: "dang nhap", text: "ten dang nhap mat khau")) == nil)
        let match = signs.match(answer(title: "dang nhap", text: "ten dang nhap mat khau", password: true))
        #expect(match?.state == .blocked)
    }

    @Test func blockedGoesBeforeUnreadable() throws {
        let text = "internal server error: your request has been blocked"
        #expect(try Self.signs().match(answer(text: text))?.state == .blocked)
    }

    @Test func anOrdinaryPageIsNoSuchAnswer() throws {
        let text = "uy ban nhan dan xa thong bao lich tiep cong dan thang nay cua chu tich xa"
        #expect(try Self.signs().match(answer(title: "trang chu", text: text)) == nil)
    }
}

@Suite struct MediaTypeTests {
    @Test(arguments: [
        ("text/html; charset=UTF-8", "<html>", true, true), ("", "<!doctype html>", true, true),
        ("application/pdf", "%PDF-1.7", false, false), ("text/html", "%PDF-1.7", true, false),
        ("image/png", "\u{89}PNG", false, false), ("image/jpeg", "<html><a href=x>", true, true),
        ("text/plain", "chao", false, true), ("application/octet-stream", "<html>", true, true),
        ("text/css", "a{}", false, false), ("application/zip", "PK\u{3}\u{4}", false, false),
    ])
    func headerAndFirstBytesDecide(header: String, body: String, isHTML: Bool, isReadable: Bool) {
        let type = MediaType(Array(header.utf8), body: Array(body.utf8))
        #expect(type.isHTML == isHTML)
        #expect(type.isReadable == isReadable)
    }

    /// Headlines for programs are read, but a browser would show their source.
    @Test(arguments: [
        ("application/rss+xml", "<?xml version=\"1.0\"?><rss><channel></channel></rss>", false),
        ("text/xml", "<?xml version=\"1.0\"?>\n<!-- a -->\n<RSS version=\"2.0\">", false),
        ("application/xml", "<?xml version=\"1.0\"?><feed xmlns=\"http://www.w3.org/2005/Atom\">", false),
        ("text/xml", "<?xml version=\"1.0\"?><urlset><url/></urlset>", false),
        ("application/xml", "<?xml version=\"1.0\"?><html xmlns=\"http://www.w3.org/1999/xhtml\"><body/></html>", true),
        ("text/xml", "<?xml version=\"1.0\"?><?xml-stylesheet href=\"/a.xsl\"?><rss></rss>", true),
        ("text/xml", "<?xml version=\"1.0\"?><rss xmlns:h=\"http://www.w3.org/1999/xhtml\"><h:script/></rss>", true),
        ("text/html", "<?xml version=\"1.0\"?><rss></rss><script>document.write('a')</script>", true),
        ("", "<p>a</p>", true), ("text/plain", "a", false),
    ])
    func aFeedIsNoPageForABrowser(header: String, body: String, isLaidOut: Bool) {
        #expect(MediaType(Array(header.utf8), body: Array(body.utf8)).isLaidOut == isLaidOut)
    }

    @Test func theCharsetIsReadWithAndWithoutQuotes() {
        #expect(MediaType(Array("text/html;charset=\"windows-1258\"".utf8), body: []).charset == "windows-1258")
        #expect(MediaType(Array("Text/HTML; a=b; Charset=UTF-8".utf8), body: []).charset == "utf-8")
        #expect(MediaType(Array("text/html".utf8), body: []).charset == nil)
    }
}
