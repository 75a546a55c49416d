import Markup

/// Writes requests byte for byte. Nothing that a page, a cookie or a caller brought can begin a line of its own.
enum RequestWriter {
    /// What may differ between the requests of one visitor.
    struct Extras {
        var referrer: String?
        var cookies: String?
        /// The request goes to a proxy that fetches plain pages by their whole address.
        var isAbsolute = false
    }

    static func get(_ url: WebURL, profile: VisitorProfile, extras: Extras) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(512)
        line(&bytes, "GET ", extras.isAbsolute ? url.origin : "", target(url), " HTTP/1.1")
        field(&bytes, "Host", url.authority)
        for own in profile.fields where !reserved.contains(own.name.lowercased()) {
            field(&bytes, own.name, own.value)
        }
        field(&bytes, "Accept-Encoding", "gzip, deflate")
        if let referrer = extras.referrer { field(&bytes, "Referer", referrer) }
        if let cookies = extras.cookies { field(&bytes, "Cookie", cookies) }
        field(&bytes, "Connection", "keep-alive")
        bytes += [0x0D, 0x0A]
        return bytes
    }

    /// A request to a configured origin; the connection is not kept.
    static func peer(
        _ method: String, _ url: WebURL, fields: [VisitorProfile.Field], body: [UInt8]?
    ) -> [UInt8] {
        var bytes: [UInt8] = []
        line(&bytes, method, " ", target(url), " HTTP/1.1")
        field(&bytes, "Host", url.authority)
        for own in fields where !reserved.contains(own.name.lowercased()) { field(&bytes, own.name, own.value) }
        field(&bytes, "Accept-Encoding", "gzip, deflate")
        if let body { field(&bytes, "Content-Length", String(body.count)) }
        field(&bytes, "Connection", "close")
        bytes += [0x0D, 0x0A]
        return bytes + (body ?? [])
    }

    /// Asks a proxy for a connection to `authority` (RFC 9110, 9.3.6).
    static func connect(_ authority: String) -> [UInt8] {
        var bytes: [UInt8] = []
        line(&bytes, "CONNECT ", authority, " HTTP/1.1")
        field(&bytes, "Host", authority)
        bytes += [0x0D, 0x0A]
        return bytes
    }

    /// Fields that the client writes itself, and those that would change how a message is framed.
    private static let reserved: Set<String> = [
        "host", "cookie", "referer", "connection", "accept-encoding", "content-length", "transfer-encoding", "upgrade",
        "proxy-connection", "te", "trailer", "expect",
    ]

    /// Path and query; a byte that may not stand in a request line is percent-encoded, whoever made the URL.
    private static func target(_ url: WebURL) -> String {
        let whole = url.path + (url.query.map { "?" + $0 } ?? "")
        guard whole.utf8.contains(where: { $0 <= 0x20 || $0 >= 0x7F }) else { return whole }
        var bytes: [UInt8] = []
        let digits = Array("0123456789ABCDEF".utf8)
        for byte in whole.utf8 {
            if byte <= 0x20 || byte >= 0x7F {
                bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func field(_ bytes: inout [UInt8], _ name: String, _ value: String) {
        line(&bytes, name, ": ", value)
    }

    /// Control bytes become spaces: a line end inside a value would begin a field that nobody meant.
    private static func line(_ bytes: inout [UInt8], _ parts: String...) {
        for part in parts {
            for byte in part.utf8 { bytes.append(byte < 0x20 || byte == 0x7F ? 0x20 : byte) }
        }
        bytes += [0x0D, 0x0A]
    }
}
