import Patterns
import VietText

/// Hits that the search for words alone does not give: brand-shaped tokens, and words and names in disguise.
extension HitCollector {
    /// Tokens in which a letter and a digit stand side by side.
    func acceptDigitBrands() {
        let bytes = folded.bytes
        let count = bytes.count
        var position = 1
        while let edge = AlphanumericEdge.next(in: bytes, from: position) {
            var start = edge
            while start > 0, edge - start < 32, CharacterClass.isLatinWord(bytes[start - 1]) { start -= 1 }
            var end = edge
            while end < count, end - start < 64, CharacterClass.isLatinWord(bytes[end]) { end += 1 }
            position = max(end, edge) + 1
            let token = UnsafeBufferPointer(rebasing: bytes[start..<end])
            if let kind = rules.brandShape.kind(of: token) {
                append(start, end, rules.brandTerm(kind), 1)
            }
        }
    }

    /// Words whose letters are spaced, dotted or written as digits.
    func acceptDisguised() {
        disguise.removeAll()
        disguise.lookOver(folded)
        for segment in segments {
            disguise.append(windowsOf: folded, range: Int(segment.foldStart)..<Int(segment.foldEnd))
        }
        guard disguise.count > 0 else { return }
        let bytes = disguise.bytes
        acceptSpacedBrands(bytes)
        rules.literalSet.scan(bytes, into: &raw)
        for hit in raw {
            let literal = rules.literals[Int(hit.pattern)]
            let end = Int(hit.end)
            let start = end - Int(literal.length)
            if literal.isHostEnd { continue }
            if literal.isStem {
                acceptDisguisedStem(start, end, bytes)
                continue
            }
            guard (start..<end).contains(where: { disguise.isAltered($0) }) else { continue }
            if literal.marksStart >= 0,
                agreement(of: literal, bytes: bytes, marks: disguise.marks, start, end) == .conflicting
            {
                continue
            }
            let first = Int(disguise.position(of: start))
            let last = Int(disguise.position(of: end - 1)) + 1
            guard last > first, last - first < 400 else { continue }
            append(first, last, literal.term, 1)
        }
    }

    /// Brand-shaped tokens that show only when their letters are put together (`p l u t o 8 8`).
    private func acceptSpacedBrands(_ bytes: UnsafeBufferPointer<UInt8>) {
        var position = 1
        while let edge = AlphanumericEdge.next(in: bytes, from: position) {
            var start = edge
            while start > 0, edge - start < 32, CharacterClass.isLatinWord(bytes[start - 1]) { start -= 1 }
            var end = edge
            while end < bytes.count, end - start < 64, CharacterClass.isLatinWord(bytes[end]) { end += 1 }
            position = max(end, edge) + 1
            guard (start..<end).contains(where: { disguise.isAltered($0) }),
                let kind = rules.brandShape.kind(of: UnsafeBufferPointer(rebasing: bytes[start..<end]))
            else { continue }
            let first = Int(disguise.position(of: start))
            let last = Int(disguise.position(of: end - 1)) + 1
            if last > first, last - first < 100 { append(first, last, rules.brandTerm(kind), 1) }
        }
    }

    /// `kusumat0t0`: a token that ends in a stem once its digits are read as letters.
    private func acceptDisguisedStem(_ stem: Int, _ end: Int, _ bytes: UnsafeBufferPointer<UInt8>) {
        if end < bytes.count, CharacterClass.isLatinWord(bytes[end]) { return }
        var start = stem
        while start > 0, stem - start < 24, CharacterClass.isLatinWord(bytes[start - 1]) { start -= 1 }
        guard (start..<end).contains(where: { disguise.isAltered($0) }),
            let kind = rules.brandShape.kind(of: UnsafeBufferPointer(rebasing: bytes[start..<end]))
        else { return }
        let first = Int(disguise.position(of: start))
        let last = Int(disguise.position(of: end - 1)) + 1
        guard last > first, last - first < 100 else { return }
        // `789bet` is a brand as it stands; that its digits may be read as letters too says nothing more.
        let plain = UnsafeBufferPointer(rebasing: folded.bytes[first..<last])
        if rules.brandShape.kind(of: plain) == nil { append(first, last, rules.brandTerm(kind), 1) }
    }

    /// Names whose letters are look-alikes (mathematical, Cyrillic, full-width) or spaced, where the text around them is
    /// plain. A text that is disguised as a whole says nothing by that.
    func acceptDisguisedNames() {
        // Nearly every page has none at all, which is seen sooner as a whole than segment by segment.
        let marks = folded.marks
        guard ByteScan.count(marks, marks.indices, with: FoldMark.disguised) >= Self.leastDisguised else { return }
        for segment in segments {
            let range = Int(segment.foldStart)..<Int(segment.foldEnd)
            guard holdsHiddenNames(range) else { continue }
            acceptDisguisedNames(range)
        }
    }

    /// Letters in disguise that are no accident.
    private static let leastDisguised = 4

    /// Words in disguise that may all be names in a short text.
    private static let mostNames = 6

    /// True when some words are in disguise, and most are not. Counted in words: where nothing but zero-width characters
    /// hides the letters, the first of each word looks plain. Spaced letters are one word.
    private func holdsHiddenNames(_ range: Range<Int>) -> Bool {
        let bytes = folded.bytes
        let marks = folded.marks
        guard ByteScan.count(marks, range, with: FoldMark.disguised) >= Self.leastDisguised else { return false }
        var words = 0
        var disguised = 0
        var lastLength = 0
        var lastIsDisguised = false
        var position = range.lowerBound
        while position < range.upperBound {
            guard CharacterClass.isLatinWord(bytes[position]) else {
                position += 1
                continue
            }
            let start = position
            var isDisguised = false
            while position < range.upperBound, CharacterClass.isLatinWord(bytes[position]) {
                if marks[position] & FoldMark.disguised != 0 { isDisguised = true }
                position += 1
            }
            // A name in spaced letters is one word.
            let goesOn = position - start == 1 && lastLength == 1
            if !goesOn { words += 1 }
            if isDisguised, !goesOn || !lastIsDisguised { disguised += 1 }
            lastIsDisguised = isDisguised || goesOn && lastIsDisguised
            lastLength = position - start
        }
        // Whoever hides names hides a few of them.
        return disguised * 5 < words * 3 && (disguised <= Self.mostNames || disguised * 4 < words)
    }

    private func acceptDisguisedNames(_ range: Range<Int>) {
        let bytes = folded.bytes
        let marks = folded.marks
        var position = range.lowerBound
        while position < range.upperBound {
            guard marks[position] & FoldMark.disguised != 0, CharacterClass.isLatinWord(bytes[position]) else {
                position += 1
                continue
            }
            var start = position
            while start > range.lowerBound, position - start < 24, CharacterClass.isLatinWord(bytes[start - 1]) {
                start -= 1
            }
            let end = endOfName(from: position, range)
            var letters = 0
            var digits = 0
            var disguised = 0
            for index in start..<end where CharacterClass.isLatinWord(bytes[index]) {
                letters += 1
                if CharacterClass.isDigit(bytes[index]) { digits += 1 }
                if marks[index] & FoldMark.disguised != 0 { disguised += 1 }
            }
            // A Vietnamese word with one borrowed letter is bad typing; a number, an hour or a word of Vietnamese is no name.
            if letters >= 4, disguised >= 3, letters - digits >= 2, !AccentRule.hasVietnameseMarks(marks, start, end),
                !VietnameseSyllable.isBuilt(UnsafeBufferPointer(rebasing: bytes[start..<end]))
            {
                append(start, end, rules.brandTerm(.disguised), 1)
            }
            position = max(end, position + 1)
        }
    }

    /// To the end of the token; over single spaces while single letters follow.
    private func endOfName(from start: Int, _ range: Range<Int>) -> Int {
        let bytes = folded.bytes
        var end = start
        while end < range.upperBound, end - start < 64 {
            if CharacterClass.isLatinWord(bytes[end]) {
                end += 1
            } else if bytes[end] == 0x20, end + 1 < range.upperBound, CharacterClass.isLatinWord(bytes[end + 1]),
                isSingle(end - 1, range) && isSingle(end + 1, range)
            {
                end += 1
            } else {
                break
            }
        }
        return end
    }

    private func isSingle(_ index: Int, _ range: Range<Int>) -> Bool {
        let bytes = folded.bytes
        let left = index - 1 < range.lowerBound || !CharacterClass.isLatinWord(bytes[index - 1])
        let right = index + 1 >= range.upperBound || !CharacterClass.isLatinWord(bytes[index + 1])
        return left && right
    }

    /// Words of file names and paths that stand in the text (`tai-game-bai-doi-thuong.html`): tokens with at least two
    /// hyphens or underscores, read with spaces instead.
    func acceptSlugs() {
        let bytes = folded.bytes
        slugs.removeAll(keepingCapacity: true)
        slugStarts.removeAll(keepingCapacity: true)
        var position = 0
        while position < bytes.count, let hyphen = SlugFinder.next(in: bytes, from: position) {
            var start = hyphen
            while start > position, bytes[start - 1] > 0x20 { start -= 1 }
            var end = hyphen
            var hyphens = 0
            while end < bytes.count, bytes[end] > 0x20, end - start < 300 {
                if SlugFinder.isJoint(bytes[end]) { hyphens += 1 }
                end += 1
            }
            position = max(end, hyphen + 1)
            guard hyphens >= 2, end - start >= 10 else { continue }
            slugStarts.append((slug: slugs.count, folded: start))
            for byte in bytes[start..<end] { slugs.append(CharacterClass.isURLSeparator(byte) ? 0x20 : byte) }
            slugs.append(0)
        }
        guard !slugs.isEmpty else { return }
        slugs.withUnsafeBufferPointer { text in
            rules.literalSet.scan(text, into: &raw)
            var slug = 0
            for hit in raw {
                let literal = rules.literals[Int(hit.pattern)]
                let end = Int(hit.end)
                let start = end - Int(literal.length)
                guard !literal.isStem, !literal.isHostEnd, !literal.isCompact, text[start..<end].contains(0x20) else {
                    continue
                }
                if start > 0, CharacterClass.isLatinWord(text[start - 1]) { continue }
                if end < text.count, CharacterClass.isLatinWord(text[end]) { continue }
                while slug + 1 < slugStarts.count, slugStarts[slug + 1].slug <= start { slug += 1 }
                let offset = slugStarts[slug].folded - slugStarts[slug].slug
                append(start + offset, end + offset, literal.term, 0.9)
            }
        }
    }
}

/// Finds joints of slugs: a hyphen or underscore between two letters or digits.
private enum SlugFinder {
    static func isJoint(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") }

    static func next(in bytes: UnsafeBufferPointer<UInt8>, from: Int) -> Int? {
        var position = max(from, 1)
        while let joint = ByteScan.hyphen(in: bytes, from: position), joint + 1 < bytes.count {
            position = joint
            if CharacterClass.isLatinWord(bytes[position - 1]), CharacterClass.isLatinWord(bytes[position + 1]) {
                return position
            }
            position += 1
        }
        return nil
    }
}
