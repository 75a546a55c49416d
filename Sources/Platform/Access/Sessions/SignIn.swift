package import Patterns
package import SQLStore

/// Begins sessions by password, and asks for the password again where it matters.
package struct SignIn: Sendable {
    private let store: SQLStore
    private let passwords: Passwords
    private let lockOut: LockOut
    private let settings: AccessSettings
    private let time: any TimeSource

    package init(
        _ store: SQLStore, _ passwords: Passwords, _ lockOut: LockOut, _ settings: AccessSettings, time: any TimeSource
    ) {
        self.store = store
        self.passwords = passwords
        self.lockOut = lockOut
        self.settings = settings
        self.time = time
    }

    /// What the page of the sign-in says. It says the same for names that nobody has, and of accounts that are disabled.
    package enum Answer: Sendable, Equatable {
        case signedIn(NewSession)
        case refused
        /// Too many attempts.
        case wait(until: Moment)
        /// Too many people sign in at this moment: again in some seconds.
        case busy
    }

    /// Costs a hash, also where there is no such account; nothing while the caller is locked out.
    /// - Parameters: login, password and agent as they came, hostile.
    package func signIn(login: String, password: String, from address: IPAddress, agent: String) async throws -> Answer
    {
        let name = LoginName(login)
        do {
            let ticket = try await lockOut.admit(login, name, address)
            let candidate = try await store.read { db in try Self.candidate(name, in: db) }
            let verdict = try await verify(password, candidate?.record, ticket)
            if verdict.isRight, let candidate {
                let session = try await open(candidate, verdict, ticket, address, agent)
                if let session { return .signedIn(session) }
            }
            try await refuse(login, ticket, address)
            return .refused
        } catch AccessError.wait(let until) {
            return .wait(until: until)
        } catch AccessError.busy {
            return .busy
        }
    }

    /// Types the password again: the session goes on under a new token, and may do what is dangerous for some minutes.
    /// - Throws: `wrongPassword`, `wait`, `busy`, `noSuchSession` when it ended meanwhile.
    package func stepUp(_ session: Session, password: String, from address: IPAddress) async throws -> NewSession {
        let (ticket, _) = try await confirm(session, password, address, "sessions.step-up-refused")
        let now = max(time.now(), session.created)
        let token = try SessionToken()
        let (id, account, old) = (session.id, session.account.id, session.token.digest)
        try await store.write { db in
            let changed = try db.execute(
                "UPDATE sessions SET digest = ?, authenticated = ? WHERE id = ? AND digest = ? AND ended IS NULL",
                token.digest,
                now, id, old)
            guard changed == 1 else { throw AccessError.noSuchSession }
            try LockOut.settle(ticket, in: db)
            try Author.account(account, from: address).record(
                "sessions.step-up", "account:\(account)", ["session": "\(id)"], at: now, in: db)
        }
        return NewSession(
            id: id, account: account, token: token, endsAt: session.created + settings.absoluteLimit,
            mustChangePassword: session.account.mustChangePassword)
    }

    /// Changes one's own password. Every session of the account ends; a new one is given to whoever changed it.
    /// - Throws: `wrongPassword`, `badPassword`, `wait`, `busy`, `noSuchSession`.
    package func changePassword(
        _ session: Session, from old: String, to new: String, address: IPAddress, agent: String
    ) async throws -> NewSession {
        let account = session.account
        let (ticket, stored) = try await confirm(session, old, address, "accounts.password-refused")
        let record: String
        do {
            if PasswordText(new)?.text == PasswordText(old)?.text { throw AccessError.badPassword(.unchanged) }
            record = try await passwords.record(of: new, personal: [account.login, account.name, account.mail])
        } catch {
            try await lockOut.giveBack(ticket)
            throw error
        }
        let now = time.now()
        let token = try SessionToken()
        let keeping = settings.maxSessionsPerAccount
        let (session, old) = (session.id, session.token.digest)
        let id = try await store.write { db in
            let open = try db.count(
                "SELECT count(*) FROM sessions WHERE id = ? AND digest = ? AND ended IS NULL", session, old)
            let changed = try db.execute(
                """
                UPDATE accounts SET password = ?, must_change = 0, password_changed = ?, changed = ?
                WHERE id = ? AND password = ? AND state = 'active'
                """, record, now, now, account.id, stored)
            let ended = try SessionRows.endAll(of: account.id, .password, at: now, in: db)
            // Two changes at once, or an administrator's between: the first one holds.
            guard changed == 1, open == 1 else { throw AccessError.noSuchSession }
            try LockOut.settle(ticket, in: db)
            try Author.account(account.id, from: address).record(
                "accounts.password", "account:\(account.id)", ["sessions": "\(ended)"], at: now, in: db)
            return try SessionRows.insert(
                token, account: account.id, address: address, agent: agent, at: now, keeping: keeping, in: db)
        }
        return NewSession(
            id: id, account: account.id, token: token, endsAt: now + settings.absoluteLimit, mustChangePassword: false)
    }

    // MARK: steps

    private struct Candidate: Sendable {
        var account: Int64
        var record: String
        var mustChange: Bool
    }

    /// Nil also for a disabled account.
    private static func candidate(_ name: LoginName?, in db: ReadConnection) throws -> Candidate? {
        guard let name,
            let row = try db.first(
                "SELECT id, password, must_change FROM accounts WHERE login = ? AND state = 'active'", name.text)
        else { return nil }
        return Candidate(
            account: try row.int64("id"), record: try row.text("password"), mustChange: try row.flag("must_change"))
    }

    /// An attempt that nobody looked at was none.
    private func verify(
        _ password: String, _ record: String?, _ ticket: LockOut.Ticket
    ) async throws -> Passwords.Verdict {
        do {
            return try await passwords.verify(password, against: record)
        } catch {
            try await lockOut.giveBack(ticket)
            throw error
        }
    }

    /// Nil when the account was disabled or its password changed while the hash was made.
    private func open(
        _ candidate: Candidate, _ verdict: Passwords.Verdict, _ ticket: LockOut.Ticket, _ address: IPAddress,
        _ agent: String
    ) async throws -> NewSession? {
        let now = time.now()
        let token = try SessionToken()
        let (account, keeping) = (candidate.account, settings.maxSessionsPerAccount)
        let id = try await store.write { db -> Int64? in
            let changed = try db.execute(
                "UPDATE accounts SET last_sign_in = ?, password = ? WHERE id = ? AND password = ? AND state = 'active'",
                now,
                verdict.newRecord ?? candidate.record, account, candidate.record)
            guard changed == 1 else { return nil }
            try LockOut.settle(ticket, in: db)
            let id = try SessionRows.insert(
                token, account: account, address: address, agent: agent, at: now, keeping: keeping, in: db)
            try Author.account(account, from: address).record(
                "sessions.sign-in", "account:\(account)", ["session": "\(id)"], at: now, in: db)
            return id
        }
        guard let id else { return nil }
        return NewSession(
            id: id, account: account, token: token, endsAt: now + settings.absoluteLimit,
            mustChangePassword: candidate.mustChange)
    }

    private func refuse(_ login: String, _ ticket: LockOut.Ticket, _ address: IPAddress) async throws {
        let now = time.now()
        // Only a name that somebody has: anything else may be a password in the wrong field, and the record is for good.
        var detail = ["login": ticket.account == nil ? "?" : LoginName(login)?.text ?? "?"]
        if !ticket.locked.isEmpty { detail["locked"] = ticket.locked.map(\.rawValue).joined(separator: ",") }
        let subject = ticket.account.map { "account:\($0)" } ?? ""
        try await store.write { [detail] db in
            try Author.program("sign-in", from: address).record("sessions.refused", subject, detail, at: now, in: db)
        }
    }

    /// The password of a session's account, counted like a sign-in.
    private func confirm(
        _ session: Session, _ password: String, _ address: IPAddress, _ refusal: StaticString
    ) async throws -> (ticket: LockOut.Ticket, record: String) {
        let account = session.account
        let ticket = try await lockOut.admit(account.login, LoginName(account.login), address)
        let record = try await store.read { db in
            try db.first("SELECT password FROM accounts WHERE id = ? AND state = 'active'", account.id)?.text(
                "password")
        }
        guard let record, try await verify(password, record, ticket).isRight else {
            let now = time.now()
            try await store.write { db in
                try Author.account(account.id, from: address).record(
                    refusal, "account:\(account.id)", ["session": "\(session.id)"], at: now, in: db)
            }
            throw AccessError.wrongPassword
        }
        return (ticket, record)
    }
}
