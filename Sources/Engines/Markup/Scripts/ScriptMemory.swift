import Glibc

/// What scripts folded to: the pages of one portal carry the same few scripts, which then are folded once.
///
/// Exact: a script is found by its bytes, not by a hash alone, and is kept only when all its ranges lie inside it, so that
/// they move with the place where it stands. Bounded: at most `maxEntries` scripts and `maxBytes` bytes; when full all are
/// forgotten and the storage is used again.
struct ScriptMemory {
    private struct Entry {
        var hash: UInt64
        var maxRounds: Int
        var maxOutputBytes: Int
        var work: Int
        /// Ranges of `texts`: the script, and behind it what it folded to.
        var start: Int
        var scriptEnd: Int
        var end: Int
        var stringStart: Int
        var stringEnd: Int
    }

    private static let maxEntries = 256
    private static let maxBytes = 1 << 20
    private static let maxStrings = 1 << 14
    /// Longer ones, with their output, are folded each time.
    private static let longestEntry = 1 << 17
    private static let slotCount = 512
    private static let maxProbes = 8

    private var entries: [Entry] = []
    private var texts: [UInt8] = []
    private var strings: [ScriptFolder.FoldedString] = []
    private var slots: [UInt16] = []

    /// What tells one folding from another, besides where the script stands.
    struct Key {
        let script: UnsafeBufferPointer<UInt8>
        let hash: UInt64
        let maxRounds: Int
        let maxOutputBytes: Int

        init(_ script: UnsafeBufferPointer<UInt8>, maxRounds: Int, maxOutputBytes: Int) {
            self.script = script
            self.maxRounds = maxRounds
            self.maxOutputBytes = maxOutputBytes
            hash = ByteHash.of(script)
        }
    }

    /// Nil where nothing is kept or looked for: empty or long scripts, and those at offset 0, whose unset ranges look set.
    static func key(
        _ script: UnsafeBufferPointer<UInt8>, sourceOffset: UInt32, maxRounds: Int, maxOutputBytes: Int
    ) -> Key? {
        guard sourceOffset > 0, !script.isEmpty, script.count <= longestEntry else { return nil }
        return Key(script, maxRounds: maxRounds, maxOutputBytes: maxOutputBytes)
    }

    /// Replaces `strings` and `bytes` by what the script folded to when it was met before.
    /// - Returns: the steps that it took then, or nil when it is not known.
    func recall(
        _ key: Key, sourceOffset: UInt32, _ strings: inout [ScriptFolder.FoldedString], _ bytes: inout [UInt8]
    ) -> Int? {
        guard let entry = find(key) else { return nil }
        bytes.removeAll(keepingCapacity: true)
        texts.withUnsafeBufferPointer { texts in
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: texts[entry.scriptEnd..<entry.end]))
        }
        strings.removeAll(keepingCapacity: true)
        for index in entry.stringStart..<entry.stringEnd {
            var string = self.strings[index]
            string.start &+= sourceOffset
            string.end &+= sourceOffset
            strings.append(string)
        }
        return entry.work
    }

    private func find(_ key: Key) -> Entry? {
        guard !entries.isEmpty else { return nil }
        var slot = ScriptMemory.slot(key.hash)
        for _ in 0..<ScriptMemory.maxProbes {
            let index = Int(slots[slot])
            guard index > 0 else { return nil }
            let entry = entries[index - 1]
            if entry.hash == key.hash, entry.maxRounds == key.maxRounds, entry.maxOutputBytes == key.maxOutputBytes,
                holds(key.script, entry)
            {
                return entry
            }
            slot = (slot + 1) & (ScriptMemory.slotCount - 1)
        }
        return nil
    }

    private func holds(_ script: UnsafeBufferPointer<UInt8>, _ entry: Entry) -> Bool {
        guard entry.scriptEnd - entry.start == script.count, let base = script.baseAddress else { return false }
        return texts.withUnsafeBufferPointer { texts in
            guard let own = texts.baseAddress else { return false }
            return memcmp(own + entry.start, base, script.count) == 0
        }
    }

    /// Keeps what a script folded to.
    mutating func keep(
        _ key: Key, sourceOffset: UInt32, _ strings: [ScriptFolder.FoldedString], _ bytes: [UInt8], work: Int
    ) {
        let size = key.script.count + bytes.count
        guard size <= ScriptMemory.longestEntry, strings.count <= ScriptMemory.maxStrings / 4 else { return }
        let limit = sourceOffset + UInt32(truncatingIfNeeded: key.script.count)
        for string in strings {
            guard string.start >= sourceOffset, string.end >= string.start, string.end <= limit else { return }
        }
        makeRoom(size, strings.count)
        guard let slot = freeSlot(key.hash) else { return }
        let start = texts.count
        texts.append(contentsOf: key.script)
        texts.append(contentsOf: bytes)
        let stringStart = self.strings.count
        for string in strings {
            var moved = string
            moved.start &-= sourceOffset
            moved.end &-= sourceOffset
            self.strings.append(moved)
        }
        entries.append(
            Entry(
                hash: key.hash, maxRounds: key.maxRounds, maxOutputBytes: key.maxOutputBytes, work: work, start: start,
                scriptEnd: start + key.script.count, end: texts.count, stringStart: stringStart,
                stringEnd: self.strings.count))
        slots[slot] = UInt16(entries.count)
    }

    private mutating func makeRoom(_ byteCount: Int, _ stringCount: Int) {
        if slots.isEmpty { slots = [UInt16](repeating: 0, count: ScriptMemory.slotCount) }
        let isFull =
            entries.count >= ScriptMemory.maxEntries || texts.count + byteCount > ScriptMemory.maxBytes
            || strings.count + stringCount > ScriptMemory.maxStrings
        guard isFull else { return }
        entries.removeAll(keepingCapacity: true)
        texts.removeAll(keepingCapacity: true)
        strings.removeAll(keepingCapacity: true)
        for index in slots.indices { slots[index] = 0 }
    }

    private func freeSlot(_ hash: UInt64) -> Int? {
        var slot = ScriptMemory.slot(hash)
        for _ in 0..<ScriptMemory.maxProbes {
            if slots[slot] == 0 { return slot }
            slot = (slot + 1) & (ScriptMemory.slotCount - 1)
        }
        return nil
    }

    private static func slot(_ hash: UInt64) -> Int { Int(truncatingIfNeeded: hash >> 40) & (slotCount - 1) }
}
