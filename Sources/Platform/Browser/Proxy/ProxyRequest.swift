import Fetching
import Markup
import Unpack

/// The head of a request to the proxy. Hostile: pages decide what stands in it.
struct ProxyRequest: Equatable {
    var method: String
    var target: String
    var fields: [VisitorProfile.Field]

    static let maxHeadBytes = 64 << 10

    /// - Parameter head: up to the empty line. Nil for what is no HTTP/1 request.
    init?(head: ArraySlice<UInt8>) {
        guard head.count <= Self.maxHeadBytes else { return nil }
        let lines = String(decoding: head, as: UTF8.self).split(separator: "\r\n", omittingEmptySubsequences: true)
        let words = lines.first?.split(separator: " ", omittingEmptySubsequences: false) ?? []
        guard words.count == 3, words[2].hasPrefix("HTTP/1."), !words[0].isEmpty, !words[1].isEmpty else { return nil }
        method = String(words[0])
        target = String(words[1])
        fields = []
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":"), colon > line.startIndex else { return nil }
            let value = line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
            fields.append(.init(String(line[..<colon]), String(value)))
        }
    }

    /// The first value of a field.
    func value(_ name: String) -> String? { fields.first { $0.name.lowercased() == name }?.value }

    /// A body follows: what we serve has none.
    var hasBody: Bool {
        value("transfer-encoding") != nil || (value("content-length").map { $0 != "0" } ?? false)
    }

    /// What is passed on: neither what concerns this connection alone, nor what the door writes itself.
    var passedFields: [VisitorProfile.Field] {
        fields.filter { field in
            let name = field.name.lowercased()
            return !name.hasPrefix("proxy-") && !Self.ownFields.contains(name)
        }
    }

    private static let ownFields: Set<String> = [
        "host", "connection", "keep-alive", "te", "trailer", "upgrade", "transfer-encoding", "content-length",
        "accept-encoding", "referer", "cookie", "expect",
    ]

    /// `host:port` of a tunnel; nil for anything else.
    static func endpoint(_ target: String) -> (host: String, port: UInt16)? {
        guard let url = WebURL("https://" + target + "/"), url.path == "/", url.query == nil else { return nil }
        return (url.host, url.port)
    }
}

/// Writes what the upstream answered for the browser: the content coding is undone, the length is ours.
enum ProxyAnswer {
    static func bytes(_ result: FetchResult, withBody: Bool) -> [UInt8]? {
        guard let response = result.response, let last = result.hops.last, response.status >= 200 else { return nil }
        var out = Array("HTTP/1.1 \(response.status) Answer\r\n".utf8)
        let head = last.responseBytes[..<min(response.headBytes, last.responseBytes.count)]
        for line in head.split(separator: 0x0A).dropFirst() {
            let text = line.last == 0x0D ? line.dropLast() : line
            guard let colon = text.firstIndex(of: UInt8(ascii: ":")), colon > text.startIndex,
                !framing.contains(String(decoding: text[..<colon], as: UTF8.self).lowercased())
            else { continue }
            // A control byte inside a line would be a line of its own to someone.
            out += text.map { $0 < 0x20 && $0 != 0x09 || $0 == 0x7F ? 0x20 : $0 }
            out += [0x0D, 0x0A]
        }
        out += Array("Content-Length: \(response.body.count)\r\n\r\n".utf8)
        return withBody ? out + response.body : out
    }

    static func empty(_ status: Int, _ fields: String = "") -> [UInt8] {
        Array("HTTP/1.1 \(status) Answer\r\n\(fields)Content-Length: 0\r\n\r\n".utf8)
    }

    private static let framing: Set<String> = [
        "connection", "keep-alive", "transfer-encoding", "content-length", "content-encoding", "trailer", "upgrade",
        "proxy-authenticate", "proxy-connection", "alt-svc",
    ]
}
