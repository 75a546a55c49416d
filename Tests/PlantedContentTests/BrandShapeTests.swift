import Testing

@testable import PlantedContent

struct BrandShapeTests {
    private let shape = BrandShape(SmallPack.source.brands)

    private func kind(_ token: String) -> BrandShape.Kind? {
        bytes(token).withUnsafeBufferPointer { shape.kind(of: $0) }
    }

    @Test(arguments: [
        ("f8bet", BrandShape.Kind.digitsAndStem), ("789club", .digitsAndStem), ("win79", .digitsAndStem),
        ("thewin9", .digitsAndStem), ("k9win", .digitsAndStem), ("88bet", .digitsAndStem), ("sunwin", .stem),
        ("hitclub", .stem), ("jun88", .digits), ("th88", .digits), ("weton88bikin", .digits), ("omni858", .token),
        ("sky247", .token), ("98cop", .token), ("79king", .token),
    ])
    func aTokenBuiltLikeABrandIsKnown(token: String, expected: BrandShape.Kind) {
        #expect(kind(token) == expected)
    }

    @Test(arguments: [
        "win", "club", "bet7", "tibet", "darwin", "covid19", "ql18", "ql88", "khuyen", "2026", "a1b2c3d4", "th12",
        "3838ab", "ab12345678", "abcdefghijklmnopqrstuvbet", "", "a", "x1bet2y",
    ])
    func anOrdinaryTokenIsNone(token: String) {
        #expect(kind(token) == nil)
    }

    @Test func everyKindHasARuleOfItsOwn() {
        let rules = BrandShape.Kind.allCases.map(\.rule)
        #expect(Set(rules).count == rules.count)
        for kind in BrandShape.Kind.allCases {
            #expect(SmallPack.rules.terms[Int(SmallPack.rules.brandTerm(kind))].rule == kind.rule)
        }
    }

    @Test func shapesWithoutAnyPartNameNothingByStem() {
        let empty = BrandShape(RuleSource.Brands())
        #expect(bytes("sunwin").withUnsafeBufferPointer { empty.kind(of: $0) } == nil)
        #expect(bytes("omni858").withUnsafeBufferPointer { empty.kind(of: $0) } == .token)
    }
}
