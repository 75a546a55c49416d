package import SQLStore

/// Somebody who signs in. Never deleted: the record names it.
package struct Account: Sendable, Equatable, Identifiable {
    package enum State: String, Sendable, SQLConvertible { case active, disabled }

    package var id: Int64
    /// As folded; shown as it is.
    package var login: String
    package var name: String
    /// May be empty.
    package var mail: String
    package var state: State
    package var mustChangePassword: Bool
    package var passwordChanged: Moment
    package var created: Moment
    package var changed: Moment
    package var lastSignIn: Moment?

    init(_ row: SQLRow) throws {
        id = try row.int64("id")
        login = try row.text("login")
        name = try row.text("name")
        mail = try row.text("mail")
        state = try row.word("state")
        mustChangePassword = try row.flag("must_change")
        passwordChanged = try row.moment("password_changed")
        created = try row.moment("created")
        changed = try row.moment("changed")
        lastSignIn = try row.optionalMoment("last_sign_in")
    }
}

/// What is typed about an account.
package struct AccountDraft: Sendable, Equatable {
    package var login: String
    package var name: String
    package var mail: String

    package init(login: String, name: String, mail: String = "") {
        self.login = login
        self.name = name
        self.mail = mail
    }

    /// - Throws: `badLogin`, `badName`, `badMail`.
    func checked() throws(AccessError) -> (login: LoginName, name: String, mail: String) {
        guard let login = LoginName(login) else { throw .badLogin }
        guard let name = AccountText.name(name) else { throw .badName }
        guard let mail = AccountText.mail(mail) else { throw .badMail }
        return (login, name, mail)
    }

    var personal: [String] { [login, name, mail] }
}

/// Which accounts a list shows.
package struct AccountQuery: Sendable, Equatable {
    package static let maxLimit = 200

    package enum Order: String, Sendable, CaseIterable {
        /// As dictionaries sort.
        case name
        case login, created
        /// Who never signed in comes first.
        case lastSignIn
    }

    /// Words of name or login.
    package var words = ""
    package var state: Account.State?
    /// Accounts that hold the role now.
    package var role: Role?
    /// Accounts that have, or will have, a role in one of these units; nil: all accounts, those without a role too.
    package var units: [Int64]?
    package var order = Order.name
    package var isDescending = false
    package var limit = 50
    package var offset = 0

    package init() {}
}
