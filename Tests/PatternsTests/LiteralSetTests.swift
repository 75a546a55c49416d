import Testing

@testable import Patterns

/// The forms an automaton can take; tests force each with small lists.
enum FormUnderTest: CaseIterable {
    case narrow, wide, sparse, sparseWithRows

    func set(_ literals: [[UInt8]]) -> LiteralSet {
        switch self {
        case .narrow: LiteralSet(literals)
        case .wide: LiteralSet(literals, maxTableBytes: .max, sparseRowBytes: 0, narrowStates: 0)
        case .sparse: LiteralSet(literals, maxTableBytes: 0, sparseRowBytes: 0)
        case .sparseWithRows: LiteralSet(literals, maxTableBytes: 0, sparseRowBytes: 2_000)
        }
    }
}

@Suite struct LiteralSetTests {
    @Test(arguments: FormUnderTest.allCases)
    func overlappingAndNestedLiteralsAreAllReported(form: FormUnderTest) {
        let set = form.set(["he", "she", "his", "hers", "e", "rs"].map(ascii))
        let hits = set.hits(in: ascii("ushers"))
        #expect(
            hits == [
                LiteralHit(pattern: 0, end: 4), LiteralHit(pattern: 1, end: 4), LiteralHit(pattern: 4, end: 4),
                LiteralHit(pattern: 3, end: 6), LiteralHit(pattern: 5, end: 6),
            ])
    }

    @Test func emptyLiteralsAndEmptyListsNeverMatch() {
        #expect(LiteralSet([]).hits(in: ascii("abc")).isEmpty)
        #expect(LiteralSet([[], ascii("b")]).hits(in: ascii("abc")) == [LiteralHit(pattern: 1, end: 2)])
        #expect(LiteralSet([ascii("b")]).hits(in: []).isEmpty)
    }

    @Test func theSameLiteralTwiceReportsBoth() {
        let set = LiteralSet([ascii("ab"), ascii("b"), ascii("ab")])
        #expect(set.hits(in: ascii("ab")).map(\.pattern) == [0, 1, 2])
    }

    @Test(arguments: FormUnderTest.allCases)
    func noLiteralCrossesABreak(form: FormUnderTest) {
        let set = form.set([ascii("ab"), [0x61, 0, 0x62], [0]])
        #expect(set.hits(in: [0x61, 0, 0x62, 0x61, 0x62, 0]) == [LiteralHit(pattern: 0, end: 5)])
    }

    @Test func lengthsAreThoseGiven() {
        let set = LiteralSet([ascii("abc"), [], ascii("d")])
        #expect((0..<5).map { set.length(of: $0) } == [3, 0, 1, 0, 0])
        #expect(set.count == 3)
    }

    @Test func formerHitsAreReplaced() {
        let set = LiteralSet([ascii("a")])
        var hits = [LiteralHit(pattern: 9, end: 9)]
        ascii("ba").withUnsafeBufferPointer { set.scan($0, into: &hits) }
        #expect(hits == [LiteralHit(pattern: 0, end: 2)])
    }

    @Test func everyByteValueMayStandInALiteral() {
        let literals = (1...255).map { [UInt8($0), UInt8(256 - $0)] }
        let set = LiteralSet(literals)
        let text = literals.flatMap { $0 }
        #expect(set.hits(in: text) == PlainLiteralScanner(literals: literals).scan(text))
    }

    @Test(arguments: FormUnderTest.allCases)
    func randomListsAgreeWithThePlainSearch(form: FormUnderTest) {
        var random = Seeded(41)
        for _ in 0..<100 {
            let alphabet = random.bytes(Int.random(in: 1...12, using: &random), from: Array(1...255))
            var literals = (0..<Int.random(in: 1...40, using: &random)).map { _ in
                random.bytes(Int.random(in: 0...7, using: &random), from: alphabet)
            }
            // Suffixes and infixes of others, and doubles.
            for literal in literals where !literal.isEmpty {
                literals.append(Array(literal.suffix(Int.random(in: 1...literal.count, using: &random))))
            }
            let text = random.bytes(Int.random(in: 0...1500, using: &random), from: alphabet + [0, 0x20])
            #expect(form.set(literals).hits(in: text) == PlainLiteralScanner(literals: literals).scan(text))
        }
    }

    /// Lane borders fall at multiples of an eighth of the buffer, and every 1,024 bytes in long ones.
    @Test(arguments: [FormUnderTest.narrow, .wide])
    func bordersBetweenLanesLoseAndDoubleNothing(form: FormUnderTest) {
        var random = Seeded(7)
        let literals = (1...9).map { random.bytes($0, from: ascii("ab")) } + [ascii("aaaaaaaaaaaaaaaa"), ascii("b")]
        let set = form.set(literals)
        let plain = PlainLiteralScanner(literals: literals)
        for length in Array(0..<20) + Array(508..<560) + Array(8188..<8200) + [8192 + 511, 8192 + 512, 17000] {
            let text = random.bytes(length, from: ascii("aaab"))
            #expect(set.hits(in: text) == plain.scan(text), "length \(length)")
        }
    }

    @Test(arguments: [FormUnderTest.narrow, .wide])
    func literalsLongerThanALaneAreFound(form: FormUnderTest) {
        var random = Seeded(8)
        let text = random.bytes(20_000, from: ascii("ab"))
        let literals = [60, 65, 130, 1023, 1024, 1025, 3000, 9000].flatMap { length in
            (0..<6).map { _ in
                let start = Int.random(in: 0...(text.count - length), using: &random)
                return Array(text[start..<start + length])
            }
        }
        let set = form.set(literals)
        let plain = PlainLiteralScanner(literals: literals)
        for start in [0, 1, 3, 17, 4000] {
            for length in [513, 600, 1300, 9001, 15_000] {
                let part = Array(text[start..<start + length])
                #expect(set.hits(in: part) == plain.scan(part))
            }
        }
    }

    @Test func hundredsOfLiteralsEndingAtOnePlaceComeInOrder() {
        let literals = (1...300).reversed().map { [UInt8](repeating: 0x61, count: $0) }
        let text = [UInt8](repeating: 0x61, count: 700)
        #expect(LiteralSet(literals).hits(in: text) == PlainLiteralScanner(literals: literals).scan(text))
    }

    /// 100,000 literals take another form than 3,000; what they report must not show it.
    @Test func hugeListsAreBuiltAndFound() {
        var random = Seeded(9)
        let literals = (0..<100_000).map { _ in
            random.bytes(Int.random(in: 8...12, using: &random), from: ascii("abcdefghijklmnopqrstuvwxyz "))
        }
        let planted = (0..<300).map { _ in Int.random(in: 0..<literals.count, using: &random) }
        let text = planted.flatMap { literals[$0] + ascii(" - ") }
        let found = Set(LiteralSet(literals).hits(in: text).map(\.pattern))
        #expect(Set(planted.map { UInt32($0) }).isSubset(of: found))
        #expect(found.count < 310)
    }
}
