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

    @Test func marksAreComparedEightAtATimeAsOneByOne() {
        var random = Seeded(11)
        let mask: UInt8 = 0b0011_1111
        for _ in 0..<4_000 {
            let count = Int.random(in: 0...40, using: &random)
            // Mostly bare, and the bits that are no tone and no shape must not count.
            let marks = (0..<count).map { _ in
                [0, 0, 0, 0x40, 0x80, UInt8.random(in: 0...255, using: &random)].randomElement(using: &random) ?? 0
            }
            let start = Int.random(in: 0...count, using: &random)
            let end = Int.random(in: start...count, using: &random)
            var term = marks[start..<end].map { $0 & mask }
            if Bool.random(using: &random), let place = term.indices.randomElement(using: &random) { term[place] ^= 1 }
            let hasMarks = marks[start..<end].contains { $0 & mask != 0 }
            let isWritten = zip(marks[start..<end], term).allSatisfy { ($0 ^ $1) & mask == 0 }
            let padded = term + [UInt8](repeating: 0xFF, count: AccentRule.stepBytes)
            marks.withUnsafeBufferPointer { marks in
                #expect(AccentRule.hasVietnameseMarks(marks, start, end) == hasMarks)
                padded.withUnsafeBufferPointer { padded in
                    guard let base = padded.baseAddress else { return }
                    #expect(AccentRule.isWritten(marks, start, end, like: base) == isWritten)
                }
            }
        }
    }

    @Test func quotationMarksAreFoundAsByAPlainLoop() {
        var random = Seeded(13)
        let letters: [UInt8] = [0x61, 0x20, 0x61, 0x62, 0x22, 0xE2, 0xC2, 0x80]
        for round in 0..<600 {
            let text = (0..<Int.random(in: 0...90, using: &random)).map { _ in
                letters[Int.random(in: 0..<(round % 2 == 0 ? 4 : letters.count), using: &random)]
            }
            text.withUnsafeBufferPointer { buffer in
                for from in 0...text.count {
                    let plain = text[from...].firstIndex { $0 == 0x22 || $0 == 0xE2 || $0 == 0xC2 }
                    #expect(ByteScan.quote(in: buffer, from..<text.count) == plain)
                }
            }
        }
    }

    @Test func aRememberedLogarithmIsTheSameNumber() {
        var random = Seeded(17)
        var memo = LogarithmMemo()
        let values = (0..<3_000).map { _ in Float.random(in: 0...40, using: &random) } + [0, -1, 1, .infinity, -.zero]
        for value in values + values.reversed() {
            #expect(memo.base2(value).bitPattern == Logarithm.base2(value).bitPattern)
        }
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
