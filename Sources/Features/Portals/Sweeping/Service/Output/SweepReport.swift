import Console
import Knowledge
import Mustache
import PlantedContent
import VietText

/// The report of a sweep for people: one HTML file with its style inside, that loads nothing and runs nothing.
///
/// Memory: at most `maxFindings` findings a kind and `maxExamples` addresses a reason; all are counted.
struct SweepReport {
    static let maxFindings = 500
    static let maxExamples = 5

    private let texts: Texts
    private let words: SweepWords
    private let template: MustacheTemplate
    private let css: String
    private let card: FindingCard
    private var shelf = FindingShelf(maxPerKind: maxFindings)
    private var signs = FindingShelf(maxPerKind: maxFindings)
    private var unseen: [String: (state: PageState, count: Int, examples: [String])] = [:]

    /// - Throws: `FileError` when template or style are missing or faulty.
    init(texts: Texts, resources: String, views: [VisitorView]) throws(FileError) {
        let path = resources + "/templates/sweep-report.mustache"
        let text = String(decoding: try FileBytes.read(path, maxBytes: 1 << 20), as: UTF8.self)
        do {
            template = try HTMLText.template(text)
        } catch {
            throw FileError(path: path, reason: "the template is faulty: \(error)")
        }
        css = String(decoding: try FileBytes.read(resources + "/styles/report.css", maxBytes: 1 << 20), as: UTF8.self)
        self.texts = texts
        words = SweepWords(texts: texts)
        card = FindingCard(texts: texts, views: views)
    }

    mutating func add(_ record: PageRecord) {
        guard record.closing == nil else { return }
        let looked = Set(record.looks.filter { $0.state == .ok }.map(\.view))
        for finding in record.findings { shelf.add(finding, looked: looked) }
        guard record.state != .ok, record.findings.isEmpty else { return }
        var entry = unseen[record.reason ?? ""] ?? (record.state, 0, [])
        entry.count += 1
        if entry.examples.count < Self.maxExamples { entry.examples.append(TableFormat.tidy(record.url)) }
        unseen[record.reason ?? ""] = entry
    }

    mutating func add(_ sheet: SignSheet) {
        for sign in sheet.signs { signs.add(sign, looked: []) }
    }

    /// - Parameters:
    ///   - now: seconds since 1970, for the line that says as of when.
    ///   - folder: of the sweep, for the commands that go on from it.
    func render(_ summary: SweepSummary, now: Int, folder: String) -> String {
        var page: [String: Any] = fixedWords()
        page["css"] = css
        page["lang"] = texts.language.rawValue
        page.merge(state(summary)) { $1 }
        page["asOf"] = asOf(summary, now: now)
        page["ending"] = words.ending(summary, folder: folder)
        page["tiles"] = tiles(summary)
        page.merge(next(summary, folder: folder)) { $1 }
        page.merge(charts(summary)) { $1 }
        page.merge(list(summary)) { $1 }
        page.merge(signList(summary)) { $1 }
        page.merge(unseenTable()) { $1 }
        let notes = (summary.robots + summary.notes).map(words.note) + summary.certificates.map(TableFormat.tidy)
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
            "blindTitle": "sweep.blind", "nextTitle": "sweep.next", "evidenceTitle": "sweep.evidence",
            "openTitle": "sweep.evidence.open", "placeTitle": "sweep.place", "signsTitle": "sweep.signs",
            "weaknessesTitle": "sweep.weaknesses", "checklistTitle": "sweep.checklist.open",
        ].mapValues { texts[$0] }
    }

    // MARK: how it stands, and what is next

    /// The first line: is it all right.
    private func state(_ summary: SweepSummary) -> [String: Any] {
        let tier: InspectionResult.Tier
        let count: Int
        if summary.count(.planted) > 0 {
            (tier, count) = (.planted, summary.count(.planted))
        } else if summary.confirmedCount + summary.attackCount > 0 {
            let line = texts.filled(
                "sweep.state.attack",
                ["n": texts.number(summary.confirmedCount), "attacks": texts.number(summary.attackCount)])
            return ["state": line, "stateClass": "planted", "stateShape": InspectionResult.Tier.planted.shape]
        } else if summary.findingCount > 0 {
            (tier, count) = (.review, summary.findingCount)
        } else if summary.unseenCount > 0 || summary.pageCount == 0 {
            (tier, count) = (.unreadable, summary.unseenCount)
        } else {
            (tier, count) = (.clean, summary.pageCount)
        }
        return [
            "state": texts.filled(
                "sweep.state.\(tier.rawValue)",
                ["n": texts.number(count), "pages": texts.number(summary.accusedCount)]),
            "stateClass": tier.rawValue, "stateShape": tier.shape,
        ]
    }

    private func asOf(_ summary: SweepSummary, now: Int) -> String {
        let line = texts.filled(
            "sweep.asof",
            [
                "time": VietnamTime.clock(now), "pages": texts.number(summary.pageCount),
                "seeds": summary.seeds.prefix(3).map(TableFormat.tidy).joined(separator: ", "),
                "requests": texts.number(summary.requestCount), "size": texts.decimal(Double(summary.byteCount) / 1e6),
                "seconds": words.duration(summary.seconds),
            ])
        guard summary.resumedPageCount > 0 else { return line }
        return line + " " + texts.filled("sweep.resumed", ["pages": texts.number(summary.resumedPageCount)])
    }

    private func tiles(_ summary: SweepSummary) -> [[String: Any]] {
        func tile(_ tier: InspectionResult.Tier, _ word: String, _ count: Int) -> [String: Any] {
            ["class": tier.rawValue, "shape": tier.shape, "word": texts[word], "count": texts.number(count)]
        }
        return [
            tile(.planted, "sweep.tile.planted", summary.count(.planted)),
            tile(.review, "sweep.tile.review", summary.count(.review)),
            tile(.planted, "sweep.tile.confirmed", summary.confirmedCount),
            tile(.unreadable, "sweep.tile.unseen", summary.unseenCount),
            tile(.clean, "sweep.tile.clean", summary.cleanCount),
        ]
    }

    private func next(_ summary: SweepSummary, folder: String) -> [String: Any] {
        var steps: [String] = []
        if summary.count(.planted) > 0 { steps += ["sweep.next.remove", "sweep.next.way"] }
        if summary.count(.review) > 0 { steps.append("sweep.next.review") }
        if summary.confirmedCount + summary.attackCount > 0 { steps.append("sweep.next.signs") }
        if summary.signCount > 0 { steps.append("sweep.next.checklist") }
        if summary.bundleCount > 0 { steps.append("sweep.next.evidence") }
        if summary.unseenCount > 0 { steps.append("sweep.next.unseen") }
        if summary.findingCount > 0 { steps.append("sweep.next.again") }
        let values = ["out": TableFormat.tidy(folder)]
        return ["hasNext": !steps.isEmpty, "next": steps.map { texts.filled($0, values) }]
    }

    private func charts(_ summary: SweepSummary) -> [String: Any] {
        let charts = ReportCharts(texts: texts)
        let kinds = Dictionary(uniqueKeysWithValues: shelf.kinds.map { ($0.name, $0.count) })
        let states = Dictionary(uniqueKeysWithValues: summary.stateCounts.map { ($0.key.rawValue, $0.value) })
        let all = [
            charts.chart("rules", prefix: "rule", title: "sweep.chart.rules", unit: "sweep.table.findings", kinds),
            charts.chart(
                "categories", prefix: "category", title: "report.chart.categories", unit: "sweep.table.findings",
                shelf.categoryCounts),
            charts.chart("states", prefix: "state", title: "sweep.chart.states", unit: "sweep.table.pages", states),
        ].compactMap { $0 }
        return ["charts": all, "hasCharts": !all.isEmpty]
    }

    // MARK: findings

    private func list(_ summary: SweepSummary) -> [String: Any] {
        let kinds = shelf.kinds
        let fixed: [(value: String, label: String, count: Int)] = [
            ("all", texts["report.filter.all"], summary.findingCount),
            ("planted", "● \(texts["tier.planted"])", summary.count(.planted)),
            ("review", "▲ \(texts["tier.review"])", summary.count(.review)),
        ]
        let ofKind = kinds.count > 1 ? kinds.map { ($0.name, words.kind($0.name), $0.count) } : []
        let ofPlace = [
            ("concealed", texts["report.filter.concealed"], shelf.concealedCount),
            ("orphan", texts["sweep.filter.orphan"], shelf.orphanCount),
        ]
        let filters = (fixed + ofKind + ofPlace).filter { $0.value == "all" || $0.count > 0 }
        return [
            "hasFindings": !kinds.isEmpty,
            "groups": kinds.map(group),
            "filters": filters.map { filter -> [String: Any] in
                [
                    "value": filter.value, "label": filter.label, "count": texts.number(filter.count),
                    "checked": filter.value == "all",
                ]
            },
        ]
    }

    /// Signs of attack, and weaknesses behind them: apart from what was planted.
    private func signList(_ summary: SweepSummary) -> [String: Any] {
        let isAttack: (FindingShelf.Kind) -> Bool = { SignRule(rawValue: $0.name)?.category == "attack" }
        let attacks = signs.kinds.filter(isAttack)
        let weaknesses = signs.kinds.filter { !isAttack($0) }
        var page: [String: Any] = [
            "hasSigns": !attacks.isEmpty, "signs": attacks.map(group), "hasWeaknesses": !weaknesses.isEmpty,
            "weaknesses": weaknesses.map(group),
        ]
        page["authority"] = words.authority(summary)
        return page
    }

    private func group(_ kind: FindingShelf.Kind) -> [String: Any] {
        let entries = kind.entries
        var page: [String: Any] = [
            "kind": kind.name, "title": words.kind(kind.name), "count": texts.number(kind.count),
            "findings": entries.map { card.page($0).merging(["kind": kind.name]) { $1 } },
        ]
        if kind.count > entries.count {
            page["more"] = texts.filled("sweep.more", ["n": texts.number(kind.count - entries.count)])
        }
        return page
    }

    // MARK: what was not seen

    /// What nobody can call clean first; then what is told but not held against the portal.
    private func unseenTable() -> [String: Any] {
        let rows = unseen.sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }
        func part(_ title: String, _ isTold: Bool) -> [String: Any]? {
            let rows = rows.filter { SweepSummary.toldReasons.contains($0.key) == isTold }
            guard !rows.isEmpty else { return nil }
            return [
                "title": texts[title],
                "rows": rows.map { reason, entry -> [String: Any] in
                    [
                        "shape": SweepWords.shape(entry.state), "state": texts["state", entry.state.rawValue],
                        "reason": words.reason(reason), "count": texts.number(entry.count),
                        "examples": entry.examples,
                    ]
                },
            ]
        }
        let parts = [part("sweep.unseen.open", false), part("sweep.unseen.told", true)].compactMap { $0 }
        return ["hasUnseen": !parts.isEmpty, "unseen": parts]
    }
}

/// Text with the words that weighed set off.
enum MarkedText {
    /// Pieces in order: `{mark: {text}}` for a word, `{text}` between. Words are found as they are written.
    static func segments(_ text: String, words: [String]) -> [[String: any Sendable]] {
        var ranges: [Range<String.Index>] = []
        for word in Set(words) where word.count > 1 {
            if let range = text.firstRange(of: TableFormat.tidy(word)) { ranges.append(range) }
        }
        ranges.sort { $0.lowerBound < $1.lowerBound }
        var pieces: [[String: any Sendable]] = []
        var at = text.startIndex
        for range in ranges where range.lowerBound >= at {
            if range.lowerBound > at { pieces.append(["text": String(text[at..<range.lowerBound]), "mark": false]) }
            pieces.append(["mark": ["text": String(text[range])] as [String: any Sendable]])
            at = range.upperBound
        }
        if at < text.endIndex { pieces.append(["text": String(text[at...]), "mark": false]) }
        return pieces
    }
}
