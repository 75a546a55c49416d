import CUnicodeTables

/// A set of prefixes of at most eight bytes, each with the trie node it leads to, behind a bitmap that answers "surely not"
/// in one load.
///
/// Keys are compared in full, so a crowded bitmap costs time and never a wrong answer.
struct PrefixKeys: Sendable {
    static let none = UInt32.max

    /// 16 KB: a smaller one lets more words pass that are no key, and each of those costs more than a bitmap that lies in the
    /// second cache.
    private var filter = [UInt64](repeating: 0, count: 1 << (Int(VT_KEY_BITS) - 6))
    private var slots: [Slot]
    private let slotShift: UInt64

    struct Slot: Sendable {
        var key: UInt64
        var node: UInt32
    }

    init(capacity: Int) {
        // At most half full, so that a search ends soon, and ends at all.
        let slotBits = max(4, Int.bitWidth - (capacity * 2).leadingZeroBitCount)
        slots = [Slot](repeating: Slot(key: 0, node: Self.none), count: 1 << slotBits)
        slotShift = UInt64(64 - slotBits)
    }

    /// Adds a key; one that is there already keeps its node. At most `capacity` keys.
    mutating func insert(_ key: UInt64, node: UInt32) {
        let bit = vt_key_bit(key)
        filter[Int(bit >> 6)] |= 1 << (bit & 63)
        var slot = Int(vt_key_hash(key) >> slotShift)
        while slots[slot].node != Self.none {
            if slots[slot].key == key { return }
            slot = (slot + 1) & (slots.count - 1)
        }
        slots[slot] = Slot(key: key, node: node)
    }

    /// Runs `body` while the tables are pinned.
    @inline(__always)
    func withView(_ body: (PrefixKeysView) -> Void) {
        filter.withUnsafeBufferPointer { words in
            slots.withUnsafeBufferPointer { slots in
                guard let words = words.baseAddress, let first = slots.baseAddress else { return }
                body(PrefixKeysView(words: words, slots: first, slotMask: slots.count - 1, slotShift: slotShift))
            }
        }
    }
}

/// A `PrefixKeys` while its tables are pinned.
struct PrefixKeysView {
    let words: UnsafePointer<UInt64>
    let slots: UnsafePointer<PrefixKeys.Slot>
    /// Number of slots less one; they are a power of two, and one at least is free.
    let slotMask: Int
    let slotShift: UInt64

    /// False when the key is surely not in the set.
    @inline(__always)
    func mayHold(_ key: UInt64) -> Bool { vt_has_bit(words, vt_key_bit(key)) != 0 }

    /// The node of a key, or `none`.
    @inline(__always)
    func node(of key: UInt64) -> UInt32 {
        var slot = Int(truncatingIfNeeded: vt_key_hash(key) &>> slotShift)
        while slots[slot].node != PrefixKeys.none, slots[slot].key != key { slot = (slot &+ 1) & slotMask }
        return slots[slot].node
    }
}
