/// Why a table could not be read or written: at least one problem; for the problems of cells as many as were found, at most
/// `maxProblems`, so that a person mends all of them at once.
package struct TableError: Error, Sendable, Equatable, CustomStringConvertible {
    package static let maxProblems = 50

    package var problems: [TableProblem]

    package init(_ problems: [TableProblem]) { self.problems = problems }

    init(_ code: TableProblem.Code, at place: CellPlace? = nil, limit: Int? = nil, detail: String? = nil) {
        problems = [TableProblem(code: code, place: place, limit: limit, detail: detail)]
    }

    package var description: String { problems.map(\.description).joined(separator: "\n") }
}

/// One thing that is wrong with a table: what, where, and what to do. Holds no cell's content but the header's names.
package struct TableProblem: Sendable, Equatable, CustomStringConvertible {
    package enum Code: String, Sendable, CaseIterable {
        // The file
        case emptyFile, fileTooLarge, unknownFormat, oldExcel, openDocument, binaryWorkbook
        /// The zip or the XML inside is damaged or not what it must be.
        case brokenFile
        case unpackedTooLarge
        case sheetMissing, noVisibleSheet
        // The table
        case headerMissing, emptyHeader, duplicateHeader, raggedRow
        case tooManyRows, tooManyColumns, tooManyCells, cellTooLong, textTooLong
        // CSV
        case unclosedQuote, textBehindQuote, damagedText
        // Writing
        case sheetTooLarge
    }

    package var code: Code
    package var place: CellPlace?
    /// The limit that was passed.
    package var limit: Int?
    /// A part of the file or a name that was asked for; never a cell's content.
    package var detail: String?

    /// `row 7, column Mã (C7): the quoted cell never ends; close it with a quotation mark`
    package var description: String {
        var text = place.map { "\($0): " } ?? ""
        text += code.claim
        if let limit { text += " (at most \(limit))" }
        if let detail { text += " (\(detail))" }
        return text + "; " + code.remedy
    }
}

extension TableProblem.Code {
    /// What is wrong.
    package var claim: String {
        switch self {
        case .emptyFile: "the file holds no table"
        case .fileTooLarge: "the file has too many bytes"
        case .unknownFormat: "the file is neither CSV nor XLSX"
        case .oldExcel: "the file is an old Excel file (.xls) or protected by a password"
        case .openDocument: "the file is an OpenDocument file"
        case .binaryWorkbook: "the file is a binary Excel file (.xlsb)"
        case .brokenFile: "the file is damaged"
        case .unpackedTooLarge: "the file unpacks to too many bytes"
        case .sheetMissing: "the workbook has no such sheet"
        case .noVisibleSheet: "the workbook has no visible sheet"
        case .headerMissing: "the row with the names of the columns was not found"
        case .emptyHeader: "there are cells in a column without a name"
        case .duplicateHeader: "two columns have the same name"
        case .raggedRow: "the row has more cells than the header"
        case .tooManyRows: "there are too many rows"
        case .tooManyColumns: "there are too many columns"
        case .tooManyCells: "there are too many cells"
        case .cellTooLong: "the cell is too long"
        case .textTooLong: "the texts of all cells are too long together"
        case .unclosedQuote: "the quoted cell never ends"
        case .textBehindQuote: "text stands behind the closing quotation mark"
        case .damagedText: "the cell holds bytes that are no characters"
        case .sheetTooLarge: "the sheet is larger than the format can hold"
        }
    }

    /// What to do about it.
    package var remedy: String {
        switch self {
        case .emptyFile: "save the sheet with its header row and try again"
        case .fileTooLarge, .unpackedTooLarge, .tooManyRows, .tooManyCells, .textTooLong:
            "part the table into several files"
        case .unknownFormat, .oldExcel, .openDocument, .binaryWorkbook:
            "save it as .xlsx without a password, or as CSV in UTF-8"
        case .brokenFile: "open it in a spreadsheet and save it anew as .xlsx"
        case .sheetMissing: "name one of its sheets"
        case .noVisibleSheet: "show the sheet or name it"
        case .headerMissing: "begin the table with one row of column names"
        case .emptyHeader: "name the column in the header row or clear its cells"
        case .duplicateHeader: "give each column a name of its own"
        case .raggedRow: "clear the cells on the right, or quote the cell that holds the separator"
        case .tooManyColumns: "remove the columns that are not needed"
        case .cellTooLong: "shorten the text"
        case .unclosedQuote: "close it with a quotation mark"
        case .textBehindQuote: "write a quotation mark inside a quoted cell twice"
        case .damagedText: "save the file as CSV in UTF-8"
        case .sheetTooLarge: "export fewer rows"
        }
    }
}
