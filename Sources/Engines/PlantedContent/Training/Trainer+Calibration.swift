extension Trainer {
    /// Platt scaling and thresholds from scores that each text gets from a model that has not seen it (five folds).
    func calibrate(
        _ bags: [Bag], _ compiled: RuleSet, progress: (String) -> Void
    ) -> [(feature: String, weight: Double)] {
        var scores: [FoldScore] = []
        for fold in 0..<5 {
            var rest: [Bag] = []
            var held: [Bag] = []
            for (index, bag) in bags.enumerated() {
                if index % 5 == fold { held.append(bag) } else { rest.append(bag) }
            }
            let weights = fit(rest, compiled, rounds: 2, iterations: 60)
            scores += held.map {
                FoldScore(source: $0.source, logOdds: Self.logOdds($0, weights), isAdvert: $0.isAdvert)
            }
        }
        let (slope, intercept) = platt(scores)
        let hard = scores.filter { !$0.isAdvert && $0.logOdds > -20 }.map(\.logOdds).sorted(by: >)
        // The share of the hard clean texts (those that hold two signs of an advert) that may reach each tier.
        func threshold(_ tier: String) -> Double {
            guard !hard.isEmpty else { return 0.5 }
            let share = min(max(priors["share/\(tier)"] ?? 0.01, 0), 1)
            let at = hard[min(hard.count - 1, Int(Double(hard.count) * share))]
            return Logistic.probability(slope * at + intercept)
        }
        let review = min(max(threshold("review"), 0.2), 0.95)
        let planted = min(max(threshold("planted"), review + (1 - review) / 4), 0.995)
        report(scores, slope, intercept, review, planted, progress)
        return [
            ("calibration/slope", slope), ("calibration/intercept", intercept), ("threshold/review", review),
            ("threshold/planted", planted),
        ]
    }

    struct FoldScore {
        var source: String
        var logOdds: Double
        var isAdvert: Bool
    }

    /// One line a source: how the folds' models do on texts of that source that they have not seen.
    private func report(
        _ scores: [FoldScore], _ slope: Double, _ intercept: Double, _ review: Double, _ planted: Double,
        _ progress: (String) -> Void
    ) {
        progress("folds\tadverts\tat review\tat planted\tclean\tat review\tat planted")
        for source in Set(scores.map(\.source)).sorted() {
            let own = scores.filter { $0.source == source }
            func counts(_ isAdvert: Bool) -> String {
                let kind = own.filter { $0.isAdvert == isAdvert }
                let sure = kind.map { Logistic.probability(slope * $0.logOdds + intercept) }
                let atReview = sure.filter { $0 >= review }.count
                return "\(kind.count)\t\(atReview)\t\(sure.filter { $0 >= planted }.count)"
            }
            progress("\(source)\t\(counts(true))\t\(counts(false))")
        }
    }

    /// Slope and intercept that make the logistic of the score a probability.
    private func platt(_ scores: [FoldScore]) -> (Double, Double) {
        let adverts = Double(scores.filter(\.isAdvert).count)
        let cleans = Double(scores.count) - adverts
        guard adverts > 0, cleans > 0 else { return (1, 0) }
        let rows = scores.filter { $0.logOdds > -20 }.map { score in
            LogisticFit.Row(
                features: [.init(index: 0, value: Float(score.logOdds)), .init(index: 1, value: 1)],
                isAdvert: score.isAdvert, weight: score.isAdvert ? 0.5 / adverts : 0.5 / cleans)
        }
        let fit = LogisticFit(priors: [
            .init(mean: 1, strength: 1e-4, lower: 0.2, upper: 3), .init(mean: 0, strength: 1e-4),
        ])
        let weights = fit.fit(rows, iterations: 500)
        return (weights[0], weights[1])
    }
}
