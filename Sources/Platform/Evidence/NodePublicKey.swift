import Cryptography
import FoundationEssentials

/// The public half of a node's key: what an inspector holds evidence against.
package struct NodePublicKey: Sendable, Equatable {
    /// 32 bytes (RFC 8032).
    package let raw: [UInt8]

    /// What stands before the raw key in a SubjectPublicKeyInfo of Ed25519 (RFC 8410).
    private static let prefix: [UInt8] = [0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00]

    init(raw: [UInt8]) { self.raw = raw }

    /// SubjectPublicKeyInfo, 44 bytes.
    private var der: [UInt8] { Self.prefix + raw }

    /// Of the SubjectPublicKeyInfo, in one line.
    var base64: String { Data(der).base64EncodedString() }

    /// Nil for anything but the SubjectPublicKeyInfo of an Ed25519 key.
    init?(base64: String) {
        guard base64.utf8.count == 60, let der = Data(base64Encoded: base64), der.starts(with: Self.prefix),
            der.count == Self.prefix.count + Ed25519.keyByteCount
        else { return nil }
        raw = Array(der.dropFirst(Self.prefix.count))
    }

    /// As `openssl pkey -pubout` writes it.
    package var pem: String { PEM.text(of: der, label: "PUBLIC KEY") }

    /// Nil for anything but the PEM form of an Ed25519 public key.
    package init?(pem: String) {
        guard let key = PEM.base64(in: pem, label: "PUBLIC KEY").flatMap(NodePublicKey.init(base64:)) else {
            return nil
        }
        self = key
    }

    /// SHA-256 of the SubjectPublicKeyInfo in hex: what is compared by telephone. The same as
    /// `openssl pkey -pubin -in KEY -outform DER | sha256sum`.
    package var fingerprint: String { SHA256.hex(of: der) }

    package func isValid(_ signature: [UInt8], over bytes: [UInt8]) -> Bool {
        Ed25519.isValid(signature, over: bytes, publicKey: raw)
    }

    /// Reads a PEM file.
    /// - Throws: `ioFailed`, `badKey`.
    package static func read(_ path: String) throws(EvidenceError) -> NodePublicKey {
        let bytes = try EvidenceFile.read(path, maxBytes: PEM.maxBytes)
        guard let key = NodePublicKey(pem: String(decoding: bytes, as: UTF8.self)) else {
            throw EvidenceError(.badKey, "\(path): holds no Ed25519 public key (PEM)")
        }
        return key
    }
}

/// The armour of RFC 7468 around one value.
enum PEM {
    static let maxBytes = 4_096

    static func text(of der: [UInt8], label: String) -> String {
        let lines = Data(der).base64EncodedString(options: [.lineLength64Characters, .endLineWithLineFeed])
        return "-----BEGIN \(label)-----\n\(lines)\n-----END \(label)-----\n"
    }

    /// The base64 text between the first pair of such lines, blanks left out; nil when there is none.
    static func base64(in text: String, label: String) -> String? {
        guard text.utf8.count <= maxBytes else { return nil }
        let lines = text.split(whereSeparator: \.isNewline).map { $0.filter { !$0.isWhitespace } }
        let mark = label.filter { !$0.isWhitespace }
        guard let start = lines.firstIndex(of: "-----BEGIN\(mark)-----"),
            let end = lines[start...].firstIndex(of: "-----END\(mark)-----")
        else { return nil }
        return lines[(start + 1)..<end].joined()
    }
}
