import Foundation
import Glibc
import Patterns
import Synchronization

@testable import Fetching

/// A name server on the loopback that answers as a test tells it to, over UDP and over TCP on the same port.
final class DNSStub: Sendable {
    struct Question: Sendable {
        var id: UInt16
        var name: String
        var kind: UInt16
        var overTCP: Bool
        /// Questions of this name and kind before this one.
        var number: Int

        /// An answer without records yet.
        func answer(code: UInt8 = 0, isTruncated: Bool = false) -> DNSWriter {
            DNSWriter(id: id, question: name, kind: kind, code: code, isTruncated: isTruncated)
        }

        /// An answer with IPv4 addresses; none to other kinds of question.
        func addresses(_ all: [[UInt8]], seconds: UInt32 = 0) -> [UInt8] {
            var writer = answer()
            if kind == 1 { for octets in all { writer.address(name, octets, seconds: seconds) } }
            return writer.bytes
        }
    }

    let port: UInt16
    private let datagrams: Int32
    private let listener: Int32
    private let asked = Mutex<[String: Int]>([:])
    private let isStopped = Atomic(false)

    /// - Parameter answer: messages to send back, in order.
    init(_ answer: @escaping @Sendable (Question) -> [[UInt8]]) throws {
        var sockets: (Int32, Int32, UInt16)?
        for _ in 0..<20 where sockets == nil { sockets = Self.open() }
        guard let sockets else { throw POSIXError(.EADDRINUSE) }
        (datagrams, listener, port) = sockets
        Thread.detachNewThread { [self] in serveDatagrams(answer) }
        Thread.detachNewThread { [self] in serveStreams(answer) }
    }

    var endpoint: Endpoint { Endpoint(address: .v4(0x7F00_0001), port: port) }
    /// Questions in all.
    var questionCount: Int { asked.withLock { $0.values.reduce(0, +) } }

    /// The threads close their sockets themselves: closed here, their numbers could be another server's while they still ask.
    func stop() {
        isStopped.store(true, ordering: .releasing)
        for socket in [datagrams, listener] { shutdown(socket, Int32(SHUT_RDWR)) }
    }

    private static func open() -> (Int32, Int32, UInt16)? {
        let udp = socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
        let tcp = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var place = sockaddr_in()
        place.sin_family = sa_family_t(AF_INET)
        place.sin_addr.s_addr = inet_addr("127.0.0.1")
        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
        var length = size
        let isOpen = withUnsafeMutablePointer(to: &place) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                bind(udp, generic, size) == 0 && getsockname(udp, generic, &length) == 0
                    && bind(tcp, generic, size) == 0 && listen(tcp, 16) == 0
            }
        }
        if isOpen { return (udp, tcp, UInt16(bigEndian: place.sin_port)) }
        close(udp)
        close(tcp)
        return nil
    }

    private func read(_ bytes: [UInt8], overTCP: Bool) -> Question? {
        guard bytes.count > 16 else { return nil }
        var labels: [String] = []
        var position = 12
        while position < bytes.count, bytes[position] > 0 {
            let end = position + 1 + Int(bytes[position])
            guard end + 4 < bytes.count else { return nil }
            labels.append(String(decoding: bytes[(position + 1)..<end], as: UTF8.self))
            position = end
        }
        let kind = UInt16(bytes[position + 1]) << 8 | UInt16(bytes[position + 2])
        let name = labels.joined(separator: ".")
        let number = asked.withLock { asked in
            asked["\(name) \(kind)", default: 0] += 1
            return (asked["\(name) \(kind)"] ?? 1) - 1
        }
        let id = UInt16(bytes[0]) << 8 | UInt16(bytes[1])
        return Question(id: id, name: name, kind: kind, overTCP: overTCP, number: number)
    }

    private func serveDatagrams(_ answer: (Question) -> [[UInt8]]) {
        var buffer = [UInt8](repeating: 0, count: 2048)
        while true {
            var from = sockaddr_storage()
            var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
            withUnsafeMutablePointer(to: &from) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                    let count = recvfrom(datagrams, &buffer, buffer.count, 0, generic, &length)
                    guard count > 0, let question = read(Array(buffer[..<count]), overTCP: false) else { return }
                    for message in answer(question) {
                        _ = sendto(datagrams, message, message.count, 0, generic, length)
                    }
                }
            }
            if isStopped.load(ordering: .acquiring) {
                close(datagrams)
                return
            }
        }
    }

    private func serveStreams(_ answer: (Question) -> [[UInt8]]) {
        while true {
            let socket = accept(listener, nil, nil)
            guard socket >= 0 else {
                close(listener)
                return
            }
            defer { close(socket) }
            var buffer = [UInt8](repeating: 0, count: 2048)
            let count = recv(socket, &buffer, buffer.count, 0)
            guard count > 2, let question = read(Array(buffer[2..<count]), overTCP: true) else { continue }
            for message in answer(question) {
                let framed = [UInt8(message.count >> 8), UInt8(message.count & 0xFF)] + message
                _ = send(socket, framed, framed.count, Int32(MSG_NOSIGNAL))
            }
        }
    }
}
