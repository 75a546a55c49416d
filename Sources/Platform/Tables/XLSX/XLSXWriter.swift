import Unpack

/// Writes an XLSX file of one sheet for Excel and LibreOffice: header bold and frozen, filter buttons, columns as wide as their
/// content, dates as dates.
///
/// Text is text, whatever it begins with, and stays so when its cell is edited. Line ends become LF and characters that XML
/// forbids are left out; whole numbers of more than 15 digits are written as text, for Excel would round them; texts of more
/// than 32,767 UTF-16 units are cut, ending in `…`, and counted in `cutCells`. The same rows give the same bytes. Memory: the
/// XML of the first rows, whose content gives the widths, and the packed sheet.
package final class XLSXWriter: TableWriter {
    /// The widths are told by so many rows.
    private static let sampledRows = 500
    private static let maxHeldBytes = 4 << 20
    private static let pieceBytes = 64 << 10
    private static let widths = 8...RowXML.maxLineLength

    private let sheet: String
    private let width: Int
    private let zip: ZipWriter
    private var rows: RowXML
    private var rowCount = 0
    /// Rows that are not packed yet.
    private var held: [UInt8] = []
    private var widths: [Int]
    private var isOpen = false

    /// - Parameter sheet: any name; what Excel does not take is mended (`SheetName.fitting`).
    /// - Throws: `headerMissing` when there are no columns; `tooManyColumns`, `sheetTooLarge`.
    package init(sheet: String, columns: [String]) throws(TableError) {
        guard !columns.isEmpty else { throw TableError(.headerMissing) }
        guard columns.count <= Spreadsheet.maxColumns else {
            throw TableError(.tooManyColumns, limit: Spreadsheet.maxColumns)
        }
        self.sheet = SheetName.fitting(sheet)
        width = columns.count
        rows = RowXML(columns: columns.count)
        widths = columns.map { _ in Self.widths.lowerBound }
        do {
            zip = try ZipWriter()
            try zip.add("[Content_Types].xml", Array(WorkbookParts.contentTypes.utf8))
            try zip.add("_rels/.rels", Array(WorkbookParts.rootRelationships.utf8))
            try zip.add("xl/_rels/workbook.xml.rels", Array(WorkbookParts.workbookRelationships.utf8))
            try zip.add("xl/styles.xml", Array(WorkbookParts.styles.utf8))
        } catch {
            throw Self.failure(error)
        }
        put(columns.map { .text($0) })
    }

    package var cutCells: Int { rows.cutCells }

    /// - Throws: `raggedRow`; `sheetTooLarge` beyond 1,048,576 rows with the header.
    package func add(_ row: [Cell]) throws(TableError) {
        let number = rowCount + 1
        guard row.count <= width else { throw TableError(.raggedRow, at: CellPlace(row: number)) }
        guard number <= Spreadsheet.maxRows else { throw TableError(.sheetTooLarge, limit: Spreadsheet.maxRows) }
        put(row)
    }

    /// - Throws: `sheetTooLarge` when the sheet has more than 4 GB.
    package func finish() throws(TableError) {
        if !isOpen { open() }
        let last = CellPlace.letters(width - 1)
        zip.write(held)
        held = []
        zip.write(Array(WorkbookParts.sheetTail(range: "A1:\(last)\(rowCount)").utf8))
        let workbook = WorkbookParts.workbook(sheet: sheet, range: "$A$1:$\(last)$\(rowCount)")
        do {
            try zip.end()
            try zip.add("xl/workbook.xml", Array(workbook.utf8))
            try zip.finish()
        } catch {
            throw Self.failure(error)
        }
    }

    package func takeReady() -> [UInt8] { zip.takeReady() }

    private func put(_ row: [Cell]) {
        rowCount += 1
        if !isOpen { measure(row) }
        rows.append(row, number: rowCount, isHeader: rowCount == 1, to: &held)
        if !isOpen, rowCount >= Self.sampledRows || held.count >= Self.maxHeldBytes { open() }
        if isOpen, held.count >= Self.pieceBytes {
            zip.write(held)
            held.removeAll(keepingCapacity: true)
        }
    }

    private func open() {
        isOpen = true
        zip.begin("xl/worksheets/sheet1.xml")
        zip.write(Array(WorkbookParts.sheetHead(widths: widths).utf8))
    }

    private func measure(_ row: [Cell]) {
        for (position, cell) in row.enumerated() {
            // A blank on either side; the button of the filter stands on the header.
            let length = Self.longestLine(cell) + (rowCount == 1 ? 4 : 2)
            widths[position] = min(max(widths[position], length), Self.widths.upperBound)
        }
    }

    /// Characters of the longest line, as far as they can make the column wider.
    private static func longestLine(_ cell: Cell) -> Int {
        switch cell {
        case .text(let text):
            let lines = text.prefix(1_000).split(maxSplits: 20, whereSeparator: \.isNewline)
            return lines.map { $0.prefix(widths.upperBound).count }.max() ?? 0
        case .time: return 16
        default: return cell.text.count
        }
    }

    private static func failure(_ error: UnpackError) -> TableError {
        TableError(.sheetTooLarge, detail: "\(error)")
    }
}
