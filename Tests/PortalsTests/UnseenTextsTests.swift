import Foundation
import PlantedContent
import Testing

/// How well the shipped pack does on texts that were never learnt from: `Unseen/texts.jsonl`, written from a brief by writers
/// who had seen neither the words of the pack nor the texts that it learns from. What they found is in `Docs/detection.md`; here
/// stands how far it may fall before somebody has to look.
@Suite struct UnseenTextsTests {
    struct Text: Decodable {
        var id: String
        var label: String
        var kind: String
        var lang: String
        var text: String

        var isAdvert: Bool { label != "clean" }
    }

    /// The share that is no longer clean, and the share that is called planted.
    private struct Shares {
        var review: Double
        var planted: Double
    }

    private let texts: [Text]

    init() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Unseen/texts.jsonl")
        texts = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
            .map { try JSONDecoder().decode(Text.self, from: Data($0.utf8)) }
    }

    private var strong: [Text] { texts.filter { $0.label == "gambling" && $0.kind == "strong" && $0.lang == "vi" } }

    private func shares(_ texts: [Text], _ disguise: Disguise? = nil) -> Shares {
        let form: Inspector.Form = disguise == .entities ? .html : .text
        let tiers = texts.map { ShippedPack.inspect(Array((disguise?.apply(to: $0.text) ?? $0.text).utf8), form).tier }
        func share(_ least: Tier) -> Double { Double(tiers.filter { $0 >= least }.count) / Double(tiers.count) }
        return Shares(review: share(.review), planted: share(.planted))
    }

    @Test func vietnameseAdvertsAreFound() {
        let found = shares(strong)
        #expect(found.review >= 0.93)
        #expect(found.planted >= 0.75)
        let weak = shares(texts.filter { $0.kind == "weak" })
        #expect(weak.review >= 0.8)
    }

    @Test func otherAdvertsAreFound() {
        let indonesian = shares(texts.filter { $0.isAdvert && $0.lang == "id" })
        #expect(indonesian.review >= 0.9)
        let goods = shares(texts.filter { $0.isAdvert && $0.label != "gambling" })
        #expect(goods.review >= 0.8)
    }

    @Test func newsLawAndLotteriesRaiseNoAlarm() {
        let kinds: Set = ["police", "court", "law", "lottery", "news", "warning"]
        let hard = shares(texts.filter { !$0.isAdvert && kinds.contains($0.kind) })
        #expect(hard.review <= 0.02)
        #expect(hard.planted <= 0.005)
        let ordinary = shares(texts.filter { !$0.isAdvert && !kinds.contains($0.kind) })
        #expect(ordinary.review <= 0.03)
        #expect(ordinary.planted <= 0.01)
    }

    @Test(arguments: Disguise.allCases)
    func aDisguiseNeitherHidesAnAdvertNorAccusesTheRest(disguise: Disguise) {
        let found = shares(strong, disguise)
        #expect(found.review >= 0.9, "\(disguise)")
        let clean = shares(texts.filter { !$0.isAdvert && $0.lang == "vi" }, disguise)
        #expect(clean.review <= 0.03, "\(disguise)")
        #expect(clean.planted <= 0.015, "\(disguise)")
    }
}
