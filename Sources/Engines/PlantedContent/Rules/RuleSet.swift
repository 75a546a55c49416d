import Patterns
package import VietText

/// A pack compiled for matching: one search for all words, and flat tables by number.
///
/// Immutable and shared by all workers. Building costs under ten milliseconds.
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

    package struct Term: Sendable {
        package var rule: String
        package var text: String
        package var signal: Signal
        package var category: Category
        package var weight: Float
    }

    /// What weighing asks of a term for every hit: eight bytes, where a `Term` takes most of a cache line.
    struct TermFacts {
        var weight: Float
        var signal: UInt8
        var isSign: Bool
        var isContrast: Bool
    }

    package let pack: String
    package let terms: [Term]
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
        var allTerms = source.terms
        for kind in BrandShape.Kind.allCases {
            let signal: Signal = kind == .host ? .contact : .brand
            allTerms.append(.init(rule: kind.rule, text: "", signal: signal, category: .gambling))
        }
        features = FeatureMap(termCount: allTerms.count)

        let table = WeightTable(source.weights)
        thresholds = table.thresholds()
        var weights = [Float](repeating: 0, count: features.count)
        for (index, name) in FeatureMap.fixedNames.enumerated() {
            weights[features.index(index)] = table.weight(name) ?? 0
        }
        var compiler = LiteralCompiler(table: foldTable)
        var compiled: [Term] = []
        compiled.reserveCapacity(allTerms.count)
        for (index, term) in allTerms.enumerated() {
            let weight = table.weight("term/\(term.rule)") ?? table.weight("prior/\(term.signal.name)") ?? 0
            weights[index] = weight
            compiler.add(term, number: index)
            compiled.append(
                Term(
                    rule: term.rule, text: term.text, signal: term.signal, category: term.category, weight: weight))
        }
        for stem in brandShape.stems { compiler.add(stem: stem, isHostEnd: false) }
        for end in brandShape.hostEnds { compiler.add(stem: [UInt8(ascii: ".")] + end, isHostEnd: true) }
        self.weights = weights
        terms = compiled
        facts = compiled.map {
            TermFacts(
                weight: $0.weight, signal: $0.signal.rawValue, isSign: $0.signal.isSign,
                isContrast: $0.signal.isContrast)
        }
        literals = compiler.literals
        marks = compiler.marks + [UInt8](repeating: 0, count: AccentRule.stepBytes)
        literalSet = WordLiteralSet(compiler.strings)
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
    private var byName: [FeatureName: Double]

    init(_ rows: [(feature: String, weight: Double)]) {
        byName = Dictionary(
            rows.map { (FeatureName(text: $0.feature), $0.weight) }, uniquingKeysWith: { _, last in last })
    }

    func weight(_ name: String) -> Float? { value(name).map(Float.init) }

    private func value(_ name: String) -> Double? { byName[FeatureName(text: name)] }

    func thresholds() -> RuleSet.Thresholds {
        var result = RuleSet.Thresholds()
        result.review = value("threshold/review") ?? result.review
        result.planted = value("threshold/planted") ?? result.planted
        result.slope = value("calibration/slope") ?? result.slope
        result.intercept = value("calibration/intercept") ?? result.intercept
        return result
    }
}

/// A name that is compared byte for byte: for accented text much cheaper than by Unicode's equivalence.
private struct FeatureName: Hashable {
    var text: String

    static func == (left: FeatureName, right: FeatureName) -> Bool { left.text.utf8.elementsEqual(right.text.utf8) }

    func hash(into hasher: inout Hasher) {
        var text = text
        text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
}

/// Folds terms as pages are folded and lays out the strings to search for.
private struct LiteralCompiler {
    private let buffer: FoldBuffer
    var strings: [WordLiteralSet.Literal] = []
    var literals: [RuleSet.Literal] = []
    var marks: [UInt8] = []

    init(table: FoldTable) { buffer = FoldBuffer(table: table) }

    mutating func add(_ term: RuleSource.Term, number: Int) {
        buffer.removeAll()
        Array(term.text.utf8).withUnsafeBufferPointer { buffer.append($0, sourceOffset: 0) }
        let bytes = Array(buffer.bytes)
        guard !bytes.isEmpty, bytes.count < 200 else { return }
        let termMarks = buffer.marks.map { $0 & (FoldMark.toneMask | FoldMark.shapeMask) }
        var marksStart: Int32 = -1
        if termMarks.contains(where: { $0 != 0 }) {
            marksStart = Int32(truncatingIfNeeded: marks.count)
            marks += termMarks
        }
        append(bytes, term: number, marksStart: marksStart, isCompact: false)
        let compact = bytes.filter { $0 != 0x20 }
        let isLatin = compact.allSatisfy { $0 < 0x80 }
        if isLatin, compact.count < bytes.count, compact.count >= 6, term.signal.runsTogether {
            append(compact, term: number, marksStart: -1, isCompact: true)
        }
    }

    mutating func add(stem: [UInt8], isHostEnd: Bool) {
        strings.append(.init(stem, needsLeftBoundary: false, needsRightBoundary: true))
        literals.append(
            .init(
                term: -1, marksStart: -1, length: UInt16(truncatingIfNeeded: stem.count), isCompact: false,
                isStem: !isHostEnd, isHostEnd: isHostEnd))
    }

    private mutating func append(_ bytes: [UInt8], term: Int, marksStart: Int32, isCompact: Bool) {
        let isLong = isCompact && bytes.count >= 8
        strings.append(.init(bytes, needsLeftBoundary: !isLong, needsRightBoundary: !isLong))
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
        (byte &- 0x61) < 26 || (byte &- 0x30) < 10
    }

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
