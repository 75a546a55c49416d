import Tables
import Unpack
import VietText

/// Tables keep to their limits and their shape, and what is read comes back from the CSV that is written of it. The first byte
/// chooses the file as it is, or the part of a workbook that the input stands for.
func fuzzTables(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard let choice = bytes.first else { return }
    let input = Array(bytes.dropFirst())
    guard let file = choice % 5 == 0 ? input : try? Book.file(input, part: Int(choice % 5)) else { return }
    var limits = TableLimits()
    limits.maxUnpackedBytes = 1 << 20
    limits.maxRows = 100
    limits.maxColumns = 50
    limits.maxCellBytes = 1_000
    guard let table = try? TableReader.read(file, limits: limits) else { return }
    require(table.rows.count <= limits.maxRows, "more rows than allowed")
    require(!table.columns.isEmpty && table.columns.count <= limits.maxColumns, "not as many columns as allowed")
    require(Set(table.columns).count == table.columns.count, "two columns of one name")
    var last = table.headerRow
    for row in table.rows {
        require(row.cells.count == table.columns.count, "a row is not as wide as its table")
        require(row.number > last, "rows out of order")
        require(row.cells.allSatisfy { $0.text.utf8.count <= limits.maxCellBytes }, "a cell grew beyond its limit")
        last = row.number
    }
    // A first name like that of an element is what tells a web page from CSV.
    if table.columns[0].first != "<" { checkRoundTrip(table) }
}

private func checkRoundTrip(_ table: Table) {
    guard let csv = try? CSVWriter(columns: table.columns).whole(table.rows.map(\.cells)) else {
        return require(false, "a table that was read is not written")
    }
    var options = TableOptions()
    options.encoding = .utf8
    options.separator = .comma
    guard let again = try? TableReader.read(csv, options: options) else {
        return require(false, "a table that was written is not read")
    }
    let before = table.rows.map { $0.cells.map { Array($0.text.utf8) } }.filter { !$0.allSatisfy(\.isEmpty) }
    require(again.rows.map { $0.cells.map { Array($0.text.utf8) } } == before, "the rows changed on their way")
}

/// A workbook with one part of the fuzzer's.
private enum Book {
    private static let names = [
        "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml",
    ]
    private static let usual = [
        "<worksheet><sheetData><row><c t=\"s\"><v>0</v></c></row><row><c s=\"1\"><v>46213.5</v></c></row></sheetData></worksheet>",
        "<sst><si><t>a</t></si></sst>",
        "<styleSheet><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"22\"/></cellXfs></styleSheet>",
        "<workbook><sheets><sheet name=\"a\" id=\"sheet\"/></sheets></workbook>",
    ]

    static func file(_ bytes: [UInt8], part: Int) throws -> [UInt8] {
        let zip = try ZipWriter(level: 1)
        let targets = [("sheet", "worksheet", names[0]), ("s", "sharedStrings", names[1]), ("t", "styles", names[2])]
        let list = targets.map { "<Relationship Id=\"\($0.0)\" Type=\"x/\($0.1)\" Target=\"/\($0.2)\"/>" }
        try zip.add("xl/_rels/workbook.xml.rels", Array("<Relationships>\(list.joined())</Relationships>".utf8))
        for (index, name) in names.enumerated() {
            try zip.add(name, index + 1 == part ? bytes : Array(usual[index].utf8))
        }
        try zip.finish()
        return zip.takeReady()
    }
}
