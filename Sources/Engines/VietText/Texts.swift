/// The words that people see, in one language: by key, as `texts/<room>.tsv` has them (key, vi, en).
package struct Texts: Sendable {
    package enum Language: String, Sendable, CaseIterable {
        case vi, en
    }

    package let language: Language
    private let words: [String: String]

    package init(_ words: [String: String], language: Language) {
        self.words = words
        self.language = language
    }

    /// The words of several rooms together; of two with one key the later one.
    package init(_ rooms: [Texts], language: Language) {
        words = rooms.reduce(into: [:]) { $0.merge($1.words) { $1 } }
        self.language = language
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

    /// The text with `{name}` replaced by the values.
    package func filled(_ key: String, _ values: [String: String]) -> String {
        var text = ""
        var rest = self[key][...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            text += rest[..<open]
            text += values[String(rest[rest.index(after: open)..<close])] ?? ""
            rest = rest[rest.index(after: close)...]
        }
        return text + rest
    }
}
