import Access
import AuditLog
import ArgumentParser
import Cryptography
import Portals
import SQLStore

/// `vonggac token`: what programs present to the API.
struct TokenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token", abstract: "Make API tokens for programs.", subcommands: [TokenCreate.self])
}

/// `vonggac token create`
struct TokenCreate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Make a token and print it. It is never shown again.",
        discussion: """
            Works beside a running server. A token acts for an account and never may more than that; without --account it acts \
            for the account 'programs', which nobody signs in to and which is given what the scopes need. Tokens are listed \
            and revoked in the console.

            EXAMPLES
              vonggac token create --name cms --scope check
              vonggac token create --name reports --scope portals.view --scope findings.view --days 30
              curl -H "Authorization: Bearer $(vonggac token create --name once --scope check | tail -n 1 | awk '{print $NF}')" …

            EXIT CODES
              0  made   2  wrong use, or the database cannot be had
            """)

    @Option(help: "What the token is for, as lists show it.")
    var name: String

    @Option(
        help: ArgumentHelp("What it may do: check, portals.view, … (more than one may be given).", valueName: "scope"))
    var scope: [String]

    @Option(help: ArgumentHelp("Days until it ends (1 to 366).", valueName: "number"))
    var days = 90

    @Option(help: ArgumentHelp("Whom it acts for.", valueName: "login"))
    var account: String?

    @Option(
        help: ArgumentHelp("From where alone it is taken: 10.0.0.0/8 (more than one may be given).", valueName: "range")
    )
    var from: [String] = []

    @OptionGroup var options: HouseOptions

    func validate() throws {
        if scope.isEmpty { throw ValidationError("--scope: name at least one, such as check.") }
        for word in scope where Verb(rawValue: word)?.isForTokens != true {
            let known = Verb.allCases.filter(\.isForTokens).map(\.rawValue).joined(separator: ", ")
            throw ValidationError("--scope: '\(word)' is none. Tokens may have: \(known).")
        }
        guard (1...366).contains(days) else { throw ValidationError("--days: a number from 1 to 366.") }
    }

    func run() async throws {
        do {
            try await House.with(options) { try await make($0) }
        } catch let error as AccessError {
            throw CommandFailure(Self.words(error))
        }
    }

    private func make(_ house: House) async throws {
        let scopes = Set(scope.compactMap { Verb(rawValue: $0) })
        let author = Author(.shell(.shellUser))
        let holder = try await holder(house, scopes, author)
        let draft = TokenDraft(
            name: name, scopes: scopes, expires: house.time.now() + .seconds(days * 86_400), ranges: from)
        let token = try await house.access.tokens.create(draft, for: holder, by: author)
        print("Token \(token.id) '\(name)' for \(days) days: \(token.text)")
    }

    private func holder(_ house: House, _ scopes: Set<Verb>, _ author: Author) async throws -> Int64 {
        if let account {
            guard let found = try await house.access.accounts.find(login: account) else {
                throw CommandFailure("--account: there is no account '\(account)'.")
            }
            return found.id
        }
        return try await ProgramAccount(access: house.access).prepared(
            for: scopes, at: house.time.now(), by: author)
    }

    private static func words(_ error: AccessError) -> String {
        switch error {
        case .badToken: "The name, the scopes, the days or the ranges are not such as a token can have."
        case .tooMany: "The account has as many tokens as it may have. Revoke one in the console."
        case .disabled: "The account is disabled. Enable it in the console, or name another with --account."
        default: "The token was not made: \(error)."
        }
    }
}

/// The account for which programs act that were given no other: nobody knows its password, and it has the smallest roles that
/// carry what its tokens ask for.
struct ProgramAccount {
    private static let login = "programs"
    let access: AccessRoom

    func prepared(for scopes: Set<Verb>, at now: Moment, by author: Author) async throws -> Int64 {
        let id = try await found(by: author)
        // What is over, or begins later, carries nothing now.
        let held = try await access.accounts.grants(of: id).filter { $0.unit == nil && $0.isActive(at: now) }
        var carried = held.reduce(into: Set<Verb>()) { $0.formUnion($1.role?.verbs ?? []) }
        for scope in scopes.sorted(by: { $0.rawValue < $1.rawValue }) where !carried.contains(scope) {
            let carriers = Role.allCases.filter { $0.verbs.contains(scope) }
            guard let role = carriers.min(by: { $0.verbs.count < $1.verbs.count }) else { continue }
            _ = try await access.accounts.grant(role, unit: nil, to: id, reason: "API", by: author)
            carried.formUnion(role.verbs)
        }
        return id
    }

    private func found(by author: Author) async throws -> Int64 {
        if let account = try await access.accounts.find(login: Self.login) { return account.id }
        let draft = AccountDraft(login: Self.login, name: "Chương trình", mail: "")
        let password = Base64URL.text(of: try Secret.random(32))
        do {
            return try await access.accounts.create(draft, password: password, by: author)
        } catch AccessError.loginTaken {
            // Another command made it meanwhile.
            if let account = try await access.accounts.find(login: Self.login) { return account.id }
            throw AccessError.loginTaken
        }
    }
}
