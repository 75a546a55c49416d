import Foundation
import LoopbackServer
import Testing

/// Portals that try to send a sweep where it must not go, or to keep it for ever.
@Suite(.serialized) struct SweepSafetyTests {
    private static func answer(_ page: String, _ head: String = "200 OK", _ fields: String = "") -> String {
        "HTTP/1.1 \(head)\r\nContent-Type: text/html; charset=utf-8\r\n\(fields)"
            + "Content-Length: \(page.utf8.count)\r\n\r\n\(page)"
    }

    private static let text = String(
        repeating: "<p>Ủy ban nhân dân xã thông báo lịch tiếp công dân trong tuần.</p>", count: 8)

    private static func page(_ body: String, head: String = "") -> String {
        answer("<!doctype html><html><head><title>Thông báo</title>\(head)</head><body>\(body)\(text)</body></html>")
    }

    private func sweep(_ server: RawServer, _ more: String...) async throws -> (SweepLines, Program.Result) {
        let scratch = try Scratch()
        let running = try Program.start(
            [
                "sweep", "http://127.0.0.1:\(server.port)/", "--allow-address", "127.0.0.1:\(server.port)", "--rate",
                "0",
                "--key", scratch.path + "/node.pem", "--format", "json", "--out", scratch.path + "/sweep",
            ] + more)
        let result = try await running.result(within: .seconds(900))
        return (try SweepLines(result.output), result)
    }

    /// Every way to lead on × every way to write an address that is not to be reached.
    @Test func noWayLeadsToAnAddressThatIsNotOpen() async throws {
        let forbidden = try RawServer { _, visit in _ = visit.send(Self.page("<p>kín</p>")) }
        defer { forbidden.stop() }
        let port = forbidden.port
        let targets = [
            "http://127.0.0.1:\(port)/", "http://169.254.169.254/latest/meta-data/", "http://[::ffff:10.0.0.1]/",
            "http://2130706433:\(port)/", "http://0177.0.0.1:\(port)/", "http://0x7f.1:\(port)/",
            "http://127.1:\(port)/", "http://[::ffff:127.0.0.1]:\(port)/", "http://[::ffff:7f00:1]:\(port)/",
            "http://0.0.0.0:\(port)/", "http://127.0.0.2:\(port)/", "http://user@127.0.0.1:\(port)/",
            "http://[64:ff9b::7f00:1]:\(port)/", "file:///etc/passwd", "gopher://127.0.0.1:\(port)/_",
        ]
        let ways = ["http", "meta", "script", "form", "frame", "plain"]
        let server = try RawServer(answeringText: { request in
            let parts = request.target.split(separator: "/").map(String.init)
            guard parts.count == 2, let number = Int(parts[1]), number < targets.count else {
                guard request.target == "/" else { return Self.answer("", "404 Not Found") }
                let links = ways.flatMap { way in targets.indices.map { "<a href=\"/\(way)/\($0)\">mục</a>" } }
                return Self.page(links.joined())
            }
            let url = targets[number]
            switch parts[0] {
            case "http": return Self.answer("", "302 Found", "Location: \(url)\r\n")
            case "meta": return Self.page("", head: "<meta http-equiv=\"refresh\" content=\"0;url=\(url)\">")
            case "script": return Self.page("", head: "<script>window.location.href='\(url)';</script>")
            case "form":
                return Self.page(
                    "<form id=\"f\" action=\"\(url)\"></form><script>document.getElementById('f').submit();</script>")
            case "frame":
                return Self.page(
                    "<iframe src=\"\(url)\" width=\"100%\" height=\"100%\"></iframe><img src=\"\(url)\"><script src=\"\(url)\">"
                        + "</script><link rel=\"stylesheet\" href=\"\(url)\">")
            default: return Self.page("<a href=\"\(url)\">liên kết</a>")
            }
        })
        defer { server.stop() }
        let (lines, result) = try await sweep(server)
        #expect(forbidden.accepted == 0)
        #expect(lines.summary.ended == "drained", "\(result.errors)")
        let base = "http://127.0.0.1:\(server.port)/"
        for way in ways { #expect(lines.pages[base + "\(way)/0"] != nil, "never looked at: \(way)") }
        // Whoever is led away by the answer itself is told so: refused, or with the way that was taken.
        for index in targets.indices {
            let page = try #require(lines.pages[base + "http/\(index)"])
            let isTold = page.state != "ok" || page.views.contains { $0.chain?.isEmpty == false }
            #expect(isTold, "\(targets[index]): \(page)")
        }
        for way in ["meta", "script", "form"] {
            for index in targets.indices where targets[index].hasPrefix("http:") {
                let page = try #require(lines.pages[base + "\(way)/\(index)"])
                #expect(
                    page.views.first?.chain?.isEmpty == false || page.state == "refused", "\(targets[index]): \(page)")
            }
        }
    }

    @Test func aSeedThatMayNotBeReachedIsRefused() async throws {
        let forbidden = try RawServer { _, visit in _ = visit.send(Self.page("<p>kín</p>")) }
        defer { forbidden.stop() }
        let scratch = try Scratch()
        let result = try Program.run([
            "sweep", "http://127.0.0.1:\(forbidden.port)/", "--rate", "0", "--key", scratch.path + "/node.pem",
            "--format", "json", "--out", scratch.path + "/sweep",
        ])
        let lines = try SweepLines(result.output)
        #expect(result.code == 3)
        #expect(lines.pages.values.map(\.state) == ["refused"])
        #expect(lines.pages.values.allSatisfy { $0.reason == "address-refused" && $0.verdict != "clean" })
        #expect(forbidden.accepted == 0)
    }

    @Test func tenThousandLinksAndAnInfiniteCalendarEndWithinThePageCap() async throws {
        let server = try RawServer(answeringText: { request in
            let number = request.target.firstMatch(of: /[0-9]+$/).flatMap { Int($0.0) } ?? 0
            if request.target == "/robots.txt" || request.target.hasPrefix("/sitemap") {
                return Self.answer("", "404 Not Found")
            }
            if request.target.hasPrefix("/lich") {
                let near = (number - 1...number + 1).map { "<a href=\"/lich?thang=\($0)\">tháng \($0)</a>" }
                return Self.page(near.joined() + "<p>Lịch công tác tháng \(number)</p>")
            }
            let links = (0..<10_000).map { "<a href=\"/tin/bai-\(number)-\($0)\">bài</a>" }
            // Pages that say the same would be left alone before the cap.
            let words = (1...200).map { "từ\(($0 &* 7_919 &* (number &+ 1)) % 100_003)" }.joined(separator: " ")
            return Self.page("<a href=\"/lich?thang=1\">lịch</a><p>\(words)</p>" + links.joined())
        })
        defer { server.stop() }
        let (lines, result) = try await sweep(server, "--max-pages", "40", "--views", "visitor")
        #expect(lines.summary.ended == "max-pages" && lines.summary.left > 1_000, "\(result.errors)")
        #expect(lines.pages.count == 40)
        #expect(server.requests.count < 80)
    }

    /// Without a cap on pages a calendar ends by itself.
    @Test func anInfiniteCalendarEndsByItself() async throws {
        let server = try RawServer(answeringText: { request in
            if request.target == "/robots.txt" || request.target.hasPrefix("/sitemap") {
                return Self.answer("", "404 Not Found")
            }
            let number = request.target.firstMatch(of: /[0-9]+$/).flatMap { Int($0.0) } ?? 0
            return Self.page(
                "<a href=\"/lich?thang=\(number + 1)\">tháng sau</a><p>Lịch công tác tháng \(number), việc \(number * 7)</p>"
            )
        })
        defer { server.stop() }
        let (lines, result) = try await sweep(server, "--views", "visitor")
        #expect(lines.summary.ended == "drained" && result.code == 0, "\(result.errors)")
        #expect(lines.pages.count > 3 && lines.pages.count < 200)
    }
}
