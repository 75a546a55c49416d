import Fetching
import Foundation
import Markup
import Testing

@testable import Browser

/// The small machines of the room, without a browser.
@Suite struct PipeTests {
    @Test func messagesAreCutWhereverThePiecesEnd() {
        let stream = Array("{\"a\":1}\0{}\0\0{\"b\":[2]}\0rest".utf8)
        for size in 1...stream.count {
            var splitter = MessageSplitter(maxBytes: 100)
            var messages: [String] = []
            for start in stride(from: 0, to: stream.count, by: size) {
                let isFine = splitter.take(stream[start..<min(start + size, stream.count)]) {
                    messages.append(String(decoding: $0, as: UTF8.self))
                }
                #expect(isFine)
            }
            #expect(messages == ["{\"a\":1}", "{}", "", "{\"b\":[2]}"])
        }
    }

    @Test func aMessageThatIsTooLongIsRefused() {
        var splitter = MessageSplitter(maxBytes: 10)
        #expect(splitter.take(Array("0123456789".utf8)[...]) { _ in })
        #expect(!splitter.take([0x30]) { _ in })
    }

    @Test func valuesGoThereAndBack() throws {
        let value: DevToolsValue = [
            "a": ["x", 1, true, ["n": .null]], "b": .number(0.5), "c": "đ\u{0}\u{202E}\"",
        ]
        #expect(DevToolsValue(json: value.json[...]) == value)
        let bytes = value.json
        for end in 0..<bytes.count { _ = DevToolsValue(json: bytes[..<end]) }
        let deep = Array((String(repeating: "[", count: 400) + String(repeating: "]", count: 400)).utf8)
        _ = DevToolsValue(json: deep[...])
    }

    @Test func callsAreAnsweredTooLateOrNotAtAll() async throws {
        let connection = DevToolsConnection()
        connection.open { message in
            let value = DevToolsValue(json: message[...])
            guard value?["method"]?.text != "Silent", let id = value?["id"] else { return }
            let answer: DevToolsValue =
                value?["method"]?.text == "Bad"
                ? ["id": id, "error": ["message": "no"]] : ["id": id, "result": ["ok": true]]
            connection.receive(answer.json[...])
        }
        #expect(try await connection.call("Good", within: .seconds(5))["ok"]?.bool == true)
        await #expect(throws: BrowserError(.badAnswer, "no")) { try await connection.call("Bad", within: .seconds(5)) }
        await #expect(throws: BrowserError(.tooSlow, "no answer to Silent in time")) {
            try await connection.call("Silent", within: .milliseconds(50))
        }
        let end = BrowserError(.crashed, "x")
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                await #expect(throws: end) { try await connection.call("Silent", within: .seconds(30)) }
            }
            try? await Task.sleep(for: .milliseconds(100))
            connection.end(end)
        }
        await #expect(throws: end) { try await connection.call("Good", within: .seconds(5)) }
        for text in ["", "{", "[]", "{\"id\":\"x\"}", "{\"id\":99,\"result\":1}", "{\"method\":1}"] {
            connection.receive(Array(text.utf8)[...])
        }
    }

    @Test func requestsToTheProxyAreReadWhole() throws {
        let head =
            "GET http://a.example/x?y HTTP/1.1\r\nHost: a.example\r\nCookie: k=v\r\nProxy-Connection: keep-alive\r\n"
            + "Accept: */*\r\nReferer: http://a.example/"
        let request = try #require(ProxyRequest(head: Array(head.utf8)[...]))
        #expect(request.method == "GET" && request.target == "http://a.example/x?y")
        #expect(request.value("cookie") == "k=v")
        #expect(request.passedFields.map(\.name) == ["Accept"])
        for end in 0..<head.utf8.count { _ = ProxyRequest(head: Array(head.utf8.prefix(end))[...]) }
        for bad in [
            "", "GET", "GET /", "GET / HTTP/2", "GET  HTTP/1.1", "GET / HTTP/1.1\r\n: x", "GET / HTTP/1.1\r\nno colon",
        ] {
            #expect(ProxyRequest(head: Array(bad.utf8)[...]) == nil, "\(bad)")
        }
        #expect(ProxyRequest(head: [UInt8](repeating: 65, count: ProxyRequest.maxHeadBytes + 1)[...]) == nil)
    }

    @Test(arguments: [
        ("a.example:443", "a.example", UInt16(443)), ("127.0.0.1:8080", "127.0.0.1", 8_080),
        ("[::1]:443", "[::1]", 443),
        ("0x7f.1:80", "127.0.0.1", 80),
    ])
    func aTunnelsTargetIsReadAsBrowsersDo(target: String, host: String, port: UInt16) throws {
        let place = try #require(ProxyRequest.endpoint(target))
        #expect(place.host == host && place.port == port)
    }

    @Test(arguments: ["", "/", "a b:1", "a.example/x:443", "a.example:443?x", "a:99999", "user@a.example:x"])
    func whatIsNoTunnelsTargetIsNone(target: String) {
        #expect(ProxyRequest.endpoint(target) == nil)
    }

    @Test func processesAreCountedByTheirGroup() {
        #expect(ProcessUsage.group(inStat: "12 (a) b) S 1 77 77 0") == 77)
        for text in ["", "12", "12 (", "12 (a)", "12 (a) S", "12 (a) S 1", "12 (a) S 1 x"] {
            #expect(ProcessUsage.group(inStat: text) == nil)
        }
        #expect(
            ProcessUsage.memory(inStatus: "Name:\tx\nRssAnon:\t   12 kB\nRssFile:\t 9 kB\nRssShmem:\t4 kB\n") == 16
                << 10)
        let own = ProcessUsage.of(group: getpgrp())
        #expect(own.processCount > 0 && own.memoryBytes > 1 << 20)
    }

    @Test func theReasonOfAFailedStartIsFoundAmongTheComplaints() {
        let sandbox = "[1:1:ERROR:x] dbus\n[1:1:FATAL:zygote_host_impl_linux.cc] No usable sandbox! If you want\n"
        #expect(BrowserLaunch.reason(sandbox)?.contains("chromium-sandbox") == true)
        #expect(BrowserLaunch.reason("setpriv: setresuid failed: x\n") == "setpriv: setresuid failed: x")
        #expect(BrowserLaunch.reason("noise\n") == nil)
    }
}
