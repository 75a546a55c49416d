import Foundation
import Testing

@testable import Tables

/// What another program reads of our workbooks, and what it writes for us.
@Suite struct OpenpyxlTests {
    private struct Seen: Decodable {
        var sheet: String
        var freeze: String
        var filter: String
        var bold: [Bool]
        var widths: [Double]
        var rows: [[String]]
        var formats: [String]
        var titles: String?
    }

    private static let look = """
        import openpyxl
        book = openpyxl.load_workbook(open(path, 'rb'))
        sheet = book.active
        rows = list(sheet.iter_rows())
        print(json.dumps({
            'sheet': sheet.title, 'freeze': sheet.freeze_panes, 'filter': sheet.auto_filter.ref,
            'bold': [c.font.b for c in rows[0]], 'titles': sheet.print_title_rows,
            'widths': [sheet.column_dimensions[c.column_letter].width for c in rows[0]],
            'rows': [[f'{c.data_type}:{c.value.isoformat() if c.is_date else c.value}' for c in r] for r in rows],
            'formats': [c.number_format for c in rows[-1]]}))
        """

    /// As LibreOffice writes it, which shows a flag of no format as 1.
    private static let flags = "\"TRUE\";\"TRUE\";\"FALSE\""

    @Test func openpyxlReadsWhatIsWritten() throws {
        let texts = Sample.texts.filter { !$0.contains("\r") }
        let writer = try XLSXWriter(sheet: "Cơ quan 'mới'", columns: ["Tên", "Số", "Thực", "Ngày", "Lúc", "Đúng"])
        let rows: [[Cell]] = try texts.map { text in
            [
                .text(text), .integer(-7), .real(0.1), .day(try Sample.day(2026, 7, 10)), .time(Sample.time),
                .flag(true),
            ]
        }
        let seen = try Python.json(Seen.self, Self.look, input: writer.whole(rows))
        #expect(seen.sheet == "Cơ quan 'mới")
        #expect(seen.freeze == "A2")
        #expect(seen.filter == "A1:F\(texts.count + 1)")
        #expect(seen.titles == "$1:$1")
        #expect(seen.bold.allSatisfy { $0 })
        #expect(seen.rows[0] == ["s:Tên", "s:Số", "s:Thực", "s:Ngày", "s:Lúc", "s:Đúng"])
        let rest = ["n:-7", "n:0.1", "d:2026-07-10T00:00:00", "d:2026-07-10T08:30:15.250000", "b:True"]
        for (row, text) in zip(seen.rows.dropFirst(), texts) {
            #expect(Array(row[0].utf8) == Array("s:\(text)".utf8))
            #expect(Array(row.dropFirst()) == rest)
        }
        #expect(seen.formats == ["@", "General", "General", "dd/mm/yyyy", "hh:mm\\ dd/mm/yyyy", Self.flags])
        #expect(seen.widths.allSatisfy { (8...60).contains($0) })
        #expect(seen.widths[0] > seen.widths[1])
    }

    @Test func openpyxlReadsTenThousandRows() throws {
        let writer = try XLSXWriter(sheet: "x", columns: ["n", "Tên"])
        let bytes = try writer.whole((0..<10_000).lazy.map { [.integer(Int64($0)), .text("Xã Đắk \($0)")] })
        let script = """
            import openpyxl
            sheet = openpyxl.load_workbook(open(path, 'rb'), read_only=True).active
            rows = list(sheet.iter_rows(min_row=2, values_only=True))
            print(json.dumps([len(rows), sum(r[0] for r in rows), sum(r[1] == f'Xã Đắk {r[0]}' for r in rows)]))
            """
        #expect(try Python.json([Int].self, script, input: bytes) == [10_000, 49_995_000, 10_000])
    }

    private struct Shown: Decodable, Equatable {
        var height: Double?
        var wraps: Bool
        var isText: Bool
    }

    @Test func longTextsAreShownInLinesAndStayTexts() throws {
        let texts = [
            "ngắn", "một\nhai\nba", String(repeating: "dài ", count: 30), String(repeating: "=rất dài ", count: 400),
            "=1",
        ]
        let script = """
            import openpyxl
            sheet = openpyxl.load_workbook(open(path, 'rb')).active
            print(json.dumps([{'height': sheet.row_dimensions[c.row].height, 'wraps': bool(c.alignment.wrap_text),
                'isText': c.number_format == '@' or c.quotePrefix} for c in sheet['A'][1:]]))
            """
        let bytes = try XLSXWriter(sheet: "x", columns: ["Ghi chú"]).whole(texts.map { [.text($0)] })
        #expect(
            try Python.json([Shown].self, script, input: bytes) == [
                Shown(height: nil, wraps: false, isText: true), Shown(height: 45, wraps: true, isText: true),
                Shown(height: 30, wraps: true, isText: true), Shown(height: 150, wraps: true, isText: true),
                Shown(height: nil, wraps: false, isText: true),
            ])
    }

    private func written(_ body: String) throws -> [UInt8] {
        Array(
            try Python.run(
                """
                import openpyxl, datetime
                from openpyxl.cell.rich_text import CellRichText, TextBlock
                from openpyxl.cell.text import InlineFont
                book = openpyxl.Workbook()
                sheet = book.active
                \(body)
                out = io.BytesIO(); book.save(out)
                sys.stdout.buffer.write(out.getvalue())
                """))
    }

    private static let mixed = """
        sheet.title = 'Cơ quan'
        sheet.append(['Mã', 'Tên', 'Ngày', 'Lúc', 'Giờ', 'Đúng', 'Công thức', 'Lỗi', 'Số'])
        sheet.append(['0012', CellRichText('Xã ', TextBlock(InlineFont(b=True), 'Đắk Rve')), datetime.date(2026, 7, 10),
            datetime.datetime(2026, 7, 10, 8, 30, 15, 250000), datetime.time(8, 30), True, '=1+1', '#REF!', 0.25])
        sheet['A5'] = 'a\\nb'
        sheet['I5'] = 12345678901
        sheet.merge_cells('B2:B5')
        hidden = book.create_sheet('Ẩn', 0); hidden.sheet_state = 'hidden'; hidden.append(['x'])
        """

    @Test(arguments: ["", "book.iso_dates = True\n", "book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904\n"])
    func whatOpenpyxlWritesIsRead(setting: String) throws {
        let table = try read(written(setting + Self.mixed))
        #expect(table.sheet == "Cơ quan")
        #expect(table.columns.count == 9)
        let day = try Sample.day(2026, 7, 10)
        #expect(
            table.cells[0] == [
                .text("0012"), .text("Xã Đắk Rve"), .day(day), .time(Sample.time), .text("08:30:00"),
                .flag(true), .fault(.notCalculated), .fault(.reference), .real(0.25),
            ])
        #expect(table.rows[1].number == 5)
        #expect(table.rows[1][0] == .text("a\nb"))
        #expect(table.rows[1][1] == .text("Xã Đắk Rve"))
        #expect(table.rows[1][8] == .integer(12_345_678_901))
    }

    @Test func tenThousandRowsOfOpenpyxlAreRead() throws {
        let table = try read(
            written(
                """
                sheet.append(['n', 'Tên'])
                for n in range(10000): sheet.append([n, f'Xã Đắk {n % 100}'])
                """))
        #expect(table.rows.count == 10_000)
        #expect(table.rows.last?.cells == [.integer(9_999), .text("Xã Đắk 99")])
    }
}
