package import SQLStore

/// A portal of the province (cổng, trang thông tin điện tử) as the register has it, and what the last sweep came to.
package struct Portal: Sendable, Equatable, Identifiable {
    package let id: Int64
    /// Changes with every edit.
    package internal(set) var version: Int
    package internal(set) var entry: PortalEntry
    package internal(set) var state: PortalState
    package internal(set) var verdict: PortalVerdict
    /// When the last sweep that was not broken off ended.
    package internal(set) var lastSweep: Moment?
    /// When the last sweep ended after which nothing was open.
    package internal(set) var lastGood: Moment?
    /// A sweep has to have ended by then; later the portal counts as not swept in time.
    package internal(set) var sweepBy: Moment
    /// Where its name led when it was swept last.
    package internal(set) var address: String?
    package internal(set) var created: Moment
    package internal(set) var changed: Moment

    package func isOverdue(at now: Moment) -> Bool { state == .active && sweepBy < now }
}

extension PortalState: SQLConvertible {}
extension PortalVerdict: SQLConvertible {}
