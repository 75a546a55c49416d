/// A folded stream read in units: words between spaces, and rows of single letters. Every question is answered from the
/// bytes alone, so that finding a window and writing it agree.
struct DisguiseText {
    let bytes: UnsafeBufferPointer<UInt8>
    let marks: UnsafeBufferPointer<UInt8>

    /// Longer words are addresses or data, not letters in disguise.
    static let maxWordBytes = 80

    /// How a window that reads in two ways is written.
    enum Reading {
        /// `1 ! |` as i; removed separators leave nothing.
        case joined
        /// `1 ! |` as l; a separator between two syllables leaves a space.
        case spaced
    }

    struct Unit {
        enum Kind { case plain, row, word }
        var kind: Kind
        var start: Int
        var end: Int
        var readsTwoWays = false
        /// A row in which some letters are parted by punctuation and some by a space alone: that space parts words.
        var hasWordSpaces = false
        var isSuspicious: Bool { kind != .plain }
    }

    /// Space or break.
    @inline(__always)
    func isGap(_ at: Int) -> Bool { bytes[at] <= 0x20 }

    /// A letter or digit of any script; symbols beyond ASCII carry no mark.
    @inline(__always)
    func isWord(_ at: Int) -> Bool {
        isWordByte(bytes[at]) || bytes[at] >= 0x80 && marks[at] & FoldMark.otherScript != 0
    }

    func isLetter(_ at: Int) -> Bool { bytes[at] &- 0x61 < 26 }
    func isDigit(_ at: Int) -> Bool { bytes[at] &- 0x30 < 10 }

    /// A byte that may stand between the letters of a word to hide it.
    func isSeparator(_ at: Int) -> Bool {
        switch bytes[at] {
        // . - _ * | ~ ' ` ^ + , / \
        case 0x2E, 0x2D, 0x5F, 0x2A, 0x7C, 0x7E, 0x27, 0x60, 0x5E, 0x2B, 0x2C, 0x2F, 0x5C: true
        case 0x80...: marks[at] & FoldMark.otherScript == 0
        default: false
        }
    }

    /// The unit that begins at `at`, which is no gap. Cost: its length.
    func unit(at: Int, in range: Range<Int>) -> Unit {
        let isWordStart = at == range.lowerBound || isGap(at - 1)
        if isWordStart, let row = row(at: at, limit: range.upperBound) { return row }
        var end = at
        var isMixed = false  // anything but letters
        while end < range.upperBound, !isGap(end) {
            let byte = bytes[end]
            isMixed = isMixed || !(byte &- 0x61 < 26 || byte >= 0x80 && marks[end] & FoldMark.otherScript != 0)
            end += 1
        }
        let plain = Unit(kind: .plain, start: at, end: end)
        guard isMixed, isWordStart, end - at <= Self.maxWordBytes, end - at >= 2 else { return plain }
        return disguisedWord(at, end) ?? plain
    }

    // MARK: rows of single letters

    /// Three or more single letters (or leet digits) with separators between them. A row of mere digits is one plain unit.
    private func row(at start: Int, limit: Int) -> Unit? {
        var letters = 0
        var singles = 0
        var hasOne = false
        var spaces = 0
        var end = start
        var at = start
        guard isSingle(at, limit) else { return nil }
        while true {
            singles += 1
            if isLetter(at) { letters += 1 }
            if bytes[at] == 0x31 { hasOne = true }
            end = at + 1
            guard let next = behindRowGap(end, limit), isSingle(next, limit) else { break }
            if isSpace(end, next) { spaces += 1 }
            at = next
        }
        guard singles >= 3 else { return nil }
        guard letters >= 2 else { return Unit(kind: .plain, start: start, end: end) }
        return Unit(
            kind: .row, start: start, end: end, readsTwoWays: hasOne, hasWordSpaces: spaces > 0 && spaces < singles - 1)
    }

    /// A gap of one space and nothing else.
    func isSpace(_ from: Int, _ to: Int) -> Bool { to - from == 1 && bytes[from] == 0x20 }

    private func isSingle(_ at: Int, _ limit: Int) -> Bool {
        let byte = bytes[at]
        guard isWordByte(byte) || byte == 0x40 || byte == 0x24 else { return false }
        return at + 1 == limit || !isWord(at + 1) && bytes[at + 1] != 0x40 && bytes[at + 1] != 0x24
    }

    /// Where the next letter of a row may stand: behind one to three separators and spaces, or one symbol among them.
    private func behindRowGap(_ at: Int, _ limit: Int) -> Int? {
        var next = at
        var ascii = 0
        while next < limit, next - at < 8, ascii < 4, bytes[next] == 0x20 || bytes[next] == 0x21 || isSeparator(next) {
            if bytes[next] < 0x80 { ascii += 1 }
            next += 1
        }
        return next > at && next < limit && ascii <= 3 ? next : nil
    }

    // MARK: words

    private func disguisedWord(_ start: Int, _ end: Int) -> Unit? {
        var word = DisguisedWord(self, start, end)
        var isSuspicious = false
        var readsTwoWays = false
        var before: DisguisedWord.Fragment?
        while let fragment = word.nextFragment() {
            if fragment.isAddress { return nil }
            if let before {
                let gap = word.gap(before, fragment)
                isSuspicious = isSuspicious || gap != .kept
                readsTwoWays = readsTwoWays || gap == .space || gap == .wide
            }
            if fragment.isLeet {
                isSuspicious = true
                readsTwoWays = readsTwoWays || fragment.hasTwoReadings
            }
            before = fragment
        }
        return isSuspicious ? Unit(kind: .word, start: start, end: end, readsTwoWays: readsTwoWays) : nil
    }
}

extension DisguiseText.Unit {
    /// Writes the unit as it reads; never more bytes than it has.
    func write(_ text: DisguiseText, _ reading: DisguiseText.Reading, _ sink: inout DisguiseSink) {
        switch kind {
        case .plain: for at in start..<end { copy(at, text, &sink) }
        case .row: writeRow(text, reading, &sink)
        case .word: writeWord(text, reading, &sink)
        }
    }

    private func copy(_ at: Int, _ text: DisguiseText, _ sink: inout DisguiseSink) {
        sink.put(text.bytes[at], text.marks[at], UInt32(truncatingIfNeeded: at))
    }

    private func alter(_ byte: UInt8, _ at: Int, _ text: DisguiseText, _ sink: inout DisguiseSink) {
        let position = UInt32(truncatingIfNeeded: at) | DisguiseSink.alteredBit
        sink.put(byte, text.marks[at] | FoldMark.disguised, position)
    }

    private func writeRow(_ text: DisguiseText, _ reading: DisguiseText.Reading, _ sink: inout DisguiseSink) {
        var behind = start  // the letter before
        for at in start..<end where isWordByte(text.bytes[at]) || text.bytes[at] == 0x40 || text.bytes[at] == 0x24 {
            let isWordStart = at == start || hasWordSpaces && text.isSpace(behind, at)
            if isWordStart, at != start { copy(behind, text, &sink) }
            let byte = leetLetter(text.bytes[at], reading) ?? text.bytes[at]
            if isWordStart, byte == text.bytes[at] {
                copy(at, text, &sink)
            } else {
                alter(byte, at, text, &sink)
            }
            behind = at + 1
        }
    }

    private func writeWord(_ text: DisguiseText, _ reading: DisguiseText.Reading, _ sink: inout DisguiseSink) {
        var word = DisguisedWord(text, start, end)
        var before: DisguisedWord.Fragment?
        var at = start
        while let fragment = word.nextFragment() {
            var isJoined = false
            if let before {
                switch (word.gap(before, fragment), reading) {
                case (.removed, _), (.space, .joined):
                    isJoined = true
                    at = fragment.start
                case (.space, .spaced), (.wide, .spaced):
                    alter(0x20, before.end, text, &sink)
                    at = fragment.start
                case (.wide, .joined), (.kept, _): break
                }
            }
            while at < fragment.start {
                copy(at, text, &sink)
                at += 1
            }
            while at < fragment.end {
                let leet = fragment.isLeet ? leetLetter(text.bytes[at], reading) : nil
                if leet != nil || isJoined && at == fragment.start {
                    alter(leet ?? text.bytes[at], at, text, &sink)
                } else {
                    copy(at, text, &sink)
                }
                at += 1
            }
            before = fragment
        }
        while at < end {
            copy(at, text, &sink)
            at += 1
        }
    }
}

/// The letter that a digit or symbol is written for.
func leetLetter(_ byte: UInt8, _ reading: DisguiseText.Reading) -> UInt8? {
    switch byte {
    case 0x30: 0x6F  // 0 o
    case 0x31, 0x21, 0x7C: reading == .joined ? 0x69 : 0x6C  // 1 ! | as i or l
    case 0x33: 0x65  // 3 e
    case 0x34, 0x40: 0x61  // 4 @ a
    case 0x35, 0x24: 0x73  // 5 $ s
    case 0x36, 0x39: 0x67  // 6 9 g
    case 0x37: 0x74  // 7 t
    case 0x38: 0x62  // 8 b
    default: nil
    }
}
