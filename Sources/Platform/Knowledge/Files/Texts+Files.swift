package import VietText

extension Texts {
    /// Reads the words of a room from `texts/<room>.tsv`.
    /// - Throws: `FileError` when the file is missing or faulty.
    package init(resources: String, room: String, language: Language) throws(FileError) {
        var diagnostics = Diagnostics()
        let path = "\(resources)/texts/\(room).tsv"
        let table = TSVReader().read(path, required: ["key", "vi", "en"], &diagnostics)
        if let first = diagnostics.all.first { throw FileError(path: path, reason: first.message) }
        var words: [String: String] = [:]
        for row in table?.rows ?? [] {
            if let key = row["key"], let text = row[language.rawValue] { words[String(key)] = String(text) }
        }
        self.init(words, language: language)
    }
}
