import Patterns
package import VietText

/// A pack compiled for matching: one search for all words, and flat tables by number.
///
/// Immutable and shared by all workers. Building costs a few milliseconds.
package final class RuleSet: Sendable {
    /// How one literal of the search relates to its term.
    struct Literal {
        var term: Int32
        /// Where the term's marks start in `marks`; -1 when it was written without any, or runs its words together.
        var marksStart: Int32
        var length: UInt16
        /// Words run together (`nhacai`), as in hash tags and host names.
        var isCompact: Bool
        /// Ends a brand-shaped token; `term` is unused.
        var isStem: Bool
        /// Ends a host name; `term` is unused.
        var isHostEnd = false
    }

    /// What weighing asks of a term for every hit: eight bytes, where a `Term` takes most of a cache line.
    struct TermFacts {
        var weight: Float
        var signal: UInt8
        var isSign: Bool
        var isContrast: Bool
    }

    package let pack: String
    package let terms: RuleTerms
    /// By number, as `terms`.
    let facts: [TermFacts]
    package let features: FeatureMap
    package let foldTable: FoldTable
    package let domainLists: [DomainList]
    package let thresholds: Thresholds
    package let brandShape: BrandShape
    let literals: [Literal]
    let literalSet: WordLiteralSet
    /// Tones and shapes of all terms that have any, one behind the other, and `AccentRule.stepBytes` zeros.
    let marks: [UInt8]
    let weights: [Float]
    let firstBrandTerm: Int
    let allowedHosts: DomainSet
    /// Allowed hosts that are shared by many (`gov.vn`): a domain set refuses them.
    let allowedSuffixes: [[UInt8]]

    package struct Thresholds: Sendable {
        package var review: Double = 0.5
        package var planted: Double = 0.8
        /// Platt scaling of the log-odds.
        package var slope: Double = 1
        package var intercept: Double = 0
        package init() {}
    }

    package init(_ source: RuleSource, domainLists: [DomainList] = []) {
        pack = source.pack
        self.domainLists = domainLists
        foldTable = FoldTable(confusables: source.confusables)
        brandShape = BrandShape(source.brands)
        firstBrandTerm = source.terms.count
        let brandTerms = BrandShape.Kind.allCases.map { kind in
            let signal: Signal = kind == .host ? .contact : .brand
            return RuleSource.Term(rule: kind.rule, text: "", signal: signal, category: .gambling)
        }
        features = FeatureMap(termCount: source.terms.count + brandTerms.count)

        var table = WeightTable(source.featureWeights)
        thresholds = table.thresholds()
        var weights = [Float](repeating: 0, count: features.count)
        for (index, name) in FeatureMap.fixedNames.enumerated() {
            weights[features.index(index)] = table.weight(name) ?? 0
        }
        let priors = Signal.allCases.map { table.weight("prior/\($0.name)") ?? 0 }
        var compiler = LiteralCompiler(table: foldTable, termCount: features.termCount)
        var facts: [TermFacts] = []
        facts.reserveCapacity(features.termCount)
        for term in [source.terms, brandTerms].joined() {
            let weight = table.weight(of: term) ?? priors[Int(term.signal.rawValue)]
            weights[facts.count] = weight
            compiler.add(term, number: facts.count)
            facts.append(
                TermFacts(
                    weight: weight, signal: term.signal.rawValue, isSign: term.signal.isSign,
                    isContrast: term.signal.isContrast))
        }
        for stem in brandShape.stems { compiler.add(stem: stem, isHostEnd: false) }
        for end in brandShape.hostEnds { compiler.add(stem: [UInt8(ascii: ".")] + end, isHostEnd: true) }
        self.weights = weights
        self.facts = facts
        terms = RuleTerms(source.terms, brandTerms, weights: weights)
        literals = compiler.literals
        marks = compiler.marks + [UInt8](repeating: 0, count: AccentRule.stepBytes)
        literalSet = WordLiteralSet(compiler.list)
        let allowed = source.allowedHosts.map { Array($0.utf8) }
        allowedHosts = DomainSet(allowed.map { (host: $0, list: UInt16(0)) })
        allowedSuffixes = allowed.filter { !$0.isEmpty && DomainSet([(host: $0, list: UInt16(0))]).count == 0 }
    }

    /// Number of the built-in term for a brand shape.
    func brandTerm(_ kind: BrandShape.Kind) -> Int32 { Int32(truncatingIfNeeded: firstBrandTerm + kind.rawValue) }

    /// Number of strings that are searched for (words, run-together words, stems).
    package var literalCount: Int { literals.count }
}

/// Weights by feature name, with the model's constants among them.
private struct WeightTable {
    private let weights: FeatureWeights.Index
    /// The name that is asked for.
    private var name: [UInt8] = []

    init(_ weights: FeatureWeights) { self.weights = FeatureWeights.Index(weights) }

    func weight(_ name: String) -> Float? { weights.value(name).map(Float.init) }

    mutating func weight(of term: RuleSource.Term) -> Float? {
        name.removeAll(keepingCapacity: true)
        name += "term/".utf8
        term.appendRule(to: &name)
        return name.withUnsafeBufferPointer { weights.value($0) }.map(Float.init)
    }

    private func value(_ name: String) -> Double? { weights.value(name) }

    func thresholds() -> RuleSet.Thresholds {
        var result = RuleSet.Thresholds()
        result.review = value("threshold/review") ?? result.review
        result.planted = value("threshold/planted") ?? result.planted
        result.slope = value("calibration/slope") ?? result.slope
        result.intercept = value("calibration/intercept") ?? result.intercept
        return result
    }
}

/// Folds terms as pages are folded and lays out the strings to search for.
private struct LiteralCompiler {
    private let buffer: FoldBuffer
    private(set) var list = WordLiteralList()
    private(set) var literals: [RuleSet.Literal] = []
    private(set) var marks: [UInt8] = []

    init(table: FoldTable, termCount: Int) {
        buffer = FoldBuffer(table: table)
        list.reserveCapacity(termCount * 2, byteCount: termCount * 32)
        literals.reserveCapacity(termCount * 2)
    }

    mutating func add(_ term: RuleSource.Term, number: Int) {
        buffer.removeAll()
        var text = term.text
        text.withUTF8 { buffer.append($0, sourceOffset: 0) }
        let bytes = buffer.bytes
        guard !bytes.isEmpty, bytes.count < 200 else { return }
        let marksStart = addMarks()
        append(bytes, term: number, marksStart: marksStart, isCompact: false)
        guard term.signal.runsTogether else { return }
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: bytes.count) { compact in
            var count = 0
            for byte in bytes where byte != 0x20 {
                compact[count] = byte
                count += 1
            }
            let together = UnsafeBufferPointer(rebasing: compact[..<count])
            let isLatin = together.allSatisfy { $0 < 0x80 }
            if isLatin, count < bytes.count, count >= 6 {
                append(together, term: number, marksStart: -1, isCompact: true)
            }
        }
    }

    /// Where the tones and shapes of the folded term start; -1 when it has none.
    private mutating func addMarks() -> Int32 {
        let kept = FoldMark.toneMask | FoldMark.shapeMask
        guard buffer.marks.contains(where: { $0 & kept != 0 }) else { return -1 }
        let start = Int32(truncatingIfNeeded: marks.count)
        marks.append(contentsOf: buffer.marks.lazy.map { $0 & kept })
        return start
    }

    mutating func add(stem: [UInt8], isHostEnd: Bool) {
        stem.withUnsafeBufferPointer { list.append($0, needsLeftBoundary: false, needsRightBoundary: true) }
        literals.append(
            .init(
                term: -1, marksStart: -1, length: UInt16(truncatingIfNeeded: stem.count), isCompact: false,
                isStem: !isHostEnd, isHostEnd: isHostEnd))
    }

    private mutating func append(
        _ bytes: UnsafeBufferPointer<UInt8>, term: Int, marksStart: Int32, isCompact: Bool
    ) {
        let isLong = isCompact && bytes.count >= 8
        list.append(bytes, needsLeftBoundary: !isLong, needsRightBoundary: !isLong)
        literals.append(
            .init(
                term: Int32(truncatingIfNeeded: term), marksStart: marksStart,
                length: UInt16(truncatingIfNeeded: bytes.count), isCompact: isCompact, isStem: false))
    }
}

/// Classes of folded bytes.
enum CharacterClass {
    /// a–z and 0–9. Letters of other scripts are no words here: Thai and Han are written without spaces.
    @inline(__always)
    static func isLatinWord(_ byte: UInt8) -> Bool {
        (byte &- 0x61) < 26 || isDigit(byte)
    }

    @inline(__always)
    static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

    /// What stands between the words of a URL.
    @inline(__always)
    static func isURLSeparator(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "/"), UInt8(ascii: "."), UInt8(ascii: "+"),
            UInt8(ascii: "="), UInt8(ascii: "&"), UInt8(ascii: "?"), UInt8(ascii: "#"), UInt8(ascii: ":"):
            true
        default: false
        }
    }
}
