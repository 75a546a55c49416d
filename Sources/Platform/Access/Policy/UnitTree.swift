package import SQLStore

/// What the policy asks of the register of agencies.
package protocol UnitTree: Sendable {
    /// Whether a unit is another one, or below it, on a day. False for units that are not known on that day.
    func isInside(_ unit: Int64, subtreeOf top: Int64, on day: LocalDay) -> Bool
}

/// A day of the calendar in Việt Nam.
package struct LocalDay: Sendable, Hashable, Comparable {
    /// Days since 1 January 1970.
    package var number: Int

    package init(number: Int) { self.number = number }

    /// The day on which a moment falls. Clocks in Việt Nam are seven hours ahead of UTC, all the year.
    package init(of moment: Moment) {
        let (day, rest) = moment.microseconds.quotientAndRemainder(dividingBy: 86_400_000_000)
        let shift: Int64 = rest + 7 * 3_600_000_000 >= 86_400_000_000 ? 1 : rest + 7 * 3_600_000_000 < 0 ? -1 : 0
        number = Int(day + shift)
    }

    package static func < (left: Self, right: Self) -> Bool { left.number < right.number }
}
