import Glibc
import Testing

@testable import Patterns

@Suite struct IPAddressTests {
    @Test(arguments: [
        ("0.0.0.0", IPAddress.v4(0)), ("255.255.255.255", .v4(.max)), ("10.1.2.3", .v4(0x0A01_0203)),
        ("::", .v6(0)), ("::1", .v6(1)), ("1::", .v6(UInt128(1) << 112)),
        ("2001:DB8::1", .v6(UInt128(0x2001_0DB8) << 96 | 1)),
        ("1:2:3:4:5:6:7:8", .v6(0x0001_0002_0003_0004_0005_0006_0007_0008)),
        ("1:2:3:4:5:6:1.2.3.4", .v6(0x0001_0002_0003_0004_0005_0006_0102_0304)),
        ("::ffff:10.1.2.3", .v4(0x0A01_0203)), ("::FFFF:a01:203", .v4(0x0A01_0203)), ("::1.2.3.4", .v6(0x0102_0304)),
        ("1:2:3:4:5:6:7::", .v6(0x0001_0002_0003_0004_0005_0006_0007_0000)),
    ])
    func canonicalAddressesAreRead(text: String, expected: IPAddress) {
        #expect(IPAddress(text) == expected)
    }

    @Test(arguments: [
        "", ".", "1", "1.2.3", "1.2.3.4.5", "1.2.3.", ".1.2.3", "1..2.3", "256.1.1.1", "01.2.3.4", "1.2.3.04",
        "00.0.0.0",
        "0x7f.0.0.1", "017700000001", "2130706433", "127.1", "1.2.3.4 ", " 1.2.3.4", "1.2.3.4/8", "+1.2.3.4",
        "1.2.3.4\0",
        ":", ":::", "1:", ":1", "1:2", "1::2::3", "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7::8:9", "::1:2:3:4:5:6:7:8",
        "12345::",
        "g::", "[::1]", "fe80::1%eth0", "1:2:3:4:5:6:7:1.2.3.4", "::1.2.3", "::1.2.3.4:5", "1:2:3:4:5:6:7:",
        "::ffff:010.0.0.1",
        "１.2.3.4",
    ])
    func allElseIsNoAddress(text: String) {
        #expect(IPAddress(text) == nil)
    }

    /// The C library is the oracle on random near-addresses.
    @Test func readingAgreesWithTheCLibrary() {
        var random = Seeded(11)
        var taken = 0
        for _ in 0..<20_000 {
            var text = ""
            for _ in 0..<Int.random(in: 1...9, using: &random) {
                text += ["", "0", "1", "ff", "abcd", "1.2.3.4", "255", "09"].randomElement(using: &random) ?? ""
                text += [":", ":", ":", "::", ".", ""].randomElement(using: &random) ?? ""
            }
            var bytes = [UInt8](repeating: 0, count: 16)
            let is4 = inet_pton(AF_INET, text, &bytes) == 1
            let is6 = !is4 && inet_pton(AF_INET6, text, &bytes) == 1
            let value = bytes.prefix(is4 ? 4 : 16).reduce(UInt128(0)) { $0 << 8 | UInt128($1) }
            let expected: IPAddress? = is4 ? .v4(UInt32(value)) : is6 ? IPAddress(v6: value) : nil
            #expect(IPAddress(text) == expected, "\(text)")
            taken += expected == nil ? 0 : 1
        }
        #expect(taken > 100)
    }
}

@Suite struct AddressRangesTests {
    private func holds(_ ranges: AddressRanges, _ text: String) -> Bool {
        Array(text.utf8).withUnsafeBufferPointer { ranges.contains($0) }
    }

    @Test func bordersOfARangeBelongToIt() throws {
        let ranges = try AddressRanges(["10.0.0.0/8", "192.168.1.128/25", "2001:db8::/32", "1.2.3.4"])
        for inside in ["10.0.0.0", "10.255.255.255", "192.168.1.255", "2001:db8::", "2001:db8:ffff::1", "1.2.3.4"] {
            #expect(holds(ranges, inside), "\(inside)")
        }
        for outside in ["9.255.255.255", "11.0.0.0", "192.168.1.127", "2001:db9::", "1.2.3.5", "::10.0.0.1", "junk"] {
            #expect(!holds(ranges, outside), "\(outside)")
        }
    }

    @Test func mappedAddressesAreTheirIPv4Addresses() throws {
        let ranges = try AddressRanges(["127.0.0.0/8", "::ffff:10.0.0.0/104"])
        #expect(holds(ranges, "::ffff:127.0.0.1"))
        #expect(holds(ranges, "10.9.9.9"))
        #expect(ranges.contains(.v6(0xFFFF_7F00_0001)))
    }

    @Test func wholeFamiliesCanBeHeld() throws {
        let ranges = try AddressRanges(["0.0.0.0/0", "::/0"])
        for address in ["0.0.0.0", "255.255.255.255", "::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"] {
            #expect(holds(ranges, address))
        }
    }

    @Test(arguments: [
        ("10.1.2.3/8", AddressRangeFault.hostBits), ("2001:db8::1/32", .hostBits), ("::ffff:0.0.0.0/80", .hostBits),
        ("10.0.0.0/33", .malformed), ("10.0.0.0/", .malformed), ("10.0.0.0/08", .malformed),
        ("10.0.0.0/8/8", .malformed),
        ("::/129", .malformed), ("/8", .malformed), ("", .malformed), ("10.0.0.0/-1", .malformed), ("10/8", .malformed),
    ])
    func faultsAreNamed(text: String, fault: AddressRangeFault) {
        var ranges = AddressRanges()
        #expect(throws: fault) { try ranges.insert(text) }
    }

    @Test func randomRangesAgreeWithPlainComparison() throws {
        var random = Seeded(12)
        for _ in 0..<200 {
            var ranges = AddressRanges()
            var plain: [(UInt32, UInt32)] = []
            for _ in 0..<Int.random(in: 0...12, using: &random) {
                // A small corner of the space, so that ranges nest, touch and double.
                let prefix = UInt32.random(in: 26...32, using: &random)
                let mask = UInt32.max >> prefix
                let start = UInt32.random(in: 0...255, using: &random) & ~mask
                plain.append((start, start | mask))
                try ranges.insert("0.0.0.\(start)/\(prefix)")
            }
            for value in UInt32(0)...260 {
                #expect(ranges.contains(.v4(value)) == plain.contains { $0.0 <= value && value <= $0.1 })
            }
            let held = Set((UInt32(0)...256).filter { ranges.contains(.v4($0)) })
            #expect(ranges.count == held.filter { !held.contains($0 &- 1) }.count)
        }
    }
}
