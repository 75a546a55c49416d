import Foundation

/// Pages as the journal keeps them: one JSON value on one line.
extension PageRecord {
    /// - Throws: for numbers that are none, which no look holds.
    func encoded() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.withoutEscapingSlashes]
        return Array(try encoder.encode(self))
    }

    /// - Throws: `DecodingError` when a journal was written by another version or changed since.
    init(decoding bytes: [UInt8]) throws {
        self = try JSONDecoder().decode(PageRecord.self, from: Data(bytes))
    }
}
