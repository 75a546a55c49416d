import Markup
import Patterns
import Unpack

/// What one kind of visitor was told to remember (RFC 6265), within caps: servers are hostile.
struct CookieJar: Sendable {
    static let maxCookies = 2000
    static let maxCookiesPerDomain = 50
    static let maxCookieBytes = 4096
    static let maxHeaderBytes = 8192

    private struct Cookie {
        var name: String
        var value: String
        var domain: String
        var isHostOnly: Bool
        var path: String
        var isSecure: Bool
        /// Seconds since 1970; nil lasts as long as the jar.
        var expires: Int64?
        /// Earlier ones are sent first.
        var number: UInt64
    }

    private var cookies: [Cookie] = []
    private var nextNumber: UInt64 = 0

    var count: Int { cookies.count }

    /// The `Cookie` field for a request; nil when there is nothing to tell.
    func header(for url: WebURL, now: Int64) -> String? {
        let own = cookies.filter { cookie in
            (cookie.isHostOnly ? url.host == cookie.domain : Self.isWithin(url.host, cookie.domain))
                && Self.covers(cookie.path, url.path) && (!cookie.isSecure || url.scheme == .https)
                && (cookie.expires.map { $0 > now } ?? true)
        }
        var text = ""
        // Longer paths first, then the older (5.4).
        for cookie in own.sorted(by: { ($1.path.utf8.count, $0.number) < ($0.path.utf8.count, $1.number) }) {
            let part = cookie.name.isEmpty ? cookie.value : "\(cookie.name)=\(cookie.value)"
            guard text.utf8.count + part.utf8.count + 2 <= Self.maxHeaderBytes else { break }
            text += text.isEmpty ? part : "; " + part
        }
        return text.isEmpty ? nil : text
    }

    /// Takes the `Set-Cookie` fields of a response.
    mutating func store(_ fields: HeaderFields, from url: WebURL, now: Int64) {
        for value in fields.values("set-cookie").prefix(Self.maxCookiesPerDomain) {
            guard let wish = SetCookie(value, now: now) else { continue }
            store(wish, from: url, now: now)
        }
    }

    private mutating func store(_ wish: SetCookie, from url: WebURL, now: Int64) {
        var domain = url.host
        var isHostOnly = true
        if let asked = wish.domain, asked != url.host {
            guard Self.isWithin(url.host, asked), !Self.isPublicSuffix(asked) else { return }
            domain = asked
            isHostOnly = false
        } else if wish.domain != nil {
            // A public suffix that is a host itself may keep a cookie for itself only.
            isHostOnly = Self.isPublicSuffix(url.host)
        }
        guard !wish.isSecure || url.scheme == .https else { return }
        let path = wish.path ?? Self.defaultPath(url.path)
        var cookie = Cookie(
            name: wish.name, value: wish.value, domain: domain, isHostOnly: isHostOnly, path: path,
            isSecure: wish.isSecure, expires: wish.expires, number: nextNumber)
        nextNumber += 1
        let known = cookies.firstIndex { $0.name == cookie.name && $0.domain == domain && $0.path == path }
        if let known {
            // A plain page must not change what was set over TLS.
            guard !cookies[known].isSecure || url.scheme == .https else { return }
            cookie.number = cookies.remove(at: known).number
        }
        if let expires = cookie.expires, expires <= now { return }
        makeRoom(domain, now)
        cookies.append(cookie)
    }

    private mutating func makeRoom(_ domain: String, _ now: Int64) {
        if cookies.count >= Self.maxCookies { cookies.removeAll { $0.expires.map { $0 <= now } ?? false } }
        if cookies.count(where: { $0.domain == domain }) >= Self.maxCookiesPerDomain,
            let oldest = cookies.firstIndex(where: { $0.domain == domain })
        {
            cookies.remove(at: oldest)
        }
        if cookies.count >= Self.maxCookies { cookies.removeFirst() }
    }

    /// Whether `host` is `domain` or lies below it. Addresses lie below nothing.
    private static func isWithin(_ host: String, _ domain: String) -> Bool {
        host == domain || (host.hasSuffix("." + domain) && IPAddress(host) == nil && host.first != "[")
    }

    private static func isPublicSuffix(_ domain: String) -> Bool {
        let bytes = Array(domain.utf8)
        return bytes.withUnsafeBufferPointer { PublicSuffix.isTooWide($0) }
    }

    /// RFC 6265, 5.1.4.
    private static func covers(_ cookiePath: String, _ path: String) -> Bool {
        path == cookiePath || (path.hasPrefix(cookiePath) && cookiePath.hasSuffix("/"))
            || path.hasPrefix(cookiePath + "/")
    }

    private static func defaultPath(_ path: String) -> String {
        guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return "/" }
        return String(path[..<slash])
    }
}
