import CCrypto

/// SHA-256 (FIPS 180-4) and what is made of it.
package enum SHA256 {
    package static let byteCount = 32

    /// Digest of bytes in memory: 32 bytes.
    package static func digest(of bytes: UnsafeRawBufferPointer) -> [UInt8] {
        filled { vg_sha256(bytes.baseAddress, bytes.count, $0) }
    }

    package static func digest(of bytes: [UInt8]) -> [UInt8] { bytes.withUnsafeBytes { digest(of: $0) } }

    /// Digest of bytes in memory, as 64 lower-case hexadecimal digits.
    package static func hex(of bytes: [UInt8]) -> String { Hexadecimal.text(of: digest(of: bytes)) }

    /// HMAC-SHA-256 (RFC 2104): 32 bytes. Compare with `Secret.areEqual`.
    package static func hmac(of bytes: [UInt8], key: [UInt8]) -> [UInt8] {
        key.withUnsafeBytes { key in
            bytes.withUnsafeBytes { bytes in
                filled { vg_hmac_sha256(key.baseAddress, key.count, bytes.baseAddress, bytes.count, $0) }
            }
        }
    }

    static func filled(_ body: (UnsafeMutablePointer<UInt8>?) -> Void) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: byteCount) { buffer, count in
            body(buffer.baseAddress)
            count = byteCount
        }
    }
}

/// A SHA-256 that is fed piece by piece. Use once.
package struct SHA256Stream: ~Copyable {
    private let stream: OpaquePointer?

    package init() { stream = vg_sha256_new() }

    deinit { vg_sha256_free(stream) }

    package mutating func update(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { update($0) }
    }

    package mutating func update(_ bytes: UnsafeRawBufferPointer) {
        vg_sha256_update(stream, bytes.baseAddress, bytes.count)
    }

    /// 32 bytes.
    package consuming func finish() -> [UInt8] { SHA256.filled { vg_sha256_finish(stream, $0) } }

    /// 64 lower-case hexadecimal digits.
    package consuming func finishHex() -> String { Hexadecimal.text(of: finish()) }
}
