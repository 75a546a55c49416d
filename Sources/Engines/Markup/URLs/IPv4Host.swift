/// IPv4 addresses in every form that browsers take: `127.1`, `0x7f.1`, `0177.0.0.1`, `2130706433`.
enum IPv4Host {
    /// Whether the last label is a number: then the host is an address, or no host at all.
    static func endsInNumber(_ host: [UInt8]) -> Bool {
        let stop = host.last == 0x2E ? host.count - 1 : host.count
        let start = host[..<stop].lastIndex(of: 0x2E).map { $0 + 1 } ?? 0
        let label = host[start..<stop]
        guard let first = label.first, first &- 0x30 < 10 else { return false }
        return label.allSatisfy { $0 &- 0x30 < 10 } || number(label) != nil
    }

    static func read(_ host: [UInt8]) -> UInt32? {
        var labels = host.split(separator: 0x2E, maxSplits: 5, omittingEmptySubsequences: false)
        if labels.count > 1, labels.last?.isEmpty == true { labels.removeLast() }
        guard labels.count <= 4, let last = labels.popLast(), let low = number(last) else { return nil }
        guard low < 1 << UInt64(8 * (4 - labels.count)) else { return nil }
        var address = low
        for (at, label) in labels.enumerated() {
            guard let value = number(label), value <= 255 else { return nil }
            address += value << UInt64(8 * (3 - at))
        }
        return UInt32(address)
    }

    static func text(_ address: UInt32) -> String {
        "\(address >> 24).\(address >> 16 & 255).\(address >> 8 & 255).\(address & 255)"
    }

    /// Decimal, octal after `0`, hexadecimal after `0x`; values too large for an address stay too large.
    private static func number(_ label: ArraySlice<UInt8>) -> UInt64? {
        var digits = label
        var radix: UInt64 = 10
        if digits.count > 1, digits.first == 0x30 {
            digits.removeFirst()
            radix = 8
            if let x = digits.first, x | 0x20 == 0x78 {
                digits.removeFirst()
                radix = 16
            }
        } else if digits.isEmpty {
            return nil
        }
        var value: UInt64 = 0
        for byte in digits {
            guard let digit = Address.hexValue(byte), UInt64(digit) < radix else { return nil }
            value = min(value * radix + UInt64(digit), 1 << 40)
        }
        return value
    }
}
