package import Markup

/// The one address under which a sweep knows a page, however it is linked.
///
/// Left out: session ids (parameters, `;jsessionid=`, ASP.NET's `/(S(…))/`), tracking parameters, an empty query, a dot
/// behind the host. `%41` is `A`, `%c3` is `%C3`. The order of parameters and index files stay: servers tell them apart.
package struct CanonicalForm: Sendable, Equatable {
    package let url: WebURL
    /// The address without its scheme: the same page over `http` and `https` is one page.
    let key: String

    package init(_ url: WebURL, rules: FrontierRules) {
        let path = Self.path(url.path)
        let query = url.query.flatMap { Self.query($0, rules) }
        let host = SweepScope.withoutTrailingDot(url.host)
        self.url = WebURL(scheme: url.scheme, host: host, port: url.port, path: path, query: query)
        key = Self.key(self.url)
    }

    /// An address that is canonical already.
    init(canonical url: WebURL) {
        self.url = url
        key = Self.key(url)
    }

    private static func key(_ url: WebURL) -> String { url.authority + url.path + (url.query.map { "?" + $0 } ?? "") }

    // MARK: query

    private static func query(_ query: String, _ rules: FrontierRules) -> String? {
        guard !query.isEmpty else { return nil }
        var kept: [String] = []
        for part in query.split(separator: "&", omittingEmptySubsequences: true) {
            let sign = part.firstIndex(of: "=")
            let value = sign.map { part[part.index(after: $0)...] } ?? ""
            if !rules.isIgnored(part[..<(sign ?? part.endIndex)], value: value) { kept.append(escapes(String(part))) }
        }
        return kept.isEmpty ? nil : kept.joined(separator: "&")
    }

    // MARK: path

    private static func path(_ path: String) -> String {
        let needsWork = path.utf8.contains { $0 == 0x25 || $0 == 0x3B || $0 == 0x28 }
        guard needsWork else { return path }
        var segments: [String] = []
        for segment in path.split(separator: "/", omittingEmptySubsequences: false) {
            if isCookieless(segment) { continue }
            segments.append(escapes(String(withoutSession(segment))))
        }
        let result = segments.joined(separator: "/")
        return result.hasPrefix("/") ? result : "/" + result
    }

    /// ASP.NET's session, profile and ticket in the path: `(S(24 letters))`, `(A(…)F(…))`.
    private static func isCookieless(_ segment: Substring) -> Bool {
        let bytes = Array(segment.utf8)
        guard bytes.count >= 8, bytes[0] == 0x28, bytes[2] == 0x28, bytes.suffix(2).elementsEqual([0x29, 0x29]) else {
            return false
        }
        return [0x53, 0x41, 0x46, 0x58].contains(bytes[1])
    }

    private static func withoutSession(_ segment: Substring) -> Substring {
        guard let start = segment.firstIndex(of: ";") else { return segment }
        let name = segment[segment.index(after: start)...].prefix { $0 != "=" }.lowercased()
        return name == "jsessionid" || name == "phpsessid" || name == "sid" ? segment[..<start] : segment
    }

    // MARK: escapes

    /// Escapes of characters that need none are undone, the others have capital digits (RFC 3986, section 6.2.2).
    static func escapes(_ text: String) -> String {
        guard text.utf8.contains(0x25) else { return text }
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var at = 0
        while at < bytes.count {
            guard let value = PercentEscapes.value(bytes[at...]) else {
                result.append(bytes[at])
                at += 1
                continue
            }
            if isUnreserved(value) {
                result.append(value)
            } else {
                result += [0x25, upper(bytes[at + 1]), upper(bytes[at + 2])]
            }
            at += 3
        }
        return String(decoding: result, as: UTF8.self)
    }

    private static func upper(_ byte: UInt8) -> UInt8 { byte &- 0x61 < 26 ? byte & 0xDF : byte }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 || byte == 0x2D || byte == 0x2E || byte == 0x5F || byte == 0x7E
    }
}

extension FrontierRules {
    /// Whether two addresses are known as one page; `http` and `https` are.
    func isSamePage(_ left: WebURL, _ right: WebURL) -> Bool {
        left == right || CanonicalForm(left, rules: self).key == CanonicalForm(right, rules: self).key
    }
}
