import Patterns

extension SignKnowledge.Signature {
    /// Bytes of an answer that are searched.
    static let maxSearched = 64 << 10

    /// Whether every part stands in the front of the body, capitals and small letters alike. Linear in parts × 64 KiB.
    func isIn(_ body: [UInt8]) -> Bool {
        guard !parts.isEmpty else { return false }
        let text = CaselessFront(body)
        return parts.allSatisfy { part in part.isFront ? text.begins(with: part.bytes) : text.holds(part.bytes) }
    }
}

/// The front of an answer, searched without regard to capitals. Parts are in small letters.
struct CaselessFront: Sendable {
    private let body: [UInt8]
    private let count: Int

    init(_ body: [UInt8], maxBytes: Int = SignKnowledge.Signature.maxSearched) {
        self.body = body
        count = min(body.count, maxBytes)
    }

    func begins(with part: [UInt8]) -> Bool {
        part.count <= count && body.prefix(part.count).elementsEqual(part) { CaselessSearch.small($0) == $1 }
    }

    func holds(_ part: [UInt8]) -> Bool { place(of: part, from: 0) != nil }

    func place(of part: [UInt8], from start: Int) -> Int? {
        body.withUnsafeBufferPointer {
            CaselessSearch.place(of: part, in: UnsafeBufferPointer(rebasing: $0[..<count]), from: start)
        }
    }

    /// The bytes behind a place in small letters, up to `limit` and to the first that ends a value.
    func word(from start: Int, limit: Int, until ends: (UInt8) -> Bool) -> String {
        guard start <= count else { return "" }
        let word = body[start..<count].prefix(limit).prefix { !ends($0) }
        return String(decoding: word.map(CaselessSearch.small), as: UTF8.self)
    }
}
