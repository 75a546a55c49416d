import Markup
import Testing

@Suite struct CharsetSnifferTests {
    static func label(_ html: String) -> String? {
        let bytes = Array(html.utf8)
        return bytes.withUnsafeBufferPointer { buffer in
            CharsetSniffer.declaredLabel(in: buffer).map {
                String(decoding: buffer[Int($0.start)..<Int($0.end)], as: UTF8.self)
            }
        }
    }

    @Test(arguments: [
        ("<meta charset=utf-8>", "utf-8"), ("<META CHARSET = 'windows-1258' />", "windows-1258"),
        ("<meta http-equiv=Content-Type content=\"text/html; charset=x-viet-tcvn5712\">", "x-viet-tcvn5712"),
        ("<?xml version=\"1.0\" encoding=\"UTF-16\"?>", "UTF-16"), ("<!-- <meta charset=a> --><meta charset=b>", "b"),
        ("<meta name=x><meta charset=viscii>", "viscii"), ("<p>charset=x</p>", nil), ("", nil), ("<meta charset", nil),
        ("<metacharset=x>", nil), ("\u{FEFF}<?xml encoding='a'?>", "a"),
    ])
    func theDeclaredLabelIsFound(html: String, expected: String?) {
        #expect(CharsetSnifferTests.label(html) == expected)
    }

    @Test func aDeclarationFarInsideThePageDoesNotCount() {
        #expect(CharsetSnifferTests.label(String(repeating: " ", count: 5_000) + "<meta charset=utf-8>") == nil)
    }
}
