/// The second stream: only the windows of a folded stream in which letters are spaced, dotted or written as digits.
///
/// A window is a suspicious word with up to four words (and 64 bytes) either side, merged with its neighbours where they
/// overlap, and followed by a break (0x00). Suspicious are
/// - three or more single letters with separators between them: `n h à   c á i` gives `nhacai`;
/// - a word with separators inside, of which a neighbour is one or two letters long: `c.á đ.ộ` gives `ca do`;
/// - a word of letters and leet digits or symbols: `c4 d0` gives `ca do`.
/// A window that reads in two ways is written twice: `1 ! |` as i and as l, and separators between two syllables as
/// nothing and as a space (`lo-de` gives `lode` and `lo de`).
///
/// Cost is linear; text without disguise is only looked over. The output is at most `2 * (range.count + 1)` bytes. Marks
/// are carried over. Memory is kept by `removeAll`. Not for use by two threads at once.
package final class DisguiseBuffer {
    package private(set) var count = 0
    var byteBase: UnsafeMutablePointer<UInt8>
    var markBase: UnsafeMutablePointer<UInt8>
    /// Position in the folded stream; the top bit is set on altered bytes.
    var positionBase: UnsafeMutablePointer<UInt32>
    private var capacity = 1024
    static let alteredBit: UInt32 = 1 << 31

    package init() {
        byteBase = .allocate(capacity: capacity)
        markBase = .allocate(capacity: capacity)
        positionBase = .allocate(capacity: capacity)
    }

    deinit {
        byteBase.deallocate()
        markBase.deallocate()
        positionBase.deallocate()
    }

    /// Empties the stream and keeps its memory.
    package func removeAll() { count = 0 }

    package var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: byteBase, count: count) }
    package var marks: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: markBase, count: count) }

    /// Position in the folded stream of the byte at `position` here; of a break, the end of its window. 0 outside.
    package func position(of position: Int) -> UInt32 {
        position >= 0 && position < count ? positionBase[position] & ~Self.alteredBit : 0
    }

    /// True where the byte itself was changed (leet), or a separator before it was removed. A hit that covers no such byte
    /// is already known from the folded stream.
    package func isAltered(_ position: Int) -> Bool {
        position >= 0 && position < count && positionBase[position] & Self.alteredBit != 0
    }

    /// Appends the windows of `folded[range]` that hold spaced or dotted letters or leet tokens, each followed by a break.
    /// What lies outside of `range` is not looked at, and counts as a break.
    package func append(windowsOf folded: FoldBuffer, range: Range<Int>) {
        let range = range.clamped(to: 0..<min(folded.count, Int(Self.alteredBit)))
        var windows = DisguiseWindows(bytes: folded.bytes, marks: folded.marks, range: range)
        while let window = windows.next() {
            write(window, of: windows.text, reading: .joined)
            if window.readsTwoWays { write(window, of: windows.text, reading: .spaced) }
        }
    }

    private func write(_ window: DisguiseWindows.Window, of text: DisguiseText, reading: DisguiseText.Reading) {
        reserve(window.range.count + 1)
        var at = window.range.lowerBound
        while at < window.range.upperBound {
            if text.isGap(at) {
                put(text.bytes[at], text.marks[at], UInt32(truncatingIfNeeded: at))
                at += 1
            } else {
                at = text.unit(at: at, in: window.range).write(text, reading, self)
            }
        }
        put(0, 0, UInt32(truncatingIfNeeded: window.range.upperBound))
    }

    /// Writes one byte. A unit is never longer than what it came from, so that the room of its window is enough.
    @inline(__always)
    func put(_ byte: UInt8, _ marks: UInt8, _ position: UInt32) {
        byteBase[count] = byte
        markBase[count] = marks
        positionBase[count] = position
        count += 1
    }

    private func reserve(_ extra: Int) {
        guard count + extra > capacity else { return }
        capacity = max(capacity * 2, count + extra)
        byteBase = regrown(byteBase, count, capacity)
        markBase = regrown(markBase, count, capacity)
        positionBase = regrown(positionBase, count, capacity)
    }
}
