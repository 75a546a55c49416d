package import Patterns

/// Addresses, or one port of one address, that an operator opens although the guard would refuse them: `--allow-address`.
package struct AddressOpening: Sendable {
    private let ranges: AddressRanges
    private let port: UInt16?

    /// Reads `10.1.0.0/16`, `127.0.0.1`, `::1`, `fd00::/8` (every port), `127.0.0.1:8080`, `[::1]:8080` (this port only).
    /// Nil for anything else.
    package init?(_ text: some StringProtocol) {
        let text = String(text)
        let parts = Self.endpoint(text) ?? (text, nil)
        guard parts.port == nil || IPAddress(parts.host) != nil else { return nil }
        guard let ranges = try? AddressRanges(CollectionOfOne(parts.host)) else { return nil }
        self.ranges = ranges
        port = parts.port
    }

    /// Opens one port of one address.
    package init?(address: IPAddress, port: UInt16) {
        guard let ranges = try? AddressRanges(CollectionOfOne(address.text)) else { return nil }
        self.ranges = ranges
        self.port = port
    }

    package func opens(_ address: IPAddress, port: UInt16) -> Bool {
        (self.port.map { $0 == port } ?? true) && ranges.contains(address)
    }

    /// `ADDRESS:PORT` or `[v6]:PORT` in its two parts; nil when there is no port.
    static func endpoint(_ text: String) -> (host: String, port: UInt16?)? {
        guard let colon = text.lastIndex(of: ":") else { return nil }
        var host = text[..<colon]
        if host.first == "[", host.last == "]" {
            host = host.dropFirst().dropLast()
        } else if host.contains(":") {
            return nil
        }
        let digits = text[text.index(after: colon)...]
        guard digits.utf8.allSatisfy({ $0 &- 0x30 < 10 }), let port = UInt16(digits), port > 0 else { return nil }
        return (String(host), port)
    }
}

/// An address and a port, as options name a resolver: `192.0.2.1:53`, `[2001:db8::1]:53`.
package struct Endpoint: Sendable, Hashable {
    package var address: IPAddress
    package var port: UInt16

    package init(address: IPAddress, port: UInt16) {
        self.address = address
        self.port = port
    }

    /// - Parameter defaultPort: taken when `text` is an address alone; nil refuses that.
    package init?(_ text: some StringProtocol, defaultPort: UInt16? = nil) {
        let text = String(text)
        if let parts = AddressOpening.endpoint(text), let address = IPAddress(parts.host), let port = parts.port {
            self.init(address: address, port: port)
        } else if let address = IPAddress(text), let defaultPort {
            self.init(address: address, port: defaultPort)
        } else {
            return nil
        }
    }
}
