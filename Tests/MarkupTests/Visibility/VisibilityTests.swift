import Foundation
import Markup
import Testing

/// Our static answer against the browser's. Two hundred pages in every run; `VONGGAC_FULL=1` lays out two thousand and, with
/// `RECORD=1`, writes the table of `Docs/visibility.md`. `VISIBILITY_REPORT` names a file for the table of this run.
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
        if VisibilityTests.isFull, ProcessInfo.processInfo.environment["RECORD"] == "1" {
            try record(tally.table(pages: count))
        }
        if let report = ProcessInfo.processInfo.environment["VISIBILITY_REPORT"] {
            try Data(tally.table(pages: count).utf8).write(to: URL(fileURLWithPath: report))
        }
        #expect(tally.agreement >= 0.98, "\(tally.report(pages: count))")
        #expect(tally.hiddenShare > 0.2 && tally.hiddenShare < 0.8, "the pages must hold both")
    }

    /// Replaces what stands behind the marker in the document.
    private func record(_ table: String) throws {
        let file = URL(fileURLWithPath: #filePath).appendingPathComponent("../../../../Docs/visibility.md").standardized
        let marker = "<!-- figures -->\n"
        let text = try String(contentsOf: file, encoding: .utf8)
        let head = try #require(text.components(separatedBy: marker).first)
        try Data((head + marker + table).utf8).write(to: file)
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
            lines.append("\(value.count)\t\(key)\t\(value.sample.prefix(3_000))")
        }
        return lines.joined(separator: "\n")
    }

    /// Figures and classes as Markdown: disagreements by both answers, with the techniques around the words.
    func table(pages: Int) -> String {
        let percent = (agreement * 100_00).rounded() / 100
        var lines = [
            "", "## Figures", "",
            "\(pages) pages, \(total) text nodes, of which the browser hides \(browserHidden): **\(percent) % agree**, "
                + "\(total - agreed) do not.", "",
            "| nodes | we say | Chromium says | techniques around (outer+inner) |",
            "|---|---|---|---|",
        ]
        var groups: [String: (count: Int, techniques: [String])] = [:]
        for (key, value) in classes.sorted(by: { ($1.value.count, $0.key) < ($0.value.count, $1.key) }) {
            let parts = key.split(separator: "\t").map(String.init)
            let group = "\(parts[1]) | \(parts[2])"
            groups[group, default: (0, [])].count += value.count
            groups[group, default: (0, [])].techniques.append("\(parts[0]) \(value.count)")
        }
        for (group, value) in groups.sorted(by: { ($1.value.count, $0.key) < ($0.value.count, $1.key) }) {
            let shown = value.techniques.prefix(8).joined(separator: ", ")
            let more = value.techniques.count > 8 ? ", and \(value.techniques.count - 8) more" : ""
            lines.append("| \(value.count) | \(group) | \(shown)\(more) |")
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
