/// When a portal is swept: by risk and by what the last sweep came to. Pure.
package struct SweepPlan: Sendable, Equatable {
    /// Seconds from one sweep to the next.
    package let intervalSeconds: Int

    private static let shortest = 3_600
    /// First sweeps of portals that were entered together begin within this.
    private static let firstWithin = 1_800

    package init(_ entry: PortalEntry, verdict: PortalVerdict) {
        intervalSeconds = entry.policy.intervalSeconds ?? Self.interval(entry.risk, verdict)
    }

    private static func interval(_ risk: PortalRisk, _ verdict: PortalVerdict) -> Int {
        let hours =
            switch risk {
            case .high: 12
            case .medium: 24
            case .low: 72
            }
        let share =
            switch verdict {
            // Is it gone? Did it come back?
            case .planted: 4
            // Nobody knows yet how it stands.
            case .review, .blocked, .unreadable, .notSwept: 2
            case .clean: 1
            }
        return max(shortest, hours * 3_600 / share)
    }

    /// After the last sweep the next one has to have ended within this: half an interval, and at least two hours, are for waiting
    /// and sweeping.
    package var sweepWithin: Duration { .seconds(intervalSeconds + max(intervalSeconds / 2, 7_200)) }

    /// How long the first sweep of a portal waits: its own place in the time over which first sweeps are spread, the same whenever
    /// it is asked for.
    package func firstWait(of portal: Int64) -> Duration {
        let mixed = UInt64(bitPattern: portal) &* 0x9E37_79B9_7F4A_7C15 >> 32
        return .seconds(Int(mixed % UInt64(min(intervalSeconds, Self.firstWithin))))
    }

    /// What must not be pressed by many at once: the address that the portal's name led to, or else the domain that one owner
    /// registered. A portal that has only an address and port is a server of its own.
    package static func group(host authority: String, address: String?) -> String {
        let host = String(authority.prefix { $0 != ":" })
        guard let domain = SweepScope.registrableDomain(of: host) else { return "host:\(authority)" }
        return address.map { "address:\($0)" } ?? "host:\(domain)"
    }
}
