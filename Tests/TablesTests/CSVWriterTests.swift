import Foundation
import Testing

@testable import Tables

@Suite struct CSVWriterTests {
    private static let columns = ["Mã", "Tên", "=Ghi chú"]

    /// Every pair of the samples, in columns of text.
    private static let rows: [[Cell]] = Sample.texts.map { text in
        [.text(text), .text(String(text.unicodeScalars.reversed().map(Character.init))), .text("x" + text)]
    }

    @Test func bytesAreAsExcelWantsThem() throws {
        let bytes = try CSVWriter(columns: ["Mã", "Tên"]).whole([[.text("1"), .text("a;b")], [.empty], [.text(" x")]])
        #expect(bytes == [0xEF, 0xBB, 0xBF] + ascii("Mã,Tên\r\n1,\"a;b\"\r\n,\r\n\" x\",\r\n"))
    }

    @Test func numbersStayNumbersAndTextsAreGuarded() throws {
        let row: [Cell] = [
            .integer(-5), .real(-0.5), .real(12), .real(1e-7), .real(.nan), .flag(true),
            .day(try Sample.day(2026, 7, 1)),
            .time(Sample.time), .fault(.reference), .text("-5"), .integer(.min), .real(.infinity),
        ]
        let bytes = try CSVWriter(columns: row.map { _ in "x" }, separator: .semicolon).whole([row])
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\r\n")
        #expect(
            lines.last == """
                -5;-0.5;12;1e-07;#NUM!;TRUE;2026-07-01;2026-07-10 08:30:15.250000;#REF!;'-5;-9223372036854775808;#NUM!
                """)
    }

    @Test(arguments: CSVSeparator.allCases) func whatIsWrittenIsReadAgain(separator: CSVSeparator) throws {
        let bytes = try CSVWriter(columns: Self.columns, separator: separator).whole(Self.rows)
        let table = try read(bytes)
        #expect(table.columns == Self.columns)
        #expect(table.cells == Self.rows)
        // Canonical equality would let NFC pass for NFD.
        let before = Self.rows.map { $0.map { Array($0.text.utf8) } }
        #expect(table.texts.map { $0.map { Array($0.utf8) } } == before)
    }

    @Test func pythonReadsWhatIsWritten() throws {
        let bytes = try CSVWriter(columns: Self.columns).whole(Self.rows)
        let script = "print(json.dumps(list(csv.reader(open(path, encoding='utf-8-sig', newline='')))))"
        let found = try Python.json([[String]].self, "import csv\n" + script, input: bytes)
        let expected = [Self.columns.map { .text($0) }] + Self.rows
        #expect(
            found.map { $0.map { Array($0.utf8) } }
                == expected.map { row in
                    row.map { Array(FormulaGuard.guarded($0.text).utf8) }
                })
    }

    @Test(arguments: ["excel", "excel-tab", "unix"]) func whatPythonWritesIsRead(dialect: String) throws {
        let script = """
            import csv
            rows = json.load(open(path, encoding='utf-8'))
            out = io.StringIO(newline='')
            csv.writer(out, dialect=\(dialect == "unix" ? "csv.unix_dialect" : "'\(dialect)'")).writerows(rows)
            sys.stdout.buffer.write(out.getvalue().encode('utf-8'))
            """
        let rows = [Self.columns] + Self.rows.map { $0.map(\.text) }
        let table = try read(Array(Python.run(script, input: Array(try JSONEncoder().encode(rows)))))
        #expect(table.columns == Self.columns)
        #expect(table.texts == Self.rows.map { $0.map { FormulaGuard.unguarded($0.text) } })
    }

    @Test func piecesComeWhileRowsAreAdded() throws {
        let writer = CSVWriter(columns: ["n"])
        var pieces = writer.takeReady()
        #expect(pieces == [0xEF, 0xBB, 0xBF] + ascii("n\r\n"))
        for number in 0..<3 {
            try writer.add([.integer(Int64(number))])
            let piece = writer.takeReady()
            #expect(piece == ascii("\(number)\r\n"))
            pieces += piece
        }
        try writer.finish()
        #expect(writer.takeReady().isEmpty)
        #expect(try read(pieces).texts == [["0"], ["1"], ["2"]])
    }

    @Test func aRowThatIsTooLongIsRefused() {
        let writer = CSVWriter(columns: ["a"])
        #expect(throws: TableError([TableProblem(code: .raggedRow, place: CellPlace(row: 2))])) {
            try writer.add([.integer(1), .integer(2)])
        }
    }

    @Test func anEmptyCellAloneIsARecord() throws {
        let bytes = try CSVWriter(columns: ["a"]).whole([[.empty], [.text("x")]])
        #expect(bytes == [0xEF, 0xBB, 0xBF] + ascii("a\r\n\"\"\r\nx\r\n"))
        #expect(try read(bytes).rows.map(\.number) == [3])
    }
}
