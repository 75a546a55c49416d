package import PlantedContent

/// Which findings a page shows, and in which order.
package struct FindingFilter: Sendable, Equatable {
    package enum Order: String, Sendable, CaseIterable {
        /// The gravest first.
        case gravity
        /// What was seen last first.
        case newest
        case oldest
    }

    package var portal: Int64?
    /// Units whose portals may be seen; nil: all.
    package var units: Set<Int64>?
    /// Nil: any.
    package var state: FindingState? = .open
    package var tier: Tier?
    package var category: String?
    /// First part of the rule.
    package var kind: String?
    package var rule: String?
    package var decision: FindingDecision?
    /// Weaknesses are told apart from what was planted: true for these alone, false for the others.
    package var isWeakness: Bool?
    /// As typed: every word must be found in excerpt or address, without regard to marks and case.
    package var text = ""
    package var order = Order.gravity
    /// From 0.
    package var page = 0
    /// At most `maxPageSize`.
    package var pageSize = 50

    package static let maxPageSize = 500
    package static let maxOffset = 100_000

    package init() {}
}

package struct FindingPage: Sendable, Equatable {
    package let findings: [PortalFinding]
    /// Findings on all pages.
    package let total: Int
}

/// For tiles: how many findings stand where.
package struct FindingCounts: Sendable, Equatable {
    package internal(set) var byState: [FindingState: Int] = [:]
    /// Of open ones, weaknesses left aside.
    package internal(set) var openPlanted = 0
    package internal(set) var openReview = 0
    package internal(set) var openWeaknesses = 0
    /// Open, weaknesses left aside, and nobody has judged it.
    package internal(set) var unjudged = 0
    /// Open, and the last sweep could not say whether it is still there.
    package internal(set) var notSeen = 0
}
