import BuiltProgram
import CZlib
import Foundation
import Testing

@testable import Documents

/// Readers that the tests share: the box is tried once.
enum Readers {
    static let standard = DocumentReader(executable: BuiltProgram.path)

    /// For documents that are made to be too much.
    static let narrow: DocumentReader = {
        var limits = DocumentLimits()
        limits.deadline = .seconds(10)
        limits.maxProcessorSeconds = 8
        limits.maxUnpackedBytes = 32 << 20
        limits.maxDocumentBytes = 16 << 20
        limits.maxMemoryBytes = 512 << 20
        limits.maxMembers = 100
        return DocumentReader(executable: BuiltProgram.path, limits: limits)
    }()
}

extension DocumentReader {
    /// Reads on a thread of its own, so that the time is the reading's and not that of other tests.
    func timed(
        _ bytes: [UInt8], stopAfter delay: Duration? = nil
    ) async -> (documents: [ExtractedDocument], taken: Duration) {
        await withCheckedContinuation { done in
            Thread.detachNewThread { [self] in
                let stop = StopFlag()
                if let delay {
                    Thread.detachNewThread {
                        Thread.sleep(forTimeInterval: delay / .seconds(1))
                        stop.set()
                    }
                }
                let start = ContinuousClock.now
                let documents = readNow(bytes, name: "", stop: stop)
                done.resume(returning: (documents, ContinuousClock.now - start))
            }
        }
    }
}

/// Reads without a box what our own code parses, so that many inputs can be tried in a moment.
enum InProcess {
    static func read(_ bytes: [UInt8], _ kind: DocumentKind, limits: DocumentLimits = DocumentLimits())
        -> [ExtractedDocument]
    {
        var output: [UInt8] = []
        let reading = Reading(limits: limits) {
            output += $0
            return true
        }
        reading.read(bytes, kind: kind, path: [])
        #expect(reading.finish())
        let decoded = DocumentDecoder.documents(in: output)
        #expect(decoded.isWhole)
        return decoded.documents
    }
}

extension ExtractedDocument {
    var runs: [Run] { parts.flatMap { $0.blocks.flatMap(\.runs) } }
    var text: String { parts.flatMap(\.blocks).map { $0.runs.map(\.text).joined() }.joined(separator: "\n") }
    var urls: [String] { runs.compactMap(\.url) }

    func text(hiddenBy hiding: Hiding?) -> String {
        runs.filter { $0.hiding == hiding }.map(\.text).joined(separator: " ")
    }
}

/// Zip archives as tests want them, honest or not.
struct TestZip {
    private var body: [UInt8] = []
    private var directory: [UInt8] = []
    private var count = 0

    mutating func add(_ name: [UInt8], _ bytes: [UInt8], packed: Bool = true) {
        let data = packed ? Self.deflated(bytes) : bytes
        let sum = bytes.withUnsafeBufferPointer { crc32(crc32(0, nil, 0), $0.baseAddress, UInt32($0.count)) }
        let shared =
            Self.number(20, 2) + Self.number(0x0800, 2) + Self.number(packed ? 8 : 0, 2) + Self.number(0, 4)
            + Self.number(Int(sum), 4) + Self.number(data.count, 4) + Self.number(bytes.count, 4)
            + Self.number(name.count, 2) + Self.number(0, 2)
        let offset = body.count
        body += Self.number(0x0403_4B50, 4) + shared + name + data
        directory += Self.number(0x0201_4B50, 4) + Self.number(20, 2) + shared + Self.number(0, 10)
        directory += Self.number(offset, 4) + name
        count += 1
    }

    mutating func add(_ name: String, _ text: String) { add(Array(name.utf8), Array(text.utf8)) }

    var bytes: [UInt8] {
        body + directory + Self.number(0x0605_4B50, 4) + Self.number(0, 4) + Self.number(count, 2)
            + Self.number(count, 2)
            + Self.number(directory.count, 4) + Self.number(body.count, 4) + Self.number(0, 2)
    }

    private static func number(_ value: Int, _ size: Int) -> [UInt8] {
        (0..<size).map { $0 < 8 ? UInt8(truncatingIfNeeded: value >> ($0 * 8)) : 0 }
    }

    static func deflated(_ bytes: [UInt8], wrapped: Bool = false) -> [UInt8] {
        var stream = z_stream()
        let code = deflateInit2_(
            &stream, 9, Z_DEFLATED, wrapped ? 15 : -15, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
            Int32(MemoryLayout<z_stream>.size))
        #expect(code == Z_OK)
        defer { deflateEnd(&stream) }
        var input = bytes
        var output = [UInt8](repeating: 0, count: Int(deflateBound(&stream, UInt(bytes.count))) + 64)
        input.withUnsafeMutableBufferPointer { source in
            output.withUnsafeMutableBufferPointer { target in
                stream.next_in = source.baseAddress
                stream.avail_in = UInt32(source.count)
                stream.next_out = target.baseAddress
                stream.avail_out = UInt32(target.count)
                deflate(&stream, Z_FINISH)
            }
        }
        return Array(output.prefix(Int(stream.total_out)))
    }
}

/// DOCX files as tests want them.
enum TestWord {
    static let head =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><w:document xmlns:w=\"urn:w\" xmlns:r=\"urn:r\"><w:body>"

    static func document(_ body: String, links: [(id: String, url: String)] = [], others: [(String, String)] = [])
        -> [UInt8]
    {
        var zip = TestZip()
        zip.add("[Content_Types].xml", "<Types/>")
        zip.add("word/document.xml", head + body + "</w:body></w:document>")
        let rows = links.map {
            "<Relationship Id=\"\($0.id)\" Type=\"urn:x/hyperlink\" Target=\"\($0.url)\" TargetMode=\"External\"/>"
        }
        zip.add("word/_rels/document.xml.rels", "<Relationships>\(rows.joined())</Relationships>")
        for (name, text) in others { zip.add(name, text) }
        return zip.bytes
    }

    static func run(_ text: String, _ format: String = "") -> String {
        "<w:r><w:rPr>\(format)</w:rPr><w:t xml:space=\"preserve\">\(text)</w:t></w:r>"
    }

    static func paragraph(_ runs: String...) -> String { "<w:p>\(runs.joined())</w:p>" }
}

/// PDFs as tests want them: objects by hand.
enum TestPDF {
    static func file(_ objects: [[UInt8]], xrefShift: Int = 0, trailer: String = "") -> [UInt8] {
        var out = Array("%PDF-1.5\n".utf8)
        var offsets: [Int] = []
        for (index, object) in objects.enumerated() {
            offsets.append(out.count)
            out += Array("\(index + 1) 0 obj\n".utf8) + object + Array("\nendobj\n".utf8)
        }
        let start = out.count
        let table = offsets.map { offset in
            let digits = String(offset + xrefShift)
            return String(repeating: "0", count: max(0, 10 - digits.count)) + digits + " 00000 n \n"
        }
        out += "xref\n0 \(objects.count + 1)\n0000000000 65535 f \n\(table.joined())".utf8
        out += "trailer\n<< /Size \(objects.count + 1) /Root 1 0 R \(trailer) >>\nstartxref\n\(start)\n%%EOF\n".utf8
        return out
    }

    static func stream(_ content: [UInt8], _ entries: String = "") -> [UInt8] {
        Array("<< /Length \(content.count) \(entries) >>\nstream\n".utf8) + content + Array("\nendstream".utf8)
    }

    static let units: [UInt8] = {
        let rows = ["00", "01", "03", "1E", "20"].map { "<\($0)00> <\($0)FF> <\($0)00>" }
        return Array(
            ("/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Units def /CMapType 2 def "
                + "1 begincodespacerange <0000> <FFFF> endcodespacerange \(rows.count) beginbfrange "
                + rows.joined(separator: " ") + " endbfrange endcmap end end").utf8)
    }()

    static func hex(_ text: String) -> String {
        "<" + text.utf16.map { String(format: "%04X", Int($0)) }.joined() + ">"
    }

    /// One page for each content; `annotations` stand on the first.
    static func pages(_ contents: [[UInt8]], entries: String = "", annotations: [String] = [], catalog: String = "")
        -> [UInt8]
    {
        let first = 6
        let kids = contents.indices.map { "\(first + 2 * $0) 0 R" }.joined(separator: " ")
        var objects: [[UInt8]] = [
            Array("<< /Type /Catalog /Pages 2 0 R \(catalog) >>".utf8),
            Array("<< /Type /Pages /Kids [\(kids)] /Count \(contents.count) >>".utf8),
            Array(
                ("<< /Type /Font /Subtype /Type0 /BaseFont /Times-Roman /Encoding /Identity-H /DescendantFonts [4 0 R] "
                    + "/ToUnicode 5 0 R >>").utf8),
            Array(
                ("<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Times-Roman /CIDSystemInfo << /Registry (Adobe) "
                    + "/Ordering (Identity) /Supplement 0 >> /DW 500 >>").utf8),
            stream(units),
        ]
        for (index, content) in contents.enumerated() {
            let links = index == 0 && !annotations.isEmpty ? "/Annots [\(annotations.joined(separator: " "))]" : ""
            objects.append(
                Array(
                    ("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents \(first + 2 * index + 1) 0 R "
                        + "/Resources << /Font << /F1 3 0 R >> >> \(links) >>").utf8))
            objects.append(stream(content, entries))
        }
        return file(objects)
    }

    static func text(_ text: String, at y: Int, _ before: String = "0 g", size: String = "12", mode: Int = 0) -> String
    {
        "BT \(before) /F1 \(size) Tf \(mode) Tr 60 \(y) Td \(hex(text)) Tj ET\n"
    }

    static func link(_ url: String, _ rectangle: String) -> String {
        "<< /Type /Annot /Subtype /Link /Rect [\(rectangle)] /Border [0 0 0] /A << /S /URI /URI (\(url)) >> >>"
    }
}

/// Somebody else's tools.
enum Tool {
    static func run(_ arguments: [String], input: [UInt8]) throws -> String {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("documents-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let given = folder.appendingPathComponent("in")
        let output = folder.appendingPathComponent("out")
        try Data(input).write(to: given)
        try Data().write(to: output)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = arguments.map { $0 == "@" ? given.path : $0 }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        return String(decoding: try Data(contentsOf: output), as: UTF8.self)
    }
}
