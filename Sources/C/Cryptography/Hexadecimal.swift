/// Bytes as lower-case hexadecimal digits and back.
package enum Hexadecimal {
    package static func text(of bytes: some Collection<UInt8>) -> String {
        let digits: StaticString = "0123456789abcdef"
        return digits.withUTF8Buffer { digits in
            String(unsafeUninitializedCapacity: 2 * bytes.count) { buffer in
                var position = 0
                for byte in bytes {
                    buffer[position] = digits[Int(byte >> 4)]
                    buffer[position + 1] = digits[Int(byte & 15)]
                    position += 2
                }
                return position
            }
        }
    }

    /// For megabytes of them: a general function of another module is compiled for no certain type.
    package static func text(of bytes: [UInt8]) -> String { bytes.withUnsafeBufferPointer { text(of: $0) } }

    /// The bytes of an even number of lower-case digits; nil for anything else. For megabytes of them.
    package static func bytes(of digits: UnsafeRawBufferPointer) -> [UInt8]? {
        guard digits.count.isMultiple(of: 2) else { return nil }
        var isSound = true
        let bytes = [UInt8](unsafeUninitializedCapacity: digits.count / 2) { buffer, count in
            for index in 0..<digits.count / 2 {
                let (high, low) = (value(of: digits[2 * index]), value(of: digits[2 * index + 1]))
                if high | low > 15 { isSound = false }
                buffer[index] = high << 4 | low & 15
            }
            count = digits.count / 2
        }
        return isSound ? bytes : nil
    }

    /// 0 to 15; more for what is no lower-case digit.
    private static func value(of digit: UInt8) -> UInt8 {
        switch digit {
        case 0x30...0x39: digit - 0x30
        case 0x61...0x66: digit - 0x57
        default: 0x80
        }
    }

    /// The bytes of an even number of lower-case digits; nil for anything else. Linear in the text, which may be hostile.
    package static func bytes(of text: some StringProtocol) -> [UInt8]? {
        var bytes: [UInt8] = []
        var high: UInt8?
        for unit in text.utf8 {
            let digit: UInt8
            switch unit {
            case 0x30...0x39: digit = unit - 0x30
            case 0x61...0x66: digit = unit - 0x57
            default: return nil
            }
            if let first = high {
                bytes.append(first << 4 | digit)
                high = nil
            } else {
                high = digit
            }
        }
        return high == nil ? bytes : nil
    }
}
