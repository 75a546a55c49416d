extension Trainer {
    /// Share of clean texts that may reach each tier when the thresholds are set.
    private static let reviewShare = 0.004
    private static let plantedShare = 0.001

    /// Platt scaling and thresholds from scores that each text gets from a model that has not seen it (five folds).
    func calibrate(_ bags: [Bag], _ compiled: RuleSet) -> [(feature: String, weight: Double)] {
        var scores: [(logOdds: Double, isAdvert: Bool)] = []
        for fold in 0..<5 {
            var rest: [Bag] = []
            var held: [Bag] = []
            for (index, bag) in bags.enumerated() {
                if index % 5 == fold { held.append(bag) } else { rest.append(bag) }
            }
            let weights = fit(rest, compiled, rounds: 2, iterations: 60)
            scores += held.map { (Self.logOdds($0, weights), $0.isAdvert) }
        }
        let (slope, intercept) = platt(scores)
        let clean = scores.filter { !$0.isAdvert }.map(\.logOdds).sorted(by: >)
        func threshold(_ share: Double) -> Double {
            guard !clean.isEmpty else { return 0.5 }
            let at = clean[min(clean.count - 1, Int(Double(clean.count) * share))]
            return Logistic.probability(slope * at + intercept)
        }
        let review = min(max(threshold(Self.reviewShare), 0.2), 0.95)
        let planted = min(max(threshold(Self.plantedShare), review + (1 - review) / 4), 0.995)
        return [
            ("calibration/slope", slope), ("calibration/intercept", intercept), ("threshold/review", review),
            ("threshold/planted", planted),
        ]
    }

    /// Slope and intercept that make the logistic of the score a probability.
    private func platt(_ scores: [(logOdds: Double, isAdvert: Bool)]) -> (Double, Double) {
        let adverts = Double(scores.filter(\.isAdvert).count)
        let cleans = Double(scores.count) - adverts
        guard adverts > 0, cleans > 0 else { return (1, 0) }
        let rows = scores.filter { $0.logOdds > -20 }.map { score in
            LogisticFit.Row(
                features: [.init(index: 0, value: Float(score.logOdds)), .init(index: 1, value: 1)],
                isAdvert: score.isAdvert, weight: score.isAdvert ? 0.5 / adverts : 0.5 / cleans)
        }
        let fit = LogisticFit(priors: [.init(mean: 1, strength: 1e-4, lower: 0.2, upper: 3), .init(mean: 0, strength: 1e-4)])
        let weights = fit.fit(rows, iterations: 500)
        return (weights[0], weights[1])
    }
}
