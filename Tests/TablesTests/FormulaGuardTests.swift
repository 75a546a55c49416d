import Testing

@testable import Tables

@Suite struct FormulaGuardTests {
    private static let dangers = [
        "=1+1", "+1", "-1", "@SUM(A1)", "\t1", "\r1", "\n1", " =1", "\u{A0}=1", "\u{3000}＝1", "\u{FEFF}=1",
        "\u{200B}@x",
        "＝1", "＋1", "－1", "＠x", "﹦1", "=", "-", "\u{7F}=1", "  \t =x", "=\u{301}1", "+84 912 345 678",
        "- gạch đầu dòng",
    ]

    @Test(arguments: dangers) func whatASpreadsheetCouldCalculateIsGuarded(text: String) {
        let guarded = FormulaGuard.guarded(text)
        #expect(Array(guarded.utf8) == [0x27] + Array(text.utf8))
        #expect(Array(FormulaGuard.unguarded(guarded).utf8) == Array(text.utf8))
    }

    private static let innocent = [
        "", "a=1", "1-1", "'", "''", "'abc", "''abc", "Đắk", "(+84)", "\u{301}=1", " ' =1", "a\n=1", "0=1", "\u{2212}1",
        "'\u{301}",
    ]

    @Test(arguments: innocent) func otherTextsStayAsTheyAreBothWays(text: String) {
        #expect(Array(FormulaGuard.guarded(text).utf8) == Array(text.utf8))
        #expect(Array(FormulaGuard.unguarded(text).utf8) == Array(text.utf8))
    }

    @Test(arguments: ["'=1", "''=1", "'''+x", "'\t", "' =1"])
    func apostrophesThatWereThereBeforeComeBack(text: String) {
        #expect(FormulaGuard.guarded(text) == "'" + text)
        #expect(FormulaGuard.unguarded("'" + text) == text)
    }

    @Test func theGuardIsUndoneOnEveryTextOfItsAlphabet() {
        let alphabet: [Unicode.Scalar] = ["'", "=", "-", " ", "\t", "\n", "a", "1", "＝", "\u{301}", "\u{200B}"]
        var random = Seeded(7)
        for _ in 0..<20_000 {
            var text = String.UnicodeScalarView()
            for _ in 0..<Int.random(in: 0...5, using: &random) {
                text.append(alphabet.randomElement(using: &random) ?? "a")
            }
            let before = String(text)
            let guarded = FormulaGuard.guarded(before)
            #expect(Array(FormulaGuard.unguarded(guarded).utf8) == Array(before.utf8))
            #expect(!["=", "-", "＝", "\t", "\n"].contains(guarded.unicodeScalars.first))
        }
    }
}
