import Testing

@testable import Patterns

@Suite struct IPAddressTextTests {
    /// RFC 5952, sections 4 and 5.
    @Test(arguments: [
        ("0.0.0.0", "0.0.0.0"), ("203.162.4.190", "203.162.4.190"), ("::", "::"), ("::1", "::1"), ("1::", "1::"),
        ("2001:DB8:0:0:0:0:2:1", "2001:db8::2:1"), ("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"),
        ("2001:0:0:1:0:0:0:1", "2001:0:0:1::1"), ("2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"),
        ("1:2:3:4:5:6:0:0", "1:2:3:4:5:6::"), ("::ffff:10.0.0.1", "10.0.0.1"), ("0:0:3:4:5:6:7:8", "::3:4:5:6:7:8"),
    ])
    func addressesAreWrittenInOneWay(_ written: String, _ canonical: String) throws {
        #expect(try #require(IPAddress(written)).text == canonical)
    }

    @Test func whatIsWrittenIsReadBack() {
        var random = Seeded(7)
        for _ in 0..<2000 {
            var value = UInt128.random(in: 0...UInt128.max, using: &random)
            for group in 0..<8 where Bool.random(using: &random) { value &= ~(UInt128(0xFFFF) << UInt128(16 * group)) }
            let address = IPAddress(v6: value)
            #expect(IPAddress(address.text) == address)
        }
    }
}
