import Testing

@testable import Markup

@Suite("Web addresses are read as browsers read them")
struct WebURLTests {
    @Test(
        "an absolute address has one written form",
        arguments: [
            ("https://example.com", "https://example.com/"),
            ("HTTP://EXAMPLE.com/../x", "http://example.com/x"),
            ("  https:example.org\n", "https://example.org/"),
            ("https://////example.com///", "https://example.com///"),
            ("ht\ntps://ex\tample.com/a\r\nb", "https://example.com/ab"),
            ("http:\\\\x\\y\\..\\z", "http://x/z"),
            ("http://user:secret@host:080/@x", "http://host/@x"),
            ("http://a@b@c/", "http://c/"),
            ("https://example.com:443/", "https://example.com/"),
            ("http://example.com:443/", "http://example.com:443/"),
            ("http://example.com:/?q", "http://example.com/?q"),
            ("http://example.com?a#b", "http://example.com/?a"),
            ("http://example.com/?", "http://example.com/?"),
            ("http://h/a/%2e/b/.%2E/c/%2e%2e", "http://h/a/"),
            ("http://h/a b\"<>`{}^|'", "http://h/a%20b%22%3C%3E%60%7B%7D%5E%7C'"),
            ("http://h/?a b\"<>`{}^|'", "http://h/?a%20b%22%3C%3E`{}^|%27"),
            ("http://h/tin-tức?từ=khoá", "http://h/tin-t%E1%BB%A9c?t%E1%BB%AB=kho%C3%A1"),
            ("http://h/%zz%4", "http://h/%zz%4"),
            ("http://2130706433/", "http://127.0.0.1/"),
            ("http://0x7f.1", "http://127.0.0.1/"),
            ("http://0177.0.0.01.", "http://127.0.0.1/"),
            ("http://%31%32%37.1", "http://127.0.0.1/"),
            ("http://１２７．０．０．１", "http://127.0.0.1/"),
            ("http://0xffffffff", "http://255.255.255.255/"),
            ("http://[1:0:0:2:0:0:0:3]", "http://[1:0:0:2::3]/"),
            ("http://[::FFFF:10.0.0.1]:81", "http://[::ffff:a00:1]:81/"),
            ("http://[::]", "http://[::]/"),
            ("http://[1::]", "http://[1::]/"),
            ("http://faß.ExAmPlE/", "http://xn--fa-hia.example/"),
            ("http://TỉnhĐoàn.vn", "http://xn--tnhon-uqa55av24r.vn/"),
            ("http://☃.net/", "http://xn--n3h.net/"),
            ("http://例え。テスト", "http://xn--r8jz45g.xn--zckzah/"),
            ("http://ex\u{AD}am\u{200B}ple.com", "http://example.com/"),
            ("http://a_b.-c.com", "http://a_b.-c.com/"),
            ("http://1.2.3.4.5x", "http://1.2.3.4.5x/"),
            ("http://XN--a", "http://xn--a/"),
        ])
    func absolute(text: String, expected: String) {
        #expect(WebURL(text)?.text == expected)
    }

    @Test(
        "what no browser would open is no address",
        arguments: [
            "", " ", "/a", "example.com", "http:", "https://", "http://#", "http://user@", "http://user@/x",
            "mailto:a@b.vn", "ftp://h/", "javascript:alert(1)", "ws://h", "file:///etc/passwd", "data:,x",
            "http://ex ample.com", "http://a%20b", "http://a<b", "http://%2F", "http://a%00b", "http://a|b",
            "http://a^b",
            "http://h:65536", "http://h:8x", "http://h:-1", "http://[::1", "http://[::1]x", "http://[]", "http://::1",
            "http://[1::2::3]", "http://[1:2:3:4:5:6:7]", "http://[1:2:3:4:5:6:7:8:9]", "http://[::12345]",
            "http://[::1.2.3]", "http://[::1.2.3.04]", "http://[::1.2.3.256]", "http://[fe80::1%25eth0]", "http://[:1]",
            "http://[1:]", "http://[::.1.2.3]", "http://[1:2:3:4:5:6:7:1.2.3.4]", "http://[1:2:3:4:5:6:7::8]",
            "http://256.1.1.1.1", "http://1.2.3.256", "http://4294967296", "http://1.2.3.08", "http://0x100.1.1.1",
            "http://1..1", "http://foo.0x4", "http://xn--.ü", "http://xn--a.ü", "http://xn--ü", "http://\u{AD}",
            "http://\u{FFFD}",
            "http://\u{301}a", "http://a%ff",
        ])
    func refused(text: String) {
        #expect(WebURL(text)?.text == nil)
    }

    @Test(
        "a reference is read from where it stands",
        arguments: [
            ("", "https://h:8/a/b?q"), ("#x", "https://h:8/a/b?q"), ("?", "https://h:8/a/b?"),
            ("?z#", "https://h:8/a/b?z"),
            ("c", "https://h:8/a/c"), ("./c/./d", "https://h:8/a/c/d"), ("../../../c", "https://h:8/c"),
            ("..", "https://h:8/"),
            (".", "https://h:8/a/"), ("/", "https://h:8/"), ("/c?d", "https://h:8/c?d"), ("//x", "https://x/"),
            ("\\\\x:9\\c", "https://x:9/c"), ("https:c", "https://h:8/a/c"), ("http:c", "http://c/"),
            ("https:/c", "https://h:8/c"),
            ("https://c", "https://c/"), ("\t/\n/x", "https://x/"), ("c:d", nil), ("./c:d", "https://h:8/a/c:d"),
            ("1:2", "https://h:8/a/1:2"),
            ("//", nil), ("//:80", nil), ("mailto:x@y", nil), ("@x", "https://h:8/a/@x"),
        ] as [(String, String?)])
    func relative(reference: String, expected: String?) throws {
        let base = try #require(WebURL("https://h:8/a/b?q#f"))
        #expect(WebURL(reference, relativeTo: base)?.text == expected)
    }

    @Test("the written form reads as itself")
    func idempotent() throws {
        for seed in 0..<2000 as Range<UInt64> {
            var generator = URLGenerator(seed: seed)
            let made = generator.next()
            guard let base = WebURL(made.base), let url = WebURL(made.reference, relativeTo: base) else { continue }
            #expect(WebURL(url.text) == url, "\(made)")
        }
    }

    @Test("no prefix of an address and no changed byte of it ends the program")
    func hostile() throws {
        let base = try #require(WebURL("http://h/a/b"))
        let samples = [
            "http://us:er@[1:0:0:2::ffff:1.2.3.4]:8080/a/%2e%2E/../b c?d=e'f#g", "https://xn--r8jz45g.xn--zckzah./%",
            "http://例え。テスト/%zz/\\..", "http://0x7f.0177.1.:99999/?", "//%e1%bb%a9.vn:", "http://a@b@%5B::1%5D",
        ]
        for sample in samples {
            let bytes = Array(sample.utf8)
            for cut in 0...bytes.count { _ = read(Array(bytes[..<cut]), base) }
            for at in bytes.indices {
                for value in 0...255 as ClosedRange<UInt8> {
                    var changed = bytes
                    changed[at] = value
                    if let url = read(changed, base) { #expect(WebURL(url.text) == url) }
                }
            }
        }
    }

    @Test("an address over the bound is refused, one at the bound is read")
    func bound() {
        let head = "http://h/"
        let room = WebURL.maxByteCount - head.utf8.count
        #expect(WebURL(head + String(repeating: "a", count: room)) != nil)
        #expect(WebURL(head + String(repeating: "a", count: room + 1)) == nil)
        #expect(WebURL(head + String(repeating: "../", count: room / 3))?.path == "/")
        #expect(WebURL("http://" + String(repeating: "é", count: 2000)) == nil)
    }

    @Test("an address whose written form would be over the bound is refused, so that what was read reads back")
    func boundOfTheWrittenForm() throws {
        // Two bytes a letter, six when they are encoded.
        let room = (WebURL.maxByteCount - "http://h/".utf8.count) / 6
        let longest = try #require(WebURL("http://h/" + String(repeating: "é", count: room)))
        #expect(WebURL(longest.text) == longest)
        #expect(WebURL("http://h/" + String(repeating: "é", count: room + 1)) == nil)
        #expect(WebURL("?" + String(repeating: "é", count: room), relativeTo: longest) == nil)
        #expect(WebURL("/" + String(repeating: "é", count: room), relativeTo: longest) == longest)
    }

    private func read(_ bytes: [UInt8], _ base: WebURL) -> WebURL? {
        bytes.withUnsafeBufferPointer { WebURL(bytes: $0, relativeTo: base) }
    }
}
