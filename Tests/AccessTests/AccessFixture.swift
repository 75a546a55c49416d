import AuditLog
import Cryptography
import Patterns
import SQLStore
import Synchronization
import TestDatabase
import Testing

@testable import Access

final class TestTime: TimeSource {
    private let moment = Mutex(Moment(seconds: 1_795_000_000))

    func now() -> Moment { moment.withLock { $0 } }
    func pass(_ duration: Duration) { moment.withLock { $0 = $0 + duration } }
}

/// A room over a database of the test's own, with hashes that cost little.
struct AccessFixture: Sendable {
    static let password = "bảy con cò bay lả"
    static let other = "tám con sếu bay về"
    static let home = IPAddress.v4(0xC000_0205)
    static let author = Author(.shell("test"))
    static let cheap = PasswordHash.Parameters(ln: 4, r: 8, p: 1)

    let store: SQLStore
    let room: AccessRoom
    let time: TestTime

    static func with(
        _ backend: Backend, change: (inout AccessSettings) -> Void = { _ in },
        _ body: (AccessFixture) async throws -> Void
    ) async throws {
        var settings = AccessSettings()
        settings.passwordCost = cheap
        change(&settings)
        let time = TestTime()
        try await TestDatabase.with(backend, [AuditLog.migrations, AccessSchema.migrations]) { store in
            let room = try AccessRoom(store, settings: settings, common: CommonPasswords(["password"]), time: time)
            do {
                try await body(AccessFixture(store: store, room: room, time: time))
                await room.close()
            } catch {
                await room.close()
                throw error
            }
        }
    }

    /// An account that may sign in at once.
    @discardableResult
    func account(_ login: String, _ roles: Role..., unit: Int64? = nil, name: String = "Cán bộ") async throws -> Int64 {
        let draft = AccountDraft(login: login, name: name)
        let id = try await room.accounts.create(draft, password: Self.password, by: Self.author)
        try await store.write { try $0.execute("UPDATE accounts SET must_change = 0 WHERE id = ?", id) }
        for role in roles { _ = try await room.accounts.grant(role, unit: unit, to: id, by: Self.author) }
        return id
    }

    func answer(
        _ login: String, _ password: String = AccessFixture.password, from address: IPAddress = AccessFixture.home
    ) async throws -> SignIn.Answer {
        try await room.signIn.signIn(login: login, password: password, from: address, agent: "")
    }

    func signIn(_ login: String, _ password: String = AccessFixture.password) async throws -> NewSession {
        guard case .signedIn(let session) = try await answer(login, password) else { throw Refused() }
        return session
    }

    func session(_ login: String) async throws -> Session {
        let new = try await signIn(login)
        return try #require(try await room.sessions.find(new.token.text))
    }

    struct Refused: Error {}

    func audit(_ action: String) async throws -> [AuditRow] {
        try await store.read { db in
            try db.rows("SELECT * FROM audit_rows WHERE action = ? ORDER BY id", action).map(AuditRow.init)
        }
    }
}

/// Runs the body and gives the error of this room that it threw.
func fault(_ body: () async throws -> Void) async throws -> AccessError? {
    do {
        try await body()
        return nil
    } catch let error as AccessError {
        return error
    }
}
