import AuditLog
import SQLStore
import TestDatabase
import Testing

@testable import Access

@Suite struct FirstAdministratorTests {
    private func create(_ house: AccessFixture, _ login: String, _ code: String) async throws -> AccessError? {
        try await fault {
            _ = try await house.room.firstAdministrator.create(
                AccountDraft(login: login, name: "Quản trị"), password: AccessFixture.password, code: code,
                from: AccessFixture.home)
        }
    }

    @Test(arguments: TestDatabase.backends) func theCodeMakesOneAdministratorAndIsUsedUp(backend: Backend) async throws
    {
        try await AccessFixture.with(backend) { house in
            let first = house.room.firstAdministrator
            let needed = try await first.isNeeded()
            let code = try #require(try await first.makeCode(by: AccessFixture.author))
            let made = try await create(house, "quan.tri", code.text.lowercased().replacing("-", with: " "))
            #expect(needed && made == nil)
            let session = try await house.session("quan.tri")
            #expect(session.grants.map(\.role) == [.administrator] && session.grants.first?.unit == nil)
            #expect(!session.subject.mustChangePassword)
            let again = try await create(house, "hai", code.text)
            let (stillNeeded, another) = (
                try await first.isNeeded(), try await first.makeCode(by: AccessFixture.author)
            )
            #expect(again == .wrongCode && !stillNeeded && another == nil)
            let rows = try await house.audit("access.first-administrator")
            #expect(rows.count == 1)
        }
    }

    @Test(arguments: TestDatabase.backends) func ofTwoWhoUseTheCodeAtOnceOneWins(backend: Backend) async throws {
        try await AccessFixture.with(backend) { house in
            let code = try #require(try await house.room.firstAdministrator.makeCode(by: AccessFixture.author))
            let outcomes = try await withThrowingTaskGroup(of: AccessError?.self) { group in
                for number in 0..<6 { group.addTask { try await create(house, "nguoi\(number)", code.text) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(outcomes.count { $0 == nil } == 1)
            #expect(outcomes.count { $0 == .wrongCode } == 5)
            let total = try await house.room.accounts.list(AccountQuery()).total
            #expect(total == 1)
        }
    }

    @Test(arguments: TestDatabase.backends) func aSecondStartPrintsAnotherCode(backend: Backend) async throws {
        try await AccessFixture.with(backend) { house in
            let old = try #require(try await house.room.firstAdministrator.makeCode(by: AccessFixture.author))
            let new = try #require(try await house.room.firstAdministrator.makeCode(by: AccessFixture.author))
            let (first, second) = (try await create(house, "mot", old.text), try await create(house, "mot", new.text))
            #expect(first == .wrongCode && second == nil)
        }
    }

    @Test(arguments: TestDatabase.backends) func aCodeIsNotUsedUpByAFormThatIsRefused(backend: Backend) async throws {
        try await AccessFixture.with(backend) { house in
            let code = try #require(try await house.room.firstAdministrator.makeCode(by: AccessFixture.author)).text
            let weak = try await fault {
                let draft = AccountDraft(login: "mot", name: "Một")
                _ = try await house.room.firstAdministrator.create(
                    draft, password: "ngắn", code: code, from: AccessFixture.home)
            }
            let name = try await create(house, "\0", code)
            let made = try await create(house, "mot", code)
            #expect(weak == .badPassword(.tooShort) && name == .badLogin && made == nil)
        }
    }

    @Test(arguments: TestDatabase.backends) func whoGuessesTheCodeIsSlowedDown(backend: Backend) async throws {
        try await AccessFixture.with(backend) { house in
            _ = try await house.room.firstAdministrator.makeCode(by: AccessFixture.author)
            var errors: [AccessError?] = []
            for _ in 0..<22 { errors.append(try await create(house, "mot", try OneTimeCode().text)) }
            #expect(errors.prefix(21).allSatisfy { $0 == .wrongCode })
            #expect(errors.last == .wait(until: house.time.now() + .seconds(1)))
        }
    }

    @Test func aCodeIsReadAsItIsWritten() throws {
        for _ in 0..<100 {
            let code = try OneTimeCode()
            #expect(code.text.count == 39 && code.text.split(separator: "-").allSatisfy { $0.count == 4 })
            #expect(OneTimeCode(typed: code.text) == code)
            #expect(
                OneTimeCode(typed: " " + code.text.lowercased().replacing("0", with: "o").replacing("1", with: "l"))
                    == code)
            for count in 0..<code.text.count { #expect(OneTimeCode(typed: String(code.text.prefix(count))) == nil) }
        }
        for text in ["", "U", "é", "\0", String(repeating: "0", count: 33), String(repeating: "-", count: 1 << 20)] {
            #expect(OneTimeCode(typed: text) == nil)
        }
        #expect(OneTimeCode(typed: String(repeating: "0", count: 32)) != nil)
    }
}
