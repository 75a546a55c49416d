import Cryptography
import Patterns
import SQLStore
import TestDatabase
import Testing

@testable import Access

@Suite struct SessionTests {
    @Test(arguments: TestDatabase.backends) func aSessionEndsWhenNothingIsAskedFor(backend: Backend) async throws {
        try await AccessFixture.with(backend) { house in
            try await house.account("an")
            let text = try await house.signIn("an").token.text
            for _ in 0..<5 {
                house.time.pass(.seconds(29 * 60))
                let found = try await house.room.sessions.find(text)
                #expect(found != nil)
            }
            house.time.pass(.seconds(30 * 60))
            let late = try await house.room.sessions.find(text)
            #expect(late == nil)
        }
    }

    @Test(arguments: TestDatabase.backends) func aSessionEndsAfterTwelveHoursWhateverIsAskedFor(backend: Backend)
        async throws
    {
        try await AccessFixture.with(backend) { house in
            let id = try await house.account("an")
            let text = try await house.signIn("an").token.text
            for _ in 0..<47 {
                house.time.pass(.seconds(15 * 60))
                let found = try await house.room.sessions.find(text)
                #expect(found != nil)
            }
            house.time.pass(.seconds(15 * 60))
            let (late, list) = (try await house.room.sessions.find(text), try await house.room.sessions.list(of: id))
            #expect(late == nil && list.isEmpty)
        }
    }

    @Test(arguments: TestDatabase.backends) func whenItWasSeenIsWrittenOnceAMinute(backend: Backend) async throws {
        try await AccessFixture.with(backend) { house in
            let id = try await house.account("an")
            let text = try await house.signIn("an").token.text
            let start = house.time.now()
            for (pass, expected) in [(59, 0), (1, 60), (59, 60), (1, 120)] as [(Int64, Int64)] {
                house.time.pass(.seconds(pass))
                _ = try await house.room.sessions.find(text)
                let seen = try await house.room.sessions.list(of: id).first?.seen
                #expect(seen == start + .seconds(expected))
            }
        }
    }

    @Test(arguments: TestDatabase.backends) func theDatabaseHoldsNoTokenAndNoPassword(backend: Backend) async throws {
        try await AccessFixture.with(backend) { house in
            try await house.account("an")
            let token = try await house.signIn("an").token
            let rows = try await house.store.read { db in
                (try db.rows("SELECT * FROM sessions"), try db.rows("SELECT password FROM accounts"))
            }
            let digest = try rows.0.first?.bytes("digest")
            let bytes = try #require(Base64URL.bytes(of: token.text))
            #expect(digest == SHA256.digest(of: bytes) && digest != bytes)
            #expect(try rows.1.first?.text("password").contains(AccessFixture.password) == false)
        }
    }

    @Test(arguments: TestDatabase.backends) func sessionsAreListedAndRevoked(backend: Backend) async throws {
        try await AccessFixture.with(backend) { house in
            let (an, binh) = (try await house.account("an"), try await house.account("binh"))
            let agent = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/131.0.0.0 Safari/537.36"
            _ = try await house.room.signIn.signIn(
                login: "an", password: AccessFixture.password, from: AccessFixture.home, agent: agent)
            let (second, third, foreign) = (
                try await house.signIn("an"), try await house.session("an"), try await house.signIn("binh")
            )
            let sessions = house.room.sessions
            let list = try await sessions.list(of: an)
            #expect(list.count == 3 && list.last?.agent == "Chrome 131, Windows" && list.last?.address == "192.0.2.5")
            let author = AccessFixture.author
            let others = try await fault { try await sessions.revoke(foreign.id, of: an, by: author) }
            #expect(others == .noSuchSession)
            try await sessions.revoke(second.id, of: an, by: author)
            let gone = try await sessions.find(second.token.text)
            let again = try await fault { try await sessions.revoke(second.id, of: an, by: author) }
            #expect(gone == nil && again == .noSuchSession)
            let count = try await sessions.revokeAll(of: an, except: third.id, by: author)
            let left = try await sessions.list(of: an)
            #expect(count == 1 && left.map(\.id) == [third.id])
            try await sessions.signOut(third, by: author)
            let (none, kept) = (try await sessions.list(of: an), try await sessions.list(of: binh))
            #expect(none.isEmpty && kept.count == 1)
            let rows = try await house.audit("sessions.sign-out")
            #expect(rows.count == 1)
        }
    }

    @Test(arguments: TestDatabase.backends) func anAccountHasSoManySessionsAndNoMore(backend: Backend) async throws {
        try await AccessFixture.with(backend, change: { $0.maxSessionsPerAccount = 3 }) { house in
            let id = try await house.account("an")
            var tokens: [String] = []
            for _ in 0..<5 { tokens.append(try await house.signIn("an").token.text) }
            let count = try await house.room.sessions.list(of: id).count
            #expect(count == 3)
            let (oldest, newest) = (
                try await house.room.sessions.find(tokens[1]), try await house.room.sessions.find(tokens[4])
            )
            #expect(oldest == nil && newest != nil)
        }
    }

    @Test(arguments: TestDatabase.backends) func aDisabledAccountHasNoSession(backend: Backend) async throws {
        try await AccessFixture.with(backend) { house in
            let id = try await house.account("an")
            let text = try await house.signIn("an").token.text
            try await house.room.accounts.disable(id, by: AccessFixture.author)
            try await house.room.accounts.enable(id, by: AccessFixture.author)
            let found = try await house.room.sessions.find(text)
            #expect(found == nil)
        }
    }

    @Test(arguments: TestDatabase.backends) func aRoleThatIsTakenAwayIsGoneAtTheNextRequest(backend: Backend)
        async throws
    {
        try await AccessFixture.with(backend) { house in
            let id = try await house.account("an", .operator, unit: 2)
            let session = try await house.session("an")
            let grant = try #require(session.grants.first)
            try await house.room.accounts.revoke(grant: grant.id, by: AccessFixture.author)
            let found = try await house.room.sessions.find(session.token.text)
            #expect(found?.account.id == id && found?.grants.isEmpty == true)
        }
    }

    @Test(arguments: TestDatabase.backends) func hostileCookiesFindNothing(backend: Backend) async throws {
        try await AccessFixture.with(backend) { house in
            try await house.account("an")
            let text = try await house.signIn("an").token.text
            var cookies = (0..<text.count).map { String(text.prefix($0)) }
            cookies += (1...text.count).map { String(text.suffix($0 - 1)) }
            cookies += [
                text + "A", text + "=", " " + text, text + "\0", String(repeating: "A", count: 43), "' OR 1=1 --",
            ]
            cookies.append(String(repeating: "A", count: 1 << 20))
            for cookie in cookies {
                let found = try await house.room.sessions.find(cookie)
                #expect(found == nil)
            }
            let right = try await house.room.sessions.find(text)
            #expect(right != nil)
        }
    }

    @Test func aFormSecretBelongsToItsToken() throws {
        let (one, other) = (try SessionToken(), try SessionToken())
        #expect(one.isFormSecret(one.formSecret))
        #expect(!one.isFormSecret(other.formSecret))
        #expect(!one.isFormSecret(one.text))
        for text in ["", "x", one.formSecret + "x", String(repeating: "x", count: 1 << 20)] {
            #expect(!one.isFormSecret(text))
        }
        #expect(SessionToken(one.text) == one)
    }

    @Test(arguments: TestDatabase.backends) func oldSessionsAreForgotten(backend: Backend) async throws {
        try await AccessFixture.with(backend) { house in
            try await house.account("an")
            _ = try await house.signIn("an")
            house.time.pass(.seconds(89 * 86_400))
            let early = try await house.room.sessions.purge()
            house.time.pass(.seconds(2 * 86_400))
            let late = try await house.room.sessions.purge()
            #expect(early == 0 && late == 1)
        }
    }

    @Test(arguments: [
        ("", ""), ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox 128, Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) coc_coc_browser/126.0.0 Chrome/120.0 Safari/537.36", "Cốc Cốc 126, Windows"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Mobile Safari/604.1",
            "Safari 17, iPhone"
        ),
        ("Chrome/", "Chrome"), ("Chrome/１２", "Chrome"), ("<script>", ""), ("Chrome/99999999", "Chrome 9999"),
    ])
    func whatABrowserSaysIsSummedUp(header: String, summary: String) {
        #expect(AgentSummary.text(of: header) == summary)
        #expect(AgentSummary.text(of: header + String(repeating: "x", count: 1 << 20)).count <= 80)
    }

    @Test func everyHotQueryIsAnsweredByAnIndex() async throws {
        try await AccessFixture.with(.sqlite) { house in
            let queries: [SQL] = [
                SQL("SELECT id FROM sessions WHERE digest = ? AND ended IS NULL", [UInt8](repeating: 0, count: 32)),
                SQL("SELECT * FROM role_grants WHERE account = ? AND revoked_at IS NULL ORDER BY id", 1),
                SQL("SELECT id FROM accounts WHERE login = ? AND state = 'active'", "an"),
                SQL("SELECT * FROM api_tokens WHERE id = ?", 1),
                SQL("SELECT tries FROM sign_in_attempts WHERE bucket = ?", "all"),
                SQL("SELECT 1 FROM sessions WHERE account = ? AND block = ? AND created > ?", 1, "x", 1),
                SQL(
                    "SELECT id FROM sessions WHERE account = ? AND ended IS NULL ORDER BY id DESC LIMIT 9 OFFSET ?", 1,
                    1),
                SQL("SELECT id FROM sessions WHERE created < ? ORDER BY created LIMIT 9", 1),
                SQL("SELECT * FROM sign_in_attempts WHERE free_at > ? ORDER BY free_at DESC LIMIT 200", 1),
                SQL("DELETE FROM sign_in_attempts WHERE account = ?", 1),
                SQL("UPDATE role_grants SET revoked_at = 1, revoked_by = '' WHERE source = ?", 1),
            ]
            for query in queries {
                let plan = try await house.store.read { db in
                    try db.rows(SQL("EXPLAIN QUERY PLAN ") + query).map { try $0.text("detail") }
                }
                #expect(
                    !plan.isEmpty && plan.allSatisfy { !$0.hasPrefix("SCAN") && !$0.contains("TEMP B-TREE") }, "\(plan)"
                )
            }
        }
    }
}
