import VietText

/// One finding as the template wants it: strings and flags.
struct ReportFinding {
    let texts: Texts

    private static let maxBlocks = 6
    private static let maxLinks = 12
    private static let maxTerms = 40

    /// The report without what the page would not show.
    static func trimmed(_ report: RecordReport) -> RecordReport {
        var report = report
        let blocks = report.result.blocks
        // The gravest blocks, each short; `more` still tells how many there were.
        report.result.blocks = blocks.enumerated()
            .sorted { ($1.element.score, $0.offset) < ($0.element.score, $1.offset) }
            .enumerated()
            .map { rank, item in
                var block = item.element
                if rank >= maxBlocks {
                    block.text = ""
                    block.terms = []
                } else {
                    block.terms = Array(block.terms.prefix(maxTerms))
                    block.text = ReportExcerpt.window(of: block)
                }
                return block
            }
        report.result.links = Array(report.result.links.prefix(maxLinks))
        return report
    }

    func page(_ report: RecordReport, number: Int) -> [String: Any] {
        let result = report.result
        var page: [String: Any] = [
            "number": number, "class": result.tier.rawValue, "shape": result.tier.shape,
            "tier": texts["tier", result.tier.rawValue], "page": Self.lastPart(report.name),
            "path": TableFormat.tidy(report.name), "isHidden": result.blocks.contains { !$0.hidden.isEmpty },
            "hasScore": result.tier.isFinding, "score": texts.decimal(result.score),
            "scoreTitle": texts.filled("report.score", ["score": texts.decimal(result.score)]),
            "scoreWidth": (min(max(result.score, 0), 1) * 120).rounded(),
            "categories": result.categories.map { texts["category", $0] },
            "blocks": result.blocks.prefix(Self.maxBlocks).map(block),
            "hasLinks": !result.links.isEmpty, "links": result.links.map(link),
        ]
        if let reason = result.reason { page["reason"] = TableFormat.tidy(reason) }
        if result.blocks.count > Self.maxBlocks {
            page["moreBlocks"] = texts.filled(
                "report.more.blocks", ["n": texts.number(result.blocks.count - Self.maxBlocks)])
        }
        return page
    }

    private func block(_ block: InspectionResult.Block) -> [String: Any] {
        var page: [String: Any] = [
            "place": texts.filled(
                "report.place",
                [
                    "zone": texts["zone", block.zone] + (block.place.map { " (\(TableFormat.tidy($0)))" } ?? ""),
                    "start": texts.number(block.start),
                    "end": texts.number(block.end),
                ]),
            "segments": ReportExcerpt.segments(of: block).map(segment),
            "hasTerms": !block.terms.isEmpty,
            "termsTitle": texts.filled("report.terms", ["n": texts.number(block.terms.count)]),
            "terms": block.terms.map(term),
        ]
        if !block.hidden.isEmpty {
            page["why"] = block.hidden.map { texts["hidden", $0] }.joined(separator: "; ") + "."
        }
        return page
    }

    private func segment(_ segment: ReportExcerpt.Segment) -> [String: Any] {
        let text = TableFormat.tidy(segment.text)
        guard let term = segment.term else { return ["text": text, "mark": false] }
        return [
            "mark": ["class": segment.strength, "hint": "\(term.rule) · \(signed(term.weight))", "text": text]
        ]
    }

    private func term(_ term: InspectionResult.Term) -> [String: Any] {
        var page: [String: Any] = [
            "text": TableFormat.tidy(term.text), "rule": term.rule, "weight": signed(term.weight),
            "bytes": "\(texts.number(term.start))–\(texts.number(term.end))",
            "class": term.weight < 0 ? "against" : "for",
        ]
        if term.isDecoded { page["decoded"] = texts["report.decoded"] }
        return page
    }

    private func link(_ link: InspectionResult.Link) -> [String: Any] {
        [
            "url": TableFormat.tidy(Defanged.link(link.url)),
            "reason": ([texts["link", link.reason]] + link.hidden.map { texts["hidden", $0] }).joined(separator: "; "),
            "bytes": "\(texts["table.bytes"]) \(texts.number(link.start))–\(texts.number(link.end))",
        ]
    }

    private func signed(_ value: Double) -> String { (value >= 0 ? "+" : "") + texts.decimal(value) }

    private static func lastPart(_ name: String) -> String {
        let tidied = TableFormat.tidy(name)
        return tidied.split(separator: "/").last.map(String.init) ?? tidied
    }
}

/// Links that nobody follows by mistake.
enum Defanged {
    /// `http` becomes `hxxp`, in any spelling; other schemes lose their colon. At most 300 characters.
    static func link(_ url: String) -> String {
        var text = url.count > 300 ? url.prefix(300) + "…" : url
        let lower = text.lowercased()
        if lower.hasPrefix("http://") || lower.hasPrefix("https://") {
            text = "hxxp" + text.dropFirst(4)
        } else if lower.hasPrefix("javascript:") || lower.hasPrefix("data:") {
            text = text.replacingFirst(":", with: "[:]")
        }
        return text
    }
}

extension String {
    fileprivate func replacingFirst(_ character: Character, with text: String) -> String {
        guard let index = firstIndex(of: character) else { return self }
        return self[..<index] + text + self[self.index(after: index)...]
    }
}
