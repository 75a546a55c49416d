private import Glibc

/// A point in time: microseconds since 1970, UTC, as `time` columns hold it.
package struct Moment: Sendable, Hashable, Comparable, Codable {
    package var microseconds: Int64

    package init(microseconds: Int64) { self.microseconds = microseconds }
    package init(seconds: Int64) { microseconds = seconds * 1_000_000 }

    package static func < (left: Self, right: Self) -> Bool { left.microseconds < right.microseconds }
    package static func + (moment: Self, duration: Duration) -> Self {
        Self(microseconds: moment.microseconds &+ duration.microseconds)
    }
    package static func - (moment: Self, duration: Duration) -> Self {
        Self(microseconds: moment.microseconds &- duration.microseconds)
    }
    package static func - (later: Self, earlier: Self) -> Duration {
        .microseconds(later.microseconds &- earlier.microseconds)
    }

    package init(from decoder: any Decoder) throws {
        microseconds = try decoder.singleValueContainer().decode(Int64.self)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(microseconds)
    }
}

extension Duration {
    /// Whole microseconds, cut to what 64 bits hold.
    package var microseconds: Int64 {
        let (seconds, attoseconds) = components
        let (whole, isTooLarge) = seconds.multipliedReportingOverflow(by: 1_000_000)
        return isTooLarge ? (seconds < 0 ? .min : .max) : whole &+ attoseconds / 1_000_000_000_000
    }
}

/// Tells the time of day. Given to whatever decides by time, so that tests decide what time it is.
package protocol TimeSource: Sendable {
    func now() -> Moment
}

/// The clock of the machine.
package struct SystemTime: TimeSource {
    package init() {}

    package func now() -> Moment {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Moment(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000)
    }
}
