private import Foundation

/// Bounds of the texts that rows hold.
enum JobText {
    static let maxPayloadBytes = 64 << 10
    static let maxEventBytes = 4 << 10
    static let maxResultBytes = 4 << 10
    static let maxErrorBytes = 2 << 10
    static let maxKeyBytes = 200

    /// - Throws: `tooLarge`, `invalid` when the text is not JSON.
    static func checkJSON(_ text: String, maxBytes: Int, _ what: String) throws(JobsError) {
        try check(text, 1...maxBytes, what)
        // Foundation's reader bounds the depth itself.
        guard (try? JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed)) != nil else {
            throw JobsError(.invalid, "\(what) is not JSON")
        }
    }

    /// - Throws: `tooLarge`, `invalid` when it is empty and may not be.
    static func check(_ text: String, _ bytes: ClosedRange<Int>, _ what: String) throws(JobsError) {
        let count = text.utf8.count
        guard count <= bytes.upperBound else {
            throw JobsError(.tooLarge, "\(what) has \(count) bytes; at most \(bytes.upperBound) are kept")
        }
        guard count >= bytes.lowerBound else { throw JobsError(.invalid, "\(what) is empty") }
    }

    /// JSON with its names in order, so that the same value is the same text.
    static func json(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    static func decoded<Value: Decodable>(_ text: String, as type: Value.Type) throws -> Value {
        try JSONDecoder().decode(type, from: Data(text.utf8))
    }
}

extension String {
    /// The beginning that fits, cut between characters of Unicode.
    func cut(toBytes limit: Int) -> String {
        guard utf8.count > limit else { return self }
        var end = utf8.index(startIndex, offsetBy: limit)
        while end.samePosition(in: unicodeScalars) == nil { end = utf8.index(before: end) }
        return String(self[..<end])
    }
}
