/// What one line of a block list says. Forms: hosts (`0.0.0.0 bet.example`), plain (`bet.example`), AdBlock
/// (`||bet.example^`), addresses (`https://bet.example/`). The line is hostile; nothing is allocated, work is linear.
enum BlockListLine {
    /// The ranges of the host names in the line; empty for comments, headers and names of the machine itself.
    /// - Throws: why the line is not taken.
    static func hosts(
        _ line: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) -> Refusal?
    ) -> Refusal? {
        var text = trimmed(line[...])
        guard let first = text.first, first != UInt8(ascii: "#"), first != UInt8(ascii: "!"),
            first != UInt8(ascii: "[")
        else { return nil }
        if text.starts(with: "@@".utf8) { return .exception }
        if text.starts(with: "||".utf8) { return adBlock(text.dropFirst(2), body) }
        if contains(text, "##") || contains(text, "#@#") { return .cosmetic }
        if let hash = text.firstIndex(of: UInt8(ascii: "#")) { text = trimmed(text[..<hash]) }
        var words = text.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: true)
        if words.count == 1 { words = text.split(separator: 9, omittingEmptySubsequences: true) }
        guard words.count > 1 || isAddress(words.first) else { return plain(text, body) }
        guard isAddress(words.first) else { return .notAHost }
        return hostsFile(text, body)
    }

    enum Refusal: String, CaseIterable {
        case notAHost = "not a host name"
        case tooWide = "a whole registry suffix"
        case address = "an address, not a name"
        case path = "a path or pattern, not a host"
        case exception = "an exception rule"
        case cosmetic = "a rule about page elements"
        case tooLong = "the line is too long"
    }

    private typealias Slice = Swift.Slice<UnsafeBufferPointer<UInt8>>

    /// Names after the address, up to the end.
    private static func hostsFile(_ text: Slice, _ body: (UnsafeBufferPointer<UInt8>) -> Refusal?) -> Refusal? {
        var refusal: Refusal?
        let words = text.split(whereSeparator: { $0 == 0x20 || $0 == 9 })
        for word in words.dropFirst() where !isOwnName(word) {
            refusal = refusal ?? body(UnsafeBufferPointer(rebasing: word))
        }
        return refusal
    }

    private static func adBlock(_ text: Slice, _ body: (UnsafeBufferPointer<UInt8>) -> Refusal?) -> Refusal? {
        var host = text
        if let dollar = host.firstIndex(of: UInt8(ascii: "$")) { host = host[..<dollar] }
        if host.last == UInt8(ascii: "|") { host = host.dropLast() }
        if host.last == UInt8(ascii: "^") { host = host.dropLast() }
        if host.starts(with: "*.".utf8) { host = host.dropFirst(2) }
        if host.contains(where: { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "^") }) {
            return .path
        }
        return body(UnsafeBufferPointer(rebasing: host))
    }

    private static func plain(_ text: Slice, _ body: (UnsafeBufferPointer<UInt8>) -> Refusal?) -> Refusal? {
        var host = text
        for scheme in ["http://", "https://"] where host.starts(with: scheme.utf8) {
            host = host.dropFirst(scheme.utf8.count)
            if host.last == UInt8(ascii: "/") { host = host.dropLast() }
        }
        if host.starts(with: "*.".utf8) { host = host.dropFirst(2) }
        if host.first == UInt8(ascii: ".") { host = host.dropFirst() }
        if host.contains(where: { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "*") }) { return .path }
        return isOwnName(host) ? nil : body(UnsafeBufferPointer(rebasing: host))
    }

    /// Begins like an IPv4 or IPv6 address.
    private static func isAddress(_ word: Slice?) -> Bool {
        guard let word, !word.isEmpty else { return false }
        if word.contains(UInt8(ascii: ":")) {
            return word.allSatisfy {
                $0 == UInt8(ascii: ":") || $0 >= 0x30 && $0 <= 0x39 || $0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x66
                    || $0 == UInt8(ascii: "%")
            }
        }
        return word.allSatisfy { $0 == UInt8(ascii: ".") || $0 >= 0x30 && $0 <= 0x39 }
            && word.contains(UInt8(ascii: "."))
    }

    /// What hosts files say of the machine itself.
    private static let ownNames = [
        "localhost", "localhost.localdomain", "local", "broadcasthost", "ip6-localhost", "ip6-loopback",
        "ip6-localnet", "ip6-mcastprefix", "ip6-allnodes", "ip6-allrouters", "ip6-allhosts", "0.0.0.0",
    ].map { Array($0.utf8) }

    private static func isOwnName(_ word: Slice) -> Bool {
        word.count <= 21 && ownNames.contains { $0.count == word.count && word.elementsEqual($0) }
    }

    private static func trimmed(_ text: Slice) -> Slice {
        var text = text.drop { $0 <= 0x20 }
        while let last = text.last, last <= 0x20 { text = text.dropLast() }
        return text
    }

    private static func contains(_ text: Slice, _ needle: StaticString) -> Bool {
        guard text.count >= needle.utf8CodeUnitCount else { return false }
        return needle.withUTF8Buffer { needle in
            (text.startIndex...text.endIndex - needle.count).contains { index in
                needle.indices.allSatisfy { text[index + $0] == needle[$0] }
            }
        }
    }
}
