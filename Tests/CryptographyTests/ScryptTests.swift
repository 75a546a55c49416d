import Testing

@testable import Cryptography

@Suite struct ScryptTests {
    struct Vector: Sendable {
        var password: String
        var salt: String
        var cost: Scrypt.Cost
        var key: String
    }

    /// RFC 7914, 12, but for the last one, which takes a gigabyte.
    static let vectors = [
        Vector(
            password: "", salt: "", cost: .init(n: 16, r: 1, p: 1),
            key: "77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442"
                + "fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906"),
        Vector(
            password: "password", salt: "NaCl", cost: .init(n: 1_024, r: 8, p: 16),
            key: "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162"
                + "2eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640"),
        Vector(
            password: "pleaseletmein", salt: "SodiumChloride", cost: .init(n: 16_384, r: 8, p: 1),
            key: "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2"
                + "d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887"),
    ]

    @Test(arguments: vectors) func keysAreThoseOfTheStandard(vector: Vector) throws {
        let key = try Scrypt.key(
            from: Array(vector.password.utf8), salt: Array(vector.salt.utf8), cost: vector.cost,
            maxMemoryByteCount: 32 << 20, byteCount: 64)
        #expect(Hexadecimal.text(of: key) == vector.key)
    }

    private static func key(_ cost: Scrypt.Cost, maxMemoryByteCount: Int = 1 << 20, byteCount: Int = 32) throws
        -> [UInt8]
    {
        try Scrypt.key(
            from: [1], salt: [2], cost: cost, maxMemoryByteCount: maxMemoryByteCount, byteCount: byteCount)
    }

    @Test(arguments: [
        Scrypt.Cost(n: 0, r: 8, p: 1), .init(n: 1, r: 8, p: 1), .init(n: -16, r: 8, p: 1), .init(n: .min, r: 8, p: 1),
        .init(n: 15, r: 8, p: 1), .init(n: 1_000, r: 8, p: 1), .init(n: .max, r: 8, p: 1),
        .init(n: 16, r: 0, p: 1), .init(n: 16, r: -8, p: 1), .init(n: 16, r: 8, p: 0), .init(n: 16, r: 8, p: -1),
        // r * p of 2^30, and beyond what can be counted.
        .init(n: 16, r: 1 << 15, p: 1 << 15), .init(n: 16, r: 1 << 30, p: 1), .init(n: 16, r: .max, p: 2),
        // N of 2^(16 r).
        .init(n: 1 << 16, r: 1, p: 1), .init(n: 1 << 32, r: 2, p: 1), .init(n: 1 << 48, r: 3, p: 1),
    ])
    func costsOutsideTheStandardAreRefused(cost: Scrypt.Cost) {
        #expect(throws: CryptoError.badParameters) { try Self.key(cost, maxMemoryByteCount: .max) }
    }

    @Test func memoryAboveTheCallersLimitIsRefused() throws {
        let cost = Scrypt.Cost(n: 16, r: 8, p: 1)
        let needed = try #require(cost.memoryByteCount)
        #expect(needed == 128 * 8 * (16 + 2 + 1))
        #expect(try Self.key(cost, maxMemoryByteCount: needed).count == 32)
        for limit in [needed - 1, 1, 0, -1, .min] {
            #expect(throws: CryptoError.tooMuchMemory) { try Self.key(cost, maxMemoryByteCount: limit) }
        }
    }

    @Test(arguments: [
        Scrypt.Cost(n: 1 << 62, r: 8, p: 1), .init(n: 1 << 62, r: (1 << 30) - 1, p: 1), .init(n: 1 << 40, r: 8, p: 1),
    ])
    func memoryThatNoMachineHasIsRefusedBeforeItIsAskedFor(cost: Scrypt.Cost) {
        #expect(throws: CryptoError.tooMuchMemory) { try Self.key(cost, maxMemoryByteCount: 1 << 30) }
    }

    @Test func whatTheLibraryAloneRefusesIsAnError() {
        // Its block is larger than an int counts; a limit that lets it pass is the caller's.
        let cost = Scrypt.Cost(n: 2, r: 1 << 24, p: 1)
        #expect(throws: CryptoError.refused) { try Self.key(cost, maxMemoryByteCount: .max) }
    }

    @Test func keysOfNoByteOrTooManyAreRefused() throws {
        let cost = Scrypt.Cost(n: 16, r: 1, p: 1)
        for count in [1, 64, Scrypt.maxKeyByteCount] { #expect(try Self.key(cost, byteCount: count).count == count) }
        for count in [0, -1, Scrypt.maxKeyByteCount + 1, .max] {
            #expect(throws: CryptoError.badParameters) { try Self.key(cost, byteCount: count) }
        }
    }
}
