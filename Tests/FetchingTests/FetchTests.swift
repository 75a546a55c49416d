import LoopbackServer
import Markup
import Patterns
import Testing
import Unpack

@testable import Fetching

@Suite struct FetchTests {
    @Test func aPageComesWithItsBytesAsSent() async throws {
        let sent = page("<p>xin chào", "Content-Type: text/html; charset=utf-8\r\n")
        let server = try RawServer(answeringText: { _ in sent })
        defer { server.stop() }
        let result = try await fetchOnce(
            "http://127.0.0.1:\(server.port)/a?b=1", testConfiguration(opening: server.port))
        #expect(result.failure == nil)
        #expect(result.hops.count == 1)
        #expect(result.hops[0].responseBytes == Array(sent.utf8))
        #expect(result.hops[0].address == .v4(0x7F00_0001))
        #expect(result.hops[0].status == 200)
        #expect(result.response?.body == Array("<p>xin chào".utf8))
        let request = try #require(server.requests.first)
        #expect(request.utf8.elementsEqual(result.hops[0].requestBytes))
        #expect(request.target == "/a?b=1")
        #expect(request.field("Host") == "127.0.0.1:\(server.port)")
        #expect(request.field("User-Agent") == "VongGac/test")
        #expect(request.field("Accept-Encoding") == "gzip, deflate")
    }

    @Test func redirectsAreFollowedAndEveryHopIsKept() async throws {
        let server = try RawServer(answeringText: { request in
            switch request.target {
            case "/1": redirect("/2", status: 301)
            case "/2": redirect("3?x", status: 307)
            default: page("end")
            }
        })
        defer { server.stop() }
        let result = try await fetchOnce("http://127.0.0.1:\(server.port)/1", testConfiguration(opening: server.port))
        #expect(result.failure == nil)
        #expect(result.hops.map(\.url.path) == ["/1", "/2", "/3"])
        #expect(result.hops.map(\.status) == [301, 307, 200])
        #expect(result.finalURL.query == "x")
        #expect(result.response?.body == Array("end".utf8))
    }

    @Test func connectionsAreKeptForTheNextRequest() async throws {
        let server = try RawServer(answeringText: { page($0.target) })
        defer { server.stop() }
        try await withDoor(testConfiguration(opening: server.port)) { door in
            for number in 0..<20 {
                let result = try await door.get("http://127.0.0.1:\(server.port)/\(number)")
                #expect(result.response?.body == Array("/\(number)".utf8))
            }
        }
        #expect(server.accepted == 1)
    }
}
