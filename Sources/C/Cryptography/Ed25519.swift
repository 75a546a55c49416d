import CCrypto

/// Ed25519 signatures (RFC 8032, the pure form) over raw keys: 32 bytes each, signatures 64.
package enum Ed25519 {
    package static let keyByteCount = 32
    package static let signatureByteCount = 64

    /// A new private key.
    /// - Throws: `noRandomness`.
    package static func generate() throws(CryptoError) -> [UInt8] {
        var key = [UInt8](repeating: 0, count: keyByteCount)
        guard vg_ed25519_generate(&key) == 1 else { throw CryptoError.noRandomness }
        return key
    }

    /// - Throws: `badKey` for a private key of another length.
    package static func publicKey(of privateKey: [UInt8]) throws(CryptoError) -> [UInt8] {
        var key = [UInt8](repeating: 0, count: keyByteCount)
        guard privateKey.count == keyByteCount, vg_ed25519_public(privateKey, &key) == 1 else { throw .badKey }
        return key
    }

    /// The same bytes under the same key give the same signature.
    /// - Throws: `badKey` for a private key of another length.
    package static func sign(_ bytes: [UInt8], privateKey: [UInt8]) throws(CryptoError) -> [UInt8] {
        var signature = [UInt8](repeating: 0, count: signatureByteCount)
        guard privateKey.count == keyByteCount, vg_ed25519_sign(privateKey, bytes, bytes.count, &signature) == 1 else {
            throw .badKey
        }
        return signature
    }

    /// True only when the signature is that key's over these bytes. Keys and signatures of another length verify nothing.
    package static func isValid(_ signature: [UInt8], over bytes: [UInt8], publicKey: [UInt8]) -> Bool {
        signature.count == signatureByteCount && publicKey.count == keyByteCount
            && vg_ed25519_verify(publicKey, bytes, bytes.count, signature) == 1
    }
}
