/// Rows of cells as the XML of a sheet. Text is written as inline strings: never as a formula, whatever it begins with.
struct RowXML {
    /// Texts that were longer than a cell of Excel may be, and cut.
    private(set) var cutCells = 0
    private let letters: [String]

    /// Excel shows 15 digits of a number and forgets the rest: longer ones are written as text.
    private static let maxWhole: Int64 = 999_999_999_999_999
    private static let maxPlainTextUnits = 255
    /// Characters of a line; as wide as `XLSXWriter` makes a column.
    static let maxLineLength = 60
    /// Lines that a row shows of a long text.
    private static let maxLines = 10

    init(columns: Int) { letters = (0..<columns).map(CellPlace.letters) }

    mutating func append(_ row: [Cell], number: Int, isHeader: Bool = false, to xml: inout [UInt8]) {
        let lines = row.lazy.map(Self.lines).max() ?? 1
        // LibreOffice does not make rows higher by itself.
        let height = lines > 1 ? " ht=\"\(min(lines, Self.maxLines) * WorkbookParts.lineHeight)\"" : ""
        xml += "<row r=\"\(number)\"\(height)>".utf8
        for (position, cell) in row.prefix(letters.count).enumerated() where !cell.isEmpty {
            xml += "<c r=\"\(letters[position])\(number)\"".utf8
            append(cell, isHeader, &xml)
            xml += "</c>".utf8
        }
        xml += "</row>".utf8
    }

    /// The rest of the start tag, and the content.
    private mutating func append(_ cell: Cell, _ isHeader: Bool, _ xml: inout [UInt8]) {
        switch cell {
        case .empty: xml.append(0x3E)
        case .text(let text): append(text, isHeader ? .header : nil, &xml)
        case .integer(let number) where number.magnitude <= Self.maxWhole.magnitude: put(String(number), .plain, &xml)
        case .integer(let number): append(String(number), nil, &xml)
        case .real(let number) where number.isFinite: put(String(number), .plain, &xml)
        case .real: put(CellFault.number.rawValue, .plain, "e", &xml)
        case .flag(let flag): put(flag ? "1" : "0", .flag, "b", &xml)
        case .fault(.notCalculated): put(CellFault.notAvailable.rawValue, .plain, "e", &xml)
        case .fault(let fault): put(fault.rawValue, .plain, "e", &xml)
        case .day(let day):
            guard let serial = SerialDate.number(day) else { return append(cell.text, nil, &xml) }
            put(String(serial), .day, &xml)
        case .time(let microseconds):
            guard let (day, timeOfDay) = LocalTime.parts(microseconds), let whole = SerialDate.number(day) else {
                return append(cell.text, nil, &xml)
            }
            put(String(Double(whole) + Double(timeOfDay) / Double(LocalTime.dayLength)), .time, &xml)
        }
    }

    private func put(_ value: String, _ style: WorkbookParts.Style, _ type: String? = nil, _ xml: inout [UInt8]) {
        xml += " s=\"\(style.rawValue)\"".utf8
        if let type { xml += " t=\"\(type)\"".utf8 }
        xml += "><v>\(value)</v>".utf8
    }

    private func put(_ value: String, _ style: WorkbookParts.Style, _ xml: inout [UInt8]) {
        put(value, style, nil, &xml)
    }

    private mutating func append(_ text: String, _ style: WorkbookParts.Style?, _ xml: inout [UInt8]) {
        let text = fitting(text)
        let style = style ?? Self.style(of: text)
        xml += " s=\"\(style.rawValue)\" t=\"inlineStr\"><is><t xml:space=\"preserve\">".utf8
        XMLText.append(text, to: &xml)
        xml += "</t></is>".utf8
    }

    private static func style(of text: String) -> WorkbookParts.Style {
        if text.utf8.count > maxPlainTextUnits, text.utf16.count > maxPlainTextUnits { return .longText }
        return lines(.text(text)) > 1 ? .wrappedText : .text
    }

    /// Lines that a text takes in the widest column, as far as a row shows them.
    private static func lines(_ cell: Cell) -> Int {
        guard case .text(let text) = cell else { return 1 }
        guard text.utf8.count > maxLineLength || text.utf8.contains(where: { $0 == 0x0A || $0 == 0x0D }) else {
            return 1
        }
        let shown = text.prefix(maxLines * maxLineLength)
        return shown.split(maxSplits: maxLines, omittingEmptySubsequences: false, whereSeparator: \.isNewline)
            .reduce(0) { $0 + max(1, ($1.count + maxLineLength - 1) / maxLineLength) }
    }

    private mutating func fitting(_ text: String) -> String {
        guard text.utf8.count > Spreadsheet.maxCellUnits, text.utf16.count > Spreadsheet.maxCellUnits else {
            return text
        }
        cutCells += 1
        var units = 1
        let kept = text.unicodeScalars.prefix {
            units += UTF16.width($0)
            return units <= Spreadsheet.maxCellUnits
        }
        return String(Substring(kept)) + "…"
    }
}
