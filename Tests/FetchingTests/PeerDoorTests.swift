import LoopbackServer
import Markup
import Testing
import Unpack

@testable import Fetching

@Suite struct PeerDoorTests {
    @discardableResult
    private func withPeer<Value: Sendable>(
        _ origin: String, rootsFile: String? = nil, maxBodyBytes: Int = 1 << 20,
        _ body: (PeerDoor) async throws -> Value
    ) async throws -> Value {
        var configuration = PeerDoorConfiguration(origin: try #require(WebURL(origin)))
        configuration.rootsFile = rootsFile
        configuration.maxBodyBytes = maxBodyBytes
        configuration.connectDeadline = .seconds(60)
        configuration.totalDeadline = .seconds(60)
        let door = try PeerDoor(configuration)
        do {
            let value = try await body(door)
            await door.close()
            return value
        } catch {
            await door.close()
            throw error
        }
    }

    @Test func callsReachTheConfiguredOrigin() async throws {
        let server = try RawServer(answeringText: { page($0.target, "X-Own: 1\r\n") })
        defer { server.stop() }
        try await withPeer("http://127.0.0.1:\(server.port)") { door in
            let response = try await door.get("/api?x=1", fields: [.init("Authorization", "Bearer t")])
            #expect(response.status == 200)
            #expect(response.body == Array("/api?x=1".utf8))
            #expect(response.fields.value("x-own") == Array("1".utf8))
            _ = try await door.post(
                "/hook", fields: [.init("Content-Type", "application/json")], body: Array("{}".utf8))
        }
        #expect(server.requests[0].field("Authorization") == "Bearer t")
        #expect(server.requests[1].hasPrefix("POST /hook HTTP/1.1\r\n"))
        #expect(server.requests[1].field("Content-Length") == "2")
    }

    @Test(arguments: ["http://evil.test/", "//evil.test/x", "https://127.0.0.1/", "\\\\evil.test"])
    func pathsThatLeadAwayAreRefused(_ path: String) async throws {
        try await withPeer("http://127.0.0.1:9") { door in
            await #expect(throws: FetchFailure(.addressRefused, "the path leads away from the configured origin")) {
                try await door.get(path)
            }
        }
    }

    @Test func redirectsAreAnswersAndLargeBodiesFailures() async throws {
        let server = try RawServer(answeringText: { request in
            request.target == "/moved" ? redirect("http://evil.test/") : page(String(repeating: "a", count: 2000))
        })
        defer { server.stop() }
        try await withPeer("http://127.0.0.1:\(server.port)", maxBodyBytes: 1000) { door in
            let moved = try await door.get("/moved")
            #expect(moved.status == 302)
            await #expect(throws: FetchFailure(.bodyTooLarge, "the answer is larger than 1000 bytes")) {
                try await door.get("/large")
            }
        }
    }

    @Test func certificatesMustBeGood() async throws {
        try await TestCertificate.withFolder { folder in
            let authority = try TestCertificate.selfSigned(folder, name: "authority.test")
            let leaf = try TestCertificate.signed(by: authority, folder, names: "IP:127.0.0.1", days: 30)
            let server = try await TLSServer(leaf, answer: page("peer"))
            let origin = "https://127.0.0.1:\(server.port)"
            let response = try await withPeer(origin, rootsFile: authority.certificate) { try await $0.get("/") }
            #expect(response.body == Array("peer".utf8))
            await #expect(throws: FetchFailure(.tlsFailed, "the certificate is not accepted: unknown issuer")) {
                try await withPeer(origin) { _ = try await $0.get("/") }
            }
            await server.stop()
        }
    }
}
