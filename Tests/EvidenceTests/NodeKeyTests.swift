import Cryptography
import Foundation
import Testing

@testable import Evidence

@Suite struct NodeKeyTests {
    private let scratch: Scratch
    private var path: String { scratch.path + "/node.key" }

    init() throws { scratch = try Scratch() }

    private func code(_ body: () throws -> Void) -> EvidenceError.Code? {
        do {
            try body()
            return nil
        } catch {
            return (error as? EvidenceError)?.code
        }
    }

    @Test func aNewKeyIsForItsOwnerAloneAndReadAgain() throws {
        let key = try NodeKey.readOrCreate(path)
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        #expect(try NodeKey.readOrCreate(path).publicKey == key.publicKey)
        #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path) == ["node.key"])
    }

    @Test(arguments: [0o640, 0o604, 0o620, 0o666, 0o601]) func aKeyThatOthersMayTouchIsRefused(mode: Int) throws {
        _ = try NodeKey.readOrCreate(path)
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
        #expect(code { _ = try NodeKey.readOrCreate(path) } == .keyExposed)
        do {
            _ = try NodeKey.read(path)
        } catch {
            #expect(error.message.contains("chmod 600"))
        }
    }

    @Test func keysOfOpenSSLAreReadAndOurKeysAreReadByIt() throws {
        let made = try run("openssl", ["genpkey", "-algorithm", "ed25519", "-out", path])
        #expect(made.code == 0)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        let key = try NodeKey.read(path)
        #expect(try run("openssl", ["pkey", "-in", path, "-pubout"]).output == key.publicKey.pem)
        let own = scratch.path + "/own.key"
        let ownKey = try NodeKey.readOrCreate(own)
        #expect(try run("openssl", ["pkey", "-in", own, "-pubout"]).output == ownKey.publicKey.pem)
        let publicFile = try scratch.write("own.pem", Array(ownKey.publicKey.pem.utf8))
        let digest = try run("sh", ["-c", "openssl pkey -pubin -in '\(publicFile)' -outform DER | sha256sum"])
        #expect(digest.output.prefix(64) == ownKey.publicKey.fingerprint)
        #expect(try NodePublicKey.read(publicFile) == ownKey.publicKey)
    }

    @Test func otherKindsOfKeysAreRefused() throws {
        let made = try run("openssl", ["genpkey", "-algorithm", "x25519", "-out", path])
        #expect(made.code == 0)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        #expect(code { _ = try NodeKey.read(path) } == .badKey)
        #expect(code { _ = try NodePublicKey.read(path) } == .badKey)
        #expect(code { _ = try NodeKey(seed: [1]) } == .badKey)
    }

    @Test func aKeyThatIsNoPlainFileIsRefused() throws {
        _ = try NodeKey.readOrCreate(path)
        let link = scratch.path + "/link.key"
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: path)
        #expect(code { _ = try NodeKey.read(link) } == .ioFailed)
        #expect(code { _ = try NodeKey.read(scratch.path) } == .ioFailed)
        #expect(code { _ = try NodeKey.read(scratch.path + "/nothing") } == .notFound)
        #expect(code { _ = try NodeKey.readOrCreate(scratch.path + "/no/node.key") } == .notFound)
    }

    @Test func everyPrefixOfAKeyFileIsRefused() throws {
        let key = try NodeKey.readOrCreate(path)
        let text = try Data(contentsOf: URL(fileURLWithPath: path))
        let publicText = Array(key.publicKey.pem.utf8)
        for length in 0..<text.count - 1 {
            try text.prefix(length).write(to: URL(fileURLWithPath: path))
            #expect(code { _ = try NodeKey.read(path) } == .badKey)
        }
        for length in 0..<publicText.count - 1 {
            #expect(NodePublicKey(pem: String(decoding: publicText.prefix(length), as: UTF8.self)) == nil)
        }
        try Data(count: 5_000).write(to: URL(fileURLWithPath: path))
        #expect(code { _ = try NodeKey.read(path) } == .tooLarge)
    }

    @Test func keysMadeAtOnceAreOneKey() async throws {
        let path = path
        let keys = try await withThrowingTaskGroup(of: NodePublicKey.self) { group in
            for _ in 0..<8 { group.addTask { try NodeKey.readOrCreate(path).publicKey } }
            return try await group.reduce(into: [NodePublicKey]()) { $0.append($1) }
        }
        #expect(Set(keys.map(\.fingerprint)).count == 1)
    }
}
