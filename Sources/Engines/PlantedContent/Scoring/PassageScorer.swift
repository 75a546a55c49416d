/// Turns the hits and links of a passage into features, and features into log-odds.
///
/// One worker's scratch: epoch-stamped cells, so that a passage costs its own hits and nothing for the terms it lacks.
final class PassageScorer {
    private let rules: RuleSet
    private let hidingName: Int32
    /// What the passage at hand has of a term; one a term.
    private let cells: UnsafeMutableBufferPointer<Cell>
    private var epoch: UInt32 = 0
    /// The terms of the passage last scored, in the order in which they were met.
    private let touched: UnsafeMutableBufferPointer<Int32>
    private var touchedCount = 0
    private var ownContrast: Float = 0
    /// Set while training: `features` is filled.
    var keepsFeatures = false
    private(set) var features: [FeatureValue] = []
    /// Log-odds without the pass's rule that one word is no verdict.
    private(set) var logOdds: Double = 0
    /// Distinct words that speak for an advert and do not overlap each other, listed or brand-shaped links, and foreign links
    /// in hiding.
    private(set) var independentSigns = 0
    private var distinct = [Float](repeating: 0, count: Signal.count)
    private let pairs = Pairs.all.map { (Int($0.0.rawValue), Int($0.1.rawValue)) }
    private var logarithms = LogarithmMemo()

    private struct Cell {
        /// Of the epoch that the rest is of.
        var stamp: UInt32 = 0
        var best: Float = 0
        var count: UInt8 = 0
    }

    init(rules: RuleSet) {
        self.rules = rules
        cells = .allocate(capacity: rules.terms.count)
        cells.initialize(repeating: Cell())
        touched = .allocate(capacity: rules.terms.count)
        touched.initialize(repeating: 0)
        hidingName = rules.brandTerm(.disguised)
    }

    deinit {
        cells.deallocate()
        touched.deallocate()
    }

    /// Everything that a passage's score depends on besides its own hits.
    struct Surroundings {
        var linkSigns = LinkSigns()
        /// Distinct contrast terms in the page's visible main text.
        var pageContrast: Float = 0
    }

    /// The terms of the passage last scored; valid until the next is.
    var touchedTerms: UnsafeBufferPointer<Int32> { UnsafeBufferPointer(rebasing: touched[..<touchedCount]) }

    func score(_ passage: Passage, hits: UnsafeBufferPointer<Hit>, surroundings: Surroundings) {
        begin()
        rules.facts.withUnsafeBufferPointer { facts in
            add(hits, facts)
            logOdds = sum(passage, surroundings, facts)
        }
    }

    /// Contribution of one term, as last scored: its weight times how often and how plainly it stands there.
    func contribution(of term: Int32) -> Double {
        guard cells[Int(term)].stamp == epoch else { return 0 }
        return Double(rules.weights[Int(term)]) * Double(value(of: term))
    }

    /// Distinct contrast terms among hits.
    func contrastCount(_ hits: [Hit]) -> Float {
        begin()
        var sum: Float = 0
        rules.facts.withUnsafeBufferPointer { facts in
            for hit in hits where facts[Int(hit.term)].isContrast {
                if cells[Int(hit.term)].stamp != epoch {
                    cells[Int(hit.term)].stamp = epoch
                    sum += hit.value
                }
            }
        }
        return sum
    }

    private func begin() {
        epoch &+= 1
        if epoch == 0 {
            for index in cells.indices { cells[index].stamp = 0 }
            epoch = 1
        }
        touchedCount = 0
    }

    private func add(_ hits: UnsafeBufferPointer<Hit>, _ facts: UnsafeBufferPointer<RuleSet.TermFacts>) {
        let epoch = epoch
        var covered: UInt32 = 0
        var signs = 0
        var saysMore = false
        var contrast: Float = 0
        var met = 0
        for hit in hits {
            let index = Int(hit.term)
            guard cells[index].stamp != epoch else {
                if cells[index].count < 8 { cells[index].count += 1 }
                cells[index].best = max(cells[index].best, hit.value)
                continue
            }
            cells[index] = Cell(stamp: epoch, best: hit.value, count: 1)
            touched[met] = hit.term
            met &+= 1
            let term = facts[index]
            if term.isContrast { contrast += hit.value }
            guard hit.value >= 0.2, hit.start >= covered || hit.term == hidingName else { continue }
            if hit.term == hidingName {
                // A name that hides is two signs: the name, and the hiding.
                signs += hit.start >= covered ? 2 : 1
                covered = max(covered, hit.end)
                saysMore = true
            } else if !term.isContrast, term.weight >= Self.leastSign {
                signs += 1
                covered = hit.end
                saysMore = saysMore || term.isSign && term.signal != Signal.action.rawValue
            }
        }
        touchedCount = met
        // Calls to action and praise stand in any text ("you need to log in to see this"): alone, two of them make one sign.
        independentSigns = saysMore ? signs : signs / 2
        ownContrast = contrast
    }

    /// Words that weigh less are no sign of their own.
    private static let leastSign: Float = 0.05

    private func value(of term: Int32) -> Float {
        cells[Int(term)].best * repetition[Int(cells[Int(term)].count)]
    }

    /// log2(1 + n), at most 2: a word said often weighs more, but not much.
    private let repetition: [Float] = [0, 1, 1.3, 1.5, 1.65, 1.75, 1.85, 1.95, 2]

    /// Weighs all features, each in its order: sums of fractions depend on it.
    private func sum(
        _ passage: Passage, _ around: Surroundings, _ facts: UnsafeBufferPointer<RuleSet.TermFacts>
    ) -> Double {
        features.removeAll(keepingCapacity: true)
        for index in distinct.indices { distinct[index] = 0 }
        var sum = FeatureSum(rules: rules)
        for term in touchedTerms {
            let value = value(of: term)
            sum.add(Int(term), value)
            if keepsFeatures { features.append(FeatureValue(index: Int(term), value: value)) }
            distinct[Int(facts[Int(term)].signal)] += cells[Int(term)].best
        }
        put(FeatureMap.Fixed.bias, 1, &sum)
        put(FeatureMap.Fixed.length, logarithms.base2(1 + Float(passage.foldedBytes) / 64), &sum)
        put(FeatureMap.Fixed.wholePage, passage.kind == .page ? 1 : 0, &sum)
        var present: Float = 0
        for index in 0..<Signal.count where distinct[index] > 0 {
            put(FeatureMap.Fixed.signal + index, logarithms.base2(1 + distinct[index]), &sum)
            if index < Int(Signal.police.rawValue) { present += 1 }
        }
        put(FeatureMap.Fixed.variety, logarithms.base2(1 + present), &sum)
        for (index, pair) in pairs.enumerated() {
            let both = min(distinct[pair.0], distinct[pair.1])
            if both > 0 { put(FeatureMap.Fixed.pair + index, logarithms.base2(1 + both), &sum) }
        }
        addPlace(passage, around, &sum)
        return sum.total
    }

    @inline(__always)
    private func put(_ fixed: Int, _ value: Float, _ sum: inout FeatureSum) {
        guard value != 0 else { return }
        let index = rules.features.index(fixed)
        sum.add(index, value)
        if keepsFeatures { features.append(FeatureValue(index: index, value: value)) }
    }

    private func addPlace(_ passage: Passage, _ around: Surroundings, _ sum: inout FeatureSum) {
        let isMain = passage.zone.group == .main && !passage.zone.isHidden
        let signs = around.linkSigns
        if isMain, signs.listed + signs.brand == 0 {
            let outside = max(0, around.pageContrast - ownContrast)
            put(FeatureMap.Fixed.contextContrast, logarithms.base2(1 + min(outside, 15)), &sum)
        }
        put(FeatureMap.Fixed.hidden, passage.zone.isHidden ? 1 : 0, &sum)
        put(FeatureMap.Fixed.markupComment, passage.zone.group == .comment ? 1 : 0, &sum)
        put(FeatureMap.Fixed.decodedScript, passage.zone.group == .script ? 1 : 0, &sum)
        put(FeatureMap.Fixed.visitorContent, passage.zone.group == .visitors ? 1 : 0, &sum)
        put(FeatureMap.Fixed.listedLink, logarithms.base2(1 + Float(signs.listed)), &sum)
        put(FeatureMap.Fixed.brandLink, logarithms.base2(1 + Float(signs.brand)), &sum)
        put(FeatureMap.Fixed.externalLinks, logarithms.base2(1 + Float(min(signs.external, 7))), &sum)
        put(FeatureMap.Fixed.linkBlock, signs.isLinkBlock ? 1 : 0, &sum)
        put(FeatureMap.Fixed.redirect, signs.isRedirectTarget ? 1 : 0, &sum)
        if passage.zone.isHidden, signs.external > 0 { independentSigns += 1 }
        if signs.listed > 0 { independentSigns += 1 }
        if signs.brand > 0 { independentSigns += 1 }
    }
}

/// Weighed features, added up one after another.
private struct FeatureSum {
    private let weights: [Float]
    private(set) var total = 0.0

    init(rules: RuleSet) { weights = rules.weights }

    @inline(__always)
    mutating func add(_ index: Int, _ value: Float) { total += Double(weights[index]) * Double(value) }
}
