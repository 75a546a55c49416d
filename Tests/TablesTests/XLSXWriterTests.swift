import Foundation
import Testing
import Unpack

@testable import Tables

@Suite struct XLSXWriterTests {
    private static let columns = ["Mã", "Tên", "Số", "Ngày", "Lúc", "Đúng"]

    private func rows() throws -> [[Cell]] {
        try Sample.texts.enumerated().map { index, text in
            [
                .text(text), .integer(Int64(index - 5)), .real(Double(index) / 7),
                .day(try Sample.day(2026, 2, 1 + index)),
                .time(Sample.time + Int64(index) * 86_399_001_000), .flag(index % 2 == 0),
            ]
        }
    }

    private func written(_ rows: [[Cell]], columns: [String] = columns, sheet: String = "Cơ quan") throws -> [UInt8] {
        try XLSXWriter(sheet: sheet, columns: columns).whole(rows)
    }

    private func part(_ name: String, of bytes: [UInt8]) throws -> String {
        let zip = try ZipReader(MemoryStore(bytes))
        let member = try #require(zip.members.first { $0.name.elementsEqual(name.utf8) })
        return String(decoding: try zip.unpack(member), as: UTF8.self)
    }

    @Test func whatIsWrittenIsReadAgain() throws {
        let table = try read(written(rows()))
        #expect(table.sheet == "Cơ quan")
        #expect(table.columns == Self.columns)
        let expected = try rows().map { row in
            row.map { cell in
                if case .text(let text) = cell { return Cell.text(text.replacing("\r\n", with: "\n")) }
                return cell
            }
        }
        #expect(table.cells == expected)
        #expect(table.texts.map { Array($0[0].utf8) } == expected.map { Array($0[0].text.utf8) })
    }

    @Test func theSameRowsGiveTheSameBytes() throws {
        #expect(try written(rows()) == written(rows()))
    }

    @Test func noTextIsEverAFormula() throws {
        let sheet = try part("xl/worksheets/sheet1.xml", of: written(rows()))
        #expect(!sheet.contains("<f"))
        #expect(sheet.contains("<t xml:space=\"preserve\">=1+1</t>"))
    }

    @Test func charactersThatXMLForbidsAreLeftOut() throws {
        let forbidden = "a\0b\u{1}c\u{1F}d\u{FFFE}e\u{FFFF}f\tg\u{7F}h\u{FFFD}i"
        let table = try read(written([[.text(forbidden), .text("x_x000D_y")]]))
        #expect(table.texts[0][..<2] == ["abcdef\tg\u{7F}h\u{FFFD}i", "x_x000D_y"])
    }

    private static let uncommon: [(Cell, Cell)] = [
        (.integer(999_999_999_999_999), .integer(999_999_999_999_999)), (.integer(.max), .text("9223372036854775807")),
        (.integer(.min), .text("-9223372036854775808")), (.real(.nan), .fault(.number)), (.real(1e300), .real(1e300)),
        (.real(-2), .real(-2)), (.fault(.notAvailable), .fault(.notAvailable)),
        (.fault(.notCalculated), .fault(.notAvailable)),
        (.day(CalendarDay(daysSince1970: -25_568)!), .text("1899-12-31")),
        (.day(CalendarDay(daysSince1970: -25_567)!), .day(CalendarDay(daysSince1970: -25_567)!)),
        (.time(-2_300_000_000_000_000), .text(LocalTime.text(-2_300_000_000_000_000))), (.time(.max), .empty),
    ]

    @Test(arguments: uncommon) func whatASheetCannotHoldIsWrittenAsNearAsItCan(cell: Cell, expected: Cell) throws {
        #expect(try read(written([[.text("x"), cell]])).cells[0][1] == expected)
    }

    @Test func longTextsAreCutAndCounted() throws {
        let writer = try XLSXWriter(sheet: "x", columns: ["a", "b", "c"])
        let long = String(repeating: "😀", count: 16_384)
        let bytes = try writer.whole([
            [.text(long), .text(String(long.dropLast())), .text(String(repeating: "ế", count: 32_767))]
        ])
        let texts = try read(bytes).texts[0]
        #expect(texts.map { $0.utf16.count } == [32_767, 32_766, 32_767])
        #expect(texts[0].hasSuffix("😀…"))
        #expect(writer.cutCells == 1)
    }

    private static let names: [(String, String)] = [
        ("Cơ quan", "Cơ quan"), ("a/b\\c:d*e?f[g]h", "a b c d e f g h"), ("'nháy'", "nháy"), ("", "Bảng"),
        ("History", "Bảng"),
        ("' '", "Bảng"), ("a\u{0}\tb", "a b"), (String(repeating: "x", count: 40), String(repeating: "x", count: 31)),
        (String(repeating: "🇻", count: 40), String(repeating: "🇻", count: 15)), ("<&\">", "<&\">"),
    ]

    @Test(arguments: names) func namesOfSheetsAreMended(name: String, expected: String) throws {
        #expect(SheetName.fitting(name) == expected)
        #expect(try read(written([[.text("x")]], sheet: name)).sheet == expected)
    }

    @Test func limitsOfTheFormatAreHeld() throws {
        #expect(throws: TableError(.headerMissing)) { try XLSXWriter(sheet: "x", columns: []) }
        #expect(throws: TableError(.tooManyColumns, limit: 16_384)) {
            try XLSXWriter(sheet: "x", columns: (0...16_384).map(String.init))
        }
        let writer = try XLSXWriter(sheet: "x", columns: ["a"])
        #expect(throws: TableError(.raggedRow, at: CellPlace(row: 2))) { try writer.add([.empty, .empty]) }
    }

    @Test func tenThousandRowsComeThrough() throws {
        let writer = try XLSXWriter(sheet: "Cơ quan", columns: ["Mã", "Tên", "Lúc"])
        var bytes = writer.takeReady()
        for number in 0..<10_000 {
            try writer.add([
                .integer(Int64(number)), .text("Xã số \(number)"), .time(Sample.time + Int64(number) * 60_000_000),
            ])
            bytes += writer.takeReady()
        }
        try writer.finish()
        let table = try read(bytes + writer.takeReady())
        #expect(table.rows.count == 10_000)
        #expect(
            table.rows.last?.cells == [.integer(9_999), .text("Xã số 9999"), .time(Sample.time + 9_999 * 60_000_000)])
        #expect(table.rows.last?.number == 10_001)
    }
}
