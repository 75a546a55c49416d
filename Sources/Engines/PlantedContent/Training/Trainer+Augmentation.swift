import VietText

extension Trainer {
    /// Texts as they are, a share of them again without marks (both kinds alike, so that missing marks prove nothing), and
    /// some adverts again in the middle of a clean text, so that a clean surrounding excuses nothing.
    func augmented(_ texts: [TrainingText]) -> [TrainingText] {
        var result = texts
        let cleans = texts.filter { !$0.isAdvert && $0.text.utf8.count > 1_500 }
        for (index, text) in texts.enumerated() {
            if strippedShare > 0, index % strippedShare == 0 {
                var stripped = text
                stripped.text = withoutMarks(text.text)
                result.append(stripped)
            }
            if text.isAdvert, !cleans.isEmpty, index % 4 == 0 {
                var planted = text
                planted.text = insert(text.text, into: cleans[(index / 4) % cleans.count].text)
                result.append(planted)
            }
        }
        return result
    }

    private func withoutMarks(_ text: String) -> String {
        let buffer = FoldBuffer()
        return text.split(separator: "\n", omittingEmptySubsequences: false).map { line -> String in
            buffer.removeAll()
            Array(line.utf8).withUnsafeBufferPointer { buffer.append($0, sourceOffset: 0) }
            return String(decoding: buffer.bytes, as: UTF8.self)
        }.joined(separator: "\n")
    }

    private func insert(_ advert: String, into text: String) -> String {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: true).map(String.init)
        lines.insert(advert.replacing("\n", with: " "), at: lines.count / 2)
        return lines.joined(separator: "\n")
    }
}
