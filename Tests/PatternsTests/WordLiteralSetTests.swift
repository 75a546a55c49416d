import Patterns
import Testing

private typealias Literal = WordLiteralSet.Literal

private func word(_ text: String) -> Literal {
    Literal(ascii(text), needsLeftBoundary: true, needsRightBoundary: true)
}

extension WordLiteralSet {
    fileprivate func hits(in text: [UInt8]) -> [LiteralHit] {
        var hits: [LiteralHit] = []
        text.withUnsafeBufferPointer { scan($0, into: &hits) }
        return hits
    }
}

/// Every occurrence by a plain search, then those that have their boundaries.
private func plainHits(_ literals: [Literal], in text: [UInt8]) -> [LiteralHit] {
    func isWord(_ byte: UInt8) -> Bool { byte &- 0x61 < 26 || byte &- 0x30 < 10 }
    return PlainLiteralScanner(literals: literals.map(\.bytes)).scan(text).filter { hit in
        let literal = literals[Int(hit.pattern)]
        let end = Int(hit.end)
        let start = end - literal.bytes.count
        let runsLeft = start > 0 && isWord(text[start]) && isWord(text[start - 1])
        let runsRight = end < text.count && isWord(text[end - 1]) && isWord(text[end])
        return !(literal.needsLeftBoundary && runsLeft) && !(literal.needsRightBoundary && runsRight)
    }
}

@Suite struct WordLiteralSetTests {
    @Test(arguments: [
        ("nha cai", "cac nha cai uy tin", [11]), ("nha cai", "nha caii, xnha cai", []), ("k+", "xem k+hd, ok+", [6]),
        ("t.me", "t.me/x at.me t.mex", [4]), ("cau 1 1", "cau 1 1 cau 1 12", [7]), ("slot", "slot", [4]),
        ("xo so mien bac", "xo so mien bac", [14]), ("a", "a b a", [1, 5]), ("18+", "18+ 118+", [3]),
    ])
    func aWordIsFoundWhereItStandsAsOne(term: String, text: String, ends: [UInt32]) {
        #expect(WordLiteralSet([word(term)]).hits(in: ascii(text)).map(\.end) == ends)
    }

    @Test func whatMayStandInsideAWordIsFoundThere() {
        let set = WordLiteralSet([
            Literal(ascii("nhacaiuytin"), needsLeftBoundary: false, needsRightBoundary: false),
            Literal(ascii("bet"), needsLeftBoundary: false, needsRightBoundary: true),
            Literal(ascii(".com"), needsLeftBoundary: false, needsRightBoundary: true),
        ])
        #expect(
            set.hits(in: ascii("top10nhacaiuytin88 f8bet bets abc.com x.comx")) == [
                LiteralHit(pattern: 0, end: 16), LiteralHit(pattern: 1, end: 24), LiteralHit(pattern: 2, end: 37),
            ])
        #expect(set.slowCount == 0)
    }

    @Test func whatHoldsAMarkMayBeginInsideAWordToo() {
        let set = WordLiteralSet([
            Literal(ascii("bekhoak+"), needsLeftBoundary: false, needsRightBoundary: false),
            Literal(ascii("k+"), needsLeftBoundary: false, needsRightBoundary: false),
            Literal(ascii("a-bc"), needsLeftBoundary: false, needsRightBoundary: true),
        ])
        #expect(
            set.hits(in: ascii("xbekhoak+hd a-bc xa-bc a-bcd +")) == [
                LiteralHit(pattern: 0, end: 9), LiteralHit(pattern: 1, end: 9), LiteralHit(pattern: 2, end: 16),
                LiteralHit(pattern: 2, end: 22),
            ])
        #expect(set.slowCount == 0)
    }

    @Test func emptyListsTextsAndLiteralsFindNothing() {
        #expect(WordLiteralSet([]).hits(in: ascii("abc")).isEmpty)
        #expect(WordLiteralSet([word("")]).hits(in: ascii("abc")).isEmpty)
        #expect(WordLiteralSet([word("a")]).hits(in: []).isEmpty)
        #expect(WordLiteralSet([word("a\0b"), word("b")]).hits(in: ascii("a\0b")) == [LiteralHit(pattern: 1, end: 3)])
    }

    @Test func theSameStringMayComeTwice() {
        let literals = [word("ca do"), word("do"), word("ca do")]
        #expect(
            WordLiteralSet(literals).hits(in: ascii("ca do")) == [
                LiteralHit(pattern: 0, end: 5), LiteralHit(pattern: 1, end: 5), LiteralHit(pattern: 2, end: 5),
            ])
    }

    /// Alphabets from two letters up make literals that nest, overlap and end with the buffer; marks and blanks make all
    /// kinds of look-ups, and the slow literals too.
    @Test(arguments: ["ab ", "ab1. ", "abc-+ é赌", "abcdefghijklmnop0189 .-/\u{1}"], 0..<12)
    func randomListsAgreeWithThePlainSearch(alphabet: String, seed: Int) {
        var random = Seeded(UInt64(seed))
        let letters = Array(alphabet.utf8)
        let longest = Int.random(in: 2...20, using: &random)
        var literals: [Literal] = (0..<Int.random(in: 1...60, using: &random)).map { _ in
            Literal(
                random.bytes(Int.random(in: 0...longest, using: &random), from: letters),
                needsLeftBoundary: Int.random(in: 0...3, using: &random) > 0,
                needsRightBoundary: Int.random(in: 0...3, using: &random) > 0)
        }
        for literal in literals where literal.bytes.count > 1 {
            var longer = literal
            longer.bytes += random.bytes(Int.random(in: 1...9, using: &random), from: letters)
            literals.append(longer)
        }
        let set = WordLiteralSet(literals)
        for _ in 0..<40 {
            var text: [UInt8] = []
            let length = Int.random(in: 0...400, using: &random)
            while text.count < length {
                if Bool.random(using: &random), let literal = literals.randomElement(using: &random) {
                    text += literal.bytes
                } else {
                    text += random.bytes(Int.random(in: 1...12, using: &random), from: letters + [0])
                }
            }
            #expect(set.hits(in: text) == plainHits(literals, in: text), "\(text)")
        }
    }

    /// Words over the borders of the steps of 64 bytes, and ends of the buffer at every place.
    @Test func everyLengthOfTextIsReadToItsEndAndNoFurther() {
        let literals =
            ["ca do", "bong da truc tuyen", "so", "casino", "nha cai uy tin"].map(word)
            + [
                Literal(ascii("bet"), needsLeftBoundary: false, needsRightBoundary: true),
                Literal(ascii("truoctuyen"), needsLeftBoundary: false, needsRightBoundary: false),
            ]
        let set = WordLiteralSet(literals)
        let text = ascii(
            "ca do bong da truc tuyen so so casino xtruoctuyenbet f8bet nha cai uy tin nha cai uy tinh ca do so bet ca do "
                + "bong da truc tuyen bong da truoctuyen casinobet so")
        for start in 0..<70 {
            for end in start...text.count {
                let part = Array(text[start..<end])
                #expect(set.hits(in: part) == plainHits(literals, in: part))
            }
        }
    }

    /// A page written to make every look-up pass and every walk long must not cost more than the length of a literal a byte.
    @Test func nestedLiteralsComeInOrder() {
        let literals = (1...40).map { word([String](repeating: "a", count: $0).joined(separator: " ")) }
        let text = ascii([String](repeating: "a", count: 200).joined(separator: " "))
        #expect(WordLiteralSet(literals).hits(in: text) == plainHits(literals, in: text))
    }
}
