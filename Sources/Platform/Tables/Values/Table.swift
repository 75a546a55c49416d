/// A table as it was read: named columns, rows of cells, and where each stood in its file.
package struct Table: Sendable, Equatable {
    /// Names of the columns: white space around them and doubled within them removed; no two are equal (NFC and NFD count as
    /// equal), none is empty.
    package var columns: [String]
    package var rows: [Row]
    /// The sheet it stands on; nil for CSV.
    package var sheet: String?
    /// The row of the header as a spreadsheet counts, from 1.
    package var headerRow: Int
    /// Where in the file each column stands, from 0: columns without name and content are left out of `columns`.
    var positions: [Int]

    package struct Row: Sendable, Equatable {
        /// As a spreadsheet counts, from 1; empty rows are counted and not kept.
        package var number: Int
        /// As many as the table has columns.
        package var cells: [Cell]

        package subscript(column: Int) -> Cell { cells.indices.contains(column) ? cells[column] : .empty }
    }

    /// Index of the column with this name; letters' case does not matter where no column has the very name.
    package func column(_ name: String) -> Int? {
        if let exact = columns.firstIndex(of: name) { return exact }
        let lowered = name.lowercased()
        return columns.firstIndex { $0.lowercased() == lowered }
    }

    /// For messages: `row 7, column Mã (C7)`.
    package func place(_ row: Row, _ column: Int) -> CellPlace {
        guard columns.indices.contains(column) else { return CellPlace(row: row.number, sheet: sheet) }
        return CellPlace(row: row.number, position: positions[column], column: columns[column], sheet: sheet)
    }
}
