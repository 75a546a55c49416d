import Testing

@testable import Patterns

@Suite struct CaselessSearchTests {
    private func place(_ part: String, in text: [UInt8], from start: Int = 0) -> Int? {
        text.withUnsafeBufferPointer { CaselessSearch.place(of: Array(part.utf8), in: $0, from: start) }
    }

    @Test func capitalsAndSmallLettersAreAlike() {
        let text = Array("<A HREF=\"../\">[To Parent Directory]</A>".utf8)
        #expect(place("[to parent directory]</a>", in: text) == 14)
        #expect(place("<a href=\"../\"", in: text) == 0)
        #expect(place("<a href", in: text, from: 1) == nil)
    }

    @Test func onlyLettersHaveTwoForms() {
        // '{' is '[' with the bit that makes capitals small.
        #expect(place("{", in: Array("[".utf8)) == nil)
        #expect(place("a[", in: Array("A{A[".utf8)) == 2)
        #expect(place("@", in: Array("`".utf8)) == nil)
    }

    @Test func nothingIsFoundInNothing() {
        #expect(place("", in: Array("abc".utf8)) == nil)
        #expect(place("abcd", in: Array("abc".utf8)) == nil)
        #expect(place("a", in: []) == nil)
        #expect(place("a", in: Array("a".utf8), from: 2) == nil)
    }

    /// Every place and length against a plain search.
    @Test func everyPlaceIsFoundAsByAPlainSearch() {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<2_000 {
            let text = (0..<Int.random(in: 0...70, using: &random)).map { _ in "aAbB[{".utf8.randomElement() ?? 0 }
            let part = (0..<Int.random(in: 1...4, using: &random)).map { _ in "ab[{".utf8.randomElement() ?? 0 }
            let small = text.map { $0 &- 0x41 < 26 ? $0 | 0x20 : $0 }
            let start = Int.random(in: 0...text.count, using: &random)
            let plain = text.indices.first { $0 >= start && small[$0...].starts(with: part) }
            let found = text.withUnsafeBufferPointer { CaselessSearch.place(of: part, in: $0, from: start) }
            #expect(found == plain, "\(part) in \(text) from \(start)")
        }
    }
}
