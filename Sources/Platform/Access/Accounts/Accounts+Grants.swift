package import SQLStore

/// Roles, and standing in for somebody.
extension Accounts {
    private static let maxGrants = 100
    /// Longest time that somebody is stood in for.
    package static let maxDelegation = Duration.seconds(90 * 86_400)

    /// Roles of an account that were not revoked, also past and future ones.
    package func grants(of account: Int64) async throws -> [Grant] {
        try await store.read { db in try AccountRows.grants(of: account, in: db) }
    }

    /// Roles of several accounts that were not revoked, by account.
    package func grants(of accounts: [Int64]) async throws -> [Int64: [Grant]] {
        let condition = SQL.list(accounts)
        let grants = try await store.read { db in
            try db.rows(
                SQL("SELECT * FROM role_grants WHERE revoked_at IS NULL AND account IN ") + condition
                    + SQL(" ORDER BY id")
            ).map(Grant.init)
        }
        return Dictionary(grouping: grants, by: \.account)
    }

    /// Roles of an account that were, ever; the newest first, at most 500.
    package func grantHistory(of account: Int64) async throws -> [Grant] {
        try await store.read { db in
            try db.rows("SELECT * FROM role_grants WHERE account = ? ORDER BY id DESC LIMIT 500", account).map(
                Grant.init)
        }
    }

    /// Gives an account a role for a unit and what is below it (nil: for the whole province), from now or a later moment.
    /// - Parameter reason: may be empty.
    /// - Throws: `noSuchAccount`, `disabled`, `badGrant`, `badReason`, `tooMany`.
    package func grant(
        _ role: Role, unit: Int64?, to account: Int64, from: Moment? = nil, until: Moment? = nil, reason: String = "",
        by author: Author
    ) async throws -> Int64 {
        let now = time.now()
        let from = max(from ?? now, now)
        if let until, until <= from { throw AccessError.badGrant }
        guard let reason = reason.isEmpty ? "" : AccountText.reason(reason) else { throw AccessError.badReason }
        let draft = GrantDraft(
            account: account, role: role.rawValue, unit: unit, from: from, until: until, reason: reason, source: nil)
        return try await store.write { db in try Self.insert(draft, "accounts.grant", by: author, at: now, in: db) }
    }

    /// A grant that was not revoked: whose it is, and for which unit.
    /// - Throws: `noSuchGrant`.
    package func find(grant id: Int64) async throws -> Grant {
        try await store.read { db in
            guard let row = try db.first("SELECT * FROM role_grants WHERE id = ? AND revoked_at IS NULL", id) else {
                throw AccessError.noSuchGrant
            }
            return try Grant(row)
        }
    }

    /// Has somebody stand in for the holder of a grant, for a time: the same role for the same unit, as long as the grant holds.
    /// - Parameter holder: whose the grant has to be; nil for whoever may give the role himself.
    /// - Throws: `noSuchGrant`, `noSuchAccount`, `disabled`, `badGrant` (to the holder, of a delegation, beyond its end or 90
    ///   days), `badReason` without a reason, `tooMany`.
    package func delegate(
        _ grant: Int64, of holder: Int64?, to account: Int64, from: Moment? = nil, until: Moment, reason: String,
        by author: Author
    ) async throws -> Int64 {
        let now = time.now()
        let from = max(from ?? now, now)
        guard from < until, until <= from + Self.maxDelegation else { throw AccessError.badGrant }
        guard let reason = AccountText.reason(reason) else { throw AccessError.badReason }
        return try await store.write { db in
            let rows = try db.rows("SELECT * FROM role_grants WHERE id = ? AND revoked_at IS NULL", grant)
            guard let row = rows.first else { throw AccessError.noSuchGrant }
            let source = try Grant(row)
            if let holder, holder != source.account { throw AccessError.noSuchGrant }
            guard source.source == nil, source.account != account, source.from <= from,
                source.until.map({ until <= $0 }) ?? true
            else { throw AccessError.badGrant }
            let draft = GrantDraft(
                account: account, role: try row.text("role"), unit: source.unit, from: from, until: until,
                reason: reason,
                source: grant)
            return try Self.insert(draft, "accounts.delegate", by: author, at: now, in: db)
        }
    }

    /// Takes a role away, at once, and from whoever stands in for it.
    /// - Throws: `noSuchGrant` when it is not there or was revoked, `lastAdministrator`.
    package func revoke(grant id: Int64, by author: Author) async throws {
        let now = time.now()
        try await store.write { db in
            guard
                let row = try db.first("SELECT account, role FROM role_grants WHERE id = ? AND revoked_at IS NULL", id)
            else { throw AccessError.noSuchGrant }
            try AccountRows.keepingAnAdministrator(at: now, in: db) {
                try AccountRows.revoke(id, by: author, at: now, in: db)
            }
            try author.record(
                "accounts.revoke-grant", "account:\(try row.int64("account"))",
                ["grant": "\(id)", "role": try row.text("role")], at: now, in: db)
        }
    }

    private struct GrantDraft: Sendable {
        var account: Int64
        var role: String
        var unit: Int64?
        var from: Moment
        var until: Moment?
        var reason: String
        var source: Int64?
    }

    private static func insert(
        _ draft: GrantDraft, _ action: StaticString, by author: Author, at now: Moment, in db: WriteConnection
    ) throws -> Int64 {
        guard try AccountRows.find(draft.account, in: db).state == .active else { throw AccessError.disabled }
        let count = try db.count(
            "SELECT count(*) FROM role_grants WHERE account = ? AND revoked_at IS NULL", draft.account)
        guard count < maxGrants else { throw AccessError.tooMany }
        let id = try AccountRows.insertGrant(
            account: draft.account, role: draft.role, unit: draft.unit, from: draft.from, until: draft.until,
            reason: draft.reason, source: draft.source, by: author, at: now, in: db)
        var detail = ["grant": "\(id)", "role": draft.role, "unit": draft.unit.map { "\($0)" } ?? "all"]
        if let until = draft.until { detail["until"] = "\(until.microseconds)" }
        if let source = draft.source { detail["for"] = "\(source)" }
        if !draft.reason.isEmpty { detail["reason"] = draft.reason }
        try author.record(action, "account:\(draft.account)", detail, at: now, in: db)
        return id
    }
}

extension AccountRows {
    static func insertGrant(
        account: Int64, role: String, unit: Int64?, from: Moment, until: Moment? = nil, reason: String = "",
        source: Int64? = nil, by author: Author, at now: Moment, in db: WriteConnection
    ) throws -> Int64 {
        try db.insert(
            """
            INSERT INTO role_grants (account, role, unit, valid_from, valid_until, reason, source, granted_by, granted_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """, account, role, unit, from, until, reason, source, author.text, now)
    }
}
