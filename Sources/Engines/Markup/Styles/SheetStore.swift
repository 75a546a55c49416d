import Glibc

/// Sheets that were read on earlier pages: the pages of one portal share their template, and with it its `<style>` elements.
///
/// Exact: all sheets of a page together are one entry, found by their bytes, not by a hash alone; each is read from a copy of
/// the text, so that its selectors outlive the page. Bounded: at most `maxEntries` entries, and none is added once they take
/// `maxBytes`; pages then read their own sheet in place, and after `patience` such pages all entries are forgotten.
struct SheetStore: ~Copyable {
    private struct Key {
        var hash: UInt64
        var maxRules: Int
        var text: UnsafeMutableBufferPointer<UInt8>
    }

    private static let maxEntries = 64
    private static let maxBytes = 8 << 20
    /// Longer ones are read in place each time.
    private static let longestText = 256 << 10
    private static let patience = 256

    private var keys: [Key] = []
    private var sheets: [StyleSheet] = []
    private var byteCount = 0
    private var refused = 0
    /// The entry whose sheet the page holds, or -1.
    private var lent = -1
    private var ranges: [(start: Int, end: Int)] = []

    init() {}

    deinit {
        for key in keys { key.text.deallocate() }
    }

    /// Puts the page's sheet into `sheet`, which must be empty.
    /// - Returns: false when the page is to read it itself.
    mutating func lend(
        _ sheet: inout StyleSheet, _ base: UnsafePointer<UInt8>, _ ranges: [(start: Int, end: Int)], maxRules: Int
    ) -> Bool {
        var count = 0
        var hash: UInt64 = 0
        for range in ranges {
            count += range.end - range.start + 4
            guard count <= SheetStore.longestText else { return false }
            hash = ByteHash.of(base + range.start, range.end - range.start, seed: hash)
        }
        for index in keys.indices where keys[index].hash == hash && keys[index].maxRules == maxRules {
            guard keys[index].text.count == count, holds(keys[index], base, ranges) else { continue }
            lent = index
            swap(&sheets[index], &sheet)
            return true
        }
        guard hasRoom(), let text = copy(base, ranges, count) else { return false }
        keys.append(Key(hash: hash, maxRules: maxRules, text: text))
        var own = StyleSheet()
        own.removeAll(maxRules: maxRules)
        if let start = text.baseAddress { own.read(UnsafePointer(start), self.ranges) }
        byteCount += count + own.byteCount
        lent = sheets.count
        sheets.append(own)
        swap(&sheets[lent], &sheet)
        return true
    }

    /// Takes back what was lent: `sheet` is again the one that the page gave for it.
    mutating func takeBack(_ sheet: inout StyleSheet) {
        guard lent >= 0 else { return }
        swap(&sheets[lent], &sheet)
        lent = -1
    }

    private mutating func hasRoom() -> Bool {
        if keys.count < SheetStore.maxEntries, byteCount < SheetStore.maxBytes { return true }
        refused += 1
        guard refused > SheetStore.patience else { return false }
        refused = 0
        byteCount = 0
        for key in keys { key.text.deallocate() }
        keys.removeAll(keepingCapacity: true)
        sheets.removeAll(keepingCapacity: true)
        return true
    }

    // MARK: texts: each sheet behind its length in four bytes

    private func holds(
        _ key: Key, _ base: UnsafePointer<UInt8>, _ ranges: [(start: Int, end: Int)]
    ) -> Bool {
        guard let text = key.text.baseAddress else { return false }
        var at = 0
        for range in ranges {
            let count = range.end - range.start
            guard at + 4 + count <= key.text.count,
                UnsafeRawPointer(text + at).loadUnaligned(as: UInt32.self) == UInt32(count),
                memcmp(text + at + 4, base + range.start, count) == 0
            else { return false }
            at += 4 + count
        }
        return at == key.text.count
    }

    /// Copies the sheets and leaves in `self.ranges` where they stand in the copy.
    private mutating func copy(
        _ base: UnsafePointer<UInt8>, _ ranges: [(start: Int, end: Int)], _ count: Int
    ) -> UnsafeMutableBufferPointer<UInt8>? {
        let text = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: count)
        guard let start = text.baseAddress else { return nil }
        self.ranges.removeAll(keepingCapacity: true)
        var at = 0
        for range in ranges {
            let length = range.end - range.start
            UnsafeMutableRawPointer(start + at).storeBytes(of: UInt32(length), as: UInt32.self)
            (start + at + 4).update(from: base + range.start, count: length)
            self.ranges.append((at + 4, at + 4 + length))
            at += 4 + length
        }
        return text
    }
}
