/// Finds byte strings that somebody else holds in a row, by their number: a table of hashes and numbers in one flat array,
/// without a copy, a reference or an allocation for each.
///
/// The hash takes a number drawn when the process starts: who writes the strings cannot choose them to collide.
package struct ByteStringIndex: Sendable {
    @usableFromInline
    struct Slot: Sendable {
        @usableFromInline var hash: UInt64
        /// `free` where none stands.
        @usableFromInline var number: UInt32
        @usableFromInline
        init(hash: UInt64, number: UInt32) {
            self.hash = hash
            self.number = number
        }
    }

    @usableFromInline static let free = UInt32.max
    @usableFromInline static let secret = UInt64.random(in: .min ... .max) | 1

    @usableFromInline var slots: [Slot]
    package private(set) var count = 0

    /// - Parameter capacity: how many strings are expected; more may be added.
    package init(capacity: Int = 0) {
        slots = [Slot](repeating: Slot(hash: 0, number: Self.free), count: Self.slotCount(capacity))
    }

    /// A power of two, so that the table is at most half full.
    private static func slotCount(_ capacity: Int) -> Int {
        1 << max(4, Int.bitWidth - (capacity * 2).leadingZeroBitCount)
    }

    /// The number of the string with this hash for which `isEqual` answers yes, or nil.
    @inlinable
    package func number(_ hash: UInt64, where isEqual: (Int) -> Bool) -> Int? {
        var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
        while slots[slot].number != Self.free {
            if slots[slot].hash == hash, isEqual(Int(slots[slot].number)) { return Int(slots[slot].number) }
            slot = (slot + 1) & (slots.count - 1)
        }
        return nil
    }

    /// Adds a string that is not there yet. Numbers are below 2³² − 1.
    package mutating func insert(_ hash: UInt64, number: Int) {
        if (count + 1) * 2 > slots.count { grow(capacity: (count + 1) * 2) }
        put(Slot(hash: hash, number: UInt32(truncatingIfNeeded: number)))
        count += 1
    }

    /// Makes room for so many strings.
    package mutating func reserveCapacity(_ capacity: Int) {
        if capacity * 2 > slots.count { grow(capacity: capacity) }
    }

    private mutating func grow(capacity: Int) {
        let old = slots
        slots = [Slot](repeating: Slot(hash: 0, number: Self.free), count: Self.slotCount(capacity))
        for slot in old where slot.number != Self.free { put(slot) }
    }

    private mutating func put(_ new: Slot) {
        var slot = Int(truncatingIfNeeded: new.hash) & (slots.count - 1)
        while slots[slot].number != Self.free { slot = (slot + 1) & (slots.count - 1) }
        slots[slot] = new
    }

    /// The hash of a string; the same in one process only. Cost: a multiplication for every eight bytes.
    /// - Parameter start: the hash of what stands before, for strings of several parts.
    package static func hash(_ bytes: UnsafeBufferPointer<UInt8>, from start: UInt64 = 0) -> UInt64 {
        var hash = start ^ UInt64(truncatingIfNeeded: bytes.count) ^ secret
        let raw = UnsafeRawBufferPointer(bytes)
        var at = 0
        while at &+ 8 <= raw.count {
            hash = fold(hash ^ raw.loadUnaligned(fromByteOffset: at, as: UInt64.self))
            at &+= 8
        }
        var tail: UInt64 = 0
        while at < raw.count {
            tail = tail << 8 | UInt64(raw[at])
            at &+= 1
        }
        return fold(hash ^ tail)
    }

    /// Both halves of the product with the secret: each bit of the result depends on all of the value.
    @inline(__always)
    private static func fold(_ value: UInt64) -> UInt64 {
        let product = value.multipliedFullWidth(by: secret)
        return product.high ^ product.low
    }
}
