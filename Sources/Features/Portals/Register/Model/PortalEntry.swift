/// What people say of a portal, checked (`PortalDraft.checked`).
package struct PortalEntry: Sendable, Equatable {
    /// Number of the agency that answers for it (cơ quan chủ quản).
    package internal(set) var unit: Int64
    package internal(set) var name: String
    /// Canonical address of the first page.
    package internal(set) var home: String
    /// Further hosts that belong to it, as `host` or `host:port`.
    package internal(set) var extraHosts: [String]
    /// Who runs it day by day (đơn vị vận hành).
    package internal(set) var operatorName: String
    package internal(set) var vendor: String
    package internal(set) var platform: String
    package internal(set) var risk: PortalRisk
    package internal(set) var policy: SweepPolicy
    /// Domains that it may lead its visitors to.
    package internal(set) var allowedDomains: [String]
    /// Who authorised active probes; empty: none are sent.
    package internal(set) var probeAuthority: String

    /// `host` or `host:port` of the first page.
    package var host: String { PortalAddress(home)?.authority ?? "" }
}

package enum PortalState: String, Sendable, CaseIterable {
    case active, retired
}

/// How much harm something planted here does.
package enum PortalRisk: Int, Sendable, CaseIterable, Comparable {
    case low = 1
    case medium = 2
    case high = 3

    package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// What the last sweep and the decisions since come to, the gravest first. Blocked is never clean.
package enum PortalVerdict: String, Sendable, CaseIterable {
    case planted, review, blocked, unreadable
    case notSwept = "not-swept"
    case clean
}
