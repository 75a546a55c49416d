import Cryptography
import FoundationEssentials
import Glibc

/// The Ed25519 key that a node signs its evidence with, kept in a file that its owner alone may read.
package struct NodeKey: Sendable {
    package let publicKey: NodePublicKey
    private let seed: [UInt8]

    /// What stands before the raw key in a PrivateKeyInfo of Ed25519 (RFC 8410).
    private static let prefix: [UInt8] = [
        0x30, 0x2E, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
    ]

    /// - Parameter seed: 32 bytes.
    /// - Throws: `badKey`.
    package init(seed: [UInt8]) throws(EvidenceError) {
        do {
            publicKey = NodePublicKey(raw: try Ed25519.publicKey(of: seed))
        } catch {
            throw EvidenceError(.badKey, "not a private key of Ed25519")
        }
        self.seed = seed
    }

    /// 64 bytes; the same for the same bytes.
    /// - Throws: `badKey` when the library refuses.
    package func signature(over bytes: [UInt8]) throws(EvidenceError) -> [UInt8] {
        do {
            return try Ed25519.sign(bytes, privateKey: seed)
        } catch {
            throw EvidenceError(.badKey, "libcrypto refuses to sign")
        }
    }

    /// The key of the file; made if there is none. Two that start at once get the same key.
    /// - Throws: `ioFailed`, `badKey`, `keyExposed`.
    package static func readOrCreate(_ path: String) throws(EvidenceError) -> NodeKey {
        if access(path, F_OK) == 0 { return try read(path) }
        try create(path)
        return try read(path)
    }

    /// Reads a PEM file (PKCS#8, as `openssl genpkey -algorithm ed25519` writes it).
    /// - Throws: `keyExposed` when anyone but its owner may touch it; `badKey`, `ioFailed`.
    package static func read(_ path: String) throws(EvidenceError) -> NodeKey {
        let file = try EvidenceFile(path)
        guard file.status.st_mode & 0o077 == 0 else {
            throw EvidenceError(
                .keyExposed,
                "\(path): others may read this private key. Run: chmod 600 '\(path)'; if it was ever copied, "
                    + "make a new one")
        }
        guard file.status.st_uid == geteuid() else {
            throw EvidenceError(
                .keyExposed, "\(path): this private key belongs to another user. Run: chown to your own")
        }
        let text = String(decoding: try file.read(maxBytes: PEM.maxBytes), as: UTF8.self)
        guard let der = PEM.base64(in: text, label: "PRIVATE KEY").flatMap({ Data(base64Encoded: $0) }),
            der.starts(with: prefix), der.count == prefix.count + Ed25519.keyByteCount
        else {
            throw EvidenceError(.badKey, "\(path): holds no Ed25519 private key (PEM, PKCS#8)")
        }
        return try NodeKey(seed: Array(der.dropFirst(prefix.count)))
    }

    /// Writes a new key beside its place and links it there: the file is whole from its first moment, and one that exists
    /// is never replaced.
    private static func create(_ path: String) throws(EvidenceError) {
        let seed: [UInt8]
        let temporary: String
        do {
            seed = try Ed25519.generate()
            temporary = "\(path).\(Hexadecimal.text(of: try Secret.random(8))).new"
        } catch {
            throw EvidenceError(.ioFailed, "the system gives no randomness for a key")
        }
        let text = PEM.text(of: prefix + seed, label: "PRIVATE KEY")
        try EvidenceFile.create(temporary, Array(text.utf8), mode: 0o600)
        let linked = link(temporary, path)
        let failure = errno
        unlink(temporary)
        guard linked == 0 || failure == EEXIST else { throw EvidenceError(path, errno: failure) }
    }
}
