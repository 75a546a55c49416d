/// Turns the hits and links of a passage into features, and features into log-odds.
///
/// One worker's scratch: epoch-stamped tables, so that a passage costs its own hits and nothing for the terms it lacks.
final class PassageScorer {
    private let rules: RuleSet
    private let hidingName: Int32
    private var stamp: [UInt32]
    private var count: [UInt8]
    private var best: [Float]
    private var epoch: UInt32 = 0
    private var touched: [Int32] = []
    /// The terms of the passage last scored.
    var touchedTerms: [Int32] { touched }
    private var ownContrast: Float = 0
    private var hosts: [UInt64] = []
    private(set) var features: [FeatureValue] = []
    /// Log-odds without the pass's rule that one word is no verdict.
    private(set) var logOdds: Double = 0
    /// Distinct words that speak for an advert and do not overlap each other, listed or brand-shaped links, and foreign links
    /// in hiding.
    private(set) var independentSigns = 0
    private var distinct = [Float](repeating: 0, count: Signal.count)

    init(rules: RuleSet) {
        self.rules = rules
        stamp = [UInt32](repeating: 0, count: rules.terms.count)
        count = [UInt8](repeating: 0, count: rules.terms.count)
        best = [Float](repeating: 0, count: rules.terms.count)
        hidingName = rules.brandTerm(.disguised)
    }

    /// Everything that a passage's score depends on besides its own hits.
    struct Surroundings {
        var linkSigns = LinkSigns()
        /// Distinct contrast terms in the page's visible main text.
        var pageContrast: Float = 0
    }

    func score(
        _ passage: Passage, hits: ArraySlice<Hit>, surroundings: Surroundings
    ) {
        begin()
        add(hits)
        emit(passage, surroundings)
        var sum = 0.0
        for feature in features { sum += Double(rules.weights[Int(feature.index)]) * Double(feature.value) }
        logOdds = sum
    }

    /// Contribution of one term, as last scored: its weight times how often and how plainly it stands there.
    func contribution(of term: Int32) -> Double {
        guard stamp[Int(term)] == epoch else { return 0 }
        return Double(rules.weights[Int(term)]) * Double(value(of: term))
    }

    /// Distinct contrast terms among hits.
    func contrastCount(_ hits: some Sequence<Hit>) -> Float {
        begin()
        var sum: Float = 0
        for hit in hits where rules.terms[Int(hit.term)].isContrast {
            if stamp[Int(hit.term)] != epoch {
                stamp[Int(hit.term)] = epoch
                sum += hit.value
            }
        }
        return sum
    }

    private func begin() {
        epoch &+= 1
        if epoch == 0 {
            for index in stamp.indices { stamp[index] = 0 }
            epoch = 1
        }
        touched.removeAll(keepingCapacity: true)
    }

    private func add(_ hits: ArraySlice<Hit>) {
        let terms = rules.terms
        var covered: UInt32 = 0
        ownContrast = 0
        independentSigns = 0
        for hit in hits {
            let index = Int(hit.term)
            let isNew = stamp[index] != epoch
            if isNew {
                stamp[index] = epoch
                count[index] = 1
                best[index] = hit.value
                touched.append(hit.term)
                if terms[index].isContrast { ownContrast += hit.value }
            } else {
                if count[index] < 8 { count[index] += 1 }
                best[index] = max(best[index], hit.value)
            }
            guard isNew, hit.value >= 0.2, hit.start >= covered || hit.term == hidingName else { continue }
            if hit.term == hidingName {
                // A name that hides is two signs: the name, and the hiding.
                independentSigns += hit.start >= covered ? 2 : 1
                covered = max(covered, hit.end)
            } else if !terms[index].isContrast, terms[index].weight >= Self.leastSign {
                independentSigns += 1
                covered = hit.end
            }
        }
    }

    /// Words that weigh less are no sign of their own.
    private static let leastSign: Float = 0.12

    private func value(of term: Int32) -> Float {
        best[Int(term)] * Self.repetition[Int(count[Int(term)])]
    }

    /// log2(1 + n), at most 2: a word said often weighs more, but not much.
    private static let repetition: [Float] = [0, 1, 1.3, 1.5, 1.65, 1.75, 1.85, 1.95, 2]

    private func emit(_ passage: Passage, _ around: Surroundings) {
        features.removeAll(keepingCapacity: true)
        for index in distinct.indices { distinct[index] = 0 }
        for term in touched {
            features.append(FeatureValue(index: Int(term), value: value(of: term)))
            distinct[Int(rules.terms[Int(term)].signal.rawValue)] += best[Int(term)]
        }
        let map = rules.features
        func put(_ fixed: Int, _ value: Float) {
            if value != 0 { features.append(FeatureValue(index: map.index(fixed), value: value)) }
        }
        put(FeatureMap.Fixed.bias, 1)
        put(FeatureMap.Fixed.length, Logarithm.base2(1 + Float(passage.foldedBytes) / 64))
        put(FeatureMap.Fixed.wholePage, passage.kind == .page ? 1 : 0)
        var present: Float = 0
        for index in 0..<Signal.count where distinct[index] > 0 {
            put(FeatureMap.Fixed.signal + index, Logarithm.base2(1 + distinct[index]))
            if index < Int(Signal.police.rawValue) { present += 1 }
        }
        put(FeatureMap.Fixed.variety, Logarithm.base2(1 + present))
        for (index, pair) in Pairs.all.enumerated() {
            let both = min(distinct[Int(pair.0.rawValue)], distinct[Int(pair.1.rawValue)])
            if both > 0 { put(FeatureMap.Fixed.pair + index, Logarithm.base2(1 + both)) }
        }
        emitPlace(passage, around, put)
    }

    private func emitPlace(_ passage: Passage, _ around: Surroundings, _ put: (Int, Float) -> Void) {
        let isMain = passage.zone.group == .main && !passage.zone.isHidden
        let signs = around.linkSigns
        if isMain, signs.listed + signs.brand == 0 {
            let outside = max(0, around.pageContrast - ownContrast)
            put(FeatureMap.Fixed.contextContrast, Logarithm.base2(1 + min(outside, 15)))
        }
        put(FeatureMap.Fixed.hidden, passage.zone.isHidden ? 1 : 0)
        put(FeatureMap.Fixed.decodedScript, passage.zone.group == .script ? 1 : 0)
        put(FeatureMap.Fixed.visitorContent, passage.zone.group == .visitors ? 1 : 0)
        put(FeatureMap.Fixed.listedLink, Logarithm.base2(1 + Float(signs.listed)))
        put(FeatureMap.Fixed.brandLink, Logarithm.base2(1 + Float(signs.brand)))
        put(FeatureMap.Fixed.externalLinks, Logarithm.base2(1 + Float(min(signs.external, 7))))
        put(FeatureMap.Fixed.linkBlock, signs.isLinkBlock ? 1 : 0)
        put(FeatureMap.Fixed.redirect, signs.isRedirectTarget ? 1 : 0)
        if passage.zone.isHidden, signs.external > 0 { independentSigns += 1 }
        if signs.listed > 0 { independentSigns += 1 }
        if signs.brand > 0 { independentSigns += 1 }
    }
}

/// log2 for small positive numbers without the C library: engines stay free of it, and tables give the same bits anywhere.
enum Logarithm {
    static func base2(_ value: Float) -> Float {
        guard value > 0, value.isFinite else { return 0 }
        // value = significand · 2^exponent, significand in 1..<2; the series of artanh is exact to float precision there.
        let significand = Double(value.significand)
        let t = (significand - 1) / (significand + 1)
        let square = t * t
        var term = t
        var sum = 0.0
        var divisor = 1.0
        for _ in 0..<12 {
            sum += term / divisor
            term *= square
            divisor += 2
        }
        return Float(Double(value.exponent) + 2 * sum * 1.442695040888963)
    }
}
