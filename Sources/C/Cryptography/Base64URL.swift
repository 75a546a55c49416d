/// Bytes as letters, digits, `-` and `_`, without padding (RFC 4648, 5), and back: for tokens, cookies and stored records. What
/// standard base64 with its `=` needs is read elsewhere; here every run of bytes has one spelling and no other is read.
package enum Base64URL {
    private static let alphabet: StaticString = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

    package static func text(of bytes: some Collection<UInt8>) -> String {
        alphabet.withUTF8Buffer { letters in
            // Two letters more than needed at most: the last group is written as far as it goes.
            String(unsafeUninitializedCapacity: (bytes.count + 2) / 3 * 4) { buffer in
                var position = 0
                var bits: UInt32 = 0
                var bitCount = 0
                for byte in bytes {
                    bits = bits << 8 | UInt32(byte)
                    bitCount += 8
                    while bitCount >= 6 {
                        bitCount -= 6
                        buffer[position] = letters[Int(bits >> UInt32(bitCount) & 63)]
                        position += 1
                    }
                }
                if bitCount > 0 {
                    buffer[position] = letters[Int(bits << UInt32(6 - bitCount) & 63)]
                    position += 1
                }
                return position
            }
        }
    }

    /// The bytes of a text as `text(of:)` writes it; nil for anything else: padding, blanks, the alphabet of standard base64, a
    /// letter too many, bits that belong to no byte. Linear in the text, which may be hostile.
    package static func bytes(of text: some StringProtocol) -> [UInt8]? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count / 4 * 3 + 2)
        var bits: UInt32 = 0
        var bitCount = 0
        for unit in text.utf8 {
            guard let value = value(unit) else { return nil }
            bits = bits << 6 | value
            bitCount += 6
            if bitCount >= 8 {
                bitCount -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(bitCount)))
            }
        }
        // Six left bits are a letter that ends no byte; two or four have to be zero.
        guard bitCount < 6, bits & (1 << UInt32(bitCount) - 1) == 0 else { return nil }
        return bytes
    }

    private static func value(_ unit: UInt8) -> UInt32? {
        switch unit {
        case 0x41...0x5A: UInt32(unit - 0x41)
        case 0x61...0x7A: UInt32(unit - 0x61) + 26
        case 0x30...0x39: UInt32(unit - 0x30) + 52
        case 0x2D: 62
        case 0x5F: 63
        default: nil
        }
    }
}
