import CCrypto
import Glibc

/// SHA-256 from libcrypto.
package enum SHA256 {
    package static let byteCount = 32

    /// Digest of bytes in memory, as 64 lower-case hexadecimal digits.
    package static func hex(of bytes: [UInt8]) -> String {
        var stream = SHA256Stream()
        stream.update(bytes)
        return stream.finishHex()
    }
}

/// A SHA-256 that is fed piece by piece. Use once.
package struct SHA256Stream: ~Copyable {
    private let context: OpaquePointer?

    package init() {
        context = EVP_MD_CTX_new()
        EVP_DigestInit_ex(context, EVP_sha256(), nil)
    }

    deinit { EVP_MD_CTX_free(context) }

    package mutating func update(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { update($0) }
    }

    package mutating func update(_ bytes: UnsafeRawBufferPointer) {
        EVP_DigestUpdate(context, bytes.baseAddress, bytes.count)
    }

    /// 64 lower-case hexadecimal digits.
    package consuming func finishHex() -> String {
        var digest = [UInt8](repeating: 0, count: SHA256.byteCount)
        EVP_DigestFinal_ex(context, &digest, nil)
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
