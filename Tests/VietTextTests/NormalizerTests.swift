import Foundation
import Testing

@testable import VietText

@Suite("Normal forms")
struct NormalizerTests {
    @Test("Every line of the Unicode conformance test holds, for all four forms")
    func conformance() throws {
        let path = "/usr/share/unicode/NormalizationTest.txt.bz2"
        try #require(
            FileManager.default.fileExists(atPath: path),
            "\(path) is missing: install the Debian package unicode-data")
        let text = String(decoding: try run("bzcat", [path], input: []).output, as: UTF8.self)
        #expect(text.hasPrefix("# NormalizationTest-\(Normalizer.unicodeVersion)"))
        var lineCount = 0
        var faults: [Substring] = []
        var firstPart: Set<UInt32> = []
        var isFirstPart = false
        for line in text.split(separator: "\n") where !line.hasPrefix("#") {
            if line.hasPrefix("@") {
                isFirstPart = line.hasPrefix("@Part1")
                continue
            }
            let columns = line.split(separator: ";").prefix(5).map { column in
                column.split(separator: " ").compactMap { UInt32($0, radix: 16) }
            }
            if isFirstPart { firstPart.formUnion(columns[0]) }
            if !holds(columns) { faults.append(line) }
            lineCount += 1
        }
        #expect(lineCount > 19_000)
        #expect(faults.isEmpty, "\(faults.prefix(5))")
        // All scalars that part 1 does not list are their own normal forms.
        let others = (0...UInt32(0x10_FFFF)).filter { !firstPart.contains($0) && $0 & ~0x7FF != 0xD800 }
        let moved = others.filter {
            Normalizer.nfc([$0]) != [$0] || Normalizer.nfd([$0]) != [$0] || Normalizer.nfkc([$0]) != [$0]
                || Normalizer.nfkd([$0]) != [$0]
        }
        #expect(moved.isEmpty)
    }

    private func holds(_ column: [[UInt32]]) -> Bool {
        column[0...2].allSatisfy { Normalizer.nfc($0) == column[1] && Normalizer.nfd($0) == column[2] }
            && column[3...4].allSatisfy { Normalizer.nfc($0) == column[3] && Normalizer.nfd($0) == column[4] }
            && column.allSatisfy { Normalizer.nfkc($0) == column[3] && Normalizer.nfkd($0) == column[4] }
    }

    @Test("A hundred thousand combining marks in the worst order are ordered in linear time")
    func manyMarks() {
        let marks: [UInt32] = [0x301, 0x323, 0x31B]
        let input = [0x61] + (0..<100_002).map { marks[$0 % 3] }
        let output = Normalizer.nfd(input)
        #expect(output.count == input.count)
        #expect(output[1] == 0x31B && output[50_000] == 0x323 && output.last == 0x301)
    }

    @Test("Values that are no scalar stay as they are")
    func noScalars() {
        let input: [UInt32] = [0xD800, 0x11_0000, .max, 0x61]
        #expect(Normalizer.nfc(input) == input)
        #expect(Normalizer.nfkd(input) == input)
    }
}
