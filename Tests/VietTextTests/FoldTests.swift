import Testing
import VietText

@testable import VietText

@Suite("Folding")
struct FoldTests {
    static let vietnameseLetters: [UInt32] = {
        let scalars = "aăâeêioôơuưy".unicodeScalars.map(\.value)
        let tones: [UInt32] = [0, 0x300, 0x301, 0x303, 0x309, 0x323]
        var lower: [UInt32] = []
        for letter in scalars {
            for tone in tones { lower += Normalizer.nfc(tone == 0 ? [letter] : [letter, tone]) }
        }
        let text = utf8(lower).text + "đ"
        return (text + text.uppercased()).precomposedScalars
    }()

    @Test("There are 134 Vietnamese letters, and each folds to one ASCII letter with the marks it is made of")
    func everyLetter() {
        let letters = Self.vietnameseLetters.filter { $0 >= 0x80 }
        #expect(Set(letters).count == 134)
        let toneOf: [UInt32: UInt8] = [0x300: 1, 0x301: 2, 0x309: 3, 0x303: 4, 0x323: 5]
        let shapeOf: [UInt32: UInt8] = [0x302: 8, 0x306: 16, 0x31B: 24]
        for letter in letters {
            let folded = fold(utf8([letter]).text)
            let parts = Normalizer.nfd([letter])
            #expect(folded.bytes.count == 1)
            if letter == 0x110 || letter == 0x111 {
                #expect(folded.bytes == [0x64] && folded.marks == [FoldMark.stroke])
            } else {
                #expect(folded.bytes == [UInt8(parts[0] | 0x20)])
                let expected = parts.dropFirst().reduce(UInt8(0)) { $0 | (toneOf[$1] ?? 0) | (shapeOf[$1] ?? 0) }
                #expect(folded.marks == [expected])
            }
        }
    }

    @Test("Composed and decomposed text fold to the same bytes and marks, in any order of the marks")
    func normalForms() {
        for letter in Self.vietnameseLetters {
            let parts = Normalizer.nfd([letter])
            let composed = fold([utf8([letter]).bytes])
            for order in [parts, [parts[0]] + parts.dropFirst().reversed()] {
                let decomposed = fold([utf8(order).bytes])
                #expect(decomposed.bytes == composed.bytes && decomposed.marks == composed.marks)
                #expect(decomposed.origins == [0..<utf8(order).bytes.count])
            }
        }
        for sample in samples {
            let composed = fold(utf8(Normalizer.nfc(sample.scalars)).text)
            let decomposed = fold(utf8(Normalizer.nfd(sample.scalars)).text)
            #expect(composed.bytes == decomposed.bytes && composed.marks == decomposed.marks)
        }
    }

    @Test("Every Latin, Greek or Cyrillic letter folds alike in both canonical forms")
    func allLetters() {
        for scalar in (0xC0...UInt32(0x24FF)) where scalar & ~0x7FF != 0xD800 {
            let parts = Normalizer.nfd([scalar])
            guard parts != [scalar], fold([utf8([parts[0]]).bytes]).bytes.first ?? 0 != 0 else { continue }
            guard parts.dropFirst().allSatisfy({ (0x300...0x36F).contains($0) }) else { continue }
            let composed = fold([utf8([scalar]).bytes])
            let decomposed = fold([utf8(parts).bytes])
            #expect(composed.bytes == decomposed.bytes, "\(scalar)")
            #expect(composed.marks == decomposed.marks, "\(scalar)")
        }
    }

    @Test(
        "Texts fold as they are meant",
        arguments: [
            ("  Nhà   Cái\t\r\n uy\u{A0}tín ", "nha cai uy tin "), ("ĐẶT CƯỢC", "dat cuoc"),
            ("Ðánh Ɖề ɖ ð", "danh de d d"),
            ("ｃａｓｉｎｏ！８８", "casino!88"), ("𝐜𝐚𝐬𝐢𝐧𝐨 𝟠𝟠 𝓫𝓮𝓽", "casino 88 bet"),
            ("ⓒⓐⓢⓘⓝⓞ 🄲🄰 🅲🅰 🅒🅐 ⒜⒝", "casino ca ca ca ab"),
            ("① ⑩ ❶ ➉ ⓿ ⑴ ⒈", "1 10 1 10 0 1 1"), ("x² H₂O ª", "x2 h2o a"),
            ("ﬁnance ﬄ Ǆ æ Œ ß", "finance ffl dz ae oe ss"),
            ("c\u{200B}a\u{AD}s\u{FE0F}i\u{2060}n\u{E0061}o\u{FEFF}", "casino"),
            ("“a” ‘b’ – c—d … e·f", "\"a\" 'b' - c-d ... e.f"),
            ("เว็บพนัน 赌场", "เว็บพนัน 赌场"), ("ΑΒΓ Σ ЖЗ Ё й", "αβγ σ жз е и"), ("K Å", "k a"), ("½ ㎏ №", "1/2 kg no"),
            ("🔥 x™ ►", "🔥 x™ ►"), ("ǆ ṩ ñ ç ø ł", "dz s n c o l"), ("a\u{2028}b\u{3000}c\u{2003}d\u{85}e", "a b c d e"),
            ("a\u{0}b\u{1}c\u{7F}d", "abcd"), ("", ""), ("   ", ""),
        ])
    func meant(text: String, folded: String) {
        #expect(fold(text).text == folded)
        #expect(fold(text).replacements == 0)
    }

    @Test("Disguise is marked on the letters that were disguised, and on no others")
    func disguiseMarks() {
        func disguised(_ text: String) -> String {
            let folded = fold(text)
            return String(
                decoding: zip(folded.bytes, folded.marks).map { $1 & FoldMark.disguised != 0 ? $0 : 0x2E },
                as: UTF8.self)
        }
        #expect(disguised("a𝐛c") == ".b.")
        #expect(disguised("ａ b") == "a..")
        #expect(disguised("a\u{200B}b c") == ".b..")
        #expect(disguised("a\u{200B} b") == "...")
        #expect(disguised("\u{FEFF}ab") == "..")
        #expect(disguised("❤\u{FE0F}ab") == ".....")
        #expect(disguised("nhà cái m² ½ ﬁ") == ".................")
        #expect(disguised("c\u{336}a\u{336}") == "ca")
        #expect(disguised("a\u{300}\u{301}b") == "a.")
    }

    @Test("Letters of other scripts carry their mark on every byte, symbols none")
    func otherScripts() {
        #expect(fold("ก").marks == [128, 128, 128])
        #expect(fold("赌").marks == [128, 128, 128])
        #expect(fold("й").marks == fold("и\u{306}").marks)
        #expect(fold("й").marks == [128 | FoldMark.breve, 128 | FoldMark.breve])
        #expect(fold("🔥").marks == [0, 0, 0, 0])
    }

    @Test("A pack of look-alikes is laid over the tables; accented and capital forms follow it")
    func confusables() {
        let table = FoldTable(confusables: [
            (0x430, 0x61), (0x441, 0x63), (0x455, 0x53), (0x4E00, 0x31), (0x61, 0x62), (0xD800, 0x61),
            (0x11_0000, 0x61),
            (0x3B1, 0x10), (0x41D, 0x68),
        ])
        let folded = fold("саѕіно Ӑ а\u{306} 一 a α НС", table: table)
        #expect(folded.text == "casіно a a 1 a α hc")
        #expect(folded.marks[0] == FoldMark.disguised)
        #expect(fold("Ӑ", table: table).marks == [FoldMark.disguised | FoldMark.breve])
        #expect(fold("а\u{306}", table: table).marks == [FoldMark.disguised | FoldMark.breve])
        #expect(fold("丁 с", table: table).text == "丁 c")
        #expect(fold("саѕ").text == "саѕ", "the standard table is not touched")
    }

    @Test("Malformed sequences are counted as browsers count them, and break words")
    func malformed() {
        let cases: [([UInt8], Int)] = [
            ([0x80], 1), ([0xC0, 0x80], 2), ([0xE1, 0xBB], 1), ([0xE1, 0xBB, 0x41], 1), ([0xED, 0xA0, 0x80], 3),
            ([0xF0, 0x9F, 0x94], 1), ([0xF4, 0x90, 0x80, 0x80], 4), ([0xFF, 0xFE], 2), ([0xE0, 0x80, 0x80], 3),
        ]
        for (bytes, count) in cases {
            let folded = fold([[0x61] + bytes + [0x62]])
            #expect(folded.replacements == count)
            #expect(folded.bytes.filter { $0 == 1 }.count == count)
            let decoded = String(decoding: bytes, as: UTF8.self).unicodeScalars.filter { $0.value == 0xFFFD }.count
            #expect(decoded == count)
        }
    }

    @Test("Breaks are the only zero bytes; no space follows one")
    func breaks() {
        let buffer = FoldBuffer(recordsOrigins: true)
        buffer.appendBreak()
        Array(" a\u{0}\u{301} ".utf8).withUnsafeBufferPointer { buffer.append($0, sourceOffset: 10) }
        buffer.append(scalar: 0x20, sourceStart: 20, sourceEnd: 26)
        buffer.appendBreak()
        buffer.append(scalar: 0x301, sourceStart: 26, sourceEnd: 30)
        buffer.append(scalar: 0x200B, sourceStart: 30, sourceEnd: 31)
        buffer.append(scalar: 0, sourceStart: 30, sourceEnd: 31)
        buffer.append(scalar: 0x11_0000, sourceStart: 31, sourceEnd: 32)
        Array("Xyz".utf8).withUnsafeBufferPointer { buffer.append(derived: $0, sourceStart: 40, sourceEnd: 50) }
        #expect(Array(buffer.bytes) == [0, 0x61, 0x20, 0, 1, 0x78, 0x79, 0x7A])
        #expect(buffer.marks[1] == FoldMark.acute)
        #expect(buffer.origin(of: 2) == (15, 26))
        #expect(buffer.origin(of: 6) == (40, 50))
        #expect(buffer.origin(of: 8) == (0, 0))
        #expect(buffer.origin(of: -1) == (0, 0))
        buffer.removeAll()
        #expect(buffer.bytes.isEmpty && buffer.replacements == 0)
    }
}

extension String {
    var scalars: [UInt32] { unicodeScalars.map(\.value) }
    var precomposedScalars: [UInt32] { Normalizer.nfc(scalars) }
}

func utf8(_ scalars: [UInt32]) -> (text: String, bytes: [UInt8]) {
    let text = String(String.UnicodeScalarView(scalars.compactMap { Unicode.Scalar($0) }))
    return (text, Array(text.utf8))
}
