/// Makes a table of the rows of a file, one after another: finds the header, puts each cell under its column, and collects
/// what is wrong.
struct TableAssembler {
    private let options: TableOptions
    private let limits: TableLimits
    private let sheet: String?

    private var header: (row: Int, names: [String])?
    private var rows: [Table.Row] = []
    private var textBytes = 0
    private(set) var problems: [TableProblem] = []
    /// Columns without a name that hold something; each is told once.
    private var nameless: Set<Int> = []
    private var searchedRows = 0

    private static let maxSearchedRows = 200

    init(options: TableOptions, limits: TableLimits, sheet: String? = nil) {
        (self.options, self.limits, self.sheet) = (options, limits, sheet)
    }

    /// Whether further rows can change anything.
    var isFull: Bool { problems.count >= TableError.maxProblems }

    func place(_ row: Int, _ position: Int? = nil) -> CellPlace {
        var name: String?
        if let position, let names = header?.names, names.indices.contains(position) { name = names[position] }
        return CellPlace(row: row, position: position, column: name, sheet: sheet)
    }

    mutating func note(_ code: TableProblem.Code, row: Int, position: Int? = nil) {
        guard !isFull else { return }
        problems.append(TableProblem(code: code, place: place(row, position)))
    }

    /// An error that ends the reading, behind the problems that were found before it.
    func failure(
        _ code: TableProblem.Code, row: Int, position: Int? = nil, limit: Int? = nil, detail: String? = nil
    ) -> TableError {
        let last = TableProblem(code: code, place: place(row, position), limit: limit, detail: detail)
        return TableError(problems.prefix(TableError.maxProblems - 1) + [last])
    }

    /// - Parameter cells: from the first column of the file on; at most `limits.maxColumns`.
    /// - Throws: what passes a limit.
    mutating func take(_ cells: [Cell], row: Int) throws(TableError) {
        guard let last = cells.lastIndex(where: { !$0.isBlank }) else { return }
        guard let header else {
            try seek(cells[...last], row: row)
            return
        }
        guard rows.count < limits.maxRows else {
            throw failure(.tooManyRows, row: row, limit: limits.maxRows)
        }
        let width = header.names.count
        guard (rows.count + 1) * width <= limits.maxCells else {
            throw failure(.tooManyCells, row: row, limit: limits.maxCells)
        }
        for cell in cells { if case .text(let text) = cell { textBytes += text.utf8.count } }
        guard textBytes <= limits.maxTextBytes else {
            throw failure(.textTooLong, row: row, limit: limits.maxTextBytes)
        }
        if last >= width {
            note(.raggedRow, row: row, position: last)
        }
        var kept = cells.count > width ? Array(cells[..<width]) : cells
        for position in kept.indices where header.names[position].isEmpty && !kept[position].isBlank {
            if nameless.insert(position).inserted { note(.emptyHeader, row: row, position: position) }
        }
        if kept.count < width { kept += repeatElement(.empty, count: width - kept.count) }
        rows.append(Table.Row(number: row, cells: kept))
    }

    // MARK: header

    private mutating func seek(_ cells: ArraySlice<Cell>, row: Int) throws(TableError) {
        switch options.header {
        case .firstFilled: begin(cells, row)
        case .row(let wanted):
            guard row >= wanted else { return }
            guard row == wanted else { throw failure(.headerMissing, row: wanted) }
            begin(cells, row)
        case .naming(let wanted):
            let names = Set(cells.map { Self.name($0).lowercased() })
            if wanted.allSatisfy({ names.contains(Self.name(.text($0)).lowercased()) }) { return begin(cells, row) }
            searchedRows += 1
            if searchedRows >= Self.maxSearchedRows { throw TableError(.headerMissing) }
        }
    }

    private mutating func begin(_ cells: ArraySlice<Cell>, _ row: Int) {
        let names = cells.map(Self.name)
        header = (row, names)
        var seen: Set<String> = []
        for (position, name) in names.enumerated() where !name.isEmpty {
            if !seen.insert(name).inserted { note(.duplicateHeader, row: row, position: position) }
        }
    }

    /// Header cells are often broken into lines.
    private static func name(_ cell: Cell) -> String {
        let text = cell.text
        guard text.unicodeScalars.contains(where: { $0.properties.isWhitespace }) else { return text }
        return text.unicodeScalars.split { $0.properties.isWhitespace }.map { String($0) }.joined(separator: " ")
    }

    // MARK: end

    /// Gives the rows of a merged range the value of its first row.
    /// - Parameter merges: ranges of rows, by position; those that overlap an earlier one of their column are passed over.
    mutating func fill(_ merges: [(position: Int, rows: ClosedRange<Int>)]) {
        var end: (position: Int, row: Int) = (-1, 0)
        for merge in merges.sorted(by: { ($0.position, $0.rows.lowerBound) < ($1.position, $1.rows.lowerBound) }) {
            if merge.position == end.position, merge.rows.lowerBound <= end.row { continue }
            end = (merge.position, merge.rows.upperBound)
            guard let width = header?.names.count, merge.position < width else { continue }
            var index = firstRow(from: merge.rows.lowerBound)
            guard index < rows.count, rows[index].number == merge.rows.lowerBound else { continue }
            let value = rows[index].cells[merge.position]
            index += 1
            while index < rows.count, rows[index].number <= merge.rows.upperBound {
                if rows[index].cells[merge.position].isEmpty { rows[index].cells[merge.position] = value }
                index += 1
            }
        }
    }

    private func firstRow(from number: Int) -> Int {
        var (low, high) = (0, rows.count)
        while low < high {
            let middle = (low + high) / 2
            if rows[middle].number < number { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// - Throws: everything that was noted.
    consuming func finish() throws(TableError) -> Table {
        guard problems.isEmpty else { throw TableError(problems) }
        guard let header else {
            throw TableError(options.header == .firstFilled ? .emptyFile : .headerMissing)
        }
        let positions = header.names.indices.filter { !header.names[$0].isEmpty }
        if positions.count < header.names.count {
            for index in rows.indices { rows[index].cells = positions.map { rows[index].cells[$0] } }
        }
        return Table(
            columns: positions.map { header.names[$0] }, rows: rows, sheet: sheet, headerRow: header.row,
            positions: positions)
    }
}
