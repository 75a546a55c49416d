/// Which portals a page shows, and in which order.
package struct PortalFilter: Sendable, Equatable {
    package enum Order: String, Sendable, CaseIterable {
        case name
        /// The gravest verdict first.
        case gravity
        /// What was swept longest ago first, what never was before that.
        case sweep
        /// The highest risk first.
        case risk
        /// What was changed last first.
        case changed
    }

    /// Units that may be seen; nil: all of them.
    package var units: Set<Int64>?
    /// As typed: every word must be found in name, address, operator, vendor or platform, without regard to marks and case.
    package var text = ""
    /// Nil: both.
    package var state: PortalState? = .active
    package var verdict: PortalVerdict?
    package var risk: PortalRisk?
    /// Only those that were not swept in time.
    package var isOverdue = false
    package var order = Order.name
    /// From 0.
    package var page = 0
    /// At most `maxPageSize`.
    package var pageSize = 50

    package static let maxPageSize = 500
    /// Pages further back are empty: who looks for those narrows the filter.
    package static let maxOffset = 100_000

    package init() {}
}

/// One page of a list.
package struct PortalPage: Sendable, Equatable {
    package let portals: [Portal]
    /// Portals on all pages.
    package let total: Int
}

/// How many portals stand where.
package struct PortalCounts: Sendable, Equatable {
    package internal(set) var active = 0
    package internal(set) var retired = 0
    /// Active portals not swept in time.
    package internal(set) var overdue = 0
    /// Of active portals.
    package internal(set) var byVerdict: [PortalVerdict: Int] = [:]
}
