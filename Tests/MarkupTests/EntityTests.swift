import Foundation
import Markup
import Testing

@Suite struct EntityTests {
    @Test(arguments: [
        ("&amp;&lt;&gt;", "&<>"), ("&agrave;&Agrave;&AMP", "àÀ&"), ("&notit;", "¬it;"), ("&notin;", "∉"),
        ("&copy2", "©2"), ("&#65;&#x42;&#X43", "ABC"), ("&#128;&#x9f;", "€Ÿ"),
        ("&#0;&#xD800;&#x110000;", "\u{FFFD}\u{FFFD}\u{FFFD}"),
        ("&#99999999999999999999;", "\u{FFFD}"), ("&;&#;&#x;&x", "&;&#;&#x;&x"), ("&NotEqualTilde;", "≂̸"),
        ("&amp;agrave; &amp;#7841; &amp;#x1EA1;", "à ạ ạ"), ("&amp;agrave", "&agrave"), ("&amp;amp;amp;", "&amp;"),
        ("&CounterClockwiseContourIntegral;", "∳"), ("a&nbsp;b", "a b"), ("nh&agrave; c&aacute;i", "nhà cái"),
    ])
    func referencesInTextAreDecoded(html: String, expected: String) {
        #expect(Reading("<p>x" + html).blocks == ["body:x" + expected])
    }

    @Test(arguments: [
        ("?a=1&copy=2", "?a=1&copy=2"), ("?a=1&amp;copy;=2", "?a=1©=2"), ("?a&lt", "?a<"), ("?a&ltx", "?a&ltx"),
        ("&#104;ttp://x.vn", "http://x.vn"),
    ])
    func referencesInAttributesLeaveAddressesAlone(html: String, expected: String) {
        let page = Reading("<a href=\"\(html)\">x</a>")
        #expect(page.url(page.view.links[0]) == expected)
    }
}
