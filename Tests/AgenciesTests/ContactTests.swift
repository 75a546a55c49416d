import Testing

@testable import Agencies

@Suite struct ContactTests {
    @Test(arguments: [
        ("VanThu@QuangNgai.example", Contact.Kind.email, "vanthu@quangngai.example"),
        ("a.b-c_d+e@x-y.gov.vn", .email, "a.b-c_d+e@x-y.gov.vn"), ("0255 3822 000", .telephone, "0255 3822 000"),
        ("+84 (255) 382.2000", .telephone, "+84 (255) 382.2000"), ("113", .telephone, "113"),
        ("52  Hùng Vương, phường Cẩm Thành", .address, "52 Hùng Vương, phường Cẩm Thành"),
    ])
    func contactsAreToldApart(typed: String, kind: Contact.Kind, value: String) {
        let contact = Contact(typed)
        #expect(contact?.kind == kind)
        #expect(contact?.value == value)
    }

    @Test(arguments: [
        "", " ", "@", "a@", "@b.vn", "a@b", "a@b..vn", ".a@b.vn", "a.@b.vn", "a@-b.vn", "a@b-.vn", "a b@c.vn",
        "a@b@c.vn",
        "văn@b.vn", "a@b.vn\u{202E}", "a@\u{0}b.vn", "12", "1234567890123456", "84+255", "----", "....", "a;b@c.vn",
        "1\n2\n3", "a\"b@c.vn", "<a@b.vn>",
    ])
    func whatReachesNobodyIsRefused(typed: String) {
        #expect(Contact(typed) == nil)
    }

    @Test func longContactsAreRefusedSoon() {
        #expect(Contact(String(repeating: "a", count: 65) + "@b.vn") == nil)
        #expect(Contact("a@" + String(repeating: "b.", count: 130) + "vn") == nil)
        #expect(Contact(String(repeating: "đường ", count: 100_000)) == nil)
    }

    @Test(arguments: [
        ("ubnd.xa@gmail.com", true), ("UBND@GMAIL.COM", true), ("a@mail.yahoo.com.vn", true), ("a@yahoo.com", false),
        ("a@notgmail.com", false), ("a@gmail.com.quangngai.gov.vn", false), ("gmail.com, tầng 2", false),
    ])
    func publicMailIsKnown(typed: String, isPublic: Bool) throws {
        let contact = try #require(Contact(typed))
        #expect(rules.isPublicMail(contact) == isPublic)
    }

    @Test func anOfficeIsNotWrittenToAtPublicMail() throws {
        var bench = Bench()
        let office = try bench.create("Xã An Phú", .commune)
        let contact = try #require(Contact("xaanphu@gmail.com"))
        let seen = bench.seen(office)
        let error = refusal {
            try bench.edit { try $0.addContact(seen, contact, from: "2025-07-01", source: "") }
        }
        #expect(error?.faults.map(\.code) == [.publicMail])
        #expect(error?.description.contains("open to everybody") == true)
        #expect(error?.description.contains("gmail") == false)
    }
}
