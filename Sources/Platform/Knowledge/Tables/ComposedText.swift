import VietText

/// Text whose letters and marks are joined (NFC).
enum ComposedText {
    /// True for valid UTF-8 without NUL, of characters that are joined whatever stands beside them: ASCII, Latin letters with
    /// their marks, all that Vietnamese needs, and most of what adverts in other scripts are written with (Cyrillic, Thai with
    /// its marks in order, kana, Han). Says nothing of other text.
    static func isPlain(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var at = 0
        var mark: UInt8 = 0
        while at < bytes.count {
            let lead = bytes[at]
            if lead &- 1 < 0x7F {
                at &+= 1
                mark = 0
                continue
            }
            let second = at &+ 1 < bytes.count ? bytes[at &+ 1] : 0
            guard second & 0xC0 == 0x80 else { return false }
            if isPlainPair(lead, second) {
                at &+= 2
                mark = 0
                continue
            }
            guard at &+ 2 < bytes.count, bytes[at &+ 2] & 0xC0 == 0x80, isPlainTriple(lead, second, bytes[at &+ 2])
            else { return false }
            let before = mark
            mark = lead == 0xE0 ? thaiClass(second, bytes[at &+ 2]) : 0
            if mark != 0, mark < before { return false }
            at &+= 3
        }
        return true
    }

    /// - Parameter second: a byte of 0x80 to 0xBF.
    @inline(__always)
    private static func isPlainPair(_ lead: UInt8, _ second: UInt8) -> Bool {
        switch lead {
        case 0xC2...0xCB, 0xD0, 0xD1, 0xD3: true  // U+0080–U+02FF, U+0400–U+047F, U+04C0–U+04FF
        case 0xD2: second < 0x83 || second > 0x87  // U+0480–U+04BF without combining marks
        default: false
        }
    }

    /// - Parameters: bytes of 0x80 to 0xBF behind the lead.
    @inline(__always)
    private static func isPlainTriple(_ lead: UInt8, _ second: UInt8, _ third: UInt8) -> Bool {
        switch lead {
        case 0xE1: second >= 0xB8 && second <= 0xBB  // U+1E00–U+1EFF
        case 0xE0: second == 0xB8 || second == 0xB9  // U+0E00–U+0E7F
        case 0xE2: second == 0x80 && third >= 0x82  // U+2002–U+203F
        // U+3040–U+30FF without the two marks that join, U+3400–U+3FFF
        case 0xE3:
            second >= 0x90 || second >= 0x81 && second <= 0x83 && !(second == 0x82 && (third == 0x99 || third == 0x9A))
        case 0xE4...0xE9: true  // U+4000–U+9FFF
        default: false
        }
    }

    /// The combining class of a Thai character, by which marks that follow each other are ordered; 0 for what is none.
    private static func thaiClass(_ second: UInt8, _ third: UInt8) -> UInt8 {
        switch (second, third) {
        case (0xB8, 0xB8), (0xB8, 0xB9): 103  // U+0E38, U+0E39
        case (0xB8, 0xBA): 9  // U+0E3A
        case (0xB9, 0x88...0x8B): 107  // U+0E48–U+0E4B
        default: 0
        }
    }

    static func compose(_ text: String) -> [UInt8] {
        var bytes: [UInt8] = []
        for value in Normalizer.nfc(text.unicodeScalars.map(\.value)) {
            bytes += Unicode.Scalar(value).map { Array(String($0).utf8) } ?? []
        }
        return bytes
    }
}
