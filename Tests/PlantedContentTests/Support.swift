import Markup
import Patterns
import VietText

@testable import PlantedContent

/// A pack of a few words, so that a test can be followed by hand.
enum SmallPack {
    static let words: [(String, Signal)] = [
        ("nhà cái", .advert), ("nhà cái uy tín", .advert), ("cổng game", .advert), ("tài xỉu", .topic),
        ("lô đề", .topic), ("baccarat", .topic), ("soi cầu", .craft), ("khuyến mãi", .offer), ("hoàn trả", .offer),
        ("đăng ký ngay", .action), ("bấm vào đây", .action), ("zalo", .contact), ("anh em", .reader),
        ("xanh chín", .promise),
        ("công an", .police), ("triệt phá", .police), ("nghị định", .law), ("xét xử", .court), ("cảnh báo", .awareness),
    ]

    static let weights: [(feature: String, weight: Double)] = [
        ("bias", -3), ("prior/advert", 2), ("prior/topic", 1), ("prior/craft", 1), ("prior/offer", 1.2),
        ("prior/action", 1.2), ("prior/contact", 1), ("prior/reader", 0.5), ("prior/promise", 0.5),
        ("prior/brand", 1.5), ("prior/police", -1.5), ("prior/law", -1), ("prior/court", -1),
        ("prior/awareness", -1.5), ("place/hidden", 1.5), ("link/listed", 4), ("link/brand", 2),
        ("context/contrast", -0.4), ("threshold/review", 0.5), ("threshold/planted", 0.8),
    ]

    static var source: RuleSource {
        var source = RuleSource(pack: "small@1")
        source.terms = words.map { text, signal in
            .init(
                rule: "\(signal.name)/\(text.split(separator: " ").joined(separator: "-"))", text: text,
                signal: signal, category: .gambling)
        }
        source.brands.stems = ["bet", "win", "club"]
        source.brands.digits = ["88", "79"]
        source.brands.exceptions = ["tibet", "darwin", "covid19", "ql#"]
        source.weights = weights
        source.allowedHosts = ["gov.vn"]
        source.confusables = [(0x0430, UInt8(ascii: "a")), (0x0441, UInt8(ascii: "c"))]
        return source
    }

    static var listed: DomainList {
        DomainList(
            name: "own", category: .sex,
            hosts: DomainSet([(host: Array("xau.example".utf8), list: UInt16(0))]))
    }

    static let rules = RuleSet(source, domainLists: [listed])
}

func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

func verdict(
    _ text: String, _ form: Inspector.Form = .html, rules: RuleSet = SmallPack.rules, baseHost: String? = nil
) -> Verdict {
    verdict(bytes(text), form, rules: rules, baseHost: baseHost)
}

func verdict(
    _ source: [UInt8], _ form: Inspector.Form = .html, rules: RuleSet = SmallPack.rules, baseHost: String? = nil
) -> Verdict {
    source.withUnsafeBufferPointer {
        Inspector(rules: rules).inspect($0, form: form, baseHost: baseHost.map(bytes))
    }
}

/// Accepted hits of a plain text: rule and share of the weight.
func hits(_ text: String, rules: RuleSet = SmallPack.rules) -> [(rule: String, value: Float)] {
    let view = PageView()
    let collector = HitCollector(rules: rules)
    bytes(text).withUnsafeBufferPointer {
        view.build(text: $0)
        collector.collect(view, $0, reasons: view.links.map { _ in .none })
    }
    return collector.hits.map { (rules.terms[Int($0.term)].rule, $0.value) }
}

/// Numbers that are the same in every run.
struct Seeded: RandomNumberGenerator {
    private var state: UInt64
    init(_ seed: UInt64) { state = seed }
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
