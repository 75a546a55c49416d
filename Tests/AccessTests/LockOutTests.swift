import AuditLog
import Patterns
import SQLStore
import TestDatabase
import Testing

@testable import Access

@Suite struct LockOutTests {
    private static let wrong = "sai mật khẩu rồi"
    private static let abroad = IPAddress.v4(0xCB00_7109)

    @Test func attemptsWaitTwiceAsLongThenAreLocked() {
        let rule = LockRules().user
        var bucket = AttemptBucket()
        var now = Moment(seconds: 1_000_000)
        var waits: [Int64] = []
        for _ in 0..<20 {
            #expect(bucket.wait(at: now, rule) == nil)
            let isLocked = bucket.count(at: now, rule)
            let wait = max(bucket.freeAt - now, .zero)
            waits.append(wait.microseconds / 1_000_000)
            #expect(isLocked == (bucket.tries % 10 == 0))
            if wait > .zero { #expect(bucket.wait(at: now + wait - .milliseconds(1), rule) != nil) }
            now = now + wait
        }
        #expect(waits == [0, 0, 0, 0, 2, 4, 8, 16, 30, 900, 30, 30, 30, 30, 30, 30, 30, 30, 30, 1800])
    }

    @Test func everythingIsForgottenAfterADay() {
        let rule = LockRules().user
        var bucket = AttemptBucket(tries: 9, last: Moment(seconds: 1_000_000), freeAt: Moment(seconds: 1_000_030))
        let isLocked = bucket.count(at: Moment(seconds: 1_000_000 + 86_400), rule)
        #expect(!isLocked && bucket.tries == 1)
    }

    @Test func aClockThatWasSetBackLocksNobodyForYears() {
        let rule = LockRules().user
        var bucket = AttemptBucket(tries: 30, last: Moment(seconds: 9_000_000), freeAt: Moment(seconds: 9_000_900))
        let now = Moment(seconds: 1_000_000)
        #expect(bucket.wait(at: now, rule) == nil)
        let isLocked = bucket.count(at: now, rule)
        #expect(!isLocked && bucket.tries == 1)
    }

    @Test func noNumberOfAttemptsOverflows() {
        let rule = LockRules().user
        var bucket = AttemptBucket(tries: 1 << 40, last: Moment(seconds: 1_000), freeAt: Moment(seconds: 0))
        for _ in 0..<20 { _ = bucket.count(at: Moment(seconds: 1_000), rule) }
        #expect(bucket.freeAt <= Moment(seconds: 1_000) + rule.maxLock)
    }

    /// Answers to wrong passwords, one after the other, each as soon as it is let in.
    private func waits(
        _ house: AccessFixture, _ login: String, _ count: Int, from address: IPAddress = abroad
    ) async throws -> [Int64] {
        var waits: [Int64] = []
        for _ in 0..<count {
            while case .wait(let until) = try await house.answer(login, Self.wrong, from: address) {
                waits.append((until - house.time.now()).microseconds / 1_000_000)
                house.time.pass(until - house.time.now())
            }
        }
        return waits
    }

    @Test(arguments: TestDatabase.backends) func knownAndUnknownNamesAreLockedAlike(backend: Backend) async throws {
        try await AccessFixture.with(backend) { house in
            let id = try await house.account("an")
            let known = try await waits(house, "an", 12, from: .v4(0xCB00_7101))
            let unknown = try await waits(house, "khong.co", 12, from: .v4(0xCB00_7102))
            let nonsense = try await waits(house, "\0 không là tên", 12, from: .v4(0xCB00_7103))
            #expect(known == [2, 4, 8, 16, 30, 900, 30])
            #expect(unknown == known && nonsense == known)
            let rows = try await house.audit("sessions.refused").filter { $0.detail.contains("locked") }
            #expect(rows.count == 3 && rows.first?.subject == "account:\(id)")
            // What was typed is not in the table.
            let buckets = try await house.store.read { try $0.rows("SELECT bucket FROM sign_in_attempts") }
            let isHidden = try buckets.allSatisfy { try !$0.text("bucket").contains("khong") }
            #expect(isHidden)
        }
    }

    @Test(arguments: TestDatabase.backends) func aLockedNameIsNotLetInByTheRightPassword(backend: Backend) async throws
    {
        try await AccessFixture.with(backend) { house in
            let id = try await house.account("an")
            _ = try await waits(house, "an", 9)
            let tenth = try await house.answer("an", Self.wrong, from: Self.abroad)
            house.time.pass(.seconds(30))
            _ = try await house.answer("an", Self.wrong, from: Self.abroad)
            let locked = try await house.answer("an", from: Self.abroad)
            guard case .wait = locked else {
                Issue.record("\(tenth) \(locked)")
                return
            }
            let list = try await house.room.lockOut.list()
            #expect(list.map(\.account) == [id] && list.map(\.kind) == [.user])
            try await house.room.lockOut.clear(account: id, by: AccessFixture.author)
            let free = try await house.answer("an", from: Self.abroad)
            guard case .signedIn = free else {
                Issue.record("\(free)")
                return
            }
            let rows = try await house.audit("lockouts.clear")
            #expect(rows.map(\.subject) == ["account:\(id)"])
        }
    }

    @Test(arguments: TestDatabase.backends) func aLockSurvivesARestart(backend: Backend) async throws {
        try await AccessFixture.with(backend) { house in
            try await house.account("an")
            for _ in 0..<5 { _ = try await house.answer("an", Self.wrong) }
            var settings = AccessSettings()
            settings.passwordCost = AccessFixture.cheap
            let other = try AccessRoom(house.store, settings: settings, common: CommonPasswords([]), time: house.time)
            let answer = try await other.signIn.signIn(
                login: "an", password: AccessFixture.password, from: AccessFixture.home, agent: "")
            #expect(answer == .wait(until: house.time.now() + .seconds(2)))
            await other.close()
        }
    }

    @Test(arguments: TestDatabase.backends) func aStrangerCannotLockTheOwnerOut(backend: Backend) async throws {
        try await AccessFixture.with(backend) { house in
            try await house.account("an")
            _ = try await house.signIn("an")
            _ = try await waits(house, "an", 9)
            _ = try await house.answer("an", Self.wrong, from: Self.abroad)
            let stranger = try await house.answer("an", from: Self.abroad)
            let owner = try await house.answer("an", from: AccessFixture.home)
            guard case .wait = stranger, case .signedIn = owner else {
                Issue.record("\(stranger) \(owner)")
                return
            }
            // A month later the address is a stranger's again.
            house.time.pass(.seconds(31 * 86_400))
            for _ in 0..<5 { _ = try await house.answer("an", Self.wrong, from: Self.abroad) }
            let forgotten = try await house.answer("an", from: AccessFixture.home)
            guard case .wait = forgotten else {
                Issue.record("\(forgotten)")
                return
            }
        }
    }

    @Test(arguments: TestDatabase.backends) func oneNetworkThatTriesManyNamesIsStopped(backend: Backend) async throws {
        try await AccessFixture.with(backend, change: { $0.lockRules.address.lockCount = 25 }) { house in
            try await house.account("an")
            var stopped = 0
            for number in 0..<40 {
                // Each time from another address of one /64.
                let address = IPAddress.v6((0x2001_0DB8 << 96) + UInt128(number))
                let answer = try await house.answer("name\(number)", Self.wrong, from: address)
                if case .wait(let until) = answer {
                    stopped += 1
                    if number < 30 { house.time.pass(until - house.time.now()) }
                }
            }
            #expect(stopped > 10)
            let blocked = try #require(IPAddress("2001:db8::7"))
            let list = try await house.room.lockOut.list()
            #expect(list.first?.address == "2001:db8::/64" && list.first?.kind == .address)
            let elsewhere = try await house.answer("an")
            guard case .signedIn = elsewhere else {
                Issue.record("\(elsewhere)")
                return
            }
            try await house.room.lockOut.clear(address: blocked, by: AccessFixture.author)
            let left = try await house.room.lockOut.list()
            #expect(left.isEmpty)
        }
    }

    @Test(arguments: TestDatabase.backends) func anAttackFromEverywhereStopsStrangersAlone(backend: Backend)
        async throws
    {
        try await AccessFixture.with(
            backend, change: { ($0.lockRules.everyone.freeCount, $0.lockRules.everyone.lockCount) = (1_000, 30) }
        ) { house in
            try await house.account("an")
            _ = try await house.signIn("an")
            for number in 0..<40 {
                _ = try await house.answer("name\(number)", Self.wrong, from: .v4(0xCB00_0000 + UInt32(number) << 8))
            }
            let stranger = try await house.answer("an", from: Self.abroad)
            #expect(stranger == .wait(until: house.time.now() + .seconds(60)))
            let owner = try await house.answer("an")
            guard case .signedIn = owner else {
                Issue.record("\(owner)")
                return
            }
        }
    }

    @Test(arguments: TestDatabase.backends) func oneRightPasswordDoesNotExcuseAnAddress(backend: Backend) async throws {
        try await AccessFixture.with(backend) { house in
            try await house.account("an")
            for number in 0..<10 { _ = try await house.answer("name\(number)", Self.wrong) }
            _ = try await house.signIn("an")
            let row = try await house.store.read {
                try $0.first("SELECT tries FROM sign_in_attempts WHERE kind = 'address'")?.int("tries")
            }
            #expect(row == 10)
        }
    }

    @Test(arguments: TestDatabase.backends) func manyGuessesAtOnceAreCountedBeforeTheyAreLookedAt(backend: Backend)
        async throws
    {
        try await AccessFixture.with(backend) { house in
            try await house.account("an")
            let answers = try await withThrowingTaskGroup(of: SignIn.Answer.self) { group in
                for _ in 0..<12 { group.addTask { try await house.answer("an", Self.wrong) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            // Four are free, the fifth brings the first wait; the clock stands still.
            #expect(answers.count { $0 == .refused } == 5)
        }
    }

    @Test(arguments: TestDatabase.backends) func oldAttemptsAreForgotten(backend: Backend) async throws {
        try await AccessFixture.with(backend) { house in
            _ = try await house.answer("ai.do", Self.wrong)
            let early = try await house.room.lockOut.purge()
            house.time.pass(.seconds(86_401))
            let late = try await house.room.lockOut.purge()
            #expect(early == 0 && late == 3)
        }
    }
}
