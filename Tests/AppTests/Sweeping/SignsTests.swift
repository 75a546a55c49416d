import Foundation
import LoopbackServer
import StagedPortal
import Testing

/// Signs of attack and weaknesses: what the demo portal shows is told, nothing else is, and probes go out only with authority.
@Suite(.serialized) struct SignsTests {
    private static let authority = "Quyết định giao rà quét số 7"
    private static let options = PortalOptions(isFull: true, hasBurdens: false, maxDoorways: 3)

    /// `rule path`, as the truth and the lines name a sign.
    private func told(_ lines: SweepLines, _ served: ServedPortal) -> [String] {
        lines.signs.map {
            "\($0.rule) \($0.url.hasPrefix(served.base) ? String($0.url.dropFirst(served.base.count)) : $0.url)"
        }
    }

    private func wanted(_ served: ServedPortal, _ isWanted: (Truth) -> Bool) -> [String] {
        served.portal.truth.filter { $0.family == .sign && isWanted($0) }.map { "sign/\($0.technique) \($0.path)" }
    }

    @Test func everySignIsFoundWithAuthorityAndNothingElseIsAccused() async throws {
        try await ServedPortal.with(Self.options) { served in
            let arguments = served.arguments("probed", "--render", "never", "--probe", "--authority", Self.authority)
            let result = try await Program.start(arguments).result(within: .seconds(900))
            #expect(result.code == 1, "\(result.errors)")
            let lines = try SweepLines(result.output)
            #expect(told(lines, served).sorted() == wanted(served) { _ in true }.sorted())
            #expect(lines.summary.authority == Self.authority && lines.summary.probes > 50)
            #expect(lines.summary.signs == lines.signs.count)
            #expect(lines.signs.allSatisfy { ["confirmed", "review"].contains($0.tier) })
            // What is confirmed is proved by what went over the wire.
            #expect(lines.signs.allSatisfy { $0.tier != "confirmed" || $0.evidence != nil })
            let folder = served.out("probed")
            for name in ["journal.jsonl", "report.html", "checklist.html"] {
                let text = try String(contentsOfFile: folder + "/" + name, encoding: .utf8)
                #expect(text.contains(Self.authority), "\(name)")
            }
            let states = Dictionary(uniqueKeysWithValues: lines.checks.map { ($0.key, $0.state) })
            #expect(states["leaks"] == "missing" && states["redirect"] == "missing" && states["level"] == "asked")
        }
    }

    @Test func withoutAuthorityNothingIsAskedThatNoPageNames() async throws {
        try await ServedPortal.with(Self.options) { served in
            let result = try await Program.start(served.arguments("plain", "--render", "never")).result(
                within: .seconds(300))
            let lines = try SweepLines(result.output)
            #expect(told(lines, served).sorted() == wanted(served) { $0.reach != .probe }.sorted())
            #expect(lines.summary.probes == 0 && lines.summary.authority == nil)
            let asked = Set(try await served.quietWireLog().map(\.path))
            let probed = served.portal.truth.filter { $0.family == .sign && $0.reach == .probe }.map(\.path)
            #expect(asked.isDisjoint(with: probed.filter { !$0.contains("?") }))
            #expect(!asked.contains { $0.contains("vonggac-probe") })
            // What was not asked for proves nothing.
            let states = Dictionary(uniqueKeysWithValues: lines.checks.map { ($0.key, $0.state) })
            #expect(states["console"] == "asked" && states["redirect"] == "asked")
        }
    }

    @Test func aPageThatChangedSinceTheLastGoodSweepIsTold() async throws {
        let text = String(
            repeating: "<p>Ủy ban nhân dân xã thông báo lịch tiếp công dân, kết quả giải quyết thủ tục.</p>", count: 12)
        let isChanged = Flag()
        let server = try RawServer(answeringText: { request in
            guard request.target == "/" else { return "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n" }
            let page =
                isChanged.isSet
                ? "<!doctype html><title>xin chao</title><body><p>chung toi da o day</p>"
                : "<!doctype html><title>Cổng thông tin xã An Bình Mẫu</title><body>\(text)"
            return
                "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: \(page.utf8.count)\r\n\r\n"
                + page
        })
        defer { server.stop() }
        let scratch = try Scratch()
        func sweep(_ out: String, _ more: String...) throws -> (SweepLines, Int32) {
            let result = try Program.run(
                [
                    "sweep", "http://127.0.0.1:\(server.port)/", "--allow-address", "127.0.0.1:\(server.port)",
                    "--rate",
                    "0", "--key", scratch.path + "/node.pem", "--format", "json", "--out", scratch.path + "/" + out,
                ] + more)
            return (try SweepLines(result.output), result.code)
        }
        #expect(try sweep("good").1 == 0)
        let journal = try Data(contentsOf: URL(fileURLWithPath: scratch.path + "/good/journal.jsonl"))
        #expect(
            try sweep("same", "--baseline", scratch.path + "/good").0.signs.allSatisfy { $0.rule != "sign/defacement" })
        isChanged.set()
        let (lines, code) = try sweep("changed", "--baseline", scratch.path + "/good")
        let sign = try #require(lines.signs.first { $0.rule == "sign/defacement" })
        #expect(code == 1 && sign.tier == "review" && sign.text.contains("xin chao"))
        // The last good state is only read.
        #expect(try Data(contentsOf: URL(fileURLWithPath: scratch.path + "/good/journal.jsonl")) == journal)
    }

    @Test(arguments: [
        (["--probe"], "--authority"), (["--probe", "--authority", "  "], "--authority"),
        (["--authority", "ai đó"], "--probe"), (["--baseline", "/nowhere"], "--baseline"),
    ])
    func wrongUseNamesTheRemedy(arguments: [String], remedy: String) throws {
        let scratch = try Scratch()
        let result = try Program.run(
            ["sweep", "http://127.0.0.1:9/", "--out", scratch.path + "/x"] + arguments)
        #expect(result.code == 2 && result.errors.contains(remedy), "\(result.errors)")
    }
}

/// Something that happened, seen from another thread.
final class Flag: @unchecked Sendable {
    private let lock = NSLock()
    private var value = false

    var isSet: Bool { lock.withLock { value } }
    func set() { lock.withLock { value = true } }
}
