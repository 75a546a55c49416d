package import AuditLog
package import SQLStore

/// Who asks: what the policy decides about.
package struct Subject: Sendable, Equatable {
    package enum Kind: Sendable, Equatable {
        /// A person in a browser. `authenticated`: when the password was last typed.
        case session(id: Int64, authenticated: Moment)
        /// A program, for an account: never more than the account itself, and of that the scopes within the unit.
        case token(id: Int64, scopes: Set<Verb>, unit: Int64?)
        /// The operator at the machine: who can read the database's file may do everything. What is done is recorded.
        case shell(name: String)
    }

    package var kind: Kind
    /// Nil for the shell.
    package var account: Int64?
    /// Those of the account that are not revoked; the policy looks at their dates.
    package var grants: [Grant]
    /// The password was given by somebody else, and nothing else is allowed until it is changed.
    package var mustChangePassword: Bool

    package init(_ kind: Kind, account: Int64? = nil, grants: [Grant] = [], mustChangePassword: Bool = false) {
        self.kind = kind
        self.account = account
        self.grants = grants
        self.mustChangePassword = mustChangePassword
    }

    /// As the record names whoever it is.
    package var actor: AuditActor {
        switch kind {
        case .session: .account(account ?? 0)
        case .token(let id, _, _): .token(id)
        case .shell(let name): .shell(name)
        }
    }
}
