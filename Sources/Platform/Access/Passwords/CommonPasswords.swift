import SQLStore

/// Passwords and words that strangers try first. A list of our own, which an operator may add to; it comes as data.
package struct CommonPasswords: Sendable {
    /// Entries that are read; further ones are left out.
    private static let maxCount = 1_000_000

    private var entries: Set<String> = []

    /// - Parameter texts: in any case, with or without marks and blanks; those of fewer than four letters are passed over.
    package init(_ texts: some Sequence<String>) {
        for text in texts.prefix(Self.maxCount) {
            let folded = Self.compact(text)
            if folded.utf8.count >= 4 { entries.insert(folded) }
        }
    }

    package var count: Int { entries.count }

    /// Whether the password is an entry, also with digits and signs before and behind it, as two entries joined, or with
    /// digits and signs in the place of letters (`p@ssw0rd`). Cost: linear in the password, at most 256 code points.
    func contains(_ password: String) -> Bool {
        let whole = Self.compact(password)
        let plain = Self.withLettersForSigns(whole)
        return [
            whole, Self.trimmed(whole), plain, Self.trimmed(plain),
            Self.trimmed(Self.withLettersForSigns(Self.trimmed(whole))),
        ]
        .contains { entries.contains($0) || isTwo($0) }
    }

    /// Two entries, with nothing but digits and signs between them.
    private func isTwo(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard (8...64).contains(bytes.count) else { return false }
        for place in 4...(bytes.count - 4) {
            let first = Self.trimmed(String(decoding: bytes[..<place], as: UTF8.self))
            guard entries.contains(first) else { continue }
            if entries.contains(Self.trimmed(String(decoding: bytes[place...], as: UTF8.self))) { return true }
        }
        return false
    }

    /// Folded (lower case, no marks), without blanks.
    private static func compact(_ text: String) -> String {
        SearchText.folded(text).filter { $0 != " " }
    }

    /// Without the digits and signs at both ends.
    private static func trimmed(_ text: String) -> String {
        let bytes = Array(text.utf8)
        let isLetter = { (byte: UInt8) in byte &- 0x61 < 26 || byte >= 0x80 }
        guard let start = bytes.firstIndex(where: isLetter), let end = bytes.lastIndex(where: isLetter) else {
            return text
        }
        return String(decoding: bytes[start...end], as: UTF8.self)
    }

    private static func withLettersForSigns(_ text: String) -> String {
        let letters: [UInt8: UInt8] = [
            0x40: 0x61, 0x34: 0x61, 0x33: 0x65, 0x31: 0x69, 0x21: 0x69, 0x30: 0x6F, 0x24: 0x73, 0x35: 0x73, 0x37: 0x74,
        ]
        return String(decoding: text.utf8.map { letters[$0] ?? $0 }, as: UTF8.self)
    }
}
