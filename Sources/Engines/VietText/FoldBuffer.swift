// CONTRACT (implementation to follow). See the doc comments.

/// A folded stream and, beside it, one `FoldMark` a byte; optionally the source range of every byte.
///
/// The stream is lower case, without tones and marks, đ as d, compatibility and look-alike letters as Latin, invisible
/// characters dropped, each run of white space as one 0x20. Letters of other scripts stay as UTF-8 bytes.
package final class FoldBuffer {
    package private(set) var count = 0
    package let table: FoldTable
    /// When true (evidence), `origin(of:)` answers; when false (the hot path) nothing is recorded.
    package let recordsOrigins: Bool
    /// Malformed UTF-8 sequences met; each is folded as U+FFFD (dropped from the stream as a word break).
    package private(set) var replacements = 0

    package init(table: FoldTable = .standard, recordsOrigins: Bool = false) {
        self.table = table
        self.recordsOrigins = recordsOrigins
    }

    package func removeAll() { count = 0; replacements = 0 }
    /// Appends folded UTF-8. `sourceOffset` is where `utf8[0]` stands in the source.
    package func append(_ utf8: UnsafeBufferPointer<UInt8>, sourceOffset: UInt32) {}
    /// Appends one decoded character (an HTML entity) that stands at the given source range.
    package func append(scalar: UInt32, sourceStart: UInt32, sourceEnd: UInt32) {}
    /// Appends text that is not in the source as such (decoded script): every byte maps to the given range.
    package func append(derived utf8: UnsafeBufferPointer<UInt8>, sourceStart: UInt32, sourceEnd: UInt32) {}
    /// A break that no literal may cross (byte 0x00).
    package func appendBreak() {}

    package var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: nil, count: 0) }
    package var marks: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: nil, count: 0) }
    /// The source bytes that gave the folded byte at `position`. Only with `recordsOrigins`.
    package func origin(of position: Int) -> (start: UInt32, end: UInt32) { (0, 0) }
}

/// What each code point folds to: the Unicode tables with a pack of look-alikes laid over them.
package struct FoldTable: Sendable {
    package static let standard = FoldTable(confusables: [])
    /// - Parameter confusables: code point and the ASCII letter or digit it passes for.
    package init(confusables: [(scalar: UInt32, ascii: UInt8)]) {}
}

/// The second stream: only the windows of a folded stream in which letters are spaced, dotted or written as digits.
package final class DisguiseBuffer {
    package private(set) var count = 0
    package init() {}
    package func removeAll() { count = 0 }
    package var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: nil, count: 0) }
    package var marks: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: nil, count: 0) }
    /// Position in the folded stream of the byte at `position` here.
    package func position(of position: Int) -> UInt32 { 0 }
    /// True where the byte itself was changed (leet), or a separator before it was removed. A hit that covers no such byte
    /// is already known from the folded stream.
    package func isAltered(_ position: Int) -> Bool { false }
    /// Appends the windows of `folded[range]` that hold spaced or dotted letters or leet tokens, each followed by a break.
    package func append(windowsOf folded: FoldBuffer, range: Range<Int>) {}
}
