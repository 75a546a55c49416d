/// Decimal numbers as people write them, without a text in between.
enum PlainDecimal {
    /// The powers of ten up to here, and the whole numbers up to fifteen digits, are doubles without an error; their quotient
    /// is then rounded once, as a slow reading would round it.
    private static let powers: [Double] = [
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
    ]

    /// The value of `-12.345`; nil for more digits than fifteen, and for all that is written in another way.
    static func value(_ bytes: UnsafeBufferPointer<UInt8>) -> Double? {
        let isNegative = bytes.first == UInt8(ascii: "-")
        var whole = 0
        var digits = 0
        var fraction = 0
        var hasPoint = false
        for byte in bytes.dropFirst(isNegative ? 1 : 0) {
            if byte &- 0x30 < 10 {
                whole = whole * 10 + Int(byte - 0x30)
                digits += 1
                if hasPoint { fraction += 1 }
                guard digits <= 15 else { return nil }
            } else if byte == UInt8(ascii: "."), !hasPoint, digits > 0 {
                hasPoint = true
            } else {
                return nil
            }
        }
        guard digits > 0, !hasPoint || fraction > 0 else { return nil }
        let value = Double(whole) / powers[fraction]
        return isNegative ? -value : value
    }
}
