import Foundation
import Knowledge
import Testing

@testable import StagedPortal

@Suite(.serialized) struct ServerTests {
    /// Serves the full portal while the test runs.
    private func serving(
        _ limits: ServerLimits = ServerLimits(), log: WireLog? = nil,
        _ test: (DemoPortal, Int) async throws -> Void
    ) async throws {
        let portal = try #require(Shipped.full)
        let server = try await PortalServer(portal, host: "127.0.0.1", port: 0, wireLog: log, limits: limits)
        let port = try #require(Int(server.baseURL.split(separator: ":").last ?? ""))
        do { try await test(portal, port) } catch {
            await server.stop()
            throw error
        }
        await server.stop()
    }

    @Test func oneConnectionCarriesManyAnswersAndTheyAreThoseOfTheFunction() async throws {
        try await serving { portal, port in
            let client = try #require(RawClient(port: port))
            var served = 0
            for path in portal.honestPaths.prefix(30) {
                let expected = portal.answer(PortalRequest(target: path))
                // Pages that drift and those that end the connection are for other tests.
                guard expected.framing != .close,
                    !String(decoding: expected.page, as: UTF8.self).contains("Lượt truy cập")
                else { continue }
                client.get(path)
                let answer = try #require(client.answer())
                #expect(answer.status == expected.status)
                #expect(answer.body == expected.payload.bytes)
                served += 1
            }
            #expect(served > 10)
        }
    }

    @Test func requestsSentTogetherAreAnsweredInOrder() async throws {
        try await serving { portal, port in
            let client = try #require(RawClient(port: port))
            let missing = try #require(
                (0..<20).map { "/khong-co-\($0)" }.first { portal.answer(PortalRequest(target: $0)).framing != .close })
            let paths = ["/vi", "/so-do-trang", "/css/site.css", missing, "/vi"]
            for path in paths { client.get(path, fields: ["Accept-Encoding: identity"]) }
            let statuses = paths.map { _ in client.answer()?.status }
            #expect(statuses == [302, 301, 200, 404, 302])
        }
    }

    @Test func anAnswerThatEndsTheConnectionLeavesTheRestUnanswered() async throws {
        try await serving { portal, port in
            let client = try #require(RawClient(port: port))
            let last = try #require(
                (0..<200).map { "/khong-co-\($0)" }.first { portal.answer(PortalRequest(target: $0)).framing == .close }
            )
            client.get(last)
            client.get("/vi")
            let text = String(decoding: client.readAll(), as: UTF8.self)
            #expect(text.matches(of: /HTTP\/1\.1 [0-9]+/).count == 1)
            #expect(text.hasPrefix("HTTP/1.1 404"))
        }
    }

    @Test func aHeadRequestGetsTheHeadAlone() async throws {
        try await serving { _, port in
            let client = try #require(RawClient(port: port))
            for path in ["/vi", "/so-do-trang"] {
                client.get(path, method: "HEAD")
                let answer = try #require(client.answer(hasBody: false))
                #expect(answer.head.contains("Location: /"))
            }
            client.get("/vi")
            #expect(client.answer()?.status == 302)
        }
    }

    @Test(arguments: ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "BREW"])
    func anotherMethodIsRefused(method: String) async throws {
        try await serving { _, port in
            let client = try #require(RawClient(port: port))
            client.get("/", method: method, fields: ["Content-Length: 0"])
            let head = try #require(client.answer()).head
            // An unknown word is no HTTP for the decoder: 400 then.
            #expect(
                head.hasPrefix("HTTP/1.1 405") && head.contains("Allow: GET, HEAD") || head.hasPrefix("HTTP/1.1 400"))
        }
    }

    @Test(arguments: [
        "\u{1}\u{2}\u{3}\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "GET\r\n\r\n", "GET / HTTP/1.1\r\nA B: c\r\n\r\n",
    ])
    func whatIsNoHttpIsRefusedAndTheServerGoesOn(text: String) async throws {
        try await serving { _, port in
            let client = try #require(RawClient(port: port, timeoutSeconds: 3))
            client.send(text)
            let answer = String(decoding: client.readAll(), as: UTF8.self)
            #expect(answer.isEmpty || answer.hasPrefix("HTTP/1.1 400"))
            let next = try #require(RawClient(port: port))
            next.get("/vi")
            #expect(next.answer()?.status == 302)
        }
    }

    @Test func everyPrefixOfARequestLeavesTheServerStanding() async throws {
        try await serving { _, port in
            let request = "GET /vi HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: a=1\r\n\r\n"
            for end in 0..<request.count {
                // Closed at once, with the request half said.
                RawClient(port: port)?.send(String(request.prefix(end)))
            }
            let next = try #require(RawClient(port: port))
            next.send(request)
            #expect(next.answer()?.status == 302)
        }
    }

    @Test func aSlowSenderIsCutOff() async throws {
        var limits = ServerLimits()
        limits.requestSeconds = 1
        try await serving(limits) { _, port in
            let client = try #require(RawClient(port: port, timeoutSeconds: 8))
            client.send("GET / HTTP/1.1\r\nHost: a\r\nX-Slow: ")
            let start = ContinuousClock.now
            #expect(client.readAll().isEmpty)
            #expect(client.isClosed)
            #expect(ContinuousClock.now - start < .seconds(7))
        }
    }

    @Test func aRequestThatIsTooLargeIsCutOff() async throws {
        try await serving { _, port in
            let client = try #require(RawClient(port: port))
            client.send(
                "GET / HTTP/1.1\r\n" + String(repeating: "X-A: \(String(repeating: "a", count: 900))\r\n", count: 120))
            let answer = String(decoding: client.readAll(), as: UTF8.self)
            #expect(answer.isEmpty || answer.hasPrefix("HTTP/1.1 400"))
        }
    }

    @Test func manyConnectionsAreServedAndTooManyAreClosed() async throws {
        var limits = ServerLimits()
        limits.maxConnections = 150
        try await serving(limits) { _, port in
            let clients = (0..<150).compactMap { _ in RawClient(port: port) }
            for client in clients { client.get("/vi") }
            #expect(clients.count { $0.answer()?.status == 302 } == 150)
            let tooMany = (0..<5).compactMap { _ in RawClient(port: port) }
            for client in tooMany { client.get("/vi") }
            #expect(tooMany.allSatisfy { $0.answer() == nil })
            #expect(clients.allSatisfy { !$0.isClosed })
        }
    }
}
