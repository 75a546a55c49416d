/// The verdict on one input with its name: what the outputs write.
package struct RecordReport: Sendable {
    /// Path as given, or `-`.
    package var source: String
    package var id: RecordID
    package var result: InspectionResult
    package var elapsedMicroseconds: Int

    package init(source: String, id: RecordID, result: InspectionResult, elapsedMicroseconds: Int) {
        self.source = source
        self.id = id
        self.result = result
        self.elapsedMicroseconds = elapsedMicroseconds
    }

    /// `path`, `path:17` or `path#https://…`: the name under which people see it.
    package var name: String {
        switch id {
        case .source: source
        case .line(let number): "\(source):\(number)"
        case .json(let text): "\(source)#\(text.hasPrefix("\"") ? String(text.dropFirst().dropLast()) : text)"
        case .address(let address): "\(source)#\(address)"
        case .member(let path): ([source] + path).joined(separator: "/")
        }
    }
}

/// What tells the inputs of one source apart.
package enum RecordID: Sendable, Equatable {
    /// The source is one input.
    case source
    /// Line of a JSON-lines file that gives no identifier.
    case line(Int)
    /// The identifier of a row as the JSON literal that the row holds (string or number).
    case json(String)
    /// Address of a WARC record.
    case address(String)
    /// Names from an archive or mail down to what lay in it.
    case member([String])
}
