import Foundation
import Synchronization
import Testing

/// An answer of the console, taken apart.
struct Answer: Sendable {
    var status: Int
    /// Names in small letters.
    var fields: [(name: String, value: String)]
    var body: [UInt8]

    var text: String { String(decoding: body, as: UTF8.self) }
    func field(_ name: String) -> String? { fields.first { $0.name == name }?.value }
    func all(_ name: String) -> [String] { fields.filter { $0.name == name }.map(\.value) }
    var location: String { field("location") ?? "" }

    /// What is expected of it, said where the test asks.
    func expect(_ status: Int, _ comment: Comment? = nil, at place: SourceLocation = #_sourceLocation) {
        #expect(self.status == status, comment, sourceLocation: place)
    }

    func expect(location: String, _ comment: Comment? = nil, at place: SourceLocation = #_sourceLocation) {
        #expect(status == 303, comment, sourceLocation: place)
        #expect(self.location == location, comment, sourceLocation: place)
    }

    func expect(text: String, _ comment: Comment? = nil, at place: SourceLocation = #_sourceLocation) {
        #expect(self.text.contains(text), comment, sourceLocation: place)
    }

    func expect(noText text: String, _ comment: Comment? = nil, at place: SourceLocation = #_sourceLocation) {
        #expect(!self.text.contains(text), comment, sourceLocation: place)
    }

    /// Where links lead, unescaped, each once.
    var links: [String] { Array(Set(values(of: "href"))).sorted() }

    func values(of attribute: String) -> [String] {
        text.matches(of: try! Regex("\(attribute)=\"([^\"]*)\"")).compactMap { $0.output[1].substring.map(unescaped) }
    }

    /// The value of the hidden field of that name.
    func hidden(_ name: String) -> String? {
        let found = try? Regex("name=\"\(name)\" value=\"([^\"]*)\"").firstMatch(in: text)
        return found?.output[1].substring.map(unescaped)
    }

    private func unescaped(_ text: Substring) -> String {
        var text = String(text)
        for (name, sign) in [
            ("&amp;", "&"), ("&quot;", "\""), ("&#39;", "'"), ("&lt;", "<"), ("&gt;", ">"), ("&#x3D;", "="),
        ] {
            text = text.replacingOccurrences(of: name, with: sign)
        }
        return text
    }
}

/// Somebody with a browser: keeps cookies, sends back what forms carry. Each request is a connection of its own.
final class Visitor: Sendable {
    struct Failure: Error {}

    let port: Int
    private let cookies = Mutex<[String: String]>([:])
    private let csrf = Mutex("")

    init(port: Int) { self.port = port }

    func cookie(_ name: String) -> String? { cookies.withLock { $0[name] } }
    func set(_ name: String, _ value: String?) { cookies.withLock { $0[name] = value } }

    func get(_ path: String, _ fields: [String: String] = [:]) async throws -> Answer {
        try await send("GET", path, fields, nil)
    }

    /// - Parameter csrf: nil for what the last page carried.
    func post(
        _ path: String, _ values: [String: String], csrf: String? = nil, _ fields: [String: String] = [:]
    ) async throws -> Answer {
        var values = values
        values["csrf"] = csrf ?? self.csrf.withLock { $0 }
        let allowed = CharacterSet.alphanumerics.intersection(
            CharacterSet(charactersIn: Unicode.Scalar(0)..<Unicode.Scalar(128)))
        let body = values.map { name, value in
            value.split(separator: "\u{1F}", omittingEmptySubsequences: false).map {
                "\(name)=\(String($0).addingPercentEncoding(withAllowedCharacters: allowed) ?? "")"
            }.joined(separator: "&")
        }.joined(separator: "&")
        var fields = fields
        fields["Content-Type"] = "application/x-www-form-urlencoded"
        if fields["Origin"] == nil { fields["Origin"] = "http://127.0.0.1:\(port)" }
        return try await send("POST", path, fields, Array(body.utf8))
    }

    /// A form with a file.
    func upload(_ path: String, _ values: [String: String], file: String, _ bytes: [UInt8]) async throws -> Answer {
        var values = values
        values["csrf"] = csrf.withLock { $0 }
        var body: [UInt8] = []
        for (name, value) in values {
            body += "--limit\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n".utf8
        }
        body += "--limit\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\(file)\"\r\n\r\n".utf8
        body += bytes + Array("\r\n--limit--\r\n".utf8)
        let fields = [
            "Content-Type": "multipart/form-data; boundary=limit", "Origin": "http://127.0.0.1:\(port)",
        ]
        return try await send("POST", path, fields, body)
    }

    /// What a stream sends until a word is among it, at most for 30 seconds of silence.
    func watch(_ path: String, until word: String) async throws -> String {
        let answer = try await send("GET", path, ["Accept": "text/event-stream"], nil, until: Array(word.utf8))
        return answer.text
    }

    private func send(
        _ method: String, _ path: String, _ fields: [String: String], _ body: [UInt8]?, until word: [UInt8]? = nil
    ) async throws -> Answer {
        var fields = fields
        if fields["Host"] == nil { fields["Host"] = "127.0.0.1:\(port)" }
        fields["Connection"] = "close"
        let jar = cookies.withLock { $0.map { "\($0)=\($1)" }.joined(separator: "; ") }
        if !jar.isEmpty, fields["Cookie"] == nil { fields["Cookie"] = jar }
        if let body { fields["Content-Length"] = "\(body.count)" }
        let head = "\(method) \(path) HTTP/1.1\r\n" + fields.map { "\($0): \($1)\r\n" }.joined() + "\r\n"
        let request = Array(head.utf8) + (body ?? [])
        let port = port
        // A thread of its own: the tests' pool is the server's, too.
        let bytes: [UInt8] = try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(with: Result { try Self.exchange(request, port: port, until: word) })
            }
        }
        let answer = try Self.answer(bytes, isWhole: word == nil)
        keep(answer)
        return answer
    }

    private func keep(_ answer: Answer) {
        for line in answer.all("set-cookie") {
            let pair = line.split(separator: ";")[0].split(
                separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            set(String(pair[0]), pair[1].isEmpty ? nil : String(pair[1]))
        }
        if let secret = answer.hidden("csrf") { csrf.withLock { $0 = secret } }
    }

    private static func exchange(_ request: [UInt8], port: Int, until word: [UInt8]?) throws -> [UInt8] {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var wait = timeval(tv_sec: 30, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &wait, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let connected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0 else { throw Failure() }
        var sent = 0
        while sent < request.count {
            let count = request[sent...].withUnsafeBytes {
                Foundation.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { break }
            sent += count
        }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = recv(descriptor, &piece, piece.count, 0)
            guard count > 0 else { return bytes }
            bytes += piece[..<count]
            if let word, bytes.firstRange(of: word) != nil { return bytes }
        }
    }

    private static func answer(_ bytes: [UInt8], isWhole: Bool) throws -> Answer {
        guard let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else { throw Failure() }
        let lines = String(decoding: bytes[..<end.lowerBound], as: UTF8.self).split(separator: "\r\n")
        guard let status = lines.first?.split(separator: " ").dropFirst().first.flatMap({ Int($0) }) else {
            throw Failure()
        }
        let fields = lines.dropFirst().map { line -> (name: String, value: String) in
            let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            return (parts[0].lowercased(), parts[1].trimmingCharacters(in: .whitespaces))
        }
        var body = Array(bytes[end.upperBound...])
        if isWhole, fields.contains(where: { $0.name == "transfer-encoding" && $0.value == "chunked" }) {
            body = try whole(body)
        }
        return Answer(status: status, fields: fields, body: body)
    }

    private static func whole(_ chunked: [UInt8]) throws -> [UInt8] {
        var (rest, body) = (chunked[...], [UInt8]())
        while let end = rest.firstRange(of: Array("\r\n".utf8)) {
            guard let count = Int(String(decoding: rest[..<end.lowerBound], as: UTF8.self), radix: 16) else {
                throw Failure()
            }
            if count == 0 { return body }
            body += rest[end.upperBound...].prefix(count)
            rest = rest[end.upperBound...].dropFirst(count + 2)
        }
        // The stream broke off: what came is no whole answer.
        throw Failure()
    }
}
