import Knowledge
import Testing
import VietText

@Suite struct ComposedTextTests {
    /// Fields of a file that is read with its letters joined.
    private func read(_ texts: [String]) throws -> [String] {
        let scratch = try Scratch()
        let file = try scratch.write("a.tsv", "term\n" + texts.joined(separator: "\n") + "\n")
        var diagnostics = Diagnostics()
        let table = try #require(TSVReader(composes: true).read(file, &diagnostics))
        #expect(diagnostics.all.isEmpty)
        return table.rows.map { $0["term"].map(String.init) ?? "" }
    }

    private func joined(_ text: String) -> [UInt32] { Normalizer.nfc(text.unicodeScalars.map(\.value)) }

    @Test func everyCharacterIsJoinedAsUnicodeJoinsIt() throws {
        let texts = (0x21...0x1FFFF).compactMap(Unicode.Scalar.init).map { "x\($0)x" }
        for (text, read) in zip(texts, try read(texts)) {
            #expect(read.unicodeScalars.map(\.value) == joined(text))
        }
    }

    /// Letters that stand as they are, beside marks that join with some of them, must stand in order, or do neither.
    @Test func charactersAreJoinedWhateverStandsBesideThem() throws {
        let marks: [UInt32] = [0x300, 0x323, 0x31B, 0x483, 0x487, 0xE38, 0xE39, 0xE3A, 0xE48, 0xE4B, 0x3099, 0x309A]
        let letters: [UInt32] = [
            0x61, 0x75, 0x1B0, 0x1EA1, 0x20A, 0x418, 0x4E2, 0xE01, 0xE33, 0xE47, 0x304B, 0x30CF, 0x30FC, 0x4E00, 0x9FFF,
            0x3400, 0x2000, 0x2002, 0x2019, 0x1100, 0x1161, 0xAC00, 0x11A8,
        ]
        let all = (marks + letters).compactMap(Unicode.Scalar.init)
        var texts: [String] = []
        for first in all {
            for second in all {
                for third in all {
                    var text = "x"
                    text.unicodeScalars.append(contentsOf: [first, second, third])
                    texts.append(text)
                }
            }
        }
        for (text, read) in zip(texts, try read(texts)) {
            #expect(read.unicodeScalars.map(\.value) == joined(text))
        }
    }
}
