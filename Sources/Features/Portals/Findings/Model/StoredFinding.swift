package import PlantedContent
package import SQLStore

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
package enum FindingState: String, Sendable, CaseIterable, SQLConvertible {
    case open
    /// Looked for where it was, and not there any more.
    case gone
    /// A person, or a domain that the portal may lead to, says that it is nothing (để riêng).
    case setAside = "set-aside"
}

/// What a person says of a finding.
package enum FindingDecision: String, Sendable, CaseIterable, SQLConvertible {
    case unjudged, confirmed
    case falseAlarm = "false-alarm"
}

/// Why nothing can be said of a finding after a sweep.
package enum FindingAbsence: String, Sendable, CaseIterable, SQLConvertible {
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

/// What a false alarm has become: from now on the like of it is set aside (quy tắc bỏ qua), for a time.
package struct FindingRule: Sendable, Equatable, Identifiable {
    package let id: Int64
    /// Nil: for the whole province.
    package let portal: Int64?
    package let identity: FindingIdentity
    /// What was judged, as text.
    package let excerpt: String
    package let reason: String
    /// As the audit log names them.
    package let author: String
    package let created: Moment
    package let expires: Moment
    package let ended: Moment?

    package func isLive(at now: Moment) -> Bool { ended == nil && now < expires }

    /// - Parameter portal: whose finding it is.
    func excuses(_ identity: FindingIdentity, of portal: Int64) -> Bool {
        (self.portal == nil || self.portal == portal) && self.identity.isNear(identity)
    }
}
