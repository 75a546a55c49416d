import PlantedContent
import VietText

/// The gravest findings of each kind as paragraphs of 80 columns, then the counts: what fits on a terminal. Everything stands
/// in the report and in the JSON lines.
struct SweepTable {
    static let maxPerKind = 3

    private let texts: Texts
    private let words: SweepWords
    private let usesColour: Bool
    private var shelf = FindingShelf(maxPerKind: maxPerKind)
    private var signs = FindingShelf(maxPerKind: maxPerKind)

    private static let width = 80
    private static let excerptColumns = 150
    private static let maxHops = 6
    private static let countWidth = 12

    init(texts: Texts, usesColour: Bool) {
        self.texts = texts
        self.usesColour = usesColour
        words = SweepWords(texts: texts)
    }

    mutating func add(_ sheet: SignSheet) {
        for sign in sheet.signs { signs.add(sign, looked: []) }
    }

    mutating func add(_ record: PageRecord) {
        for finding in record.findings { shelf.add(finding, looked: []) }
    }

    /// - Parameter folder: where report and evidence are.
    func write(_ summary: SweepSummary, folder: String, _ out: inout ByteWriter) {
        list(shelf, &out)
        if !signs.kinds.isEmpty {
            out.string(coloured(texts["sweep.signs.all"], "1") + "\n\n")
            list(signs, &out)
        }
        counts(&out)
        totals(summary, &out)
        whereabouts(summary, folder, &out)
    }

    private func list(_ shelf: FindingShelf, _ out: inout ByteWriter) {
        for kind in shelf.kinds {
            let title = "\(words.kind(kind.name)): \(texts.number(kind.count))"
            out.string(coloured(title, "1") + "\n\n")
            for entry in kind.entries { finding(entry.finding, &out) }
            if kind.count > kind.entries.count {
                let left = texts.number(kind.count - kind.entries.count)
                out.string("  \(texts.filled("sweep.table.more", ["n": left]))\n\n")
            }
        }
    }

    // MARK: one finding

    private func finding(_ finding: SweepFinding, _ out: inout ByteWriter) {
        let tier = finding.tier.shown
        let head = coloured("\(tier.shape) \(texts["tier", finding.tierWord])", tier.colour)
        // Signs are proved or to be looked at; nothing is weighed.
        let score = finding.isSign ? "" : " · \(texts.decimal(finding.score))"
        out.string("  \(head) · \(words.headline(finding))\(score)\n")
        // An address stands alone and whole, to be copied.
        out.string("    \(TableFormat.tidy(finding.url))\n")
        var place = [words.place(finding)]
        place += (finding.block?.hidden ?? []).map { texts["hidden", $0] }
        if finding.isOrphan { place.append(texts["sweep.orphan"]) }
        paragraph(place.joined(separator: " · "), &out)
        if !finding.isSign { paragraph("\(texts["sweep.views"]) \(words.views(finding.views))", &out) }
        if finding.chain.isEmpty {
            let excerpt = TerminalText.clipped(TableFormat.tidy(finding.excerpt), columns: Self.excerptColumns)
            paragraph("“\(excerpt)”", &out)
        } else {
            for hop in finding.chain.prefix(Self.maxHops) {
                out.string("    → \(TableFormat.tidy(Defanged.link(hop.url))) (\(texts["sweep.by", hop.kind]))\n")
            }
        }
        if let id = finding.evidence { out.string("    \(texts["sweep.table.evidence"]) \(id.prefix(16))\n") }
        out.string("\n")
    }

    private func paragraph(_ text: String, _ out: inout ByteWriter) {
        out.string(TerminalText.wrapped(text, indent: "    ", width: Self.width))
    }

    // MARK: the end

    private func counts(_ out: inout ByteWriter) {
        guard !shelf.kinds.isEmpty || !signs.kinds.isEmpty else { return }
        let first = Self.width - 2 * Self.countWidth - 2
        func row(_ cells: [String]) -> String {
            TerminalText.padded(cells[0], first) + TerminalText.padded(cells[1], Self.countWidth, right: true)
                + TerminalText.padded(cells[2], Self.countWidth + 2, right: true)
        }
        out.string(
            coloured(row([texts["sweep.table.rule"], texts["tier.planted"], texts["tier.review"]]), "1") + "\n")
        for kind in shelf.kinds + signs.kinds {
            out.string(
                row([words.kind(kind.name), texts.number(kind.plantedCount), texts.number(kind.reviewCount)]) + "\n")
        }
        out.string("\n")
    }

    private func totals(_ summary: SweepSummary, _ out: inout ByteWriter) {
        let parts = [
            "● \(texts["tier.planted"]): \(texts.number(summary.count(.planted)))",
            "▲ \(texts["tier.review"]): \(texts.number(summary.count(.review)))",
            "⊘ \(texts["sweep.table.unseen"]): \(texts.number(summary.unseenCount))",
            "\(texts["sweep.table.pages"]): \(texts.number(summary.pageCount))",
        ]
        out.string(coloured(parts.joined(separator: "  "), "1") + "\n")
        if summary.signCount > 0 {
            let signs = [
                "● \(texts["sweep.tile.confirmed"]): \(texts.number(summary.confirmedCount))",
                "\(texts["sweep.signs.all"]): \(texts.number(summary.signCount))",
            ]
            out.string(coloured(signs.joined(separator: "  "), "1") + "\n")
        }
        let reasons = summary.reasonCounts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        if !reasons.isEmpty {
            let told = reasons.map { "\(words.reason($0.key)): \(texts.number($0.value))" }.joined(separator: " · ")
            out.string(TerminalText.wrapped("\(texts["sweep.table.reasons"]) \(told)", indent: "  ", width: Self.width))
        }
    }

    private func whereabouts(_ summary: SweepSummary, _ folder: String, _ out: inout ByteWriter) {
        let folder = TableFormat.tidy(folder)
        out.string("\n" + TerminalText.wrapped(words.ending(summary, folder: folder), indent: "", width: Self.width))
        out.string(TerminalText.wrapped(words.authority(summary), indent: "", width: Self.width))
        for note in summary.robots + summary.notes {
            out.string(TerminalText.wrapped(words.note(note), indent: "  ", width: Self.width))
        }
        for line in summary.certificates {
            out.string(TerminalText.wrapped(TableFormat.tidy(line), indent: "  ", width: Self.width))
        }
        out.string("\(texts["table.pack"]) \(summary.packs.joined(separator: ", "))")
        out.string(" · \(words.duration(summary.seconds))\n")
        out.string("\n\(texts["sweep.table.checklist"]) \(folder)/checklist.html\n")
        out.string("\(texts["sweep.table.report"]) \(folder)/report.html\n")
        if summary.bundleCount > 0 {
            out.string("\(texts["sweep.table.verify"]) vonggac evidence verify \(folder)/evidence\n")
        }
    }

    private func coloured(_ text: String, _ code: String) -> String {
        usesColour ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }
}
