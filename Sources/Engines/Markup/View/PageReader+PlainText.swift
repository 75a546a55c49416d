// Plain text as a page.
extension PageReader {
    /// A paragraph without a line end is cut at the end of a sentence beyond this many bytes.
    private static let longParagraph = 2_000
    /// … and at any space, or anywhere at all, beyond these.
    private static let longSentence = 8_000
    private static let longWord = 32_000

    /// Each line is a block.
    mutating func readParagraphs() {
        var at = 0
        let base = source.base
        while at < source.count {
            var end = at
            while end < source.count, base[end] != 0x0A, base[end] != 0x0D {
                if end - at >= PageReader.longParagraph, isCut(at: end, from: at) { break }
                end += 1
            }
            addParagraph(at, end)
            at = end
            while at < source.count, base[at] <= 0x20 { at += 1 }
        }
    }

    /// True when a long paragraph may be cut before `end`: never inside a UTF-8 sequence.
    private func isCut(at end: Int, from start: Int) -> Bool {
        let byte = source.base[end]
        if byte & 0xC0 == 0x80 { return false }
        let length = end - start
        if length >= PageReader.longWord { return true }
        guard byte == 0x20 || byte == 0x09 else { return false }
        if length >= PageReader.longSentence { return true }
        let before = source.base[end - 1]
        return before == 0x2E || before == 0x21 || before == 0x3F || before == 0x3B
    }

    private mutating func addParagraph(_ start: Int, _ end: Int) {
        var ink: UInt32 = 0
        var mayHoldAddress = false
        for at in start..<end {
            let byte = source.base[at]
            if byte > 0x20 { ink &+= 1 }
            if byte == 0x3A || byte | 0x20 == 0x77 { mayHoldAddress = true }
        }
        guard ink > 0 else { return }
        let from = UInt32(truncatingIfNeeded: start)
        let to = UInt32(truncatingIfNeeded: end)
        openBlockIfNeeded()
        append(raw: from, to, ink: ink)
        if mayHoldAddress { findAddresses(from, to) }
        finishBlock()
    }
}
