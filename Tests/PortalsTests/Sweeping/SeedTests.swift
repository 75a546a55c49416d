import Foundation
import Knowledge
import Markup
import Testing

@testable import Portals

struct SeedTests {
    private static func list(_ text: String) -> (paths: [String], bad: Int) {
        var list = AddressList()
        for line in Array(text.utf8).split(separator: 10) { list.take(line) }
        return (list.tally.urls.map { $0.path + ($0.query.map { "?" + $0 } ?? "") }, list.tally.badCount)
    }

    @Test(arguments: [
        ("http://h.vn/a\n# x\n\nhttps://h.vn/b,c\nhttp://h.vn/a\n", ["/a", "/b,c"], 0),
        ("Top pages,Clicks,Impressions\nhttps://h.vn/a,12,3\n\"https://h.vn/b,c\",1,2\n", ["/a", "/b,c"], 0),
        ("Trang hàng đầu;Số lượt nhấp;CTR\nhttps://h.vn/a;12;3,5%\n", ["/a"], 0),
        ("Truy vấn\tURL\ncá độ\thttps://h.vn/a\nnổ hũ\thttps://h.vn/b\n", ["/a", "/b"], 0),
        ("\"URL\",\"Clicks\"\n\"https://h.vn/a?x=\"\"1\"\"\",\"2\"\n", ["/a?x=%221%22"], 0),
        ("h.vn/a\nhttp://h.vn/b\nhttp://\nnot, an, address\n", ["/b"], 3),
        ("", [], 0), ("URL\n", [], 0),
    ])
    func addressesAreFoundInListsAndExports(text: String, paths: [String], bad: Int) {
        let found = Self.list(text)
        #expect(found.paths == paths && found.bad == bad, "\(found)")
    }

    @Test(arguments: ["utf8", "utf8-mark", "utf16le", "utf16be", "gzip"])
    func anExportIsReadInEveryFormItComesIn(form: String) throws {
        let text = "Trang hàng đầu\tSố lượt nhấp\r\nhttps://h.vn/tin-tức\t5\r\nhttps://h.vn/b\t6\r\n"
        let scratch = try Scratch()
        var path = scratch.path + "/export.csv"
        switch form {
        case "utf8": try scratch.write("export.csv", text)
        case "utf8-mark": try scratch.write("export.csv", "\u{FEFF}" + text)
        case "utf16le":
            try scratch.write("export.csv", [0xFF, 0xFE] + text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] })
        case "utf16be":
            try scratch.write("export.csv", [0xFE, 0xFF] + text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] })
        default:
            try scratch.write("export.csv", text)
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/usr/bin/gzip")
            process.arguments = [path]
            try process.run()
            process.waitUntilExit()
            path += ".gz"
        }
        let tally = try SeedFiles.addresses(path)
        #expect(tally.urls.map(\.path) == ["/tin-t%E1%BB%A9c", "/b"])
        #expect(tally.badCount == 0 && tally.lineCount == 3)
    }

    private static let combined = #"""
        1.2.3.4 - - [21/Nov/2026:07:00:00 +0700] "GET /upload/x.html?a=1 HTTP/1.1" 200 5 "https://www.google.com.vn/" "Mozilla/5.0"
        h.vn:443 1.2.3.4 - - [21/Nov/2026:07:00:00 +0700] "GET /b HTTP/2.0" 304 - "https://coccoc.com/search?query=x" "M"
        1.2.3.4 - - [21/Nov/2026:07:00:00 +0700] "GET /own HTTP/1.1" 200 5 "https://h.vn/" "M"
        1.2.3.4 - - [21/Nov/2026:07:00:00 +0700] "GET /gone HTTP/1.1" 404 5 "https://www.bing.com/" "M"
        1.2.3.4 - - [21/Nov/2026:07:00:00 +0700] "GET /common HTTP/1.1" 200 5
        1.2.3.4 - - [21/Nov/2026:07:00:00 +0700] "\x16\x03" 400 0 "-" "-"
        1.2.3.4 - - [21/Nov/2026:07:00:00 +0700] "GET /q\"x HTTP/1.1" 200 0 "https://duckduckgo.com/" "a\"b"
        1.2.3.4 - - [21/Nov/2026:07:00:00 +0700] "GET //evil.com/ HTTP/1.1" 200 0 "https://google.com/" "a"
        1.2.3.4 - - [21/Nov/2026:07:00:00 +0700] "GET /fake HTTP/1.1" 200 0 "https://google.evil.com/" "a"
        nonsense
        """#

    private static let w3c = """
        #Software: Microsoft Internet Information Services 10.0
        #Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs(User-Agent) cs(Referer) sc-status
        2026-11-21 00:00:00 10.0.0.1 GET /Portals/0/x.aspx id=5&y=2 443 Mozilla/5.0+(x) https://www.google.com/ 200
        2026-11-21 00:00:00 10.0.0.1 GET /b - 443 Mozilla/5.0 - 200
        2026-11-21 00:00:00 10.0.0.1 GET /c - 443 Mozilla/5.0 https://cse.search.yahoo.co.jp/x 500
        2026-11-21 00:00:00
        """

    @Test func landingsFromSearchEnginesAreFoundInLogs() throws {
        let engines = try #require(ShippedSweeping.pack).searchEngines
        for (text, paths, bad, passed) in [
            (Self.combined, ["/upload/x.html", "/b", "/q/%22x"], 2, 5), (Self.w3c, ["/Portals/0/x.aspx"], 1, 2),
        ] {
            var log = LandingLog(base: try url("https://h.vn/"), engines: engines)
            for line in Array(text.utf8).split(separator: 10) { log.take(line) }
            #expect(log.tally.urls.map(\.path) == paths)
            #expect(log.tally.badCount == bad && log.tally.passedOverCount == passed, "\(log.tally)")
        }
    }

    @Test(arguments: [
        ("www.google.com", true), ("google.com.vn", true), ("google.evil.com", false), ("notgoogle.com", false),
        ("news.google.co.uk", true),
        ("coccoc.com", true), ("m.coccoc.com", true), ("bing.com", true), ("search.yahoo.co.jp", true),
        ("google", false), ("h.vn", false), ("", false),
    ])
    func searchEnginesAreToldByTheirHost(host: String, isEngine: Bool) throws {
        #expect(try #require(ShippedSweeping.pack).searchEngines.contains(host) == isEngine)
    }

    @Test func noPrefixAndNoChangedByteEndsTheProgram() throws {
        let base = try url("https://h.vn/")
        for text in [Self.combined, Self.w3c, "Top pages,\"x\"\";\thttps://h.vn/a;b\n"] {
            let bytes = Array(text.utf8.suffix(700))
            for cut in 0...bytes.count {
                var log = LandingLog(base: base, engines: SearchEngines())
                var list = AddressList()
                for line in bytes[..<cut].split(separator: 10) {
                    log.take(line)
                    list.take(line)
                }
            }
        }
    }

    @Test func linesOverTheBoundAreCountedAndPassedOver() throws {
        let scratch = try Scratch()
        let path = try scratch.write("list", String(repeating: "x", count: 100_000) + "\nhttp://h.vn/a\n")
        let tally = try SeedFiles.addresses(path)
        #expect(tally.urls.count == 1 && tally.badCount == 1)
        let few = try SeedFiles.addresses(
            try scratch.write("many", (0..<50).map { "http://h.vn/\($0)\n" }.joined()), maxURLs: 10)
        #expect(few.urls.count == 10 && few.isCut)
        #expect(throws: FileError.self) { try SeedFiles.addresses(scratch.path + "/none") }
    }

    @Test func thePackOfTheSweepIsWholeAndRefusesWhatCannotBeMeant() throws {
        let pack = try #require(ShippedSweeping.pack)
        #expect(pack.rules.parameters.count > 30 && pack.rules.uploadFolders.contains("userfiles"))
        #expect(pack.rules.fileKinds["pdf"] == .document && pack.rules.sitemapPaths.contains("/sitemap.xml"))
        let scratch = try Scratch()
        for name in ["PACK", "traps", "folders", "extensions", "sitemaps", "search-engines", "answers", "profiles"] {
            let text = try String(contentsOfFile: resources + "/knowledge/sweeping/\(name).tsv", encoding: .utf8)
            try scratch.write("knowledge/sweeping/\(name).tsv", text)
        }
        try scratch.write(
            "knowledge/sweeping/parameters.tsv",
            "name\tkind\tvalue\nok\tsession\tany\n*\tsession\tany\nBad\ttracking\tany\nx\tother\tany\n")
        try scratch.write("knowledge/sweeping/sitemaps.tsv", "path\nsitemap.xml\n")
        var diagnostics = Diagnostics()
        KnowledgeBase(resources: scratch.path, &diagnostics).check([SweepingPack.self], &diagnostics)
        #expect(diagnostics.errorCount == 4, "\(diagnostics.all)")
    }
}
