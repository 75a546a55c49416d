import Cryptography

/// A secret that somebody reads from one screen and types into another: groups of four letters and digits without those that
/// are taken for one another (Crockford's base 32).
package struct OneTimeCode: Sendable, Equatable {
    private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)
    private static let maxTypedByteCount = 200
    static let byteCount = 20

    private let bytes: [UInt8]

    /// 160 random bits.
    /// - Throws: `noRandomness`.
    init() throws(CryptoError) { bytes = try Secret.random(Self.byteCount) }

    /// As it was typed: in any case, with any blanks and hyphens, O for 0 and I or L for 1; nil for anything else. Hostile.
    package init?(typed: String) {
        guard typed.utf8.count <= Self.maxTypedByteCount else { return nil }
        var bytes: [UInt8] = []
        var (bits, bitCount) = (UInt32(0), 0)
        for unit in typed.utf8 where unit != 0x20 && unit != 0x2D {
            guard let value = Self.value(unit) else { return nil }
            bits = bits << 5 | value
            bitCount += 5
            if bitCount >= 8 {
                bitCount -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(bitCount)))
            }
        }
        guard bitCount == 0, bytes.count == Self.byteCount else { return nil }
        self.bytes = bytes
    }

    private static func value(_ unit: UInt8) -> UInt32? {
        let upper = (0x61...0x7A).contains(unit) ? unit - 0x20 : unit
        switch upper {
        case UInt8(ascii: "O"): return 0
        case UInt8(ascii: "I"), UInt8(ascii: "L"): return 1
        default: return alphabet.firstIndex(of: upper).map(UInt32.init)
        }
    }

    /// `7Z3K-…`: eight groups of four.
    package var text: String {
        var letters: [UInt8] = []
        var (bits, bitCount) = (UInt32(0), 0)
        for byte in bytes {
            bits = bits << 8 | UInt32(byte)
            bitCount += 8
            while bitCount >= 5 {
                bitCount -= 5
                if letters.count % 5 == 4 { letters.append(0x2D) }
                letters.append(Self.alphabet[Int(bits >> UInt32(bitCount) & 31)])
            }
        }
        return String(decoding: letters, as: UTF8.self)
    }

    var digest: [UInt8] { SHA256.digest(of: bytes) }
}
