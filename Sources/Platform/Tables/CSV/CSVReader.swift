import Glibc

/// Reads CSV into a table.
struct CSVReader {
    private let layout: CSVLayout
    private let limits: TableLimits
    private var scanner: CSVScanner
    private var assembler: TableAssembler
    private var row = 1
    private var cells: [Cell] = []
    private var position = 0

    static func readTable(
        _ bytes: [UInt8], options: TableOptions, limits: TableLimits
    ) throws(TableError) -> Table {
        let layout = CSVLayout(bytes, options: options)
        // No text of any encoding holds it, but every other kind of file.
        let holdsZero = layout.utf8.withUnsafeBytes { bytes in
            bytes.baseAddress.map { memchr($0, 0, bytes.count) != nil } ?? false
        }
        guard !holdsZero else { throw TableError(.unknownFormat) }
        var reader = CSVReader(layout, options: options, limits: limits)
        return try reader.read()
    }

    private init(_ layout: CSVLayout, options: TableOptions, limits: TableLimits) {
        (self.layout, self.limits) = (layout, limits)
        scanner = CSVScanner(
            layout.utf8, from: layout.start, separator: layout.separator, maxFieldBytes: limits.maxCellBytes)
        assembler = TableAssembler(options: options, limits: limits)
    }

    private mutating func read() throws(TableError) -> Table {
        while !(scanner.isAtEnd && position == 0), !assembler.isFull {
            let field = scanner.next()
            try take(field)
            position += 1
            if field.end == .separator { continue }
            try assembler.take(cells, row: row)
            cells.removeAll(keepingCapacity: true)
            position = 0
            row += 1
            if field.end == .file { break }
        }
        return try assembler.finish()
    }

    private mutating func take(_ field: CSVScanner.Field) throws(TableError) {
        if field.isUnclosed { throw assembler.failure(.unclosedQuote, row: row, position: position) }
        if field.isCut {
            throw assembler.failure(.cellTooLong, row: row, position: position, limit: limits.maxCellBytes)
        }
        if field.hasRest { assembler.note(.textBehindQuote, row: row, position: position) }
        let cell = scanner.field.isEmpty ? Cell.empty : .text(FormulaGuard.unguarded(text()))
        if position < limits.maxColumns {
            cells.append(cell)
        } else if !cell.isEmpty {
            throw assembler.failure(.tooManyColumns, row: row, position: position, limit: limits.maxColumns)
        }
    }

    private mutating func text() -> String {
        if let text = String(validating: scanner.field, as: UTF8.self) {
            if layout.isDamaged, text.unicodeScalars.contains("\u{FFFD}") {
                assembler.note(.damagedText, row: row, position: position)
            }
            return text
        }
        assembler.note(.damagedText, row: row, position: position)
        return String(decoding: scanner.field, as: UTF8.self)
    }
}
