import PlantedContent
import VietText

/// What the words of a sweep are called, in one language.
struct SweepWords {
    let texts: Texts

    /// `cloaking` → what the kind is called.
    func kind(_ name: String) -> String { texts["rule", name] }

    /// What happens on the page, more closely than its kind says.
    func rule(_ finding: SweepFinding) -> String {
        let isForAll = finding.views.count == VisitorView.allCases.count
        switch finding.rule {
        case "cloaking/difference": return texts["rule.difference"]
        case "redirect/always": return texts["rule.redirect-always"]
        case "redirect/conditional": return texts["rule.redirect-conditional"]
        default: break
        }
        switch FindingShelf.kind(of: finding) {
        case "cloaking": return texts[isForAll ? "rule.cloaking-times" : "rule.cloaking-some"]
        case "redirect": return texts[isForAll ? "rule.redirect-times" : "rule.redirect-some"]
        case let kind: return texts["rule", kind]
        }
    }

    /// Under the name of its kind: how it does it, where that says more, and what it advertises.
    func headline(_ finding: SweepFinding) -> String {
        let rule = rule(finding)
        let category = texts["category", finding.category]
        return rule == kind(FindingShelf.kind(of: finding)) ? category : "\(rule) · \(category)"
    }

    func view(_ view: VisitorView) -> String { texts["view", view.rawValue] }

    /// The views by name; in one word when it is all of them.
    func views(_ views: [VisitorView]) -> String {
        views.count == VisitorView.allCases.count ? texts["sweep.everyone"] : views.map(view).joined(separator: ", ")
    }

    func reason(_ reason: String) -> String { texts["sweep.reason", reason] }

    /// Where in the page it stands, or what led away.
    func place(_ finding: SweepFinding) -> String {
        if let block = finding.block {
            return texts["zone", block.zone] + (block.place.map { " (\(TableFormat.tidy($0)))" } ?? "")
        }
        if let hop = finding.chain.last { return texts["sweep.by", hop.kind] }
        return texts["sweep.place", finding.place]
    }

    func note(_ note: SweepNote) -> String {
        var values: [String: String] = [:]
        for value in note.values {
            switch value.content {
            case .text(let text): values[value.name] = TableFormat.tidy(text)
            case .number(let number): values[value.name] = texts.number(number)
            }
        }
        return texts.filled(note.key, values)
    }

    func ending(_ summary: SweepSummary, folder: String) -> String {
        texts.filled(
            "sweep.ending.\(summary.ending.rawValue)",
            ["left": texts.number(summary.leftCount), "out": TableFormat.tidy(folder)])
    }

    /// `78` → `1 minute 18 seconds`. Below ten seconds with decimals.
    func duration(_ seconds: Double) -> String {
        guard seconds >= 10 else { return texts.filled("sweep.time.seconds", ["s": texts.decimal(max(0, seconds))]) }
        let whole = Int(min(seconds, 1e9).rounded())
        if whole < 60 { return texts.filled("sweep.time.seconds", ["s": "\(whole)"]) }
        if whole < 3_600 { return texts.filled("sweep.time.minutes", ["m": "\(whole / 60)", "s": "\(whole % 60)"]) }
        return texts.filled("sweep.time.hours", ["h": texts.number(whole / 3_600), "m": "\(whole % 3_600 / 60)"])
    }

    /// Whole seconds, minutes, or hours and minutes.
    func roughly(_ seconds: Double) -> String {
        let whole = Int(min(max(0, seconds), 1e9))
        if whole < 60 { return texts.filled("sweep.time.seconds", ["s": "\(whole)"]) }
        if whole < 3_600 { return texts.filled("sweep.time.about-minutes", ["m": "\(whole / 60)"]) }
        return texts.filled("sweep.time.hours", ["h": texts.number(whole / 3_600), "m": "\(whole % 3_600 / 60)"])
    }

    /// Who authorised probes, and how many were sent; without probes, that none were.
    func authority(_ summary: SweepSummary) -> String {
        guard let closing = summary.closing, let authority = closing.authority else {
            return texts["sweep.authority.none"]
        }
        return texts.filled(
            "sweep.authority", ["who": TableFormat.tidy(authority), "n": texts.number(closing.probes)])
    }

    static func shape(_ state: PageState) -> String {
        switch state {
        case .ok: "✓"
        case .blocked, .refused: "⊘"
        case .unreadable: "◌"
        }
    }
}

extension Tier {
    /// As the outputs of an inspection show it.
    var shown: InspectionResult.Tier { InspectionResult.Tier(rawValue: rawValue) ?? .unreadable }
}
