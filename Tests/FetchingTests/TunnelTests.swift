import LoopbackServer
import Markup
import NIOCore
import Testing

@testable import Fetching

/// Bare connections of the hostile door: the same guard as its requests.
@Suite struct TunnelTests {
    private func withDoor(
        _ port: UInt16, _ body: (HostileDoor) async throws -> Void
    ) async throws {
        let door = try HostileDoor(testConfiguration(opening: port))
        do {
            try await body(door)
            await door.close()
        } catch {
            await door.close()
            throw error
        }
    }

    @Test func whatGoesInComesOutAtTheOtherEnd() async throws {
        let server = try RawServer(answeringText: { _ in "đáp" })
        defer { server.stop() }
        try await withDoor(server.port) { door in
            let tunnel = try await door.tunnel(to: "127.0.0.1", port: server.port)
            try await tunnel.executeThenClose { inbound, outbound in
                try await outbound.write(ByteBuffer(string: "hỏi\r\n\r\n"))
                for try await piece in inbound {
                    #expect(String(buffer: piece) == "đáp")
                    break
                }
            }
        }
        #expect(server.requests == ["hỏi\r\n\r\n"])
    }

    @Test func oneThatIsNotUsedOrWasLostHarmsNobody() async throws {
        let server = try RawServer(answeringText: { _ in "đáp" })
        defer { server.stop() }
        try await withDoor(server.port) { door in
            _ = try await door.tunnel(to: "127.0.0.1", port: server.port)
            let closed = try await door.tunnel(to: "127.0.0.1", port: server.port)
            closed.close()
            await #expect(throws: (any Error).self) { try await closed.executeThenClose { _, _ in } }
        }
    }

    @Test(arguments: ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "169.254.169.254", "10.0.0.1"])
    func anAddressThatIsNotOpenGetsNoConnection(host: String) async throws {
        let server = try RawServer { _, _ in }
        defer { server.stop() }
        try await withDoor(server.port &+ 1) { door in
            do {
                _ = try await door.tunnel(to: host, port: server.port)
                Issue.record("there is a tunnel")
            } catch {
                #expect((error as? FetchFailure)?.code == .addressRefused)
            }
        }
        #expect(server.accepted == 0)
    }

    @Test func aClosedDoorOpensNoTunnel() async throws {
        let door = try HostileDoor(testConfiguration(opening: 9))
        await door.close()
        await #expect(throws: FetchFailure.self) { _ = try await door.tunnel(to: "127.0.0.1", port: 9) }
    }

    @Test func cookiesThatTheCallerKeepsAreSentAsTheyAre() async throws {
        let server = try RawServer(answeringText: { _ in "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n" })
        defer { server.stop() }
        try await withDoor(server.port) { door in
            let url = try #require(WebURL("http://127.0.0.1:\(server.port)/"))
            let profile = VisitorProfile(name: "browser", fields: [], keepsCookies: false)
            _ = await door.fetch(FetchRequest(url: url, profile: profile, cookies: "a=1; b=2\r\nX: y"))
        }
        let request = try #require(server.requests.first)
        #expect(request.field("Cookie") == "a=1; b=2  X: y")
    }
}
