import PlantedContent

/// Findings as rows for a terminal, and the counts at the end.
struct SweepTable {
    let texts: Texts
    let usesColour: Bool
    private var words: SweepWords { SweepWords(texts: texts) }

    private static let excerptLength = 100

    init(texts: Texts, usesColour: Bool) {
        self.texts = texts
        self.usesColour = usesColour
    }

    func finding(_ finding: SweepFinding, _ out: inout ByteWriter) {
        let tier = finding.tier.shown
        let views = finding.views.map(words.view).joined(separator: ", ")
        out.string(coloured("\(tier.shape) \(texts["tier", tier.rawValue])", tier.colour))
        out.string(
            "  \(texts.decimal(finding.score))  \(words.rule(finding.rule)): \(texts["category", finding.category])"
                + "  \(TableFormat.tidy(finding.url))\n")
        var place = [words.place(finding)]
        place += (finding.block?.hidden ?? []).map { texts["hidden", $0] }
        if finding.isOrphan { place.append(texts["sweep.orphan"]) }
        out.string("    \(place.joined(separator: " · ")) · \(texts["sweep.views"]) \(views)\n")
        if finding.chain.isEmpty {
            let excerpt = TableFormat.tidy(finding.excerpt)
            let isLong = excerpt.count > Self.excerptLength
            out.string("    “\(excerpt.prefix(Self.excerptLength))\(isLong ? "…" : "")”\n")
        } else {
            for hop in finding.chain.prefix(6) {
                out.string("    → \(TableFormat.tidy(Defanged.link(hop.url))) (\(texts["sweep.by", hop.kind]))\n")
            }
        }
        if let evidence = finding.evidence {
            out.string("    \(texts["sweep.table.evidence"]) \(evidence.prefix(16))\n")
        }
    }

    func summary(_ summary: SweepSummary, _ out: inout ByteWriter) {
        let parts = [
            "● \(texts["tier.planted"]): \(texts.number(summary.count(.planted)))",
            "▲ \(texts["tier.review"]): \(texts.number(summary.count(.review)))",
            "⊘ \(texts["sweep.table.unseen"]): \(texts.number(summary.unseenCount))",
            "\(texts["sweep.table.pages"]): \(texts.number(summary.pageCount))",
        ]
        out.string("\n" + coloured(parts.joined(separator: "  "), "1") + "\n")
        for (reason, count) in summary.reasonCounts.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
            out.string("    \(words.reason(reason)): \(texts.number(count))\n")
        }
        out.string(texts.filled("sweep.ending.\(summary.ending.rawValue)", ["left": texts.number(summary.leftCount)]))
        out.string("\n")
        for note in summary.robots + summary.certificates + summary.notes { out.string("    \(TableFormat.tidy(note))\n") }
        out.string(
            "\(texts["table.pack"]) \(summary.packs.joined(separator: ", ")) · \(texts.decimal(summary.seconds)) s\n")
    }

    private func coloured(_ text: String, _ code: String) -> String {
        usesColour ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }
}
