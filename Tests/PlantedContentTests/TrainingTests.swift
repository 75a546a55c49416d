import Testing

@testable import PlantedContent

struct LogisticFitTests {
    private func row(_ values: [Float], _ isAdvert: Bool, weight: Double = 1) -> LogisticFit.Row {
        .init(
            features: values.enumerated().map { FeatureValue(index: $0.offset, value: $0.element) },
            isAdvert: isAdvert, weight: weight)
    }

    @Test func aSeparableProblemIsSeparated() {
        let rows = (0..<40).map { row([1, Float($0) / 10 - 2, $0 % 2 == 0 ? 1 : -1], $0 >= 20) }
        let fit = LogisticFit(priors: Array(repeating: .init(mean: 0, strength: 0.01), count: 3))
        let weights = fit.fit(rows)
        // The two texts on either side of the border may fall on it.
        for row in rows[..<19] + rows[21...] { #expect((LogisticFit.dot(row.features, weights) > 0) == row.isAdvert) }
        #expect(weights[1] > 2)
        #expect(abs(weights[2]) < weights[1] / 4)
    }

    @Test func theOptimumIsAStationaryPoint() {
        // One weight, prior mean 0 and strength 1, three adverts and one clean text with value 1:
        // 4·σ(w) − 3 + w = 0.
        let rows = [row([1], true), row([1], true), row([1], true), row([1], false)]
        let weights = LogisticFit(priors: [.init(mean: 0, strength: 1)]).fit(rows, iterations: 500)
        #expect(abs(4 * Logistic.probability(weights[0]) - 3 + weights[0]) < 1e-4)
    }

    @Test func aStrongPriorHoldsItsWeightAndBoundsAreKept() {
        let rows = (0..<20).map { row([1, 1, 1], $0 % 4 != 0) }
        let weights = LogisticFit(priors: [
            .init(mean: -0.7, strength: 1e6), .init(mean: 0, strength: 0.1, lower: 0, upper: 0.2),
            .init(mean: 0, strength: 0.1, lower: -6, upper: 0),
        ]).fit(rows)
        #expect(abs(weights[0] + 0.7) < 1e-3)
        #expect((0...0.2).contains(weights[1]))
        #expect((-6...0).contains(weights[2]))
    }

    @Test func theSameInputGivesTheSameBits() {
        var random = Seeded(3)
        let rows = (0..<60).map { _ in
            row((0..<8).map { _ in Float.random(in: -1...1, using: &random) }, Bool.random(using: &random))
        }
        let fit = LogisticFit(priors: Array(repeating: .init(mean: 0.1, strength: 0.5), count: 8))
        #expect(fit.fit(rows).map(\.bitPattern) == fit.fit(rows).map(\.bitPattern))
    }

    @Test func nothingToLearnLeavesThePriors() {
        #expect(LogisticFit(priors: [.init(mean: 0.3, strength: 1)]).fit([]) == [0.3])
    }
}

struct TrainerTests {
    private static let adverts = [
        "Nhà cái uy tín Sunwin khuyến mãi nạp đầu", "Cổng game tài xỉu xanh chín, anh em đăng ký ngay",
        "Nhà cái f8bet hoàn trả 1%, tài xỉu baccarat", "Soi cầu lô đề mỗi ngày, liên hệ zalo",
        "Đăng ký ngay cổng game hitclub, khuyến mãi lớn", "Jun88 nhà cái xanh chín cho anh em",
        "Zalo nhận khuyến mãi tài xỉu", "Lô đề nhà cái uy tín, đăng ký ngay",
    ]
    private static let cleans = [
        "Công an xã triệt phá nhóm lô đề", "Xét xử vụ tổ chức tài xỉu", "Cảnh báo nhà cái lừa đảo",
        "Nghị định xử phạt hành vi lô đề", "Anh em hai nhà cùng trồng lúa, liên hệ zalo ủy ban",
        "Khuyến mãi nông sản tại chợ phiên", "Công an cảnh báo cổng game", "Xét xử đường dây baccarat",
    ]

    private func train(_ more: [String: Double] = [:]) -> Trainer.Model {
        var texts = Self.adverts.map { TrainingText(source: "own", text: $0, label: "gambling") }
        texts += Self.cleans.map { TrainingText(source: "own", text: $0, label: TrainingText.clean) }
        texts.append(
            TrainingText(
                source: "long", text: Array(repeating: Self.cleans.joined(separator: "\n"), count: 6).joined(),
                label: TrainingText.clean))
        let priors = Dictionary(uniqueKeysWithValues: SmallPack.weights).merging(more) { _, new in new }
        return Trainer(rules: SmallPack.source, priors: priors).train(texts)
    }

    @Test func twoRunsLearnTheSameWeights() {
        let (first, second) = (train(), train())
        #expect(first.weights.map(\.feature) == second.weights.map(\.feature))
        #expect(first.weights.map(\.weight.bitPattern) == second.weights.map(\.weight.bitPattern))
    }

    @Test func contrastNeverSpeaksForAnAdvertAndTheRestNeverAgainst() {
        let weights = weights(train())
        for term in SmallPack.rules.terms {
            let weight = weights["term/\(term.rule)"]
            #expect(weight != nil)
            if term.signal.isContrast {
                #expect(weight ?? 1 <= 0, "\(term.rule)")
            } else {
                #expect(weight ?? -1 >= 0, "\(term.rule)")
            }
        }
        #expect(weights["place/hidden"] == 1.5)
        #expect(weights["link/listed"] == 4)
    }

    private func weights(_ model: Trainer.Model) -> [String: Double] {
        Dictionary(model.weights.map { ($0.feature, $0.weight) }) { first, _ in first }
    }

    @Test func noKindOfASellersWordsSpeaksAgainstAnAdvert() {
        let weights = weights(train())
        for signal in Signal.allCases {
            let weight = weights["signal/\(signal.name)"]
            #expect(weight != nil)
            #expect(signal.isContrast ? weight ?? 1 <= 0 : weight ?? -1 >= 0, "\(signal.name)")
        }
        #expect(weights["variety"] ?? -1 >= 0)
    }

    @Test func aStrengthOfItsOwnHoldsAFeature() {
        let held = weights(train(["bias": -7, "strength/bias": 1e6]))["bias"] ?? 0
        let free = weights(train(["bias": -7, "strength/bias": 1e-3]))["bias"] ?? 0
        #expect(abs(held + 7) < 0.01)
        #expect(abs(free + 7) > 0.5)
    }

    @Test func aWordThatCleanTextsHoldMoreOftenBeginsLower() {
        // Held to their priors: what differs is where they begin.
        let plain = weights(train(["strength/term": 1e6]))
        let lowered = weights(train(["strength/term": 1e6, "common/topic": 1]))
        for term in SmallPack.rules.terms {
            let (before, after) = (plain["term/\(term.rule)"] ?? 0, lowered["term/\(term.rule)"] ?? 0)
            switch term.text {
            // One advert and two clean texts hold it; two and three.
            case "baccarat", "lô đề": #expect(after > 0 && after < before * 0.9, "\(term.rule)")
            // `tài xỉu` stands in more adverts; nothing was said of other kinds.
            default: #expect(abs(after - before) < 0.01, "\(term.rule)")
            }
        }
    }

    @Test func theMoreCleanTextsMayAlarmTheLowerTheThreshold() {
        let strict = weights(train(["share/review": 0, "share/planted": 0]))
        let lax = weights(train(["share/review": 1, "share/planted": 0.5]))
        for tier in ["threshold/review", "threshold/planted"] {
            #expect(lax[tier] ?? 1 < strict[tier] ?? 0, "\(tier)")
        }
    }

    @Test func theLearntModelTellsItsOwnTextsApart() {
        var source = SmallPack.source
        source.weights = train().weights
        let rules = RuleSet(source)
        #expect(rules.thresholds.review < rules.thresholds.planted)
        let mean = { (texts: [String]) in
            texts.map { verdict($0, .text, rules: rules).score }.reduce(0, +) / Double(texts.count)
        }
        #expect(mean(Self.adverts) > mean(Self.cleans) + 0.2)
    }
}
