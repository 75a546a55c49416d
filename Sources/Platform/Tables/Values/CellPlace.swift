/// Where a cell stands in its file, in the words of who looks at it in a spreadsheet.
package struct CellPlace: Sendable, Hashable, CustomStringConvertible {
    /// As the spreadsheet counts, from 1. In CSV that is the record, whatever lines its cells hold.
    package var row: Int
    /// From 0; nil when the whole row is meant.
    package var position: Int?
    /// The name in the header, shortened, without control characters; nil where there is none.
    package var column: String?
    /// Nil for CSV.
    package var sheet: String?

    private static let shownCharacters = 60

    package init(row: Int, position: Int? = nil, column: String? = nil, sheet: String? = nil) {
        self.row = row
        self.position = position
        self.column = column.flatMap(Self.shown)
        self.sheet = sheet.flatMap(Self.shown)
    }

    /// `C7`; `7` for the whole row.
    package var reference: String { (position.map(Self.letters) ?? "") + String(row) }

    /// `row 7, column Mã (C7)`
    package var description: String {
        let cell: String
        switch (position, column) {
        case (nil, _): cell = "row \(row)"
        case (_, nil): cell = "row \(row) (\(reference))"
        case (_, let column?): cell = "row \(row), column \(column) (\(reference))"
        }
        return sheet.map { "sheet \($0), \(cell)" } ?? cell
    }

    /// `A` for 0, `Z` for 25, `AA` for 26.
    package static func letters(_ position: Int) -> String {
        var letters: [UInt8] = []
        var rest = position
        while rest >= 0 {
            letters.append(0x41 + UInt8(rest % 26))
            rest = rest / 26 - 1
        }
        return String(decoding: letters.reversed(), as: UTF8.self)
    }

    /// Row and position of `C7` or `$C$7`; nil for anything else, and beyond the columns and rows a spreadsheet has.
    static func read(_ reference: some StringProtocol) -> (row: Int, position: Int)? {
        var column = 0
        var row = 0
        for byte in reference.utf8 {
            switch byte {
            case 0x24: continue
            case 0x41...0x5A, 0x61...0x7A:
                guard row == 0, column < 20_000 else { return nil }
                column = column * 26 + Int(byte & 0x1F)
            case 0x30...0x39:
                guard column > 0, row < 2_000_000 else { return nil }
                row = row * 10 + Int(byte - 0x30)
            default: return nil
            }
        }
        guard (1...Spreadsheet.maxColumns).contains(column), (1...Spreadsheet.maxRows).contains(row) else { return nil }
        return (row, column - 1)
    }

    private static func shown(_ name: String) -> String? {
        let words = name.unicodeScalars.prefix(1_000).split { $0.properties.isWhitespace || $0.value < 0x20 }
        let line = words.map { String($0) }.joined(separator: " ")
        guard !line.isEmpty else { return nil }
        return line.count > shownCharacters ? line.prefix(shownCharacters) + "…" : line
    }
}

/// What a sheet of Excel can hold.
package enum Spreadsheet {
    package static let maxRows = 1_048_576
    package static let maxColumns = 16_384
    /// UTF-16 units of one cell.
    package static let maxCellUnits = 32_767
}
