package import Tables

extension AgencyTables {
    /// Takes a table from the bytes of a CSV or XLSX file. Titles above the row that names the columns are passed over.
    /// - Returns: what is wrong with the table as a whole, and cells whose formula failed. It is not taken then.
    /// - Throws: `TableError` when the file cannot be read.
    package mutating func add(_ name: Name, file: String, bytes: [UInt8]) throws(TableError) -> [ImportFault] {
        var options = TableOptions()
        options.header = .naming([name.columns[0]])
        let table = try TableReader.read(bytes, options: options)
        var faults: [ImportFault] = []
        let days = table.columns.map { Self.dayColumns.contains($0.lowercased()) }
        let rows = table.rows.map { row in
            let fields = row.cells.enumerated().map { index, cell in
                if case .fault = cell {
                    faults.append(
                        ImportFault(ImportPlace(file, row: row.number, column: table.columns[index]), .badCell))
                }
                // A day may stand in the sheet as a day, as a time, or as text.
                return days[index] ? cell.day?.description ?? cell.text : cell.text
            }
            return (number: row.number, fields: fields)
        }
        return faults.isEmpty ? add(name, file: file, columns: table.columns, rows: rows) : faults
    }

    fileprivate static let dayColumns: Set<String> = ["valid_from", "valid_until", "date"]
}

extension AgencyExport {
    /// A file that `AgencyTables.add` takes in again.
    package static func csv(_ name: AgencyTables.Name, of register: Register) throws(TableError) -> [UInt8] {
        try CSVWriter(columns: name.columns).whole(cells(name, of: register))
    }

    /// A workbook of one sheet, which `AgencyTables.add` takes in again. Codes are texts, days are days.
    package static func xlsx(_ name: AgencyTables.Name, of register: Register) throws(TableError) -> [UInt8] {
        try XLSXWriter(sheet: name.rawValue, columns: name.columns).whole(cells(name, of: register))
    }

    private static func cells(_ name: AgencyTables.Name, of register: Register) -> [[Cell]] {
        let days = name.columns.map(AgencyTables.dayColumns.contains)
        return rows(name, of: register).map { row in
            zip(row, days).map { text, isDay in
                if text.isEmpty { return .empty }
                return isDay ? Day(iso: text)?.calendarDay.map(Cell.day) ?? .text(text) : .text(text)
            }
        }
    }
}
