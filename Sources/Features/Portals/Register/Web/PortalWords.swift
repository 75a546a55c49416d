import Console
import PlantedContent

/// States of portals and findings as the console shows them: a word, a shape, a colour.
enum PortalWords {
    static func tone(_ verdict: PortalVerdict) -> Tone {
        switch verdict {
        case .planted: .bad
        case .review: .watch
        case .blocked: .blocked
        case .unreadable, .notSwept: .unknown
        case .clean: .good
        }
    }

    static func verdict(_ verdict: PortalVerdict, _ request: ConsoleRequest) -> StateLine {
        StateLine(tone(verdict), request.say("portal.verdict.\(verdict.rawValue)"))
    }

    static func tone(_ finding: PortalFinding) -> Tone {
        switch (finding.state, finding.decision) {
        case (.gone, _): .good
        case (.setAside, _): .unknown
        case (.open, .confirmed): .bad
        case (.open, _): finding.unseen != nil ? .blocked : finding.tier == .planted ? .bad : .watch
        }
    }

    /// What a finding is and how it stands: `bị cài cắm · đã xác nhận`.
    static func state(_ finding: PortalFinding, _ request: ConsoleRequest) -> StateLine {
        var words = [request.word("finding.tier", finding.tier.rawValue)]
        if finding.state != .open { words = [request.say("finding.state.\(finding.state.rawValue)")] }
        if finding.decision != .unjudged { words.append(request.say("finding.decision.\(finding.decision.rawValue)")) }
        if finding.unseen != nil, finding.state == .open { words.append(request.say("finding.unseen")) }
        return StateLine(tone(finding), words.joined(separator: " · "))
    }

    /// What it does and advertises.
    static func headline(_ finding: PortalFinding, _ request: ConsoleRequest) -> String {
        let kind = request.word("rule", finding.kind == "sign" ? finding.rule : finding.kind)
        let category = request.word("category", finding.category)
        return kind == category ? kind : "\(kind) · \(category)"
    }
}
