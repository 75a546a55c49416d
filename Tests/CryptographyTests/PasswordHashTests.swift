import Testing

@testable import Cryptography

@Suite struct PasswordHashTests {
    static let cheap = PasswordHash.Parameters(ln: 4, r: 8, p: 1)
    /// As computed by Python (hashlib.scrypt) with the salt 00 01 … 0f.
    static let record = "scrypt$ln=4,r=8,p=1$AAECAwQFBgcICQoLDA0ODw$8oK_7Fy-kBd3dYpHm4bq-KA1fvjHJe90p1jkx0CPPfw"
    static let password = Array("mật khẩu".utf8)

    @Test func theRecordIsThatOfAnotherProgram() throws {
        let hash = try PasswordHash.make(Self.password, Self.cheap, salt: Array(0..<16))
        #expect(hash.record == Self.record)
        #expect(PasswordHash(record: Self.record) == hash)
    }

    @Test func onlyThePasswordItselfIsVerified() throws {
        let hash = try #require(PasswordHash(record: Self.record))
        #expect(try hash.verify(Self.password))
        for other in ["", "mật khẩu ", "mat khau", "Mật khẩu", "ma\u{323}\u{302}t kha\u{302}\u{309}u"] {
            #expect(try !hash.verify(Array(other.utf8)))
        }
    }

    @Test func aStoredHashIsReadBack() throws {
        for password in ["", "một", String(repeating: "dài ", count: 1_000)] {
            let hash = try PasswordHash.make(Array(password.utf8), Self.cheap)
            let stored = try #require(PasswordHash(record: hash.record))
            #expect(stored == hash)
            #expect(try stored.verify(Array(password.utf8)))
        }
    }

    @Test func theSamePasswordIsStoredDifferentlyEachTime() throws {
        let records = try (0..<20).map { _ in try PasswordHash.make(Self.password, Self.cheap).record }
        #expect(Set(records).count == 20)
    }

    @Test func anotherCostOrAShorterSaltWantsAnotherHash() throws {
        let hash = try PasswordHash.make(Self.password, Self.cheap)
        #expect(!hash.needsRehash(Self.cheap))
        for other in [PasswordHash.Parameters(ln: 5, r: 8, p: 1), .init(ln: 4, r: 9, p: 1), .init(ln: 4, r: 8, p: 2)] {
            #expect(hash.needsRehash(other))
        }
        let short = try PasswordHash.make(Self.password, Self.cheap, salt: Array(0..<8))
        #expect(short.needsRehash(Self.cheap))
    }

    @Test func theStandardCostCanBePaid() throws {
        let hash = try PasswordHash.make(Self.password, .standard)
        #expect(hash.record.hasPrefix("scrypt$ln=15,r=8,p=3$"))
        #expect(try hash.verify(Self.password))
    }

    @Test(arguments: [
        PasswordHash.Parameters(ln: 0, r: 8, p: 1), .init(ln: 21, r: 1, p: 1), .init(ln: 64, r: 8, p: 1),
        .init(ln: -1, r: 8, p: 1), .init(ln: .max, r: .max, p: .max), .init(ln: 16, r: 1, p: 1),
        .init(ln: 18, r: 8, p: 1), .init(ln: 17, r: 8, p: 5), .init(ln: 4, r: 33, p: 1), .init(ln: 4, r: 0, p: 1),
        .init(ln: 4, r: 8, p: 33), .init(ln: 4, r: 8, p: 0),
    ])
    func costsBeyondTheBoundsAreNeitherMadeNorRead(parameters: PasswordHash.Parameters) {
        #expect(throws: CryptoError.badParameters) { try PasswordHash.make(Self.password, parameters) }
        let hash = PasswordHash(
            parameters: parameters, salt: Array(0..<16), key: [UInt8](repeating: 0, count: PasswordHash.keyByteCount))
        #expect(PasswordHash(record: hash.record) == nil)
    }

    @Test(arguments: [
        PasswordHash.Parameters(ln: 17, r: 8, p: 4), .init(ln: 15, r: 32, p: 4), .init(ln: 19, r: 2, p: 1),
    ])
    func whatIsReadAsksForABoundedAmountOfMemoryAndTime(parameters: PasswordHash.Parameters) throws {
        let hash = PasswordHash(
            parameters: parameters, salt: Array(0..<16), key: [UInt8](repeating: 0, count: PasswordHash.keyByteCount))
        let read = try #require(PasswordHash(record: hash.record))
        let cost = try #require(read.parameters.cost)
        #expect(try #require(cost.memoryByteCount) <= 129 << 20)
        #expect(cost.n * cost.r * cost.p <= 1 << 22)
    }

    @Test(arguments: [
        "", "$", "$$$", "scrypt", "scrypt$$$", "bcrypt$ln=4,r=8,p=1$AAECAwQFBgcICQoLDA0ODw$",
        "$scrypt$ln=4,r=8,p=1$AAECAwQFBgcICQoLDA0ODw$8oK_7Fy-kBd3dYpHm4bq-KA1fvjHJe90p1jkx0CPPfw",
        // No key, a short one, a long one: what is short is soon guessed.
        "scrypt$ln=4,r=8,p=1$AAECAwQFBgcICQoLDA0ODw$", "scrypt$ln=4,r=8,p=1$AAECAwQFBgcICQoLDA0ODw$8oI",
        "scrypt$ln=4,r=8,p=1$AAECAwQFBgcICQoLDA0ODw$8oK_7Fy-kBd3dYpHm4bq-KA1fvjHJe90p1jkx0CPPfwA",
        // No salt, and seven bytes.
        "scrypt$ln=4,r=8,p=1$$8oK_7Fy-kBd3dYpHm4bq-KA1fvjHJe90p1jkx0CPPfw",
        "scrypt$ln=4,r=8,p=1$AAECAwQFBg$8oK_7Fy-kBd3dYpHm4bq-KA1fvjHJe90p1jkx0CPPfw",
        // Numbers that are none of ours.
        "scrypt$ln=04,r=8,p=1$AAECAwQFBgcICQoLDA0ODw$8oK_7Fy-kBd3dYpHm4bq-KA1fvjHJe90p1jkx0CPPfw",
        "scrypt$ln=+4,r=8,p=1$AAECAwQFBgcICQoLDA0ODw$8oK_7Fy-kBd3dYpHm4bq-KA1fvjHJe90p1jkx0CPPfw",
        "scrypt$ln=99999999999999999999,r=8,p=1$AAECAwQFBgcICQoLDA0ODw$8oK_7Fy-kBd3dYpHm4bq-KA1fvjHJe90p1jkx0CPPfw",
        "scrypt$ln=٤,r=8,p=1$AAECAwQFBgcICQoLDA0ODw$8oK_7Fy-kBd3dYpHm4bq-KA1fvjHJe90p1jkx0CPPfw",
        "scrypt$r=8,ln=4,p=1$AAECAwQFBgcICQoLDA0ODw$8oK_7Fy-kBd3dYpHm4bq-KA1fvjHJe90p1jkx0CPPfw",
        "scrypt$ln=4,r=8,p=1,x=1$AAECAwQFBgcICQoLDA0ODw$8oK_7Fy-kBd3dYpHm4bq-KA1fvjHJe90p1jkx0CPPfw",
        "scrypt$ln=4,r=8$AAECAwQFBgcICQoLDA0ODw$8oK_7Fy-kBd3dYpHm4bq-KA1fvjHJe90p1jkx0CPPfw",
        "scrypt$ln=4, r=8,p=1$AAECAwQFBgcICQoLDA0ODw$8oK_7Fy-kBd3dYpHm4bq-KA1fvjHJe90p1jkx0CPPfw",
    ])
    func hostileRecordsAreNotRead(text: String) {
        #expect(PasswordHash(record: text) == nil)
    }

    @Test func aRecordOfGreatLengthIsNotRead() {
        let salt = String(repeating: "A", count: 1 << 20)
        #expect(PasswordHash(record: "scrypt$ln=4,r=8,p=1$\(salt)$\(salt)") == nil)
        #expect(PasswordHash(record: String(repeating: "$", count: 1 << 20)) == nil)
    }

    @Test func noPartOfARecordIsRead() {
        for length in 0..<Self.record.count {
            #expect(PasswordHash(record: Self.record.prefix(length)) == nil)
            #expect(PasswordHash(record: Self.record.suffix(length)) == nil)
        }
    }

    @Test func whateverIsReadIsSpelledAsItIsWritten() {
        let record = Array(Self.record.utf8)
        var readCount = 0
        for position in record.indices {
            for byte in UInt8.min...UInt8.max {
                var other = record
                other[position] = byte
                let text = String(decoding: other, as: UTF8.self)
                guard let hash = PasswordHash(record: text) else { continue }
                readCount += 1
                #expect(Array(hash.record.utf8) == Array(text.utf8))
                #expect(hash.parameters.cost != nil)
            }
        }
        // The record itself at every place, and other letters of salt and key.
        #expect(readCount > record.count)
    }
}
