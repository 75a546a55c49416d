import PlantedContent
import VietText

/// How a model does on texts that it has not seen.
struct Evaluation {
    var source: String
    var adverts = 0
    var cleans = 0
    var advertsAtReview = 0
    var advertsAtPlanted = 0
    var cleansAtReview = 0
    var cleansAtPlanted = 0
    /// Texts on the wrong side of the review threshold.
    var misses: [String] = []
    var falseAlarms: [String] = []

    init(source: String, texts: [TrainingText], rules: RuleSet) {
        self.source = source
        let inspector = Inspector(rules: rules)
        for text in texts {
            let verdict = Array(text.text.utf8).withUnsafeBufferPointer { inspector.inspect($0, form: .text) }
            let isReview = verdict.tier >= .review
            let isPlanted = verdict.tier == .planted
            if text.isAdvert {
                adverts += 1
                advertsAtReview += isReview ? 1 : 0
                advertsAtPlanted += isPlanted ? 1 : 0
                if !isReview { misses.append(text.text) }
            } else {
                cleans += 1
                cleansAtReview += isReview ? 1 : 0
                cleansAtPlanted += isPlanted ? 1 : 0
                if isReview { falseAlarms.append("\(verdict.score) \(text.text)") }
            }
        }
    }

    static let heading = "source\tadverts\trecall@review\trecall@planted\tclean\talarms@review\talarms@planted"

    var line: String {
        [
            source, "\(adverts)", Self.share(advertsAtReview, adverts), Self.share(advertsAtPlanted, adverts),
            "\(cleans)", Self.share(cleansAtReview, cleans), Self.share(cleansAtPlanted, cleans),
        ].joined(separator: "\t")
    }

    private static func share(_ part: Int, _ whole: Int) -> String {
        guard whole > 0 else { return "-" }
        let tenThousandths = (part * 10_000 + whole / 2) / whole
        let digits = String(10_000 + tenThousandths % 10_000).dropFirst()
        return "\(tenThousandths / 10_000).\(digits)"
    }
}
