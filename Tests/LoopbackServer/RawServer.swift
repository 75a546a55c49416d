import Foundation
import Glibc
import Synchronization

/// A loopback server that writes what a test tells it to, byte for byte. Each connection has a thread of its own.
package final class RawServer: Sendable {
    /// One accepted connection.
    package struct Visit: Sendable {
        package let socket: Int32
        /// Connections accepted before this one.
        package let number: Int

        /// Up to the empty line; nil when the other side closes before.
        package func request() -> String? {
            var bytes: [UInt8] = []
            var byte: UInt8 = 0
            while bytes.count < 65_536, read(socket, &byte, 1) == 1 {
                bytes.append(byte)
                if bytes.suffix(4).elementsEqual("\r\n\r\n".utf8) { return String(decoding: bytes, as: UTF8.self) }
            }
            return nil
        }

        /// - Returns: false when the other side is gone.
        @discardableResult
        package func send(_ bytes: [UInt8]) -> Bool {
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = rest.withUnsafeBytes { Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
                guard count > 0 else { return false }
                rest = rest.dropFirst(count)
            }
            return true
        }

        @discardableResult
        package func send(_ text: String) -> Bool { send(Array(text.utf8)) }
    }

    package let port: UInt16
    private let listener: Int32
    private let state = Mutex((accepted: 0, requests: [String](), sockets: [Int32]()))

    /// - Parameters:
    ///   - address: of the loopback.
    ///   - serve: called for each connection, which is closed when it returns.
    package init(_ address: String = "127.0.0.1", _ serve: @escaping @Sendable (RawServer, Visit) -> Void) throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var place = sockaddr_in()
        place.sin_family = sa_family_t(AF_INET)
        place.sin_addr.s_addr = inet_addr(address)
        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
        var length = size
        let isBound = withUnsafeMutablePointer(to: &place) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                bind(listener, generic, size) == 0 && listen(listener, 256) == 0
                    && getsockname(listener, generic, &length) == 0
            }
        }
        guard isBound else { throw POSIXError(.EADDRNOTAVAIL) }
        self.listener = listener
        port = UInt16(bigEndian: place.sin_port)
        Thread.detachNewThread { [self] in accept(serve) }
    }

    private func accept(_ serve: @escaping @Sendable (RawServer, Visit) -> Void) {
        while true {
            let socket = Glibc.accept(listener, nil, nil)
            guard socket >= 0 else {
                // Here alone: closed elsewhere, its number could be another server's by the time this thread accepts again.
                close(listener)
                return
            }
            let number = state.withLock { state in
                state.sockets.append(socket)
                state.accepted += 1
                return state.accepted - 1
            }
            Thread.detachNewThread { [self] in
                serve(self, Visit(socket: socket, number: number))
                state.withLock { state in
                    state.sockets.removeAll { $0 == socket }
                    close(socket)
                }
            }
        }
    }

    /// Answers each request on each connection by a function of the request.
    package convenience init(answering answer: @escaping @Sendable (String) -> [UInt8]) throws {
        try self.init { server, visit in
            while let request = visit.request() {
                server.note(request)
                guard visit.send(answer(request)) else { return }
            }
        }
    }

    package convenience init(answeringText answer: @escaping @Sendable (String) -> String) throws {
        try self.init(answering: { Array(answer($0).utf8) })
    }

    package func note(_ request: String) { state.withLock { $0.requests.append(request) } }

    /// Connections accepted so far.
    package var accepted: Int { state.withLock { $0.accepted } }
    package var requests: [String] { state.withLock { $0.requests } }

    package func stop() {
        shutdown(listener, Int32(SHUT_RDWR))
        state.withLock { for socket in $0.sockets { shutdown(socket, Int32(SHUT_RDWR)) } }
    }
}

extension String {
    /// The value of a header field of a request.
    package func field(_ name: String) -> String? {
        for line in split(separator: "\r\n") {
            let parts = line.split(separator: ":", maxSplits: 1)
            if parts.count == 2, parts[0].lowercased() == name.lowercased() {
                return parts[1].trimmingCharacters(in: .whitespaces)
            }
        }
        return nil
    }

    /// The target of a request line.
    package var target: String { split(separator: " ").dropFirst().first.map(String.init) ?? "" }
}
