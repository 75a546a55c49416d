import Patterns

/// The slow truth: every literal is looked for at every place.
struct PlainLiteralScanner {
    let literals: [[UInt8]]

    func scan(_ bytes: [UInt8]) -> [LiteralHit] {
        var byFirst = [[Int]](repeating: [], count: 256)
        for (pattern, literal) in literals.enumerated() {
            if let first = literal.first, !literal.contains(0) { byFirst[Int(first)].append(pattern) }
        }
        var hits: [LiteralHit] = []
        for start in bytes.indices {
            for pattern in byFirst[Int(bytes[start])] where bytes[start...].starts(with: literals[pattern]) {
                hits.append(LiteralHit(pattern: UInt32(pattern), end: UInt32(start + literals[pattern].count)))
            }
        }
        return hits.sorted { ($0.end, $0.pattern) < ($1.end, $1.pattern) }
    }
}

extension LiteralSet {
    func hits(in bytes: [UInt8]) -> [LiteralHit] {
        var hits: [LiteralHit] = []
        bytes.withUnsafeBufferPointer { scan($0, into: &hits) }
        return hits
    }
}

func ascii(_ text: String) -> [UInt8] { Array(text.utf8) }
