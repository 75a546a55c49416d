import Knowledge
import Mustache
import PlantedContent

/// The report of a sweep for people: one HTML file with its style inside, that loads nothing and runs nothing.
///
/// Memory: at most `maxFindings` findings and `maxExamples` addresses a reason; all are counted.
struct SweepReport {
    static let maxFindings = 1_000
    static let maxExamples = 5

    private let texts: Texts
    private let words: SweepWords
    private let template: MustacheTemplate
    private let css: String
    private let views: [VisitorView]
    private var findings: [(finding: SweepFinding, looked: Set<VisitorView>)] = []
    private var unseen: [String: (state: PageState, count: Int, examples: [String])] = [:]

    /// - Throws: `FileError` when template or style are missing or faulty.
    init(texts: Texts, resources: String, views: [VisitorView]) throws(FileError) {
        let path = resources + "/templates/sweep-report.mustache"
        let text = String(decoding: try FileBytes.read(path, maxBytes: 1 << 20), as: UTF8.self)
        do {
            template = try MustacheTemplate(string: text)
        } catch {
            throw FileError(path: path, reason: "the template is faulty: \(error)")
        }
        css = String(decoding: try FileBytes.read(resources + "/styles/report.css", maxBytes: 1 << 20), as: UTF8.self)
        self.texts = texts
        words = SweepWords(texts: texts)
        self.views = views
    }

    mutating func add(_ record: PageRecord) {
        let looked = Set(record.looks.filter { $0.state == .ok }.map(\.view))
        for finding in record.findings where findings.count < Self.maxFindings { findings.append((finding, looked)) }
        guard record.state != .ok, record.findings.isEmpty else { return }
        var entry = unseen[record.reason ?? ""] ?? (record.state, 0, [])
        entry.count += 1
        if entry.examples.count < Self.maxExamples { entry.examples.append(TableFormat.tidy(record.url)) }
        unseen[record.reason ?? ""] = entry
    }

    /// - Parameter now: seconds since 1970, for the line that says as of when.
    func render(_ summary: SweepSummary, now: Int) -> String {
        var page: [String: Any] = fixedWords()
        page["css"] = css
        page["lang"] = texts.language.rawValue
        page.merge(state(summary)) { $1 }
        page["asOf"] = texts.filled(
            "sweep.asof",
            [
                "time": VietnamTime.clock(now), "pages": texts.number(summary.pageCount),
                "seeds": summary.seeds.prefix(3).map(TableFormat.tidy).joined(separator: ", "),
                "requests": texts.number(summary.requestCount), "size": texts.decimal(Double(summary.byteCount) / 1e6),
                "seconds": texts.decimal(summary.seconds),
            ])
        page["ending"] = texts.filled(
            "sweep.ending.\(summary.ending.rawValue)", ["left": texts.number(summary.leftCount)])
        page["tiles"] = tiles(summary)
        let charts = [
            ReportCharts(texts: texts).chart(
                "rules", prefix: "rule", title: "sweep.chart.rules", unit: "sweep.table.findings", families(summary)),
            ReportCharts(texts: texts).chart(
                "states", prefix: "state", title: "sweep.chart.states", unit: "sweep.table.pages",
                Dictionary(uniqueKeysWithValues: summary.stateCounts.map { ($0.key.rawValue, $0.value) })),
        ].compactMap { $0 }
        page["charts"] = charts
        page["hasCharts"] = !charts.isEmpty
        page.merge(list(summary)) { $1 }
        page.merge(unseenTable()) { $1 }
        let notes = (summary.robots + summary.certificates + summary.notes).map(TableFormat.tidy)
        page["hasNotes"] = !notes.isEmpty
        page["notes"] = notes
        page["blind"] = ["address", "scripts", "documents", "orphans"].map { texts["sweep.blind.\($0)"] }
        page["footer"] = texts.filled(
            "sweep.footer", ["version": ProgramVersion.text, "packs": summary.packs.joined(separator: ", ")])
        return template.render(page)
    }

    private func fixedWords() -> [String: Any] {
        [
            "title": "sweep.title", "boardTitle": "report.board", "findingsTitle": "report.findings",
            "filterTitle": "report.filter", "whyTitle": "report.why", "viewsTitle": "sweep.views",
            "chainTitle": "sweep.chain", "unseenTitle": "sweep.unseen", "reasonHead": "sweep.head.reason",
            "countHead": "sweep.head.count", "examplesHead": "sweep.head.examples", "notesTitle": "sweep.notes",
            "blindTitle": "sweep.blind",
        ].mapValues { texts[$0] }
    }

    /// The first line: is it all right.
    private func state(_ summary: SweepSummary) -> [String: Any] {
        let tier: InspectionResult.Tier
        let count: Int
        if summary.count(.planted) > 0 {
            (tier, count) = (.planted, summary.count(.planted))
        } else if summary.findingCount > 0 {
            (tier, count) = (.review, summary.findingCount)
        } else if summary.unseenCount > 0 || summary.pageCount == 0 {
            (tier, count) = (.unreadable, summary.unseenCount)
        } else {
            (tier, count) = (.clean, summary.pageCount)
        }
        return [
            "state": texts.filled("sweep.state.\(tier.rawValue)", ["n": texts.number(count)]),
            "stateClass": tier.rawValue, "stateShape": tier.shape,
        ]
    }

    private func tiles(_ summary: SweepSummary) -> [[String: Any]] {
        func tile(_ tier: InspectionResult.Tier, _ word: String, _ count: Int) -> [String: Any] {
            ["class": tier.rawValue, "shape": tier.shape, "word": texts[word], "count": texts.number(count)]
        }
        return [
            tile(.planted, "tier.planted", summary.count(.planted)),
            tile(.review, "tier.review", summary.count(.review)),
            tile(.unreadable, "sweep.tile.unseen", summary.unseenCount),
            tile(.clean, "sweep.tile.pages", summary.pageCount),
        ]
    }

    private func families(_ summary: SweepSummary) -> [String: Int] {
        summary.ruleCounts.reduce(into: [:]) { $0[String($1.key.prefix { $0 != "/" }), default: 0] += $1.value }
    }

    // MARK: findings

    private func list(_ summary: SweepSummary) -> [String: Any] {
        let ordered = findings.enumerated()
            .sorted { ($1.element.finding.tier, $0.offset) < ($0.element.finding.tier, $1.offset) }.map(\.element)
        let concealed = ordered.filter { Self.isConcealed($0.finding) }.count
        let filters: [(value: String, label: String, count: Int)] = [
            ("all", texts["report.filter.all"], summary.findingCount),
            ("planted", "● \(texts["tier.planted"])", summary.count(.planted)),
            ("review", "▲ \(texts["tier.review"])", summary.count(.review)),
            ("concealed", texts["report.filter.concealed"], concealed),
        ]
        var page: [String: Any] = [
            "hasFindings": !ordered.isEmpty,
            "findings": ordered.enumerated().map { finding($1.finding, looked: $1.looked, number: $0 + 1) },
            "filters": filters.filter { $0.value == "all" || $0.count > 0 }.map { filter -> [String: Any] in
                [
                    "value": filter.value, "label": filter.label, "count": texts.number(filter.count),
                    "checked": filter.value == "all",
                ]
            },
        ]
        if summary.findingCount > ordered.count {
            page["moreFindings"] = texts.filled(
                "report.more.findings", ["n": texts.number(summary.findingCount - ordered.count)])
        }
        return page
    }

    private static func isConcealed(_ finding: SweepFinding) -> Bool {
        finding.rule.hasPrefix("cloaking/") || finding.block?.hidden.isEmpty == false
    }

    private func finding(_ finding: SweepFinding, looked: Set<VisitorView>, number: Int) -> [String: Any] {
        let tier = finding.tier.shown
        var page: [String: Any] = [
            "number": number, "class": tier.rawValue, "shape": tier.shape, "tier": texts["tier", tier.rawValue],
            "rule": words.rule(finding.rule), "page": TableFormat.tidy(finding.url),
            "category": texts["category", finding.category], "isHidden": Self.isConcealed(finding),
            "score": texts.decimal(finding.score),
            "scoreTitle": texts.filled("report.score", ["score": texts.decimal(finding.score)]),
            "scoreWidth": (min(max(finding.score, 0), 1) * 120).rounded(),
            "views": views.filter(looked.union(finding.views).contains).map { view -> [String: Any] in
                let sees = finding.views.contains(view)
                return [
                    "class": sees ? "sees" : "misses", "shape": sees ? "●" : "○", "word": words.view(view),
                    "hint": texts[sees ? "sweep.sees" : "sweep.misses"],
                ]
            },
            "place": texts.filled("sweep.place", ["place": words.place(finding)]),
            "hasChain": !finding.chain.isEmpty, "chain": finding.chain.map(hop),
        ]
        if finding.isOrphan { page["orphan"] = texts["sweep.orphan"] }
        if let block = finding.block, !block.hidden.isEmpty {
            page["why"] = block.hidden.map { texts["hidden", $0] }.joined(separator: "; ") + "."
        }
        if finding.chain.isEmpty {
            page["excerpt"] = true
            page["segments"] = MarkedText.segments(TableFormat.tidy(finding.excerpt), words: finding.words)
        }
        page.merge(evidence(finding)) { $1 }
        return page
    }

    private func hop(_ hop: Observation.Hop) -> [String: Any] {
        let by = texts["sweep.by", hop.kind] + (hop.isConditional ? ", \(texts["sweep.conditional"])" : "")
        return ["url": TableFormat.tidy(Defanged.link(hop.url)), "by": by]
    }

    private func evidence(_ finding: SweepFinding) -> [String: Any] {
        if let id = finding.evidence { return ["evidence": texts["sweep.evidence"], "bundle": id] }
        return [
            "evidence": texts.filled("sweep.evidence.none", ["why": finding.evidenceNote ?? "–"])
        ]
    }

    // MARK: what was not seen

    private func unseenTable() -> [String: Any] {
        let rows = unseen.sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }
        return [
            "hasUnseen": !rows.isEmpty,
            "unseen": rows.map { reason, entry -> [String: Any] in
                [
                    "shape": SweepWords.shape(entry.state), "state": texts["state", entry.state.rawValue],
                    "reason": words.reason(reason), "count": texts.number(entry.count), "examples": entry.examples,
                ]
            },
        ]
    }
}

/// Text with the words that weighed set off.
enum MarkedText {
    /// Pieces in order: `{mark: {text}}` for a word, `{text}` between. Words are found as they are written.
    static func segments(_ text: String, words: [String]) -> [[String: Any]] {
        var ranges: [Range<String.Index>] = []
        for word in Set(words) where word.count > 1 {
            if let range = text.firstRange(of: TableFormat.tidy(word)) { ranges.append(range) }
        }
        ranges.sort { $0.lowerBound < $1.lowerBound }
        var pieces: [[String: Any]] = []
        var at = text.startIndex
        for range in ranges where range.lowerBound >= at {
            if range.lowerBound > at { pieces.append(["text": String(text[at..<range.lowerBound]), "mark": false]) }
            pieces.append(["mark": ["text": String(text[range])]])
            at = range.upperBound
        }
        if at < text.endIndex { pieces.append(["text": String(text[at...]), "mark": false]) }
        return pieces
    }
}
