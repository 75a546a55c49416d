import Patterns

/// Words that are looked up where they begin are those that a search by eye finds. The input is a list of literals, the first
/// byte of each its boundaries, split at line feeds, and behind an empty line the text.
func fuzzWords(_ bytes: UnsafeBufferPointer<UInt8>) {
    var literals: [WordLiteralSet.Literal] = []
    var start = 0
    while start < bytes.count, literals.count < 40 {
        let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
        let line = Array(bytes[start..<end].prefix(24))
        start = end + 1
        guard let asked = line.first else { break }
        literals.append(
            .init(Array(line.dropFirst()), needsLeftBoundary: asked & 1 != 0, needsRightBoundary: asked & 2 != 0))
    }
    let text = Array(bytes.dropFirst(start).prefix(4_096))
    var hits: [LiteralHit] = []
    text.withUnsafeBufferPointer { WordLiteralSet(literals).scan($0, into: &hits) }
    require(hits == search(literals, text), "the look-ups and a plain search disagree")
}

private func search(_ literals: [WordLiteralSet.Literal], _ text: [UInt8]) -> [LiteralHit] {
    var hits: [LiteralHit] = []
    for end in 0...text.count {
        for (number, literal) in literals.enumerated() {
            let start = end - literal.bytes.count
            guard !literal.bytes.isEmpty, start >= 0, !literal.bytes.contains(0),
                text[start..<end].elementsEqual(literal.bytes)
            else { continue }
            let isFreeLeft = start == 0 || !isWord(text[start - 1]) || !isWord(text[start])
            let isFreeRight = end == text.count || !isWord(text[end]) || !isWord(text[end - 1])
            guard isFreeLeft || !literal.needsLeftBoundary, isFreeRight || !literal.needsRightBoundary else { continue }
            hits.append(LiteralHit(pattern: UInt32(number), end: UInt32(end)))
        }
    }
    return hits
}

private func isWord(_ byte: UInt8) -> Bool { byte &- 0x61 < 26 || byte &- 0x30 < 10 }
