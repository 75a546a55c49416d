import Cryptography
import Foundation
import Knowledge
import SQLStore
import Synchronization
import Testing

@testable import Access

@Suite struct PasswordTests {
    /// The pack that comes with the program.
    static let common: CommonPasswords = {
        var diagnostics = Diagnostics()
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Resources").path()
        let base = KnowledgeBase(resources: folder, &diagnostics)
        let pack = base.current("common-passwords", &diagnostics)
        let file = pack?.files.first { $0.name == "passwords.tsv" }
        let lines = (try? file?.bytes()).flatMap { $0 }.map { String(decoding: $0, as: UTF8.self) } ?? ""
        return CommonPasswords(lines.split(separator: "\n").dropFirst().map { String($0.prefix { $0 != "\t" }) })
    }()

    private func fault(_ password: String) -> PasswordFault? {
        PasswordPolicy(common: Self.common).fault(
            password, personal: ["an.nguyen", "Nguyễn Văn Ân", "an@quangngai.gov.vn"])
    }

    @Test func thePackIsRead() {
        #expect(Self.common.count > 300)
    }

    @Test(arguments: [
        ("", PasswordFault.tooShort), ("mười một kí", .tooShort), (String(repeating: "ab xyz", count: 50), .tooLong),
        (String(repeating: "x", count: 5_000_000), .tooLong), ("aaaaaaaaaaaa", .pattern), ("abcabcabcabcab", .pattern),
        ("123456789012", .pattern), ("987654321098", .pattern), ("qwerty123456", .common), ("Quangngai@2026", .common),
        ("QuảngNgãi 2026!", .common), ("mật khẩu 12345", .common), ("M@tKh4u123456", .common),
        ("P@ssw0rd12345", .common),
        ("matkhau-quangngai", .common), ("2026VietNam2026", .common), ("correct horse battery staple", .common),
        ("Nguyễn Văn Ân 1", .personal), ("an.nguyen-an.nguyen", .personal), ("nguyenvanan1990", .personal),
    ])
    func weakPasswordsAreRefused(password: String, expected: PasswordFault) {
        #expect(fault(password) == expected)
    }

    @Test(arguments: [
        "bảy con cò bay lả", "Quảng Ngãi mưa trắng trời", "mật khẩu của con mèo đen", "xK9#mQ2$vL5!",
        "\0\0 ký tự lạ thật",
        "nguyễn ăn bánh xèo", String(repeating: "một hai ba bốn ", count: 17),
    ])
    func goodPasswordsAreTakenWhateverTheyAreMadeOf(password: String) {
        #expect(fault(password) == nil)
    }

    @Test func aPasswordIsTheSameOnEveryKeyboard() async throws {
        var settings = AccessSettings()
        settings.passwordCost = AccessFixture.cheap
        let passwords = try Passwords(settings, common: Self.common)
        let record = try await passwords.record(
            of: "bảy con cò bay lả".precomposedStringWithCanonicalMapping, personal: [])
        let typed = ["bảy con cò bay lả".decomposedStringWithCanonicalMapping, "ｂảy con cò bay lả"]
        for text in typed {
            let verdict = try await passwords.verify(text, against: record)
            #expect(verdict == Passwords.Verdict(isRight: true))
        }
        for text in [
            "bay con co bay la", "Bảy con cò bay lả", "", "bảy con cò bay lả ", String(repeating: "x", count: 1 << 20),
        ] {
            let verdict = try await passwords.verify(text, against: record)
            #expect(!verdict.isRight)
        }
        let nobody = try await passwords.verify("bảy con cò bay lả", against: nil)
        #expect(!nobody.isRight)
        await passwords.close()
    }

    @Test func noAccountCostsAsMuchAsOne() async throws {
        var settings = AccessSettings()
        settings.passwordCost = PasswordHash.Parameters(ln: 12, r: 8, p: 1)
        let passwords = try Passwords(settings, common: Self.common)
        let record = try await passwords.record(of: AccessFixture.password, personal: [])
        var times: [String: [Duration]] = [:]
        for _ in 0..<7 {
            for (name, stored) in [("known", record), ("unknown", nil), ("broken", "x")] as [(String, String?)] {
                let time = try await ContinuousClock().measure {
                    _ = try await passwords.verify("sai mật khẩu", against: stored)
                }
                times[name, default: []].append(time)
            }
            let long = String(repeating: "x", count: 1 << 16)
            let time = try await ContinuousClock().measure { _ = try await passwords.verify(long, against: record) }
            times["long", default: []].append(time)
        }
        let least = times.mapValues { $0.min() ?? .zero }
        let longest = try #require(least.values.max())
        // An answer without a hash is a thousand times as fast.
        for (name, time) in least { #expect(time > longest / 10, "\(name)") }
        await passwords.close()
    }

    /// How many hashed at once, now and at most.
    private final class Crowd: Sendable {
        private let counts = Mutex((now: 0, most: 0))

        var most: Int { counts.withLock { $0.most } }

        func pass() -> Bool {
            counts.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1)) }
            Thread.sleep(forTimeInterval: 0.2)
            counts.withLock { $0.now -= 1 }
            return true
        }
    }

    @Test func twoAreHashedAtOnceAFewWaitAndMoreAreTurnedAway() async throws {
        let gate = WorkGate(atOnce: 2, waiting: 3, name: "test")
        let crowd = Crowd()
        let outcomes = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<20 { group.addTask { (try? await gate.run { crowd.pass() }) ?? false } }
            return await group.reduce(into: [Bool]()) { $0.append($1) }
        }
        #expect(crowd.most == 2)
        #expect(outcomes.count(where: { $0 }) == 5)
        // Afterwards there is room again.
        let isOpen = try await gate.run { true }
        #expect(isOpen)
        await gate.close()
    }

    @Test func aFloodIsTurnedAwayAsBusy() async throws {
        let gate = WorkGate(atOnce: 1, waiting: 0, name: "test")
        async let first: Void = gate.run { Thread.sleep(forTimeInterval: 0.5) }
        try await Task.sleep(for: .milliseconds(100))
        await #expect(throws: WorkGate.Full.self) { try await gate.run {} }
        try await first
        await gate.close()
    }
}
