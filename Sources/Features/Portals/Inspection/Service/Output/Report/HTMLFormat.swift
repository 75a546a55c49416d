import Console
import Glibc
package import Knowledge
import Mustache
package import VietText

/// A report for people: one HTML file with its style inside, that loads nothing and runs nothing.
///
/// Memory: the first `maxKeptReports` findings, trimmed; all are counted. Text of pages is escaped by the template and
/// shown as text only; links are defanged.
package struct HTMLFormat: InspectionFormat {
    private let texts: Texts
    private let template: MustacheTemplate
    private let css: String
    private let now: Int

    package var maxKeptReports: Int { 1_000 }

    /// - Parameter now: seconds since 1970, for the line that says as of when.
    /// - Throws: `FileError` when template or style are missing or faulty.
    package init(texts: Texts, resources: String, now: Int = time(nil)) throws(FileError) {
        let path = resources + "/templates/inspection-report.mustache"
        let text = String(decoding: try FileBytes.read(path, maxBytes: 1 << 20), as: UTF8.self)
        do {
            template = try HTMLText.template(text)
        } catch {
            throw FileError(path: path, reason: "the template is faulty: \(error)")
        }
        css = String(decoding: try FileBytes.read(resources + "/styles/report.css", maxBytes: 1 << 20), as: UTF8.self)
        self.texts = texts
        self.now = now
    }

    package func add(_ report: RecordReport, _ part: inout OutputPart) {
        guard report.result.tier != .clean, part.kept.count < maxKeptReports else { return }
        part.kept.append(ReportFinding.trimmed(report))
    }

    package func end(_ summary: RunSummary, _ out: inout ByteWriter) {
        out.string(template.render(page(summary)))
    }

    private func page(_ summary: RunSummary) -> [String: Any] {
        let tally = summary.tally
        var page = ReportWords(texts: texts).page
        page["css"] = css
        page["lang"] = texts.language.rawValue
        page.merge(state(tally)) { $1 }
        page["asOf"] = texts.filled(
            "report.asof",
            [
                "time": VietnamTime.clock(now), "inputs": texts.number(tally.inputCount),
                "size": texts.decimal(Double(tally.byteCount) / 1e6),
                "seconds": texts.decimal(summary.elapsedSeconds), "skipped": texts.number(tally.skippedCount),
            ])
        page["tiles"] = InspectionResult.Tier.allCases.reversed().map { tier -> [String: Any] in
            [
                "class": tier.rawValue, "shape": tier.shape, "word": texts["tier", tier.rawValue],
                "count": texts.number(tally.count(tier)),
            ]
        }
        let charts = ReportCharts(texts: texts).charts(tally)
        page["charts"] = charts
        page["hasCharts"] = !charts.isEmpty
        page.merge(findings(summary)) { $1 }
        page["footer"] = texts.filled("report.footer", ["version": ProgramVersion.text, "pack": tally.pack])
        return page
    }

    /// The first line: is it all right.
    private func state(_ tally: Tally) -> [String: Any] {
        let tier: InspectionResult.Tier =
            [.planted, .review, .unreadable].first { tally.count($0) > 0 } ?? .clean
        let count = tier == .clean ? tally.inputCount : tally.count(tier)
        return [
            "state": texts.filled("report.state.\(tier.rawValue)", ["n": texts.number(count)]),
            "stateClass": tier.rawValue, "stateShape": tier.shape,
        ]
    }

    private func findings(_ summary: RunSummary) -> [String: Any] {
        let finding = ReportFinding(texts: texts)
        // The gravest first; within a tier the order of the inputs.
        let ordered = summary.kept.enumerated()
            .sorted { ($1.element.result.tier, $0.offset) < ($0.element.result.tier, $1.offset) }.map(\.element)
        let tally = summary.tally
        let concealed = ordered.filter { $0.result.blocks.contains { !$0.hidden.isEmpty } }.count
        let told = tally.inputCount - tally.count(.clean)
        var page: [String: Any] = [
            "hasFindings": !ordered.isEmpty,
            "findings": ordered.enumerated().map { finding.page($1, number: $0 + 1) },
        ]
        let filters: [(value: String, label: String, count: Int)] =
            [("all", texts["report.filter.all"], told)]
            + [.planted, .review, .unreadable].map { (tier: InspectionResult.Tier) in
                (tier.rawValue, "\(tier.shape) \(texts["tier", tier.rawValue])", tally.count(tier))
            } + [("concealed", texts["report.filter.concealed"], concealed)]
        page["filters"] = filters.filter { $0.value == "all" || $0.count > 0 }.map { filter -> [String: Any] in
            [
                "value": filter.value, "label": filter.label, "count": texts.number(filter.count),
                "checked": filter.value == "all",
            ]
        }
        if told > ordered.count {
            page["moreFindings"] = texts.filled("report.more.findings", ["n": texts.number(told - ordered.count)])
        }
        return page
    }
}
