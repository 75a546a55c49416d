/// The terms of a compiled pack by number, those of the brand shapes last. They are the source's own, which nobody copies.
package struct RuleTerms: Sendable, RandomAccessCollection {
    package struct Element: Sendable {
        package var source: RuleSource.Term
        package var weight: Float

        package var rule: String { source.rule }
        package var text: String { source.text }
        package var signal: Signal { source.signal }
        package var category: Category { source.category }
    }

    private let words: [RuleSource.Term]
    private let brands: [RuleSource.Term]
    private let weights: [Float]

    /// - Parameter weights: by number, one at least for each term.
    init(_ words: [RuleSource.Term], _ brands: [RuleSource.Term], weights: [Float]) {
        self.words = words
        self.brands = brands
        self.weights = weights
    }

    package var startIndex: Int { 0 }
    package var endIndex: Int { words.count + brands.count }

    package subscript(position: Int) -> Element {
        Element(
            source: position < words.count ? words[position] : brands[position - words.count],
            weight: weights[position])
    }
}
