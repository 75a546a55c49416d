import Foundation

/// A client of bare sockets: it sends what it is told and reads what comes.
final class RawClient {
    struct Answer {
        var status: Int
        var head: String
        /// Transfer coding removed, content coding kept.
        var body: [UInt8]
    }

    private let descriptor: Int32
    private var buffer: [UInt8] = []
    private(set) var isClosed = false

    /// nil when the connection is refused.
    init?(port: Int, timeoutSeconds: Int = 10) {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var limit = timeval(tv_sec: timeoutSeconds, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(UInt16(port)).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        if result != 0 { return nil }
    }

    deinit { close(descriptor) }

    func send(_ text: String) {
        let bytes = Array(text.utf8)
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Foundation.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return }
            sent += count
        }
    }

    func get(_ path: String, method: String = "GET", fields: [String] = []) {
        let lines = ["\(method) \(path) HTTP/1.1", "Host: 127.0.0.1"] + fields
        send(lines.joined(separator: "\r\n") + "\r\n\r\n")
    }

    /// Reads once more; false at the end, after the time limit or a reset.
    @discardableResult
    func read() -> Bool {
        var piece = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &piece, piece.count, 0)
        guard count > 0 else {
            isClosed = true
            return false
        }
        buffer += piece.prefix(count)
        return true
    }

    /// Forgets what was read so far; returns how many bytes that were.
    func drain() -> Int {
        defer { buffer.removeAll(keepingCapacity: true) }
        return buffer.count
    }

    /// Everything until the other side closes.
    func readAll() -> [UInt8] {
        while read() {}
        return buffer
    }

    /// One answer; nil when the connection ends before it is whole.
    func answer(hasBody: Bool = true) -> Answer? {
        let mark = Data("\r\n\r\n".utf8)
        while Data(buffer).range(of: mark) == nil { guard read() else { return nil } }
        guard let end = Data(buffer).range(of: mark) else { return nil }
        let head = String(decoding: buffer[..<end.lowerBound], as: UTF8.self)
        buffer.removeFirst(end.upperBound)
        let status = Int(head.split(separator: " ").dropFirst().first ?? "") ?? 0
        guard hasBody else { return Answer(status: status, head: head, body: []) }
        if head.contains("Transfer-Encoding: chunked") {
            return chunks().map { Answer(status: status, head: head, body: $0) }
        }
        guard let length = head.firstMatch(of: /Content-Length: ([0-9]+)/).flatMap({ Int($0.1) }) else {
            return Answer(status: status, head: head, body: readAll())
        }
        while buffer.count < length { guard read() else { return nil } }
        defer { buffer.removeFirst(length) }
        return Answer(status: status, head: head, body: Array(buffer.prefix(length)))
    }

    private func chunks() -> [UInt8]? {
        var body: [UInt8] = []
        while true {
            while Data(buffer).range(of: Data("\r\n".utf8)) == nil { guard read() else { return nil } }
            guard let end = Data(buffer).range(of: Data("\r\n".utf8)),
                let size = Int(String(decoding: buffer[..<end.lowerBound], as: UTF8.self), radix: 16)
            else { return nil }
            while buffer.count < end.upperBound + size + 2 { guard read() else { return nil } }
            body += buffer[end.upperBound..<(end.upperBound + size)]
            buffer.removeFirst(end.upperBound + size + 2)
            if size == 0 { return body }
        }
    }
}
