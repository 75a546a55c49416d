import Markup
import Testing
import VietText

@testable import PlantedContent

/// The automaton and its tables against a re-implementation that one can see through: every literal is looked for at every
/// place of the folded page, and word borders and marks are asked by their definition.
struct PlainPathTests {
    struct Found: Hashable, CustomStringConvertible {
        var rule: String
        var start: Int
        var end: Int
        var description: String { "\(rule) \(start)..<\(end)" }
    }

    private struct Word {
        var rule: String
        var bytes: [UInt8]
        var marks: [UInt8]
    }

    /// Terms as pages are folded; run-together forms stand for themselves.
    private static let words: [Word] = {
        let rules = ShippedPack.rules
        return rules.terms.filter { !$0.text.isEmpty }.flatMap { term -> [Word] in
            let folded = foldTerm(Array(term.text.utf8), table: rules.foldTable)
            let mask = FoldMark.toneMask | FoldMark.shapeMask
            let whole = Word(rule: term.rule, bytes: folded.bytes, marks: folded.marks.map { $0 & mask })
            let compact = folded.bytes.filter { $0 != 0x20 }
            guard !term.signal.isContrast, compact.count < folded.bytes.count, compact.count >= 6,
                compact.allSatisfy({ $0 < 0x80 })
            else { return [whole] }
            return [whole, Word(rule: term.rule, bytes: compact, marks: [])]
        }
    }()

    /// Words by their first two bytes; those of one byte stand under every second.
    private static let byFirstBytes: [[Int]] = {
        var table = [[Int]](repeating: [], count: 1 << 16)
        for (index, word) in words.enumerated() where !word.bytes.isEmpty {
            let first = Int(word.bytes[0]) << 8
            let seconds = word.bytes.count > 1 ? Int(word.bytes[1])...Int(word.bytes[1]) : 0...255
            for second in seconds { table[first | second].append(index) }
        }
        return table
    }()

    private func stands(_ word: [UInt8], in bytes: UnsafeBufferPointer<UInt8>, at start: Int) -> Bool {
        guard start + word.count <= bytes.count else { return false }
        var offset = word.count - 1
        while offset >= 0 {
            if word[offset] != bytes[start + offset] { return false }
            offset -= 1
        }
        return true
    }

    private func isWord(_ byte: UInt8) -> Bool {
        byte >= 0x61 && byte <= 0x7A || byte >= 0x30 && byte <= 0x39
    }

    private func hits(_ bytes: UnsafeBufferPointer<UInt8>, _ marks: UnsafeBufferPointer<UInt8>) -> Set<Found> {
        var found: Set<Found> = []
        for start in bytes.indices {
            let second = start + 1 < bytes.count ? Int(bytes[start + 1]) : 0
            for index in Self.byFirstBytes[Int(bytes[start]) << 8 | second] {
                let word = Self.words[index]
                let end = start + word.bytes.count
                guard stands(word.bytes, in: bytes, at: start) else { continue }
                let isCompact = word.marks.isEmpty
                if !isCompact || word.bytes.count < 8 {
                    if isWord(bytes[start]), start > 0, isWord(bytes[start - 1]) { continue }
                    if isWord(bytes[end - 1]), end < bytes.count, isWord(bytes[end]) { continue }
                }
                if isCompact || agrees(word, Array(marks[start..<end])) {
                    found.insert(Found(rule: word.rule, start: start, end: end))
                }
            }
        }
        return found
    }

    /// Syllable by syllable: the same letters with the same tone, or no mark at all but đ.
    private func agrees(_ word: Word, _ text: [UInt8]) -> Bool {
        let mask = FoldMark.toneMask | FoldMark.shapeMask
        if word.marks.allSatisfy({ $0 == 0 }) { return text.allSatisfy { $0 & mask == 0 } }
        var start = 0
        for syllable in word.bytes.split(separator: 0x20, omittingEmptySubsequences: false) {
            let range = start..<start + syllable.count
            let own = Array(word.marks[range])
            let there = Array(text[range])
            let tones = { (marks: [UInt8]) in marks.map { $0 & FoldMark.toneMask }.filter { $0 != 0 } }
            let shapes = { (marks: [UInt8]) in marks.map { $0 & FoldMark.shapeMask } }
            let isSame = tones(own) == tones(there) && shapes(own) == shapes(there)
            let isBare = zip(own, there).allSatisfy { own, there in
                there & mask == 0
                    || there & mask == FoldMark.stroke && own & FoldMark.shapeMask == FoldMark.stroke
            }
            if !isSame && !isBare { return false }
            start = range.upperBound + 1
        }
        return true
    }

    @Test(arguments: StagedPage.all)
    func theAutomatonFindsWhatAPlainSearchFinds(page: StagedPage) {
        let rules = ShippedPack.rules
        let source = page.bytes
        let decoded = source.withUnsafeBufferPointer { SourceDecoder().decode($0, form: .html, charset: nil) }
        let utf8 = source.withUnsafeBufferPointer { decoded.withUTF8($0) { Array($0) } }
        let view = PageView()
        let collector = HitCollector(rules: rules)
        utf8.withUnsafeBufferPointer {
            view.build(html: $0)
            collector.collect(view, $0, reasons: view.links.map { _ in .external })
        }
        let bytes = Array(collector.folded.bytes)
        let plain = hits(collector.folded.bytes, collector.folded.marks)
        let ours = Set(
            collector.hits.map {
                Found(rule: rules.terms[Int($0.term)].rule, start: Int($0.start), end: Int($0.end))
            })
        // All that the plain search finds, at the same place.
        #expect(plain.subtracting(ours).isEmpty, "missed: \(plain.subtracting(ours).prefix(5))")
        // And of the page's plain words nothing else: the rest are brands, disguises and slugs, whose letters differ.
        let texts = Dictionary(Self.words.map { ($0.rule, [$0.bytes]) }) { $0 + $1 }
        let more = ours.subtracting(plain).filter { found in
            guard found.start <= found.end, found.end <= bytes.count else { return true }
            return texts[found.rule]?.contains(Array(bytes[found.start..<found.end])) ?? false
        }
        #expect(more.isEmpty, "too many: \(more.prefix(5))")
        #expect(collector.hits.count >= ours.count)
    }

    @Test func thePlainSearchFindsSomething() {
        let folded = foldTerm(Array("vào nhà cái uy tín, không phải nhã cãi".utf8), table: ShippedPack.rules.foldTable)
        let found = folded.bytes.withUnsafeBufferPointer { bytes in
            folded.marks.withUnsafeBufferPointer { hits(bytes, $0) }
        }
        #expect(found.contains(Found(rule: "advert/nhà-cái", start: 4, end: 11)))
        #expect(found.filter { $0.rule == "advert/nhà-cái" }.count == 1)
    }
}
