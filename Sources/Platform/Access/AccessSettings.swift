package import Cryptography

/// What an installation may set about access.
package struct AccessSettings: Sendable {
    /// A session ends when nothing was asked for so long.
    package var idleLimit = Duration.seconds(30 * 60)
    /// A session ends so long after the sign-in, whatever was asked for.
    package var absoluteLimit = Duration.seconds(12 * 3600)
    /// How long after a sign-in or step-up dangerous verbs are allowed.
    package var stepUpLimit = Duration.seconds(10 * 60)
    /// The oldest session of an account ends when one more is begun.
    package var maxSessionsPerAccount = 20
    /// What a password's hash costs; hashes of another cost are made anew at the next sign-in.
    package var passwordCost = PasswordHash.Parameters.standard
    /// Hashes made at once. Each takes 32 MiB and one core at the standard cost.
    package var hashesAtOnce = 2
    /// Hashes that may wait for their turn; one more is told that the machine is busy.
    package var hashesWaiting = 24
    package var lockRules = LockRules()

    package init() {}

    /// `lastSeen` and `lastUsed` are written at most so often.
    static let seenStep = Duration.seconds(60)
}
