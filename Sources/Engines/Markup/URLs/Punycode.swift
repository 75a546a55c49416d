/// Labels of any script in letters, digits and hyphen.
/// - SeeAlso: RFC 3492.
enum Punycode {
    private static let base = 36
    private static let leastThreshold = 1
    private static let mostThreshold = 26

    /// Without `xn--`. Cost grows with the square of the length: the caller bounds it. Nil on overflow.
    static func encode(_ label: [UInt32]) -> [UInt8]? {
        var output = label.filter { $0 < 0x80 }.map { UInt8($0) }
        let basicCount = output.count
        if basicCount > 0 { output.append(0x2D) }
        var done = basicCount
        var next = 0x80
        var delta = 0
        var bias = 72
        while done < label.count {
            guard let least = label.lazy.map({ Int($0) }).filter({ $0 >= next }).min() else { return nil }
            delta += (least - next) * (done + 1)
            guard delta < Int(Int32.max) else { return nil }
            next = least
            for scalar in label {
                if Int(scalar) < next { delta += 1 }
                guard Int(scalar) == next else { continue }
                append(delta, bias, to: &output)
                bias = adapted(delta, count: done + 1, isFirst: done == basicCount)
                delta = 0
                done += 1
            }
            delta += 1
            next += 1
        }
        return output
    }

    /// - Parameter code: small letters, without `xn--`; hostile.
    /// - Returns: nil when it stands for no label.
    static func decode(_ code: [UInt8]) -> [UInt32]? {
        let hyphen = code.lastIndex(of: 0x2D)
        var output = code[..<(hyphen ?? 0)].map { UInt32($0) }
        var at = hyphen.map { $0 + 1 } ?? 0
        var next = 0x80
        var index = 0
        var bias = 72
        while at < code.count {
            guard let step = number(code, &at, bias), index + step < Int(Int32.max) else { return nil }
            index += step
            let count = output.count + 1
            bias = adapted(step, count: count, isFirst: step == index && output.count == (hyphen ?? 0))
            next += index / count
            guard next <= 0x10_FFFF, next & 0xFFFF_F800 != 0xD800 else { return nil }
            index %= count
            output.insert(UInt32(next), at: index)
            index += 1
        }
        return output
    }

    private static func append(_ delta: Int, _ bias: Int, to output: inout [UInt8]) {
        var rest = delta
        var position = base
        while true {
            let threshold = threshold(position, bias)
            if rest < threshold { break }
            output.append(letter(threshold + (rest - threshold) % (base - threshold)))
            rest = (rest - threshold) / (base - threshold)
            position += base
        }
        output.append(letter(rest))
    }

    private static func number(_ code: [UInt8], _ at: inout Int, _ bias: Int) -> Int? {
        var value = 0
        var weight = 1
        var position = base
        while at < code.count {
            guard let digit = digit(code[at]) else { return nil }
            at += 1
            value += digit * weight
            guard value < Int(Int32.max) else { return nil }
            let threshold = threshold(position, bias)
            if digit < threshold { return value }
            weight *= base - threshold
            guard weight < Int(Int32.max) else { return nil }
            position += base
        }
        return nil
    }

    private static func threshold(_ position: Int, _ bias: Int) -> Int {
        min(max(position - bias, leastThreshold), mostThreshold)
    }

    private static func adapted(_ delta: Int, count: Int, isFirst: Bool) -> Int {
        var rest = isFirst ? delta / 700 : delta / 2
        rest += rest / count
        var position = 0
        while rest > (base - leastThreshold) * mostThreshold / 2 {
            rest /= base - leastThreshold
            position += base
        }
        return position + (base - leastThreshold + 1) * rest / (rest + 38)
    }

    private static func letter(_ digit: Int) -> UInt8 { UInt8(digit < 26 ? 0x61 + digit : 0x16 + digit) }

    private static func digit(_ byte: UInt8) -> Int? {
        if byte &- 0x61 < 26 { return Int(byte &- 0x61) }
        return byte &- 0x30 < 10 ? Int(byte &- 0x30) + 26 : nil
    }
}
