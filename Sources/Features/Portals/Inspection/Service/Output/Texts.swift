package import Knowledge

/// The words that people see, in one language, from `texts/portals.tsv` (key, vi, en).
package struct Texts: Sendable {
    package enum Language: String, Sendable, CaseIterable {
        case vi, en
    }

    package let language: Language
    private let words: [String: String]

    /// - Throws: `FileError` when the file is missing or faulty.
    package init(resources: String, language: Language) throws(FileError) {
        var diagnostics = Diagnostics()
        let path = resources + "/texts/portals.tsv"
        let table = TSVReader().read(path, required: ["key", "vi", "en"], &diagnostics)
        if let first = diagnostics.all.first { throw FileError(path: path, reason: first.message) }
        var words: [String: String] = [:]
        for row in table?.rows ?? [] {
            if let key = row["key"], let text = row[language.rawValue] { words[String(key)] = String(text) }
        }
        self.language = language
        self.words = words
    }

    /// The text; the key itself when there is none, which a test forbids.
    package subscript(key: String) -> String { words[key] ?? key }

    /// The text of a word that comes from a pack or an engine; the word itself when it is not known.
    package subscript(prefix: String, word: String) -> String { words["\(prefix).\(word)"] ?? word }

    package var keys: Set<String> { Set(words.keys) }

    /// A whole number with the separators of the language.
    package func number(_ value: Int) -> String {
        let digits = Array(String(value.magnitude))
        var text = value < 0 ? "-" : ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text += language == .vi ? "." : "," }
            text.append(digit)
        }
        return text
    }

    /// A number with two decimals and the decimal mark of the language.
    package func decimal(_ value: Double) -> String {
        let scaled = Int((value * 100).rounded())
        let fraction = String(scaled.magnitude % 100)
        let padded = fraction.utf8.count < 2 ? "0" + fraction : fraction
        return "\(scaled < 0 ? "-" : "")\(scaled.magnitude / 100)\(language == .vi ? "," : ".")\(padded)"
    }
}
