/// Rows of one tab-separated file, read whole. The first line that is no comment names the columns.
package struct TSVTable: Sendable {
    /// Path for messages.
    package let file: String
    package let columns: [String]
    package var rows: [TSVRow]

    /// Where a column stands; nil when the file has none of that name.
    package func index(of column: String) -> Int? { columns.firstIndex(of: column) }
}

/// One row: its fields, its line, and getters that record a fault where a field is missing or not what was asked for.
package struct TSVRow: Sendable {
    /// From 1.
    package var line: Int { Int(place.line) }
    /// True for a row from the operator's overlay.
    package var isOverlay = false
    private let place: TSVPlace
    private let text: TSVText

    init(_ place: TSVPlace, of text: TSVText) {
        self.place = place
        self.text = text
    }

    package var file: String { text.file }
    package var columns: [String] { text.header.columns }

    /// The field as it stands; nil when the column does not exist or the field is empty.
    package subscript(column: String) -> Substring? { bytes(column) { Substring(String(decoding: $0, as: UTF8.self)) } }

    /// Hands the bytes of a field to `body`; nil when the column does not exist or the field is empty. They are valid UTF-8.
    package func bytes<T>(_ column: String, _ body: (UnsafeBufferPointer<UInt8>) -> T) -> T? {
        guard let index = text.header.index(of: column), index < place.fieldCount else { return nil }
        return text.withField(Int(place.firstField) + index) { $0.isEmpty ? nil : body($0) }
    }

    /// The number of a field in the text of all rows; nil when the row has none of that column.
    func field(_ column: String) -> Int? {
        guard let index = text.header.index(of: column), index < place.fieldCount else { return nil }
        return Int(place.firstField) + index
    }

    /// What `field` counts in.
    var fields: TSVText { text }

    /// A text that must be there.
    package func text(_ column: String, _ diagnostics: inout Diagnostics) -> String? {
        if let value = bytes(column, { String(decoding: $0, as: UTF8.self) }) { return value }
        fault("'\(column)' is empty", column, "fill the field in or remove the row", &diagnostics)
        return nil
    }

    /// A finite decimal number that must be there and lie in `range`.
    package func double(
        _ column: String, in range: ClosedRange<Double> = -1e9...1e9, _ diagnostics: inout Diagnostics
    ) -> Double? {
        if let plain = bytes(column, PlainDecimal.value), let plain, range.contains(plain) { return plain }
        guard let text = text(column, &diagnostics) else { return nil }
        guard let value = Double(text), value.isFinite else {
            fault("'\(column)' is not a number: \(excerpt(text))", column, "write it as 1.25", &diagnostics)
            return nil
        }
        guard range.contains(value) else {
            fault(
                "'\(column)' is \(value), outside \(range.lowerBound) to \(range.upperBound)", column, "", &diagnostics)
            return nil
        }
        return value
    }

    /// A whole number that must be there and lie in `range`.
    package func int(
        _ column: String, in range: ClosedRange<Int> = Int.min...Int.max, _ diagnostics: inout Diagnostics
    ) -> Int? {
        guard let text = text(column, &diagnostics) else { return nil }
        guard let value = Int(text), range.contains(value) else {
            fault(
                "'\(column)' is not a whole number in the range: \(excerpt(text))", column,
                range == Int.min...Int.max ? "" : "\(range.lowerBound) to \(range.upperBound)", &diagnostics)
            return nil
        }
        return value
    }

    /// `yes`/`no` (also `true`/`false`, `1`/`0`); an empty field gives `fallback`.
    package func bool(_ column: String, fallback: Bool, _ diagnostics: inout Diagnostics) -> Bool {
        switch self[column] {
        case nil: return fallback
        case "yes", "true", "1": return true
        case "no", "false", "0": return false
        case .some(let other):
            fault("'\(column)' is \(excerpt(String(other)))", column, "write yes or no", &diagnostics)
            return fallback
        }
    }

    /// One of a closed set of words.
    package func oneOf<T: RawRepresentable & CaseIterable>(
        _ column: String, _ type: T.Type = T.self, _ diagnostics: inout Diagnostics
    ) -> T? where T.RawValue == String {
        guard let text = text(column, &diagnostics) else { return nil }
        if let value = T(rawValue: text) { return value }
        let known = T.allCases.map(\.rawValue).joined(separator: ", ")
        fault("'\(column)' is \(excerpt(text))", column, "one of \(known)", &diagnostics)
        return nil
    }

    /// One of a set of words that the caller knows only when it runs.
    package func oneOf(_ column: String, _ known: [String], _ diagnostics: inout Diagnostics) -> String? {
        guard let text = text(column, &diagnostics) else { return nil }
        if known.contains(text) { return text }
        fault("'\(column)' is \(excerpt(text))", column, "one of \(known.joined(separator: ", "))", &diagnostics)
        return nil
    }

    /// The parts of a field between `separator`, without empty ones; empty when the field is.
    package func list(_ column: String, separator: UInt8 = UInt8(ascii: ",")) -> [String] {
        bytes(column) { field in
            if !field.contains(separator) {
                return [String(decoding: field.drop { $0 == 0x20 }, as: UTF8.self)]
            }
            return field.split(separator: separator).map { part in
                String(decoding: part.drop { $0 == 0x20 }, as: UTF8.self)
            }
        } ?? []
    }

    /// Records a fault of this row that the content decoder found.
    package func fault(
        _ message: String, _ column: String? = nil, _ remedy: String = "", severity: Diagnostic.Severity = .error,
        _ diagnostics: inout Diagnostics
    ) {
        diagnostics.add(
            Diagnostic(
                file: file, line: line, column: column.flatMap { text.header.index(of: $0) }.map { $0 + 1 },
                severity: severity, message: message, remedy: remedy))
    }

    private func excerpt(_ text: String) -> String {
        text.utf8.count <= 60 ? "'\(text)'" : "'\(text.prefix(40))…'"
    }
}
