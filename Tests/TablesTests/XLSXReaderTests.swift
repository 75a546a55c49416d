import Testing
import Unpack

@testable import Tables

@Suite struct XLSXReaderTests {
    private static let header = "<row><c t=\"inlineStr\"><is><t>a</t></is></c><c t=\"str\"><v>b</v></c></row>"

    private func cells(
        _ content: String, strings: String? = nil, styles: String? = nil, properties: String = ""
    ) throws -> [Cell] {
        var book = TestBook(rows: Self.header + "<row>\(content)</row>", strings: strings, styles: styles)
        book.properties = properties
        return try table(book).rows.first?.cells ?? []
    }

    private func table(_ book: TestBook, _ options: TableOptions = TableOptions()) throws -> Table {
        try read(book.bytes, options)
    }

    private static let values: [(String, Cell)] = [
        ("<c><v>12</v></c>", .integer(12)), ("<c><v>-0.5</v></c>", .real(-0.5)),
        ("<c t='n'><v>1E+20</v></c>", .real(1e20)),
        ("<c><v>12345678901234567</v></c>", .integer(12_345_678_901_234_567)), ("<c><v>nan</v></c>", .fault(.value)),
        ("<c><v>0x10p9999</v></c>", .fault(.value)), ("<c><v>mười</v></c>", .fault(.value)),
        ("<c t='b'><v>1</v></c>", .flag(true)), ("<c t='b'><v>0</v></c>", .flag(false)),
        ("<c t='e'><v>#DIV/0!</v></c>", .fault(.division)), ("<c t='e'><v>#LẠ!</v></c>", .fault(.value)),
        ("<c t='str'><f>1+1</f><v>hai</v></c>", .text("hai")), ("<c><f>1+1</f><v>2</v></c>", .integer(2)),
        ("<c><f>1+1</f></c>", .fault(.notCalculated)), ("<c t='str'><f>\"\"</f><v></v></c>", .empty),
        ("<c t='d'><v>2026-07-10T08:30:15.25</v></c>", .time(Sample.time)),
        ("<c t='d'><v>hôm nay</v></c>", .text("hôm nay")),
        ("<c t='inlineStr'><is><t>=1+1</t></is></c>", .text("=1+1")),
        ("<c t='inlineStr'><is><t xml:space='preserve'> a&#10;b </t></is></c>", .text(" a\nb ")),
        (
            "<c t='inlineStr'><is><r><rPr><b/></rPr><t>Đắk</t></r><r><t> Rve</t></r><rPh><t>x</t></rPh></is></c>",
            .text("Đắk Rve")
        ),
        ("<c t='inlineStr'><is><t>a_x000D__x005F_x0041__xD83C__xDDFB_</t></is></c>", .text("a\r_x0041_🇻")),
        ("<c t='s'><v>0</v></c>", .text("một")), ("<c t='s'><v>1</v></c>", .text("hai ba")),
        ("<c t='s'><v>2</v></c>", .empty),
        ("<x:c t='s'><x:v>0</x:v></x:c>", .text("một")), ("<c t='lạ'><v>7</v></c>", .integer(7)),
        ("<c t='str'><v>a_x0000_b</v></c>", .text("ab")), ("<c t='str'><v>_x0000_</v></c>", .empty),
    ]

    private static let strings = """
        <si><t>một</t></si><si><r><t>hai </t></r><r><rPr/><t>ba</t></r><rPh sb="0"><r><t>x</t></r></rPh></si><si/>
        """

    @Test(arguments: values) func aCellIsReadByItsType(xml: String, expected: Cell) throws {
        #expect(try cells(xml + "<c><v>1</v></c>", strings: Self.strings) == [expected, .integer(1)])
    }

    private static let styles = """
        <numFmts><numFmt numFmtId="164" formatCode="hh:mm\\ dd/mm/yyyy"/><numFmt numFmtId="165" formatCode="[h]:mm"/></numFmts>
        <cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>
        <cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="20"/></cellXfs>
        """

    private static let dates: [(String, String, Cell)] = [
        ("1", "46213", .day(CalendarDay(daysSince1970: 20_644)!)), ("2", "46213.354343171296", .time(Sample.time)),
        ("1", "46213.354343171296", .time(Sample.time)), ("2", "46213", .time(1_783_616_400_000_000)),
        ("0", "46213", .integer(46_213)), ("3", "1.5", .real(1.5)), ("4", "0.354166666666667", .text("08:30:00")),
        ("4", "46213.5", .real(46_213.5)), ("1", "-3", .integer(-3)), ("2", "0.25", .text("06:00:00")),
        ("1", "0", .integer(0)),
        ("99", "46213", .integer(46_213)), ("x", "46213", .integer(46_213)), ("2", "9e9", .real(9e9)),
    ]

    @Test(arguments: dates) func aNumberIsADateByItsFormat(style: String, value: String, expected: Cell) throws {
        let xml = "<c s=\"\(style)\"><v>\(value)</v></c><c><v>1</v></c>"
        #expect(try cells(xml, styles: Self.styles) == [expected, .integer(1)])
    }

    @Test(arguments: ["date1904=\"1\"", "date1904=\"true\""]) func theSystemOf1904IsHeeded(properties: String) throws {
        let xml = "<c s=\"1\"><v>44751</v></c>"
        #expect(
            try cells(xml, styles: Self.styles, properties: properties).first == .day(try Sample.day(2026, 7, 10)))
    }

    @Test func sparseCellsStandUnderTheirColumns() throws {
        let rows = """
            <row r="2"><c r="B2" t="str"><v>Mã</v></c><c r="D2" t="str"><v>Tên</v></c></row>
            <row r="5"><c r="D5"><v>2</v></c><c r="F5" s="1"/></row><row r="7"/><row r="9"><c r="B9"><v>3</v></c></row>
            """
        let table = try self.table(TestBook(rows: rows))
        #expect(table.columns == ["Mã", "Tên"])
        #expect(table.cells == [[.empty, .integer(2)], [.integer(3), .empty]])
        #expect(table.place(table.rows[0], 1).description == "sheet Bảng, row 5, column Tên (D5)")
        #expect(table.headerRow == 2)
    }

    @Test func aCellMergedOverRowsStandsForEachUnlessTheCallerSaysNo() throws {
        let rows = """
            <row><c t="str"><v>Huyện</v></c><c t="str"><v>Xã</v></c></row>
            <row><c t="str"><v>H1</v></c><c><v>1</v></c></row><row><c/><c><v>2</v></c></row>
            <row><c/><c><v>3</v></c></row><row><c r="B5"><v>4</v></c></row>
            """
        let merges = """
            <mergeCells><mergeCell ref="A2:A4"/><mergeCell ref="A3:A5"/><mergeCell ref="A1:B1"/><mergeCell ref="x"/>\
            <mergeCell ref="A9:A1048576"/><mergeCell ref="ZZ1:ZZ9"/></mergeCells>
            """
        let book = TestBook(rows: rows, after: merges)
        #expect(try table(book).texts.map { $0[0] } == ["H1", "H1", "H1", ""])
        var options = TableOptions()
        options.fillsMergedRows = false
        #expect(try table(book, options).texts.map { $0[0] } == ["H1", "", "", ""])
    }

    private func workbook() -> TestBook {
        var book = TestBook(rows: Self.header)
        for name in ["hai", "ba"] {
            book.sheets.append((name, "visible"))
            let row = Self.header.replacing("<t>a</t>", with: "<t>\(name)</t>")
            book.add(
                "xl/worksheets/sheet\(book.sheets.count).xml", "<worksheet><sheetData>\(row)</sheetData></worksheet>")
        }
        book.sheets[0].state = "hidden"
        return book
    }

    @Test func theFirstVisibleSheetIsReadOrTheOneThatIsNamed() throws {
        #expect(try table(workbook()).columns == ["hai", "b"])
        #expect(try table(workbook()).sheet == "hai")
        for (name, column) in [("BA", "ba"), ("Bảng", "a")] {
            var options = TableOptions()
            options.sheet = name
            #expect(try table(workbook(), options).columns == [column, "b"])
        }
    }

    @Test func sheetsThatAreNotThereAreTold() throws {
        var options = TableOptions()
        options.sheet = "bốn"
        #expect(
            try problems(workbook().bytes, options).map(\.description) == [
                "the workbook has no such sheet (bốn); name one of its sheets"
            ])
        var book = workbook()
        for index in book.sheets.indices { book.sheets[index].state = "veryHidden" }
        #expect(try problems(book.bytes).map(\.code) == [.noVisibleSheet])
    }

    @Test func problemsNameTheSheetAndTheCell() throws {
        let book = TestBook(rows: Self.header + "<row r=\"7\"><c/><c/><c t=\"str\"><v>thừa</v></c></row>")
        #expect(try problems(book.bytes).map(\.place?.description) == ["sheet Bảng, row 7 (C7)"])
    }

    private static let broken: [(String, String?)] = [
        ("<row r=\"2\"/><row r=\"2\"/>", "order of rows"), ("<row r=\"x\"/>", "order of rows"),
        ("<row r=\"1048577\"/>", "order of rows"), ("<row><c r=\"B1\"/><c r=\"A1\"/></row>", "order of cells"),
        ("<row><c r=\"?\"/></row>", "order of cells"), ("<row><c t=\"s\"><v>99</v></c></row>", "shared strings"),
        ("<row><c t=\"s\"><v>-1</v></c></row>", "shared strings"), ("<c><v>1</v></c>", "cell outside of a row"),
        ("<row>", nil), ("<!DOCTYPE x>", nil), ("&x;", nil),
    ]

    @Test(arguments: broken) func aSheetThatMakesNoSenseIsRefused(rows: String, detail: String?) throws {
        let found = try problems(TestBook(rows: rows, strings: "").bytes)
        #expect(found.map(\.code) == [.brokenFile])
        if let detail { #expect(found.first?.detail == detail) }
    }

    @Test func whatIsNoWorkbookIsRefusedByItsKind() throws {
        func kind(_ parts: [(String, String)]) throws -> [TableProblem.Code] {
            let zip = try ZipWriter()
            for (name, text) in parts { try zip.add(name, ascii(text)) }
            try zip.finish()
            return problems(zip.takeReady()).map(\.code)
        }
        #expect(
            try kind([("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", "<x/>")]) == [
                .openDocument
            ])
        #expect(try kind([("a.txt", "x")]) == [.unknownFormat])
        #expect(try kind([]) == [.unknownFormat])
        #expect(try kind([("xl/workbook.xml", "<document/>")]) == [.unknownFormat])
        let binary = TestBook.relationships([("officeDocument", "xl/workbook.bin")])
        #expect(try kind([("_rels/.rels", binary), ("xl/workbook.bin", "")]) == [.binaryWorkbook])
        let twice = TestBook.relationships([("officeDocument", "xl/workbook.xml")])
        #expect(try kind([("_rels/.rels", twice), ("_RELS/.rels", twice)]) == [.brokenFile])
    }

    /// A chart first, folders parted as Windows does, and a part that only its relationship names.
    @Test func partsAreFoundByTheirRelationships() throws {
        let zip = try ZipWriter()
        try zip.add("_rels\\.rels", ascii(TestBook.relationships([("officeDocument", "/book/main.xml")])))
        try zip.add(
            "book\\_rels\\main.xml.rels",
            ascii(TestBook.relationships([("chartsheet", "chart.xml"), ("worksheet", "../Tables/./One.xml")])))
        try zip.add(
            "book/main.xml",
            ascii("<workbook><sheets><sheet name='Hình' id='rId0'/><sheet name='Bảng' id='rId1'/></sheets></workbook>"))
        try zip.add("tables/one.xml", ascii("<worksheet><sheetData>\(Self.header)</sheetData></worksheet>"))
        try zip.finish()
        let table = try read(zip.takeReady())
        #expect(table.columns == ["a", "b"])
        #expect(table.sheet == "Bảng")
    }
}
