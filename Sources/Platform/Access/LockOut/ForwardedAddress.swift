package import Patterns

/// Tells a request's client address, behind proxies that an administrator configured. Only what those wrote is believed: the
/// right-most address of the header that no proxy of ours has.
package struct ForwardedAddress: Sendable {
    /// The one header that the proxies write. Another is passed through as the client sent it, and is never read.
    package enum Header: String, Sendable, CaseIterable {
        case forwardedFor = "x-forwarded-for"
        /// RFC 7239.
        case forwarded
    }

    private static let maxByteCount = 8 << 10
    private static let maxHops = 32

    private let proxies: AddressRanges
    private let header: Header

    package init(proxies: AddressRanges = AddressRanges(), header: Header = .forwardedFor) {
        self.proxies = proxies
        self.header = header
    }

    /// The name of the header to hand over, in lower case.
    package var headerName: String { header.rawValue }

    /// Whether an address is that of a proxy of ours, which speaks for many.
    package func isProxy(_ address: IPAddress) -> Bool { proxies.contains(address) }

    /// - Parameters:
    ///   - peer: where the connection comes from.
    ///   - values: the header's values, line by line in their order. Hostile: beyond 8 KiB or 32 hops from the right nothing is
    ///     read, and what is no address ends the walk.
    /// - Returns: the first address from the right that is no proxy's; the last proxy's where none is named.
    package func client(peer: IPAddress, values: [String]) -> IPAddress {
        var client = peer
        guard proxies.contains(peer) else { return client }
        for hop in hops(values) {
            guard let address = address(hop) else { break }
            client = address
            guard proxies.contains(address) else { break }
        }
        return client
    }

    /// From right to left, without blanks around them. Lists end at commas; one within quotes is a hop that no address is.
    private func hops(_ values: [String]) -> [Substring] {
        var hops: [Substring] = []
        var rest = Self.maxByteCount
        for value in values.reversed() {
            let parts = value.utf8.suffix(rest).split(
                separator: UInt8(ascii: ","), maxSplits: Self.maxByteCount, omittingEmptySubsequences: false)
            // What is cut at its left is not the whole of a hop.
            let isCut = value.utf8.count > rest
            for part in (isCut ? parts.dropFirst() : parts[...]).reversed() {
                hops.append(Self.trimmed(Substring(part)))
                if hops.count == Self.maxHops { return hops }
            }
            rest -= value.utf8.count
            if rest <= 0 { break }
        }
        return hops
    }

    private func address(_ hop: Substring) -> IPAddress? {
        switch header {
        case .forwardedFor: return Self.node(hop)
        case .forwarded:
            let pairs = hop.split(separator: ";").map { Self.trimmed($0) }
            let nodes = pairs.compactMap { pair in
                pair.prefix(4).lowercased() == "for=" ? pair.dropFirst(4) : nil
            }
            guard nodes.count == 1, var node = nodes.first else { return nil }
            if node.first == "\"" {
                guard node.count >= 2, node.last == "\"" else { return nil }
                node = node.dropFirst().dropLast()
            }
            return Self.node(node)
        }
    }

    /// `192.0.2.1`, `192.0.2.1:80`, `2001:db8::1`, `[2001:db8::1]`, `[2001:db8::1]:80`.
    private static func node(_ text: Substring) -> IPAddress? {
        guard text.utf8.count <= 60 else { return nil }
        if text.first == "[" {
            guard let end = text.firstIndex(of: "]"), isPort(text[text.index(after: end)...]) else { return nil }
            let inner = text[text.index(after: text.startIndex)..<end]
            return inner.contains(":") ? IPAddress(inner) : nil
        }
        guard let colon = text.firstIndex(of: ":"), colon == text.lastIndex(of: ":") else { return IPAddress(text) }
        return isPort(text[colon...]) ? IPAddress(text[..<colon]) : nil
    }

    /// Nothing, or a colon and one to five digits.
    private static func isPort(_ text: Substring) -> Bool {
        guard let first = text.utf8.first else { return true }
        let digits = text.utf8.dropFirst()
        return first == UInt8(ascii: ":") && (1...5).contains(digits.count) && digits.allSatisfy { $0 &- 0x30 < 10 }
    }

    private static func trimmed(_ text: Substring) -> Substring {
        var text = text
        while let first = text.utf8.first, first == 0x20 || first == 0x09 { text = text.dropFirst() }
        while let last = text.utf8.last, last == 0x20 || last == 0x09 { text = text.dropLast() }
        return text
    }
}
