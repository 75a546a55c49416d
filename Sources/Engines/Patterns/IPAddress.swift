/// An IPv4 or IPv6 address. IPv4-mapped IPv6 addresses (`::ffff:a.b.c.d`) are the IPv4 addresses that they name, so that no
/// list is evaded by writing an address the other way.
package enum IPAddress: Hashable, Sendable {
    case v4(UInt32)
    case v6(UInt128)

    /// Reads the canonical ways to write an address and no others: four decimal numbers without leading zeros (what `010` or
    /// `0x7f` mean differs from program to program), or IPv6 by RFC 4291 without brackets and zone.
    package init?(_ text: UnsafeBufferPointer<UInt8>) {
        guard text.count <= 45 else { return nil }
        if text.contains(UInt8(ascii: ":")) {
            guard let value = Self.parseV6(text[...]) else { return nil }
            self.init(v6: value)
        } else {
            guard let value = Self.parseV4(text[...]) else { return nil }
            self = .v4(value)
        }
    }

    package init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard let address = bytes.withUnsafeBufferPointer({ IPAddress($0) }) else { return nil }
        self = address
    }

    package init(v6 value: UInt128) {
        self = value >> 32 == 0xFFFF ? .v4(UInt32(truncatingIfNeeded: value)) : .v6(value)
    }

    private static func parseV4(_ text: Slice<UnsafeBufferPointer<UInt8>>) -> UInt32? {
        var value: UInt32 = 0
        var octets = 0
        var octet: UInt32 = 0
        var digits = 0
        for byte in text {
            if byte == UInt8(ascii: ".") {
                guard digits > 0, octets < 3 else { return nil }
                value = value << 8 | octet
                octets += 1
                octet = 0
                digits = 0
                continue
            }
            guard byte &- 0x30 < 10, !(digits > 0 && octet == 0) else { return nil }
            octet = octet * 10 + UInt32(byte - 0x30)
            digits += 1
            guard octet <= 255 else { return nil }
        }
        return octets == 3 && digits > 0 ? value << 8 | octet : nil
    }

    /// Groups before and behind one `::`; the last 32 bits may be written as IPv4.
    private static func parseV6(_ text: Slice<UnsafeBufferPointer<UInt8>>) -> UInt128? {
        var front: UInt128 = 0
        var frontGroups = 0
        var back: UInt128 = 0
        var backGroups = 0
        var sawGap = false
        var rest = text
        if rest.starts(with: [0x3A, 0x3A]) {
            sawGap = true
            rest = rest.dropFirst(2)
        }
        func add(_ value: UInt128, groups: Int) {
            if sawGap {
                back = back << UInt128(16 * groups) | value
                backGroups += groups
            } else {
                front = front << UInt128(16 * groups) | value
                frontGroups += groups
            }
        }
        while !rest.isEmpty {
            guard frontGroups + backGroups < 8 else { return nil }
            let end = rest.firstIndex(of: UInt8(ascii: ":")) ?? rest.endIndex
            let group = rest[..<end]
            if group.contains(UInt8(ascii: ".")) {
                guard end == rest.endIndex, frontGroups + backGroups <= 6, let tail = parseV4(group) else { return nil }
                add(UInt128(tail), groups: 2)
                break
            }
            guard let value = parseGroup(group) else { return nil }
            add(value, groups: 1)
            rest = rest[end...]
            guard !rest.isEmpty else { break }
            rest = rest.dropFirst()
            if rest.first == UInt8(ascii: ":") {
                guard !sawGap else { return nil }
                sawGap = true
                rest = rest.dropFirst()
            } else if rest.isEmpty {
                return nil
            }
        }
        let groups = frontGroups + backGroups
        guard sawGap ? groups <= 7 : groups == 8 else { return nil }
        guard sawGap, frontGroups > 0 else { return sawGap ? back : front }
        return front << UInt128(16 * (8 - frontGroups)) | back
    }

    private static func parseGroup(_ text: Slice<UnsafeBufferPointer<UInt8>>) -> UInt128? {
        guard (1...4).contains(text.count) else { return nil }
        var value: UInt128 = 0
        for byte in text {
            let digit: UInt8
            switch byte {
            case 0x30...0x39: digit = byte - 0x30
            case 0x41...0x46: digit = byte - 0x37
            case 0x61...0x66: digit = byte - 0x57
            default: return nil
            }
            value = value << 4 | UInt128(digit)
        }
        return value
    }
}
