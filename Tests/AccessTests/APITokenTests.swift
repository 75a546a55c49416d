import Agencies
import AuditLog
import Patterns
import SQLStore
import TestDatabase
import Testing

@testable import Access

@Suite struct APITokenTests {
    private func draft(
        _ house: AccessFixture, scopes: Set<Verb> = [.portalsView], unit: Int64? = nil, days: Int64 = 30,
        ranges: [String] = []
    ) -> TokenDraft {
        TokenDraft(
            name: "đồng bộ", scopes: scopes, unit: unit, expires: house.time.now() + .seconds(days * 86_400),
            ranges: ranges)
    }

    @Test(arguments: TestDatabase.backends) func aTokenActsForItsAccountWithinItsScopes(backend: Backend) async throws {
        try await AccessFixture.with(backend) { house in
            let id = try await house.account("an", .operator, unit: 2)
            let tokens = house.room.tokens
            let made = try await tokens.create(
                draft(house, scopes: [.portalsView, .portalsEdit], unit: 3), for: id, by: AccessFixture.author)
            #expect(made.text.hasPrefix("vgt_\(made.id)_"))
            let subject = try #require(try await tokens.find(made.text, from: AccessFixture.home))
            #expect(subject.kind == .token(id: made.id, scopes: [.portalsView, .portalsEdit], unit: 3))
            #expect(
                subject.account == id && subject.actor == .token(made.id) && subject.grants.map(\.role) == [.operator])
            let policy = Policy(tree: TestTree.small)
            let now = house.time.now()
            let allowed = [3, 2].map {
                policy.allows(subject, .portalsEdit, unit: $0, on: Day(Moment(seconds: 86_400)), at: now)
            }
            #expect(allowed == [.allow, .deny(.unit)])
            let rows = try await house.audit("tokens.create")
            #expect(rows.count == 1 && rows.allSatisfy { !$0.detail.contains(made.text.suffix(43)) })
        }
    }

    @Test(arguments: TestDatabase.backends) func aTokenIsOverWhenItEndsIsRevokedOrItsAccountIsDisabled(backend: Backend)
        async throws
    {
        try await AccessFixture.with(backend) { house in
            let (an, binh) = (try await house.account("an"), try await house.account("binh"))
            let (tokens, author) = (house.room.tokens, AccessFixture.author)
            let short = try await tokens.create(draft(house, days: 1), for: an, by: author)
            let long = try await tokens.create(draft(house), for: an, by: author)
            let last = try await tokens.create(draft(house), for: an, by: author)
            house.time.pass(.seconds(86_400))
            let ended = try await tokens.find(short.text, from: AccessFixture.home)
            let others = try await fault { try await tokens.revoke(long.id, of: binh, by: author) }
            let before = try await tokens.find(long.text, from: AccessFixture.home)
            try await tokens.revoke(long.id, of: an, by: author)
            let after = try await tokens.find(long.text, from: AccessFixture.home)
            let again = try await fault { try await tokens.revoke(long.id, of: nil, by: author) }
            #expect(ended == nil && others == .noSuchToken && before != nil && after == nil && again == .noSuchToken)
            try await house.room.accounts.disable(an, by: author)
            let disabled = try await tokens.find(last.text, from: AccessFixture.home)
            #expect(disabled == nil)
            let list = try await tokens.list(of: an)
            #expect(list.map(\.id) == [last.id, long.id, short.id] && list[1].revokedAt != nil)
        }
    }

    @Test(arguments: TestDatabase.backends) func aTokenWorksFromItsRangesOnly(backend: Backend) async throws {
        try await AccessFixture.with(backend) { house in
            let id = try await house.account("an")
            let ranges = ["192.0.2.0/24", "2001:db8::/32"]
            let made = try await house.room.tokens.create(
                draft(house, ranges: ranges), for: id, by: AccessFixture.author)
            for (address, isIn) in [
                ("192.0.2.77", true), ("::ffff:192.0.2.77", true), ("2001:db8:9::1", true), ("192.0.3.1", false),
            ] {
                let found = try await house.room.tokens.find(made.text, from: try #require(IPAddress(address)))
                #expect((found != nil) == isIn)
            }
        }
    }

    @Test(arguments: TestDatabase.backends) func draftsBeyondTheBoundsAreRefused(backend: Backend) async throws {
        try await AccessFixture.with(backend) { house in
            let id = try await house.account("an", .administrator)
            var nameless = draft(house)
            nameless.name = "\u{202E}"
            let drafts = [
                nameless, draft(house, scopes: []), draft(house, scopes: [.portalsView, .accountsManage]),
                draft(house, scopes: [.selfManage]), draft(house, days: 0), draft(house, days: 367),
                draft(house, ranges: ["10.1.2.3/8"]), draft(house, ranges: ["x y"]),
                draft(house, ranges: [String](repeating: "10.0.0.1", count: 33)),
            ]
            for draft in drafts {
                let error = try await fault {
                    _ = try await house.room.tokens.create(draft, for: id, by: AccessFixture.author)
                }
                #expect(error == .badToken)
            }
            let year = try await fault {
                _ = try await house.room.tokens.create(draft(house, days: 366), for: id, by: AccessFixture.author)
            }
            #expect(year == nil)
            let many = try await fault {
                for _ in 0..<50 {
                    _ = try await house.room.tokens.create(draft(house), for: id, by: AccessFixture.author)
                }
            }
            #expect(many == .tooMany)
        }
    }

    @Test(arguments: TestDatabase.backends) func itsUseIsWrittenOnceAMinute(backend: Backend) async throws {
        try await AccessFixture.with(backend) { house in
            let id = try await house.account("an")
            let made = try await house.room.tokens.create(draft(house), for: id, by: AccessFixture.author)
            let start = house.time.now()
            for (pass, expected) in [(0, 0), (59, 0), (1, 60)] as [(Int64, Int64)] {
                house.time.pass(.seconds(pass))
                _ = try await house.room.tokens.find(made.text, from: AccessFixture.home)
                let token = try await house.room.tokens.list(of: id).first
                #expect(token?.used == start + .seconds(expected) && token?.usedFrom == "192.0.2.5")
            }
        }
    }

    @Test(arguments: TestDatabase.backends) func hostileTokensFindNothing(backend: Backend) async throws {
        try await AccessFixture.with(backend) { house in
            let id = try await house.account("an")
            let made = try await house.room.tokens.create(draft(house), for: id, by: AccessFixture.author)
            let secret = made.text.suffix(43)
            var texts = (0..<made.text.count).map { String(made.text.prefix($0)) }
            texts += [
                "vgt_2_\(secret)", "vgt_01_\(secret)", "vgt_+1_\(secret)", "vgt_-1_\(secret)", "VGT_1_\(secret)",
                "vgt_99999999999999999999_\(secret)", "vgt_1_\(String(repeating: "A", count: 43))", "vgt_1_\(secret)=",
                "vgt_1__\(secret)", " \(made.text)", "\(made.text)\n", String(repeating: "vgt_1_", count: 100_000),
                "vgt_\0_\(secret)",
            ]
            for text in texts {
                let found = try await house.room.tokens.find(text, from: AccessFixture.home)
                #expect(found == nil, "\(text.prefix(30))")
            }
            let right = try await house.room.tokens.find(made.text, from: AccessFixture.home)
            #expect(right != nil)
        }
    }
}
