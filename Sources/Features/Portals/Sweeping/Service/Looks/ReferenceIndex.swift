import Markup

/// Byte strings, numbered in the order in which they came, and found again by their bytes: nothing is decoded or allocated to
/// look one up.
///
/// Whoever wrote the pages cannot choose what collides: the hash has a seed of its own. Memory: the bytes, and about 30 more a
/// string.
struct ReferenceIndex {
    private struct Entry {
        let hash: UInt64
        let start: Int
        let count: Int
    }

    private static let firstSlotCount = 1_024
    private static let free: Int32 = -1

    private let seed = UInt64.random(in: .min ... .max)
    /// A power of two of them, at most half taken: the number of an entry.
    private var slots = [Int32](repeating: free, count: firstSlotCount)
    private var entries: [Entry] = []
    private var bytes: [UInt8] = []

    var count: Int { entries.count }

    /// nil for what was not added.
    func number(of reference: UnsafeBufferPointer<UInt8>) -> Int? {
        let hash = ByteHash.of(reference, seed: seed)
        var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
        while slots[slot] != Self.free {
            let entry = entries[Int(slots[slot])]
            if entry.hash == hash, entry.count == reference.count,
                bytes[entry.start..<entry.start + entry.count].elementsEqual(reference)
            {
                return Int(slots[slot])
            }
            slot = (slot + 1) & (slots.count - 1)
        }
        return nil
    }

    /// - Parameter reference: one that has no number.
    mutating func add(_ reference: UnsafeBufferPointer<UInt8>) {
        let hash = ByteHash.of(reference, seed: seed)
        entries.append(Entry(hash: hash, start: bytes.count, count: reference.count))
        bytes.append(contentsOf: reference)
        if entries.count * 2 > slots.count {
            slots = [Int32](repeating: Self.free, count: slots.count * 2)
            for number in entries.indices { place(number) }
        } else {
            place(entries.count - 1)
        }
    }

    mutating func removeAll() {
        for slot in slots.indices { slots[slot] = Self.free }
        entries.removeAll(keepingCapacity: true)
        bytes.removeAll(keepingCapacity: true)
    }

    private mutating func place(_ number: Int) {
        var slot = Int(truncatingIfNeeded: entries[number].hash) & (slots.count - 1)
        while slots[slot] != Self.free { slot = (slot + 1) & (slots.count - 1) }
        slots[slot] = Int32(number)
    }
}
