import SQLStore

/// How attempts to sign in are slowed down: some are free, then each waits twice as long as the one before, then a lock.
package struct LockRule: Sendable, Equatable {
    /// Attempts without a wait.
    package var freeCount: Int
    package var firstWait: Duration
    package var maxWait: Duration
    /// So many attempts lock; as many more lock for twice as long.
    package var lockCount: Int
    package var firstLock: Duration
    package var maxLock: Duration
    /// After so long without an attempt all are forgotten.
    package var memory: Duration
}

/// The rules of the three kinds of bucket.
package struct LockRules: Sendable, Equatable {
    /// Of one name: from all addresses it was not signed in from lately, and from each it was.
    package var user = LockRule(
        freeCount: 4, firstWait: .seconds(2), maxWait: .seconds(30), lockCount: 10, firstLock: .seconds(15 * 60),
        maxLock: .seconds(24 * 3600), memory: .seconds(24 * 3600))
    /// Of one address (IPv6: one /64), whichever the names. An office stands behind one address.
    package var address = LockRule(
        freeCount: 20, firstWait: .seconds(1), maxWait: .seconds(10), lockCount: 100, firstLock: .seconds(15 * 60),
        maxLock: .seconds(4 * 3600), memory: .seconds(3600))
    /// Of all together, but for names at addresses that they were signed in from lately: those are let in while the house is
    /// under attack from everywhere.
    package var everyone = LockRule(
        freeCount: 300, firstWait: .milliseconds(200), maxWait: .seconds(2), lockCount: 1_000, firstLock: .seconds(60),
        maxLock: .seconds(600), memory: .seconds(1800))

    package init() {}

    subscript(kind: AttemptBucket.Kind) -> LockRule {
        switch kind {
        case .user: user
        case .address: address
        case .everyone: everyone
        }
    }
}

/// What is known of the attempts of one name, address, or of all: a pure machine.
struct AttemptBucket: Sendable, Equatable {
    enum Kind: String, Sendable, SQLConvertible {
        case user, address
        case everyone = "all"
    }

    var tries = 0
    var last = Moment(microseconds: 0)
    /// No attempt is looked at before.
    var freeAt = Moment(microseconds: 0)

    /// Until when to wait; nil when an attempt may be made. A wait longer than any lock comes from a clock that was set back,
    /// and holds nobody.
    func wait(at now: Moment, _ rule: LockRule) -> Moment? {
        now < freeAt && freeAt <= now + max(rule.maxLock, rule.maxWait) ? freeAt : nil
    }

    /// Counts an attempt that is about to be looked at.
    /// - Returns: whether it locked.
    mutating func count(at now: Moment, _ rule: LockRule) -> Bool {
        if now - last >= rule.memory || now < last { tries = 0 }
        tries += 1
        last = now
        let isLocked = tries % max(1, rule.lockCount) == 0
        if isLocked {
            freeAt = now + Self.doubled(rule.firstLock, times: tries / max(1, rule.lockCount) - 1, max: rule.maxLock)
        } else if tries > rule.freeCount {
            freeAt = now + Self.doubled(rule.firstWait, times: tries - rule.freeCount - 1, max: rule.maxWait)
        }
        return isLocked
    }

    private static func doubled(_ duration: Duration, times: Int, max: Duration) -> Duration {
        times >= 20 ? max : min(duration * (1 << times), max)
    }
}
