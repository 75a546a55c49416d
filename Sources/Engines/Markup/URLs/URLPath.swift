/// Path and query of an address: dot segments resolved, bytes encoded that may not stand there.
enum URLPath {
    typealias Bytes = UnsafeBufferPointer<UInt8>

    /// - Parameters:
    ///   - text: what follows the slash that begins the path, or a relative path; a query may stand behind it.
    ///   - parent: the path that it stands in, without the last slash; empty for the root.
    static func read(_ text: Bytes, after parent: [UInt8]) -> (path: String, query: String?) {
        let end = text.firstIndex(of: 0x3F) ?? text.count
        let path = path(URLReader.part(text, 0..<end), after: parent)
        return (path, end < text.count ? query(URLReader.part(text, end + 1..<text.count)) : nil)
    }

    static func query(_ text: Bytes) -> String {
        var result: [UInt8] = []
        result.reserveCapacity(text.count)
        append(text, to: &result, encoding: isEncodedInQuery)
        return String(decoding: result, as: UTF8.self)
    }

    private static func path(_ text: Bytes, after parent: [UInt8]) -> String {
        var result = parent
        result.reserveCapacity(parent.count + text.count + 1)
        var at = 0
        while true {
            let end = text[at...].firstIndex(where: URLReader.isSlash) ?? text.count
            let segment = URLReader.part(text, at..<end)
            let dots = dotCount(segment)
            if dots == 2 { result.removeLast(result.count - (result.lastIndex(of: 0x2F) ?? 0)) }
            if dots == 0 || end == text.count { result.append(0x2F) }
            if dots == 0 { append(segment, to: &result, encoding: isEncodedInPath) }
            if end == text.count { break }
            at = end + 1
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// 1 for `.`, 2 for `..`, also as `%2e`; 0 for every other segment.
    private static func dotCount(_ segment: Bytes) -> Int {
        guard let first = segment.first, first == 0x2E || first == 0x25, segment.count <= 6 else { return 0 }
        var at = 0
        var dots = 0
        while at < segment.count {
            if segment[at] == 0x2E {
                at += 1
            } else if at + 2 < segment.count, segment[at] == 0x25, segment[at + 1] == 0x32,
                segment[at + 2] | 0x20 == 0x65
            {
                at += 3
            } else {
                return 0
            }
            dots += 1
        }
        return dots <= 2 ? dots : 0
    }

    @inline(__always)
    private static func append(_ text: Bytes, to result: inout [UInt8], encoding isEncoded: (UInt8) -> Bool) {
        for byte in text {
            guard isEncoded(byte) else {
                result.append(byte)
                continue
            }
            result.append(0x25)
            result.append(hexDigit(byte >> 4))
            result.append(hexDigit(byte & 15))
        }
    }

    private static func hexDigit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x37 + value }

    /// The standard's special-query set.
    @inline(__always)
    private static func isEncodedInQuery(_ byte: UInt8) -> Bool {
        byte <= 0x20 || byte >= 0x7F || byte == 0x22 || byte == 0x23 || byte == 0x27 || byte == 0x3C || byte == 0x3E
    }

    /// The standard's path set, and `|`, which Chromium sends encoded.
    @inline(__always)
    private static func isEncodedInPath(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x22, 0x23, 0x3C, 0x3E, 0x3F, 0x5E, 0x60, 0x7B, 0x7C, 0x7D: true
        default: byte <= 0x20 || byte >= 0x7F
        }
    }
}
