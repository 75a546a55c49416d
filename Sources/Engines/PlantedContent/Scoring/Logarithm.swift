/// Logarithms of small positive numbers without the C library: engines stay free of it, and tables give the same bits anywhere.
enum Logarithm {
    static func base2(_ value: Float) -> Float {
        guard value > 0, value.isFinite else { return 0 }
        // value = significand · 2^exponent; twelve terms are exact to float precision for a significand in 1..<2.
        return Float(Double(value.exponent) + natural(Double(value.significand), terms: 12) * 1.442695040888963)
    }

    /// Natural logarithm of 1…2, by the series of artanh; 16 terms are exact to double precision.
    static func natural(_ value: Double, terms: Int = 16) -> Double {
        let t = (value - 1) / (value + 1)
        let square = t * t
        var term = t
        var sum = 0.0
        var divisor = 1.0
        for _ in 0..<terms {
            sum += term / divisor
            term *= square
            divisor += 2
        }
        return 2 * sum
    }
}

/// Logarithms asked for before: passages ask for the same few hundred again and again, and a series takes twelve divisions.
struct LogarithmMemo {
    private static let slotBits: UInt32 = 10
    private var keys = [UInt32](repeating: Float.zero.bitPattern, count: 1 << Int(slotBits))
    private var values = [Float](repeating: 0, count: 1 << Int(slotBits))

    /// What `Logarithm.base2` gives, bit for bit.
    mutating func base2(_ value: Float) -> Float {
        let key = value.bitPattern
        let slot = Int((key &* 0x9E37_79B9) >> (32 - Self.slotBits))
        if keys[slot] == key { return values[slot] }
        let result = Logarithm.base2(value)
        keys[slot] = key
        values[slot] = result
        return result
    }
}
