/// Variables with a known value, by name alone: a bounded table without scopes.
///
/// Parameters and declarations without a value make a name unknown again, which keeps one-letter names of minified
/// libraries from leaking far. At most `capacity` names are known; further ones stay unknown.
struct ScriptSymbols {
    private struct Entry {
        var nameStart: Int
        var nameEnd: Int
        var slot: Int
        var value: ScriptValue
    }
    private var names: [UInt8] = []
    private var entries: [Entry] = []
    private var slots = [UInt16](repeating: 0, count: 4096)
    private static let capacity = 2048
    private static let maxNameBytes = 64
    private static let maxProbes = 16

    var isEmpty: Bool { entries.isEmpty }

    mutating func reset() {
        for entry in entries { slots[entry.slot] = 0 }
        entries.removeAll(keepingCapacity: true)
        names.removeAll(keepingCapacity: true)
    }

    func value(at index: Int) -> ScriptValue { entries[index].value }

    mutating func set(_ index: Int, _ value: ScriptValue) { entries[index].value = value }

    func find(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int, _ hash: UInt32) -> Int? {
        var slot = Self.slot(hash)
        for _ in 0..<Self.maxProbes {
            let index = Int(slots[slot])
            if index == 0 { return nil }
            if matches(entries[index - 1], bytes, start, end) { return index - 1 }
            slot = (slot + 1) & 4095
        }
        return nil
    }

    mutating func insert(
        _ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int, _ hash: UInt32, _ value: ScriptValue
    ) {
        guard end - start <= Self.maxNameBytes, entries.count < Self.capacity else { return }
        var slot = Self.slot(hash)
        for _ in 0..<Self.maxProbes {
            if slots[slot] == 0 {
                let nameStart = names.count
                for at in start..<end { names.append(bytes[at]) }
                entries.append(Entry(nameStart: nameStart, nameEnd: names.count, slot: slot, value: value))
                slots[slot] = UInt16(entries.count)
                return
            }
            slot = (slot + 1) & 4095
        }
    }

    private func matches(_ entry: Entry, _ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int) -> Bool {
        guard entry.nameEnd - entry.nameStart == end - start else { return false }
        for offset in 0..<(end - start) where names[entry.nameStart + offset] != bytes[start + offset] { return false }
        return true
    }

    private static func slot(_ hash: UInt32) -> Int { Int((hash ^ (hash >> 12)) & 4095) }
}
