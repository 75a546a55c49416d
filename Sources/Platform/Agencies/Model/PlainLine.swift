import VietText

/// Text of one line, as a person typed it or a file held it.
package enum PlainLine {
    /// Letters and marks joined (NFC), blanks at the ends and doubled ones removed. Nil when nothing is left, when it has more
    /// than `maxLength` code points (which is what databases count), and when it holds what is not seen: control characters, and marks that turn the direction
    /// of writing.
    package static func clean(_ text: String, maxLength: Int) -> String? {
        guard text.utf8.count <= maxLength * 8 else { return nil }
        let scalars = Normalizer.nfc(text.unicodeScalars.map(\.value)).compactMap(Unicode.Scalar.init)
        guard !scalars.contains(where: isUnseen) else { return nil }
        var line = ""
        line.unicodeScalars.append(contentsOf: scalars)
        let joined = line.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return joined.isEmpty || joined.unicodeScalars.count > maxLength ? nil : joined
    }

    private static func isUnseen(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control: scalar != "\t"
        case .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned: true
        default: false
        }
    }

    /// `[a-z0-9]+(-[a-z0-9]+)*`: what words of closed sets and keys are spelled with.
    static func isKey(_ text: String, maxLength: Int) -> Bool {
        guard (1...maxLength).contains(text.utf8.count) else { return false }
        return text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false).allSatisfy { part in
            !part.isEmpty && part.allSatisfy { ($0 >= 0x30 && $0 <= 0x39) || ($0 >= 0x61 && $0 <= 0x7A) }
        }
    }
}
