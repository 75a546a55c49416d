/// Addresses and references put together of parts that readers of addresses fall over.
struct URLGenerator {
    private var random: SplitMix

    init(seed: UInt64) { random = SplitMix(seed: seed) }

    mutating func next() -> (reference: String, base: String) {
        let base =
            pick(["http", "https"]) + "://" + pick(["h.vn", "127.0.0.1:8080", "[::1]:81", "a.b.gov.vn"])
            + pick(["", "/", "/a", "/a/b/", "/a/b/c.aspx?x=1&y=2", "/a//b/..;/c", "/%C3%A9?"])
        return (reference(), base)
    }

    private mutating func reference() -> String {
        switch random.below(4) {
        case 0: return path() + tail()
        case 1: return pick(["http", "https", "HtTp", " https", "ht\ntp"]) + ":" + path() + tail()
        default: return start() + authority() + path() + tail()
        }
    }

    private mutating func start() -> String {
        pick([
            "http://", "https://", "HTTP://", "http:\\\\", "https:/", "http:", "//", "\\\\", "/\\", "http:////",
            "ht\ttps:/\n/", "ftp://",
        ])
    }

    private mutating func authority() -> String {
        pick(["", "", "", "", "u@", "u:p@", "@", "a@b@", "http:@"]) + host()
            + pick(["", "", "", "", ":", ":80", ":443", ":0", ":65535", ":65536", ":8x", ":00080"])
    }

    private mutating func host() -> String {
        switch random.below(5) {
        case 0:
            return number() + (0..<random.below(5)).map { _ in "." + number() }.joined() + pick(["", "", "."])
        case 1:
            return "["
                + (0..<random.below(9)).map { _ in pick(["0", "1", "ffff", "ABCD", "00a", "", "12345", "1.2.3.4", "g"])
                }.joined(separator: ":") + "]"
        default:
            return (0...random.below(3)).map { _ in label() }.joined(
                separator: pick([".", ".", "。", "．", "%2e", ".."]))
        }
    }

    private mutating func label() -> String {
        pick([
            "example", "EXAMPLE", "www", "gov", "vn", "a_b", "-a-", "xn--n3h", "xn--zckzah", "xn--a", "XN--N3H",
            "xn--fa-hia", "tỉnh", "Đoàn",
            "ﬁn", "ＡＢＣ", "①", "テスト", "ไทย", "рф", "ß", "faẞ", "%41b", "%e1%bb%89", "%C3", "a%00", "a<b", "a|b",
            "a^b", "a`b", "{a}",
            "a!b", "a$b", "a&b", "a'b", "a(b)", "a+b", "a,b", "a;b", "a=b", "a~b", "a\"b", "a%b", "ex\u{AD}am",
            "3com", "0x", "0x1g",
            "\u{200B}z", "i\u{307}", "e\u{301}", "\u{301}e", "Ⅷ", "㎏", "℀", "한국", "ǅ", "ŀ", "ſ", "K", "😀",
        ])
    }

    private mutating func number() -> String {
        pick([
            "0", "1", "10", "127", "255", "256", "0x7f", "0X1F", "0x", "017", "08", "65535", "16777216", "4294967295",
            "4294967296", "0xffffffff", "99999999999999999999", "1e1", "%31", "１",
        ])
    }

    private mutating func path() -> String {
        (0..<random.below(6)).map { _ in
            pick(["/", "/", "/", "\\", "//"])
                + pick([
                    "", ".", "..", "%2e", "%2E.", ".%2e", "...", "a", "b c", "x;y=1", "tin-tức", "%zz", "%41", "a:b",
                    "@", "|", "^`{}", "\"<>", "'", "\u{7F}", "\u{1}", "~!$&()+,;=", "C|", "[x]", "😀",
                ])
        }.joined()
    }

    private mutating func tail() -> String {
        pick([
            "", "", "?", "?a=b&c", "?a b", "?é'\"<>`{}|^", "?x?y/../z", "?%zz%", "#", "#f", "?a#b?c", " ", "\t", "?\\",
        ])
    }

    private mutating func pick(_ list: [String]) -> String { list[random.below(list.count)] }
}
