package import SQLStore

/// The register of accounts: made, changed, disabled, and given roles by those who may; whether somebody may is for the policy
/// to say before.
package struct Accounts: Sendable {
    let store: SQLStore
    let passwords: Passwords
    let time: any TimeSource

    package init(_ store: SQLStore, _ passwords: Passwords, time: any TimeSource) {
        self.store = store
        self.passwords = passwords
        self.time = time
    }

    // MARK: reading

    /// - Throws: `noSuchAccount`.
    package func find(_ id: Int64) async throws -> Account {
        try await store.read { db in try AccountRows.find(id, in: db) }
    }

    /// What people are called who stand in records as `account:7`; for others there is no entry.
    package func names(of actors: Set<String>) async throws -> [String: String] {
        let ids = actors.compactMap { $0.hasPrefix("account:") ? Int64($0.dropFirst("account:".count)) : nil }
        guard !ids.isEmpty else { return [:] }
        let rows = try await store.read {
            try $0.rows(SQL("SELECT id, name FROM accounts WHERE id IN ") + SQL.list(ids))
        }
        return Dictionary(
            try rows.map { ("account:\(try $0.int64("id"))", try $0.text("name")) },
            uniquingKeysWith: { first, _ in first })
    }

    /// The account of a login; nil when nobody has it.
    package func find(login: String) async throws -> Account? {
        guard let name = LoginName(login) else { return nil }
        return try await store.read { db in
            try db.first("SELECT * FROM accounts WHERE login = ?", name.text).map(Account.init)
        }
    }

    /// Accounts by name, in Vietnamese order, and how many there are in all.
    package func list(_ query: AccountQuery) async throws -> (accounts: [Account], total: Int) {
        let condition = query.condition(at: time.now())
        let limit = min(max(query.limit, 1), AccountQuery.maxLimit)
        let offset = max(query.offset, 0)
        return try await store.read { db in
            let total = try db.count(SQL("SELECT count(*) FROM accounts WHERE ") + condition)
            let page = SQL(" ORDER BY ") + query.orderBy + SQL(" LIMIT ? OFFSET ?", limit, offset)
            let rows = try db.rows(SQL("SELECT * FROM accounts WHERE ") + condition + page)
            return (try rows.map(Account.init), total)
        }
    }

    // MARK: changing

    /// - Parameter password: one that the author tells the person, who has to change it at the first sign-in.
    /// - Throws: `badLogin`, `badName`, `badMail`, `badPassword`, `loginTaken`, `busy`.
    package func create(_ draft: AccountDraft, password: String, by author: Author) async throws -> Int64 {
        let login = try draft.checked().login.text
        let record = try await passwords.record(of: password, personal: draft.personal)
        let now = time.now()
        return try await AccountRows.uniqueLogin {
            try await store.write { db in
                let id = try AccountRows.insert(draft, password: record, mustChange: true, at: now, in: db)
                try author.record("accounts.create", "account:\(id)", ["login": login], at: now, in: db)
                return id
            }
        }
    }

    // Of each change: `seen` is what the author was asked about; nil for whoever has the machine itself.

    /// Corrects name and mail address.
    /// - Throws: `badName`, `badMail`, `noSuchAccount`, `changedMeanwhile`.
    package func edit(
        _ id: Int64, name: String, mail: String, seen: SeenAccount? = nil, by author: Author
    ) async throws {
        guard let name = AccountText.name(name) else { throw AccessError.badName }
        guard let mail = AccountText.mail(mail) else { throw AccessError.badMail }
        let now = time.now()
        try await store.write { db in
            try seen?.check(in: db)
            let before = try AccountRows.find(id, in: db)
            var detail: [String: String] = [:]
            if before.name != name { detail["name"] = "\(before.name) → \(name)" }
            if before.mail != mail { detail["mail"] = "\(before.mail) → \(mail)" }
            guard !detail.isEmpty else { return }
            try db.execute(
                "UPDATE accounts SET name = ?, name_folded = ?, name_sort = ?, mail = ?, changed = ? WHERE id = ?",
                name,
                SearchText.folded("\(before.login) \(name)"), SortKey.vietnamese(name), mail, now, id)
            try author.record("accounts.edit", "account:\(id)", detail, at: now, in: db)
        }
    }

    /// Nobody signs in to it anymore: its sessions end, its tokens do not work, and who stands in for it does so no longer.
    /// - Throws: `noSuchAccount`, `lastAdministrator`, `changedMeanwhile`.
    package func disable(_ id: Int64, seen: SeenAccount? = nil, by author: Author) async throws {
        let now = time.now()
        try await store.write { db in
            try seen?.check(in: db)
            guard try AccountRows.find(id, in: db).state == .active else { return }
            try AccountRows.keepingAnAdministrator(at: now, in: db) {
                try db.execute("UPDATE accounts SET state = 'disabled', changed = ? WHERE id = ?", now, id)
            }
            try SessionRows.endAll(of: id, .disabled, at: now, in: db)
            try db.execute(
                """
                UPDATE role_grants SET revoked_at = ?, revoked_by = ? WHERE revoked_at IS NULL
                  AND source IN (SELECT id FROM role_grants WHERE account = ?)
                """, now, author.text, id)
            try author.record("accounts.disable", "account:\(id)", at: now, in: db)
        }
    }

    /// - Throws: `noSuchAccount`, `changedMeanwhile`.
    package func enable(_ id: Int64, seen: SeenAccount? = nil, by author: Author) async throws {
        let now = time.now()
        try await store.write { db in
            try seen?.check(in: db)
            guard try AccountRows.find(id, in: db).state == .disabled else { return }
            try db.execute("UPDATE accounts SET state = 'active', changed = ? WHERE id = ?", now, id)
            try author.record("accounts.enable", "account:\(id)", at: now, in: db)
        }
    }

    /// Gives an account another password, which has to be changed at the next sign-in. Its sessions end, its name is let in.
    /// - Parameter revokesTokens: its API tokens end, too: whoever took the account over may have made some.
    /// - Throws: `noSuchAccount`, `badPassword`, `busy`, `changedMeanwhile`.
    package func resetPassword(
        _ id: Int64, to password: String, revokesTokens: Bool = false, seen: SeenAccount? = nil, by author: Author
    ) async throws {
        let account = try await find(id)
        let record = try await passwords.record(of: password, personal: [account.login, account.name, account.mail])
        let now = time.now()
        try await store.write { db in
            try seen?.check(in: db)
            try db.execute(
                "UPDATE accounts SET password = ?, must_change = 1, password_changed = ?, changed = ? WHERE id = ?",
                record,
                now, now, id)
            try db.execute("DELETE FROM sign_in_attempts WHERE account = ?", id)
            var detail = ["sessions": "\(try SessionRows.endAll(of: id, .password, at: now, in: db))"]
            if revokesTokens {
                let tokens = try db.execute(
                    """
                    UPDATE api_tokens SET revoked_at = ?, revoked_by = ?
                    WHERE account = ? AND revoked_at IS NULL AND expires > ?
                    """, now, author.text, id, now)
                detail["tokens"] = "\(tokens)"
            }
            try author.record("accounts.reset-password", "account:\(id)", detail, at: now, in: db)
        }
    }
}

extension AccountQuery {
    fileprivate func condition(at now: Moment) -> SQL {
        var conditions = [SearchText.condition("name_folded", words)]
        if let state { conditions.append(SQL("state = ?", state)) }
        if let role {
            conditions.append(
                SQL(
                    """
                    id IN (SELECT account FROM role_grants WHERE role = ? AND revoked_at IS NULL AND valid_from <= ?
                      AND (valid_until IS NULL OR valid_until > ?))
                    """, role.rawValue, now, now))
        }
        if let units {
            conditions.append(
                SQL("id IN (SELECT account FROM role_grants WHERE revoked_at IS NULL AND unit IN ") + SQL.list(units)
                    + SQL(")"))
        }
        return SQL.all(conditions)
    }

    fileprivate var orderBy: SQL {
        switch (order, isDescending) {
        case (.name, false): SQL("name_sort, id")
        case (.name, true): SQL("name_sort DESC, id DESC")
        case (.login, false): SQL("login, id")
        case (.login, true): SQL("login DESC, id DESC")
        case (.created, false): SQL("id")
        case (.created, true): SQL("id DESC")
        case (.lastSignIn, false): SQL("coalesce(last_sign_in, 0), id")
        case (.lastSignIn, true): SQL("coalesce(last_sign_in, 0) DESC, id DESC")
        }
    }
}

extension AccountRows {
    /// Two who take the same login at once: the database lets one through.
    static func uniqueLogin<Value: Sendable>(_ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch let error as StoreError where error.code == .unique {
            throw AccessError.loginTaken
        }
    }
}
