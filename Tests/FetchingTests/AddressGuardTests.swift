import Patterns
import Testing

@testable import Fetching

@Suite struct AddressGuardTests {
    @Test func everyLineOfTheTableCanBeRead() throws {
        for (cidr, _) in AddressGuard.table {
            #expect(throws: Never.self) { try AddressRanges([cidr]) }
        }
    }

    @Test(arguments: [
        "0.0.0.0", "10.0.0.1", "100.64.0.1", "100.100.100.200", "127.0.0.1", "127.255.255.255", "169.254.1.1",
        "172.31.255.255", "192.168.1.1", "192.0.2.1", "198.18.0.1", "224.0.0.1", "239.1.1.1", "240.0.0.1",
        "255.255.255.255", "::", "::1", "::127.0.0.1", "::ffff:10.0.0.1", "::ffff:0:127.0.0.1", "64:ff9b::7f00:1",
        "64:ff9b:1::1", "2002:7f00:1::1", "2001::1", "2001:db8::1", "fc00::1", "fd00:ec2::254", "fe80::1", "fec0::1",
        "ff02::1", "4000::1", "1fff::1", "3fff::1", "168.63.129.16", "192.88.99.1",
    ])
    func specialAddressesAreRefused(_ text: String) throws {
        let address = try #require(IPAddress(text))
        #expect(AddressGuard().refusal(of: address, port: 80) != nil)
    }

    @Test(arguments: [
        "1.1.1.1", "9.255.255.255", "11.0.0.1", "100.63.255.255", "100.128.0.0", "126.255.255.255", "128.0.0.1",
        "169.253.1.1", "172.15.0.1", "172.32.0.1", "203.162.0.1", "223.255.255.255", "2001:4860:4860::8888",
        "2400:cb00::1", "3ffe::1", "2606:4700::1111",
    ])
    func publicAddressesAreAllowed(_ text: String) throws {
        let address = try #require(IPAddress(text))
        #expect(AddressGuard().refusal(of: address, port: 80) == nil)
    }

    @Test func aMappedAddressBuiltByHandIsTheAddressItNames() {
        #expect(AddressGuard().refusal(of: .v6(0xFFFF_7F00_0001), port: 80) == "loopback (RFC 1122)")
        #expect(AddressGuard().refusal(of: .v4(0xA9FE_A9FE), port: 80) == "cloud metadata")
    }

    @Test func anOpenedPortIsTheOnlyOneOpen() throws {
        let opening = try #require(AddressOpening("127.0.0.1:8080"))
        let guarding = AddressGuard(openings: [opening])
        #expect(guarding.refusal(of: .v4(0x7F00_0001), port: 8080) == nil)
        #expect(guarding.refusal(of: .v4(0x7F00_0001), port: 8081) != nil)
        #expect(guarding.refusal(of: .v4(0x7F00_0002), port: 8080) != nil)
        #expect(guarding.refusal(of: .v6(1), port: 8080) != nil)
    }

    @Test(arguments: [
        ("10.0.0.0/8", "10.9.8.7", 1), ("127.0.0.1", "127.0.0.1", 65535), ("::1", "::1", 80), ("[::1]:80", "::1", 80),
        ("fd00::/8", "fd12::1", 443), ("[fe80::1]:1", "fe80::1", 1),
    ])
    func openingsAreReadInEveryForm(_ form: String, _ address: String, _ port: UInt16) throws {
        let opening = try #require(AddressOpening(form))
        #expect(opening.opens(try #require(IPAddress(address)), port: port))
    }

    @Test(arguments: [
        "", ":", "127.0.0.1:", "127.0.0.1:0", "127.0.0.1:65536", "127.0.0.1:+80", "localhost:80", "10.0.0.1/8", "::1:x",
        "[::1]", "[::1", "127.1:80", "10.0.0.0/8:80", "0x7f000001", "127.0.0.1:80:80", "*",
    ])
    func whatIsNoOpeningIsRefused(_ text: String) {
        #expect(AddressOpening(text) == nil)
    }
}
