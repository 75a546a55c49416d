import Foundation
import Testing
import Unpack

@testable import Tables

/// Files made to break the reader: any bytes end in a table or a stated error, within the limits.
@Suite struct HostileTests {
    private static let csv = Result { () throws -> [UInt8] in
        try CSVWriter(columns: ["Mã", "Tên", "Ghi chú"]).whole(
            Sample.texts.map { [.text($0), .text("\"" + $0), .integer(7)] })
    }

    private static let xlsx = Result { () throws -> [UInt8] in
        try XLSXWriter(sheet: "Bảng", columns: ["Mã", "Tên", "Lúc"]).whole(
            Sample.texts.map { [.text($0), .integer(7), .time(Sample.time)] })
    }

    /// Limits that hostile files reach soon.
    private static var narrow: TableLimits {
        var limits = TableLimits()
        limits.maxFileBytes = 1 << 20
        limits.maxUnpackedBytes = 2 << 20
        limits.maxRows = 1_000
        limits.maxColumns = 50
        limits.maxCells = 10_000
        limits.maxCellBytes = 1_000
        limits.maxTextBytes = 100_000
        return limits
    }

    private func codes(_ bytes: [UInt8], _ limits: TableLimits = narrow) -> [TableProblem.Code] {
        problems(bytes, limits: limits).map(\.code)
    }

    // MARK: truncation and mutation

    @Test func everyPrefixOfCSVEnds() throws {
        let bytes = try Self.csv.get()
        for length in bytes.indices {
            let found = codes(Array(bytes[..<length]))
            #expect(found.allSatisfy { [.emptyFile, .unclosedQuote, .damagedText].contains($0) })
        }
        #expect(codes(bytes) == [])
    }

    @Test func everyPrefixOfXLSXIsRefused() throws {
        let bytes = try Self.xlsx.get()
        // Before the magic is whole, `PK` is the header of a table.
        for length in 4..<bytes.count { #expect(codes(Array(bytes[..<length])) == [.brokenFile]) }
        #expect(codes(bytes) == [])
    }

    @Test func mutationsOfCSVEnd() throws {
        var random = Seeded(1)
        let bytes = try Self.csv.get()
        for _ in 0..<2_000 {
            let found = problems(mutated(bytes, &random), limits: Self.narrow)
            #expect(found.count <= TableError.maxProblems)
        }
    }

    @Test func mutationsOfXLSXEnd() throws {
        var random = Seeded(2)
        let bytes = try Self.xlsx.get()
        for _ in 0..<2_000 {
            #expect(problems(mutated(bytes, &random), limits: Self.narrow).count <= TableError.maxProblems)
        }
    }

    /// Behind the checksum, where the zip does not catch them.
    @Test(arguments: ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml", "xl/_rels/workbook.xml.rels"])
    func mutationsOfPartsEnd(name: String) throws {
        var random = Seeded(3)
        let zip = try ZipReader(MemoryStore(Self.xlsx.get()))
        let parts = try zip.members.map { (String(decoding: $0.name, as: UTF8.self), try zip.unpack($0)) }
        for _ in 0..<300 {
            let again = try ZipWriter(level: 1)
            for part in parts { try again.add(part.0, part.0 == name ? mutated(part.1, &random) : part.1) }
            try again.finish()
            #expect(problems(again.takeReady(), limits: Self.narrow).count <= TableError.maxProblems)
        }
    }

    @Test func noiseEnds() {
        var random = Seeded(4)
        for start in [[], [0x50, 0x4B, 3, 4], [0xFF, 0xFE], [0x22]] as [[UInt8]] {
            for _ in 0..<200 {
                let noise = (0..<Int.random(in: 0...400, using: &random)).map { _ in
                    UInt8.random(in: 0...255, using: &random)
                }
                #expect(problems(start + noise, limits: Self.narrow).count <= TableError.maxProblems)
            }
        }
    }

    // MARK: too much

    @Test func tooManyBytesAreRefusedUnread() {
        #expect(codes([UInt8](repeating: 0x61, count: (1 << 20) + 1)) == [.fileTooLarge])
    }

    @Test func aFieldOfAHundredMegabytesIsLeftAtItsLimit() {
        var limits = TableLimits()
        limits.maxFileBytes = 200 << 20
        let field = [UInt8](repeating: 0x61, count: 100 << 20)
        for bytes in [ascii("Mã\n") + field, ascii("Mã\n\"") + field] {
            let found = problems(bytes, limits: limits)
            #expect(
                found.map(\.description) == [
                    "row 2, column Mã (A2): the cell is too long (at most 131072); shorten the text"
                ])
        }
    }

    @Test func aMillionColumnsAreRefused() {
        let names = (0..<1_000_000).map { "c\($0)" }.joined(separator: ",")
        #expect(problems(ascii(names)).map(\.code) == [.tooManyColumns])
        #expect(problems(ascii(String(repeating: ",", count: 1_000_000) + "\n")).map(\.code) == [.emptyFile])
        let rows = "<row><c r=\"XFD1\" t=\"str\"><v>x</v></c></row>"
        #expect((try? TestBook(rows: rows).bytes).map { problems($0).map(\.code) } == [.tooManyColumns])
    }

    @Test func rowsCellsAndTextsAreBounded() throws {
        #expect(codes(ascii("a\n" + String(repeating: "1\n", count: 1_001))) == [.tooManyRows])
        let wide = (0..<50).map { "c\($0)" }.joined(separator: ",")
        #expect(codes(ascii(wide + "\n" + String(repeating: "1\n", count: 201))) == [.tooManyCells])
        let long = String(repeating: "x", count: 999)
        #expect(codes(ascii("a\n" + String(repeating: long + "\n", count: 101))) == [.textTooLong])
        // A text that is shared stands in every cell.
        let rows = String(repeating: "<row><c t=\"s\"><v>0</v></c></row>", count: 200)
        let book = TestBook(rows: rows, strings: "<si><t>\(long)</t></si>")
        #expect(codes(try book.bytes) == [.textTooLong])
        #expect(codes(try TestBook(strings: "<si><t>\(long)xx</t></si>").bytes) == [.cellTooLong])
        #expect(codes(try TestBook(strings: String(repeating: "<si/>", count: 10_001)).bytes) == [.tooManyCells])
        let value = "<row><c t=\"str\"><v>\(long)xx</v></c></row>"
        #expect(codes(try TestBook(rows: value).bytes) == [.cellTooLong])
    }

    @Test func aZipBombIsRefused() throws {
        var book = TestBook()
        book.parts[0].bytes = [UInt8](repeating: 0x20, count: 64 << 20)
        let bytes = try book.bytes
        #expect(bytes.count < 100_000)
        let found = problems(bytes, limits: Self.narrow)
        #expect(
            found.map(\.description) == [
                "the file unpacks to too many bytes (at most \(2 << 20)) (sheet); part the table into several files"
            ])
    }

    @Test func allPartsShareOneBudget() throws {
        let blank = String(repeating: " ", count: 1_100_000)
        #expect(codes(try TestBook(rows: blank).bytes) == [.emptyFile])
        #expect(codes(try TestBook(rows: blank, styles: blank).bytes) == [.unpackedTooLarge])
    }

    private static let entities = [
        "<!DOCTYPE w [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;\">]><worksheet>&b;</worksheet>",
        "<!DOCTYPE w SYSTEM \"http://127.0.0.1/x.dtd\"><worksheet/>",
        "<!DOCTYPE w [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><worksheet><sheetData><row><c><v>&x;</v></c></row></sheetData></worksheet>",
        "<worksheet><sheetData><row><c t=\"str\"><v>&xxe;</v></c></row></sheetData></worksheet>",
        String(repeating: "<worksheet>", count: 100_000),
    ]

    @Test(arguments: entities) func entitiesAndDepthAreRefused(sheet: String) throws {
        var book = TestBook()
        book.parts[0].bytes = ascii(sheet)
        #expect(codes(try book.bytes) == [.brokenFile])
    }

    // MARK: ways out

    @Test func namesThatLeadOutAreNoParts() throws {
        let header = "<row><c t=\"str\"><v>a</v></c></row>"
        for name in ["../xl/styles.xml", "/etc/passwd", "C:\\x.xml", "..\\..\\x", "xl/../../x", "a\u{1}"] {
            var book = TestBook(rows: header)
            book.add(name, "<x>&bad;")
            #expect(try read(book.bytes).columns == ["a"])
        }
        // Nor is one reached by a relationship: steps above the root stay at the root.
        let zip = try ZipWriter()
        try zip.add("_rels/.rels", ascii(TestBook.relationships([("officeDocument", "../../../etc/passwd")])))
        try zip.add("../etc/passwd", ascii("<workbook/>"))
        try zip.finish()
        #expect(codes(zip.takeReady()) == [.unknownFormat])
    }

    @Test func relationshipsThatLeadOutsideAreIgnored() throws {
        let zip = try ZipWriter()
        try zip.add("_rels/.rels", ascii(TestBook.relationships([("officeDocument", "xl/workbook.xml")])))
        try zip.add("xl/workbook.xml", ascii("<workbook><sheets><sheet name='a' id='rId0'/></sheets></workbook>"))
        let outside = TestBook.relationships([
            ("worksheet", "http://127.0.0.1/s.xml"), ("externalLink", "file:///etc/passwd"),
        ])
        try zip.add(
            "xl/_rels/workbook.xml.rels", ascii(outside.replacing(" Target=", with: " TargetMode=\"External\" Target="))
        )
        try zip.finish()
        #expect(codes(zip.takeReady()) == [.brokenFile])
    }

    /// Comments part one text into many.
    @Test(arguments: ["<v>", "<is><t>"]) func aTextOfManyPiecesCostsNoMoreThanItsLength(open: String) throws {
        let close = open == "<v>" ? "</v>" : "</t></is>"
        let pieces = String(repeating: "a<!---->", count: 120_000)
        let cell = "<c t=\"\(open == "<v>" ? "str" : "inlineStr")\">\(open)\(pieces)\(close)</c>"
        let book = TestBook(rows: "<row><c t=\"str\"><v>a</v></c></row><row>\(cell)</row>")
        let start = ContinuousClock.now
        #expect(try read(book.bytes).texts[0][0].utf8.count == 120_000)
        #expect(ContinuousClock.now - start < .seconds(20))
    }

    @Test func manyMergesCostNoMoreThanTheirRows() throws {
        let rows = (1...1_000).map { "<row r=\"\($0)\"><c t=\"str\"><v>x</v></c></row>" }.joined()
        let merges = (1...20_000).map { "<mergeCell ref=\"A\($0 % 900 + 1):A1048576\"/>" }.joined()
        let start = ContinuousClock.now
        #expect(try read(TestBook(rows: rows, after: merges).bytes).rows.count == 999)
        #expect(ContinuousClock.now - start < .seconds(20))
    }
}
