import Markup
import Testing

@testable import Portals

struct LinkMemoTests {
    private static func memo(at text: String = "https://xa.example.gov.vn/tin/") throws -> (LinkMemo, WebURL) {
        let base = try #require(WebURL(text))
        var memo = LinkMemo(rules: FrontierRules())
        memo.beginPage(base: base)
        return (memo, base)
    }

    @Test(
        arguments: ["/a", "//other.example/a", "a", "../a?b=c", "https://xa.example.gov.vn/a#b", "http:a", "?x"])
    func aReferenceReadsOnEveryPageAsItDoesWithoutTheMemo(reference: String) throws {
        var (memo, base) = try Self.memo()
        let firstLink = memo.link(reference, .link)
        let first = try #require(firstLink)
        #expect(first.url == WebURL(reference, relativeTo: base))
        let second = try #require(WebURL("https://xa.example.gov.vn/khac/trang.html"))
        memo.beginPage(base: second)
        let laterLink = memo.link(reference, .frame)
        let later = try #require(laterLink)
        #expect(later.url == WebURL(reference, relativeTo: second))
        #expect(later.way == .frame)
        #expect(later.form == CanonicalForm(later.url, rules: FrontierRules()))
    }

    @Test(arguments: ["/a", "a"])
    func aLinkStandsOnceOnAPage(reference: String) throws {
        var (memo, base) = try Self.memo()
        #expect(memo.link(reference, .link) != nil)
        #expect(memo.link(reference, .link) == nil)
        memo.beginPage(base: base)
        #expect(memo.link(reference, .link) != nil)
    }

    @Test
    func anotherOriginHasItsOwnAddresses() throws {
        var (memo, _) = try Self.memo()
        _ = memo.link("/a", .link)
        let other = try #require(WebURL("http://so.example.gov.vn:8080/"))
        memo.beginPage(base: other)
        #expect(memo.link("/a", .link)?.url.text == "http://so.example.gov.vn:8080/a")
    }

    @Test
    func picturesOfOneFolderCountOnceSinceTheyOnlyNameIt() throws {
        var (memo, base) = try Self.memo()
        #expect(memo.resource("/upload/2026/a.jpg")?.way == .resource)
        #expect(memo.resource("/upload/2026/b.jpg?v=/1") == nil)
        memo.beginPage(base: base)
        #expect(memo.resource("/upload/2026/c.jpg") == nil)
        #expect(memo.resource("/upload/2025/c.jpg") != nil)
    }

    @Test
    func moreReferencesThanAreKeptAreReadAllTheSame() throws {
        var (memo, base) = try Self.memo()
        for number in 0..<40_000 {
            #expect(memo.link("/a/\(number)", .link)?.url.path == "/a/\(number)")
        }
        memo.beginPage(base: base)
        #expect(memo.link("/a/1", .link)?.url.path == "/a/1")
    }

    @Test
    func moreFoldersThanAreKeptAreNamedAgain() throws {
        var (memo, _) = try Self.memo()
        for number in 0..<10_000 { #expect(memo.resource("/upload/\(number)/a.jpg") != nil) }
        #expect(memo.resource("/upload/9999/b.jpg") == nil)
        #expect(memo.resource("/upload/1/b.jpg") != nil)
    }

    @Test
    func whatIsNumberedIsFoundByItsBytesAlone() {
        var index = ReferenceIndex()
        let texts = (0..<3_000).map { "/\(String(repeating: "x", count: $0 % 40))/\($0)" } + ["", "/"]
        for text in texts { Self.bytes(text) { index.add($0) } }
        #expect(index.count == texts.count)
        for (number, text) in texts.enumerated() {
            #expect(Self.bytes(text) { index.number(of: $0) } == number)
            #expect(Self.bytes(text + "\0") { index.number(of: $0) } == nil)
        }
        index.removeAll()
        #expect(index.count == 0 && Self.bytes("/") { index.number(of: $0) } == nil)
    }

    fileprivate static func bytes<Result>(_ text: String, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        Array(text.utf8).withUnsafeBufferPointer(body)
    }
}

extension LinkMemo {
    fileprivate mutating func link(_ reference: String, _ way: FoundWay) -> FoundLink? {
        LinkMemoTests.bytes(reference) { link($0, way) }
    }

    fileprivate mutating func resource(_ reference: String) -> FoundLink? {
        LinkMemoTests.bytes(reference) { resource($0) }
    }
}
