import Testing
import VietText

@testable import PlantedContent

/// Names in look-alike letters amid plain text.
@Suite struct HiddenNamesTests {
    private static let pitch = "Nhà cái uy tín khuyến mãi, đăng ký ngay, hoàn trả mỗi tuần cho anh em"

    private func hidden(_ text: String) -> [String] {
        verdict(text, .text).findings.flatMap(\.terms).filter { $0.rule == "brand/disguised" }.map(\.text)
    }

    private static func bold(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.compactMap {
                    switch $0 {
                    case "a"..."z": Unicode.Scalar(0x1D41A + $0.value - 0x61)
                    case "0"..."9": Unicode.Scalar(0x1D7CE + $0.value - 0x30)
                    default: $0
                    }
                }))
    }

    private static func split(_ text: String) -> String { text.map(String.init).joined(separator: "\u{200B}") }

    @Test(arguments: [bold("phukor"), bold("aero88"), split("phukor"), bold("p h u k o r")])
    func aNameInDisguiseIsAName(name: String) {
        #expect(hidden("\(Self.pitch) \(name)").count == 1, "\(name)")
    }

    @Test(arguments: [bold("thanh"), bold("nghieng"), bold("26413"), split("thanh"), split("26413"), split("16h30")])
    func aWordOfVietnameseOrANumberIsNone(word: String) {
        #expect(hidden("\(Self.pitch) \(word)") == [], "\(word)")
    }

    @Test func whoHidesManyWordsHidesNoNames() {
        let names = ["phukor", "maxwer", "lorbet", "dakzer", "fimrol", "zukart", "werlok"]
        func text(_ count: Int) -> String {
            "Nhà cái uy tín khuyến mãi: \(names.prefix(count).map(Self.bold).joined(separator: " "))"
        }
        #expect(hidden(text(6)).count == 6)
        #expect(hidden(text(7)) == [])
    }
}
