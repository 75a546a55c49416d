import VietText

extension Trainer {
    /// Texts as they are, a share of them again without marks (both kinds alike, so that missing marks prove nothing),
    /// some adverts again in the middle of a clean text, so that a clean surrounding excuses nothing, and reports and
    /// warnings again with names of brands in them, since they name brands too.
    func augmented(_ texts: [TrainingText], _ compiled: RuleSet) -> [TrainingText] {
        var result = texts + naming(texts, compiled)
        let cleans = texts.filter { !$0.isAdvert && $0.text.utf8.count > 1_500 }
        for (index, text) in texts.enumerated() {
            if strippedShare > 0, index % strippedShare == 0 {
                var stripped = text
                stripped.text = withoutMarks(text.text)
                stripped.isMade = true
                result.append(stripped)
            }
            if text.isAdvert, !cleans.isEmpty, index % 4 == 0 {
                var planted = text
                planted.text = insert(text.text, into: cleans[(index / 4) % cleans.count].text)
                planted.isMade = true
                result.append(planted)
            }
        }
        return result
    }

    /// Clean texts of police, courts and warnings, with made-up brands put behind their first sentence part.
    private func naming(_ texts: [TrainingText], _ compiled: RuleSet) -> [TrainingText] {
        guard !rules.brands.digits.isEmpty, !rules.brands.stems.isEmpty else { return [] }
        let probe = RuleProbe(rules: compiled)
        let kinds = [Signal.police, .court, .awareness].map { $0.name + "/" }
        var result: [TrainingText] = []
        for (index, text) in texts.enumerated() where !text.isAdvert && text.text.utf8.count < 900 {
            guard index % 2 == 0 else { continue }
            let contrast = probe.rulesHit(in: text.text).filter { rule in kinds.contains { rule.hasPrefix($0) } }
            guard contrast.count >= 2 else { continue }
            var named = text
            let at = text.text.firstIndex(of: ",") ?? text.text.endIndex
            named.text = "\(text.text[..<at]) \(brand(index)), \(brand(index + 1))\(text.text[at...])"
            named.isMade = true
            result.append(named)
        }
        return result
    }

    /// A name of the shapes that brands have; the same for the same number.
    private func brand(_ number: Int) -> String {
        let digits = rules.brands.digits[number % rules.brands.digits.count]
        let stem = rules.brands.stems[number / 3 % rules.brands.stems.count]
        let syllables = ["sao", "vinh", "loc", "rong", "mai", "kim", "hoang", "nova"]
        let syllable = syllables[number / 7 % syllables.count]
        return switch number % 3 {
        case 0: syllable + digits
        case 1: digits + stem
        default: syllable + stem
        }
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
