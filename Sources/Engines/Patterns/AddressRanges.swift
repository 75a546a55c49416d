/// Why a line is no address range.
package enum AddressRangeFault: Error, Equatable, Sendable {
    /// Not an address in canonical form, or not a prefix length of its family.
    case malformed
    /// Bits behind the prefix are set (`10.1.2.3/8`): the writer may have meant either.
    case hostBits
}

/// A set of IPv4 and IPv6 addresses, given as ranges in CIDR form. Look-ups are a binary search and allocate nothing.
package struct AddressRanges: Sendable {
    private var v4 = Intervals<UInt32>()
    private var v6 = Intervals<UInt128>()

    package init() {}

    /// - Parameter cidrs: `10.0.0.0/8`, `2001:db8::/32`, or single addresses.
    /// - Throws: the fault of the first line that is none.
    package init(_ cidrs: some Sequence<some StringProtocol>) throws(AddressRangeFault) {
        for cidr in cidrs { try insert(cidr) }
    }

    /// Number of disjoint ranges held.
    package var count: Int { v4.count + v6.count }

    /// Adds a range in CIDR form, or a single address.
    ///
    /// A prefix of IPv4-mapped form (`::ffff:10.0.0.0/104`) is the IPv4 range that it names. Costs up to the number of
    /// ranges held; many are better given in ascending order.
    package mutating func insert(_ cidr: some StringProtocol) throws(AddressRangeFault) {
        let parts = cidr.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let text = parts.first, let address = IPAddress(text) else { throw .malformed }
        let isWritten6 = text.utf8.contains(UInt8(ascii: ":"))
        var prefix = isWritten6 ? 128 : 32
        if parts.count == 2 {
            guard let written = Self.prefixLength(parts[1]), written <= prefix else { throw .malformed }
            prefix = written
        }
        switch address {
        case .v4(let value):
            if isWritten6 { prefix -= 96 }
            // A mapped address with a shorter prefix spans what is no IPv4 at all.
            guard prefix >= 0 else { throw .hostBits }
            let hostMask = UInt32.max >> UInt32(prefix)
            guard value & hostMask == 0 else { throw .hostBits }
            v4.insert(value, value | hostMask)
        case .v6(let value):
            let hostMask = UInt128.max >> UInt128(prefix)
            guard value & hostMask == 0 else { throw .hostBits }
            v6.insert(value, value | hostMask)
        }
    }

    package func contains(_ address: IPAddress) -> Bool {
        switch address {
        case .v4(let value): v4.contains(value)
        // Built by hand, a mapped address may come in its IPv6 dress.
        case .v6(let value) where value >> 32 == 0xFFFF: v4.contains(UInt32(truncatingIfNeeded: value))
        case .v6(let value): v6.contains(value)
        }
    }

    /// Whether `text` is an address in canonical form and in the set.
    package func contains(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        IPAddress(text).map(contains) ?? false
    }

    private static func prefixLength(_ text: some StringProtocol) -> Int? {
        let digits = Array(text.utf8)
        guard (1...3).contains(digits.count), digits.allSatisfy({ $0 &- 0x30 < 10 }),
            digits.count == 1 || digits[0] != 0x30
        else { return nil }
        return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }
}

/// Disjoint, ascending, closed intervals that do not touch.
private struct Intervals<Value: FixedWidthInteger & UnsignedInteger & Sendable>: Sendable {
    private var starts: [Value] = []
    private var ends: [Value] = []

    var count: Int { starts.count }

    func contains(_ value: Value) -> Bool {
        let index = firstStart(above: value)
        return index > 0 && value <= ends[index - 1]
    }

    mutating func insert(_ start: Value, _ end: Value) {
        // Intervals from `low` up to `high` overlap or touch the new one and melt into it.
        var low = firstStart(above: start)
        if low > 0, ends[low - 1] >= start || ends[low - 1] + 1 == start { low -= 1 }
        let high = end == .max ? starts.count : firstStart(above: end + 1)
        guard low < high else {
            starts.insert(start, at: low)
            ends.insert(end, at: low)
            return
        }
        let merged = (min(start, starts[low]), max(end, ends[high - 1]))
        starts.replaceSubrange(low..<high, with: CollectionOfOne(merged.0))
        ends.replaceSubrange(low..<high, with: CollectionOfOne(merged.1))
    }

    private func firstStart(above value: Value) -> Int {
        var low = 0
        var high = starts.count
        while low < high {
            let middle = (low + high) >> 1
            if starts[middle] <= value { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
