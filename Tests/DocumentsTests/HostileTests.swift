import Foundation
import LoopbackServer
import Testing

@testable import Documents

/// Documents that are made to break, to spend, to escape or to call home: each ends with a word of why, in its time, in the
/// box.
@Suite(.serialized) struct HostileTests {
    /// The box's deadline in these tests and what the machine may add when it is busy.
    private static let budget = Duration.seconds(15)

    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var make: @Sendable () -> [UInt8]
        var faults: Set<DocumentFault>
        var testDescription: String { name }

        init(_ name: String, _ faults: Set<DocumentFault>, _ make: @escaping @Sendable () -> [UInt8]) {
            (self.name, self.faults, self.make) = (name, faults, make)
        }
    }

    private static let cases: [Case] = archives + words + mails + pdfs

    private static func nested(_ bytes: [UInt8], _ levels: Int) -> [UInt8] {
        (0..<levels).reduce(bytes) { inner, level in
            var zip = TestZip()
            zip.add(Array("\(level).zip".utf8), inner)
            return zip.bytes
        }
    }

    private static func spaces(_ megabytes: Int) -> [UInt8] {
        Array("<html>".utf8) + [UInt8](repeating: 0x20, count: megabytes << 20)
    }

    private static let archives: [Case] = [
        Case("zip bomb", [.tooLarge]) {
            var zip = TestZip()
            zip.add(Array("a.html".utf8), spaces(200))
            return zip.bytes
        },
        Case("zip bomb of many members", [.tooLarge, .tooManyMembers]) {
            var zip = TestZip()
            for number in 0..<80 { zip.add(Array("\(number).html".utf8), spaces(1)) }
            return zip.bytes
        },
        Case("nested zip bomb", [.tooLarge, .tooDeep]) {
            var zip = TestZip()
            for number in 0..<20 { zip.add(Array("\(number).html".utf8), spaces(3)) }
            return nested(zip.bytes, 2)
        },
        Case("zips without an end", [.tooDeep]) { nested([0x50, 0x4B, 5, 6] + [UInt8](repeating: 0, count: 18), 40) },
        Case("thousands of members", [.tooManyMembers]) {
            var zip = TestZip()
            for number in 0..<5_000 { zip.add("\(number).txt", "x") }
            return zip.bytes
        },
        Case("a directory of noise", [.broken]) {
            [0x50, 0x4B, 3, 4] + (0..<9_000).map { UInt8(truncatingIfNeeded: $0 * 37) }
        },
    ]

    private static let words: [Case] = [
        Case("entities that grow", [.broken]) {
            let entities = (0..<12).map { "<!ENTITY a\($0 + 1) \"\(String(repeating: "&a\($0);", count: 10))\">" }
                .joined()
            var zip = TestZip()
            zip.add("word/document.xml", "<!DOCTYPE x [<!ENTITY a0 \"x\">\(entities)]><x>&a12;</x>")
            return zip.bytes
        },
        Case("an entity of a file", [.broken]) {
            var zip = TestZip()
            zip.add("word/document.xml", "<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><x>&a;</x>")
            return zip.bytes
        },
        Case("elements in elements", [.broken]) {
            TestWord.document(String(repeating: "<w:p>", count: 300_000))
        },
        Case("a document that grows", [.tooLarge]) {
            var zip = TestZip()
            zip.add(Array("word/document.xml".utf8), spaces(300))
            return zip.bytes
        },
        Case("styles in a circle", []) {
            let styles =
                "<w:styles xmlns:w=\"urn:w\"><w:style w:styleId=\"a\"><w:basedOn w:val=\"b\"/></w:style>"
                + "<w:style w:styleId=\"b\"><w:basedOn w:val=\"a\"/></w:style></w:styles>"
            return TestWord.document(
                TestWord.paragraph(TestWord.run("x", "<w:rStyle w:val=\"a\"/>")), others: [("word/styles.xml", styles)])
        },
        Case("macros", []) {
            TestWord.document(TestWord.paragraph(TestWord.run("x")), others: [("word/vbaProject.bin", "\0\0")])
        },
    ]

    private static let mails: [Case] = [
        Case("parts in parts", [.tooDeep]) {
            let heads = (0..<2_000).map { "Content-Type: multipart/mixed; boundary=b\($0)\r\n\r\n--b\($0)\r\n" }
                .joined()
            return Array(("Subject: x\r\nFrom: a\r\nTo: b\r\n" + heads).utf8)
        },
        Case("a boundary without an end", [.tooManyMembers]) {
            Array(
                ("Subject: x\r\nFrom: a\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
                    + String(repeating: "--b\r\n\r\nx\r\n", count: 300_000)).utf8)
        },
        Case("noise under base64", [.broken]) {
            Array("Subject: x\r\nFrom: a\r\nTo: c\r\nContent-Transfer-Encoding: base64\r\n\r\n".utf8)
                + [UInt8](repeating: UInt8(ascii: "*"), count: 4 << 20)
        },
        Case("a mail in a mail in a mail", [.tooDeep]) {
            Array(
                (String(repeating: "Subject: x\r\nFrom: a\r\nTo: b\r\nContent-Type: message/rfc822\r\n\r\n", count: 500))
                    .utf8)
        },
        Case("a head without an end", [.broken]) {
            Array(("Subject: x\r\nFrom: a\r\nTo: b\r\nX-A: " + String(repeating: "a", count: 6 << 20)).utf8)
        },
    ]

    private static let pdfs: [Case] = [
        Case("a table that points elsewhere", []) {
            TestPDF.file(
                [
                    Array("<< /Type /Catalog /Pages 2 0 R >>".utf8),
                    Array("<< /Type /Pages /Kids [3 0 R] /Count 1 >>".utf8),
                    Array("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 10 10] >>".utf8),
                ], xrefShift: 7_777)
        },
        Case("pages that are their own children", []) {
            TestPDF.file([
                Array("<< /Type /Catalog /Pages 2 0 R >>".utf8),
                Array("<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>".utf8),
            ])
        },
        Case("pages that are only promised", []) {
            TestPDF.file([
                Array("<< /Type /Catalog /Pages 2 0 R >>".utf8),
                Array("<< /Type /Pages /Kids [3 0 R] /Count 2000000000 >>".utf8),
                Array("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 10 10] >>".utf8),
            ])
        },
        Case("a stream of a quarter of a gigabyte", []) {
            let once = TestZip.deflated([UInt8](repeating: 0x20, count: 1 << 28), wrapped: true)
            return TestPDF.pages([once], entries: "/Filter /FlateDecode")
        },
        Case("text without an end", []) {
            let line = Array("BT /F1 12 Tf 60 700 Td <00410042004300440045> Tj ET\n".utf8)
            let all = [UInt8]((0..<400_000).map { _ in line }.joined())
            return TestPDF.pages([TestZip.deflated(all, wrapped: true)], entries: "/Filter /FlateDecode")
        },
        Case("a page of a million points", []) {
            TestPDF.file([
                Array("<< /Type /Catalog /Pages 2 0 R >>".utf8),
                Array("<< /Type /Pages /Kids [3 0 R] /Count 1 >>".utf8),
                Array(
                    ("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9000000 9000000] /Contents 4 0 R /Resources << /Font << /F1 "
                        + "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>").utf8),
                TestPDF.stream(Array("BT 1 g /F1 12 Tf 60 700 Td (abc) Tj ET".utf8)),
            ])
        },
        Case("a password", [.encrypted]) {
            TestPDF.file(
                [
                    Array("<< /Type /Catalog /Pages 2 0 R >>".utf8), Array("<< /Type /Pages /Kids [] /Count 0 >>".utf8),
                    Array(
                        ("<< /Filter /Standard /V 1 /R 2 /P -4 /O <\(String(repeating: "61", count: 32))> "
                            + "/U <\(String(repeating: "62", count: 32))> >>").utf8),
                ], trailer: "/Encrypt 3 0 R /ID [<00112233445566778899AABBCCDDEEFF> <00112233445566778899AABBCCDDEEFF>]"
            )
        },
        Case("only a name", [.broken]) { Array("%PDF-1.7\n".utf8) },
        Case("noise", [.broken]) {
            Array("%PDF-1.7\n".utf8) + (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 7) }
        },
    ]

    @Test(arguments: cases)
    func itEndsWithAWordOfWhyInItsTime(hostile: Case) async {
        let bytes = hostile.make()
        let (documents, taken) = await Readers.narrow.timed(bytes)
        let faults = Set(documents.flatMap(\.faults))
        print("hostile: \(hostile.name): \(faults.map(\.rawValue).sorted()) in \(taken)")
        #expect(taken < Self.budget)
        #expect(!documents.isEmpty && !faults.contains(.noBox) && !faults.contains(.noTool))
        #expect(documents.allSatisfy { ($0.state == .whole) == $0.faults.isEmpty })
        if !hostile.faults.isEmpty { #expect(!faults.isDisjoint(with: hostile.faults), "\(faults)") }
    }

    @Test func whatIsTooLargeIsNotEvenHandedIn() async {
        let bytes = Array("%PDF-1.7\n".utf8) + [UInt8](repeating: 0, count: 17 << 20)
        let (documents, taken) = await Readers.narrow.timed(bytes)
        #expect(documents.map(\.faults) == [[.tooLarge]] && taken < .seconds(1))
    }

    @Test func frontPartsOfAPDFAreReadOrRefused() async {
        let whole = TestPDF.pages(
            [Array((TestPDF.text("Văn bản", at: 700) + TestPDF.text("ẩn", at: 600, mode: 3)).utf8)],
            annotations: [TestPDF.link("https://a.vn/", "0 0 10 10")])
        for end in stride(from: 9, to: whole.count, by: whole.count / 12) {
            let documents = await Readers.narrow.read(Array(whole[..<end]), name: "a.pdf")
            #expect(documents.count == 1 && documents[0].state != .whole, "\(end): \(documents)")
        }
    }

    @Test func documentsThatCallHomeReachNobody() async throws {
        let server = try RawServer { _, _ in }
        defer { server.stop() }
        let home = "http://127.0.0.1:\(server.port)/x"
        let template =
            "<Relationships><Relationship Id=\"r\" Type=\"urn:attachedTemplate\" Target=\"\(home).dotm\" "
            + "TargetMode=\"External\"/></Relationships>"
        let word = TestWord.document(
            TestWord.paragraph(TestWord.run("x")), others: [("word/_rels/settings.xml.rels", template)])
        let pdf = TestPDF.pages(
            [Array(TestPDF.text("Văn bản", at: 700, "1 g").utf8)], annotations: [TestPDF.link(home, "0 0 10 10")],
            catalog: "/OpenAction << /S /URI /URI (\(home)) >> /AA << /WC << /S /SubmitForm /F (\(home)) >> >>")
        let mail = Array("Subject: x\r\nFrom: a\r\nTo: b\r\nContent-Type: text/html\r\n\r\n<img src=\"\(home)\">".utf8)
        var zip = TestZip()
        for (name, bytes) in [("a.docx", word), ("b.pdf", pdf), ("c.eml", mail)] { zip.add(Array(name.utf8), bytes) }
        let documents = await Readers.narrow.read(zip.bytes, name: "a.zip")
        #expect(documents.map(\.state).allSatisfy { $0 == .whole } && documents.count == 5, "\(documents)")
        #expect(documents.first?.facts.remoteReferences == [home + ".dotm"])
        #expect(server.accepted == 0)
    }

    @Test func noFileIsLeftAnywhere() async throws {
        var zip = TestZip()
        for name in ["../../../../tmp/vonggac-escaped.html", "/tmp/vonggac-escaped.html", "vonggac-escaped.html"] {
            zip.add(name, "<html>")
        }
        zip.add(Array("vonggac-escaped.pdf".utf8), TestPDF.pages([Array(TestPDF.text("x", at: 700).utf8)]))
        let places = ["/tmp", FileManager.default.currentDirectoryPath, "/"]
        let before = try places.map { Set(try FileManager.default.contentsOfDirectory(atPath: $0)) }
        #expect(await Readers.narrow.read(zip.bytes, name: "a.zip").count == 5)
        for (place, names) in Swift.zip(places, before) {
            let new = Set(try FileManager.default.contentsOfDirectory(atPath: place)).subtracting(names)
            #expect(
                !new.contains { $0.contains("escaped") || $0.hasPrefix("document") && $0.hasSuffix(".pdf") }, "\(new)")
        }
    }
}
