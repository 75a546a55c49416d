/// One row of an answer, read by the names of its columns.
///
/// A getter throws `wrongShape` when the column is missing or holds something else: the statement and the code that reads it
/// do not belong together.
package struct SQLRow: Sendable {
    let columns: [String]
    let values: [SQLValue]

    package subscript(_ column: String) -> SQLValue? {
        columns.firstIndex(of: column).map { values[$0] }
    }

    package func int(_ column: String) throws(StoreError) -> Int { Int(try int64(column)) }

    package func int64(_ column: String) throws(StoreError) -> Int64 {
        guard case .int(let value) = try value(column) else { throw mismatch(column) }
        return value
    }

    package func real(_ column: String) throws(StoreError) -> Double {
        switch try value(column) {
        case .real(let value): return value
        case .int(let value): return Double(value)
        default: throw mismatch(column)
        }
    }

    package func text(_ column: String) throws(StoreError) -> String {
        guard case .text(let value) = try value(column) else { throw mismatch(column) }
        return value
    }

    package func bytes(_ column: String) throws(StoreError) -> [UInt8] {
        guard case .bytes(let value) = try value(column) else { throw mismatch(column) }
        return value
    }

    package func flag(_ column: String) throws(StoreError) -> Bool { try int64(column) != 0 }

    package func moment(_ column: String) throws(StoreError) -> Moment { Moment(microseconds: try int64(column)) }

    package func isNull(_ column: String) throws(StoreError) -> Bool { try value(column) == .null }

    /// A word of a closed set.
    package func word<Word: RawRepresentable>(
        _ column: String, as type: Word.Type = Word.self
    ) throws(StoreError) -> Word where Word.RawValue == String {
        guard let word = Word(rawValue: try text(column)) else { throw mismatch(column) }
        return word
    }

    /// Nil where the column is NULL, else what the getter gives.
    ///
    ///     try row.optional("ended") { try $0.moment($1) }
    package func optional<Value>(
        _ column: String, _ get: (SQLRow, String) throws(StoreError) -> Value
    ) throws(StoreError) -> Value? {
        try isNull(column) ? nil : try get(self, column)
    }

    private func value(_ column: String) throws(StoreError) -> SQLValue {
        guard let index = columns.firstIndex(of: column) else {
            throw StoreError(
                .wrongShape, "the answer has no column '\(column)'; it has \(columns.joined(separator: ", "))")
        }
        return values[index]
    }

    private func mismatch(_ column: String) -> StoreError {
        StoreError(.wrongShape, "the column '\(column)' holds something else than was expected")
    }
}

extension SQLRow {
    package func optionalText(_ column: String) throws(StoreError) -> String? {
        try optional(column) { row, column throws(StoreError) in try row.text(column) }
    }

    package func optionalInt(_ column: String) throws(StoreError) -> Int? {
        try optional(column) { row, column throws(StoreError) in try row.int(column) }
    }

    package func optionalMoment(_ column: String) throws(StoreError) -> Moment? {
        try optional(column) { row, column throws(StoreError) in try row.moment(column) }
    }
}
