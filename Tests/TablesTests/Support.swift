import Foundation
import Testing
import Unpack

@testable import Tables

func ascii(_ text: String) -> [UInt8] { Array(text.utf8) }

/// SplitMix64: the same numbers on every machine and run.
struct Seeded: RandomNumberGenerator {
    private var state: UInt64
    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// A few random changes: bytes flipped, dropped, doubled, overwritten.
func mutated(_ bytes: [UInt8], _ random: inout Seeded) -> [UInt8] {
    var bytes = bytes
    for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
        let index = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<5, using: &random) {
        case 0: bytes[index] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes[index] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        case 2: bytes.remove(at: index)
        case 3: bytes.insert(bytes[index], at: index)
        default: bytes[index] = [0x22, 0x2C, 0x0A, 0x3C, 0x26, 0].randomElement(using: &random) ?? 0
        }
    }
    return bytes
}

/// The table, or the codes of what was wrong with it.
func read(
    _ bytes: [UInt8], _ options: TableOptions = TableOptions(), limits: TableLimits = .standard
) throws -> Table {
    try TableReader.read(bytes, options: options, limits: limits)
}

func problems(
    _ bytes: [UInt8], _ options: TableOptions = TableOptions(), limits: TableLimits = .standard
) -> [TableProblem] {
    do throws(TableError) {
        _ = try TableReader.read(bytes, options: options, limits: limits)
        return []
    } catch {
        return error.problems
    }
}

extension Table {
    /// Cells without where they stood.
    var cells: [[Cell]] { rows.map(\.cells) }
    var texts: [[String]] { rows.map { $0.cells.map(\.text) } }
}

/// A workbook of hand-written parts.
struct TestBook {
    var parts: [(name: String, bytes: [UInt8])] = []
    /// Attributes of `workbookPr`.
    var properties = ""
    var sheets = [(name: "Bảng", state: "visible")]

    /// - Parameter rows: the content of `sheetData`.
    init(rows: String = "", after: String = "", strings: String? = nil, styles: String? = nil) {
        add("xl/worksheets/sheet1.xml", "<worksheet><sheetData>\(rows)</sheetData>\(after)</worksheet>")
        if let strings { add("xl/sharedStrings.xml", "<sst>\(strings)</sst>") }
        if let styles { add("xl/styles.xml", "<styleSheet>\(styles)</styleSheet>") }
    }

    mutating func add(_ name: String, _ text: String) { parts.append((name, ascii(text))) }

    var bytes: [UInt8] {
        get throws {
            let zip = try ZipWriter()
            try zip.add("_rels/.rels", ascii(Self.relationships([("officeDocument", "xl/workbook.xml")])))
            let list = sheets.indices.map { ("worksheet", "worksheets/sheet\($0 + 1).xml") }
            let more = [("sharedStrings", "sharedStrings.xml"), ("styles", "/xl/styles.xml")]
            try zip.add("xl/_rels/workbook.xml.rels", ascii(Self.relationships(list + more)))
            try zip.add("xl/workbook.xml", ascii(workbook))
            for part in parts { try zip.add(part.name, part.bytes) }
            try zip.finish()
            return zip.takeReady()
        }
    }

    private var workbook: String {
        let list = sheets.enumerated().map { index, sheet in
            "<sheet name=\"\(sheet.name)\" sheetId=\"\(index + 1)\" state=\"\(sheet.state)\" r:id=\"rId\(index)\"/>"
        }
        return "<workbook><workbookPr \(properties)/><sheets>\(list.joined())</sheets></workbook>"
    }

    static func relationships(_ all: [(kind: String, target: String)]) -> String {
        let list = all.enumerated().map { index, each in
            "<Relationship Id=\"rId\(index)\" Type=\"http://x/\(each.kind)\" Target=\"\(each.target)\"/>"
        }
        return "<Relationships>\(list.joined())</Relationships>"
    }
}

/// Python with openpyxl, of `Scripts/install-packages python`.
enum Python {
    struct Failure: Error { var code: Int32 }

    /// A folder of its own for one script, removed with the value.
    final class Scratch: Sendable {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("vonggac-tables-\(UUID().uuidString)")
            .path
        init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }
        deinit { try? FileManager.default.removeItem(atPath: path) }
    }

    /// Standard output of a script that finds `input` in the file `path`.
    static func run(_ script: String, input: [UInt8] = []) throws -> Data {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let program = root.appendingPathComponent("artefacts/python/bin/python").path
        try #require(FileManager.default.isExecutableFile(atPath: program), "run: Scripts/install-packages test python")
        let scratch = try Scratch()
        let file = scratch.path + "/input"
        try Data(input).write(to: URL(fileURLWithPath: file))
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = ["-X", "utf8", "-c", "import sys, json, io\npath = sys.argv[1]\n" + script, file]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failure(code: process.terminationStatus) }
        return data
    }

    static func json<Value: Decodable>(_ type: Value.Type, _ script: String, input: [UInt8] = []) throws -> Value {
        try JSONDecoder().decode(type, from: run(script, input: input))
    }
}

/// Texts that agencies, portals and findings bring, and those that break tables.
enum Sample {
    static let texts = [
        "Ủy ban nhân dân xã Đắk Rve", "U\u{309}y ban nha\u{302}n da\u{302}n xa\u{303}", "🇻🇳 👨‍👩‍👧‍👦 trang web", "0012",
        "+84 912 345 678", "a,b;c\td", "dòng một\ndòng hai", "\"trong ngoặc\"", " có khoảng trắng ", "'nháy",
        "''hai nháy",
        "<b>&amp;</b>", "=1+1", "@SUM(A1)", "-5", "\u{301}dấu đầu", "'\u{301}=1", "＝1+1", "\t=tab", "\r\nhai dòng",
    ]

    /// 10 July 2026, 08:30:15.25 local.
    static let time: Int64 = 1_783_647_015_250_000

    static func day(_ year: Int, _ month: Int, _ day: Int) throws -> CalendarDay {
        try #require(CalendarDay(year: year, month: month, day: day))
    }
}
