extension IPAddress {
    /// The canonical way to write the address: dotted decimal, or RFC 5952 without brackets.
    package var text: String {
        switch self {
        case .v4(let value): Self.dotted(value)
        case .v6(let value): Self.colons(value)
        }
    }

    private static func dotted(_ value: UInt32) -> String {
        "\(value >> 24).\(value >> 16 & 0xFF).\(value >> 8 & 0xFF).\(value & 0xFF)"
    }

    /// Lower-case groups without leading zeros; the first longest run of at least two zero groups is `::`.
    private static func colons(_ value: UInt128) -> String {
        if value >> 32 == 0xFFFF { return "::ffff:" + dotted(UInt32(truncatingIfNeeded: value)) }
        let groups = (0..<8).map { UInt16(truncatingIfNeeded: value >> UInt128(112 - 16 * $0)) }
        var gap = 0..<0
        var start = 0
        while start < 8 {
            let end = groups[start...].firstIndex { $0 != 0 } ?? 8
            if end - start > max(1, gap.count) { gap = start..<end }
            start = max(end, start) + 1
        }
        let written = { (groups: ArraySlice<UInt16>) in groups.map { String($0, radix: 16) }.joined(separator: ":") }
        guard !gap.isEmpty else { return written(groups[...]) }
        return written(groups[..<gap.lowerBound]) + "::" + written(groups[gap.upperBound...])
    }
}
