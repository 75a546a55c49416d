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

    /// The words of several rooms together; of two with one key the later one.
    /// - Throws: `FileError` when a file is missing or faulty.
    package init(resources: String, rooms: [String], language: Language) throws(FileError) {
        var all: [Texts] = []
        for room in rooms { all.append(try Texts(resources: resources, room: room, language: language)) }
        self.init(all, language: language)
    }
}
