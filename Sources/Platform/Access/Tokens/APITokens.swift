import Cryptography
package import Patterns
package import SQLStore

/// Tokens by which programs act for an account: never more than the account may itself, within scopes, a unit and an end.
package struct APITokens: Sendable {
    private static let maxPerAccount = 50

    private let store: SQLStore
    private let time: any TimeSource

    package init(_ store: SQLStore, time: any TimeSource) {
        self.store = store
        self.time = time
    }

    /// - Returns: the text of the token, which is never shown again.
    /// - Throws: `badToken`, `noSuchAccount`, `disabled`, `tooMany`.
    package func create(_ draft: TokenDraft, for account: Int64, by author: Author) async throws -> (
        id: Int64, text: String
    ) {
        let now = time.now()
        let name = try draft.checkedName(at: now)
        let secret = try Secret.random(TokenText.secretByteCount)
        let scopes = draft.scopes.map(\.rawValue).sorted().joined(separator: " ")
        let id = try await store.write { db in
            guard try AccountRows.find(account, in: db).state == .active else { throw AccessError.disabled }
            let count = try db.count(
                "SELECT count(*) FROM api_tokens WHERE account = ? AND revoked_at IS NULL AND expires > ?", account, now
            )
            guard count < Self.maxPerAccount else { throw AccessError.tooMany }
            let id = try db.insert(
                """
                INSERT INTO api_tokens (digest, account, name, scopes, unit, ranges, created, created_by, expires, used_from)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, '')
                """, TokenText(id: 0, secret: secret).digest, account, name, scopes, draft.unit,
                draft.ranges.joined(separator: " "), now, author.text, draft.expires)
            let unit = draft.unit.map { "\($0)" } ?? "all"
            try author.record(
                "tokens.create", "token:\(id)",
                ["account": "\(account)", "name": name, "scopes": scopes, "unit": unit], at: now, in: db)
            return id
        }
        return (id, TokenText(id: id, secret: secret).text)
    }

    /// Whose token a request came with; nil when there is no such token, it is over or revoked, comes from elsewhere, or its
    /// account is disabled. Three look-ups by key; once a minute one small write.
    /// - Parameter text: hostile.
    package func find(_ text: String, from address: IPAddress) async throws -> Subject? {
        guard let text = TokenText(text) else { return nil }
        let now = time.now()
        let found = try await store.read { db -> (subject: Subject, used: Moment?)? in
            guard let row = try db.first("SELECT * FROM api_tokens WHERE id = ?", text.id),
                Secret.areEqual(try row.bytes("digest"), text.digest)
            else { return nil }
            let token = try APIToken(row)
            guard token.isValid(at: now), Self.isAllowed(address, token.ranges) else { return nil }
            let account = try AccountRows.find(token.account, in: db)
            guard account.state == .active else { return nil }
            let subject = Subject(
                .token(id: token.id, scopes: token.scopes, unit: token.unit), account: account.id,
                grants: try AccountRows.grants(of: account.id, in: db), mustChangePassword: account.mustChangePassword)
            return (subject, token.used)
        }
        guard let found else { return nil }
        let before = now - AccessSettings.seenStep
        if found.used.map({ $0 <= before }) ?? true {
            try await store.writeGrouped { db in
                try db.execute(
                    "UPDATE api_tokens SET used = ?, used_from = ? WHERE id = ? AND (used IS NULL OR used <= ?)", now,
                    address.text, text.id, before)
            }
        }
        return found.subject
    }

    /// Ranges that cannot be read let nobody in.
    private static func isAllowed(_ address: IPAddress, _ ranges: [String]) -> Bool {
        guard !ranges.isEmpty else { return true }
        return (try? AddressRanges(ranges))?.contains(address) ?? false
    }

    /// Tokens of an account, also those that are over; the newest first, at most 200.
    package func list(of account: Int64) async throws -> [APIToken] {
        try await store.read { db in
            try db.rows("SELECT * FROM api_tokens WHERE account = ? ORDER BY id DESC LIMIT 200", account).map(
                APIToken.init)
        }
    }

    /// - Parameter account: whose it has to be; nil for whoever manages the tokens of others.
    /// - Throws: `noSuchToken` when it is not there, another's, or revoked.
    package func revoke(_ id: Int64, of account: Int64?, by author: Author) async throws {
        let now = time.now()
        try await store.write { db in
            var change = SQL(
                "UPDATE api_tokens SET revoked_at = ?, revoked_by = ? WHERE id = ? AND revoked_at IS NULL", now,
                author.text, id)
            if let account { change.append(" AND account = ?", account) }
            guard try db.execute(change) == 1 else { throw AccessError.noSuchToken }
            try author.record("tokens.revoke", "token:\(id)", at: now, in: db)
        }
    }
}
