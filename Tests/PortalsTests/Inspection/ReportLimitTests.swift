import Foundation
import Portals
import Testing
import VietText

@Suite struct ReportLimitTests {
    @Test func aReportOfManyFindingsIsBoundedAndSaysHowManyAreLeftOut() async throws {
        let scratch = try Scratch()
        let rows = (0..<1_500).map { _ in #"{"text":"planted"}"# }.joined(separator: "\n")
        try scratch.write("rows.jsonl", rows)
        let texts = try Texts(resources: resources, room: "portals", language: .en)
        let run = try await inspect([scratch.path], HTMLFormat(texts: texts, resources: resources))
        #expect(run.text.contains("500 more inputs are not shown"))
        #expect(run.text.components(separatedBy: "<article").count - 1 == 1_000)
        #expect(run.summary.tally.count(.planted) == 1_500)
    }
}
