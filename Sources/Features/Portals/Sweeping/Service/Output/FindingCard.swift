import PlantedContent
import VietText

/// One finding as the report's template wants it: ready strings and flags.
struct FindingCard {
    let texts: Texts
    /// Of the sweep, in order.
    let views: [VisitorView]
    private var words: SweepWords { SweepWords(texts: texts) }

    init(texts: Texts, views: [VisitorView]) {
        self.texts = texts
        self.views = views
    }

    func page(_ entry: FindingShelf.Entry) -> [String: Any] {
        let finding = entry.finding
        let tier = finding.tier.shown
        var page: [String: Any] = [
            "class": tier.rawValue, "shape": tier.shape, "tier": texts["tier", finding.tierWord],
            "rule": words.headline(finding), "page": TableFormat.tidy(finding.url),
            "isHidden": finding.isConcealed,
            "isOrphan": finding.isOrphan, "isSign": finding.isSign,
            "score": texts.decimal(finding.score),
            "scoreTitle": texts.filled("report.score", ["score": texts.decimal(finding.score)]),
            "scoreWidth": (min(max(finding.score, 0), 1) * 120).rounded(),
            "views": shownViews(entry), "place": words.place(finding),
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
        if let count = finding.pageCount, count > 1 {
            page["onPages"] = texts.filled("sweep.sign.pages", ["n": texts.number(count)])
        }
        // A name that leads nowhere and a field that is missing leave nothing to keep.
        if !finding.isSign || finding.evidence != nil || finding.evidenceNote != nil {
            page.merge(evidence(finding)) { $1 }
        }
        return page
    }

    /// Who met it, who was shown something else, and as whom the page could not be seen; in one word when all met it.
    private func shownViews(_ entry: FindingShelf.Entry) -> [[String: Any]] {
        let met = entry.finding.views
        if met.count > 1, met.count == views.count {
            let names = met.map(words.view).joined(separator: ", ")
            return [["class": "sees", "shape": "●", "word": texts["sweep.everyone"], "hint": names]]
        }
        // A sitemap and a certificate are nobody's view.
        let isOfPage = entry.finding.block != nil || !entry.finding.chain.isEmpty
        return views.filter { isOfPage || met.contains($0) }.map { view in
            let (kind, shape, hint) =
                met.contains(view)
                ? ("sees", "●", "sweep.sees")
                : entry.looked.contains(view)
                    ? ("misses", "○", "sweep.misses") : ("unknown", "◌", "sweep.unknown")
            return ["class": kind, "shape": shape, "word": words.view(view), "hint": texts[hint]]
        }
    }

    private func hop(_ hop: Observation.Hop) -> [String: Any] {
        let by = texts["sweep.by", hop.kind] + (hop.isConditional ? ", \(texts["sweep.conditional"])" : "")
        return ["url": TableFormat.tidy(Defanged.link(hop.url)), "by": by]
    }

    /// The report lies beside the folder of evidence, so a bundle is one step away.
    private func evidence(_ finding: SweepFinding) -> [String: Any] {
        guard let id = finding.evidence else {
            return ["noEvidence": texts.filled("sweep.evidence.none", ["why": finding.evidenceNote ?? "–"])]
        }
        let isPlain = id.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
        var page: [String: Any] = ["bundle": TableFormat.tidy(id)]
        if isPlain { page["bundlePath"] = "evidence/\(id.prefix(2))/\(id)/" }
        return page
    }
}
