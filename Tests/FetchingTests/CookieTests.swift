import Markup
import Testing
import Unpack

@testable import Fetching

@Suite struct CookieTests {
    private func url(_ text: String) throws -> WebURL { try #require(WebURL(text)) }

    private func jar(_ lines: [String], from text: String, now: Int64 = 1000) throws -> CookieJar {
        var jar = CookieJar()
        jar.store(fields(lines), from: try url(text), now: now)
        return jar
    }

    private func fields(_ lines: [String]) -> HeaderFields {
        var fields = HeaderFields()
        for line in lines { fields.add(line: Array("Set-Cookie: \(line)".utf8)[...]) }
        return fields
    }

    /// What was set at https://www.portal.gov.vn/tin/bai.html, where it is asked for, and what is then sent.
    static let cases: [(String, String, String?)] = [
        ("a=1", "https://www.portal.gov.vn/tin/x", "a=1"), ("a=1", "https://www.portal.gov.vn/tin", "a=1"),
        ("a=1", "https://www.portal.gov.vn/tinh", nil), ("a=1", "https://www.portal.gov.vn/", nil),
        ("a=1; Path=/", "https://www.portal.gov.vn/", "a=1"), ("a=1; Path=/", "https://portal.gov.vn/", nil),
        ("a=1; Path=/; Domain=portal.gov.vn", "https://x.portal.gov.vn/", "a=1"),
        ("a=1; Path=/; Domain=.portal.gov.vn", "https://portal.gov.vn/", "a=1"),
        ("a=1; Path=/; Domain=gov.vn", "https://other.gov.vn/", nil),
        ("a=1; Path=/; Domain=gov.vn", "https://www.portal.gov.vn/", nil),
        ("a=1; Path=/; Domain=vn", "https://www.portal.gov.vn/", nil),
        ("a=1; Path=/; Domain=evil.vn", "https://evil.vn/", nil),
        ("a=1; Path=/; Domain=ortal.gov.vn", "https://www.portal.gov.vn/", nil),
        ("a=1; Path=/; Secure", "http://www.portal.gov.vn/", nil),
        ("a=1; Path=/; Secure", "https://www.portal.gov.vn/", "a=1"),
        ("a=1; Path=/; Max-Age=0", "https://www.portal.gov.vn/", nil),
        ("a=1; Path=/; Max-Age=-5", "https://www.portal.gov.vn/", nil),
        ("a=1; Path=/; Max-Age=10", "https://www.portal.gov.vn/", "a=1"),
        ("a=1; Path=/; Expires=Thu, 01-Jan-1970 00:10:00 GMT", "https://www.portal.gov.vn/", nil),
        ("a=1; Path=/; Expires=Thu, 01 Jan 1970 00:20:00 GMT", "https://www.portal.gov.vn/", "a=1"),
        ("a=1; Path=/; Expires=rubbish", "https://www.portal.gov.vn/", "a=1"),
        ("value alone; Path=/", "https://www.portal.gov.vn/", "value alone"),
        ("; Path=/", "https://www.portal.gov.vn/", nil),
        ("a=b=c; path=/; HttpOnly; SameSite=Lax", "https://www.portal.gov.vn/", "a=b=c"),
        ("a=\u{1}; Path=/", "https://www.portal.gov.vn/", nil),
    ]

    @Test(arguments: cases.indices)
    func aCookieIsSentWhereItBelongs(_ index: Int) throws {
        let (line, target, expected) = Self.cases[index]
        let jar = try jar([line], from: "https://www.portal.gov.vn/tin/bai.html")
        #expect(jar.header(for: try url(target), now: 1005) == expected)
    }

    @Test func longerPathsThenOlderCookiesComeFirst() throws {
        let jar = try jar(["a=1; Path=/", "b=2; Path=/x/y", "c=3; Path=/"], from: "https://p.vn/")
        #expect(jar.header(for: try url("https://p.vn/x/y/z"), now: 1000) == "b=2; a=1; c=3")
    }

    @Test func aNewValueTakesTheOldPlaceAndAnOldDateForgets() throws {
        var jar = try jar(["a=1", "b=2"], from: "https://p.vn/")
        jar.store(fields(["a=3"]), from: try url("https://p.vn/"), now: 1000)
        #expect(jar.header(for: try url("https://p.vn/"), now: 1000) == "a=3; b=2")
        jar.store(fields(["a=; Max-Age=0"]), from: try url("https://p.vn/"), now: 1000)
        #expect(jar.header(for: try url("https://p.vn/"), now: 1000) == "b=2")
    }

    @Test func aPlainPageCannotReplaceASecureCookie() throws {
        var jar = try jar(["a=1; Secure"], from: "https://p.vn/")
        jar.store(fields(["a=2", "b=3; Secure"]), from: try url("http://p.vn/"), now: 1000)
        #expect(jar.header(for: try url("https://p.vn/"), now: 1000) == "a=1")
    }

    @Test func aHostCannotFillTheJar() throws {
        var jar = CookieJar()
        for number in 0..<500 {
            jar.store(
                fields(["n\(number)=1", "big=" + String(repeating: "x", count: 5000)]), from: try url("https://p.vn/"),
                now: 1)
        }
        #expect(jar.count == CookieJar.maxCookiesPerDomain)
        for number in 0..<3000 {
            jar.store(fields(["n=1"]), from: try url("https://h\(number).vn/"), now: 1)
        }
        #expect(jar.count == CookieJar.maxCookies)
    }

    @Test func theFieldIsBounded() throws {
        let lines = (0..<50).map { "n\($0)=" + String(repeating: "x", count: 1000) }
        let jar = try jar(lines, from: "https://p.vn/")
        #expect(
            try #require(jar.header(for: try url("https://p.vn/"), now: 1000)).utf8.count <= CookieJar.maxHeaderBytes)
    }

    @Test func noPrefixAndNoMutationBreaksTheReader() {
        let bytes = Array("id=1; Path=/; Domain=.p.vn; Expires=Wed, 09 Jun 2021 10:18:14 GMT; Max-Age=99; Secure".utf8)
        for count in 0...bytes.count { _ = SetCookie(Array(bytes[..<count]), now: 0) }
        var random = Seeded(5)
        for _ in 0..<5000 { _ = SetCookie(mutated(bytes, &random), now: 0) }
    }

    @Test(arguments: [
        ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777), ("Sunday, 06-Nov-94 08:49:37 GMT", 784_111_777),
        ("Sun Nov  6 08:49:37 1994", 784_111_777), ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
        ("Tue, 29 Feb 2028 23:59:59 GMT", 1_835_481_599), ("01 Jan 2000 00:00:00", 946_684_800),
    ])
    func datesAreReadInTheirThreeForms(_ text: String, _ seconds: Int64) {
        #expect(HTTPDate.seconds(Array(text.utf8)) == seconds)
    }

    @Test(arguments: [
        "", "now", "Sun, 06 Nov 1994", "06 Nov 1994 25:00:00", "32 Nov 1994 08:49:37", "06 Xyz 1994 08:49:37",
    ])
    func whatIsNoDateIsNotRead(_ text: String) {
        #expect(HTTPDate.seconds(Array(text.utf8)) == nil)
    }
}
