import Testing

@testable import Portals

struct SimHashTests {
    private func hash(_ text: String) -> UInt64? { Array(text.utf8).withUnsafeBufferPointer { SimHash.of($0) } }

    private func words(_ count: Int, seed: UInt64) -> [String] {
        var state = seed
        return (0..<count).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return "t" + String(state >> 40, radix: 36)
        }
    }

    @Test func equalWordsHaveEqualPrintsHoweverTheyAreParted() {
        #expect(hash("mot hai ba bon") == hash("  mot\u{0}hai ba\u{1} bon "))
        #expect(hash("mot hai ba bon") != hash("mot hai bon ba"))
        #expect(hash("mot") != nil && hash("mot") != hash("hai"))
        #expect(hash("") == nil && hash(" \u{0} ") == nil)
    }

    @Test func aFewChangedWordsChangeAFewBits() throws {
        for seed in 1...20 as ClosedRange<UInt64> {
            let text = words(600, seed: seed)
            var near = text
            near[300] = "khac"
            let base = try #require(hash(text.joined(separator: " ")))
            #expect(SimHash.distance(base, try #require(hash(near.joined(separator: " ")))) <= 12)
            #expect(
                SimHash.distance(base, try #require(hash(words(600, seed: seed + 100).joined(separator: " ")))) > 14)
        }
    }

    /// The counters of a byte are emptied before they run over: the plain way gives the same.
    @Test func theQuickCountAgreesWithThePlainOne() throws {
        for count in [3, 4, 254, 255, 256, 257, 258, 700] {
            let same = [String](repeating: "a", count: count).joined(separator: " ")
            #expect(hash(same) == hash("a a a"), "one shingle over and over has its own bits")
        }
    }
}
