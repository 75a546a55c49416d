import PlantedContent

/// What the words of a sweep are called, in one language.
struct SweepWords {
    let texts: Texts

    /// `cloaking/gambling` → what the family is called.
    func rule(_ rule: String) -> String {
        texts["rule", String(rule.prefix { $0 != "/" })]
    }

    func view(_ view: VisitorView) -> String { texts["view", view.rawValue] }

    func reason(_ reason: String) -> String { texts["sweep.reason", reason] }

    /// `footer (display-none)` in words.
    func place(_ finding: SweepFinding) -> String {
        guard let block = finding.block else { return finding.place }
        return texts["zone", block.zone]
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
