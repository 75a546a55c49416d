import AuditLog
import SQLStore
import TestDatabase
import Testing

@testable import Access

@Suite struct AccountTests {
    @Test(arguments: TestDatabase.backends) func anAccountIsMadeFoundAndListed(backend: Backend) async throws {
        try await AccessFixture.with(backend) { house in
            let accounts = house.room.accounts
            let ids = [
                try await house.account("dat", name: "Đỗ Đạt"),
                try await house.account("an.nguyen", name: "Nguyễn Văn Ân"),
                try await house.account("bich", name: "Đặng Bích"),
            ]
            let found = try await accounts.find(login: "ÂN.Nguyễn")
            #expect(found?.id == ids[1] && found?.name == "Nguyễn Văn Ân" && found?.state == .active)
            var query = AccountQuery()
            let all = try await accounts.list(query)
            #expect(all.accounts.map(\.id) == [ids[2], ids[0], ids[1]] && all.total == 3)
            query.words = "nguyen an"
            let some = try await accounts.list(query)
            #expect(some.accounts.map(\.id) == [ids[1]])
            query = AccountQuery()
            (query.limit, query.offset) = (1, 1)
            let page = try await accounts.list(query)
            #expect(page.accounts.map(\.id) == [ids[0]] && page.total == 3)
            query.state = .disabled
            let none = try await accounts.list(query)
            #expect(none.total == 0)
            let missing = try await fault { _ = try await accounts.find(99) }
            #expect(missing == .noSuchAccount)
        }
    }

    @Test(arguments: TestDatabase.backends)
    func accountsAreListedByRoleAndUnitAndInTheOrderThatIsAskedFor(backend: Backend) async throws {
        try await AccessFixture.with(backend) { house in
            let head = try await house.account("c.truong", .head, unit: 5, name: "An")
            let officer = try await house.account("a.truc", .dutyOfficer, unit: 6, name: "Đỗ")
            let both = try await house.account("b.hai", .head, .dutyOfficer, unit: 7, name: "Bảo")
            let none = try await house.account("d.khong", name: "Ân")
            let accounts = house.room.accounts
            func ids(_ change: (inout AccountQuery) -> Void) async throws -> [Int64] {
                var query = AccountQuery()
                change(&query)
                let (found, total) = try await accounts.list(query)
                #expect(found.count == total)
                return found.map(\.id)
            }
            let heads = try await ids { $0.role = .head }
            #expect(heads == [head, both])
            let within = try await ids { $0.units = [6, 7, 8] }
            #expect(within == [both, officer])
            let nowhere = try await ids { $0.units = [] }
            #expect(nowhere.isEmpty, "who may see no unit sees nobody")
            let byLogin = try await ids { ($0.order, $0.isDescending) = (.login, true) }
            #expect(byLogin == [none, head, both, officer])
            let newest = try await ids { ($0.order, $0.isDescending) = (.created, true) }
            #expect(newest == [none, both, officer, head])
            _ = try await house.signIn("a.truc")
            let last = try await ids { ($0.order, $0.isDescending) = (.lastSignIn, true) }
            #expect(last.first == officer)
            let grants = try await accounts.grants(of: [head, both, none])
            #expect(grants[both]?.compactMap(\.role) == [.head, .dutyOfficer])
            #expect(grants[none] == nil)
            let held = try #require(grants[head]?.first)
            try await accounts.revoke(grant: held.id, by: AccessFixture.author)
            let left = try await ids { $0.role = .head }
            #expect(left == [both])
            let gone = try await ids { $0.units = [5] }
            #expect(gone.isEmpty)
        }
    }

    @Test(arguments: TestDatabase.backends) func loginsThatAreReadAsAnotherAreRefused(backend: Backend) async throws {
        try await AccessFixture.with(backend) { house in
            try await house.account("admin.lan")
            for other in [
                "admin.lan", "ADMIN.LAN", "ａdmin.lan", "adrnin.lan", "admin_lan", "admin-1an", "ádmin.lần",
            ] {
                let error = try await fault { try await house.account(other) }
                #expect(error == .loginTaken, "\(other)")
            }
            let free = try await fault { try await house.account("admin.lam") }
            #expect(free == nil)
        }
    }

    @Test(arguments: TestDatabase.backends) func ofTwoWhoTakeOneLoginAtOnceOneGetsIt(backend: Backend) async throws {
        try await AccessFixture.with(backend) { house in
            let outcomes = try await withThrowingTaskGroup(of: AccessError?.self) { group in
                for _ in 0..<4 { group.addTask { try await fault { try await house.account("mot.nguoi") } } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(outcomes.count { $0 == nil } == 1)
            #expect(outcomes.count { $0 == .loginTaken } == 3)
        }
    }

    @Test(arguments: TestDatabase.backends) func hostileDraftsAreRefusedAndLeaveNothing(backend: Backend) async throws {
        try await AccessFixture.with(backend) { house in
            let huge = String(repeating: "x", count: 1 << 20)
            let drafts: [(AccountDraft, AccessError)] = [
                (AccountDraft(login: huge, name: "A"), .badLogin), (AccountDraft(login: "a\0b", name: "A"), .badLogin),
                (AccountDraft(login: "ab", name: huge), .badName),
                (AccountDraft(login: "ab", name: "\u{202E}A"), .badName),
                (AccountDraft(login: "ab", name: "A", mail: huge), .badMail),
            ]
            for (draft, expected) in drafts {
                let error = try await fault {
                    _ = try await house.room.accounts.create(
                        draft, password: AccessFixture.password, by: AccessFixture.author)
                }
                #expect(error == expected)
            }
            let weak = try await fault {
                let draft = AccountDraft(login: "ab", name: "A")
                _ = try await house.room.accounts.create(draft, password: "password12345", by: AccessFixture.author)
            }
            #expect(weak == .badPassword(.common))
            let total = try await house.room.accounts.list(AccountQuery()).total
            let records = try await house.audit("accounts.create").count
            #expect(total == 0 && records == 0)
        }
    }

    @Test(arguments: TestDatabase.backends) func whatIsEditedIsRecordedByName(backend: Backend) async throws {
        try await AccessFixture.with(backend) { house in
            let id = try await house.account("an", name: "An")
            try await house.room.accounts.edit(id, name: "Bình", mail: "b@quangngai.gov.vn", by: AccessFixture.author)
            try await house.room.accounts.edit(id, name: "Bình", mail: "b@quangngai.gov.vn", by: AccessFixture.author)
            let account = try await house.room.accounts.find(id)
            #expect(account.name == "Bình" && account.mail == "b@quangngai.gov.vn")
            let rows = try await house.audit("accounts.edit")
            #expect(rows.map(\.detail) == [#"{"mail":" → b@quangngai.gov.vn","name":"An → Bình"}"#])
            #expect(rows.first?.actor == "shell:test" && rows.first?.subject == "account:\(id)")
        }
    }

    @Test(arguments: TestDatabase.backends)
    func anAccountIsChangedOnlyWhileItHasTheRolesThatWereAskedAbout(backend: Backend) async throws {
        try await AccessFixture.with(backend) { house in
            let (accounts, by) = (house.room.accounts, AccessFixture.author)
            let id = try await house.account("an", .agencyOfficer)
            let seen = try await accounts.find(id).seen(try await accounts.grants(of: id))
            // Somebody makes him head of the province meanwhile.
            _ = try await accounts.grant(.head, unit: nil, to: id, by: by)
            let refusals = [
                try await fault { try await accounts.edit(id, name: "X", mail: "", seen: seen, by: by) },
                try await fault { try await accounts.resetPassword(id, to: AccessFixture.other, seen: seen, by: by) },
                try await fault { try await accounts.disable(id, seen: seen, by: by) },
                try await fault { try await accounts.enable(id, seen: seen, by: by) },
                try await fault { try await house.room.lockOut.clear(account: id, seen: seen, by: by) },
            ]
            #expect(refusals == Array(repeating: .changedMeanwhile, count: 5))
            let account = try await accounts.find(id)
            #expect(account.name != "X" && !account.mustChangePassword && account.state == .active)
            var now = account.seen(try await accounts.grants(of: id))
            now.version = account.version - 1
            let old = try await fault { try await accounts.edit(id, name: "X", mail: "", seen: now, by: by) }
            #expect(old == .changedMeanwhile)
            now.version = account.version
            let fresh = try await fault { try await accounts.edit(id, name: "X", mail: "", seen: now, by: by) }
            #expect(fresh == nil)
        }
    }

    @Test(arguments: TestDatabase.backends) func theLastAdministratorStays(backend: Backend) async throws {
        try await AccessFixture.with(backend) { house in
            let accounts = house.room.accounts
            let one = try await house.account("mot", .administrator)
            // Neither a term, nor a unit, nor a deputy keeps the house.
            let other = try await house.account("hai")
            _ = try await accounts.grant(
                .administrator, unit: nil, to: other, until: house.time.now() + .seconds(100), by: AccessFixture.author)
            _ = try await accounts.grant(.administrator, unit: 5, to: other, by: AccessFixture.author)
            let grant = try #require(try await accounts.grants(of: one).first)
            let ends = house.time.now() + .seconds(100)
            _ = try await accounts.delegate(
                grant.id, of: one, to: other, until: ends, reason: "nghỉ phép", by: AccessFixture.author)
            let refusals = [
                try await fault { try await accounts.revoke(grant: grant.id, by: AccessFixture.author) },
                try await fault { try await accounts.disable(one, by: AccessFixture.author) },
            ]
            #expect(refusals == [.lastAdministrator, .lastAdministrator])
            let isActive = try await accounts.find(one).state == .active
            #expect(isActive)
            _ = try await accounts.grant(.administrator, unit: nil, to: other, by: AccessFixture.author)
            let allowed = try await fault { try await accounts.disable(one, by: AccessFixture.author) }
            #expect(allowed == nil)
        }
    }

    @Test(arguments: TestDatabase.backends) func twoAdministratorsCannotTakeEachOtherAway(backend: Backend) async throws
    {
        try await AccessFixture.with(backend) { house in
            let ids = [try await house.account("mot", .administrator), try await house.account("hai", .administrator)]
            let outcomes = try await withThrowingTaskGroup(of: AccessError?.self) { group in
                for id in ids {
                    group.addTask {
                        try await fault { try await house.room.accounts.disable(id, by: AccessFixture.author) }
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(outcomes.count { $0 == nil } == 1)
            #expect(outcomes.count { $0 == .lastAdministrator } == 1)
        }
    }

    @Test(arguments: TestDatabase.backends) func aDeputyStandsInAsLongAsTheGrantHolds(backend: Backend) async throws {
        try await AccessFixture.with(backend) { house in
            let accounts = house.room.accounts
            let (head, deputy) = (try await house.account("truong", .head, unit: 2), try await house.account("pho"))
            let source = try #require(try await accounts.grants(of: head).first).id
            let ends = house.time.now() + .seconds(86_400)
            let id = try await accounts.delegate(
                source, of: head, to: deputy, until: ends, reason: "đi công tác", by: AccessFixture.author)
            let grants = try await accounts.grants(of: deputy)
            #expect(grants.map(\.role) == [.head] && grants.first?.unit == 2 && grants.first?.until == ends)
            let detail = try await house.audit("accounts.delegate").first?.detail
            #expect(detail?.contains("đi công tác") == true)

            let author = AccessFixture.author
            let late = ends + Accounts.maxDelegation
            let refusals = [
                try await fault {
                    _ = try await accounts.delegate(id, of: nil, to: head, until: ends, reason: "x", by: author)
                },
                try await fault {
                    _ = try await accounts.delegate(source, of: head, to: head, until: ends, reason: "x", by: author)
                },
                try await fault {
                    _ = try await accounts.delegate(source, of: head, to: deputy, until: late, reason: "x", by: author)
                },
                try await fault {
                    _ = try await accounts.delegate(source, of: head, to: deputy, until: ends, reason: " ", by: author)
                },
                try await fault {
                    _ = try await accounts.delegate(999, of: nil, to: deputy, until: ends, reason: "x", by: author)
                },
                try await fault {
                    _ = try await accounts.delegate(
                        source, of: deputy, to: deputy, until: ends, reason: "x", by: author)
                },
                try await fault {
                    _ = try await accounts.delegate(
                        source, of: head, to: deputy, until: house.time.now(), reason: "x", by: author)
                },
            ]
            #expect(refusals == [.badGrant, .badGrant, .badGrant, .badReason, .noSuchGrant, .noSuchGrant, .badGrant])

            try await accounts.revoke(grant: source, by: author)
            let left = try await accounts.grants(of: deputy)
            let history = try await accounts.grantHistory(of: deputy)
            #expect(left.isEmpty && history.count == 1)
        }
    }

    @Test(arguments: TestDatabase.backends) func aDisabledHeadHasNoDeputy(backend: Backend) async throws {
        try await AccessFixture.with(backend) { house in
            let accounts = house.room.accounts
            let (head, deputy) = (try await house.account("truong", .head, unit: 2), try await house.account("pho"))
            let source = try #require(try await accounts.grants(of: head).first).id
            let ends = house.time.now() + .seconds(86_400)
            _ = try await accounts.delegate(
                source, of: head, to: deputy, until: ends, reason: "ốm", by: AccessFixture.author)
            try await accounts.disable(head, by: AccessFixture.author)
            let left = try await accounts.grants(of: deputy)
            #expect(left.isEmpty)
            let refused = try await fault {
                _ = try await accounts.grant(.head, unit: 2, to: head, by: AccessFixture.author)
            }
            #expect(refused == .disabled)
        }
    }

    @Test(arguments: TestDatabase.backends) func grantsAreBoundedAndBeginNowAtTheEarliest(backend: Backend) async throws
    {
        try await AccessFixture.with(backend) { house in
            let id = try await house.account("an")
            let past = house.time.now() - .seconds(1_000)
            _ = try await house.room.accounts.grant(.auditor, unit: 1, to: id, from: past, by: AccessFixture.author)
            let grant = try await house.room.accounts.grants(of: id).first
            #expect(grant?.from == house.time.now())
            let error = try await fault {
                for _ in 0..<100 {
                    _ = try await house.room.accounts.grant(.auditor, unit: 1, to: id, by: AccessFixture.author)
                }
            }
            #expect(error == .tooMany)
        }
    }
}
