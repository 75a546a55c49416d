/// How far the tones and marks of a hit agree with those of the term as its pack writes it.
package struct AccentAgreement: Equatable, Sendable {
    package enum Outcome: UInt8, Sendable {
        /// Every syllable is written as in the term; `hoà` and `hòa` are the same.
        case exact
        /// Some syllables stand without any mark (or with đ alone), none with another one.
        case stripped
        /// A syllable has marks that the term's has not, or others: a different word.
        case conflicting
    }
    package var outcome: Outcome
    /// True when any byte of the hit was written in disguise.
    package var isDisguised: Bool

    package init(outcome: Outcome, isDisguised: Bool) {
        self.outcome = outcome
        self.isDisguised = isDisguised
    }

    /// Compares a hit with its term, syllable by syllable (parted by 0x20). Shapes must agree byte by byte; the tones of a
    /// syllable in their order, whichever letters they stand on.
    ///
    /// Cost is linear; allocates nothing.
    /// - Parameters:
    ///   - termBytes: the folded term; the hit has the same bytes.
    ///   - termMarks: marks of the term, as many.
    ///   - textMarks: marks of the hit, as many. If the lengths differ, the shortest counts.
    package init(
        termBytes: UnsafeBufferPointer<UInt8>, termMarks: UnsafeBufferPointer<UInt8>,
        textMarks: UnsafeBufferPointer<UInt8>
    ) {
        let count = min(termBytes.count, termMarks.count, textMarks.count)
        var outcome = Outcome.exact
        var disguise: UInt8 = 0
        var start = 0
        while start < count {
            var end = start
            while end < count, termBytes[end] != 0x20 {
                disguise |= textMarks[end]
                end += 1
            }
            let syllable = Self.compare(termMarks, textMarks, start, end)
            outcome = syllable.rawValue > outcome.rawValue ? syllable : outcome
            // The space between syllables may itself be an altered byte.
            if end < count { disguise |= textMarks[end] }
            start = end + 1
        }
        self.init(outcome: outcome, isDisguised: disguise & FoldMark.disguised != 0)
    }

    private static func compare(
        _ term: UnsafeBufferPointer<UInt8>, _ text: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int
    ) -> Outcome {
        let tones = FoldMark.toneMask
        let shapes = FoldMark.shapeMask
        var isSame = true
        var isBare = true  // nothing but đ, where the term has it too
        var termAt = start
        for at in start..<end {
            let shape = text[at] & shapes
            let tone = text[at] & tones
            if shape != term[at] & shapes { isSame = false }
            if tone != 0 || shape != 0 && !(shape == FoldMark.stroke && term[at] & shapes == shape) { isBare = false }
            guard tone != 0 else { continue }
            while termAt < end, term[termAt] & tones == 0 { termAt += 1 }
            if termAt == end || term[termAt] & tones != tone { isSame = false }
            termAt = min(termAt + 1, end)
        }
        while termAt < end, term[termAt] & tones == 0 { termAt += 1 }
        if termAt < end { isSame = false }
        return isSame ? .exact : isBare ? .stripped : .conflicting
    }
}

/// Folds a term of a pack as a page would be folded: its bytes for the search, its marks for `AccentAgreement`.
/// Not for hot paths: makes a buffer of its own.
package func foldTerm(_ utf8: [UInt8], table: FoldTable = .standard) -> (bytes: [UInt8], marks: [UInt8]) {
    let folded = FoldBuffer(table: table)
    utf8.withUnsafeBufferPointer { folded.append($0, sourceOffset: 0) }
    let count = folded.bytes.last == 0x20 ? folded.count - 1 : folded.count
    return (Array(folded.bytes.prefix(count)), Array(folded.marks.prefix(count)))
}
