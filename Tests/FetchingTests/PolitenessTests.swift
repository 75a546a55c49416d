import LoopbackServer
import Markup
import Patterns
import Testing
import Unpack

@testable import Fetching

@Suite struct PolitenessTests {
    @Test(arguments: [429, 502, 503, 504])
    func aPassingFailureIsAskedAgain(_ status: Int) async throws {
        let count = Shared(0)
        let server = try RawServer(answeringText: { _ in
            let number = count.withLock { count in
                count += 1
                return count
            }
            return number < 3 ? "HTTP/1.1 \(status) Later\r\nContent-Length: 0\r\n\r\n" : page("now")
        })
        defer { server.stop() }
        var configuration = testConfiguration(opening: server.port)
        configuration.backOff = BackOff(retries: 2, first: .milliseconds(5))
        let result = try await fetchOnce("http://127.0.0.1:\(server.port)/", configuration)
        #expect(result.response?.body == Array("now".utf8))
        #expect(result.hops.map(\.attempts) == [3])
    }

    @Test func afterTheLastRetryTheAnswerStands() async throws {
        let server = try RawServer(answeringText: { _ in "HTTP/1.1 503 Later\r\nContent-Length: 0\r\n\r\n" })
        defer { server.stop() }
        var configuration = testConfiguration(opening: server.port)
        configuration.backOff = BackOff(retries: 1, first: .milliseconds(5))
        let result = try await fetchOnce("http://127.0.0.1:\(server.port)/", configuration)
        #expect(result.failure == nil)
        #expect(result.response?.status == 503)
        #expect(server.requests.count == 2)
    }

    @Test(arguments: [403, 404, 500])
    func otherFailuresAreNotAskedAgain(_ status: Int) async throws {
        let server = try RawServer(answeringText: { _ in "HTTP/1.1 \(status) No\r\nContent-Length: 0\r\n\r\n" })
        defer { server.stop() }
        var configuration = testConfiguration(opening: server.port)
        configuration.backOff = BackOff(retries: 3, first: .milliseconds(5))
        _ = try await fetchOnce("http://127.0.0.1:\(server.port)/", configuration)
        #expect(server.requests.count == 1)
    }

    @Test func retryAfterIsWaitedFor() async throws {
        let answers = Shared<[ContinuousClock.Instant]>([])
        let server = try RawServer(answeringText: { _ in
            let number = answers.withLock { answers in
                answers.append(.now)
                return answers.count
            }
            return number == 1 ? "HTTP/1.1 429 Slow\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n" : page("now")
        })
        defer { server.stop() }
        var configuration = testConfiguration(opening: server.port)
        configuration.backOff = BackOff(retries: 1, first: .milliseconds(1))
        let result = try await fetchOnce("http://127.0.0.1:\(server.port)/", configuration)
        #expect(result.response?.status == 200)
        let times = answers.withLock { $0 }
        try #require(times.count == 2)
        #expect(times[1] - times[0] >= .milliseconds(990))
    }

    @Test func aServerThatAsksForTooMuchPatienceIsNotAskedAgain() async throws {
        let server = try RawServer(answeringText: { _ in
            "HTTP/1.1 503 Later\r\nRetry-After: 86400\r\nContent-Length: 0\r\n\r\n"
        })
        defer { server.stop() }
        var configuration = testConfiguration(opening: server.port)
        configuration.backOff = BackOff(retries: 3, first: .milliseconds(1), maxRetryAfter: .milliseconds(50))
        let result = try await fetchOnce("http://127.0.0.1:\(server.port)/", configuration)
        #expect(result.response?.status == 503)
        #expect(result.failure == nil)
        #expect(server.requests.count == 1)
    }

    @Test func noMoreConnectionsThanAllowedAreOpenAtOnce() async throws {
        let open = Shared((now: 0, most: 0))
        let server = try RawServer { _, visit in
            open.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1)) }
            while visit.request() != nil { visit.send(page("x")) }
            open.withLock { $0.now -= 1 }
        }
        defer { server.stop() }
        var configuration = testConfiguration(opening: server.port)
        configuration.maxConnectionsPerHost = 3
        try await withDoor(configuration) { door in
            try await withThrowingTaskGroup(of: FetchResult.self) { group in
                for number in 0..<60 {
                    group.addTask { try await door.get("http://127.0.0.1:\(server.port)/\(number)") }
                }
                for try await result in group { #expect(result.failure == nil) }
            }
        }
        #expect(open.withLock { $0.most } <= 3)
    }

    @Test func requestsToOneHostAreSpacedByTheRate() async throws {
        let server = try RawServer(answeringText: { _ in page("x") })
        defer { server.stop() }
        var configuration = testConfiguration(opening: server.port)
        configuration.requestsPerSecondPerHost = 20
        let started = ContinuousClock.now
        try await withDoor(configuration) { door in
            try await withThrowingTaskGroup(of: FetchResult.self) { group in
                for number in 0..<11 {
                    group.addTask { try await door.get("http://127.0.0.1:\(server.port)/\(number)") }
                }
                for try await _ in group {}
            }
        }
        // Ten gaps of 50 ms; a slow machine only makes it longer.
        #expect(ContinuousClock.now - started >= .milliseconds(495))
    }

    @Test func eachProfileHasItsOwnJar() async throws {
        let server = try RawServer(answeringText: { request in
            page(request.field("Cookie") ?? "none", "Set-Cookie: by=\(request.field("User-Agent") ?? ""); Path=/\r\n")
        })
        defer { server.stop() }
        let phone = VisitorProfile(name: "phone", fields: [.init("User-Agent", "phone")])
        let crawler = VisitorProfile(name: "crawler", fields: [.init("User-Agent", "crawler")], keepsCookies: false)
        let url = "http://127.0.0.1:\(server.port)/"
        try await withDoor(testConfiguration(opening: server.port)) { door in
            var seen: [String] = []
            for profile in [visitor, visitor, phone, phone, crawler, crawler] {
                seen.append(String(decoding: try await door.get(url, profile).response?.body ?? [], as: UTF8.self))
            }
            #expect(seen == ["none", "by=VongGac/test", "none", "by=phone", "none", "none"])
            door.forgetCookies(ofProfile: "phone")
            #expect(try await door.get(url, phone).response?.body == Array("none".utf8))
        }
    }

    @Test func theReferrerOfTheRequestGoesBeforeThatOfTheProfile() async throws {
        let server = try RawServer(answeringText: { _ in page("x") })
        defer { server.stop() }
        let searcher = VisitorProfile(name: "searcher", fields: [], referrer: "https://www.google.com/")
        try await withDoor(testConfiguration(opening: server.port)) { door in
            _ = try await door.get("http://127.0.0.1:\(server.port)/", searcher)
            _ = try await door.get("http://127.0.0.1:\(server.port)/", searcher, referrer: "http://a.vn/")
            _ = try await door.get("http://127.0.0.1:\(server.port)/")
        }
        #expect(server.requests.map { $0.field("Referer") } == ["https://www.google.com/", "http://a.vn/", nil])
    }
}
