import Foundation
import LoopbackServer
import Testing

/// The command line of `vonggac sweep`.
@Suite(.serialized) struct SweepCommandTests {
    private static let portal = "http://127.0.0.1:9/"

    @Test(arguments: [
        ([], "https://"), (["cong.example"], "https://"), (["ftp://cong.example/"], "https://"),
        (["--max-pages", "0", portal], "1 to 1000000"), (["--max-pages", "x", portal], "--max-pages"),
        (["--max-duration", "0", portal], "--max-duration"), (["--max-duration", "5y", portal], "--max-duration"),
        (["--views", "robot", portal], "--views"), (["--views", "", portal], "--views"),
        (["--rate", "-1", portal], "--rate"), (["--rate", "nan", portal], "0 to 1000"),
        (["--jobs", "0", portal], "1 to 256"), (["--jobs", "257", portal], "1 to 256"),
        (["--evidence-budget", "0", portal], "--evidence-budget"), (["--resume", portal], "--out"),
        (["--allow-address", "cong.example:80", portal], "10.0.0.0/8"),
        (["--allow-address", "10.0.0.0/33", portal], "10.0.0.0/8"), (["--resolver", "dns", portal], "10.1.1.1:53"),
        (["--source-address", "eth0", portal], "no address"), (["--proxy", "socks://h:1", portal], "http://host:port"),
        (["--robots", "ignore", portal], "obey"), (["--format", "xml", portal], "json"),
        (["--seed-file", "/nowhere/seeds.txt", portal], "/nowhere/seeds.txt"),
        (["--access-log", "/nowhere/access.log", portal], "/nowhere/access.log"),
        (["--out", "/proc/nowhere", portal], "/proc/nowhere"), (["--data-dir", "/nowhere", portal], "/nowhere"),
        (["--bogus", portal], "--bogus"),
    ])
    func wrongUseEndsWithTwoAndSaysWhatWouldBeRight(arguments: [String], remedy: String) throws {
        let scratch = try Scratch()
        var whole = ["sweep"] + arguments
        if !arguments.contains("--out"), !arguments.contains("--resume") {
            whole += ["--out", scratch.path + "/sweep"]
        }
        let result = try Program.run(whole, environment: ["XDG_STATE_HOME": scratch.path])
        #expect(result.code == 2)
        #expect(result.output.isEmpty)
        #expect(result.errors.contains(remedy), "\(result.errors)")
    }

    private static func portal(_ page: String, status: String = "200 OK") throws -> RawServer {
        try RawServer(answeringText: { request in
            let isHome = request.target == "/"
            let body = isHome ? "<!doctype html><title>Cổng</title><body>\(page)" : "<p>404</p>"
            return "HTTP/1.1 \(isHome ? status : "404 Not Found")\r\nContent-Type: text/html; charset=utf-8\r\n"
                + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
        })
    }

    private func sweep(_ server: RawServer, _ scratch: Scratch, _ more: String...) throws -> Program.Result {
        try Program.run(
            [
                "sweep", "http://127.0.0.1:\(server.port)/", "--allow-address", "127.0.0.1:\(server.port)", "--rate",
                "0",
                "--key", scratch.path + "/node.pem", "--out", scratch.path + "/sweep",
            ] + more)
    }

    private static let honest = String(
        repeating: "<p>Ủy ban nhân dân xã thông báo lịch tiếp công dân trong tuần tới.</p>", count: 5)
    private static let advert =
        "<div style=\"display:none\"><a href=\"https://tai-xiu-9.example\">Nhà cái uy tín, tài xỉu online, nổ hũ đổi "
        + "thưởng, tặng 100k khi đăng ký</a></div>"

    @Test(arguments: [
        (honest, "200 OK", Int32(0)), (honest + advert, "200 OK", 1), (honest, "403 Forbidden", 3),
        (honest, "500 Internal Server Error", 3),
    ])
    func theExitCodeSaysWhatWasFound(page: String, status: String, code: Int32) throws {
        let server = try Self.portal(page, status: status)
        defer { server.stop() }
        let result = try sweep(server, try Scratch(), "--format", "json")
        #expect(result.code == code, "\(result.errors)")
        let lines = try SweepLines(result.output)
        #expect(lines.summary.findings == (code == 1 ? lines.findings.count : 0))
        #expect(lines.findings.isEmpty == (code != 1))
        #expect(lines.summary.pages == lines.pages.count)
    }

    @Test func aJournalIsNotWrittenOverAndTheRemedyIsSaid() throws {
        let server = try Self.portal(Self.honest)
        defer { server.stop() }
        let scratch = try Scratch()
        #expect(try sweep(server, scratch).code == 0)
        let path = scratch.path + "/sweep/journal.jsonl"
        let journal = try Data(contentsOf: URL(fileURLWithPath: path))
        let second = try sweep(server, scratch)
        #expect(second.code == 2)
        #expect(second.errors.contains("--resume") && second.errors.contains("--out"), "\(second.errors)")
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == journal)
        #expect(try sweep(server, scratch, "--resume").code == 0)
        // Another sweep's journal is not gone on with.
        let other = try sweep(server, scratch, "--resume", "--views", "visitor")
        #expect(other.code == 2 && other.errors.contains("other seeds or options"), "\(other.errors)")
    }

    @Test func theReportIsAPageAndTheSameOnStandardOutput() throws {
        let server = try Self.portal(Self.honest + Self.advert)
        defer { server.stop() }
        let scratch = try Scratch()
        let result = try sweep(server, scratch, "--format", "html")
        #expect(result.code == 1)
        #expect(result.output.hasPrefix("<!DOCTYPE html>") || result.output.hasPrefix("<!doctype html>"))
        #expect(result.output.hasSuffix("</html>\n") && result.output.contains("lang=\"vi\""))
        #expect(try String(contentsOfFile: scratch.path + "/sweep/report.html", encoding: .utf8) == result.output)
        // Words that weigh are marked one by one.
        #expect(result.output.replacing(/<[^>]+>/, with: "").contains("tài xỉu online"))
        #expect(result.errors.contains("report.html"))
    }

    @Test func theTableNamesTheFindingInTheLanguageThatIsAsked() throws {
        let server = try Self.portal(Self.honest + Self.advert)
        defer { server.stop() }
        let english = try sweep(server, try Scratch(), "--lang", "en")
        let vietnamese = try sweep(server, try Scratch(), "--lang", "vi")
        #expect(english.code == 1 && vietnamese.code == 1)
        #expect(english.output.contains("http://127.0.0.1:\(server.port)/"))
        #expect(english.output != vietnamese.output)
    }

    @Test func nothingCanBeGoneOnWithWhereThereIsNoJournal() throws {
        let server = try Self.portal(Self.honest + Self.advert)
        defer { server.stop() }
        let result = try sweep(server, try Scratch(), "--resume", "--format", "json")
        #expect(result.code == 2)
        #expect(result.errors.contains("no journal"), "\(result.errors)")
    }
}
