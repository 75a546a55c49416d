import Markup
import PlantedContent
import Testing

@testable import Portals

/// Each sign that an answer shows by itself: what must be told, and what only looks like it.
@Suite struct PageSignsTests {
    private static let around = SignSamples.around

    struct Sample: Sendable, CustomTestStringConvertible {
        var name: String
        var rules: [String]
        var body: String
        var url = "http://xa.gov.vn/trang"
        var type = "text/html; charset=utf-8"
        var status = 200
        var fields: [String] = []

        var testDescription: String { name }
    }

    static let samples: [Sample] = [
        // Listings
        .init(
            name: "nginx lists", rules: ["sign/directory-listing"],
            body: "<html><head><title>Index of /upload/</title></head><body><h1>Index of /upload/</h1><hr><pre>"
                + "<a href=\"../\">../</a>\n<a href=\"a.pdf\">a.pdf</a></pre></body></html>"),
        .init(
            name: "IIS lists", rules: ["sign/directory-listing"],
            body: "<html><head><title>xa.gov.vn - /files/</title></head><body><H1>xa.gov.vn - /files/</H1><hr>"
                + "<pre><A HREF=\"/\">[To Parent Directory]</A><br><br> 1/1/2026 <A HREF=\"/files/a.doc\">a.doc</A></pre>"
                + "<hr></body></html>".replacing("</A><br>", with: "</a><br>")),
        .init(
            name: "an index of papers", rules: [],
            body: SignSamples.page("<a href=\"../\">x</a>" + around, title: "Index of papers")),
        .init(
            name: "a listing that is not there", rules: [], body: "<title>Index of /x/</title><a href=\"../\">../</a>",
            status: 404),
        // Defacement
        .init(
            name: "a boast", rules: ["sign/defacement"],
            body: SignSamples.page("<h1>HACKED BY Mau-0000</h1>", title: "HACKED BY Mau-0000")),
        .init(
            name: "a boast in the heading", rules: ["sign/defacement"],
            body: SignSamples.page("<h1>-=[ Hacked By Mau ]=-</h1>", title: "x")),
        .init(
            name: "a boast in Vietnamese", rules: ["sign/defacement"],
            body: SignSamples.page("<p>abc</p>", title: "Trang web này đã bị hack")),
        .init(
            name: "news quotes it", rules: [],
            body: SignSamples.page("<h1>Nhóm để lại dòng chữ \"Hacked by\" bị bắt</h1>" + around)),
        .init(
            name: "news about it in the text", rules: [],
            body: SignSamples.page("<p>trang hiện dòng Hacked by X</p>" + around)),
        // Files
        .init(
            name: "a shell", rules: ["sign/web-shell"], body: "<form><input name=\"cmd\"></form><pre>uname -a</pre>",
            url: "http://xa.gov.vn/upload/wso.php"),
        .init(
            name: "a silent file of a shell's name", rules: ["sign/web-shell"], body: "<html></html>",
            url: "http://xa.gov.vn/upload/c99.php"),
        .init(
            name: "an article at such a name", rules: [],
            body: SignSamples.page(String(repeating: around, count: 6)), url: "http://xa.gov.vn/up.php"),
        .init(
            name: "a missing shell", rules: [], body: "<p>404</p>", url: "http://xa.gov.vn/upload/c99.php", status: 404),
        .init(
            name: "a dump", rules: ["sign/backup-file"],
            body: "-- dump\nCREATE TABLE a (b int);\nINSERT INTO a VALUES (1);",
            url: "http://xa.gov.vn/luu/2019.sql", type: "text/plain"),
        .init(
            name: "a page under a dump's name", rules: [], body: SignSamples.page(around),
            url: "http://xa.gov.vn/luu/2019.sql"),
        .init(
            name: "a page that teaches SQL", rules: [],
            body: SignSamples.page("<pre>CREATE TABLE a; INSERT INTO a</pre>"), url: "http://xa.gov.vn/hoc.sql"),
        // Forms
        .init(
            name: "a password in the clear", rules: ["sign/insecure-form"],
            body: SignSamples.page("<form method=post action=/vao><input type=password name=p></form>" + around)),
        .init(
            name: "a password that goes over TLS", rules: [],
            body: SignSamples.page("<form method=post action=/vao><input type=password name=p></form>" + around),
            url: "https://xa.gov.vn/dang-nhap"),
        .init(
            name: "a password to a plain address", rules: ["sign/insecure-form"],
            body: SignSamples.page(
                "<form method=post action=\"http://xa.gov.vn/vao\"><input type=password></form>" + around),
            url: "https://xa.gov.vn/dang-nhap"),
        .init(
            name: "a search form without TLS", rules: [],
            body: SignSamples.page("<form action=/tim><input name=q></form>" + around)),
        // Mixed content
        .init(
            name: "a plain script on a TLS page", rules: ["sign/mixed-content"],
            body: SignSamples.page("<script src=\"http://cdn.gov.vn/a.js\"></script>" + around),
            url: "https://xa.gov.vn/a"),
        .init(
            name: "a plain link on a TLS page", rules: [],
            body: SignSamples.page(
                "<a href=\"http://cdn.gov.vn/\">x</a><script src=\"//cdn.gov.vn/a.js\"></script>" + around),
            url: "https://xa.gov.vn/a"),
        .init(
            name: "a plain script on a plain page", rules: [],
            body: SignSamples.page("<script src=\"http://cdn.gov.vn/a.js\"></script>" + around)),
        // Contacts
        .init(
            name: "public mail in the foot", rules: ["sign/public-mail"],
            body: SignSamples.page(around + "<footer>Thư điện tử: xa.mau@gmail.com</footer>")),
        .init(
            name: "public mail as a link of the foot", rules: ["sign/public-mail"],
            body: SignSamples.page(around + "<footer><a href=\"mailto:xa.mau@yahoo.com.vn?subject=x\">thư</a></footer>")
        ),
        .init(
            name: "public mail on the page of contacts", rules: ["sign/public-mail"],
            body: SignSamples.page("<p>Email: XA.Mau@Gmail.com</p>" + around), url: "http://xa.gov.vn/lien-he.html"),
        .init(
            name: "official mail in the foot", rules: [],
            body: SignSamples.page(around + "<footer>vanphong@quangngai.gov.vn</footer>")),
        .init(
            name: "a citizen's mail in a question", rules: [],
            body: SignSamples.page("<article><p>Xin trả lời qua congdan@gmail.com</p></article>" + around)),
        .init(
            name: "a name that only ends so", rules: [],
            body: SignSamples.page(around + "<footer>a@notgmail.com b@gmail.com.vn.example</footer>")),
    ]

    @Test(arguments: samples) func eachAnswerTellsItsSignsAndNoOthers(sample: Sample) {
        let rules = SignSamples.rules(
            sample.body, at: sample.url, status: sample.status, fields: sample.fields, type: sample.type)
        #expect(rules == sample.rules)
    }

    // MARK: the front page

    private static let good = [
        "Strict-Transport-Security: max-age=31536000",
        "Content-Security-Policy: default-src 'self'; frame-ancestors 'none'",
        "X-Content-Type-Options: nosniff", "Referrer-Policy: no-referrer", "Server: nginx",
    ]

    @Test func aHardenedFrontPageShowsNothing() {
        let body = SignSamples.page(Self.around)
        #expect(SignSamples.rules(body, at: "https://xa.gov.vn/", fields: Self.good) == [])
        // Anywhere else the fields are nobody's matter.
        #expect(SignSamples.rules(body, at: "https://xa.gov.vn/tin") == [])
        #expect(SignSamples.rules(body, at: "https://xa.gov.vn/vi", homes: ["https://xa.gov.vn/vi"]) != [])
    }

    @Test(arguments: 0..<4) func aMissingFieldIsNamed(index: Int) throws {
        var fields = Self.good
        let name = String(fields.remove(at: index).prefix { $0 != ":" }).lowercased()
        let signs = SignSamples.signs(
            Array(SignSamples.page(Self.around).utf8), at: "https://xa.gov.vn/", fields: fields)
        let sign = try #require(signs.first)
        #expect(sign.rule == "sign/missing-header" && sign.tier == .review && sign.words.contains(name))
    }

    @Test func aPlainFrontPageIsToldAndStrictTransportIsNotAskedOfIt() throws {
        let fields = Self.good.filter { !$0.hasPrefix("Strict") }
        #expect(
            SignSamples.rules(SignSamples.page(Self.around), at: "http://xa.gov.vn/", fields: fields) == [
                "sign/no-https"
            ])
    }

    @Test(arguments: [
        ("Server: Apache/2.2.15 (CentOS)", "Apache httpd 2.2"), ("X-Powered-By: PHP/7.4.33", "PHP 7.4"),
        ("Server: Microsoft-IIS/7.5", "IIS 7.5 (Windows Server 2008 R2)"),
        ("MicrosoftSharePointTeamServices: 15.0.0.4420", "SharePoint 2013"),
        ("Server: Apache/2.4.6 OpenSSL/1.0.2k-fips PHP/5.4.16", "PHP 5.4"),
    ])
    func aPlatformOutOfSupportIsNamed(field: String, name: String) throws {
        let fields = Self.good.filter { !$0.hasPrefix("Server") } + [field]
        let signs = SignSamples.signs(
            Array(SignSamples.page(Self.around).utf8), at: "https://xa.gov.vn/", fields: fields)
        let sign = try #require(signs.first { $0.rule == "sign/outdated-platform" })
        #expect(sign.words.contains(name))
    }

    @Test(arguments: [
        "Server: Apache/2.4.62 (Debian)", "X-Powered-By: PHP/8.3.14", "X-Powered-By: PHP/7.40.1", "Server: nginx",
        "X-Powered-By: PHP", "Server: Microsoft-IIS/10.0", "Server: apache2.2",
    ])
    func aPlatformInSupportOrWithoutAVersionIsNot(field: String) {
        let fields = Self.good.filter { !$0.hasPrefix("Server") } + [field]
        #expect(SignSamples.rules(SignSamples.page(Self.around), at: "https://xa.gov.vn/", fields: fields) == [])
    }

    @Test func aGeneratorNamesItsVersion() {
        let body = SignSamples.page(
            Self.around, head: "<meta name=\"generator\" content=\"Joomla! 3.9 - mã nguồn mở\">")
        #expect(SignSamples.rules(body, at: "https://xa.gov.vn/", fields: Self.good) == ["sign/outdated-platform"])
    }

    // MARK: where incidents are received

    @Test(arguments: [
        ("<p>Đầu mối tiếp nhận sự cố: thư antoanthongtin@quangngai.gov.vn</p>", true),
        ("<p>Tiếp nhận thông báo sự cố an toàn thông tin, điện thoại 0255 3 822 861</p>", true),
        ("<p>Báo cáo sự cố an toàn thông tin theo mẫu số 5.</p>", false),
        ("<p>Liên hệ: vanphong@quangngai.gov.vn, 0255 3 822 861</p>", false),
        ("<p>Tiếp nhận sự cố điện: không có số.</p>", false),
    ])
    func theAnnouncementNeedsAnAddress(body: String, isPublished: Bool) throws {
        let shown = try #require(SignSamples.shown(Array(SignSamples.page(body + Self.around).utf8)))
        #expect(shown.hasIncidentContact == isPublished)
    }

    @Test func aSecurityTextHasALineOfContact() {
        #expect(IncidentContact.isSecurityText(Array("# x\nContact: mailto:a@b.vn\nExpires: 2027".utf8)))
        #expect(!IncidentContact.isSecurityText(Array("<html>\ncontact: x</html>".utf8)))
        #expect(!IncidentContact.isSecurityText([]))
    }

    // MARK: hostile input

    @Test func noPrefixOfASampleHangsOrCrashes() {
        for sample in Self.samples where sample.body.utf8.count < 1_200 {
            let bytes = Array(sample.body.utf8)
            for end in stride(from: 0, to: bytes.count, by: 7) {
                _ = SignSamples.signs(Array(bytes[..<end]), at: sample.url, type: sample.type)
            }
        }
    }

    @Test func aPageFullOfAddressesAndPartsIsBounded() {
        let mails = (0..<20_000).map { "a\($0)@gmail.com " }.joined()
        let parts = (0..<20_000).map { "<script src=\"http://a.vn/\($0).js\"></script>" }.joined()
        let page = SignSamples.page(parts + "<footer>\(mails)</footer>" + String(repeating: "@", count: 100_000))
        let signs = SignSamples.signs(Array(page.utf8), at: "https://xa.gov.vn/a")
        #expect(!signs.isEmpty && signs.count <= PageSigns.maxSigns)
    }

    @Test func bytesThatAreNoTextAreRead() {
        var dice = SystemRandomNumberGenerator()
        for _ in 0..<200 {
            let bytes = (0..<400).map { _ in UInt8.random(in: 0...255, using: &dice) }
            _ = SignSamples.signs(bytes, at: "https://xa.gov.vn/a.sql")
            _ = SignSamples.signs(bytes, at: "https://xa.gov.vn/", type: "application/octet-stream")
        }
    }
}
