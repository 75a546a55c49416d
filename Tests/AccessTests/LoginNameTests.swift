import Testing

@testable import Access

@Suite struct LoginNameTests {
    @Test(arguments: [
        ("an.nguyen", "an.nguyen"), ("An.NGUYEN", "an.nguyen"), ("nguyễn.văn.ân", "nguyen.van.an"),
        ("Đỗ-Đạt", "do-dat"),
        ("ｆｕｌｌ９", "full9"), ("ⓐⓓⓜⓘⓝ", "admin"), ("nguye\u{302}\u{303}n", "nguyen"), ("a1", "a1"),
    ])
    func namesAreFolded(typed: String, folded: String) {
        #expect(LoginName(typed)?.text == folded)
    }

    @Test(arguments: [
        "", "a", ".", "a.", ".a", "a..b", "a-_b", "a b", "a@b.vn", "a/b", "admin\0", "ad\u{200B}min", "\u{202E}nimda",
        "ad\u{AD}min", "admin\n", "管理员", "αβγ", "admin😀", "a'--", "<b>", "\u{E000}ab", "a\u{2028}b", "\u{0430}dmin",
        "adm\u{0456}n", "\u{3B1}dmin", "１．", "é",
        String(repeating: "a", count: 65), String(repeating: "a", count: 1 << 20),
        String(repeating: "\u{FDFA}", count: 80),
        "a" + String(repeating: "\u{301}", count: 200), "\u{FFFD}\u{FFFD}",
    ])
    func whatIsNoNameIsRefused(typed: String) {
        #expect(LoginName(typed) == nil)
    }

    @Test(arguments: [("admin", "adrnin"), ("lan", "1an"), ("to.tu", "t0-tu"), ("vvan", "wan"), ("a.b", "a_b")])
    func namesThatAreReadAsOneAnotherHaveOneSkeleton(one: String, other: String) throws {
        let (first, second) = (try #require(LoginName(one)), try #require(LoginName(other)))
        #expect(first.text != second.text)
        #expect(first.skeleton == second.skeleton)
    }

    @Test func everyPrefixOfANameIsANameOrRefused() {
        let typed = Array("Nguyễn.Văn-Ân_2026\u{430}".unicodeScalars)
        for count in 0...typed.count {
            var text = ""
            text.unicodeScalars.append(contentsOf: typed.prefix(count))
            if let name = LoginName(text) {
                #expect(name.text.utf8.allSatisfy { $0 < 0x80 })
                #expect(LoginName(name.text) == name)
            }
        }
    }

    @Test(arguments: [
        ("a@b.vn", true), ("", true), ("a.b+c@mail.quangngai.gov.vn", true), ("a@b", false), ("a@@b.vn", false),
        ("a b@c.vn", false), ("a@b.vn\r\nBcc: x@y.vn", false), ("<a@b.vn>", false), ("a@b..vn", false),
        ("á@b.vn", false),
        ("a,b@c.vn", false), ("@b.vn", false), (String(repeating: "a", count: 250) + "@b.vn", false),
    ])
    func mailAddressesAreOneMailbox(typed: String, isTaken: Bool) {
        #expect((AccountText.mail(typed) != nil) == isTaken)
    }

    @Test(
        arguments: [
            ("  Nguyễn Văn An ", "Nguyễn Văn An"), ("Nguye\u{302}\u{303}n", "Nguyễn"), ("a\u{202E}b", nil), ("\0", nil),
            ("", nil), (" ", nil), (String(repeating: "a", count: 101), nil), ("a\nb", nil),
        ] as [(String, String?)])
    func namesOfPeopleAreOneLineThatCanBeSeen(typed: String, name: String?) {
        #expect(AccountText.name(typed) == name)
    }

    @Test func anExcerptIsShortAndCanBeSeen() {
        #expect(AccountText.excerpt("a\u{1B}[2Jb\0") == "a\u{FFFD}[2Jb\u{FFFD}")
        #expect(AccountText.excerpt(String(repeating: "x", count: 1 << 20)).unicodeScalars.count == 64)
    }
}
