/// A kind of work, and how the queue treats it. Two kinds are the same when their names are.
///
///     extension JobKind {
///         static let sweep = JobKind("portals.sweep", maxAttempts: 3, perCluster: 8)
///     }
package struct JobKind: Sendable, Hashable {
    /// `room.verb`.
    package let name: String
    /// What its jobs have when nothing else is said.
    package var priority: JobPriority
    /// Times that a job is begun before it is given up (1 to 100); a worker that falls silent has used one.
    package var maxAttempts: Int
    package var backOff: JobBackOff
    /// Jobs of the kind that one worker runs at once; nil: as many as it has slots.
    package var perWorker: Int?
    /// Jobs of the kind that run at once on all machines together; nil: no limit.
    package var perCluster: Int?

    package init(
        _ name: StaticString, priority: JobPriority = .normal, maxAttempts: Int = 5,
        backOff: JobBackOff = JobBackOff(), perWorker: Int? = nil, perCluster: Int? = nil
    ) {
        self.init(stored: name.description, priority: priority, maxAttempts: maxAttempts)
        self.backOff = backOff
        self.perWorker = perWorker
        self.perCluster = perCluster
    }

    /// As a row names it.
    init(stored name: String, priority: JobPriority, maxAttempts: Int) {
        self.name = name
        self.priority = priority
        self.maxAttempts = maxAttempts
        backOff = JobBackOff()
    }

    package static func == (left: Self, right: Self) -> Bool { left.name == right.name }
    package func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

/// Which of two jobs that are due goes first. Among equals the one that has been due for longer.
package enum JobPriority: Int, Sendable, CaseIterable {
    case urgent = 0
    case high = 1
    case normal = 2
    case low = 3
}

/// How long a job waits after an attempt that failed: twice as long each time, up to a limit, less a random part so that many
/// that failed together do not come back together.
package struct JobBackOff: Sendable {
    package var first: Duration
    package var longest: Duration
    /// The largest part of the pause that chance may take away: 0 to 1.
    package var jitter: Double

    package init(first: Duration = .seconds(10), longest: Duration = .seconds(3600), jitter: Double = 0.5) {
        self.first = first
        self.longest = longest
        self.jitter = jitter
    }

    /// - Parameters:
    ///   - attempt: the one that failed, from 1.
    ///   - share: where chance fell, 0 to 1.
    package func delay(afterAttempt attempt: Int, share: Double) -> Duration {
        let whole = min(first * (1 << min(max(attempt - 1, 0), 30)), longest)
        return whole * (1 - min(max(jitter, 0), 1) * min(max(share, 0), 1))
    }
}
