import Patterns

/// The addresses that one customer of a network has: one of IPv4, 2^64 of IPv6.
struct AddressBlock: Hashable {
    let text: String

    init(_ address: IPAddress) {
        switch address {
        case .v4: text = address.text
        case .v6(let value): text = IPAddress.v6((value >> 64) << 64).text + "/64"
        }
    }
}
