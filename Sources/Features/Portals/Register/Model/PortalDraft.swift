/// A portal as it is typed, nothing of it checked.
package struct PortalDraft: Sendable, Equatable {
    package var unit: Int64?
    package var name = ""
    package var home = ""
    package var extraHosts: [String] = []
    package var operatorName = ""
    package var vendor = ""
    package var platform = ""
    package var risk = PortalRisk.medium.rawValue
    package var policy = SweepPolicy()
    package var allowedDomains: [String] = []
    package var probeAuthority = ""

    package static let maxHosts = 20
    package static let maxDomains = 100
    static let maxName = 200
    static let maxAuthority = 300

    package init() {}

    /// The form of a portal that is there, for editing.
    package init(_ entry: PortalEntry) {
        unit = entry.unit
        name = entry.name
        home = entry.home
        extraHosts = entry.extraHosts
        operatorName = entry.operatorName
        vendor = entry.vendor
        platform = entry.platform
        risk = entry.risk.rawValue
        policy = entry.policy
        allowedDomains = entry.allowedDomains
        probeAuthority = entry.probeAuthority
    }
}
