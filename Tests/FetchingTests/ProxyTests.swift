import Glibc
import LoopbackServer
import Markup
import Patterns
import Testing
import Unpack

@testable import Fetching

@Suite struct ProxyTests {
    /// A proxy that answers each request by itself, after its yes to a tunnel.
    private func tunnelling(_ body: String) throws -> RawServer {
        try RawServer { server, visit in
            while let request = visit.request() {
                server.note(request)
                visit.send(request.hasPrefix("CONNECT ") ? "HTTP/1.1 200 Connection established\r\n\r\n" : page(body))
            }
        }
    }

    private func fetch(_ url: String, through proxy: WebProxy) async throws -> FetchResult {
        let stub = try DNSStub { [$0.addresses([$0.name == "inner.test" ? [10, 0, 0, 1] : [203, 162, 9, 9]])] }
        defer { stub.stop() }
        var configuration = testConfiguration()
        configuration.proxy = proxy
        configuration.resolver = stub.endpoint
        return try await fetchOnce(url, configuration)
    }

    @Test func aTunnelIsAskedForByTheCheckedAddress() async throws {
        let proxy = try tunnelling("through")
        defer { proxy.stop() }
        let result = try await fetch("http://portal.test/x", through: WebProxy(host: "127.0.0.1", port: proxy.port))
        #expect(result.response?.body == Array("through".utf8))
        #expect(result.hops.first?.address == .v4(0xCBA2_0909))
        #expect(proxy.requests.count == 2)
        #expect(proxy.requests.first?.hasPrefix("CONNECT 203.162.9.9:80 HTTP/1.1\r\n") == true)
        #expect(proxy.requests.last?.hasPrefix("GET /x HTTP/1.1\r\nHost: portal.test\r\n") == true)
    }

    @Test func aProxyWithoutPlainTunnelsIsAskedByTheWholeURL() async throws {
        let proxy = try tunnelling("plain")
        defer { proxy.stop() }
        let result = try await fetch(
            "http://portal.test/x?y", through: WebProxy(host: "127.0.0.1", port: proxy.port, plainRequests: .byWholeURL)
        )
        #expect(result.response?.body == Array("plain".utf8))
        #expect(proxy.requests.map(\.target) == ["http://portal.test/x?y"])
    }

    @Test func theGuardHoldsBehindAProxyToo() async throws {
        let proxy = try tunnelling("secret")
        defer { proxy.stop() }
        let door = WebProxy(host: "127.0.0.1", port: proxy.port)
        for url in ["http://inner.test/", "http://127.0.0.1/", "https://inner.test/"] {
            #expect(try await fetch(url, through: door).failure?.code == .addressRefused)
        }
        #expect(proxy.accepted == 0)
    }

    @Test(arguments: [
        "HTTP/1.1 403 Forbidden\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\nHTTP/1.1 200 OK\r\n\r\n", "rubbish\r\n\r\n", "",
        "HTTP/1.1 200 OK\r\n" + String(repeating: "X: y\r\n", count: 4000),
    ])
    func aProxyThatRefusesOrRamblesIsAFailure(_ answer: String) async throws {
        let proxy = try RawServer { _, visit in
            _ = visit.request()
            visit.send(answer)
        }
        defer { proxy.stop() }
        let result = try await fetch("https://portal.test/", through: WebProxy(host: "127.0.0.1", port: proxy.port))
        #expect(result.failure?.code == .proxyFailed)
    }

    @Test func connectionsComeFromTheSourceAddress() async throws {
        let server = try RawServer { _, visit in
            var place = sockaddr_in()
            var length = socklen_t(MemoryLayout<sockaddr_in>.size)
            withUnsafeMutablePointer(to: &place) { pointer in
                _ = pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getpeername(visit.socket, $0, &length) }
            }
            guard visit.request() != nil else { return }
            visit.send(page(IPAddress.v4(UInt32(bigEndian: place.sin_addr.s_addr)).text))
        }
        defer { server.stop() }
        var configuration = testConfiguration(opening: server.port)
        configuration.sourceAddress = IPAddress("127.0.0.77")
        let result = try await fetchOnce("http://127.0.0.1:\(server.port)/", configuration)
        #expect(result.response?.body == Array("127.0.0.77".utf8))
        configuration.sourceAddress = IPAddress("::1")
        let other = try await fetchOnce("http://127.0.0.1:\(server.port)/", configuration)
        #expect(other.failure == FetchFailure(.connectFailed, "the source address is of the other family"))
    }
}
