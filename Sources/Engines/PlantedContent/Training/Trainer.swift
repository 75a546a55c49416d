/// One labelled text.
package struct TrainingText: Sendable {
    package var source: String
    package var text: String
    /// `clean`, or what is advertised.
    package var label: String
    package var isAdvert: Bool { label != Self.clean }
    package static let clean = "clean"
    /// Made of other texts for learning; how often words stand together says nothing of what people write.
    var isMade = false
    package init(source: String, text: String, label: String) {
        self.source = source
        self.text = text
        self.label = label
    }
}

/// Learns the weights of a pack from labelled texts.
///
/// A text is a bag of passages. An advert is one if its most telling passage is; a clean text is clean in all of them, so
/// its three worst count. Each label of each source weighs by the root of its size, so that a large one does not drown the
/// rest.
package struct Trainer {
    package var rules: RuleSource
    /// Prior weights by feature name (`signal/…`, `prior/<signal>` for terms, …).
    package var priors: [String: Double]
    /// Share of texts that are learnt a second time without their marks.
    package var strippedShare = 6

    package init(rules: RuleSource, priors: [String: Double]) {
        self.rules = rules
        self.priors = priors
    }

    package struct Model: Sendable {
        package var weights: [(feature: String, weight: Double)]
    }

    /// The passages of one text.
    package struct Bag {
        package var source: String
        package var label: String
        package var isAdvert: Bool { label != TrainingText.clean }
        var isMade = false
        package var passages: [(features: [FeatureValue], signs: Int)]
    }

    /// - Parameter progress: called with a line now and then.
    package func train(_ texts: [TrainingText], progress: (String) -> Void = { _ in }) -> Model {
        let compiled = compile()
        let bags = bags(augmented(texts, compiled), compiled)
        progress("\(bags.count) texts, \(compiled.features.count) features")
        let weights = fit(bags, compiled, progress: progress)
        return model(weights, calibration: calibrate(bags, compiled, progress: progress), compiled)
    }

    /// The pack compiled with prior weights only; features do not depend on them.
    package func compile() -> RuleSet {
        var source = rules
        source.weights = priors.map { ($0.key, $0.value) }
        return RuleSet(source)
    }

    package func bags(_ texts: [TrainingText], _ compiled: RuleSet) -> [Bag] {
        let inspector = Inspector(rules: compiled)
        inspector.keepsFeatures = true
        return texts.map { text in
            let passages = Array(text.text.utf8).withUnsafeBufferPointer {
                inspector.passageFeatures($0, form: .text)
            }
            return Bag(
                source: text.source, label: text.label, isMade: text.isMade,
                passages: passages.map { (features: $0.features, signs: $0.independentSigns) })
        }
    }

    package func fit(
        _ bags: [Bag], _ compiled: RuleSet, rounds: Int = 4, iterations: Int = 150,
        progress: (String) -> Void = { _ in }
    ) -> [Double] {
        let shares = sourceWeights(bags)
        let fit = LogisticFit(priors: priorList(compiled, TermCounts(bags, termCount: compiled.terms.count)))
        var weights = fit.priors.map(\.mean)
        for round in 0..<rounds {
            var rows: [LogisticFit.Row] = []
            for bag in bags where !bag.passages.isEmpty {
                let share = shares["\(bag.source)/\(bag.label)"] ?? 1
                let order = bag.passages.indices.sorted {
                    (LogisticFit.dot(bag.passages[$0].features, weights), $1)
                        > (LogisticFit.dot(bag.passages[$1].features, weights), $0)
                }
                let taken = bag.isAdvert ? order.prefix(1) : order.prefix(3)
                for index in taken {
                    rows.append(
                        .init(
                            features: bag.passages[index].features, isAdvert: bag.isAdvert,
                            weight: share / (bag.isAdvert ? 1 : Double(taken.count).squareRoot())))
                }
            }
            weights = fit.fit(rows, from: weights, iterations: iterations)
            progress("round \(round + 1) of \(rounds)")
        }
        return weights
    }

    /// The score of a text under given weights: its worst passage, under the rule that one word is no verdict.
    package static func logOdds(_ bag: Bag, _ weights: [Double]) -> Double {
        bag.passages.filter { $0.signs >= 2 }.map { LogisticFit.dot($0.features, weights) }.max() ?? -20
    }

    private func sourceWeights(_ bags: [Bag]) -> [String: Double] {
        var counts: [String: Double] = [:]
        for bag in bags { counts["\(bag.source)/\(bag.label)", default: 0] += 1 }
        return counts.mapValues { 6 / $0.squareRoot() }
    }

    /// How many texts of each kind hold a term; of those that somebody wrote.
    private struct TermCounts {
        private var adverts: [Double]
        private var cleans: [Double]
        /// Clean texts for each advert.
        private var ratio: Double

        init(_ bags: [Bag], termCount: Int) {
            adverts = [Double](repeating: 0, count: termCount)
            cleans = adverts
            var lastBag = [Int](repeating: -1, count: termCount)
            var advertCount = 0
            var cleanCount = 0
            for (number, bag) in bags.enumerated() where !bag.isMade {
                if bag.isAdvert { advertCount += 1 } else { cleanCount += 1 }
                for passage in bag.passages {
                    for feature in passage.features
                    where feature.index < termCount && lastBag[Int(feature.index)] != number {
                        let term = Int(feature.index)
                        lastBag[term] = number
                        if bag.isAdvert { adverts[term] += 1 } else { cleans[term] += 1 }
                    }
                }
            }
            ratio = Double(cleanCount) / Double(max(advertCount, 1))
        }

        /// Clean texts that hold a term beyond those that would if it stood as often in clean texts as in adverts.
        func excess(_ term: Int) -> Double { max(0, cleans[term] - ratio * adverts[term]) }
    }

    private func priorList(_ compiled: RuleSet, _ counts: TermCounts) -> [LogisticFit.Prior] {
        var list: [LogisticFit.Prior] = compiled.terms.enumerated().map { number, term in
            var mean = priors["term/\(term.rule)"] ?? priors["prior/\(term.signal.name)"] ?? 0
            // A seller's word that everybody uses says little: it begins at half its weight after so many clean texts.
            if let half = priors["common/\(term.signal.name)"] { mean *= half / (half + counts.excess(number)) }
            return .init(
                mean: mean, strength: priors["strength/term"] ?? 2, lower: term.signal.isContrast ? -6 : 0,
                upper: term.signal.isContrast ? 0 : 6)
        }
        for name in FeatureMap.fixedNames {
            // Places and links have no labelled texts: their weights stay as the pack's authors set them.
            let isFixed = name.hasPrefix("place/") || name.hasPrefix("link/")
            let mean = priors[name] ?? 0
            if isFixed {
                list.append(.init(mean: mean, strength: 1, lower: mean, upper: mean))
                continue
            }
            var prior = LogisticFit.Prior(
                mean: mean, strength: priors["strength/\(name)"] ?? priors["strength/fixed"] ?? 1)
            if namesContrast(name) {
                prior.upper = 0
            } else if speaksForAdverts(name) {
                prior.lower = 0
            }
            list.append(prior)
        }
        return list
    }

    /// Words of a seller never speak against an advert. Left free, the sum of a kind of words takes up what the sources at
    /// hand happen to lack: where none sells medicines, the names of medicines would stand for the news.
    private func speaksForAdverts(_ feature: String) -> Bool {
        feature == "variety" || feature.hasPrefix("pair/") && !namesContrast(feature)
            || Signal.allCases.contains { !$0.isContrast && feature == "signal/\($0.name)" }
    }

    /// What police, courts, warnings and the like write never speaks for an advert.
    private func namesContrast(_ feature: String) -> Bool {
        Signal.allCases.contains {
            $0.isContrast && (feature == "signal/\($0.name)" || feature.hasSuffix("+\($0.name)"))
        }
    }

    private func model(
        _ weights: [Double], calibration: [(feature: String, weight: Double)], _ compiled: RuleSet
    ) -> Model {
        var rows: [(feature: String, weight: Double)] = calibration
        for (index, name) in FeatureMap.fixedNames.enumerated() {
            rows.append((name, weights[compiled.features.index(index)]))
        }
        for signal in Signal.allCases {
            if let prior = priors["prior/\(signal.name)"] { rows.append(("prior/\(signal.name)", prior)) }
        }
        for (index, term) in compiled.terms.enumerated() { rows.append(("term/\(term.rule)", weights[index])) }
        return Model(weights: rows)
    }
}
