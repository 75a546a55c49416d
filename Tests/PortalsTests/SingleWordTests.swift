import PlantedContent
import Testing

/// By the shipped pack: whatever one word is, and however often it is said, it makes no finding.
struct SingleWordTests {
    private static let words: [String] = {
        let brands = [
            "f8bet", "Sunwin", "hitclub", "Jun88", "789club", "go88", "kubet77", "win79", "sky247", "omni858",
        ]
        return brands
            + ShippedPack.rules.terms.map(\.text).filter { !$0.isEmpty && !$0.contains(" ") }
            .filter { $0.utf8.allSatisfy { $0 < 0x80 } && $0.allSatisfy(\.isLetter) }
    }()

    @Test func oneWordNeverReachesReview() {
        #expect(Self.words.count > 300)
        let inspector = Inspector(rules: ShippedPack.rules)
        var found: [String] = []
        for word in Self.words {
            for text in [
                "<p>\(word)</p>", "<p>Chiều nay, \(word), trời mưa.</p>", "<footer>\(word) \(word) \(word)</footer>",
                "<div style='display:none'>\(word)</div>", "<title>\(word)</title>",
            ] {
                let tier = Array(text.utf8).withUnsafeBufferPointer { inspector.inspect($0, form: .html) }.tier
                if tier >= .review { found.append(text) }
            }
        }
        #expect(found.isEmpty, "\(found.count): \(found.prefix(10))")
    }
}
