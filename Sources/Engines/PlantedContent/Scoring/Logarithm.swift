/// log2 for small positive numbers without the C library: engines stay free of it, and tables give the same bits anywhere.
enum Logarithm {
    static func base2(_ value: Float) -> Float {
        guard value > 0, value.isFinite else { return 0 }
        // value = significand · 2^exponent, significand in 1..<2; the series of artanh is exact to float precision there.
        let significand = Double(value.significand)
        let t = (significand - 1) / (significand + 1)
        let square = t * t
        var term = t
        var sum = 0.0
        var divisor = 1.0
        for _ in 0..<12 {
            sum += term / divisor
            term *= square
            divisor += 2
        }
        return Float(Double(value.exponent) + 2 * sum * 1.442695040888963)
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
