import Console
import ConsoleVisitor
import Testing
import Unpack

@testable import Console

/// Answers that go out packed.
@Suite struct PackingTests {
    @Test func textIsPackedForWhoTakesItAndIsTheSame() async throws {
        try await RunningConsole.with { console in
            let visitor = Visitor(port: console.port)
            let style = try #require(try await visitor.get("/nowhere").links.first { $0.hasSuffix(".css") })
            for path in [style, "/api/v1/openapi.json"] {
                let plain = try await visitor.get(path)
                #expect(plain.field("content-encoding") == nil)
                #expect(plain.field("vary") == "accept-encoding")
                let packed = try await visitor.get(path, ["Accept-Encoding": "deflate, gzip;q=0.8, br"])
                #expect(packed.field("content-encoding") == "gzip")
                #expect(packed.field("content-length") == "\(packed.body.count)")
                #expect(packed.body.count < plain.body.count)
                let inflated = try Inflater.gunzip(packed.body)
                #expect(inflated == plain.body)
            }
        }
    }

    @Test func picturesStreamsAndShortAnswersAreNot() async throws {
        try await RunningConsole.with { console in
            let visitor = Visitor(port: console.port)
            for path in ["/picture", "/healthz"] {
                let answer = try await visitor.get(path, ["Accept-Encoding": "gzip"])
                #expect(answer.field("content-encoding") == nil, "\(path)")
            }
            let line = try Line(port: console.port)
            let cookie = try await console.cookie("moi")
            line.send("GET /live HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: gzip\r\nCookie: \(cookie)\r\n\r\n")
            let text = await line.receive(until: "event: part")
            #expect(text?.contains("event: part") == true, "as it is written")
        }
    }

    @Test(arguments: [
        ("gzip", true), ("GZIP", true), ("br, gzip", true), ("gzip;q=0", false), ("gzip; q=0.000", false), ("", false),
        ("identity", false), ("x-gzip", true), ("gzipped", false), ("*", false), ("gzip;q=x", false), (",;,=", false),
    ])
    func whatABrowserTakesIsReadAsItIsMeant(_ field: String, _ takes: Bool) {
        #expect(PackingMiddleware.takesGzip([field]) == takes)
    }
}
