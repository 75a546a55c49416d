import CByteScan

/// A closed hash of short lower-case names (at most sixteen bytes): one multiplication and, nearly always, one comparison.
struct NameTable: @unchecked Sendable {
    private struct Slot {
        var low: UInt64 = 0
        var high: UInt64 = 0
        var id: UInt8 = 0
    }

    private static let slotCount = 1024
    private let slots: UnsafeMutablePointer<Slot>

    /// - Parameter names: name and its id, which is not 0. The table lives as long as the process.
    init(_ names: [(String, UInt8)]) {
        slots = .allocate(capacity: NameTable.slotCount)
        slots.initialize(repeating: Slot(), count: NameTable.slotCount)
        for (name, id) in names {
            var parts: (UInt64, UInt64) = (0, 0)
            for (index, byte) in name.utf8.prefix(16).enumerated() {
                let lowered = UInt64(byte | 0x20) << UInt64((index & 7) * 8)
                if index < 8 { parts.0 |= lowered } else { parts.1 |= lowered }
            }
            var slot = NameTable.slot(parts.0, parts.1)
            while slots[slot].id != 0 { slot = (slot + 1) & (NameTable.slotCount - 1) }
            slots[slot] = Slot(low: parts.0, high: parts.1, id: id)
        }
    }

    @inline(__always)
    private static func slot(_ low: UInt64, _ high: UInt64) -> Int {
        Int(truncatingIfNeeded: ((low ^ (high &* 0x9E37_79B9_7F4A_7C15)) &* 0xD6E8_FEB8_6659_FD93) >> 54)
    }

    /// The id of a name read by `vg_read_name`, or 0.
    @inline(__always)
    func id(low: UInt64, high: UInt64) -> UInt8 {
        var slot = NameTable.slot(low, high)
        while slots[slot].id != 0 {
            if slots[slot].low == low && slots[slot].high == high { return slots[slot].id }
            slot = (slot &+ 1) & (NameTable.slotCount &- 1)
        }
        return 0
    }

    static let tags = NameTable(
        Tag.allCases.dropFirst().map { ($0.name, $0.rawValue) })
    static let attributes = NameTable(
        AttributeName.allCases.dropFirst().map { ($0.spelling, $0.rawValue) })
}
