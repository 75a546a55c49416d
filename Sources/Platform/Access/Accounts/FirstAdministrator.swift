import Cryptography
package import Patterns
package import SQLStore

/// The first administrator, made in a browser by whoever can read what the program printed when it started. Works as long as
/// nobody keeps the installation: no active account has the role of administrator for the whole province, without an end.
package struct FirstAdministrator: Sendable {
    private let store: SQLStore
    private let passwords: Passwords
    private let lockOut: LockOut
    private let time: any TimeSource

    package init(_ store: SQLStore, _ passwords: Passwords, _ lockOut: LockOut, time: any TimeSource) {
        self.store = store
        self.passwords = passwords
        self.lockOut = lockOut
        self.time = time
    }

    /// Whether the wizard has to be shown in the place of the sign-in.
    package func isNeeded() async throws -> Bool {
        let now = time.now()
        return try await store.read { db in try AccountRows.administratorCount(at: now, in: db) == 0 }
    }

    /// A new code, to be printed at the start; nil when there is an administrator. Only the last one that was made is taken.
    package func makeCode(by author: Author) async throws -> OneTimeCode? {
        let now = time.now()
        let code = try OneTimeCode()
        return try await store.write { db in
            guard try AccountRows.administratorCount(at: now, in: db) == 0 else {
                try db.execute("DELETE FROM first_code")
                return nil
            }
            try db.execute(
                """
                INSERT INTO first_code (single, digest, made) VALUES (1, ?, ?)
                ON CONFLICT (single) DO UPDATE SET digest = excluded.digest, made = excluded.made
                """, code.digest, now)
            try author.record("access.first-code", "", at: now, in: db)
            return code
        }
    }

    /// Makes the administrator; the code is used up in the same transaction.
    /// - Parameter also: roles that the same person has beside it, for the whole province.
    /// - Throws: `wrongCode` also when there is an administrator meanwhile, `wait`, `busy`, `badLogin`, `badName`, `badMail`,
    ///   `badPassword`, `loginTaken`.
    package func create(
        _ draft: AccountDraft, password: String, code typed: String, also: [Role] = [], from address: IPAddress
    ) async throws -> Int64 {
        let ticket = try await lockOut.admitCode(from: address)
        // Before the hash: strangers do not have this machine work.
        guard let code = OneTimeCode(typed: typed), try await isRight(code) else {
            let now = time.now()
            try await store.write { db in
                try Author.program("first-administrator", from: address).record(
                    "access.first-refused", "", at: now, in: db)
            }
            throw AccessError.wrongCode
        }
        do {
            _ = try draft.checked()
            let record = try await passwords.record(of: password, personal: draft.personal)
            return try await AccountRows.uniqueLogin { try await insert(draft, record, code, also, ticket, address) }
        } catch let error as AccessError where error != .wrongCode {
            try await lockOut.giveBack(ticket)
            throw error
        }
    }

    private func isRight(_ code: OneTimeCode) async throws -> Bool {
        let now = time.now()
        return try await store.read { db in try Self.isRight(code, at: now, in: db) }
    }

    private static func isRight(_ code: OneTimeCode, at now: Moment, in db: ReadConnection) throws -> Bool {
        guard let digest = try db.first("SELECT digest FROM first_code")?.bytes("digest") else { return false }
        let isFree = try AccountRows.administratorCount(at: now, in: db) == 0
        return Secret.areEqual(digest, code.digest) && isFree
    }

    private func insert(
        _ draft: AccountDraft, _ record: String, _ code: OneTimeCode, _ also: [Role], _ ticket: LockOut.Ticket,
        _ address: IPAddress
    ) async throws -> Int64 {
        let now = time.now()
        return try await store.write { db in
            guard try Self.isRight(code, at: now, in: db) else { throw AccessError.wrongCode }
            let id = try AccountRows.insert(draft, password: record, mustChange: false, at: now, in: db)
            let author = Author.account(id, from: address)
            let login = try draft.checked().login.text
            let roles = [.administrator] + also
            for role in roles {
                _ = try AccountRows.insertGrant(
                    account: id, role: role.rawValue, unit: nil, from: now, by: author, at: now, in: db)
            }
            try db.execute("DELETE FROM first_code")
            try LockOut.settle(ticket, in: db)
            try author.record(
                "access.first-administrator", "account:\(id)",
                ["login": login, "roles": roles.map(\.rawValue).joined(separator: " ")], at: now, in: db)
            return id
        }
    }
}
