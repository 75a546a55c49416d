import Knowledge
import PlantedContent
import Testing
import VietText

@testable import Portals

@Suite struct SweepTableTests {
    private func shown(_ records: [PageRecord], _ language: Texts.Language = .vi, colour: Bool = false) throws -> String
    {
        var table = SweepTable(
            texts: try Texts(resources: resources, room: "portals", language: language), usesColour: colour)
        for record in records { table.add(record) }
        var out = ByteWriter()
        table.write(SweepShown.summary(records), folder: "xa", &out)
        return String(decoding: out.bytes, as: UTF8.self)
    }

    private let rules = ["cloaking/gambling", "redirect/crawler", "content/gambling", "sitemap/foreign-slugs"]

    @Test(arguments: Texts.Language.allCases)
    func noLineIsWiderThanEightyColumns(_ language: Texts.Language) throws {
        let long = String(repeating: "quảng cáo nhà cái ", count: 40) + String(repeating: "六合彩", count: 60)
        var records = rules.map {
            SweepShown.record([SweepShown.finding($0, views: VisitorView.allCases, text: long)])
        }
        records += ["waf", "captcha", "too-slow", "not-found"].map {
            SweepShown.record([], state: .unreadable, reason: $0)
        }
        for line in try shown(records, language).split(separator: "\n") {
            #expect(TerminalText.columns(line) <= 80, "\(line)")
        }
    }

    @Test func anAddressIsNeverBroken() throws {
        let url = "https://xa.example/" + String(repeating: "thu-tuc-hanh-chinh-", count: 20)
        #expect(try shown([SweepShown.record([SweepShown.finding("content/gambling", url: url)])]).contains(url + "\n"))
    }

    @Test func onlyTheFirstOfAKindAreToldAndTheRestCounted() throws {
        let records = (0..<10).map {
            SweepShown.record([SweepShown.finding("content/gambling", url: "https://xa.example/\($0)")])
        }
        let text = try shown(records, .en)
        #expect(text.contains("https://xa.example/\(SweepTable.maxPerKind - 1)\n"))
        #expect(!text.contains("https://xa.example/\(SweepTable.maxPerKind)\n"))
        #expect(text.contains("… and \(10 - SweepTable.maxPerKind) more"))
    }

    @Test func plantedComesBeforeReviewWhateverCameFirst() throws {
        let text = try shown([
            SweepShown.record([SweepShown.finding("content/gambling", tier: .review, url: "https://xa.example/mild")]),
            SweepShown.record([SweepShown.finding("content/gambling", url: "https://xa.example/grave")]),
        ])
        let grave = try #require(text.firstRange(of: "/grave"))
        let mild = try #require(text.firstRange(of: "/mild"))
        #expect(grave.lowerBound < mild.lowerBound)
    }

    @Test func withoutColourThereIsNoEscapeSequenceEvenFromThePage() throws {
        let records = [
            SweepShown.record([SweepShown.finding("content/gambling", text: "a\u{1B}[31mb\u{202E}c")])
        ]
        #expect(!(try shown(records)).contains("\u{1B}"))
        #expect(try shown(records, colour: true).contains("\u{1B}[31;1m"))
        #expect(!(try shown(records, colour: true)).contains("\u{1B}[31mb"))
    }

    @Test func theLastLinesSayWhereReportAndEvidenceAre() throws {
        let text = try shown([SweepShown.record([SweepShown.finding("content/gambling")])], .en)
        #expect(text.hasSuffix("Report: xa/report.html\nVerify the evidence: vonggac evidence verify xa/evidence\n"))
        #expect(try shown([SweepShown.record([])], .en).hasSuffix("Report: xa/report.html\n"))
    }
}

@Suite struct TerminalTextTests {
    @Test func wideSignsTakeTwoColumnsAndMarksNone() {
        #expect(TerminalText.columns("cổng"[...]) == 4)
        #expect(TerminalText.columns("cô\u{0309}ng"[...]) == 4)
        #expect(TerminalText.columns("六合"[...]) == 4)
    }

    @Test(arguments: 0...40)
    func noWordIsLostWhateverTheWidth(_ width: Int) {
        let text = "một hai 六合彩开奖结果香港马会资料 ba"
        let lines = TerminalText.wrapped(text, indent: "  ", width: width).split(separator: "\n")
        #expect(lines.joined().filter { $0 != " " } == text.filter { $0 != " " })
    }

    @Test func clippingSaysThatSomethingIsLeftOut() {
        #expect(TerminalText.clipped("abc", columns: 3) == "abc")
        #expect(TerminalText.clipped("abcd", columns: 3) == "ab…")
    }
}
