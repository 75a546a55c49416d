import LoopbackServer
import Markup
import Patterns
import Testing
import Unpack

@testable import Fetching

/// Nothing that a page or a name server says leads to an address that is not opened; the listener there counts no connection.
@Suite struct ForbiddenAddressTests {
    @Test func redirectsToForbiddenAddressesAreRefused() async throws {
        let forbidden = try RawServer(answeringText: { _ in page("secret") })
        let other = try RawServer("127.0.0.2") { _, visit in visit.send(page("secret")) }
        defer {
            forbidden.stop()
            other.stop()
        }
        let port = forbidden.port
        let targets = [
            "http://127.0.0.1:\(port)/", "http://2130706433:\(port)/", "http://0177.0.0.1:\(port)/",
            "http://0x7f.1:\(port)/", "http://127.1:\(port)/", "http://[::ffff:127.0.0.1]:\(port)/",
            "http://[::ffff:7f00:1]:\(port)/", "http://localhost:\(port)/", "http://127.0.0.2:\(other.port)/",
            "http://169.254.169.254/latest/meta-data/", "http://[::ffff:10.0.0.1]/", "http://[::1]:\(port)/",
            "http://0.0.0.0:\(port)/", "http://[::]:\(port)/", "http://[64:ff9b::7f00:1]:\(port)/", "http://10.0.0.1/",
            "http://%31%32%37.0.0.1:\(port)/", "http://１２７.0.0.1:\(port)/",
        ]
        let server = try RawServer(answeringText: { request in
            redirect(targets[Int(request.target.dropFirst()) ?? 0])
        })
        defer { server.stop() }
        try await withDoor(testConfiguration(opening: server.port)) { door in
            for number in targets.indices {
                let result = try await door.get("http://127.0.0.1:\(server.port)/\(number)")
                #expect(result.failure?.code == .addressRefused, "\(targets[number])")
                #expect(result.hops.count == 2)
                #expect(result.hops.last?.address == nil)
                #expect(result.response == nil)
            }
        }
        #expect(forbidden.accepted == 0)
        #expect(other.accepted == 0)
    }

    @Test func aNameThatTurnsToTheLoopbackIsRefusedFromThenOn() async throws {
        let forbidden = try RawServer(answeringText: { _ in page("secret") })
        let stub = try DNSStub { question in
            [question.addresses([question.number == 0 ? [127, 0, 0, 3] : [127, 0, 0, 1]])]
        }
        let portal = try RawServer(
            "127.0.0.3",
            { server, visit in
                while let request = visit.request() {
                    server.note(request)
                    visit.send(redirect("http://portal.test:\(forbidden.port)/"))
                }
            })
        defer {
            forbidden.stop()
            stub.stop()
            portal.stop()
        }
        var configuration = testConfiguration()
        configuration.resolver = stub.endpoint
        // The address that stands for a public one here.
        configuration.allowedAddresses = [try #require(AddressOpening("127.0.0.3"))]
        let result = try await fetchOnce("http://portal.test:\(portal.port)/", configuration)
        #expect(result.hops.map(\.status) == [302, 0])
        #expect(result.hops.first?.address == .v4(0x7F00_0003))
        #expect(result.failure?.code == .addressRefused)
        #expect(portal.requests.first?.field("Host") == "portal.test:\(portal.port)")
        #expect(forbidden.accepted == 0)
    }

    @Test func ofManyAddressesOnlyTheAllowedAreAsked() async throws {
        let portal = try RawServer(
            "127.0.0.3",
            { _, visit in
                while visit.request() != nil { visit.send(page("portal")) }
            })
        let stub = try DNSStub {
            [$0.addresses([[127, 0, 0, 1], [10, 0, 0, 1], [127, 0, 0, 3], [169, 254, 169, 254]])]
        }
        defer {
            portal.stop()
            stub.stop()
        }
        var configuration = testConfiguration()
        configuration.resolver = stub.endpoint
        configuration.allowedAddresses = [try #require(AddressOpening("127.0.0.3"))]
        let result = try await fetchOnce("http://portal.test:\(portal.port)/", configuration)
        #expect(result.response?.body == Array("portal".utf8))
        #expect(result.hops.first?.refused.map(\.text) == ["127.0.0.1", "10.0.0.1", "169.254.169.254"])
        #expect(result.hops.first?.address == .v4(0x7F00_0003))
    }

    @Test func aliasesAreRecorded() async throws {
        let server = try RawServer(answeringText: { _ in page("x") })
        let stub = try DNSStub { question in
            var answer = question.answer()
            answer.alias(question.name, to: "gone.provider.test", seconds: 5)
            if question.kind == 1 { answer.address("gone.provider.test", [127, 0, 0, 1], seconds: 5) }
            return [answer.bytes]
        }
        defer {
            server.stop()
            stub.stop()
        }
        var configuration = testConfiguration(opening: server.port)
        configuration.resolver = stub.endpoint
        let result = try await fetchOnce("http://portal.test:\(server.port)/", configuration)
        #expect(result.hops.first?.aliases == ["gone.provider.test"])
    }

    @Test func aPortThatIsNotListenedOnIsAFailedConnection() async throws {
        let server = try RawServer(answeringText: { _ in page("") })
        server.stop()
        let result = try await fetchOnce("http://127.0.0.1:\(server.port)/", testConfiguration(opening: server.port))
        #expect(result.failure == FetchFailure(.connectFailed, "no connection: Connection refused"))
    }
}
