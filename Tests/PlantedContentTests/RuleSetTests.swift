import Patterns
import Testing

@testable import PlantedContent

struct RuleSetTests {
    private func literals(of rule: String) -> [RuleSet.Literal] {
        let rules = SmallPack.rules
        return rules.literals.filter { !$0.isStem && rules.terms[Int($0.term)].rule == rule }
    }

    @Test func aPhraseIsAlsoFoundWithItsWordsRunTogether() {
        #expect(literals(of: "advert/nhà-cái").map(\.isCompact) == [false, true])
        #expect(literals(of: "advert/nhà-cái").map(\.length) == [7, 6])
        // Too short, of one word, or contrast: no run-together form.
        #expect(literals(of: "topic/lô-đề").map(\.isCompact) == [false])
        #expect(literals(of: "topic/baccarat").map(\.isCompact) == [false])
        #expect(literals(of: "police/công-an").map(\.isCompact) == [false])
        #expect(hits("xem #nhacaiuytin nhé").map(\.rule).contains("advert/nhà-cái-uy-tín"))
    }

    @Test func stemsAreLiteralsOfNoTerm() {
        let stems = SmallPack.rules.literals.filter(\.isStem)
        #expect(stems.count == 3)
        #expect(stems.allSatisfy { $0.term == -1 })
    }

    @Test func noLiteralCostsAStepForEveryByte() {
        #expect(SmallPack.rules.literalSet.slowCount == 0)
    }

    @Test func onlyTermsWrittenWithMarksKeepThem() {
        #expect(literals(of: "advert/nhà-cái").first?.marksStart ?? -1 >= 0)
        #expect(literals(of: "contact/zalo").first?.marksStart == -1)
        #expect(SmallPack.rules.literalCount == SmallPack.rules.literals.count)
    }

    @Test func aTermOfNoLetterOrOfHugeLengthIsLeftOut() {
        var source = SmallPack.source
        let before = RuleSet(source).literalCount
        source.terms.append(.init(rule: "topic/empty", text: "", signal: .topic, category: .gambling))
        source.terms.append(
            .init(
                rule: "topic/huge", text: String(repeating: "dài ", count: 100), signal: .topic, category: .gambling))
        let rules = RuleSet(source)
        #expect(rules.literalCount == before)
        #expect(verdict("<p>nhà cái</p>", rules: rules).tier == .clean)
    }

    @Test func aPackWithoutAnythingFindsNothing() {
        let rules = RuleSet(RuleSource(pack: "empty@1"))
        #expect(verdict("<p>nhà cái uy tín sunwin</p>", rules: rules).tier == .clean)
    }

    @Test func featureNamesAreUniqueAndAsManyAsIndices() {
        let names = FeatureMap.fixedNames
        #expect(Set(names).count == names.count)
        #expect(names.count == FeatureMap.Fixed.count)
        let map = SmallPack.rules.features
        #expect(map.count == SmallPack.rules.terms.count + names.count)
        #expect(map.index(FeatureMap.Fixed.count - 1) == map.count - 1)
        #expect(names[FeatureMap.Fixed.signal] == "signal/advert")
        #expect(names[FeatureMap.Fixed.pair] == "pair/brand+topic")
        #expect(names[FeatureMap.Fixed.hidden] == "place/hidden")
        #expect(names[FeatureMap.Fixed.redirect] == "link/redirect")
        #expect(names[FeatureMap.Fixed.variety] == "variety")
    }

    @Test(arguments: Signal.allCases)
    func aSignalIsReadBackFromItsName(signal: Signal) {
        #expect(Signal(name: signal.name) == signal)
        #expect(Signal(name: signal.name + "x") == nil)
        #expect(!(signal.isContrast && signal.isSign))
    }

    @Test(arguments: PlantedContent.Category.allCases)
    func aCategoryIsReadBackFromItsName(category: PlantedContent.Category) {
        #expect(Category(name: category.rawValue) == category)
        #expect(Category.allCases[category.index] == category)
        #expect(Category(name: "none") == nil)
    }

    @Test func tiersAreOrderedByHowSureTheyAre() {
        #expect(Tier.allCases.sorted() == [.clean, .unreadable, .review, .planted])
    }
}

struct HitTests {
    @Test func aTermCountsByTheMarksThatItIsWrittenWith() {
        #expect(hits("vào nhà cái này").first { $0.rule == "advert/nhà-cái" }?.value == 1)
        #expect(hits("vao soi cau nay").first { $0.rule == "craft/soi-cầu" }?.value == 0.6)
        #expect(hits("vao dang ky ngay thoi").first { $0.rule == "action/đăng-ký-ngay" }?.value == 0.9)
        #expect(hits("và đó là soi cau này").first { $0.rule == "craft/soi-cầu" }?.value == 0.2)
    }

    @Test(arguments: ["nhã cãi nhau", "nha cài đặt", "lỗ để lại", "nhà cải tạo", "lò đế giày"])
    func otherMarksAreOtherWords(text: String) {
        let found = hits(text).map(\.rule)
        #expect(!found.contains("advert/nhà-cái"))
        #expect(!found.contains("topic/lô-đề"))
    }

    @Test(arguments: ["xzalo", "zalox", "zalo7", "baccarats", "công anh", "lô đền"])
    func aTermInsideALongerWordIsNone(text: String) {
        let found = Set(hits(text).map(\.rule))
        #expect(found.isDisjoint(with: ["contact/zalo", "topic/baccarat", "police/công-an", "topic/lô-đề"]))
    }

    @Test func aQuotedWordCountsHalf() {
        let plain = "Theo lời khai, nhóm này gọi trang web là nhà cái uy tín và nhận tiền của người chơi."
        let quoted = plain.replacing("nhà cái uy tín", with: "“nhà cái uy tín”")
        let value = { (text: String) in hits(text).first { $0.rule == "advert/nhà-cái-uy-tín" }?.value }
        #expect(value(plain) == 1)
        #expect(value(quoted) == 0.5)
        // A text that stands in quotation marks as a whole is not excused by them.
        #expect(value("“Chơi ở nhà cái uy tín ngay hôm nay nhé”") == 1)
    }

    @Test func contrastIsNotDiscountedByQuotes() {
        let found = hits("Bài viết về zalo có tên “công an” nằm ở cuối trang tin")
        #expect(found.first { $0.rule == "police/công-an" }?.value == 1)
    }
}
