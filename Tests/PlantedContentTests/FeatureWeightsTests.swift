import Testing

@testable import PlantedContent

@Suite struct FeatureWeightsTests {
    private static let rows: [(feature: String, weight: Double)] = [
        ("bias", -3), ("term/advert/nhà-cái", 2.5), ("term/advert/nhà", 1), ("", 4), ("bias", -2),
    ]

    @Test func rowsComeBackAsTheyWereGiven() {
        var source = RuleSource(pack: "p@1")
        source.weights = Self.rows
        #expect(source.weights.map(\.feature) == Self.rows.map(\.feature))
        #expect(source.weights.map(\.weight) == Self.rows.map(\.weight))
    }

    @Test func ofTwoRowsWithOneNameTheLastCounts() {
        let index = FeatureWeights.Index(FeatureWeights(Self.rows))
        #expect(index.value("bias") == -2)
        #expect(index.value("term/advert/nhà-cái") == 2.5)
        #expect(index.value("") == 4)
        #expect(index.value("term/advert/nhà-") == nil)
    }

    @Test func aTermIsNamedByCustomUnlessItHasANameOfItsOwn() {
        var term = RuleSource.Term(text: "nhà cái uy tín", signal: .advert, category: .gambling)
        #expect(term.rule == "advert/nhà-cái-uy-tín")
        term.text = "cá độ"
        #expect(term.rule == "advert/cá-độ")
        term.rule = "own"
        #expect(term.rule == "own")
    }

    @Test func aTermIsWeighedByItsRowAndElseByItsSignal() {
        var source = RuleSource(pack: "p@1")
        source.terms = ["nhà cái", "nhà", "cá độ"].map { .init(text: $0, signal: .advert, category: .gambling) }
        source.terms.append(.init(rule: "advert/nhà", text: "nha", signal: .topic, category: .gambling))
        source.terms.append(.init(rule: "x", text: "y", signal: .topic, category: .gambling))
        source.weights = Self.rows + [("prior/advert", 7)]
        #expect(RuleSet(source).terms.prefix(5).map(\.weight) == [2.5, 1, 7, 1, 0])
    }
}
