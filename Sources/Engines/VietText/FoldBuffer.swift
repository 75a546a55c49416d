/// A folded stream and, beside it, one `FoldMark` a byte; optionally the source range of every byte.
///
/// The stream is lower case, without tones and marks, đ as d, compatibility and look-alike letters as Latin, invisible
/// characters and control characters dropped, each run of white space as one 0x20 (none at the start of the stream or
/// right after a break). Common punctuation is ASCII. Letters of other scripts stay as UTF-8 bytes marked
/// `FoldMark.otherScript`; symbols (emoji, box drawing, private use) stay as UTF-8 bytes without a mark, so that a byte
/// of 0x80 or more is part of a word only where that mark is set. 0x00 comes from `appendBreak` alone; 0x01 stands for
/// each malformed sequence and breaks words.
///
/// Cost is linear, and the stream is at most three times as long as the source (in practice shorter). A buffer is made to
/// be reused: after `removeAll` it keeps its memory. Not for use by two threads at once. Input is hostile.
package final class FoldBuffer {
    package internal(set) var count = 0
    package let table: FoldTable
    /// When true (evidence), `origin(of:)` answers; when false (the hot path) nothing is recorded.
    package let recordsOrigins: Bool
    /// Malformed UTF-8 sequences met; each is folded as U+FFFD (dropped from the stream as a word break).
    package internal(set) var replacements = 0

    var byteBase: UnsafeMutablePointer<UInt8>
    var markBase: UnsafeMutablePointer<UInt8>
    var startBase: UnsafeMutablePointer<UInt32>?
    var endBase: UnsafeMutablePointer<UInt32>?
    private var capacity = 4096
    /// An invisible character was dropped right after a Latin letter or digit, and nothing was written since.
    var isInvisiblePending = false

    package init(table: FoldTable = .standard, recordsOrigins: Bool = false) {
        self.table = table
        self.recordsOrigins = recordsOrigins
        byteBase = .allocate(capacity: capacity)
        markBase = .allocate(capacity: capacity)
        if recordsOrigins {
            startBase = .allocate(capacity: capacity)
            endBase = .allocate(capacity: capacity)
        }
    }

    deinit {
        byteBase.deallocate()
        markBase.deallocate()
        startBase?.deallocate()
        endBase?.deallocate()
    }

    /// Empties the stream and keeps its memory.
    package func removeAll() {
        count = 0
        replacements = 0
        isInvisiblePending = false
    }

    /// Appends folded UTF-8. `sourceOffset` is where `utf8[0]` stands in the source. A piece holds whole characters: one
    /// that is cut at the border counts as malformed on both sides. Combining marks and invisible characters act across
    /// the borders of pieces.
    package func append(_ utf8: UnsafeBufferPointer<UInt8>, sourceOffset: UInt32) {
        fold(utf8, from: .running(sourceOffset))
    }

    /// Appends one decoded character (an HTML entity) that stands at the given source range.
    package func append(scalar: UInt32, sourceStart: UInt32, sourceEnd: UInt32) {
        reserve(16)
        write(scalar, start: sourceStart, end: sourceEnd)
    }

    /// Appends text that is not in the source as such (decoded script): every byte maps to the given range.
    package func append(derived utf8: UnsafeBufferPointer<UInt8>, sourceStart: UInt32, sourceEnd: UInt32) {
        fold(utf8, from: .fixed(sourceStart, sourceEnd))
    }

    /// A break that no literal may cross (byte 0x00).
    package func appendBreak() {
        reserve(1)
        isInvisiblePending = false
        let end = count > 0 ? endBase?[count - 1] ?? 0 : 0
        put(0, marks: 0, start: end, end: end)
    }

    package var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: byteBase, count: count) }
    package var marks: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: markBase, count: count) }

    /// The source bytes that gave the folded byte at `position`: a letter with the combining marks that follow it, a whole
    /// run of white space. Only with `recordsOrigins`; otherwise, and outside the stream, an empty range.
    package func origin(of position: Int) -> (start: UInt32, end: UInt32) {
        guard let startBase, let endBase, position >= 0, position < count else { return (0, 0) }
        return (startBase[position], endBase[position])
    }

    /// Makes room for `extra` more bytes. Grows by doubling; allocates nothing when there is room.
    func reserve(_ extra: Int) {
        guard count + extra > capacity else { return }
        capacity = max(capacity * 2, count + extra)
        byteBase = regrown(byteBase, count, capacity)
        markBase = regrown(markBase, count, capacity)
        startBase = startBase.map { regrown($0, count, capacity) }
        endBase = endBase.map { regrown($0, count, capacity) }
    }

    /// Writes one byte. Room for it was reserved.
    @inline(__always)
    func put(_ byte: UInt8, marks: UInt8, start: UInt32, end: UInt32) {
        byteBase[count] = byte
        markBase[count] = marks
        if let startBase, let endBase {
            startBase[count] = start
            endBase[count] = end
        }
        count += 1
    }
}

/// Where the bytes of a piece come from.
enum FoldSource {
    /// Byte `i` of the piece stands at this offset plus `i`.
    case running(UInt32)
    /// Every byte stands for this range.
    case fixed(UInt32, UInt32)
}

/// A larger copy of an array of trivial elements; the old one is freed.
func regrown<T>(_ old: UnsafeMutablePointer<T>, _ count: Int, _ capacity: Int) -> UnsafeMutablePointer<T> {
    let new = UnsafeMutablePointer<T>.allocate(capacity: capacity)
    new.update(from: old, count: count)
    old.deallocate()
    return new
}
