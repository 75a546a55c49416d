import Glibc
import LoopbackServer
import Markup
import Testing
import Unpack

@testable import Fetching

/// Servers that do what no honest one does. Each fetch ends in a stated result within its budget.
@Suite struct HostileServerTests {
    private func capped(_ port: UInt16) -> HostileDoorConfiguration {
        var configuration = testConfiguration(opening: port)
        configuration.maxBodyBytes = 100_000
        return configuration
    }

    /// One fetch from a server that does `serve` after the request.
    private func fetch(
        _ configuration: (UInt16) -> HostileDoorConfiguration, _ serve: @escaping @Sendable (RawServer.Visit) -> Void
    ) async throws -> FetchResult {
        let server = try RawServer { _, visit in
            guard visit.request() != nil else { return }
            serve(visit)
        }
        defer { server.stop() }
        return try await fetchOnce("http://127.0.0.1:\(server.port)/", configuration(server.port))
    }

    @Test func anEndlessBodyIsCutAtTheCap() async throws {
        let result = try await fetch(capped) { visit in
            visit.send("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
            while visit.send(String(repeating: "a", count: 10_000)) {}
        }
        #expect(result.failure == nil)
        #expect(result.hops[0].isCut)
        #expect(result.response?.body.count == 100_000)
    }

    @Test func endlessHeadersAreRefused() async throws {
        let result = try await fetch(capped) { visit in
            visit.send("HTTP/1.1 200 OK\r\n")
            while visit.send("X-Pad: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n") {}
        }
        #expect(result.failure?.code == .headTooLong)
        #expect(result.response == nil)
    }

    @Test func oneByteASecondEndsAtTheDeadline() async throws {
        let result = try await fetch({ port in
            var configuration = testConfiguration(opening: port)
            configuration.totalDeadline = .seconds(3)
            return configuration
        }) { visit in
            visit.send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nabc")
            while visit.send("x") { usleep(100_000) }
        }
        #expect(result.failure?.code == .totalTimeout)
        #expect(result.hops[0].isCut)
        #expect(result.response?.body.starts(with: "abcx".utf8) == true)
    }

    @Test func silenceEndsAtTheFirstByteDeadline() async throws {
        let result = try await fetch({ port in
            var configuration = testConfiguration(opening: port)
            configuration.firstByteDeadline = .milliseconds(300)
            return configuration
        }) { visit in _ = visit.request() }
        #expect(result.failure?.code == .firstByteTimeout)
        #expect(result.hops.count == 1)
        #expect(result.hops[0].responseBytes.isEmpty)
    }

    @Test(arguments: [
        ("", FetchFailure.Code.connectionClosed, false),
        ("SSH-2.0-OpenSSH_9.2\r\n", .badResponse, false),
        ("<html>no head</html>", .badResponse, false),
        ("HTTP/1.1 abc\r\n\r\n", .badResponse, false),
        ("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc", .connectionClosed, true),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nrubbish\r\n", .badResponse, true),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabc", .connectionClosed, true),
    ])
    func brokenAnswersHaveAReason(_ sent: String, _ code: FetchFailure.Code, _ hasFront: Bool) async throws {
        let result = try await fetch({ testConfiguration(opening: $0) }) { $0.send(sent) }
        #expect(result.failure?.code == code)
        #expect((result.response != nil) == hasFront)
        #expect(result.hops[0].isCut == hasFront)
        if hasFront { #expect(result.response?.body == Array("abc".utf8)) }
    }

    @Test func bytesBehindTheAnnouncedLengthAreNotTheNextAnswer() async throws {
        let server = try RawServer { server, visit in
            while let request = visit.request() {
                server.note(request)
                visit.send(page("good") + page("planted for the next request"))
            }
        }
        defer { server.stop() }
        try await withDoor(testConfiguration(opening: server.port)) { door in
            for _ in 0..<3 {
                let result = try await door.get("http://127.0.0.1:\(server.port)/")
                #expect(result.response?.body == Array("good".utf8))
            }
        }
        #expect(server.accepted == 3)
    }

    @Test func aKeptConnectionThatDiedIsReplaced() async throws {
        let server = try RawServer { server, visit in
            // The second request is read and the connection closed without a word.
            guard visit.request() != nil else { return }
            visit.send(page("\(visit.number)"))
            if visit.number == 0 { _ = visit.request() } else { while visit.request() != nil { visit.send(page("x")) } }
        }
        defer { server.stop() }
        try await withDoor(testConfiguration(opening: server.port)) { door in
            let first = try await door.get("http://127.0.0.1:\(server.port)/")
            let second = try await door.get("http://127.0.0.1:\(server.port)/")
            #expect(first.response?.body == Array("0".utf8))
            #expect(second.response?.body == Array("1".utf8))
            #expect(second.failure == nil)
            #expect(second.hops[0].attempts == 2)
        }
    }

    @Test func redirectsInCirclesAndWithoutEndAreLeft() async throws {
        let server = try RawServer(answeringText: { request in
            request.target == "/a"
                ? redirect("/b") : request.target == "/b" ? redirect("/a") : redirect(request.target + "1")
        })
        defer { server.stop() }
        try await withDoor(testConfiguration(opening: server.port)) { door in
            let circle = try await door.get("http://127.0.0.1:\(server.port)/a")
            #expect(circle.failure?.code == .redirectLoop)
            #expect(circle.hops.map(\.url.path) == ["/a", "/b"])
            let endless = try await door.get("http://127.0.0.1:\(server.port)/x")
            #expect(endless.failure?.code == .tooManyHops)
            #expect(endless.hops.count == 11)
            #expect(endless.response?.status == 302)
        }
    }

    @Test func theSamePageWithANewCookieIsNoCircle() async throws {
        let server = try RawServer(answeringText: { request in
            request.field("Cookie") == "seen=1" ? page("welcome") : redirect("/", "Set-Cookie: seen=1\r\n")
        })
        defer { server.stop() }
        let result = try await fetchOnce("http://127.0.0.1:\(server.port)/", testConfiguration(opening: server.port))
        #expect(result.failure == nil)
        #expect(result.response?.body == Array("welcome".utf8))
    }

    @Test func aTaskThatIsCancelledEndsItsFetch() async throws {
        let server = try RawServer { _, visit in
            while visit.request() != nil {}
        }
        defer { server.stop() }
        var configuration = testConfiguration(opening: server.port)
        configuration.firstByteDeadline = .seconds(600)
        configuration.totalDeadline = .seconds(600)
        try await withDoor(configuration) { door in
            let port = server.port
            let result = try await withThrowingTaskGroup(of: FetchResult.self) { group in
                group.addTask { try await door.get("http://127.0.0.1:\(port)/") }
                while server.accepted == 0 { try await Task.sleep(for: .milliseconds(5)) }
                group.cancelAll()
                return try await group.next()
            }
            #expect(result?.failure?.code == .cancelled)
        }
    }

    @Test func aTaskThatWasCancelledBeforeAsksNothing() async throws {
        let server = try RawServer(answeringText: { _ in page("x") })
        defer { server.stop() }
        try await withDoor(testConfiguration(opening: server.port)) { door in
            let port = server.port
            let result = try await withThrowingTaskGroup(of: FetchResult.self) { group in
                group.cancelAll()
                group.addTask { try await door.get("http://127.0.0.1:\(port)/") }
                return try await group.next()
            }
            #expect(result?.failure?.code == .cancelled)
        }
        #expect(server.requests.isEmpty)
    }

    @Test func aResetInsideABodyWithoutALengthIsNoEnd() async throws {
        let result = try await fetch({ testConfiguration(opening: $0) }) { visit in
            visit.send("HTTP/1.1 200 OK\r\n\r\nfront")
            usleep(100_000)
            var linger = linger(l_onoff: 1, l_linger: 0)
            setsockopt(
                visit.socket, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout.size(ofValue: linger)))
        }
        #expect(result.failure == FetchFailure(.connectionClosed, "the connection was reset"))
        #expect(result.hops[0].isCut)
        #expect(result.response?.body == Array("front".utf8))
    }

    @Test func aClosedDoorFetchesNothing() async throws {
        let door = try HostileDoor(testConfiguration())
        await door.close()
        await door.close()
        let result = try await door.get("http://127.0.0.1:9/")
        #expect(result.failure?.code == .cancelled)
    }

    @Test func noLineOfARequestCanBeInjected() async throws {
        let server = try RawServer(answeringText: { _ in page("") })
        defer { server.stop() }
        let profile = VisitorProfile(
            name: "x", fields: [.init("User-Agent", "a\r\nX-Evil: 1"), .init("Host", "evil.test")])
        try await withDoor(testConfiguration(opening: server.port)) { door in
            let url = WebURL(
                scheme: .http, host: "127.0.0.1", port: server.port, path: "/ HTTP/1.1\r\nX-Evil: 2", query: "\u{1}é")
            _ = await door.fetch(FetchRequest(url: url, profile: profile, referrer: "http://a/\r\nX-Evil: 3"))
        }
        let request = try #require(server.requests.first)
        #expect(request.field("X-Evil") == nil)
        #expect(request.field("Host") == "127.0.0.1:\(server.port)")
        #expect(request.hasPrefix("GET /%20HTTP/1.1%0D%0AX-Evil:%202?%01%C3%A9 HTTP/1.1\r\n"))
    }
}
