import Access
import AuditLog
import Console
import ConsoleVisitor
import Patterns
import Testing

/// What one stranger may take of the server, over real connections.
@Suite struct LimitTests {
    private static func post(_ path: String, length: Int, _ more: String = "") -> String {
        "POST \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
            + "Content-Length: \(length)\r\n\(more)\r\n"
    }

    @Test func aBodyThatComesInDropsIsAnsweredWhenItsTimeIsOver() async throws {
        try await RunningConsole.with {
            $0.bodyTime = .milliseconds(1_200)
        } _: { console in
            let line = try Line(port: console.port)
            let clock = ContinuousClock()
            let began = clock.now
            line.send(Self.post("/open", length: 1_000))
            async let answer = line.receive(until: "\r\n\r\n")
            async let gone = line.drip("a", every: 0.1)
            let text = try #require(await answer)
            #expect(text.hasPrefix("HTTP/1.1 408 "), "\(text.prefix(40))")
            #expect(text.lowercased().contains("connection: close"))
            #expect(clock.now - began >= .milliseconds(1_200))
            // Who goes on dripping keeps no connection by it.
            let time = await gone
            #expect(time != nil)
        }
    }

    @Test(arguments: ["/nowhere", "/closed", "/api/v1/closed", "/sign-out"])
    func aBodyThatNobodyReadsHoldsNoConnection(_ path: String) async throws {
        try await RunningConsole.with {
            $0.bodyTime = .milliseconds(500)
        } _: { console in
            let line = try Line(port: console.port)
            line.send(Self.post(path, length: 1 << 30))
            let text = try #require(await line.receive(until: "\r\n\r\n"))
            #expect(!text.hasPrefix("HTTP/1.1 2"), "nobody was asked for it")
            let time = await line.drip("a", every: 0.05)
            #expect(time != nil)
        }
    }

    @Test func whoMayNotSendItHasNothingOfItRead() async throws {
        try await RunningConsole.with { console in
            let cookie = try await console.cookie("moi")
            // The answer comes before the body: the gate does not wait for it.
            let line = try Line(port: console.port)
            line.send(Self.post("/closed", length: 1 << 19, "Cookie: \(cookie)\r\nOrigin: http://127.0.0.1\r\n"))
            let text = try #require(await line.receive(until: "\r\n\r\n"))
            #expect(text.hasPrefix("HTTP/1.1 403 "), "\(text.prefix(40))")
        }
    }

    @Test func aFormForStrangersIsShort() async throws {
        try await RunningConsole.with { console in
            let visitor = Visitor(port: console.port)
            try await visitor.post("/open", ["a": "xyz"]).expect(location: "/3")
            try await visitor.post("/open", ["a": String(repeating: "x", count: 17 << 10)]).expect(413)
        }
    }

    @Test func theConnectionAfterTheLastOneOfAnAddressIsClosedAndOthersGetIn() async throws {
        try await RunningConsole.with { console in
            var lines = try (0..<64).map { _ in try Line(port: console.port) }
            // Each is answered: the server has taken them all in.
            for line in lines {
                line.send("GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
                let text = await line.receive(until: "ok\n")
                #expect(text?.hasPrefix("HTTP/1.1 200 ") == true)
            }
            let more = try Line(port: console.port)
            let closed = await more.receive(within: 30)
            #expect(closed == "", "it is closed without a word")
            let other = try Line(port: console.port, from: "127.0.0.2")
            other.send("GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
            let text = await other.receive()
            #expect(text?.hasPrefix("HTTP/1.1 200 ") == true)
            // One that ends makes room.
            lines.removeFirst().end()
            let isIn = try await Self.soon {
                let next = try Line(port: console.port)
                next.send("GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
                return await next.receive()?.hasPrefix("HTTP/1.1 200 ") == true
            }
            #expect(isIn)
            #expect(lines.count == 63)
        }
    }

    @Test func aProxyOfOursSpeaksForMany() async throws {
        let proxies = try AddressRanges(["127.0.0.0/8"])
        try await RunningConsole.with {
            $0.maxConnectionsOfAddress = 2
            $0.forwarded = ForwardedAddress(proxies: proxies)
        } _: { console in
            let lines = try (0..<6).map { _ in try Line(port: console.port) }
            for line in lines {
                line.send("GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
                let text = await line.receive(until: "ok\n")
                #expect(text?.hasPrefix("HTTP/1.1 200 ") == true)
            }
        }
    }

    @Test func anAnswerThatNobodyTakesEnds() async throws {
        try await RunningConsole.with {
            $0.unreadTime = .milliseconds(500)
        } _: { console in
            let deaf = try Line(port: console.port, receiveBuffer: 4_096)
            deaf.send("GET /long HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
            try await Task.sleep(for: .seconds(4))
            // What had left for it comes, and then the end.
            let isWhole = await deaf.take(RunningConsole.longBytes)
            #expect(!isWhole)
        }
    }

    @Test func aSlowReaderIsLeftAlone() async throws {
        try await RunningConsole.with {
            $0.unreadTime = .seconds(4)
        } _: { console in
            let slow = try Line(port: console.port, receiveBuffer: 4_096)
            slow.send("GET /long HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
            // Takes something every now and then, for longer than the limit.
            for _ in 0..<20 {
                try await Task.sleep(for: .milliseconds(300))
                let isThere = await slow.take(300 << 10)
                #expect(isThere)
            }
        }
    }

    /// Whether something is so within ten seconds: the server hears of a connection's end a moment later.
    private static func soon(_ isSo: () async throws -> Bool) async throws -> Bool {
        for _ in 0..<50 {
            if try await isSo() { return true }
            try await Task.sleep(for: .milliseconds(200))
        }
        return false
    }

    private static func atOnce(_ count: Int, _ visitor: Visitor, _ key: [String: String]) async throws -> [Answer] {
        try await withThrowingTaskGroup(of: Answer.self) { group in
            for _ in 0..<count { group.addTask { try await visitor.get("/api/v1/heavy", key) } }
            var answers: [Answer] = []
            for try await answer in group { answers.append(answer) }
            return answers
        }
    }

    @Test func heavyCallsWaitInAShortLineAndOneMoreIsToldToComeLater() async throws {
        try await RunningConsole.with { console in
            let author = Author(.shell("test"))
            let id = try await console.access.accounts.create(
                AccountDraft(login: "cms", name: "CMS"), password: RunningConsole.password, by: author)
            let token = try await console.token(for: id)
            let visitor = Visitor(port: console.port)
            let key = ["Authorization": "Bearer \(token)"]
            let answers = try await Self.atOnce(12, visitor, key)
            let done = answers.filter { $0.status == 200 }
            let refused = answers.filter { $0.status == 429 }
            #expect(done.count >= 3)
            #expect(!refused.isEmpty)
            #expect(done.count + refused.count == 12)
            #expect(refused.allSatisfy { $0.field("content-type") == "application/problem+json" })
            #expect(refused.allSatisfy { $0.field("retry-after") != nil })
            try await visitor.get("/api/v1/heavy", key).expect(200, "afterwards there is room again")
        }
    }

    @Test func theNinthLivePageOfASessionIsToldToComeLater() async throws {
        try await RunningConsole.with { console in
            let cookie = try await console.cookie("moi")
            let ask = "GET /live HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: \(cookie)\r\n\r\n"
            var lines = try (0..<8).map { _ in try Line(port: console.port) }
            for line in lines {
                line.send(ask)
                let text = await line.receive(until: "event: part")
                #expect(text?.hasPrefix("HTTP/1.1 200 ") == true)
            }
            let ninth = try Line(port: console.port)
            ninth.send(ask)
            let text = try #require(await ninth.receive(until: "\r\n\r\n"))
            #expect(text.hasPrefix("HTTP/1.1 429 "), "\(text.prefix(40))")
            #expect(text.lowercased().contains("retry-after: "))
            // Another session has its own.
            let other = try Line(port: console.port)
            other.send("GET /live HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: \(try await console.cookie("khac"))\r\n\r\n")
            let others = await other.receive(until: "event: part")
            #expect(others?.hasPrefix("HTTP/1.1 200 ") == true)
            // A page that is left gives its place back at once.
            lines.removeFirst().end()
            let isIn = try await Self.soon {
                let next = try Line(port: console.port)
                next.send(ask)
                return await next.receive(until: "\r\n\r\n")?.hasPrefix("HTTP/1.1 200 ") == true
            }
            #expect(isIn, "long before the next beat of the page")
            #expect(lines.count == 7)
        }
    }
}
