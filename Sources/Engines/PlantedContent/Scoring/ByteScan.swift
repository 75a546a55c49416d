/// Many bytes at a time over folded streams.
enum ByteScan {
    /// How many bytes of a range have the given bit. They are rare: 32 without any are passed over at once.
    static func count(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, with bit: UInt8) -> Int {
        guard let base = bytes.baseAddress else { return 0 }
        let bits = UInt64(bit) &* 0x0101_0101_0101_0101
        var total = 0
        var position = range.lowerBound
        while position &+ 32 <= range.upperBound {
            let (first, second) = (load(base + position), load(base + position + 8))
            let (third, fourth) = (load(base + position + 16), load(base + position + 24))
            if (first | second | third | fourth) & bits != 0 {
                total += (first & bits).nonzeroBitCount + (second & bits).nonzeroBitCount
                total += (third & bits).nonzeroBitCount + (fourth & bits).nonzeroBitCount
            }
            position &+= 32
        }
        while position < range.upperBound {
            if base[position] & bit != 0 { total += 1 }
            position &+= 1
        }
        return total
    }

    /// How many bytes are control characters other than white space (0x09–0x0D).
    static func countControls(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
        guard let base = bytes.baseAddress else { return 0 }
        func isControl(_ byte: UInt8) -> Bool { byte < 0x20 && byte &- 0x09 > 4 }
        var total = 0
        var position = 0
        while position &+ 8 <= bytes.count {
            let word = load(base + position)
            // The high bit of every byte that is below 0x20.
            var low = ~(word | (word & 0x7F7F_7F7F_7F7F_7F7F) &+ 0x6060_6060_6060_6060) & 0x8080_8080_8080_8080
            while low != 0 {
                if isControl(base[position &+ low.trailingZeroBitCount &>> 3]) { total += 1 }
                low &= low &- 1
            }
            position &+= 8
        }
        while position < bytes.count {
            if isControl(base[position]) { total += 1 }
            position &+= 1
        }
        return total
    }

    /// Eight bytes, the first lowest.
    @inline(__always)
    static func load(_ from: UnsafePointer<UInt8>) -> UInt64 {
        UInt64(littleEndian: UnsafeRawPointer(from).loadUnaligned(as: UInt64.self))
    }

    /// The next byte in a range that a quotation mark may begin with.
    static func quote(in bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Int? {
        guard let base = bytes.baseAddress else { return nil }
        let straight = SIMD16<UInt8>(repeating: 0x22)
        let curly = SIMD16<UInt8>(repeating: 0xE2)
        let angular = SIMD16<UInt8>(repeating: 0xC2)
        var position = range.lowerBound
        while position + 16 <= range.upperBound {
            let here = UnsafeRawPointer(base + position).loadUnaligned(as: SIMD16<UInt8>.self)
            let found = (here .== straight) .| (here .== curly) .| (here .== angular)
            if any(found) {
                for lane in 0..<16 where found[lane] { return position + lane }
            }
            position += 16
        }
        while position < range.upperBound {
            if base[position] == 0x22 || base[position] == 0xE2 || base[position] == 0xC2 { return position }
            position += 1
        }
        return nil
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
