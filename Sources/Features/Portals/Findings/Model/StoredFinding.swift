package import PlantedContent

/// A finding as the ledger left it: what the next sweep is held against.
package struct StoredFinding: Sendable, Equatable {
    package let id: Int64
    package let identity: FindingIdentity
    package let rule: String
    package let tier: Tier
    package let views: Set<VisitorView>
    /// Only a browser met it.
    package let isRendered: Bool
    package let state: FindingState
    package let decision: FindingDecision
    package let pages: [String]
}

/// Where a finding stands.
package enum FindingState: String, Sendable, CaseIterable {
    case open
    /// Looked for where it was, and not there any more.
    case gone
    /// A person, or a domain that the portal may lead to, says that it is nothing (để riêng).
    case setAside = "set-aside"
}

/// What a person says of a finding.
package enum FindingDecision: String, Sendable, CaseIterable {
    case unjudged, confirmed
    case falseAlarm = "false-alarm"
}

/// Why nothing can be said of a finding after a sweep.
package enum FindingAbsence: String, Sendable, CaseIterable {
    /// Its page was blocked, …
    case blocked
    case unreadable
    /// … was not asked for, …
    case notReached = "not-reached"
    /// … or not looked at as those who met it.
    case otherView = "other-view"
    /// What it is a sign of was not looked for.
    case notJudged = "not-judged"
}

/// Why a finding is set aside.
package enum FindingExcuse: Sendable, Equatable {
    case rule(Int64)
    case allowedDomain
}
