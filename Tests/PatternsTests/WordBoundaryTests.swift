import Patterns
import Testing

@Suite struct WordBoundaryTests {
    @Test(arguments: [
        ("ca do", 0..<5, true), ("ca dong", 0..<5, false), ("xca do", 1..<6, false), ("(ca do)", 1..<6, true),
        ("ca do9", 0..<5, false), ("é ca do", 3..<8, true), ("éca do", 2..<7, false), ("a.vn", 1..<4, true),
        ("ab", 1..<1, false), ("ab", 0..<3, false),
    ])
    func aWordMustNotRunOverTheEnds(text: String, range: Range<Int>, expected: Bool) {
        ascii(text).withUnsafeBufferPointer {
            #expect(WordBoundary.hasWordBoundaries(around: range, in: $0) == expected)
        }
    }

    @Test func boundariesLieBetweenWordAndOther() {
        ascii("ab c").withUnsafeBufferPointer { text in
            #expect((-1...5).filter { WordBoundary.isBoundary(at: $0, in: text) } == [0, 2, 3, 4])
        }
    }

    @Test func lettersDigitsAndHighBytesAreWordBytes() {
        let expected = Set(ascii("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") + Array(128...255))
        #expect(Set((0...255).map { UInt8($0) }.filter(WordBoundary.isWordByte)) == expected)
    }
}
