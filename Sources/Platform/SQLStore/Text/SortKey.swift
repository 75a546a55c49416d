import VietText

/// Text that sorts, byte by byte, as Vietnamese dictionaries do: a ă â b … d đ e ê … o ô ơ … u ư; syllable before syllable, and
/// within one its tone last: none, huyền, hỏi, ngã, sắc, nặng. Numbers sort by value. Other letters follow Latin ones.
package enum SortKey {
    /// Characters that are looked at.
    private static let maxLength = 200

    package static func vietnamese(_ text: String) -> String {
        var key = ""
        var tone: Character = "0"
        var digits = ""
        func endSyllable() {
            if tone != "0" { key.append(tone) }
            tone = "0"
        }
        func endNumber() {
            guard !digits.isEmpty else { return }
            let value = digits.drop { $0 == "0" }
            // A longer number is a larger one: '0' + its length comes first.
            key.unicodeScalars.append(Unicode.Scalar(UInt8(0x30 + min(value.count, 40))))
            key += value
            digits = ""
        }
        for character in text.lowercased().prefix(maxLength) {
            if let digit = character.asciiValue, digit &- 0x30 < 10 {
                digits.append(character)
                continue
            }
            endNumber()
            guard character.isLetter else {
                endSyllable()
                if key.last != " ", !key.isEmpty { key.append(" ") }
                continue
            }
            let letter = Letter(character)
            key += letter.rank
            if letter.tone != "0" { tone = letter.tone }
        }
        endNumber()
        endSyllable()
        return key
    }

    /// A letter apart from its tone.
    private struct Letter {
        var rank: String
        var tone: Character = "0"

        private static let tones: [UInt32: Character] = [0x300: "1", 0x309: "2", 0x303: "3", 0x301: "4", 0x323: "5"]
        private static let shapes: [UInt32: Character] = [0x306: "b", 0x302: "c", 0x31B: "d"]

        init(_ character: Character) {
            let scalars = Normalizer.nfd(character.unicodeScalars.map(\.value))
            guard let base = scalars.first.flatMap({ UInt8(exactly: $0) }), base < 0x80 else {
                rank = character == "đ" ? "db" : "~" + String(character)
                return
            }
            var shape: Character = "a"
            for mark in scalars.dropFirst() {
                if let found = Self.tones[mark] { tone = found }
                if let found = Self.shapes[mark] { shape = found }
            }
            rank = String(Character(Unicode.Scalar(base))) + String(shape)
        }
    }
}
