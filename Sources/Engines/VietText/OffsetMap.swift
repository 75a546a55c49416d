/// From positions of a UTF-8 text back to the bytes it was transcoded from.
///
/// Keeps one number for every 64 bytes of UTF-8 and counts characters from there: a look-up reads at most 67 bytes.
/// Sources are at most 4 GiB.
package struct OffsetMap: Sendable {
    static let stride = 64

    /// The text itself, shared with `TranscodedText`; empty where the source was UTF-8 already.
    private let utf8: [UInt8]
    private let checkpoints: [UInt32]
    /// Source bytes of one character of up to three UTF-8 bytes; those of four take twice as many. 0: identity.
    private let unit: Int
    private let sourceCount: Int

    init(identityOf count: Int) {
        (utf8, checkpoints, unit, sourceCount) = ([], [], 0, count)
    }

    init(utf8: [UInt8], checkpoints: [UInt32], unit: Int, sourceCount: Int) {
        (self.utf8, self.checkpoints, self.unit, self.sourceCount) = (utf8, checkpoints, unit, sourceCount)
    }

    /// True when positions are the same on both sides.
    package var isIdentity: Bool { unit == 0 }

    /// The source bytes of the character that the byte at `position` belongs to. Positions before and behind the text give
    /// an empty range at the start and the end of the source.
    package func sourceRange(of position: Int) -> Range<Int> {
        guard unit != 0 else {
            let start = min(max(position, 0), sourceCount)
            return start..<(position < 0 ? start : min(start + 1, sourceCount))
        }
        guard position >= 0 else { return 0..<0 }
        guard position < utf8.count else { return sourceCount..<sourceCount }
        var start = position
        while start > 0, utf8[start] & 0xC0 == 0x80 { start -= 1 }
        // The first character that begins at or behind the checkpoint.
        var at = start / Self.stride * Self.stride
        while utf8[at] & 0xC0 == 0x80 { at += 1 }
        var source = Int(checkpoints[start / Self.stride])
        while at < start {
            source += width(at)
            at += 1
            while utf8[at] & 0xC0 == 0x80 { at += 1 }
        }
        return source..<min(source + width(start), sourceCount)
    }

    /// The source bytes of a range of the text: from its first character to its last, both whole.
    package func sourceRange(of range: Range<Int>) -> Range<Int> {
        let start = sourceRange(of: range.lowerBound).lowerBound
        guard !range.isEmpty else { return start..<start }
        return start..<max(start, sourceRange(of: range.upperBound - 1).upperBound)
    }

    private func width(_ at: Int) -> Int { utf8[at] >= 0xF0 ? 2 * unit : unit }
}
