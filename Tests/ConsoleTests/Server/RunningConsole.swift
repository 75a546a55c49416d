import Access
import Agencies
import AuditLog
import Console
import Cryptography
import Foundation
import Knowledge
import Patterns
import SQLStore
import TestDatabase
import Testing
import VietText

/// The real server on a loopback port, with a room of the tests' own.
struct RunningConsole: Sendable {
    static let password = "bảy con cò bay lả"
    /// More than fits into any buffer of a connection.
    static let longBytes = 24 << 20

    let port: Int
    let store: SQLStore
    let access: AccessRoom

    static func with(
        _ change: @Sendable (inout ConsoleConfiguration) -> Void = { _ in },
        _ body: @Sendable (RunningConsole) async throws -> Void
    ) async throws {
        var configuration = ConsoleConfiguration(host: "127.0.0.1", port: 0, version: "1.0-test")
        change(&configuration)
        try await TestDatabase.with(.sqlite, [AuditLog.migrations, AccessSchema.migrations]) { [configuration] store in
            var settings = AccessSettings()
            settings.passwordCost = .init(ln: 4, r: 8, p: 1)
            let access = try AccessRoom(store, settings: settings, common: CommonPasswords(["password"]))
            do {
                try await serve(configuration, store, access, body)
                await access.close()
            } catch {
                await access.close()
                throw error
            }
        }
    }

    private static func serve(
        _ configuration: ConsoleConfiguration, _ store: SQLStore, _ access: AccessRoom,
        _ body: @Sendable (RunningConsole) async throws -> Void
    ) async throws {
        let resources = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../Resources")
            .standardized.path()
        let words = try Texts(resources: resources, rooms: ["console"], language: .vi)
        let services = ConsoleServices(
            sessions: access.sessions, tokens: access.tokens, policy: Policy(tree: NoUnits()), time: SystemTime(),
            texts: [.vi: words], events: { _, _ in AsyncStream { _ in } }, readiness: { nil })
        let server = try ConsoleServer(
            configuration, services, ConsoleAssets(resources: resources), rooms: [room])
        let (ports, told) = AsyncStream<Int>.makeStream()
        try await withThrowingTaskGroup { group in
            group.addTask { try await server.run { told.yield($0) } }
            var iterator = ports.makeAsyncIterator()
            let port = try #require(await iterator.next())
            defer { group.cancelAll() }
            try await body(RunningConsole(port: port, store: store, access: access))
        }
    }

    private static let heavy = HeavyWork("test", waiting: 2)

    private static let room = ConsoleRoom(
        pages: [
            PageRoute("/long", .open) { _ in
                .download(
                    Download(
                        name: "x.bin", type: "application/octet-stream", bytes: Array(repeating: 7, count: longBytes)))
            },
            PageRoute("/picture", .open) { _ in
                .download(Download(name: "x.png", type: "image/png", bytes: Array(repeating: 7, count: 9_000)))
            },
        ],
        actions: [
            ActionRoute("/open", .open, maxBodyBytes: 16 << 10) { .see("/\($0.form["a"]?.utf8.count ?? 0)") },
            ActionRoute("/closed", .verb(.jobsManage), maxBodyBytes: 1 << 20) { _ in .see("/") },
        ],
        streams: [
            StreamRoute(
                "/live", .signedIn, topics: [],
                parts: [LivePart { _ in [LivePiece("tiles", template: "console/_tiles", model: ["tiles": [Int]()])] }])
        ],
        api: [
            APIRoute(.get, "/heavy", .checkUse, "Takes its time.", answer: .any()) { _ in
                try await heavy.run { Thread.sleep(forTimeInterval: 0.4) }
                return APIAnswer(Array("1".utf8))
            },
            APIRoute(
                .post, "/closed", .jobsManage, "Reads a body.",
                body: .init([("text/plain", .string())], maxBytes: 1 << 20), answer: .any()
            ) { _ in APIAnswer(Array("1".utf8)) },
        ])

    /// A token for an account that may ask for checks.
    func token(for id: Int64) async throws -> String {
        let author = Author(.shell("test"))
        try await store.write { try $0.execute("UPDATE accounts SET must_change = 0 WHERE id = ?", id) }
        _ = try await access.accounts.grant(.dutyOfficer, unit: nil, to: id, by: author)
        let draft = TokenDraft(name: "x", scopes: [.checkUse], expires: SystemTime().now() + .seconds(3_600))
        return try await access.tokens.create(draft, for: id, by: author).text
    }

    /// The cookie of somebody who has signed in.
    func cookie(_ login: String) async throws -> String {
        let author = Author(.shell("test"))
        let id = try await access.accounts.create(
            AccountDraft(login: login, name: "Cán bộ"), password: "chín chú chim chào", by: author)
        let answer = try await access.signIn.signIn(
            login: login, password: "chín chú chim chào", from: .v4(0x7F00_0001), agent: "")
        guard case .signedIn(let session) = answer else { throw Line.Failure() }
        let open = try #require(try await access.sessions.find(session.token.text))
        let fresh = try await access.signIn.changePassword(
            open, from: "chín chú chim chào", to: Self.password, address: .v4(0x7F00_0001), agent: "")
        #expect(id > 0)
        return "vonggac=\(fresh.token.text)"
    }
}

/// A connection by itself, for what no browser does. Its calls block: each runs on a thread of its own.
final class Line: Sendable {
    struct Failure: Error {}

    private let descriptor: Int32

    /// - Parameter source: one of the machine's own addresses, such as 127.0.0.2.
    init(port: Int, from source: String = "127.0.0.1", receiveBuffer: Int32? = nil) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        if var size = receiveBuffer {
            setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<Int32>.size))
        }
        var (own, other) = (Self.address(source, 0), Self.address("127.0.0.1", UInt16(port)))
        let length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafePointer(to: &own) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, length) }
        }
        let isThere = withUnsafePointer(to: &other) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, length) }
        }
        guard isBound == 0, isThere == 0 else {
            close(descriptor)
            throw Failure()
        }
    }

    deinit { close(descriptor) }

    private static func address(_ text: String, _ port: UInt16) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        inet_pton(AF_INET, text, &address.sin_addr)
        return address
    }

    /// - Returns: false when the other side has gone.
    @discardableResult
    func send(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        return Foundation.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count
    }

    func end() { shutdown(descriptor, Int32(SHUT_RDWR)) }

    /// What comes until a word is among it, the other side closes, or the time is over.
    /// - Returns: nil for the time.
    func receive(until word: String? = nil, within seconds: Int = 30) async -> String? {
        await onThread { [descriptor] in
            let end = ContinuousClock.now + .seconds(seconds)
            var bytes: [UInt8] = []
            var piece = [UInt8](repeating: 0, count: 64 << 10)
            while ContinuousClock.now < end {
                var wait = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
                guard poll(&wait, 1, 100) > 0 else { continue }
                let count = recv(descriptor, &piece, piece.count, 0)
                guard count > 0 else { return String(decoding: bytes, as: UTF8.self) }
                bytes += piece[..<count]
                let text = String(decoding: bytes, as: UTF8.self)
                if let word, text.contains(word) { return text }
            }
            return nil
        }
    }

    /// Takes so many bytes, and no more.
    /// - Returns: false when the other side closes before, or nothing comes for twenty seconds.
    func take(_ count: Int) async -> Bool {
        await onThread { [descriptor] in
            var left = count
            var piece = [UInt8](repeating: 0, count: 64 << 10)
            while left > 0 {
                var wait = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
                guard poll(&wait, 1, 20_000) > 0 else { return false }
                let got = recv(descriptor, &piece, min(piece.count, left), 0)
                guard got > 0 else { return false }
                left -= got
            }
            return true
        }
    }

    /// Sends something again and again until the other side has gone.
    /// - Returns: how long that took; nil when it did not within half a minute.
    func drip(_ text: String, every pause: Double) async -> Duration? {
        await onThread { [self] in
            let began = ContinuousClock.now
            while ContinuousClock.now - began < .seconds(30) {
                guard send(text) else { return ContinuousClock.now - began }
                Thread.sleep(forTimeInterval: pause)
            }
            return nil
        }
    }

    private func onThread<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread { continuation.resume(returning: body()) }
        }
    }
}
