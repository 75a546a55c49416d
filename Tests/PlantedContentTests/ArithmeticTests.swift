import Foundation
import Testing

@testable import PlantedContent

struct ArithmeticTests {
    @Test func lettersBesideDigitsAreFoundAsByAPlainLoop() {
        var random = Seeded(7)
        let alphabet = bytes("az09 -AZ/:`{\u{C3}")
        for round in 0..<600 {
            // Many bytes of one kind, so that edges fall on every lane and also stay away.
            let letters = round % 3 == 0 ? alphabet : round % 3 == 1 ? bytes("ab 1") : bytes("abc   ")
            let text = (0..<Int.random(in: 0...90, using: &random)).map { _ in
                letters[Int.random(in: 0..<letters.count, using: &random)]
            }
            text.withUnsafeBufferPointer { buffer in
                for from in 0...text.count {
                    #expect(AlphanumericEdge.next(in: buffer, from: from) == plainEdge(text, from: from))
                }
            }
        }
    }

    private func plainEdge(_ text: [UInt8], from: Int) -> Int? {
        func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
        func isLetter(_ byte: UInt8) -> Bool { byte >= 0x61 && byte <= 0x7A }
        var position = max(1, from)
        while position < text.count {
            let (left, right) = (text[position - 1], text[position])
            if isDigit(left) && isLetter(right) || isLetter(left) && isDigit(right) { return position }
            position += 1
        }
        return nil
    }

    @Test func theLogisticFunctionAgreesWithTheCLibrary() {
        for step in -8_000...8_000 {
            let x = Double(step) / 10
            let expected = 1 / (1 + exp(-x))
            #expect(abs(Logistic.probability(x) - expected) <= 1e-14 * max(1, expected))
            if x <= 0, x > -700 {
                #expect(abs(Logistic.exponential(x) - exp(x)) <= 4e-15 * exp(x))
            }
        }
        #expect(Logistic.probability(0) == 0.5)
        #expect(Logistic.probability(.infinity) == 1)
        #expect(Logistic.probability(-.infinity) == 0)
    }

    @Test func theLogarithmAgreesWithTheCLibrary() {
        for step in 1...20_000 {
            let value = Float(step) / 64
            #expect(abs(Logarithm.base2(value) - log2(value)) <= 2e-6 * max(1, abs(log2(value))))
        }
        for step in 0...1_000 {
            let value = 1 + Double(step) / 1_000
            #expect(abs(Logarithm.natural(value) - log(value)) <= 1e-14)
        }
    }

    @Test(arguments: [0, -1, Float.nan, .infinity, -.infinity])
    func theLogarithmOfWhatHasNoneIsZero(value: Float) {
        #expect(Logarithm.base2(value) == 0)
    }
}

struct QuoteFinderTests {
    private func spans(_ text: String) -> [String] {
        let all = bytes(text)
        var finder = QuoteFinder()
        let found = all.withUnsafeBufferPointer { finder.find($0, 0..<all.count) }
        #expect(found == !finder.spans.isEmpty)
        #expect(finder.quotedBytes == finder.spans.map(\.count).reduce(0, +))
        return finder.spans.map { String(decoding: all[$0], as: UTF8.self) }
    }

    @Test func whatStandsBetweenQuotationMarksIsFound() {
        #expect(spans("a \"b\" c") == ["b"])
        #expect(spans("a “b c” d «e» f") == ["b c", "e"])
        #expect(spans("\"a\" b \"c\"") == ["a", "c"])
        #expect(spans("““b”") == ["b"])
    }

    @Test func marksWithoutTheirCounterpartQuoteNothing() {
        #expect(spans("a \" b").isEmpty)
        #expect(spans("” a “").isEmpty)
        #expect(spans("no marks").isEmpty)
        #expect(spans("").isEmpty)
        #expect(spans("“" + String(repeating: "x", count: 401) + "”").isEmpty)
        #expect(spans("“" + String(repeating: "x", count: 390) + "”").count == 1)
    }

    @Test func aMarkCutByTheEndOfTheRangeIsNone() {
        let text = bytes("“a”")
        for end in 0..<text.count {
            var finder = QuoteFinder()
            let found = text.withUnsafeBufferPointer { finder.find($0, 0..<end) }
            #expect(!found)
        }
    }
}
