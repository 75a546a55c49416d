import VietText

/// Text whose letters and marks are joined (NFC).
enum ComposedText {
    /// True for valid UTF-8 without NUL, of characters that are joined whatever stands beside them: ASCII, Latin letters with
    /// their marks, all that Vietnamese needs. Says nothing of other text.
    static func isPlain(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var at = 0
        while at < bytes.count {
            let lead = bytes[at]
            if lead &- 1 < 0x7F {
                at += 1
            } else if lead >= 0xC2, lead <= 0xCB {  // U+0080–U+02FF
                guard at + 1 < bytes.count, bytes[at + 1] & 0xC0 == 0x80 else { return false }
                at += 2
            } else if lead == 0xE1 {  // U+1E00–U+1EFF
                guard at + 2 < bytes.count, bytes[at + 1] >= 0xB8, bytes[at + 1] <= 0xBB, bytes[at + 2] & 0xC0 == 0x80
                else { return false }
                at += 3
            } else {
                return false
            }
        }
        return true
    }

    static func compose(_ text: String) -> [UInt8] {
        var bytes: [UInt8] = []
        for value in Normalizer.nfc(text.unicodeScalars.map(\.value)) {
            bytes += Unicode.Scalar(value).map { Array(String($0).utf8) } ?? []
        }
        return bytes
    }
}
