/// The text of a block cut into runs: those that a term covers, and those between.
enum ReportExcerpt {
    struct Segment: Equatable {
        var text: String
        /// The term that covers the run.
        var term: InspectionResult.Term?
        /// `w1` to `w3` by weight, `against` for what speaks against an advert; empty for a plain run.
        var strength = ""
    }

    private static let maxBytes = 1_200
    private static let leadBytes = 200

    /// At most `maxBytes` of the block's text, around its first term, cut at characters.
    static func window(of block: InspectionResult.Block) -> String {
        let text = Array(block.text.utf8)
        guard text.count > maxBytes else { return block.text }
        let first =
            block.terms.sorted { $0.weight > $1.weight }.lazy
            .compactMap { position(of: Array($0.text.utf8), in: text, from: 0) }.first ?? 0
        let start = boundary(max(0, min(first - leadBytes, text.count - maxBytes)), text)
        let end = boundary(min(text.count, start + maxBytes), text)
        return (start > 0 ? "… " : "") + String(decoding: text[start..<end], as: UTF8.self)
            + (end < text.count ? " …" : "")
    }

    /// Terms are found again in the text: their own offsets count bytes of the source, where entities and disguise stand.
    static func segments(of block: InspectionResult.Block) -> [Segment] {
        let text = Array(block.text.utf8)
        let strongest = block.terms.map(\.weight).max() ?? 0
        var segments: [Segment] = []
        var cursor = 0
        for found in covered(text, block.terms) {
            if found.range.lowerBound > cursor { segments.append(plain(text[cursor..<found.range.lowerBound])) }
            segments.append(
                Segment(
                    text: String(decoding: text[found.range], as: UTF8.self), term: found.term,
                    strength: strength(found.term.weight, strongest)))
            cursor = found.range.upperBound
        }
        if cursor < text.count { segments.append(plain(text[cursor...])) }
        return segments
    }

    private static func plain(_ bytes: ArraySlice<UInt8>) -> Segment {
        Segment(text: String(decoding: bytes, as: UTF8.self))
    }

    private static func strength(_ weight: Double, _ strongest: Double) -> String {
        if weight < 0 { return "against" }
        if strongest <= 0 || weight >= strongest * 0.67 { return "w3" }
        return weight >= strongest * 0.33 ? "w2" : "w1"
    }

    /// Ranges of terms in the text, ascending, none over another: of two that meet the weightier stays.
    private static func covered(
        _ text: [UInt8], _ terms: [InspectionResult.Term]
    ) -> [(range: Range<Int>, term: InspectionResult.Term)] {
        var found: [(range: Range<Int>, term: InspectionResult.Term)] = []
        // The same words may weigh more than once in a block: each later occurrence is looked for behind the former.
        var searchedFrom: [String: Int] = [:]
        for term in terms.sorted(by: { $0.start < $1.start }) {
            let needle = Array(term.text.utf8)
            guard let start = position(of: needle, in: text, from: searchedFrom[term.text] ?? 0) else { continue }
            searchedFrom[term.text] = start + needle.count
            found.append((start..<start + needle.count, term))
        }
        var taken: [(range: Range<Int>, term: InspectionResult.Term)] = []
        for item in found.sorted(by: { abs($0.term.weight) > abs($1.term.weight) })
        where !taken.contains(where: { $0.range.overlaps(item.range) }) {
            taken.append(item)
        }
        return taken.sorted { $0.range.lowerBound < $1.range.lowerBound }
    }

    private static func position(of needle: [UInt8], in text: [UInt8], from: Int) -> Int? {
        guard let first = needle.first, needle.count <= text.count - from else { return nil }
        return (from...text.count - needle.count).first {
            text[$0] == first && text[$0..<$0 + needle.count].elementsEqual(needle)
        }
    }

    /// The nearest beginning of a character at or before `position`.
    private static func boundary(_ position: Int, _ text: [UInt8]) -> Int {
        var position = position
        while position > 0, position < text.count, text[position] & 0xC0 == 0x80 { position -= 1 }
        return position
    }
}
