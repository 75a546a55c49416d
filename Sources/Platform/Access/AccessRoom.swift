package import Cryptography
package import SQLStore

/// Everything of this room over one store, joined. Made once; ended with `close`.
package struct AccessRoom: Sendable {
    package let settings: AccessSettings
    package let passwords: Passwords
    package let accounts: Accounts
    package let sessions: Sessions
    package let signIn: SignIn
    package let tokens: APITokens
    package let lockOut: LockOut
    package let firstAdministrator: FirstAdministrator

    /// - Parameter store: with the tables of `AuditLog` and `AccessSchema`.
    /// - Throws: `CryptoError` without randomness, or for a password cost that is too high.
    package init(
        _ store: SQLStore, settings: AccessSettings = AccessSettings(), common: CommonPasswords,
        time: any TimeSource = SystemTime()
    ) throws(CryptoError) {
        self.settings = settings
        passwords = try Passwords(settings, common: common)
        lockOut = LockOut(store, settings, time: time)
        accounts = Accounts(store, passwords, time: time)
        sessions = Sessions(store, settings, time: time)
        signIn = SignIn(store, passwords, lockOut, settings, time: time)
        tokens = APITokens(store, time: time)
        firstAdministrator = FirstAdministrator(store, passwords, lockOut, time: time)
    }

    /// Ends the threads of the passwords.
    package func close() async { await passwords.close() }
}
