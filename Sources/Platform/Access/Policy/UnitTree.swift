package import Agencies

/// What the policy asks of the register of agencies.
package protocol UnitTree: Sendable {
    /// Whether a unit is another one, or below it, on a day. False for units that are not known on that day.
    func isInside(_ unit: Int64, subtreeOf top: Int64, on day: Day) -> Bool
}
