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
    package var count: Int { sink.count }
    private var sink = DisguiseSink(capacity: 1024)
    /// Places where a disguise may be, one bit a byte of the stream last looked over; empty when that is not known.
    private var places: [UInt64] = []

    package init() {}

    deinit { sink.deallocate() }

    /// Empties the stream and keeps its memory.
    package func removeAll() {
        sink.count = 0
        places.removeAll(keepingCapacity: true)
    }

    /// Notes where in the whole stream a disguise may be. Parts that lie between breaks are then passed over without being
    /// looked at again; call it before the first of many `append(windowsOf:range:)` of the same stream.
    package func lookOver(_ folded: FoldBuffer) { DisguiseWindows.candidates(in: folded.bytes, into: &places) }

    package var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: sink.bytes, count: sink.count) }
    package var marks: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: sink.marks, count: sink.count) }

    /// Position in the folded stream of the byte at `position` here; of a break, the end of its window. 0 outside.
    package func position(of position: Int) -> UInt32 {
        position >= 0 && position < count ? sink.positions[position] & ~DisguiseSink.alteredBit : 0
    }

    /// True where the byte itself was changed (leet), or a separator before it was removed. A hit that covers no such byte
    /// is already known from the folded stream.
    package func isAltered(_ position: Int) -> Bool {
        position >= 0 && position < count && sink.positions[position] & DisguiseSink.alteredBit != 0
    }

    /// Appends the windows of `folded[range]` that hold spaced or dotted letters or leet tokens, each followed by a break.
    /// What lies outside of `range` is not looked at, and counts as a break.
    package func append(windowsOf folded: FoldBuffer, range: Range<Int>) {
        let range = range.clamped(to: 0..<min(folded.count, Int(DisguiseSink.alteredBit)))
        if isKnownPlain(range, of: folded.bytes) { return }
        var windows = DisguiseWindows(bytes: folded.bytes, marks: folded.marks, range: range)
        // A copy in hand is written without the checks of exclusive access that a class's properties cost.
        var sink = sink
        while let window = windows.next() {
            sink.write(window, of: windows.text, reading: .joined)
            if window.readsTwoWays { sink.write(window, of: windows.text, reading: .spaced) }
        }
        self.sink = sink
    }

    /// True when the stream was looked over and no disguise can be in the range. Between breaks a range reads as it does in the
    /// stream; one that was cut out of a longer text may not.
    private func isKnownPlain(_ range: Range<Int>, of bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard range.upperBound >> 6 < places.count, range.lowerBound == 0 || bytes[range.lowerBound - 1] == 0,
            range.upperBound == bytes.count || bytes[range.upperBound] == 0
        else { return false }
        // The byte behind the range counts: it is what closes the last word.
        let (first, last) = (range.lowerBound >> 6, range.upperBound >> 6)
        for index in first...last {
            var found = places[index]
            if index == first { found &= .max << UInt64(range.lowerBound & 63) }
            if index == last { found &= .max >> UInt64(63 - (range.upperBound & 63)) }
            if found != 0 { return false }
        }
        return true
    }
}

/// The arrays of a `DisguiseBuffer`, which frees them.
struct DisguiseSink {
    static let alteredBit: UInt32 = 1 << 31

    var count = 0
    private(set) var bytes: UnsafeMutablePointer<UInt8>
    private(set) var marks: UnsafeMutablePointer<UInt8>
    /// Position in the folded stream; the top bit is set on altered bytes.
    private(set) var positions: UnsafeMutablePointer<UInt32>
    private var capacity: Int

    init(capacity: Int) {
        self.capacity = capacity
        bytes = .allocate(capacity: capacity)
        marks = .allocate(capacity: capacity)
        positions = .allocate(capacity: capacity)
    }

    func deallocate() {
        bytes.deallocate()
        marks.deallocate()
        positions.deallocate()
    }

    /// Writes a window and a break behind it.
    mutating func write(_ window: DisguiseWindows.Window, of text: DisguiseText, reading: DisguiseText.Reading) {
        reserve(window.range.count + 1)
        var at = window.range.lowerBound
        while at < window.range.upperBound {
            if text.isGap(at) {
                put(text.bytes[at], text.marks[at], UInt32(truncatingIfNeeded: at))
                at += 1
            } else {
                let unit = text.unit(at: at, in: window.range)
                unit.write(text, reading, &self)
                at = unit.end
            }
        }
        put(0, 0, UInt32(truncatingIfNeeded: window.range.upperBound))
    }

    /// Writes one byte. A unit is never longer than what it came from, so that the room of its window is enough.
    @inline(__always)
    mutating func put(_ byte: UInt8, _ mark: UInt8, _ position: UInt32) {
        bytes[count] = byte
        marks[count] = mark
        positions[count] = position
        count += 1
    }

    private mutating func reserve(_ extra: Int) {
        guard count + extra > capacity else { return }
        capacity = max(capacity * 2, count + extra)
        bytes = regrown(bytes, count, capacity)
        marks = regrown(marks, count, capacity)
        positions = regrown(positions, count, capacity)
    }
}
