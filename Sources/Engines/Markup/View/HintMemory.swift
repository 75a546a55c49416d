import Glibc

/// Class and id values that were read before, with what `ClassHints` said of them: most pages repeat a few dozen.
///
/// A table of fixed size, kept from page to page. Exact: the value itself is compared.
struct HintMemory: ~Copyable {
    private struct Entry {
        var hash: UInt64 = 0
        var count = 0
        var hint = ClassHints.Hint()
    }

    private static let slotCount = 256
    /// Longer values are read each time.
    private static let longestValue = 48

    private let entries: UnsafeMutablePointer<Entry>
    private let texts: UnsafeMutablePointer<UInt8>

    init() {
        entries = .allocate(capacity: HintMemory.slotCount)
        entries.initialize(repeating: Entry(), count: HintMemory.slotCount)
        texts = .allocate(capacity: HintMemory.slotCount * HintMemory.longestValue)
        texts.initialize(repeating: 0, count: HintMemory.slotCount * HintMemory.longestValue)
    }

    deinit {
        entries.deallocate()
        texts.deallocate()
    }

    /// - Parameter hash: `ByteHash` of the value.
    @inline(__always)
    func hint(_ value: UnsafePointer<UInt8>, _ count: Int, hash: UInt64) -> ClassHints.Hint {
        guard count <= HintMemory.longestValue else { return ClassHints.read(value, count) }
        let slot = Int(truncatingIfNeeded: hash & UInt64(HintMemory.slotCount - 1))
        let text = texts + slot &* HintMemory.longestValue
        if entries[slot].hash == hash, entries[slot].count == count, memcmp(text, value, count) == 0 {
            return entries[slot].hint
        }
        return read(value, count, hash, slot)
    }

    private func read(_ value: UnsafePointer<UInt8>, _ count: Int, _ hash: UInt64, _ slot: Int) -> ClassHints.Hint {
        let hint = ClassHints.read(value, count)
        (texts + slot * HintMemory.longestValue).update(from: value, count: count)
        entries[slot] = Entry(hash: hash, count: count, hint: hint)
        return hint
    }
}
