package import PlantedContent
package import SQLStore

/// A finding as pages show it (phát hiện). Excerpt, words and addresses are hostile text.
package struct PortalFinding: Sendable, Equatable, Identifiable {
    package let id: Int64
    /// Changes with every decision, and when a sweep finds another text, tier or state.
    package let version: Int
    package let portal: Int64
    /// First part of the rule: `content`, `cloaking`, `redirect`, `tls`, `sitemap`, `sign`.
    package let kind: String
    package let rule: String
    package let tier: Tier
    package let category: String
    package let score: Double
    package let place: String
    package let excerpt: String
    /// Words of the excerpt that weighed.
    package let words: [String]
    package let views: [VisitorView]
    /// The first page on which it stands.
    package let url: String
    package let pageCount: Int
    package let isOrphan: Bool
    package let isRendered: Bool
    /// Identifier of its evidence bundle; nil when none was kept, and `evidenceNote` says why.
    package let evidence: String?
    package let otherEvidence: [String]
    package let evidenceNote: String?
    package let state: FindingState
    package let excuse: FindingExcuse?
    /// Why the last sweep could not say whether it is still there; nil when it could.
    package let unseen: FindingAbsence?
    package let decision: FindingDecision
    package let decidedBy: String?
    package let decided: Moment?
    package let decisionNote: String
    package let firstSeen: Moment
    package let lastSeen: Moment
    package let goneAt: Moment?
}

/// Something that happened to a finding.
package struct FindingEvent: Sendable, Equatable, Identifiable {
    package enum Kind: String, Sendable, CaseIterable, SQLConvertible {
        case new, back, gone
        case notSeen = "not-seen"
        case setAside = "set-aside"
        /// What set it aside has ended.
        case reopened
        case confirmed
        case falseAlarm = "false-alarm"
        /// A decision was taken back.
        case unjudged
    }

    package let id: Int64
    package let at: Moment
    package let kind: Kind
    /// Of the sweep that noticed it; nil for what people did.
    package let sweep: Int64?
    /// As the audit log names them; empty for a sweep.
    package let actor: String
    package let note: String
}

/// A finding with all that is known of it.
package struct FindingDetail: Sendable, Equatable {
    package let finding: PortalFinding
    /// At most `SeenFinding.maxPages`.
    package let pages: [String]
    /// The newest first, at most 200.
    package let history: [FindingEvent]
    /// The rule that sets it aside.
    package let rule: FindingRule?
}

extension FindingState: SQLConvertible {}
extension FindingDecision: SQLConvertible {}
extension FindingAbsence: SQLConvertible {}
