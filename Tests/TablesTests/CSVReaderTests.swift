import Testing
import VietText

@testable import Tables

@Suite struct CSVReaderTests {
    @Test(arguments: ["\n", "\r\n", "\r"]) func everyLineEndPartsRecords(end: String) throws {
        let table = try read(ascii(["Mã,Tên", "1,\"a\(end)b\"", "", "2,c"].joined(separator: end)))
        #expect(table.columns == ["Mã", "Tên"])
        #expect(table.texts == [["1", "a\(end)b"], ["2", "c"]])
        #expect(table.rows.map(\.number) == [2, 4])
        #expect(table.headerRow == 1)
        #expect(table.sheet == nil)
    }

    @Test(arguments: [",", ";", "\t"]) func theSeparatorIsTold(separator: String) throws {
        let rows = [["Mã", "Tên", "Ghi chú"], ["1", "xã A, huyện B; tỉnh C", "x"], ["2", "\"a\(separator)b\"", ""]]
        let text = rows.map { row in
            row.map { $0.contains(separator) && !$0.hasPrefix("\"") ? "\"\($0)\"" : $0 }.joined(separator: separator)
        }
        let table = try read(ascii(text.joined(separator: "\r\n")))
        #expect(table.columns == rows[0])
        #expect(table.texts == [rows[1], ["2", "a\(separator)b", ""]])
    }

    @Test func excelsSeparatorLineIsHeededAndNotCounted() throws {
        let table = try read(ascii("sep=;\r\nMã,số;Tên\r\n1,5;a\r\n"))
        #expect(table.columns == ["Mã,số", "Tên"])
        #expect(table.rows.map(\.number) == [2])
    }

    @Test func theCallerMayNameTheSeparator() throws {
        var options = TableOptions()
        options.separator = .semicolon
        #expect(try read(ascii("a,b,c;d\n1,2,3;4\n"), options).columns == ["a,b,c", "d"])
    }

    @Test func oneColumnNeedsNoSeparator() throws {
        let table = try read(ascii("Tên miền\nxa.gov.vn\nhuyen.gov.vn\n"))
        #expect(table.columns == ["Tên miền"])
        #expect(table.texts == [["xa.gov.vn"], ["huyen.gov.vn"]])
    }

    private static let text = "Mã,Tên\r\nX1,Ủy ban nhân dân xã Đắk Rve\r\nX2,Đường phố 🇻🇳\r\n"

    private static let encoded: [(String, [UInt8])] = [
        ("UTF-8", ascii(text)), ("UTF-8 with mark", [0xEF, 0xBB, 0xBF] + ascii(text)),
        ("UTF-16LE", [0xFF, 0xFE] + text.utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }),
        ("UTF-16BE", [0xFE, 0xFF] + text.utf16.flatMap { [UInt8($0 >> 8), UInt8(truncatingIfNeeded: $0)] }),
        ("UTF-16LE without mark", text.utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }),
    ]

    @Test(arguments: encoded) func theEncodingIsTold(name: String, bytes: [UInt8]) throws {
        let table = try read(bytes)
        #expect(table.columns == ["Mã", "Tên"])
        #expect(table.texts.first?[1].utf8.elementsEqual("Ủy ban nhân dân xã Đắk Rve".utf8) == true)
        #expect(table.texts.last?[1] == "Đường phố 🇻🇳")
    }

    @Test(arguments: [nil, TextEncoding.windows1258]) func windows1258IsComposed(encoding: TextEncoding?) throws {
        // The tones are bytes of their own: tilde 0xDE, acute 0xEC, dot 0xF2.
        let header = ascii("Ma") + [0xDE] + ascii(";T") + [0xEA] + ascii("n\r\n")
        let row =
            ascii("1;xa") + [0xDE] + ascii(" thi") + [0xF2] + ascii(" tr") + [0xE2, 0xEC] + ascii("n ")
            + [0xD0, 0xE3, 0xEC] + ascii("k\r\n")
        var options = TableOptions()
        options.encoding = encoding
        let table = try read(header + row, options)
        #expect(table.columns == ["Mã", "Tên"])
        #expect(table.texts[0][1].utf8.elementsEqual("xã thị trấn Đắk".utf8))
    }

    @Test func bytesThatAreNoCharactersAreToldWithTheirPlace() throws {
        let found = problems(ascii("Mã,Tên xã huyện tỉnh đường phố\n1,Đắk R") + [0xFF] + ascii("ve\n"))
        #expect(found.map(\.code) == [.damagedText])
        #expect(found.first?.place?.reference == "B2")
        #expect(try read(ascii("Mã\nmột \u{FFFD} hai\n")).texts == [["một \u{FFFD} hai"]])
    }

    @Test func quotesAreReadAsTheStandardHasThem() throws {
        let table = try read(ascii("a,b\n\"x \"\"y\"\" z\",p\"q\"r\n\"\", \"s\"\n\"t\"  ,\"\"\"\""))
        #expect(table.texts == [["x \"y\" z", "p\"q\"r"], ["", " \"s\""], ["t", "\""]])
    }

    @Test func quotesThatGoWrongAreToldWithTheirPlace() {
        #expect(
            problems(ascii("a,b\n1,\"x\"y\n2,\"z\n")).map(\.description) == [
                "row 2, column b (B2): text stands behind the closing quotation mark; write a quotation mark inside a quoted "
                    + "cell twice",
                "row 3, column b (B3): the quoted cell never ends; close it with a quotation mark",
            ])
    }

    @Test func theGuardIsTakenAwayAndOtherApostrophesAreNot() throws {
        #expect(try read(ascii("a\n'=1\n'abc\n''=1\n-5\n=2\n")).texts == [["=1"], ["'abc"], ["'=1"], ["-5"], ["=2"]])
    }

    @Test func numbersStayAsTheyAreWritten() throws {
        let table = try read(ascii("Mã,Số,Ngày\n0012,-5,01/07/2026\n"))
        #expect(table.cells == [[.text("0012"), .text("-5"), .text("01/07/2026")]])
        #expect(table.rows[0][1].integer == -5)
        #expect(table.rows[0][2].day == (try Sample.day(2026, 7, 1)))
    }

    private static let otherKinds: [(String, [UInt8], TableProblem.Code)] = [
        ("nothing", [], .emptyFile), ("blank lines", ascii("\r\n\r\n,,\r\n"), .emptyFile),
        ("Excel 97", [0xD0, 0xCF, 0x11, 0xE0, 0xA1], .oldExcel), ("PDF", ascii("%PDF-1.7"), .unknownFormat),
        ("web page", ascii("\u{FEFF}\r\n <HTML><table>"), .unknownFormat),
        ("zeros", ascii("Mã,Tên cơ quan\n\0,1\n"), .unknownFormat),
    ]

    @Test(arguments: otherKinds) func otherFilesAreRefusedByTheirKind(
        name: String, bytes: [UInt8], code: TableProblem.Code
    ) {
        #expect(problems(bytes).map(\.code) == [code])
    }
}
