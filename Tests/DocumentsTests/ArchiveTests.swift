import Testing

@testable import Documents

@Suite struct ArchiveTests {
    @Test func membersAreReadByTheirKind() {
        var zip = TestZip()
        zip.add("trang.html", "<html><p>a</p>")
        zip.add("ghi chu.txt", "b")
        zip.add("van ban.docx", String(decoding: [0xFF], as: UTF8.self))
        zip.add(Array("a.docx".utf8), TestWord.document(TestWord.paragraph(TestWord.run("c"))))
        zip.add("anh.png", "\u{89}PNG\0\0")
        zip.add(Array("folder/".utf8), [], packed: false)
        let documents = InProcess.read(zip.bytes, .package)
        #expect(documents.map(\.path) == [["trang.html"], ["ghi chu.txt"], ["a.docx"], []])
        #expect(documents.map(\.kind) == [.html, .text, .docx, .archive])
        #expect(documents[2].text == "c")
        #expect(documents[3].state == .whole && documents[3].facts.passedOverCount == 2)
    }

    @Test(arguments: [
        ("../../etc/passwd.html", "%2E%2E/%2E%2E/etc/passwd.html"), ("/etc/x.html", "%2Fetc/x.html"),
        ("a\0b.html", "a%00b.html"), ("..\\..\\x.html", "..%5C..%5Cx.html"), ("a\u{1B}[31m.html", "a%1B[31m.html"),
    ])
    func namesAreToldAndNeverFollowed(name: String, shown: String) {
        var zip = TestZip()
        zip.add(name, "<html>")
        #expect(InProcess.read(zip.bytes, .package).first?.path == [shown])
    }

    @Test func archivesInArchivesEndAtTheirDepth() {
        var inner = TestZip()
        inner.add("x.html", "<html><p>đáy</p>")
        var bytes = inner.bytes
        for level in 0..<10 {
            var zip = TestZip()
            zip.add(Array("\(level).zip".utf8), bytes)
            bytes = zip.bytes
        }
        let documents = InProcess.read(bytes, .package)
        #expect(documents.contains { $0.faults == [.tooDeep] })
        #expect(documents.allSatisfy { $0.path.count <= DocumentLimits().maxDepth + 1 })
    }

    @Test func whatIsPackedTooSmallIsNotUnpacked() {
        var zip = TestZip()
        zip.add(Array("a.html".utf8), Array("<html>".utf8) + [UInt8](repeating: 0x20, count: 64 << 20))
        zip.add("b.html", "<html>sau")
        let documents = InProcess.read(zip.bytes, .package)
        #expect(documents.first?.faults == [.tooLarge])
        #expect(documents.last?.state != .whole)
    }

    @Test func membersBeyondTheLimitAreTold() {
        var limits = DocumentLimits()
        limits.maxMembers = 10
        var zip = TestZip()
        for number in 0..<40 { zip.add("\(number).html", "<html>") }
        let documents = InProcess.read(zip.bytes, .package, limits: limits)
        #expect(documents.count == 11)
        #expect(documents.last?.faults == [.tooManyMembers] && documents.last?.state == .cut)
    }

    @Test func anArchiveOfNothingThatIsReadIsNotClean() {
        var zip = TestZip()
        zip.add("a.png", "\u{89}PNG\0")
        #expect(InProcess.read(zip.bytes, .package).map(\.faults) == [[.otherKind]])
        #expect(InProcess.read(TestZip().bytes, .package).map(\.faults) == [[.empty]])
        var sheet = TestZip()
        sheet.add("[Content_Types].xml", "<Types/>")
        sheet.add("xl/workbook.xml", "<x/>")
        #expect(InProcess.read(sheet.bytes, .package).map(\.faults) == [[.otherKind]])
    }

    @Test(arguments: [
        ("%PDF-1.7", "", DocumentKind.pdf), ("\n\n%PDF-1.4", "x.bin", .pdf), ("PK\u{3}\u{4}", "a.pdf", .package),
        ("PK\u{3}\u{4}....%PDF-1.4", "a", .package), ("<html><p>%PDF-1.4", "a", .html), ("x", "a.txt", .text),
        ("x", "a.html", .html), ("From: a\nTo: b\nSubject: c\n\n", "", .mail), ("Subject: c\n\n", "a.eml", .mail),
        ("Subject: c\n\n", "a.txt", .text), ("\0\u{1}", "a.txt", .other), ("", "a.txt", .other), ("x", "a.exe", .other),
    ])
    func kindsAreToldByContentFirst(content: String, name: String, kind: DocumentKind) {
        #expect(DocumentKind.of(Array(content.utf8), name: name) == kind)
    }
}
