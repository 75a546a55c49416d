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
            if load(base + at) & anyMark & bytes(end &- at) != 0 { return true }
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
            let difference = load(base + at) ^ load(term + (at &- start))
            if difference & anyMark & bytes(end &- at) != 0 { return false }
            at &+= stepBytes
        }
        while at < end {
            if (base[at] ^ term[at &- start]) & (FoldMark.toneMask | FoldMark.shapeMask) != 0 { return false }
            at &+= 1
        }
        return true
    }

    @inline(__always)
    private static func load(_ from: UnsafePointer<UInt8>) -> UInt64 {
        UInt64(littleEndian: UnsafeRawPointer(from).loadUnaligned(as: UInt64.self))
    }

    /// The lowest bytes of a word, at most eight.
    @inline(__always)
    private static func bytes(_ count: Int) -> UInt64 {
        .max &>> UInt64(truncatingIfNeeded: 64 &- 8 &* min(count, stepBytes))
    }
}
