import Testing

@testable import VietText

@Suite("Accents of a hit")
struct AccentTests {
    func compare(_ term: String, _ text: String) -> AccentAgreement {
        let (term, hit) = (foldTerm(Array(term.utf8)), fold(text))
        #expect(term.bytes == hit.bytes)
        return term.bytes.withUnsafeBufferPointer { bytes in
            term.marks.withUnsafeBufferPointer { marks in
                hit.marks.withUnsafeBufferPointer { AccentAgreement(termBytes: bytes, termMarks: marks, textMarks: $0) }
            }
        }
    }

    @Test(
        "A hit is exact, stripped or another word",
        arguments: [
            ("lô đề", "lô đề", AccentAgreement.Outcome.exact), ("lô đề", "LÔ ĐỀ", .exact),
            ("lô đề", "lo de", .stripped),
            ("lô đề", "lở dê", .conflicting), ("lô đề", "lô de", .stripped), ("lô đề", "lô đê", .conflicting),
            ("hoà bình", "hòa bình", .exact), ("hoà", "hoá", .conflicting), ("hoà", "hoa", .stripped),
            ("đánh bạc", "đanh bac", .stripped), ("đánh bạc", "danh bác", .conflicting), ("bet", "bet", .exact),
            ("bet", "bét", .conflicting), ("nhàcái", "nhàcái", .exact), ("nhàcái", "nhácài", .conflicting),
            ("nhàcái", "nhacai", .stripped), ("cá cược", "cá cươc", .conflicting), ("ca", "ça", .conflicting),
            ("", "", .exact), ("da", "đa", .conflicting), ("thưởng", "thửơng", .exact),
            ("nhà cái", "nhà cài", .conflicting),
        ])
    func outcomes(term: String, text: String, outcome: AccentAgreement.Outcome) {
        #expect(compare(term, text) == AccentAgreement(outcome: outcome, isDisguised: false))
        let decomposed = utf8(Normalizer.nfd(text.scalars)).text
        #expect(compare(term, decomposed).outcome == outcome)
    }

    @Test("Disguise is told and does not count as an accent")
    func disguised() {
        #expect(compare("nhà cái", "nhà c\u{200B}ái") == AccentAgreement(outcome: .exact, isDisguised: true))
        #expect(compare("casino", "𝐜asino") == AccentAgreement(outcome: .exact, isDisguised: true))
    }

    @Test("Buffers of different length are compared as far as the shortest goes")
    func lengths() {
        let bytes: [UInt8] = [0x61, 0x62]
        bytes.withUnsafeBufferPointer { bytes in
            let none = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
            #expect(AccentAgreement(termBytes: bytes, termMarks: none, textMarks: bytes).outcome == .exact)
        }
    }

    @Test("A term is folded as a page is, without a space at either end")
    func terms() {
        #expect(foldTerm(Array(" Cá  Độ ".utf8)).bytes == Array("ca do".utf8))
        #expect(foldTerm(Array(" ".utf8)).bytes.isEmpty)
        #expect(foldTerm(Array("đ".utf8)).marks == [FoldMark.stroke])
    }
}

@Suite struct SyllableTests {
    @Test(arguments: [
        ("thanh", true), ("nghieng", true), ("quyet", true), ("gia", true), ("chia", true), ("a", true), ("mach", true),
        ("phukor", false), ("casino", false), ("bets", false), ("26413", false), ("", false), ("nghieengs", false),
    ])
    func aSyllableIsToldByItsBuild(word: String, isBuilt: Bool) {
        #expect(Array(word.utf8).withUnsafeBufferPointer(VietnameseSyllable.isBuilt) == isBuilt, "\(word)")
    }
}
