/// Reads CSV and XLSX files that people upload.
///
/// The kind is told by the bytes, whatever the file's name says. Input is hostile: any bytes end in a table or a stated error,
/// within the limits. No formula is evaluated, nothing outside the file is looked at, no macro is run.
package enum TableReader {
    /// The table of a CSV file, or of one sheet of a workbook.
    ///
    /// Cells of CSV are `.text` or `.empty`: a code may begin with 0, a phone number with +; `Cell.integer`, `.day` and `.time`
    /// read them where the importer knows what they are. A row that is shorter than the header is filled with empty cells.
    /// Rows and columns that a spreadsheet hides are read like others.
    /// - Throws: `TableError`, with all problems of the cells (at most `TableError.maxProblems`).
    package static func read(
        _ bytes: [UInt8], options: TableOptions = TableOptions(), limits: TableLimits = .standard
    ) throws(TableError) -> Table {
        guard bytes.count <= limits.maxFileBytes else { throw TableError(.fileTooLarge, limit: limits.maxFileBytes) }
        switch FileKind.of(bytes) {
        case .empty: throw TableError(.emptyFile)
        case .zip: return try Workbook.readTable(bytes, options: options, limits: limits)
        case .compound: throw TableError(.oldExcel)
        case .other: throw TableError(.unknownFormat)
        case .text: return try CSVReader.readTable(bytes, options: options, limits: limits)
        }
    }
}

/// What the first bytes say.
enum FileKind {
    case empty, zip, text, other
    /// OLE2: Excel before 2007, and workbooks with a password.
    case compound

    static func of(_ bytes: [UInt8]) -> FileKind {
        if bytes.isEmpty { return .empty }
        if bytes.starts(with: [0x50, 0x4B, 3, 4]) || bytes.starts(with: [0x50, 0x4B, 5, 6]) { return .zip }
        if bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) { return .compound }
        for magic in [[0x25, 0x50, 0x44, 0x46], [0x1F, 0x8B], [0x89, 0x50, 0x4E, 0x47], [0x7F, 0x45, 0x4C, 0x46]]
            as [[UInt8]]
        where bytes.starts(with: magic) { return .other }
        return isMarkup(bytes) ? .other : .text
    }

    /// Web pages under the name of a spreadsheet, which Excel opens and many offices send.
    private static func isMarkup(_ bytes: [UInt8]) -> Bool {
        let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        let head = bytes[start...].prefix(512).drop { $0 <= 0x20 }.prefix(9)
        let word = String(decoding: head, as: UTF8.self).lowercased()
        return ["<!doctype", "<html", "<?xml", "<table", "<head", "<meta", "<body"].contains { word.hasPrefix($0) }
    }
}
