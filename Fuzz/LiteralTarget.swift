import Patterns

/// The automaton finds what a search by eye finds. The input is a list of literals, split at line feeds, and behind an empty
/// line the text.
func fuzzLiterals(_ bytes: UnsafeBufferPointer<UInt8>) {
    var literals: [[UInt8]] = []
    var start = 0
    while start < bytes.count, literals.count < 40 {
        let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
        let literal = Array(bytes[start..<end].prefix(12))
        start = end + 1
        if literal.isEmpty { break }
        literals.append(literal)
    }
    let text = Array(bytes.dropFirst(start).prefix(4_096))
    var hits: [LiteralHit] = []
    text.withUnsafeBufferPointer { LiteralSet(literals).scan($0, into: &hits) }
    require(hits == search(literals, text), "the automaton and a plain search disagree")
    text.withUnsafeBufferPointer { host in
        _ = DomainSet(literals.map { (host: $0, list: 1) }).match(host)
        _ = IPAddress(host)
    }
}

private func search(_ literals: [[UInt8]], _ text: [UInt8]) -> [LiteralHit] {
    var hits: [LiteralHit] = []
    for end in 0...text.count {
        for (number, literal) in literals.enumerated() where literal.count <= end && !literal.contains(0) {
            if text[(end - literal.count)..<end].elementsEqual(literal) {
                hits.append(LiteralHit(pattern: UInt32(number), end: UInt32(end)))
            }
        }
    }
    return hits
}
