package import Patterns

/// Says which addresses a fetch may connect to: public unicast ones, and what an operator opened by name.
///
/// Pages of hostile portals name addresses; none of them may reach the machine itself, its network or a cloud's metadata.
/// An address that carries an IPv4 address inside (mapped, translated, 6to4, Teredo) is refused as a whole: what it
/// reaches is decided by a gateway that is not ours.
package struct AddressGuard: Sendable {
    private let refused: [(ranges: AddressRanges, reason: String)]
    private let openings: [AddressOpening]

    package init(openings: [AddressOpening] = []) {
        self.openings = openings
        // The table is constant; a test holds that each line of it can be read.
        refused = Self.table.compactMap { cidr, reason in
            (try? AddressRanges([cidr])).map { ($0, reason) }
        }
    }

    /// Why a connection to `address` and `port` is not made; nil when it may be. Cost: one look at each line of the table.
    package func refusal(of address: IPAddress, port: UInt16) -> String? {
        let plain: IPAddress = if case .v6(let value) = address { IPAddress(v6: value) } else { address }
        guard let reason = refused.first(where: { $0.ranges.contains(plain) })?.reason else { return nil }
        return openings.contains { $0.opens(plain, port: port) } ? nil : reason
    }

    /// Ranges that are refused, the first that holds an address gives the reason.
    ///
    /// Sources: the IANA special-purpose address registries (RFC 6890 and its updates), the IPv4 and IPv6 multicast and
    /// reserved spaces (RFC 1112, RFC 4291), and the addresses at which clouds serve metadata.
    static let table: [(cidr: String, reason: String)] = [
        ("0.0.0.0/8", "this network (RFC 791)"),
        ("10.0.0.0/8", "private (RFC 1918)"),
        ("100.64.0.0/10", "shared by carriers (RFC 6598)"),
        ("127.0.0.0/8", "loopback (RFC 1122)"),
        ("169.254.169.254/32", "cloud metadata"),
        ("169.254.0.0/16", "link-local (RFC 3927)"),
        ("168.63.129.16/32", "cloud metadata"),
        ("172.16.0.0/12", "private (RFC 1918)"),
        ("192.0.0.0/24", "protocol assignments (RFC 6890)"),
        ("192.0.2.0/24", "documentation (RFC 5737)"),
        ("192.31.196.0/24", "AS112 service (RFC 7535)"),
        ("192.52.193.0/24", "multicast tunnels (RFC 7450)"),
        ("192.88.99.0/24", "6to4 relays (RFC 7526)"),
        ("192.168.0.0/16", "private (RFC 1918)"),
        ("192.175.48.0/24", "AS112 service (RFC 7534)"),
        ("198.18.0.0/15", "benchmarking (RFC 2544)"),
        ("198.51.100.0/24", "documentation (RFC 5737)"),
        ("203.0.113.0/24", "documentation (RFC 5737)"),
        ("224.0.0.0/4", "multicast (RFC 1112)"),
        ("255.255.255.255/32", "broadcast (RFC 919)"),
        ("240.0.0.0/4", "reserved (RFC 1112)"),
        ("::/128", "unspecified (RFC 4291)"),
        ("::1/128", "loopback (RFC 4291)"),
        ("64:ff9b::/96", "IPv4 translated (RFC 6052)"),
        ("64:ff9b:1::/48", "IPv4 translated (RFC 8215)"),
        ("100::/64", "discard only (RFC 6666)"),
        ("2001::/32", "Teredo (RFC 4380)"),
        ("2001:2::/48", "benchmarking (RFC 5180)"),
        ("2001:db8::/32", "documentation (RFC 3849)"),
        ("2001::/23", "protocol assignments (RFC 2928)"),
        ("2002::/16", "6to4 (RFC 3056)"),
        ("2620:4f:8000::/48", "AS112 service (RFC 7534)"),
        ("3fff::/20", "documentation (RFC 9637)"),
        ("fd00:ec2::254/128", "cloud metadata"),
        ("fc00::/7", "unique local (RFC 4193)"),
        ("fe80::/10", "link-local (RFC 4291)"),
        ("fec0::/10", "site-local (RFC 3879)"),
        ("ff00::/8", "multicast (RFC 4291)"),
        // Global unicast addresses begin with 001 (RFC 4291, 2.4); everything else is given to nobody or to a translation.
        ("::/3", "not global unicast (RFC 4291)"),
        ("4000::/2", "not global unicast (RFC 4291)"),
        ("8000::/1", "not global unicast (RFC 4291)"),
    ]
}
