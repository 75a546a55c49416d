/// One word of a folded stream cut at its inner separators: `b.ong` is `b` and `ong`.
struct DisguisedWord {
    struct Fragment {
        var start: Int
        var end: Int
        var letters = 0
        var digits = 0
        var symbols = 0
        var hasVowel = false
        /// Holds 1, ! or |, which stand for i or l.
        var hasTwoReadings = false
        /// `http` before `://`.
        var isAddress = false
        var count: Int { end - start }
        /// Letters and leet mixed; `7h` and `100k` are numbers with a unit.
        var isLeet: Bool {
            guard letters > 0, digits + symbols > 0 else { return false }
            return !(symbols == 0 && letters == 1 && endsInLetter)
        }
        var endsInLetter = false
    }

    /// What becomes of the separators between two fragments.
    enum Gap {
        case kept
        case removed
        /// Removed, or a space: both sides may be syllables.
        case space
        /// A space in the spaced reading only: both sides are words.
        case wide
    }

    private let text: DisguiseText
    private let start: Int
    private let end: Int
    private var at: Int
    /// A single | inside a word is a letter; several are separators.
    private let isBarLetter: Bool

    init(_ text: DisguiseText, _ start: Int, _ end: Int) {
        self.text = text
        self.start = start
        self.end = end
        at = start
        var bars = 0
        for position in start..<end where text.bytes[position] == 0x7C { bars += 1 }
        isBarLetter = bars == 1
    }

    mutating func nextFragment() -> Fragment? {
        while at < end, !belongs(at) { at += 1 }
        guard at < end else { return nil }
        var fragment = Fragment(start: at, end: at)
        while at < end, belongs(at) {
            note(at, in: &fragment)
            at += 1
        }
        fragment.end = at
        fragment.isAddress =
            at + 2 < end && text.bytes[at] == 0x3A && text.bytes[at + 1] == 0x2F && text.bytes[at + 2] == 0x2F
        return fragment
    }

    private func note(_ at: Int, in fragment: inout Fragment) {
        let byte = text.bytes[at]
        fragment.endsInLetter = false
        if text.isLetter(at) {
            fragment.letters += 1
            fragment.endsInLetter = true
            // a e i o u y as bits of the alphabet
            fragment.hasVowel = fragment.hasVowel || 0x110_4111 >> UInt32(byte - 0x61) & 1 != 0
        } else if byte != 0x32, text.isDigit(at) {
            fragment.digits += 1
        } else if byte < 0x80, !text.isDigit(at) {
            fragment.symbols += 1
        }
        fragment.hasTwoReadings = fragment.hasTwoReadings || byte == 0x31 || byte == 0x21 || byte == 0x7C
    }

    /// Part of a fragment: letters and digits; @ and $ beside one; ! and a single | between two.
    private func belongs(_ at: Int) -> Bool {
        if text.isWord(at) { return true }
        let byte = text.bytes[at]
        let isAfterWord = at > start && text.isWord(at - 1)
        let isBeforeWord = at + 1 < end && text.isWord(at + 1)
        switch byte {
        case 0x40, 0x24: return isAfterWord || isBeforeWord
        case 0x21: return isAfterWord && isBeforeWord
        case 0x7C: return isBarLetter && isAfterWord && isBeforeWord
        default: return false
        }
    }

    /// What stands between `left` and `right`, its neighbour.
    func gap(_ left: Fragment, _ right: Fragment) -> Gap {
        guard left.letters > 0, right.letters > 0, isHiding(left.end, right.start) else { return .kept }
        let areSyllables = left.hasVowel && right.hasVowel
        let isUnusual = isNoPunctuation(text.bytes[left.end])
        let least = min(left.count, right.count)
        // `te-hoi` and `va/hoac` are two words; `lo-de` may be, and `kh-uyen` is one.
        guard least <= 2, isUnusual || !areSyllables || least == 1 || max(left.count, right.count) == 2 else {
            return areSyllables && isUnusual ? .wide : .kept
        }
        return areSyllables ? .space : .removed
    }

    /// One or two separators, or one symbol.
    private func isHiding(_ from: Int, _ to: Int) -> Bool {
        var ascii = 0
        for position in from..<to {
            guard text.isSeparator(position) else { return false }
            if text.bytes[position] < 0x80 { ascii += 1 }
        }
        return ascii <= 2 && to - from <= 6
    }

    /// Separators that no orthography puts between two words without a space.
    private func isNoPunctuation(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x2E, 0x5F, 0x2A, 0x7E, 0x5E, 0x2B, 0x7C: true  // . _ * ~ ^ + |
        case 0x80...: true  // a symbol
        default: false
        }
    }
}
