import Foundation
import Portals
import Testing

@Suite struct InspectionRunTests {
    private func objects(_ text: String) throws -> [[String: Any]] {
        try text.split(separator: "\n").map {
            try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
        }
    }

    @Test(arguments: [1, 2, 7])
    func outputKeepsTheOrderOfTheInputs(jobs: Int) async throws {
        let scratch = try Scratch()
        for index in 100..<300 { try scratch.write("page-\(index).html", "page \(index)") }
        try scratch.write("page-250.jsonl", (0..<3_000).map { "{\"id\":\($0),\"text\":\"row \($0)\"}\n" }.joined())
        let run = try await inspect([scratch.path], jobs: jobs)
        let names = try objects(run.text).map { object in
            (object["source"] as? String ?? "").split(separator: "/").last.map(String.init) ?? ""
        }
        #expect(names == names.sorted())
        #expect(names.count == 3_200)
        let rows = try objects(run.text).compactMap { $0["id"] as? Int }
        #expect(rows == Array(0..<3_000))
        #expect(run.summary.tally.inputCount == 3_200)
    }

    @Test func everyRowGivesOneObjectWithItsIdentifier() async throws {
        let scratch = try Scratch()
        let file = try scratch.write(
            "rows.jsonl",
            """
            {"id":"a\\"1","text":"planted"}

            {"id":7,"html":"<p>review</p>","text":"planted"}
            {"text":"no id"}
            {"id":{"x":1},"text":"odd id"}
            {broken
            {"id":"none"}
            {"id":"empty","text":""}
            """)
        let found = try objects(try await inspect([file]).text)
        #expect(found.map { "\($0["id"] ?? "")" } == ["a\"1", "7", "4", "5", "6", "none", "empty"])
        #expect(
            found.map { $0["verdict"] as? String }
                == ["planted", "review", "clean", "clean", "unreadable", "unreadable", "clean"])
        #expect(found[4]["reason"] as? String == "the line is no valid JSON: see byte 1")
        #expect((found[5]["reason"] as? String)?.contains("--text-field") == true)
    }

    @Test func otherFieldNamesAreRead() async throws {
        let scratch = try Scratch()
        let file = try scratch.write("rows.jsonl", #"{"key":9,"noi_dung":"planted"}"#)
        let run = try await inspect([file]) {
            $0.textField = "noi_dung"
            $0.idField = "key"
        }
        #expect(try objects(run.text).map { $0["id"] as? Int } == [9])
        #expect(run.summary.tally.count(.planted) == 1)
    }

    @Test func offsetsOfARowAreThoseOfItsUnescapedText() async throws {
        let scratch = try Scratch()
        let file = try scratch.write("rows.jsonl", #"{"text":"\u0111\u1eb7t planted"}"#)
        let found = try objects(try await inspect([file]).text)
        let blocks = try #require(found[0]["blocks"] as? [[String: Any]])
        let terms = try #require(blocks[0]["terms"] as? [[String: Any]])
        #expect(terms[0]["start"] as? Int == Array("đặt ".utf8).count)
        #expect(found[0]["bytes"] as? Int == Array("đặt planted".utf8).count)
    }

    @Test func refusedFormatsAreUnreadableNeverClean() async throws {
        let scratch = try Scratch()
        let files = try [
            scratch.write("a.doc", "{\\rtf1"), scratch.write("b.bin", [0, 1, 2]), scratch.write("c", "Rar!"),
        ]
        let found = try objects(try await inspect(files + ["/nowhere.html"]).text)
        #expect(found.allSatisfy { $0["verdict"] as? String == "unreadable" })
        #expect(
            found.map { $0["reason"] as? String } == [
                "DOC, ODT or RTF is not read by this version; convert it to HTML or text first",
                "neither HTML nor text",
                "archive is not read by this version; convert it to HTML or text first",
                "No such file or directory",
            ])
    }

    @Test func aFileBeyondTheCapIsUnreadable() async throws {
        let scratch = try Scratch()
        try scratch.write("a.html", String(repeating: "planted ", count: 200_000))
        try scratch.write(
            "b.jsonl", #"{"text":""# + String(repeating: "x", count: 2 << 20) + "\"}\n{\"text\":\"planted\"}\n")
        let run = try await inspect([scratch.path]) { $0.maxInputBytes = 1 << 20 }
        #expect(run.summary.tally.tiers == [.unreadable: 2, .planted: 1])
    }

    @Test func packedInputsAreUnpackedAndDamagedOnesTold() async throws {
        let scratch = try Scratch()
        let page = try gzip(Array("<p>planted</p>".utf8))
        try scratch.write("a.html.gz", page)
        try scratch.write("b.jsonl.gz", try gzip(Array("{\"text\":\"review\"}\n{\"text\":\"x\"}\n".utf8)))
        try scratch.write("c.html.gz", Array(page.dropLast(6)))
        let found = try objects(try await inspect([scratch.path]).text)
        #expect(found.map { $0["verdict"] as? String } == ["planted", "review", "clean", "unreadable"])
        #expect((found[3]["reason"] as? String)?.hasPrefix("the packed data end too early") == true)
    }

    @Test func pagesOfACrawlAreReadWithTheirAddress() async throws {
        let scratch = try Scratch()
        func record(_ type: String, _ address: String, _ block: String) -> String {
            "WARC/1.0\r\nWARC-Type: \(type)\r\nWARC-Target-URI: \(address)\r\nContent-Length: \(block.utf8.count)\r\n\r\n"
                + block + "\r\n\r\n"
        }
        func response(_ type: String, _ body: String) -> String {
            "HTTP/1.1 200 OK\r\nContent-Type: \(type)\r\n\r\n\(body)"
        }
        let crawl =
            record("warcinfo", "", "software: x\r\n")
            + record("response", "https://a.example/1", response("text/html", "<p>planted"))
            + record("response", "https://a.example/2.png", response("image/png", "planted"))
            + record("response", "https://a.example/3", response("text/plain; charset=utf-8", "review"))
        try scratch.write("crawl.warc", crawl)
        try scratch.write("crawl.warc.gz", try gzip(Array(crawl.utf8)))
        let run = try await inspect([scratch.path])
        let found = try objects(run.text)
        #expect(
            found.map { $0["id"] as? String }
                == Array(repeating: ["https://a.example/1", "https://a.example/3"], count: 2).flatMap { $0 })
        #expect(found.map { $0["verdict"] as? String } == ["planted", "review", "planted", "review"])
        #expect(run.summary.tally.skippedCount == 4)
        // A link is weighed against the page's own address.
        #expect(run.text.contains(#""url":"https://bet.example/https://a.example/1""#))
    }

    @Test func noPrefixOfAPackedCrawlHangsOrCrashes() async throws {
        let scratch = try Scratch()
        let body = "HTTP/1.1 200 OK\r\n\r\n<html>planted"
        let record = "WARC/1.0\r\nWARC-Type: response\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)\r\n\r\n"
        let packed = try gzip(Array(record.utf8))
        for count in 0..<packed.count {
            let file = try scratch.write("p.warc.gz", Array(packed.prefix(count)))
            #expect(try await inspect([file]).summary.tally.count(.clean) == 0)
        }
    }

    @Test func jsonThatIsNotLinesIsPassedOverInFoldersAndToldWhenNamed() async throws {
        let scratch = try Scratch()
        let file = try scratch.write("package.json", "{\n  \"name\": \"x\"\n}\n")
        #expect(try await inspect([scratch.path]).summary.tally.inputCount == 0)
        #expect(try await inspect([scratch.path]).summary.tally.skippedCount == 1)
        #expect(try await inspect([file]).text.contains("not JSON lines"))
    }

    @Test func theExitCodeFollowsTheMildestTierAskedFor() {
        func code(_ tiers: [InspectionResult.Tier: Int], _ minTier: InspectionResult.Tier) -> Int32? {
            var tally = Tally()
            tally.tiers = tiers
            return InspectCommand.exitCode(tally, minTier: minTier)
        }
        #expect(code([.clean: 5], .review) == nil)
        #expect(code([.review: 1, .unreadable: 1], .review) == 1)
        #expect(code([.review: 1], .planted) == nil)
        #expect(code([.review: 1, .unreadable: 1], .planted) == 3)
        #expect(code([.planted: 1, .unreadable: 1], .planted) == 1)
    }

    private func gzip(_ bytes: [UInt8]) throws -> [UInt8] {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["gzip", "-c"]
        let input = Pipe()
        let output = Pipe()
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        try input.fileHandleForWriting.write(contentsOf: Data(bytes))
        try input.fileHandleForWriting.close()
        let packed = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return Array(packed)
    }
}
