internal import CUnicodeTables

/// Finds the windows of a folded stream that hold a disguise, from left to right, without overlap.
struct DisguiseWindows {
    struct Window {
        var range: Range<Int>
        var readsTwoWays: Bool
    }

    let text: DisguiseText
    private let range: Range<Int>
    /// All before this is settled. Stands at the border of a word.
    private var cursor: Int

    private static let contextWords = 4
    private static let contextBytes = 64

    init(bytes: UnsafeBufferPointer<UInt8>, marks: UnsafeBufferPointer<UInt8>, range: Range<Int>) {
        text = DisguiseText(bytes: bytes, marks: marks)
        self.range = range
        cursor = range.lowerBound
    }

    mutating func next() -> Window? {
        while let candidate = nextCandidate() {
            var at = wordStart(before: candidate)
            while at < range.upperBound, at <= candidate {
                if text.isGap(at) {
                    at += 1
                    continue
                }
                let unit = text.unit(at: at, in: range)
                if unit.isSuspicious { return window(around: unit) }
                at = unit.end
            }
            cursor = max(at, candidate + 1)
        }
        cursor = range.upperBound
        return nil
    }

    private mutating func window(around first: DisguiseText.Unit) -> Window {
        var readsTwoWays = first.readsTwoWays
        var end = first.end  // of the window
        var edge = first.end  // of the last suspicious unit
        var plainWords = 0
        var at = first.end
        // Twice the context: the next suspicious word within it would have this window's end in its own window.
        while at < range.upperBound, text.bytes[at] != 0, plainWords < 2 * Self.contextWords,
            at - edge < 2 * Self.contextBytes
        {
            if text.isGap(at) {
                at += 1
                continue
            }
            let unit = text.unit(at: at, in: range)
            at = unit.end
            if unit.isSuspicious {
                readsTwoWays = readsTwoWays || unit.readsTwoWays
                plainWords = 0
                end = unit.end
                edge = unit.end
            } else {
                plainWords += 1
                if plainWords <= Self.contextWords, unit.end - edge <= Self.contextBytes { end = unit.end }
            }
        }
        let start = contextStart(before: first.start)
        cursor = end
        return Window(range: start..<end, readsTwoWays: readsTwoWays)
    }

    /// Up to four words back, at the border of a word.
    private func contextStart(before position: Int) -> Int {
        let limit = max(cursor, position - Self.contextBytes)
        var start = position
        var words = 0
        var at = position
        while at > limit, text.bytes[at - 1] != 0, words < Self.contextWords {
            at -= 1
            guard !text.isGap(at) else { continue }
            if at == range.lowerBound || text.isGap(at - 1) {
                start = at
                words += 1
            }
        }
        return start
    }

    /// Where the word around `position` begins, or a row of single letters that leads to it.
    private func wordStart(before position: Int) -> Int {
        var start = position
        var at = position
        let limit = max(cursor, position - DisguiseText.maxWordBytes)
        while at > limit, text.isGap(at - 1) { at -= 1 }
        for _ in 0..<3 {
            while at > limit, !text.isGap(at - 1) { at -= 1 }
            start = at
            while at > limit, text.isGap(at - 1), text.bytes[at - 1] != 0 { at -= 1 }
            guard at - 2 < limit || at - 2 < range.lowerBound || text.isGap(at - 2) else { break }
        }
        return start
    }

    /// The next position, from `cursor` on, in or right behind a word that may be suspicious. Over-inclusive; looks at
    /// 64 bytes a step.
    private func nextCandidate() -> Int? {
        guard let base = text.bytes.baseAddress else { return nil }
        var at = cursor
        var masks = Masks()
        // One step past the end: a word is closed by what follows it.
        while at <= range.upperBound {
            let left = range.upperBound - at
            let found = masks.suspicious(left >= 64 ? vt_classify(base + at) : Self.classifyTail(base + at, left))
            if found != 0 { return min(at + found.trailingZeroBitCount, range.upperBound - 1) }
            at += 64
        }
        return nil
    }

    /// One bit for every byte of a stream, and for the place behind it, in or right behind a word that may be suspicious.
    static func candidates(in bytes: UnsafeBufferPointer<UInt8>, into places: inout [UInt64]) {
        places.removeAll(keepingCapacity: true)
        guard let base = bytes.baseAddress else { return }
        var masks = Masks()
        for at in stride(from: 0, through: bytes.count, by: 64) {
            let left = bytes.count - at
            places.append(masks.suspicious(left >= 64 ? vt_classify(base + at) : classifyTail(base + at, left)))
        }
    }

    private static func classifyTail(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> vt_byte_classes {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 64) { block in
            block.initialize(repeating: 0)
            for offset in 0..<count { block[offset] = bytes[offset] }
            guard let base = block.baseAddress else { return vt_byte_classes() }
            return vt_classify(base)
        }
    }
}

/// The masks of the 64 bytes before, carried into the next step. Before the first step there is a gap.
private struct Masks {
    private var word: UInt64 = 0
    private var letter: UInt64 = 0
    private var other: UInt64 = 0
    private var leet: UInt64 = 0
    private var inner: UInt64 = 0
    private var single: UInt64 = 0

    /// Bit `i` is set where byte `i` ends a pattern that only a disguise, a number or an address has.
    mutating func suspicious(_ classes: vt_byte_classes) -> UInt64 {
        let letters = classes.letters
        let others = classes.other
        let words = letters | classes.digits | others
        let leets = classes.digits | classes.symbols
        let inners = ~(words | classes.spaces)
        // A letter beside a leet digit or symbol.
        let mixed = letters & shift(leets, leet, 1) | leets & shift(letters, letter, 1)
        // One or two separators between two word bytes, one of them a letter.
        let twoInner = shift(inners, inner, 2)
        let afterOne = shift(words, word, 2) & (letters | shift(letters, letter, 2))
        let afterTwo = twoInner & shift(words, word, 3) & (letters | shift(letters, letter, 3))
        let dotted = words & shift(inners, inner, 1) & (afterOne | afterTwo)
        // A symbol of two to four bytes between two letters.
        let reach = shift(letters, letter, 4) | shift(others, other, 4) & shift(letters, letter, 5)
        let gap = shift(letters, letter, 3) | shift(others, other, 3) & reach
        let starred = letters & shift(others, other, 1) & shift(others, other, 2) & gap
        // Two single letters with one to three bytes between them.
        let singles = ~words & shift(letters, letter, 1) & ~shift(words, word, 2)
        let row = singles & (shift(singles, single, 2) | shift(singles, single, 3) | shift(singles, single, 4))
        (word, letter, other, leet, inner, single) = (words, letters, others, leets, inners, singles)
        return mixed | dotted | starred | row
    }

    private func shift(_ mask: UInt64, _ before: UInt64, _ distance: UInt64) -> UInt64 {
        mask &<< distance | before &>> (64 - distance)
    }
}
