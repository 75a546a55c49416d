/// What a pack says of itself in `PACK.tsv`: one `key<TAB>value` a line.
package struct PackHeader: Sendable, Equatable {
    package enum Status: String, Sendable, CaseIterable { case draft, current, retired }

    package var id = ""
    /// What the pack holds; a feature registers a decoder for it.
    package var kind = ""
    package var version = ""
    package var status = Status.draft
    package var title = ""
    package var source = ""
    package var licence = ""
    package var author = ""
    /// `YYYY-MM-DD`; the first and (when there is one) the last day on which the pack holds.
    package var from = ""
    package var until: String?

    package static let fileName = "PACK.tsv"
    private static let required = ["id", "kind", "version", "status", "title", "source", "licence", "from", "author"]

    /// The header in a file, with every fault recorded; nil when it cannot be used.
    package static func read(_ path: String, _ diagnostics: inout Diagnostics) -> PackHeader? {
        let before = diagnostics.errorCount
        guard let entries = entries(path, &diagnostics) else { return nil }
        for key in required where entries[key] == nil {
            diagnostics.error("'\(key)' is missing", file: path, remedy: "add a line: \(key)<TAB>…")
        }
        var header = PackHeader()
        header.id = entries["id"]?.value ?? ""
        header.kind = entries["kind"]?.value ?? ""
        header.version = entries["version"]?.value ?? ""
        header.title = entries["title"]?.value ?? ""
        header.source = entries["source"]?.value ?? ""
        header.licence = entries["licence"]?.value ?? ""
        header.author = entries["author"]?.value ?? ""
        header.from = entries["from"]?.value ?? ""
        header.until = entries["until"]?.value
        if let status = entries["status"] {
            if let known = Status(rawValue: status.value) {
                header.status = known
            } else {
                diagnostics.error(
                    "the status is '\(status.value)'", file: path, line: status.line, column: 2,
                    remedy: "one of draft, current, retired")
            }
        }
        header.checkNames(entries, path, &diagnostics)
        header.checkDates(entries, path, &diagnostics)
        return diagnostics.errorCount == before ? header : nil
    }

    private typealias Entry = (value: String, line: Int)

    private static func entries(_ path: String, _ diagnostics: inout Diagnostics) -> [String: Entry]? {
        var limits = TSVReader.Limits()
        limits.maxFileBytes = 1 << 20
        limits.maxLineBytes = 8 << 10
        // The header has no line of column names: each line is read as a row of two.
        let lines: [(line: Int, text: String)]
        do {
            lines = try HeaderLines.read(path, limits, &diagnostics)
        } catch {
            diagnostics.error("\(error)", file: path, remedy: "a pack is a folder with a \(fileName)")
            return nil
        }
        var entries: [String: Entry] = [:]
        for (line, text) in lines {
            let parts = text.split(separator: "\t", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
                diagnostics.error("not of the form key<TAB>value", file: path, line: line)
                continue
            }
            let key = String(parts[0])
            if !required.contains(key), key != "until" {
                diagnostics.warning("the key '\(key)' is not known", file: path, line: line, column: 1)
            }
            if let first = entries[key] {
                diagnostics.error("'\(key)' stands in line \(first.line) already", file: path, line: line, column: 1)
                continue
            }
            entries[key] = (String(parts[1]), line)
        }
        return entries
    }

    private func checkNames(_ entries: [String: Entry], _ path: String, _ diagnostics: inout Diagnostics) {
        for key in ["id", "kind", "version"] {
            guard let entry = entries[key] else { continue }
            let isPlain = entry.value.utf8.allSatisfy {
                $0 >= 0x30 && $0 <= 0x39 || $0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A || $0 == 0x2D || $0 == 0x2E
                    || $0 == 0x5F
            }
            if !isPlain {
                diagnostics.error(
                    "'\(key)' holds other characters than letters, digits, '-', '.', '_'", file: path,
                    line: entry.line, column: 2)
            }
        }
    }

    private func checkDates(_ entries: [String: Entry], _ path: String, _ diagnostics: inout Diagnostics) {
        for key in ["from", "until"] {
            guard let entry = entries[key], !Self.isDate(entry.value) else { continue }
            diagnostics.error(
                "'\(key)' is no date: '\(entry.value)'", file: path, line: entry.line, column: 2,
                remedy: "write it as 2026-03-31")
        }
        if let until, Self.isDate(until), Self.isDate(from), until < from {
            diagnostics.error(
                "'until' (\(until)) is before 'from' (\(from))", file: path, line: entries["until"]?.line ?? 0,
                column: 2)
        }
    }

    private static func isDate(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard text.utf8.count == 10, parts.map(\.utf8.count) == [4, 2, 2], let year = Int(parts[0]),
            let month = Int(parts[1]), let day = Int(parts[2]), year > 0, (1...12).contains(month)
        else { return false }
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        return (1...days[month - 1]).contains(day)
    }
}

/// The lines of a header file that are neither empty nor comments.
private enum HeaderLines {
    static func read(
        _ path: String, _ limits: TSVReader.Limits, _ diagnostics: inout Diagnostics
    ) throws -> [(line: Int, text: String)] {
        let reader = try LineReader(path: path, maxLineBytes: limits.maxLineBytes)
        var lines: [(line: Int, text: String)] = []
        while let text = try reader.next({ String(validating: $0, as: UTF8.self) }) {
            guard reader.byteCount <= limits.maxFileBytes else {
                diagnostics.error("the header is larger than \(limits.maxFileBytes) bytes", file: path)
                break
            }
            guard let text, !reader.isCut else {
                diagnostics.error(
                    text == nil ? "the line is not valid UTF-8" : "the line is too long", file: path,
                    line: reader.lineNumber)
                continue
            }
            if !text.isEmpty, !text.hasPrefix("#") { lines.append((reader.lineNumber, text)) }
        }
        return lines
    }
}
