/// What somebody is, for a unit and all below it, or for the whole province.
package enum Role: String, Sendable, CaseIterable, Hashable {
    /// Quản trị: keeps the installation; judges nothing.
    case administrator
    /// Thủ trưởng: sees everything of the office, orders removals, has a deputy.
    case head
    /// Trực: watches, sweeps, judges.
    case dutyOfficer = "duty-officer"
    /// The centre's analyst: keeps the register of portals and works the findings.
    case `operator`
    /// Cán bộ đơn vị: sees what is the unit's own and reports removals.
    case agencyOfficer = "agency-officer"
    /// Thanh tra, kiểm tra: sees everything and the record, changes nothing.
    case auditor

    /// The verbs that the role carries.
    package var verbs: Set<Verb> { Self.table[self] ?? [] }

    /// The one table of who may do what. What stands nowhere here is denied.
    private static let table: [Role: Set<Verb>] = [
        .administrator: [
            .portalsView, .portalsEdit, .findingsView, .evidenceView, .reportsView, .checkUse,
            .agenciesView, .agenciesEdit, .accountsView, .accountsManage, .accountsGrant, .tokensManage,
            .jobsView, .jobsManage, .knowledgeView, .knowledgeEdit, .settingsView, .settingsEdit, .auditView,
        ],
        .head: [
            .portalsView, .findingsView, .removalsOrder, .evidenceView, .evidenceExport, .reportsView, .checkUse,
            .agenciesView, .accountsView, .accountsDelegate, .jobsView, .knowledgeView,
        ],
        .dutyOfficer: [
            .portalsView, .portalsSweep, .findingsView, .findingsJudge, .evidenceView, .reportsView, .checkUse,
            .agenciesView, .jobsView, .knowledgeView,
        ],
        .operator: [
            .portalsView, .portalsEdit, .portalsSweep, .findingsView, .findingsJudge, .removalsOrder, .evidenceView,
            .evidenceExport, .reportsView, .checkUse, .agenciesView, .jobsView, .jobsManage, .knowledgeView,
        ],
        .agencyOfficer: [
            .portalsView, .findingsView, .removalsReport, .evidenceView, .reportsView, .checkUse, .agenciesView,
        ],
        .auditor: [
            .portalsView, .findingsView, .evidenceView, .evidenceExport, .reportsView, .agenciesView, .accountsView,
            .jobsView, .knowledgeView, .settingsView, .auditView, .auditExport,
        ],
    ]
}
