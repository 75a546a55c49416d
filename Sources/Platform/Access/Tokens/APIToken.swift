import Patterns
package import SQLStore

/// A token as lists show it; its secret was shown once.
package struct APIToken: Sendable, Equatable, Identifiable {
    package var id: Int64
    package var account: Int64
    package var name: String
    package var scopes: Set<Verb>
    /// Nil: every unit of the account.
    package var unit: Int64?
    /// As typed: `10.0.0.0/8`; empty: from everywhere.
    package var ranges: [String]
    package var created: Moment
    package var createdBy: String
    package var expires: Moment
    /// To a minute.
    package var used: Moment?
    package var usedFrom: String
    package var revokedAt: Moment?

    package func isValid(at now: Moment) -> Bool { revokedAt == nil && now < expires }

    init(_ row: SQLRow) throws {
        id = try row.int64("id")
        account = try row.int64("account")
        name = try row.text("name")
        scopes = Set(try row.text("scopes").split(separator: " ").compactMap { Verb(rawValue: String($0)) })
        unit = try row.optional("unit") { row, column throws(StoreError) in try row.int64(column) }
        ranges = try row.text("ranges").split(separator: " ").map(String.init)
        created = try row.moment("created")
        createdBy = try row.text("created_by")
        expires = try row.moment("expires")
        used = try row.optionalMoment("used")
        usedFrom = try row.text("used_from")
        revokedAt = try row.optionalMoment("revoked_at")
    }
}

/// What is asked for of a token.
package struct TokenDraft: Sendable, Equatable {
    /// What the text of every token begins with.
    package static let textPrefix = TokenText.prefix
    package static let maxLifetime = Duration.seconds(366 * 86_400)
    private static let maxRanges = 32

    package var name: String
    package var scopes: Set<Verb>
    package var unit: Int64?
    package var expires: Moment
    package var ranges: [String]

    package init(name: String, scopes: Set<Verb>, unit: Int64? = nil, expires: Moment, ranges: [String] = []) {
        self.name = name
        self.scopes = scopes
        self.unit = unit
        self.expires = expires
        self.ranges = ranges
    }

    /// The name as it is stored.
    /// - Throws: `badToken`.
    func checkedName(at now: Moment) throws(AccessError) -> String {
        guard let name = AccountText.name(name), !scopes.isEmpty, scopes.allSatisfy(\.isForTokens),
            expires > now, expires <= now + Self.maxLifetime, ranges.count <= Self.maxRanges,
            (try? AddressRanges(ranges)) != nil
        else { throw .badToken }
        return name
    }
}
