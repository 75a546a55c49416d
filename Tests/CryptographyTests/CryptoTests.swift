import Foundation
import Testing

@testable import Cryptography

private func bytes(_ hex: String) throws -> [UInt8] { try #require(Hexadecimal.bytes(of: hex)) }

@Suite struct SHA256Tests {
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
    ])
    func digestsAreThoseOfTheStandard(text: String, digest: String) {
        #expect(SHA256.hex(of: Array(text.utf8)) == digest)
    }

    @Test(arguments: [1, 63, 64, 65, 1_000])
    func piecesGiveTheDigestOfTheWhole(pieceBytes: Int) {
        let whole = (0..<10_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        var stream = SHA256Stream()
        for start in stride(from: 0, to: whole.count, by: pieceBytes) {
            stream.update(Array(whole[start..<min(whole.count, start + pieceBytes)]))
        }
        #expect(stream.finish() == SHA256.digest(of: whole))
    }

    /// RFC 4231: cases 1, 2, 3 and 6 (a key longer than a block).
    @Test(arguments: [
        (
            String(repeating: "0b", count: 20), "4869205468657265",
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
        ),
        (
            "4a656665", "7768617420646f2079612077616e7420666f72206e6f7468696e673f",
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        ),
        (
            String(repeating: "aa", count: 20), String(repeating: "dd", count: 50),
            "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"
        ),
        (
            String(repeating: "aa", count: 131),
            "54657374205573696e67204c6172676572205468616e20426c6f636b2d53697a65204b6579202d2048617368204b6579204669727374",
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
        ),
    ])
    func codesAreThoseOfTheStandard(key: String, text: String, code: String) throws {
        #expect(Hexadecimal.text(of: SHA256.hmac(of: try bytes(text), key: try bytes(key))) == code)
    }

    @Test func anEmptyKeyAndAnEmptyTextHaveACode() {
        // As computed by Python (hmac.new).
        #expect(
            Hexadecimal.text(of: SHA256.hmac(of: [], key: []))
                == "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad")
    }

    @Test(arguments: ["", "0", "0g", "AB", "00 "]) func onlyLowerCaseHexadecimalIsRead(text: String) {
        #expect(Hexadecimal.bytes(of: text) == (text.isEmpty ? [] : nil))
    }

    @Test func bothReadersOfHexadecimalAgree() {
        let all = Array(UInt8.min...UInt8.max)
        let text = Hexadecimal.text(of: all)
        #expect(text == Hexadecimal.text(of: all[...]))
        for length in 0...text.utf8.count {
            let prefix = text.prefix(length)
            #expect(Array(prefix.utf8).withUnsafeBytes { Hexadecimal.bytes(of: $0) } == Hexadecimal.bytes(of: prefix))
        }
        for byte in all {
            for pair in [[byte, 0x30], [0x30, byte]] {
                let isDigit = 0x30...0x39 ~= byte || 0x61...0x66 ~= byte
                #expect((pair.withUnsafeBytes { Hexadecimal.bytes(of: $0) } != nil) == isDigit)
            }
        }
    }

    @Test func hexadecimalIsReadBackAsWritten() {
        let all = Array(UInt8.min...UInt8.max)
        #expect(Hexadecimal.bytes(of: Hexadecimal.text(of: all)) == all)
    }
}

/// RFC 8032, 7.1: tests 1, 2, 3 and SHA(abc).
@Suite struct Ed25519Tests {
    struct Vector: Sendable {
        var privateKey: String
        var publicKey: String
        var message: String
        var signature: String
    }

    static let vectors = [
        Vector(
            privateKey: "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
            publicKey: "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", message: "",
            signature: "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
                + "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"),
        Vector(
            privateKey: "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
            publicKey: "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", message: "72",
            signature: "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"),
        Vector(
            privateKey: "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
            publicKey: "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", message: "af82",
            signature: "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
                + "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"),
        Vector(
            privateKey: "833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42",
            publicKey: "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
            message: "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
                + "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
            signature: "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b589"
                + "09351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704"),
    ]

    @Test(arguments: vectors) func keysAndSignaturesAreThoseOfTheStandard(vector: Vector) throws {
        let privateKey = try bytes(vector.privateKey)
        let message = try bytes(vector.message)
        let publicKey = try Ed25519.publicKey(of: privateKey)
        let signature = try Ed25519.sign(message, privateKey: privateKey)
        #expect(Hexadecimal.text(of: publicKey) == vector.publicKey)
        #expect(Hexadecimal.text(of: signature) == vector.signature)
        #expect(Ed25519.isValid(signature, over: message, publicKey: publicKey))
    }

    @Test func everyChangedBitIsFound() throws {
        let privateKey = try bytes(Self.vectors[2].privateKey)
        let publicKey = try Ed25519.publicKey(of: privateKey)
        let message = Array("chứng cứ".utf8)
        let signature = try Ed25519.sign(message, privateKey: privateKey)
        for bit in 0..<8 * signature.count {
            var other = signature
            other[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(!Ed25519.isValid(other, over: message, publicKey: publicKey))
        }
        for bit in 0..<8 * message.count {
            var other = message
            other[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(!Ed25519.isValid(signature, over: other, publicKey: publicKey))
        }
    }

    @Test func keysAndSignaturesOfAnotherLengthAreRefused() throws {
        let privateKey = try Ed25519.generate()
        let publicKey = try Ed25519.publicKey(of: privateKey)
        let signature = try Ed25519.sign([1], privateKey: privateKey)
        for length in [0, 1, 31, 33] {
            let short = [UInt8](repeating: 1, count: length)
            #expect(throws: CryptoError.badKey) { try Ed25519.publicKey(of: short) }
            #expect(throws: CryptoError.badKey) { try Ed25519.sign([1], privateKey: short) }
            #expect(!Ed25519.isValid(signature, over: [1], publicKey: short))
        }
        for length in [0, 63, 65] {
            #expect(!Ed25519.isValid([UInt8](repeating: 1, count: length), over: [1], publicKey: publicKey))
        }
    }

    @Test func newKeysDiffer() throws {
        #expect(Set(try (0..<50).map { _ in try Ed25519.generate() }).count == 50)
    }
}

@Suite struct SecretTests {
    @Test func randomBytesHaveTheirLengthAndDiffer() throws {
        for count in [0, 1, 16, 100_000] { #expect(try Secret.random(count).count == count) }
        #expect(try Secret.random(32) != Secret.random(32))
        #expect(try Secret.random(-1).isEmpty)
    }

    @Test func equalityIsThatOfTheBytes() {
        #expect(Secret.areEqual([], []))
        #expect(Secret.areEqual([1, 2, 3], [1, 2, 3]))
        #expect(!Secret.areEqual([1, 2, 3], [1, 2, 4]))
        #expect(!Secret.areEqual([1, 2, 3], [1, 2]))
    }
}
