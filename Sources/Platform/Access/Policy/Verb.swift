/// Everything that can be allowed, as `room.verb`: the words of the policy, of API tokens' scopes and of the record.
package enum Verb: String, Sendable, CaseIterable, Hashable {
    case portalsView = "portals.view"
    case portalsEdit = "portals.edit"
    case portalsSweep = "portals.sweep"
    case findingsView = "findings.view"
    case findingsJudge = "findings.judge"
    /// Order the removal of what was found.
    case removalsOrder = "removals.order"
    /// Say that something was removed.
    case removalsReport = "removals.report"
    case evidenceView = "evidence.view"
    case evidenceExport = "evidence.export"
    /// Have a text looked at before it is published: the one verb without a room, short for what programs ask most.
    case checkUse = "check"
    case reportsView = "reports.view"
    case agenciesView = "agencies.view"
    case agenciesEdit = "agencies.edit"
    case accountsView = "accounts.view"
    case accountsManage = "accounts.manage"
    case accountsGrant = "accounts.grant"
    /// Have somebody else stand in for oneself, for a time.
    case accountsDelegate = "accounts.delegate"
    /// See and revoke the API tokens of others.
    case tokensManage = "tokens.manage"
    case jobsView = "jobs.view"
    case jobsManage = "jobs.manage"
    case knowledgeView = "knowledge.view"
    case knowledgeEdit = "knowledge.edit"
    case settingsView = "settings.view"
    case settingsEdit = "settings.edit"
    case auditView = "audit.view"
    case auditExport = "audit.export"
    /// One's own password, name and sessions.
    case selfManage = "self.manage"
    /// Make and revoke one's own API tokens.
    case selfTokens = "self.tokens"

    package enum Extent: Sendable {
        /// Decided for a unit: allowed within the sub-trees that the account's grants name.
        case unit
        /// Concerns the whole installation: only grants without a unit count.
        case whole
        /// Concerns nobody but oneself: every account has it, no token has.
        case own
    }

    package var extent: Extent {
        switch self {
        case .jobsView, .jobsManage, .knowledgeView, .knowledgeEdit, .settingsView, .settingsEdit, .auditView,
            .auditExport:
            .whole
        case .selfManage, .selfTokens: .own
        default: .unit
        }
    }

    /// Asks for a sign-in or step-up of a few minutes ago, and is never a scope of a token: what a stolen session could keep
    /// the house with.
    package var isDangerous: Bool {
        switch self {
        case .accountsManage, .accountsGrant, .accountsDelegate, .tokensManage, .selfTokens, .settingsEdit,
            .knowledgeEdit:
            true
        default: false
        }
    }

    /// Whether an API token may have it as a scope.
    package var isForTokens: Bool { extent != .own && !isDangerous }
}
