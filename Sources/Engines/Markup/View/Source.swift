/// The bytes that are being read and how their offsets are told to the caller: the page itself, or markup that a script or a
/// comment of the page holds.
struct Source {
    var base: UnsafePointer<UInt8>
    var count: Int
    /// Added to offsets of a part of the page (comment, raw text).
    var offset: UInt32 = 0
    /// True when the bytes are derived: every piece then names the same expression of the page.
    var isDerived = false
    var expressionStart: UInt32 = 0
    var expressionEnd: UInt32 = 0
    /// Where the copy of `base[0]` stands in `PageView.derived`.
    var derivedOffset: UInt32 = 0

    init() {
        base = UnsafePointer(bitPattern: 1).unsafelyUnwrapped
        count = 0
    }

    init(base: UnsafePointer<UInt8>, count: Int) {
        self.base = base
        self.count = count
    }

    /// A part of this source, with offsets that still name the page.
    func part(_ start: UInt32, _ end: UInt32) -> Source {
        var part = self
        part.base = base + Int(start)
        part.count = Int(end) - Int(start)
        if isDerived { part.derivedOffset &+= start } else { part.offset &+= start }
        return part
    }

    @inline(__always)
    func pageStart(_ offset: UInt32) -> UInt32 { isDerived ? expressionStart : offset &+ self.offset }
    @inline(__always)
    func pageEnd(_ offset: UInt32) -> UInt32 { isDerived ? expressionEnd : offset &+ self.offset }
}

/// A tokenizer for one level of nesting: the page, markup inside it (a comment, a script's string), markup inside that.
final class Reader {
    var tokenizer: Tokenizer
    init(level: Int) {
        tokenizer = Tokenizer(tokenCapacity: level == 0 ? 4096 : 256, maxTokens: level == 0 ? 1 << 20 : 1 << 16)
    }
}
