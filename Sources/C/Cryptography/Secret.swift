import CCrypto

/// Bytes that nobody may guess.
package enum Secret {
    /// Unpredictable bytes, for keys and tokens.
    /// - Throws: `noRandomness`.
    package static func random(_ byteCount: Int) throws(CryptoError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: max(0, byteCount))
        guard vg_random(&bytes, bytes.count) == 1 else { throw .noRandomness }
        return bytes
    }

    /// Whether two runs of bytes are equal, in a time that tells only their lengths.
    package static func areEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        left.count == right.count && vg_equal(left, right, left.count) == 1
    }
}
