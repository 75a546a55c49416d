/// Sixteen bytes at a time over folded streams.
enum ByteScan {
    /// How many bytes of a range have the given bit.
    static func count(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, with bit: UInt8) -> Int {
        guard let base = bytes.baseAddress else { return 0 }
        let bits = SIMD16<UInt8>(repeating: bit)
        var total = 0
        var position = range.lowerBound
        while position + 16 <= range.upperBound {
            let found = UnsafeRawPointer(base + position).loadUnaligned(as: SIMD16<UInt8>.self) & bits
            if found != SIMD16<UInt8>(repeating: 0) {
                for lane in 0..<16 where found[lane] != 0 { total += 1 }
            }
            position += 16
        }
        while position < range.upperBound {
            if bytes[position] & bit != 0 { total += 1 }
            position += 1
        }
        return total
    }

    /// The next hyphen or underscore.
    static func hyphen(in bytes: UnsafeBufferPointer<UInt8>, from: Int) -> Int? {
        guard let base = bytes.baseAddress else { return nil }
        let hyphen = SIMD16<UInt8>(repeating: UInt8(ascii: "-"))
        let underscore = SIMD16<UInt8>(repeating: UInt8(ascii: "_"))
        var position = from
        while position + 16 <= bytes.count {
            let here = UnsafeRawPointer(base + position).loadUnaligned(as: SIMD16<UInt8>.self)
            let found = (here .== hyphen) .| (here .== underscore)
            if any(found) {
                for lane in 0..<16 where found[lane] { return position + lane }
            }
            position += 16
        }
        while position < bytes.count {
            if bytes[position] == UInt8(ascii: "-") || bytes[position] == UInt8(ascii: "_") { return position }
            position += 1
        }
        return nil
    }
}
