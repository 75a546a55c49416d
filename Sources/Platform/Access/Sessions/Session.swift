package import SQLStore

/// A session that a request came with: who it is, and what the account may.
package struct Session: Sendable, Equatable {
    package var id: Int64
    package var account: Account
    /// Those that are not revoked.
    package var grants: [Grant]
    package var created: Moment
    /// When the password was last typed.
    package var authenticated: Moment
    /// When it ends, if nothing is asked for meanwhile.
    package var endsAt: Moment
    package var token: SessionToken

    /// What the policy decides about.
    package var subject: Subject {
        Subject(
            .session(id: id, authenticated: authenticated), account: account.id, grants: grants,
            mustChangePassword: account.mustChangePassword)
    }
}

/// A session that was begun, or goes on under another token.
package struct NewSession: Sendable, Equatable {
    package var id: Int64
    package var account: Int64
    /// For the cookie. Given once.
    package var token: SessionToken
    /// The cookie is of no use after that.
    package var endsAt: Moment
    package var mustChangePassword: Bool
}

/// A session as its account's list shows it.
package struct SessionSummary: Sendable, Equatable, Identifiable {
    package var id: Int64
    package var created: Moment
    /// To a minute.
    package var seen: Moment
    /// Where it was begun.
    package var address: String
    package var agent: String

    init(_ row: SQLRow) throws {
        id = try row.int64("id")
        created = try row.moment("created")
        seen = try row.moment("seen")
        address = try row.text("address")
        agent = try row.text("agent")
    }
}

/// Why a session ended.
enum SessionEnd: String, SQLConvertible {
    case signOut = "sign-out"
    case revoked, disabled
    case password = "password-changed"
    /// So many others were begun after it.
    case crowded
}
