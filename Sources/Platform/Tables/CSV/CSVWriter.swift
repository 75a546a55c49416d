/// Writes CSV that Excel and LibreOffice open with Vietnamese letters whole: UTF-8 with a byte order mark, CRLF, quoted as
/// RFC 4180 asks, texts guarded against being taken for formulas (`FormulaGuard`).
///
/// Numbers stay numbers, a negative one too, with a decimal point; times are local, `2026-07-01 08:30:00`. Characters come out
/// as they are, control characters and NFD too, but U+0000, which no reader takes for text and which is left out.
package final class CSVWriter: TableWriter {
    private var ready: [UInt8] = [0xEF, 0xBB, 0xBF]
    private let separator: UInt8
    private let width: Int
    private var rowNumber = 0

    package init(columns: [String], separator: CSVSeparator = .comma) {
        self.separator = separator.rawValue
        width = columns.count
        put(columns.map { .text($0) })
    }

    /// - Throws: `raggedRow`.
    package func add(_ row: [Cell]) throws(TableError) {
        guard row.count <= width else { throw TableError(.raggedRow, at: CellPlace(row: rowNumber + 1)) }
        put(row)
    }

    package func finish() throws(TableError) {}

    package func takeReady() -> [UInt8] {
        defer { ready = [] }
        return ready
    }

    private func put(_ row: [Cell]) {
        rowNumber += 1
        for position in 0..<width {
            if position > 0 { ready.append(separator) }
            if row.indices.contains(position) { put(row[position]) }
        }
        // A record of one empty cell would be an empty line, which is no record.
        if width == 1, row.first?.isEmpty ?? true { ready += [0x22, 0x22] }
        ready += [0x0D, 0x0A]
    }

    private func put(_ cell: Cell) {
        guard case .text(let text) = cell else {
            ready += cell.text.utf8
            return
        }
        put(text.utf8.contains(0) ? String(text.unicodeScalars.filter { $0.value != 0 }) : text)
    }

    private func put(_ text: String) {
        let text = FormulaGuard.guarded(text)
        guard Self.needsQuotes(text) else {
            ready += text.utf8
            return
        }
        ready.append(0x22)
        for byte in text.utf8 {
            if byte == 0x22 { ready.append(0x22) }
            ready.append(byte)
        }
        ready.append(0x22)
    }

    /// All that some reader takes for a border, and blanks around the text, which some take away.
    private static func needsQuotes(_ text: String) -> Bool {
        guard let first = text.utf8.first, let last = text.utf8.last else { return false }
        return first == 0x20 || last == 0x20
            || text.utf8.contains { [0x22, 0x2C, 0x3B, 0x09, 0x0A, 0x0D].contains($0) }
    }
}
