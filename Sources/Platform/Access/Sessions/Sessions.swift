package import SQLStore

/// The sessions of the server: found by the token that a browser sends, listed, revoked.
package struct Sessions: Sendable {
    private let store: SQLStore
    private let settings: AccessSettings
    private let time: any TimeSource
    /// Ended and forgotten sessions are kept so long: an address that an account signed in from is known by them.
    static let keptFor = Duration.seconds(90 * 86_400)
    private static let purgeBatch = 5_000

    package init(_ store: SQLStore, _ settings: AccessSettings, time: any TimeSource) {
        self.store = store
        self.settings = settings
        self.time = time
    }

    /// The session of a request; nil when it is over, was never there, or its account is disabled. Two look-ups by key; once a
    /// minute one small write.
    /// - Parameters:
    ///   - cookie: hostile.
    ///   - isUsed: false for what a browser asks by itself while nobody is there: the session goes on towards its idle limit.
    package func find(_ cookie: String, isUsed: Bool = true) async throws -> Session? {
        guard let token = SessionToken(cookie) else { return nil }
        let now = time.now()
        let found = try await store.read { db in try open(token, at: now, in: db) }
        guard let found else { return nil }
        if isUsed, now - found.seen >= AccessSettings.seenStep {
            // Of several requests at once one writes.
            let (id, before) = (found.session.id, now - AccessSettings.seenStep)
            try await store.writeGrouped { db in
                try db.execute(
                    "UPDATE sessions SET seen = ? WHERE id = ? AND seen <= ? AND ended IS NULL", now, id, before)
            }
        }
        return found.session
    }

    private func open(
        _ token: SessionToken, at now: Moment, in db: ReadConnection
    ) throws -> (session: Session, seen: Moment)? {
        guard
            let row = try db.first(
                "SELECT id, account, created, seen, authenticated FROM sessions WHERE digest = ? AND ended IS NULL",
                token.digest)
        else { return nil }
        let (created, seen) = (try row.moment("created"), try row.moment("seen"))
        // Before its own beginning only where a clock was set back: that is over, too.
        guard now >= created - AccessSettings.seenStep, now < created + settings.absoluteLimit,
            now < seen + settings.idleLimit
        else { return nil }
        let account = try AccountRows.find(try row.int64("account"), in: db)
        guard account.state == .active else { return nil }
        let session = Session(
            id: try row.int64("id"), account: account, grants: try AccountRows.grants(of: account.id, in: db),
            created: created, authenticated: try row.moment("authenticated"),
            endsAt: min(created + settings.absoluteLimit, max(now, seen) + settings.idleLimit), token: token)
        return (session, seen)
    }

    /// Open sessions of an account, the newest first.
    package func list(of account: Int64) async throws -> [SessionSummary] {
        let now = time.now()
        let (absolute, idle) = (now - settings.absoluteLimit, now - settings.idleLimit)
        return try await store.read { db in
            try db.rows(
                """
                SELECT id, created, seen, address, agent FROM sessions
                WHERE account = ? AND ended IS NULL AND created > ? AND seen > ? ORDER BY id DESC LIMIT 200
                """, account, absolute, idle
            ).map(SessionSummary.init)
        }
    }

    /// Ends the session that somebody signs out of.
    package func signOut(_ session: Session, by author: Author) async throws {
        let now = time.now()
        let (id, account) = (session.id, session.account.id)
        try await store.write { db in
            guard try SessionRows.end(id, of: account, .signOut, at: now, in: db) else { return }
            try author.record("sessions.sign-out", "account:\(account)", ["session": "\(id)"], at: now, in: db)
        }
    }

    /// Ends one session of an account.
    /// - Throws: `noSuchSession` when it is over already, or another account's.
    package func revoke(_ id: Int64, of account: Int64, by author: Author) async throws {
        let now = time.now()
        try await store.write { db in
            guard try SessionRows.end(id, of: account, .revoked, at: now, in: db) else {
                throw AccessError.noSuchSession
            }
            try author.record("sessions.revoke", "account:\(account)", ["session": "\(id)"], at: now, in: db)
        }
    }

    /// Ends all sessions of an account but one.
    /// - Returns: how many were open.
    @discardableResult
    package func revokeAll(of account: Int64, except kept: Int64? = nil, by author: Author) async throws -> Int {
        let now = time.now()
        return try await store.write { db in
            let count = try SessionRows.endAll(of: account, .revoked, except: kept, at: now, in: db)
            try author.record("sessions.revoke-all", "account:\(account)", ["count": "\(count)"], at: now, in: db)
            return count
        }
    }

    /// Forgets sessions that were begun long ago. For a job, once a day.
    /// - Returns: rows taken away.
    package func purge() async throws -> Int {
        let before = time.now() - max(Self.keptFor, settings.absoluteLimit)
        return try await store.write { db in
            try db.execute(
                "DELETE FROM sessions WHERE id IN (SELECT id FROM sessions WHERE created < ? ORDER BY created LIMIT ?)",
                before, Self.purgeBatch)
        }
    }
}
