import Markup

/// Reads the rows of one sheet into a table (ECMA-376 part 1, 18.3). Formulas are passed over; the value that was saved with
/// one is read.
struct SheetReader {
    private let values: CellValues
    private var assembler: TableAssembler
    private let limits: TableLimits

    private var row = 0
    private var cells: [Cell] = []
    private var position = -1
    private var source = CellValues.Source()
    private var content = Content.none
    private var inline = RichText()
    private var merges: [(position: Int, rows: ClosedRange<Int>)] = []

    /// What the text that comes next belongs to.
    private enum Content { case none, value, inline }

    private static let maxMerges = 100_000

    init(values: CellValues, assembler: TableAssembler, limits: TableLimits) {
        (self.values, self.assembler, self.limits) = (values, assembler, limits)
    }

    /// - Throws: `brokenFile`, what passes a limit, and the table's problems.
    mutating func read(_ bytes: [UInt8], fillsMergedRows: Bool) throws(TableError) -> Table {
        var isSheet = false
        try PartArchive.walk(bytes, as: "sheet") { event, depth throws(TableError) in
            switch event {
            case .start(let name, let attributes):
                let name = XMLName.local(name)
                if depth == 1 { isSheet = name == "worksheet" }
                try start(name, attributes)
            case .text(let text): try take(text)
            case .end(let name): try end(XMLName.local(name))
            }
            return isSheet && !assembler.isFull
        }
        guard isSheet else { throw TableError(.brokenFile, detail: "sheet") }
        if fillsMergedRows { assembler.fill(merges) }
        return try assembler.finish()
    }

    private mutating func start(_ name: Substring, _ attributes: [XMLAttribute]) throws(TableError) {
        if content == .inline { return inline.start(name) }
        switch name {
        case "c": try beginCell(attributes)
        case "v": content = .value
        case "is":
            content = .inline
            inline.begin()
        case "f": source.hasFormula = true
        case "row": try beginRow(attributes)
        case "mergeCell": takeMerge(attributes)
        default: break
        }
    }

    private mutating func take(_ text: String) throws(TableError) {
        let isWithin: Bool
        switch content {
        case .none: return
        case .value:
            isWithin = source.value.utf8.count + text.utf8.count <= limits.maxCellBytes
            if isWithin { source.value += text }
        case .inline: isWithin = inline.add(text, maxBytes: limits.maxCellBytes)
        }
        guard isWithin else { throw failure(.cellTooLong, limit: limits.maxCellBytes) }
    }

    private mutating func end(_ name: Substring) throws(TableError) {
        if content == .inline, name != "is" { return inline.end(name) }
        switch name {
        case "is":
            source.inline = inline.text
            content = .none
        case "v": content = .none
        case "c": try endCell()
        case "row": try assembler.take(cells, row: row)
        default: break
        }
    }

    // MARK: places

    /// Rows and cells stand in order; one that does not say where it is stands behind the one before.
    private mutating func beginRow(_ attributes: [XMLAttribute]) throws(TableError) {
        var next = row + 1
        if let named = attributes.value(of: "r") { next = Int(named) ?? 0 }
        guard next > row, next <= Spreadsheet.maxRows else { throw failure(.brokenFile, detail: "order of rows") }
        row = next
        position = -1
        cells.removeAll(keepingCapacity: true)
    }

    private mutating func beginCell(_ attributes: [XMLAttribute]) throws(TableError) {
        guard row > 0 else { throw TableError(.brokenFile, detail: "cell outside of a row") }
        source = CellValues.Source()
        var next = position + 1
        for attribute in attributes {
            switch attribute.name {
            case "r": next = CellPlace.read(attribute.value)?.position ?? -1
            case "t": source.type = attribute.value
            case "s": source.style = Int(attribute.value) ?? 0
            default: break
            }
        }
        guard next > position, next < Spreadsheet.maxColumns else {
            throw failure(.brokenFile, detail: "order of cells")
        }
        position = next
    }

    private mutating func endCell() throws(TableError) {
        guard row > 0, position >= 0 else { return }
        guard let cell = values.cell(source) else { throw failure(.brokenFile, detail: "shared strings") }
        if cell.isEmpty { return }
        guard position < limits.maxColumns else { throw failure(.tooManyColumns, limit: limits.maxColumns) }
        if cells.count < position { cells += repeatElement(.empty, count: position - cells.count) }
        cells.append(cell)
    }

    private func failure(_ code: TableProblem.Code, limit: Int? = nil, detail: String? = nil) -> TableError {
        assembler.failure(code, row: row, position: position < 0 ? nil : position, limit: limit, detail: detail)
    }

    /// Ranges over several rows of one column; a wider one is a title.
    private mutating func takeMerge(_ attributes: [XMLAttribute]) {
        guard merges.count < Self.maxMerges, let range = attributes.value(of: "ref") else { return }
        let corners = range.split(separator: ":").compactMap { CellPlace.read($0) }
        guard corners.count == 2, corners[0].position == corners[1].position, corners[0].row < corners[1].row else {
            return
        }
        merges.append((corners[0].position, corners[0].row...corners[1].row))
    }
}
