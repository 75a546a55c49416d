/// Reads tab-separated files that people write: UTF-8, one row a line, `#` comments and empty lines skipped, the first other
/// line naming the columns. A field holds no tab and no line break; there is no quoting.
///
/// The file is hostile: its size, lines, fields and rows are capped, and every fault is reported with its line without
/// stopping the reading.
package struct TSVReader: Sendable {
    package struct Limits: Sendable {
        package var maxFileBytes = 256 << 20
        package var maxLineBytes = 64 << 10
        package var maxRows = 2_000_000
        package var maxColumns = 64
        package init() {}
    }

    package var limits = Limits()
    /// When true, letters and their marks are joined (NFC), so that what looks alike compares alike byte for byte.
    package var composes: Bool

    package init(limits: Limits = Limits(), composes: Bool = false) {
        self.limits = limits
        self.composes = composes
    }

    /// The table, with the faulty lines left out; nil when the file cannot be opened or names no columns.
    /// - Parameter required: columns that must be there.
    /// - Parameter known: columns that may be there; any other is a warning. Empty: no check.
    package func read(
        _ path: String, required: [String] = [], known: [String] = [], _ diagnostics: inout Diagnostics
    ) -> TSVTable? {
        do {
            let lines = try LineReader(path: path, maxLineBytes: limits.maxLineBytes)
            return try read(lines, path, required: required, known: known, &diagnostics)
        } catch let error as FileError {
            diagnostics.error(error.reason, file: path, remedy: "check the path and the rights of the file")
        } catch {
            diagnostics.error("\(error)", file: path)
        }
        return nil
    }

    private func read(
        _ lines: LineReader, _ path: String, required: [String], known: [String], _ diagnostics: inout Diagnostics
    ) throws -> TSVTable? {
        var header: TSVHeader?
        var draft = TSVDraft(byteCount: min(lines.fileByteCount, limits.maxFileBytes))
        while let fieldCount = try lines.next({ self.take($0, lines, path, into: &draft, &diagnostics) }) {
            if lines.byteCount > limits.maxFileBytes {
                diagnostics.error(
                    "the file is larger than \(limits.maxFileBytes) bytes; the rest was not read", file: path,
                    line: lines.lineNumber, remedy: "split it")
                break
            }
            guard fieldCount > 0 else { continue }
            guard let header else {
                header = self.header(draft.takeFields(), path, lines.lineNumber, required, known, &diagnostics)
                if header == nil { return nil }
                continue
            }
            guard fits(fieldCount, header, path, lines.lineNumber, &diagnostics) else {
                draft.drop()
                continue
            }
            guard draft.rows.count < limits.maxRows else {
                diagnostics.error(
                    "more than \(limits.maxRows) rows; the rest was not read", file: path, line: lines.lineNumber,
                    remedy: "split the file")
                break
            }
            draft.keep(line: lines.lineNumber)
        }
        guard let header else {
            diagnostics.error(
                "no line names the columns", file: path, remedy: "the first line that is no comment holds their names")
            return nil
        }
        return TSVTable(file: path, columns: header.columns, rows: draft.finish(file: path, header: header))
    }

    /// Adds the fields of a line to the draft and returns how many they are: none for a comment, an empty line, and (with a
    /// fault) for one that is cut, not UTF-8, or holds a NUL.
    private func take(
        _ bytes: UnsafeBufferPointer<UInt8>, _ lines: LineReader, _ path: String, into draft: inout TSVDraft,
        _ diagnostics: inout Diagnostics
    ) -> Int {
        if lines.isCut {
            diagnostics.error(
                "the line is longer than \(limits.maxLineBytes) bytes and was left out", file: path,
                line: lines.lineNumber)
            return 0
        }
        let isComment = bytes.first == UInt8(ascii: "#")
        if ComposedText.isPlain(bytes) { return isComment ? 0 : draft.add(bytes) }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            diagnostics.error(
                "the line is not valid UTF-8 and was left out", file: path, line: lines.lineNumber,
                remedy: "save the file as UTF-8")
            return 0
        }
        if bytes.contains(0) {
            diagnostics.error("the line holds a NUL byte and was left out", file: path, line: lines.lineNumber)
            return 0
        }
        if isComment { return 0 }
        if !composes { return draft.add(bytes) }
        return ComposedText.compose(text).withUnsafeBufferPointer { draft.add($0) }
    }

    private func header(
        _ columns: [String], _ path: String, _ line: Int, _ required: [String], _ known: [String],
        _ diagnostics: inout Diagnostics
    ) -> TSVHeader? {
        guard columns.count <= limits.maxColumns else {
            diagnostics.error("more than \(limits.maxColumns) columns", file: path, line: line)
            return nil
        }
        var seen: Set<String> = []
        for (index, column) in columns.enumerated() where !seen.insert(column).inserted || column.isEmpty {
            diagnostics.error(
                column.isEmpty ? "a column has no name" : "the column '\(column)' is named twice", file: path,
                line: line, column: index + 1)
        }
        for column in required where !seen.contains(column) {
            diagnostics.error(
                "the column '\(column)' is missing", file: path, line: line,
                remedy: "this file has the columns \(required.joined(separator: ", "))")
        }
        if !known.isEmpty {
            for (index, column) in columns.enumerated() where !known.contains(column) && !required.contains(column) {
                diagnostics.warning(
                    "the column '\(column)' is not known and is not read", file: path, line: line, column: index + 1)
            }
        }
        return required.allSatisfy(seen.contains) ? TSVHeader(columns: columns) : nil
    }

    private func fits(
        _ fieldCount: Int, _ header: TSVHeader, _ path: String, _ line: Int, _ diagnostics: inout Diagnostics
    ) -> Bool {
        // Trailing fields may be left out: editors strip trailing tabs.
        if fieldCount <= header.columns.count { return true }
        diagnostics.error(
            "\(fieldCount) fields where there are \(header.columns.count) columns", file: path, line: line,
            column: header.columns.count + 1, remedy: "a field must not hold a tab")
        return false
    }
}
