/// Finds where a letter and a digit touch, sixteen bytes at a time.
enum AlphanumericEdge {
    /// The first position `p ≥ from` (from ≥ 1) whose byte and the one before are a letter and a digit, in either order.
    static func next(in bytes: UnsafeBufferPointer<UInt8>, from: Int) -> Int? {
        guard let base = bytes.baseAddress else { return nil }
        var position = max(from, 1)
        let zero = SIMD16<UInt8>(repeating: 0x30)
        let letterA = SIMD16<UInt8>(repeating: 0x61)
        let ten = SIMD16<UInt8>(repeating: 10)
        let twentySix = SIMD16<UInt8>(repeating: 26)
        while position + 16 <= bytes.count {
            let here = UnsafeRawPointer(base + position).loadUnaligned(as: SIMD16<UInt8>.self)
            let isDigit = (here &- zero) .< ten
            let before = UnsafeRawPointer(base + position - 1).loadUnaligned(as: SIMD16<UInt8>.self)
            let wasDigit = (before &- zero) .< ten
            if any(isDigit .| wasDigit) {
                let isLetter = (here &- letterA) .< twentySix
                let wasLetter = (before &- letterA) .< twentySix
                let edge = (isDigit .& wasLetter) .| (isLetter .& wasDigit)
                if any(edge) {
                    for lane in 0..<16 where edge[lane] { return position + lane }
                }
            }
            position += 16
        }
        while position < bytes.count {
            if isEdge(bytes[position - 1], bytes[position]) { return position }
            position += 1
        }
        return nil
    }

    private static func isEdge(_ left: UInt8, _ right: UInt8) -> Bool {
        func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }
        func isLetter(_ byte: UInt8) -> Bool { byte &- 0x61 < 26 }
        return (isDigit(left) && isLetter(right)) || (isLetter(left) && isDigit(right))
    }
}
