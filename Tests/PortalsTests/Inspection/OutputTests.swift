import Foundation
import Testing
import VietText

@testable import Portals

@Suite struct OutputTests {
    private static let report = RecordReport(
        source: "trang \"1\".html", id: .source,
        result: InspectionResult(
            tier: .planted, score: 0.98765, categories: ["gambling"],
            blocks: [
                .init(
                    zone: "footer", hidden: ["display-none", "off-screen"], start: 10, end: 40,
                    text: "nhà cái\n\u{1}uy tín",
                    score: 0.5, category: "gambling",
                    terms: [
                        .init(
                            rule: "advert/nhà-cái", text: "nhà cái", start: 10, end: 19, weight: -1.25, isDecoded: true)
                    ])
            ],
            links: [.init(url: "https://bet.example/", host: "bet.example", reason: "listed", start: 1, end: 2)],
            pack: "p@1", byteCount: 50), elapsedMicroseconds: 12)

    private func written(_ format: any InspectionFormat, _ reports: [RecordReport]) throws -> String {
        var out = ByteWriter()
        format.begin(&out)
        var summary = RunSummary()
        summary.tally.pack = "p@1"
        var isFirst = true
        for report in reports {
            var part = OutputPart()
            part.tally.add(report.result)
            format.add(report, &part)
            if !part.writer.isEmpty {
                if !isFirst, format.separatesByComma { out.text(",\n") }
                isFirst = false
                out.raw(part.writer.bytes)
            }
            summary.tally.add(part.tally)
        }
        try format.end(summary, &out)
        return String(decoding: out.bytes, as: UTF8.self)
    }

    @Test func aJSONLineHoldsTheFieldsOfTheManualInTheirOrder() throws {
        #expect(
            try written(JSONFormat(), [Self.report]) == #"""
                {"source":"trang \"1\".html","id":"trang \"1\".html","verdict":"planted","score":0.9877,"categories":["gambling"],"blocks":[{"zone":"footer","hidden":["display-none","off-screen"],"start":10,"end":40,"text":"nhà cái\n\u0001uy tín","score":0.5,"category":"gambling","terms":[{"rule":"advert/nhà-cái","text":"nhà cái","start":10,"end":19,"weight":-1.25,"decoded":true}]}],"links":[{"url":"https://bet.example/","host":"bet.example","reason":"listed","hidden":[],"start":1,"end":2}],"pack":"p@1","bytes":50,"elapsed_us":12,"encoding":"utf-8","replacements":0}

                """#)
    }

    @Test func sarifIsAsTheStandardWantsIt() throws {
        var row = Self.report
        row.source = "đường dẫn/a b.jsonl"
        row.id = .line(17)
        var clean = Self.report
        clean.result.tier = .clean
        let text = try written(SARIFFormat(minTier: .review), [Self.report, clean, row])
        let log = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        #expect(log["version"] as? String == "2.1.0")
        let run = try #require((log["runs"] as? [[String: Any]])?.first)
        let results = try #require(run["results"] as? [[String: Any]])
        #expect(results.count == 2)
        let driver = try #require((run["tool"] as? [String: Any])?["driver"] as? [String: Any])
        let rules = try #require(driver["rules"] as? [[String: Any]]).compactMap { $0["id"] as? String }
        #expect(Set(rules).count == rules.count)
        for result in results {
            #expect(rules.contains(result["ruleId"] as? String ?? ""))
            #expect(result["level"] as? String == "error")
        }
        func place(_ result: [String: Any]) -> [String: Any]? {
            (result["locations"] as? [[String: Any]])?.first?["physicalLocation"] as? [String: Any]
        }
        #expect(place(results[0])?["region"] as? [String: Int] == ["byteOffset": 10, "byteLength": 30])
        #expect(place(results[1])?["region"] as? [String: Int] == ["startLine": 17])
        #expect(
            place(results[1])?["artifactLocation"] as? [String: String]
                == ["uri": "%C4%91%C6%B0%E1%BB%9Dng%20d%E1%BA%ABn/a%20b.jsonl"])
    }

    @Test func sarifWithoutFindingsIsWhole() throws {
        let text = try written(SARIFFormat(minTier: .planted), [])
        let log = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        #expect(((log["runs"] as? [[String: Any]])?.first?["results"] as? [Any])?.isEmpty == true)
    }

    @Test func theTableTellsFindingsAndWhatCouldNotBeRead() throws {
        let texts = try Texts(resources: resources, room: "portals", language: .en)
        var clean = Self.report
        clean.result.tier = .clean
        let unreadable = RecordReport(
            source: "b.pdf", id: .source, result: .unreadable("PDF is not read"), elapsedMicroseconds: 0)
        let table = TableFormat(texts: texts, minTier: .review, usesColour: false)
        #expect(
            try written(table, [Self.report, clean, unreadable]) == """
                VERDICT       SCORE  CATEGORY            INPUT
                ● planted     0.99   gambling            trang "1".html
                              footer · switched off (display: none) · moved off the screen · bytes 10–40
                              “nhà cái �uy tín”
                ⊘ unreadable     –                       b.pdf
                              PDF is not read

                ● planted: 1  ▲ review: 0  ⊘ unreadable: 1  ✓ clean: 1  read: 3
                Knowledge p@1 · 0.00 s

                """)
    }

    @Test func textOfPagesDoesNotSteerTheTerminal() {
        #expect(TableFormat.tidy("a\u{1B}[2J\nb\u{202E}c\u{9B}\u{200B}") == "a\u{FFFD}[2J b\u{FFFD}c\u{FFFD}\u{FFFD}")
    }

    @Test func numbersAreWrittenWithoutExponentsAndWithoutNoise() {
        var out = ByteWriter()
        for value in [0, 1, 0.5, 0.12345, -0.00001, -2.5, 99_999_999, .infinity, .nan, 1e300, 0.99999] {
            out.decimal(value)
            out.text(" ")
        }
        out.integer(.min)
        #expect(
            String(decoding: out.bytes, as: UTF8.self)
                == "0 1 0.5 0.1235 0 -2.5 99999999 0 0 0 1 -9223372036854775808")
    }

    @Test func jsonStringsReadBackAsTheyWere() throws {
        var generator = SplitMix(seed: 3)
        for _ in 0..<500 {
            var text = String.UnicodeScalarView()
            for _ in 0..<20 {
                let value = UInt32.random(
                    in: 0..<(Bool.random(using: &generator) ? 0x80 : 0x11_0000), using: &generator)
                if let scalar = Unicode.Scalar(value) { text.append(scalar) }
            }
            var out = ByteWriter()
            out.list([String(text)]) { $1.json($0) }
            #expect(try JSONSerialization.jsonObject(with: Data(out.bytes)) as? [String] == [String(text)])
        }
    }

    @Test func linksInReportsAreInert() {
        #expect(Defanged.link("https://bet.example/a") == "hxxps://bet.example/a")
        #expect(Defanged.link("HTTP://x") == "hxxp://x")
        #expect(Defanged.link("javascript:alert(1)") == "javascript[:]alert(1)")
        #expect(Defanged.link("https://" + String(repeating: "a", count: 1_000)).count == 301)
    }
}

@Suite struct ReportExcerptTests {
    private func block(_ text: String, _ terms: [(String, Int, Double)]) -> InspectionResult.Block {
        .init(
            zone: "main", start: 0, end: 1, text: text, score: 1,
            terms: terms.map { .init(rule: "r", text: $0.0, start: $0.1, end: $0.1 + 1, weight: $0.2) })
    }

    @Test func theWordsThatWeighedAreMarkedByTheirWeight() {
        let segments = ReportExcerpt.segments(
            of: block(
                "nhà cái uy tín, công an, uy tín",
                [("nhà cái", 0, 2), ("uy tín", 9, 0.5), ("uy tín", 30, 1), ("công an", 20, -1)]))
        #expect(
            segments.map { "\($0.text)|\($0.strength)" } == [
                "nhà cái|w3", " |", "uy tín|w1", ", |", "công an|against", ", |", "uy tín|w2",
            ])
    }

    @Test func overlappingWordsAreMarkedOnceTheWeightierFirst() {
        let segments = ReportExcerpt.segments(
            of: block("nhà cái uy tín", [("nhà cái", 0, 1), ("nhà cái uy tín", 0, 2)]))
        #expect(segments.map(\.text) == ["nhà cái uy tín"])
    }

    @Test func aLongBlockIsCutAroundItsWordsAtCharacters() {
        let text = String(repeating: "ấ", count: 5_000) + "nhà cái" + String(repeating: "ữ", count: 5_000)
        let window = ReportExcerpt.window(of: block(text, [("nhà cái", 0, 1)]))
        #expect(window.contains("nhà cái"))
        #expect(window.utf8.count < 1_300)
        #expect(!window.contains("\u{FFFD}"))
    }
}
