extension SignKnowledge.Signature {
    /// Bytes of an answer that are searched.
    static let maxSearched = 64 << 10

    /// Whether every part stands in the front of the body, capitals and small letters alike. Linear in parts × 64 KiB.
    func isIn(_ body: [UInt8]) -> Bool {
        guard !parts.isEmpty else { return false }
        let text = LoweredFront(body)
        return parts.allSatisfy { part in part.isFront ? text.begins(with: part.bytes) : text.holds(part.bytes) }
    }
}

/// The front of an answer in small letters, to be searched.
struct LoweredFront: Sendable {
    private let bytes: [UInt8]

    init(_ body: [UInt8], maxBytes: Int = SignKnowledge.Signature.maxSearched) {
        bytes = body.prefix(maxBytes).map { $0 &- 0x41 < 26 ? $0 | 0x20 : $0 }
    }

    func begins(with part: [UInt8]) -> Bool { bytes.starts(with: part) }

    func holds(_ part: [UInt8]) -> Bool { place(of: part, from: 0) != nil }

    func place(of part: [UInt8], from start: Int) -> Int? {
        guard let first = part.first, bytes.count >= part.count, start <= bytes.count - part.count else { return nil }
        return bytes.withUnsafeBufferPointer { text in
            part.withUnsafeBufferPointer { part in
                var at = start
                let last = text.count - part.count
                while at <= last {
                    if text[at] == first {
                        var length = 1
                        while length < part.count, text[at + length] == part[length] { length += 1 }
                        if length == part.count { return at }
                    }
                    at += 1
                }
                return nil
            }
        }
    }

    /// The bytes behind a place, up to `limit` and to the first that ends a value.
    func word(from start: Int, limit: Int, until ends: (UInt8) -> Bool) -> String {
        guard start <= bytes.count else { return "" }
        return String(decoding: bytes[start...].prefix(limit).prefix { !ends($0) }, as: UTF8.self)
    }
}
