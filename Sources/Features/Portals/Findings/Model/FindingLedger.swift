/// What a sweep means for a finding.
package enum FindingChange: Sendable, Equatable {
    case new(SeenFinding, FindingExcuse?)
    /// Still there, or back when it was gone.
    case seen(Int64, SeenFinding, was: FindingState, FindingExcuse?)
    case gone(Int64)
    /// Keeps its state; the page says that nobody knows.
    case notSeen(Int64, FindingAbsence)
}

/// Holds what one sweep saw against what was known (sổ phát hiện). Pure.
package struct FindingLedger {
    package let portal: Int64
    package let stored: [StoredFinding]
    /// Those that live.
    package let rules: [FindingRule]
    package let allowedDomains: [String]

    package init(portal: Int64, stored: [StoredFinding], rules: [FindingRule], allowedDomains: [String]) {
        self.portal = portal
        self.stored = stored
        self.rules = rules
        self.allowedDomains = allowedDomains
    }

    /// Pages that a sweep has to look at, to say what became of earlier findings.
    package static func pages(of stored: [StoredFinding]) -> Set<String> {
        Set(stored.filter { $0.state != .gone }.flatMap(\.pages))
    }

    /// In the order of the sweep, then what it did not see in the order of the ledger. Cost: linear, but for texts that changed.
    package func changes(_ sight: SweepSight) -> [FindingChange] {
        var left = Set(stored.indices)
        let matches = matches(sight.findings, &left)
        var changes: [FindingChange] = []
        for (index, seen) in sight.findings.enumerated() {
            if let match = matches[index] {
                let known = stored[match]
                // What a person has confirmed is set aside by nothing but another decision.
                let excuse = known.decision == .confirmed ? nil : excuse(of: seen)
                changes.append(.seen(known.id, seen, was: known.state, excuse))
            } else {
                changes.append(.new(seen, excuse(of: seen)))
            }
        }
        for index in left.sorted() where stored[index].state != .gone {
            let known = stored[index]
            changes.append(absence(of: known, sight).map { .notSeen(known.id, $0) } ?? .gone(known.id))
        }
        return changes
    }

    // MARK: known again

    /// Equal ones first, wherever they stand; then, on the same page, the one that is most alike.
    private func matches(_ findings: [SeenFinding], _ left: inout Set<Int>) -> [Int: Int] {
        let byIdentity = Dictionary(
            stored.indices.map { (stored[$0].identity.exact, $0) }, uniquingKeysWith: { first, _ in first })
        var matches: [Int: Int] = [:]
        for (index, seen) in findings.enumerated() {
            guard let match = byIdentity[seen.identity.exact], left.remove(match) != nil else { continue }
            matches[index] = match
        }
        let byKind = Dictionary(grouping: left) { stored[$0].identity.kind }
        for (index, seen) in findings.enumerated() where matches[index] == nil {
            let near = (byKind[seen.identity.kind] ?? []).filter { candidate in
                left.contains(candidate) && stored[candidate].identity.isNear(seen.identity)
                    && !Set(stored[candidate].pages).isDisjoint(with: seen.pages)
            }
            let best = near.min { distance($0, seen) < distance($1, seen) }
            guard let best else { continue }
            left.remove(best)
            matches[index] = best
        }
        return matches
    }

    private func distance(_ candidate: Int, _ seen: SeenFinding) -> (Int, Int) {
        (SimHash.distance(stored[candidate].identity.likeness, seen.identity.likeness), candidate)
    }

    // MARK: set aside

    private func excuse(of seen: SeenFinding) -> FindingExcuse? {
        if let rule = rules.first(where: { $0.excuses(seen.identity, of: portal) }) { return .rule(rule.id) }
        let hosts = seen.outboundHosts
        return !hosts.isEmpty && hosts.allSatisfy(isAllowed) ? .allowedDomain : nil
    }

    private func isAllowed(_ host: String) -> Bool {
        allowedDomains.contains { host == $0 || host.hasSuffix("." + $0) }
    }

    // MARK: not there any more, or not looked at

    /// Nil: it is gone, because everything that showed it was looked at and shows it no longer.
    private func absence(of known: StoredFinding, _ sight: SweepSight) -> FindingAbsence? {
        if known.rule == CertificateFinding.rule {
            let origin = known.identity.anchor.hasSuffix("/") ? String(known.identity.anchor.dropLast()) : ""
            return sight.secureOrigins.contains(origin) ? nil : .notReached
        }
        let answers = known.pages.map { sight.answers[$0] }
        if !answers.isEmpty, answers.allSatisfy({ $0?.isGone == true }) { return nil }
        if let sign = SignRule(rawValue: known.signWord), !sight.covers(sign) { return .notJudged }
        if SignRule(rawValue: known.signWord)?.isOfPages == false { return nil }
        for answer in answers {
            guard let answer else { return .notReached }
            if answer.isGone { continue }
            switch answer.state {
            case .blocked, .refused: return .blocked
            case .unreadable: return .unreadable
            case .ok: break
            }
            guard known.isRendered ? answer.isRendered : known.views.isSubset(of: answer.views) else {
                return .otherView
            }
        }
        return answers.isEmpty ? .notReached : nil
    }
}

extension FindingIdentity {
    /// Two with one of these are the same thing.
    fileprivate var exact: [String] { [rule, place, anchor, String(text)] }
    /// Only among those with one of these is likeness asked for.
    fileprivate var kind: [String] { [rule, place, anchor] }
}

extension StoredFinding {
    /// `web-shell`; empty for what is no sign.
    fileprivate var signWord: String {
        rule.hasPrefix(SignRule.prefix) ? String(rule.dropFirst(SignRule.prefix.count)) : ""
    }
}

extension SignRule {
    /// A page that was looked at tells it; the others come from name servers, probes, and the sweep as a whole.
    fileprivate var isOfPages: Bool {
        switch self {
        case .defacement, .directoryListing, .insecureForm, .outdatedPlatform, .mixedContent, .missingHeader, .noHTTPS,
            .publicMail:
            true
        default: false
        }
    }
}

extension SweepSight {
    /// Whether the sweep looked for it; what was not looked for and not found proves nothing.
    fileprivate func covers(_ sign: SignRule) -> Bool {
        guard sign == .missingHeader else { return covered.contains(sign.rawValue) }
        return covered.contains { $0.hasPrefix("\(sign.rawValue):") }
    }
}
