/// A host in its one form, or nil when no browser would connect to it.
enum HostReader {
    /// What DNS can hold, and the dot that may end it.
    private static let longestName = 254

    /// - Parameter text: what stands between user and port. Percent-encoding is decoded first, as the standard says, so that
    ///   `%31%32%37.1` is an address.
    static func read(_ text: UnsafeBufferPointer<UInt8>) -> String? {
        guard let first = text.first else { return nil }
        if first == 0x5B {
            guard text.count > 2, text.last == 0x5D,
                let pieces = IPv6Host.read(URLReader.part(text, 1..<text.count - 1))
            else { return nil }
            return "[\(IPv6Host.text(pieces))]"
        }
        var isPlain = true
        for byte in text where byte >= 0x80 || byte == 0x25 { isPlain = false }
        let name = isPlain ? Array(text) : PercentEscapes.decoded(text)
        guard let ascii = HostName.ascii(name), !ascii.isEmpty, ascii.count <= longestName,
            !ascii.contains(where: isForbidden)
        else { return nil }
        guard IPv4Host.endsInNumber(ascii) else { return String(decoding: ascii, as: UTF8.self) }
        return IPv4Host.read(ascii).map(IPv4Host.text)
    }

    /// The standard's forbidden domain code points.
    private static func isForbidden(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x23, 0x25, 0x2F, 0x3A, 0x3C, 0x3E, 0x3F, 0x40, 0x5B, 0x5C, 0x5D, 0x5E, 0x7C: true
        default: byte <= 0x20 || byte >= 0x7F
        }
    }
}
