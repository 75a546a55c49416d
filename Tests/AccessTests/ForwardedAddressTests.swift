import Patterns
import Testing

@testable import Access

@Suite struct ForwardedAddressTests {
    static let proxies = (try? AddressRanges(["10.0.0.0/8", "2001:db8:1::/48"])) ?? AddressRanges()
    static let proxy = IPAddress.v4(0x0A00_0001)

    private func client(
        _ values: [String], header: ForwardedAddress.Header = .forwardedFor, peer: IPAddress = proxy
    ) -> String {
        ForwardedAddress(proxies: Self.proxies, header: header).client(peer: peer, values: values).text
    }

    @Test func aStrangersHeaderIsNotRead() {
        let stranger = IPAddress.v4(0xCB00_7101)
        #expect(client(["1.2.3.4"], peer: stranger) == "203.0.113.1")
        #expect(client(["for=1.2.3.4"], header: .forwarded, peer: stranger) == "203.0.113.1")
        #expect(ForwardedAddress().client(peer: Self.proxy, values: ["1.2.3.4"]) == Self.proxy)
    }

    @Test(
        arguments: [
            ([], "10.0.0.1"), ([""], "10.0.0.1"), (["198.51.100.7"], "198.51.100.7"),
            (["1.2.3.4, 198.51.100.7"], "198.51.100.7"),
            (["1.2.3.4", "198.51.100.7"], "198.51.100.7"), (["198.51.100.7, 10.9.9.9"], "198.51.100.7"),
            (["6.6.6.6, 198.51.100.7 ,10.9.9.9,2001:db8:1::5"], "198.51.100.7"), (["10.2.2.2, 10.3.3.3"], "10.2.2.2"),
            (["198.51.100.7:4711"], "198.51.100.7"), (["[2001:db8:2::1]:443"], "2001:db8:2::1"),
            (["2001:db8:2::1"], "2001:db8:2::1"),
            (["::ffff:198.51.100.7"], "198.51.100.7"), (["::ffff:10.0.0.9, 10.1.1.1"], "10.0.0.9"),
            (["1.2.3.4, unknown"], "10.0.0.1"), (["1.2.3.4, 010.0.0.1"], "10.0.0.1"),
            (["1.2.3.4, , 10.1.1.1"], "10.1.1.1"),
            (["1.2.3.4, 198.51.100.7:99999999"], "10.0.0.1"), (["1.2.3.4\0"], "10.0.0.1"),
            (["[198.51.100.7]"], "10.0.0.1"),
            (["198.51.100.7\t"], "198.51.100.7"), (["1.2.3.4 198.51.100.7"], "10.0.0.1"),
        ] as [([String], String)])
    func theRightmostAddressThatIsNoProxyCounts(values: [String], expected: String) {
        #expect(client(values) == expected)
    }

    @Test(arguments: [
        ("for=198.51.100.7", "198.51.100.7"), ("For=\"[2001:db8:2::1]:4711\";proto=https", "2001:db8:2::1"),
        ("for=1.2.3.4, for=198.51.100.7;by=10.0.0.1, for=10.7.7.7", "198.51.100.7"), ("for=unknown", "10.0.0.1"),
        ("for=_hidden, for=10.4.4.4", "10.4.4.4"), ("for=\"198.51.100.7", "10.0.0.1"), ("proto=https", "10.0.0.1"),
        ("for=1.2.3.4;for=5.6.7.8", "10.0.0.1"), ("for=\"a, for=198.51.100.7", "198.51.100.7"), ("for=", "10.0.0.1"),
        ("198.51.100.7", "10.0.0.1"), ("for=\"", "10.0.0.1"),
    ])
    func theOtherHeaderIsReadLikewise(value: String, expected: String) {
        #expect(client([value], header: .forwarded) == expected)
    }

    @Test func aFloodOfHopsIsReadFromTheRightOnly() {
        #expect(client([String(repeating: "6.6.6.6,", count: 200_000) + "198.51.100.7"]) == "198.51.100.7")
        #expect(client([String(repeating: ",", count: 1 << 20)]) == "10.0.0.1")
        #expect(client([String(repeating: "9", count: 1 << 20)]) == "10.0.0.1")
        #expect(client([String](repeating: "10.0.0.7", count: 100_000)) == "10.0.0.7")
        // 32 proxies: what they hide is not looked for.
        #expect(client(["6.6.6.6" + String(repeating: ",10.0.0.7", count: 40)]) == "10.0.0.7")
    }

    @Test(arguments: ForwardedAddress.Header.allCases) func everyPieceOfAHeaderIsReadOrPassedOver(
        header: ForwardedAddress.Header
    ) {
        let text = Array(
            "6.6.6.6, for=\"[2001:db8:2::1]:4711\";proto=https, [2001:db8:1::2]:80, 198.51.100.7:443 ,10.9.9.9")
        for start in text.indices {
            for end in start...text.count {
                let answer = client([String(text[start..<end])], header: header)
                #expect(IPAddress(answer) != nil)
            }
        }
    }

    @Test func manyAddressesOfOneCustomerAreOneBlock() {
        let block = { (text: String) in IPAddress(text).map { AddressBlock($0).text } }
        #expect(block("2001:db8:2:3::1") == "2001:db8:2:3::/64")
        #expect(block("2001:db8:2:3:ffff::9") == block("2001:db8:2:3::1"))
        #expect(block("2001:db8:2:4::1") != block("2001:db8:2:3::1"))
        #expect(block("::ffff:192.0.2.5") == "192.0.2.5")
        #expect(block("192.0.2.6") == "192.0.2.6")
    }
}
