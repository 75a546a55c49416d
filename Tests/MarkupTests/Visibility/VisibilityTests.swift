import Foundation
import Markup
import Testing

/// Our static answer against the browser's. Two hundred pages in every run; `VONGGAC_FULL=1` lays out two thousand and, with
/// `RECORD=1`, writes the table of `Docs/visibility.md`.
@Suite struct VisibilityTests {
    static let isFull = ProcessInfo.processInfo.environment["VONGGAC_FULL"] == "1"

    @Test func hiddenOrVisibleAgreesWithChromium() throws {
        let count = VisibilityTests.isFull ? 2_000 : 200
        var tally = VisibilityTally()
        var pages: [String] = []
        var words: [[(word: String, technique: String)]] = []
        for page in 0..<count {
            var generator = PageGenerator(page: page, seed: 20_261_121)
            pages.append(generator.write())
            words.append(generator.words)
        }
        let verdicts = try BrowserOracle.judge(pages)
        try #require(!verdicts.isEmpty)
        for page in 0..<count {
            let reading = Reading(pages[page])
            var ours: [String: PageView.Hidden] = [:]
            for block in reading.view.blocks {
                for word in reading.text(block).matches(of: /w\d+x\d+y/) {
                    ours[String(word.output)] = block.hidden.subtracting(.customary)
                }
            }
            for (word, technique) in words[page] {
                tally.note(
                    word: word, technique: technique, ours: ours[word], browser: verdicts[word] ?? "absent",
                    page: pages[page])
            }
        }
        if let path = ProcessInfo.processInfo.environment["VISIBILITY_REPORT"] {
            try Data((tally.report(pages: count) + "\n" + tally.samples(12)).utf8).write(to: URL(fileURLWithPath: path))
        }
        #expect(tally.agreement >= 0.98, "\(tally.report(pages: count))")
        #expect(tally.hiddenShare > 0.2 && tally.hiddenShare < 0.8, "the pages must hold both")
    }
}

/// Counts agreement, and disagreement by class: the technique around the word and both answers.
struct VisibilityTally {
    private(set) var total = 0
    private(set) var agreed = 0
    private(set) var browserHidden = 0
    private(set) var classes: [String: (count: Int, sample: String)] = [:]

    var agreement: Double { total == 0 ? 0 : Double(agreed) / Double(total) }
    var hiddenShare: Double { total == 0 ? 0 : Double(browserHidden) / Double(total) }

    mutating func note(
        word: String, technique: String, ours: PageView.Hidden?, browser: String, page: String
    ) {
        total += 1
        if !browser.isEmpty { browserHidden += 1 }
        let isHidden = ours.map { !$0.isEmpty } ?? true
        if isHidden == !browser.isEmpty {
            agreed += 1
            return
        }
        let answer = ours.map { $0.isEmpty ? "visible" : $0.names.joined(separator: "+") } ?? "absent"
        let key = "\(technique)\t\(answer)\t\(browser.isEmpty ? "visible" : browser)"
        classes[key] = ((classes[key]?.count ?? 0) + 1, "\(word) in \(page)")
    }

    func report(pages: Int) -> String {
        var lines = ["pages \(pages), text nodes \(total), agreed \(agreed) = \(agreement), hidden \(browserHidden)"]
        for (key, value) in classes.sorted(by: { $0.value.count > $1.value.count }) {
            lines.append("\(value.count)\t\(key)")
        }
        return lines.joined(separator: "\n")
    }

    func samples(_ limit: Int) -> String {
        classes.sorted(by: { $0.value.count > $1.value.count }).prefix(limit)
            .map { "## \($0.value.count) \($0.key)\n\($0.value.sample)" }.joined(separator: "\n")
    }
}
