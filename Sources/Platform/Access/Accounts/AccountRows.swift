import SQLStore

/// Statements about accounts, for the transactions of those who use them.
enum AccountRows {
    static func find(_ id: Int64, in db: ReadConnection) throws -> Account {
        guard let row = try db.first("SELECT * FROM accounts WHERE id = ?", id) else { throw AccessError.noSuchAccount }
        return try Account(row)
    }

    static func insert(
        _ draft: AccountDraft, password: String, mustChange: Bool, at now: Moment, in db: WriteConnection
    ) throws -> Int64 {
        let (login, name, mail) = try draft.checked()
        let taken = try db.count(
            "SELECT count(*) FROM accounts WHERE login = ? OR skeleton = ?", login.text, login.skeleton)
        guard taken == 0 else { throw AccessError.loginTaken }
        return try db.insert(
            """
            INSERT INTO accounts (login, skeleton, name, name_folded, name_sort, mail, state, password, must_change,
              password_changed, created, changed)
            VALUES (?, ?, ?, ?, ?, ?, 'active', ?, ?, ?, ?, ?)
            """, login.text, login.skeleton, name, SearchText.folded("\(login.text) \(name)"), SortKey.vietnamese(name),
            mail,
            password, mustChange, now, now, now)
    }

    /// Accounts that keep the installation for good: active, with the role for the whole province and no end.
    static func administratorCount(at now: Moment, in db: ReadConnection) throws -> Int {
        try db.count(
            """
            SELECT count(DISTINCT accounts.id) FROM accounts JOIN role_grants ON role_grants.account = accounts.id
            WHERE role_grants.role = 'administrator' AND unit IS NULL AND revoked_at IS NULL AND source IS NULL
              AND valid_until IS NULL AND valid_from <= ? AND accounts.state = 'active'
            """, now)
    }

    /// Does something that may take an administrator away, unless it is the last one.
    /// - Throws: `lastAdministrator`.
    static func keepingAnAdministrator(
        at now: Moment, in db: WriteConnection, _ body: () throws -> Void
    ) throws {
        let before = try administratorCount(at: now, in: db)
        try body()
        if before > 0, try administratorCount(at: now, in: db) == 0 { throw AccessError.lastAdministrator }
    }

    static func grants(of account: Int64, in db: ReadConnection) throws -> [Grant] {
        try db.rows("SELECT * FROM role_grants WHERE account = ? AND revoked_at IS NULL ORDER BY id", account)
            .map(Grant.init)
    }

    /// A grant that does not hold anymore takes those with it that stood on it.
    static func revoke(_ grant: Int64, by author: Author, at now: Moment, in db: WriteConnection) throws {
        let text = author.text
        try db.execute(
            "UPDATE role_grants SET revoked_at = ?, revoked_by = ? WHERE id = ? AND revoked_at IS NULL", now, text,
            grant)
        try db.execute(
            "UPDATE role_grants SET revoked_at = ?, revoked_by = ? WHERE source = ? AND revoked_at IS NULL", now, text,
            grant)
    }
}
