package import SQLStore

/// Why something about accounts was not done. Holds no password, token or code, and nothing that a stranger typed.
package enum AccessError: Error, Sendable, Equatable {
    /// Two to 64 of a-z, 0-9 and single `.`, `-`, `_` between them.
    case badLogin
    /// The name is another account's, or could be read as it.
    case loginTaken
    case badName, badMail, badReason
    case badPassword(PasswordFault)
    case noSuchAccount, noSuchGrant, noSuchSession, noSuchToken
    /// The account cannot do this while it is disabled.
    case disabled
    /// Somebody gave or took a role, or changed the account, since it was looked at.
    case changedMeanwhile
    /// Nobody would be left who may manage accounts.
    case lastAdministrator
    /// A period that is empty, too long, or beyond what is delegated; a delegation of a delegation, or to oneself.
    case badGrant
    /// No name, no verb or one that tokens may not have, an end that is past or too far, ranges that are none.
    case badToken
    /// So many sessions, tokens or grants are not kept.
    case tooMany
    /// The code is not the one that was printed, or it was used.
    case wrongCode
    case wrongPassword
    /// Too many attempts; the next one is looked at from then on.
    case wait(until: Moment)
    /// More passwords are waiting to be looked at than this machine can take: again in some seconds.
    case busy
}
