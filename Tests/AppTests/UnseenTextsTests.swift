import Foundation
import Testing

/// How well the built program does on texts that were never learnt from: `Unseen/texts.jsonl`, written from a brief by writers
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

    private struct Line: Decodable {
        var id: String
        var verdict: String
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

    private func shares(_ texts: [Text], _ hide: Hide = .none) throws -> Shares {
        let field = hide == .entities ? "html" : "text"
        let rows = try texts.map { text in
            let row = ["id": text.id, field: hide.apply(to: text.text)]
            return String(decoding: try JSONEncoder().encode(row), as: UTF8.self)
        }
        let scratch = try Scratch()
        let file = try scratch.write("texts.jsonl", rows.joined(separator: "\n") + "\n")
        let result = try Program.run(
            ["inspect", "--format", "json", "--id-field", "id", "--\(field)-field", field, file])
        let lines = try result.output.split(separator: "\n").map {
            try JSONDecoder().decode(Line.self, from: Data($0.utf8))
        }
        try #require(lines.count == texts.count)
        func share(_ tiers: [String]) -> Double {
            Double(lines.filter { tiers.contains($0.verdict) }.count) / Double(lines.count)
        }
        return Shares(review: share(["review", "planted"]), planted: share(["planted"]))
    }

    @Test func vietnameseAdvertsAreFound() throws {
        let found = try shares(strong)
        #expect(found.review >= 0.93)
        #expect(found.planted >= 0.75)
        let weak = try shares(texts.filter { $0.kind == "weak" })
        #expect(weak.review >= 0.8)
    }

    @Test func otherAdvertsAreFound() throws {
        let indonesian = try shares(texts.filter { $0.isAdvert && $0.lang == "id" })
        #expect(indonesian.review >= 0.9)
        let goods = try shares(texts.filter { $0.isAdvert && $0.label != "gambling" })
        #expect(goods.review >= 0.8)
    }

    @Test func newsLawAndLotteriesRaiseNoAlarm() throws {
        let kinds: Set = ["police", "court", "law", "lottery", "news", "warning"]
        let hard = try shares(texts.filter { !$0.isAdvert && kinds.contains($0.kind) })
        #expect(hard.review <= 0.02)
        #expect(hard.planted <= 0.005)
        let ordinary = try shares(texts.filter { !$0.isAdvert && !kinds.contains($0.kind) })
        #expect(ordinary.review <= 0.03)
        #expect(ordinary.planted <= 0.01)
    }

    @Test(arguments: Hide.allCases)
    func aDisguiseNeitherHidesAnAdvertNorAccusesTheRest(hide: Hide) throws {
        let found = try shares(strong, hide)
        #expect(found.review >= 0.9, "\(hide)")
        let clean = try shares(texts.filter { !$0.isAdvert && $0.lang == "vi" }, hide)
        #expect(clean.review <= 0.03, "\(hide)")
        #expect(clean.planted <= 0.015, "\(hide)")
    }

    enum Hide: String, CaseIterable {
        case none, unmarked, decomposed, zeroWidth, softHyphen, dotted, spaced, leet, homoglyph, mathematical,
            fullWidth, entities

        func apply(to text: String) -> String {
            switch self {
            case .none: text
            case .unmarked: Self.unmarked(text)
            case .decomposed: text.decomposedStringWithCanonicalMapping
            case .zeroWidth: Self.words(text, percent: 50) { Self.joined($0, "\u{200B}") }
            case .softHyphen: Self.words(text, percent: 50) { Self.joined($0, "\u{AD}") }
            case .dotted: Self.words(text, percent: 35) { Self.joined($0, ".") }
            case .spaced: Self.words(text, percent: 20) { Self.joined($0, " ") }
            case .leet: Self.words(text, percent: 50) { Self.replaced(Self.unmarked($0), "aeiost", "431057", each: 2) }
            case .homoglyph: Self.replaced(text, "aeocpxiABEHKMOT", "аеосрхіАВЕНКМОТ", each: 1)
            case .mathematical: Self.shifted(text) { Self.bold($0) }
            case .fullWidth: Self.shifted(text) { (0x21...0x7E).contains($0) ? $0 + 0xFEE0 : $0 }
            case .entities: text.unicodeScalars.map { "&#\($0.value);" }.joined()
            }
        }

        private static func unmarked(_ text: String) -> String {
            text.replacing("đ", with: "d").replacing("Đ", with: "D")
                .folding(options: .diacriticInsensitive, locale: Locale(identifier: "en"))
        }

        private static func joined(_ word: String, _ part: String) -> String {
            word.map(String.init).joined(separator: part)
        }

        /// So many of a hundred words, numbers left as they are; which ones, the place and the word decide.
        private static func words(_ text: String, percent: Int, _ change: (String) -> String) -> String {
            var place = 0
            return text.replacing(/[\p{L}\p{N}\p{M}]+/) { match in
                place += 1
                let word = String(match.output)
                let draw = (place &* 7919 &+ word.utf8.reduce(0) { ($0 &* 31 &+ Int($1)) % 100_003 }) % 100
                return word.count > 1 && !word.allSatisfy(\.isNumber) && draw < percent ? change(word) : word
            }
        }

        private static func replaced(_ text: String, _ from: String, _ to: String, each: Int) -> String {
            let table = Dictionary(uniqueKeysWithValues: zip(from, to))
            var met = 0
            return String(
                text.map { letter in
                    guard let other = table[letter] else { return letter }
                    met += 1
                    return met % each == 0 ? other : letter
                })
        }

        private static func shifted(_ text: String, _ move: (UInt32) -> UInt32) -> String {
            String(String.UnicodeScalarView(unmarked(text).unicodeScalars.map { Unicode.Scalar(move($0.value)) ?? $0 }))
        }

        private static func bold(_ code: UInt32) -> UInt32 {
            switch code {
            case 0x41...0x5A: 0x1D400 + code - 0x41
            case 0x61...0x7A: 0x1D41A + code - 0x61
            default: code
            }
        }
    }
}
