import VietText

/// Whether a stretch of a folded stream was written with Vietnamese tones or shapes. Eight bytes a step.
enum AccentRule {
    /// Bytes of one step.
    static let stepBytes = 8
    /// `FoldMark.toneMask | FoldMark.shapeMask` for each byte. Counted in place: a stored constant would be asked for by a call.
    @inline(__always)
    private static var anyMark: UInt64 { UInt64(FoldMark.toneMask | FoldMark.shapeMask) &* 0x0101_0101_0101_0101 }

    @inline(__always)
    static func hasVietnameseMarks(_ marks: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int) -> Bool {
        guard let base = marks.baseAddress else { return false }
        var at = start
        while at &+ stepBytes <= marks.count, at < end {
            if ByteScan.load(base + at) & anyMark & bytes(end &- at) != 0 { return true }
            at &+= stepBytes
        }
        while at < end {
            if base[at] & (FoldMark.toneMask | FoldMark.shapeMask) != 0 { return true }
            at &+= 1
        }
        return false
    }

    /// Whether the marks from `start` on are those of a term, letter by letter.
    /// - Parameter term: as many marks, with `stepBytes` more to read behind them.
    @inline(__always)
    static func isWritten(
        _ marks: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int, like term: UnsafePointer<UInt8>
    ) -> Bool {
        guard let base = marks.baseAddress else { return start == end }
        var at = start
        while at &+ stepBytes <= marks.count, at < end {
            let difference = ByteScan.load(base + at) ^ ByteScan.load(term + (at &- start))
            if difference & anyMark & bytes(end &- at) != 0 { return false }
            at &+= stepBytes
        }
        while at < end {
            if (base[at] ^ term[at &- start]) & (FoldMark.toneMask | FoldMark.shapeMask) != 0 { return false }
            at &+= 1
        }
        return true
    }

    /// What can be told of marks that are not the term's without going through the syllables, for nearly all hits: none at all
    /// (`stripped`), or a shape, or a tone, that the term has not (`conflicting`); nil where it takes a closer look.
    /// - Parameter term: as many marks, with `stepBytes` more to read behind them.
    @inline(__always)
    static func quickOutcome(
        _ marks: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int, unlike term: UnsafePointer<UInt8>
    ) -> AccentAgreement.Outcome? {
        guard let base = marks.baseAddress else { return nil }
        var at = start
        var (textTones, termTones) = (Tones(), Tones())
        var anything: UInt64 = 0
        while at < end {
            // The stream's last bytes are left to the closer look.
            guard at &+ stepBytes <= marks.count else { return nil }
            let range = anyMark & bytes(end &- at)
            let text = ByteScan.load(base + at) & range
            let asked = ByteScan.load(term + (at &- start)) & range
            let shape = text & shapes
            if occupied(shape) & occupied(shape ^ asked & shapes) != 0 { return .conflicting }
            textTones.add(text & ~shapes)
            termTones.add(asked & ~shapes)
            anything |= text
            at &+= stepBytes
        }
        if anything == 0 { return .stripped }
        // One tone each: they may stand on different letters of a syllable, but they are the same tone.
        return textTones.count == 1
            && (termTones.count == 0 || termTones.count == 1 && termTones.tone != textTones.tone)
            ? .conflicting : nil
    }

    /// Tones of a stretch: how many letters have one, and which it is where only one has.
    private struct Tones {
        private(set) var count = 0
        private(set) var tone: UInt64 = 0

        @inline(__always)
        mutating func add(_ tones: UInt64) {
            guard tones != 0 else { return }
            count &+= AccentRule.occupied(tones).nonzeroBitCount
            tone |= tones &>> UInt64(truncatingIfNeeded: tones.trailingZeroBitCount & ~7)
        }
    }

    /// The high bit of every byte that is not zero; none of them has it.
    @inline(__always)
    private static func occupied(_ bytes: UInt64) -> UInt64 { (bytes &+ 0x7F7F_7F7F_7F7F_7F7F) & 0x8080_8080_8080_8080 }

    @inline(__always)
    private static var shapes: UInt64 { UInt64(FoldMark.shapeMask) &* 0x0101_0101_0101_0101 }

    /// The lowest bytes of a word, at most eight.
    @inline(__always)
    private static func bytes(_ count: Int) -> UInt64 {
        .max &>> UInt64(truncatingIfNeeded: 64 &- 8 &* min(count, stepBytes))
    }
}
