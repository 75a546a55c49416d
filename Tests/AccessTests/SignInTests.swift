import AuditLog
import Cryptography
import Patterns
import SQLStore
import TestDatabase
import Testing

@testable import Access

@Suite struct SignInTests {
    @Test(arguments: TestDatabase.backends) func theRightPasswordBeginsASession(backend: Backend) async throws {
        try await AccessFixture.with(backend) { house in
            let id = try await house.account("an.nguyen", .operator, unit: 2)
            let session = try await house.session("Ân.Nguyễn")
            #expect(session.account.id == id && session.account.lastSignIn == house.time.now())
            #expect(session.subject.grants.map(\.role) == [.operator])
            #expect(session.subject.kind == .session(id: session.id, authenticated: house.time.now()))
            let rows = try await house.audit("sessions.sign-in")
            #expect(rows.map(\.actor) == ["account:\(id)"] && rows.first?.address == "192.0.2.5")
        }
    }

    @Test(arguments: TestDatabase.backends) func whatIsWrongIsRefusedAlikeAndRecordedWithoutThePassword(
        backend: Backend
    ) async throws {
        try await AccessFixture.with(backend) { house in
            let id = try await house.account("an")
            let gone = try await house.account("binh")
            try await house.room.accounts.disable(gone, by: AccessFixture.author)
            let huge = String(repeating: "\u{FDFA}", count: 1 << 18)
            let tries = [
                ("an", "sai mật khẩu rồi"), ("khong.co", AccessFixture.password), ("binh", AccessFixture.password),
                ("", ""),
                ("an\0", AccessFixture.password), (huge, AccessFixture.password), ("' OR 1=1 --", "x"),
            ]
            for (login, password) in tries {
                let answer = try await house.answer(login, password)
                #expect(answer == .refused, "\(login.prefix(20))")
            }
            let long = try await house.answer("an", huge)
            #expect(long == .refused)
            let rows = try await house.audit("sessions.refused")
            #expect(rows.count == 8 && rows.map(\.subject).filter { $0 == "account:\(id)" }.count == 2)
            #expect(rows.allSatisfy { !$0.detail.contains("sai mật") && $0.detail.utf8.count < 400 })
            let sessions = try await house.room.sessions.list(of: id)
            #expect(sessions.isEmpty)
        }
    }

    @Test(arguments: TestDatabase.backends) func aPasswordOfAnotherCostIsHashedAnewAtTheSignIn(backend: Backend)
        async throws
    {
        try await AccessFixture.with(backend) { house in
            let id = try await house.account("an")
            let old = try PasswordHash.make(Array(AccessFixture.password.utf8), .init(ln: 3, r: 8, p: 1)).record
            try await house.store.write { try $0.execute("UPDATE accounts SET password = ? WHERE id = ?", old, id) }
            _ = try await house.signIn("an")
            let record = try await house.store.read { db in
                try db.first("SELECT password FROM accounts WHERE id = ?", id)?.text("password")
            }
            #expect(record?.hasPrefix("scrypt$ln=4,r=8,p=1$") == true)
            _ = try await house.signIn("an")
        }
    }

    @Test(arguments: TestDatabase.backends) func manySignInsAtOnceAreManySessions(backend: Backend) async throws {
        // Without the waits: what is right is not to be waited for.
        try await AccessFixture.with(backend, change: { $0.lockRules.user.freeCount = 9 }) { house in
            let id = try await house.account("an")
            let sessions = try await withThrowingTaskGroup(of: NewSession.self) { group in
                for _ in 0..<6 { group.addTask { try await house.signIn("an") } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(Set(sessions.map(\.token.text)).count == 6)
            let open = try await house.room.sessions.list(of: id)
            #expect(open.count == 6)
            let left = try await house.room.lockOut.list()
            #expect(left.isEmpty)
        }
    }

    @Test(arguments: TestDatabase.backends) func aBusyMachineCountsNoAttempt(backend: Backend) async throws {
        let slow = PasswordHash.Parameters(ln: 16, r: 8, p: 4)
        try await AccessFixture.with(
            backend,
            change: {
                $0.passwordCost = slow
                ($0.hashesAtOnce, $0.hashesWaiting, $0.lockRules.user.freeCount) = (1, 0, 20)
            }
        ) { house in
            try await house.account("an")
            let answers = try await withThrowingTaskGroup(of: SignIn.Answer.self) { group in
                for _ in 0..<4 { group.addTask { try await house.answer("an", "sai mật khẩu rồi") } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(answers.contains(.busy))
            let refused = answers.count { $0 == .refused }
            let tries = try await house.store.read {
                try $0.count("SELECT sum(tries) FROM sign_in_attempts WHERE kind = 'user'")
            }
            #expect(tries == refused)
        }
    }

    @Test(arguments: TestDatabase.backends) func anAccountThatIsDisabledMeanwhileIsNotLetIn(backend: Backend)
        async throws
    {
        try await AccessFixture.with(backend, change: { $0.passwordCost = .init(ln: 16, r: 8, p: 4) }) { house in
            let id = try await house.account("an")
            async let answer = house.answer("an")
            // The hash takes longer than that.
            try await Task.sleep(for: .milliseconds(60))
            try await house.room.accounts.disable(id, by: AccessFixture.author)
            let outcome = try await answer
            let open = try await house.room.sessions.list(of: id)
            #expect(outcome == .refused && open.isEmpty)
        }
    }

    @Test(arguments: TestDatabase.backends) func aStepUpGivesAnotherTokenAndEndsTheOld(backend: Backend) async throws {
        try await AccessFixture.with(backend) { house in
            try await house.account("an")
            let session = try await house.session("an")
            house.time.pass(.seconds(900))
            let wrong = try await fault {
                _ = try await house.room.signIn.stepUp(session, password: AccessFixture.other, from: AccessFixture.home)
            }
            #expect(wrong == .wrongPassword)
            let new = try await house.room.signIn.stepUp(
                session, password: AccessFixture.password, from: AccessFixture.home)
            let before = try await house.room.sessions.find(session.token.text)
            let after = try await house.room.sessions.find(new.token.text)
            #expect(before == nil && after?.id == session.id && after?.authenticated == house.time.now())
            #expect(after?.created == session.created)
            // A page that stood open has the form secret of the old token.
            #expect(after?.token.isFormSecret(session.token.formSecret) == false)
            let again = try await fault {
                _ = try await house.room.signIn.stepUp(
                    session, password: AccessFixture.password, from: AccessFixture.home)
            }
            #expect(again == .noSuchSession)
            let rows = [
                try await house.audit("sessions.step-up").count,
                try await house.audit("sessions.step-up-refused").count,
            ]
            #expect(rows == [1, 1])
        }
    }

    @Test(arguments: TestDatabase.backends) func aChangedPasswordEndsEverySession(backend: Backend) async throws {
        try await AccessFixture.with(backend) { house in
            let id = try await house.account("an")
            let draft = AccountDraft(login: "moi", name: "Người mới")
            _ = try await house.room.accounts.create(draft, password: AccessFixture.password, by: AccessFixture.author)
            let given = try await house.signIn("moi")
            #expect(given.mustChangePassword)
            let sessions = [try await house.session("an"), try await house.session("an")]
            let same = try await change(house, sessions[0], to: AccessFixture.password)
            let weak = try await change(house, sessions[0], to: "ngắn quá")
            #expect(same == .badPassword(.unchanged) && weak == .badPassword(.tooShort))
            let new = try await house.room.signIn.changePassword(
                sessions[0], from: AccessFixture.password, to: AccessFixture.other, address: AccessFixture.home,
                agent: "")
            #expect(!new.mustChangePassword)
            for session in sessions {
                let found = try await house.room.sessions.find(session.token.text)
                #expect(found == nil)
            }
            let open = try await house.room.sessions.list(of: id)
            #expect(open.map(\.id) == [new.id])
            let (old, fresh) = (try await house.answer("an"), try await house.answer("an", AccessFixture.other))
            #expect(old == .refused && fresh != .refused)
            let late = try await change(house, sessions[1], to: "chín con cá bay đêm")
            #expect(late == .wrongPassword)
        }
    }

    private func change(_ house: AccessFixture, _ session: Session, to new: String) async throws -> AccessError? {
        try await fault {
            _ = try await house.room.signIn.changePassword(
                session, from: AccessFixture.password, to: new, address: AccessFixture.home, agent: "")
        }
    }

    @Test(arguments: TestDatabase.backends) func aResetPasswordHasToBeChanged(backend: Backend) async throws {
        try await AccessFixture.with(backend) { house in
            let id = try await house.account("an")
            let session = try await house.session("an")
            try await house.room.accounts.resetPassword(id, to: AccessFixture.other, by: AccessFixture.author)
            let found = try await house.room.sessions.find(session.token.text)
            #expect(found == nil)
            let again = try await house.signIn("an", AccessFixture.other)
            let found2 = try await house.room.sessions.find(again.token.text)
            #expect(again.mustChangePassword && found2?.subject.mustChangePassword == true)
        }
    }
}
