import VietText

/// Names, addresses and reasons that people type about accounts.
enum AccountText {
    static let maxNameLength = 100
    private static let maxReasonLength = 500
    private static let maxMailByteCount = 254

    /// In form NFC, without blanks at its ends; nil when it is empty, too long, or holds what cannot be seen.
    static func name(_ typed: String) -> String? { line(typed, maxNameLength) }

    static func reason(_ typed: String) -> String? { line(typed, maxReasonLength) }

    private static func line(_ typed: String, _ maxLength: Int) -> String? {
        guard typed.utf8.count <= maxLength * 8, typed.unicodeScalars.allSatisfy(\.isShown) else { return nil }
        var scalars = Normalizer.nfc(typed.unicodeScalars.map(\.value)).compactMap(Unicode.Scalar.init)[...]
        while scalars.first?.properties.isWhitespace == true { scalars.removeFirst() }
        while scalars.last?.properties.isWhitespace == true { scalars.removeLast() }
        guard (1...maxLength).contains(scalars.count) else { return nil }
        var text = ""
        text.unicodeScalars.append(contentsOf: scalars)
        return text
    }

    /// An address of one mailbox, in ASCII, or empty; nil for anything else.
    static func mail(_ typed: String) -> String? {
        let bytes = Array(typed.utf8)
        guard bytes.count <= maxMailByteCount, bytes.allSatisfy({ (0x21...0x7E).contains($0) }) else { return nil }
        if bytes.isEmpty { return "" }
        let parts = bytes.split(separator: 0x40, omittingEmptySubsequences: false)
        let signs = Array(#""(),:;<>[\]"#.utf8)
        guard parts.count == 2, (1...64).contains(parts[0].count), !bytes.contains(where: signs.contains) else {
            return nil
        }
        let labels = parts[1].split(separator: 0x2E, omittingEmptySubsequences: false)
        guard labels.count >= 2, labels.allSatisfy({ (1...63).contains($0.count) }) else { return nil }
        return typed
    }

    /// What a stranger typed, for the record: at most 64 characters, of which each can be seen.
    static func excerpt(_ typed: String) -> String {
        var text = ""
        for scalar in typed.unicodeScalars.prefix(64) {
            text.unicodeScalars.append(scalar.isShown ? scalar : "\u{FFFD}")
        }
        return text
    }
}
