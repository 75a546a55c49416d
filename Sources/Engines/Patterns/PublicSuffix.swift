/// Which hosts are too wide to be listed, and which are no host names at all.
///
/// A short own rule instead of the full public suffix list: every single label, and every pair whose last label is a
/// two-letter country and whose first is a registry's category (`com.vn`, `gov.vn`, `co.id`, `ac.th`).
package enum PublicSuffix {
    /// Whether a listing of `host` would hold hosts of unrelated owners. ASCII, no trailing dot.
    package static func isTooWide(_ host: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let lastDot = host.lastIndex(of: UInt8(ascii: ".")) else { return true }
        guard host.count - lastDot == 3, !host[..<lastDot].contains(UInt8(ascii: ".")), lastDot <= 8 else {
            return false
        }
        var key: UInt64 = 0
        for byte in host[..<lastDot] { key = key << 8 | UInt64(lowered(byte)) }
        return categories.contains(key)
    }

    /// Why `host` cannot be listed; nil when it can.
    static func refusal(of host: UnsafeBufferPointer<UInt8>) -> DomainRefusal? {
        guard isHostName(host) else { return .malformed }
        let lastLabel = host[((host.lastIndex(of: UInt8(ascii: ".")) ?? -1) + 1)...]
        // A numeric last label is never a name (RFC 1123, URL standard).
        if lastLabel.allSatisfy({ $0 &- 0x30 < 10 }) { return .address }
        return isTooWide(host) ? .tooWide : nil
    }

    /// Letters, digits, hyphen, underscore in labels of 1 to 63 bytes, 253 in all.
    private static func isHostName(_ host: UnsafeBufferPointer<UInt8>) -> Bool {
        guard !host.isEmpty, host.count <= 253 else { return false }
        var labelLength = 0
        for byte in host {
            if byte == UInt8(ascii: ".") {
                guard labelLength > 0 else { return false }
                labelLength = 0
                continue
            }
            let letter = lowered(byte)
            let isNameByte =
                letter &- 0x61 < 26 || byte &- 0x30 < 10 || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
            labelLength += 1
            guard isNameByte, labelLength <= 63 else { return false }
        }
        return labelLength > 0
    }

    private static func lowered(_ byte: UInt8) -> UInt8 { byte &- 0x41 < 26 ? byte | 0x20 : byte }

    /// Category labels that registries sell or give names under, packed big-endian into one word.
    private static let categories: Set<UInt64> = {
        let labels: [StaticString] = [
            "ac", "ai", "biz", "co", "com", "desa", "edu", "go", "gob", "gouv", "gov", "govt",
            "health", "id", "idv", "in", "ind", "info", "int", "io", "ltd", "me", "mil",
            "my", "name", "ne", "net", "nom", "or", "org", "pro",
            "sch", "web",
        ]
        return Set(
            labels.map { label in
                label.withUTF8Buffer { $0.reduce(UInt64(0)) { $0 << 8 | UInt64($1) } }
            })
    }()
}
