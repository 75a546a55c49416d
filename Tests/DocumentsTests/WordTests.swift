import Testing

@testable import Documents

@Suite struct WordTests {
    private func read(_ bytes: [UInt8]) throws -> ExtractedDocument {
        let documents = InProcess.read(bytes, .package)
        #expect(documents.count == 1)
        return try #require(documents.first)
    }

    @Test func hiddenTextIsToldByItsReason() throws {
        let styles = """
            <w:styles xmlns:w="urn:w"><w:style w:styleId="An"><w:rPr><w:vanish/></w:rPr></w:style>\
            <w:style w:styleId="AnCon"><w:basedOn w:val="An"/></w:style></w:styles>
            """
        let body =
            TestWord.paragraph(TestWord.run("Thấy được"), TestWord.run("Ẩn", "<w:vanish/>"))
            + TestWord.paragraph(TestWord.run("Không ẩn", "<w:vanish w:val=\"false\"/>"))
            + TestWord.paragraph(TestWord.run("Ẩn theo kiểu", "<w:rStyle w:val=\"AnCon\"/>"))
            + "<w:p><w:pPr><w:pStyle w:val=\"An\"/></w:pPr>\(TestWord.run("Ẩn cả đoạn"))</w:p>"
            + TestWord.paragraph(TestWord.run("Trắng", "<w:color w:val=\"FFFFFF\"/>"))
            + TestWord.paragraph(TestWord.run("Nhỏ", "<w:sz w:val=\"2\"/>"))
            + "<w:tbl><w:tr><w:tc><w:tcPr><w:shd w:fill=\"1F3864\"/></w:tcPr>"
            + TestWord.paragraph(TestWord.run("Trắng trên xanh", "<w:color w:val=\"FFFFFF\"/>"))
            + "</w:tc></w:tr></w:tbl>"
        let document = try read(TestWord.document(body, others: [("word/styles.xml", styles)]))
        #expect(document.state == .whole && document.kind == .docx)
        #expect(document.text(hiddenBy: .vanish) == "Ẩn Ẩn theo kiểu Ẩn cả đoạn")
        #expect(document.text(hiddenBy: .sameColour) == "Trắng")
        #expect(document.text(hiddenBy: .tiny) == "Nhỏ")
        #expect(document.text(hiddenBy: nil) == "Thấy được Không ẩn Trắng trên xanh")
    }

    @Test func linksAreReadInAllTheirForms() throws {
        let body =
            "<w:p><w:hyperlink r:id=\"r1\">\(TestWord.run("một"))</w:hyperlink></w:p>"
            + "<w:p><w:fldSimple w:instr=\" HYPERLINK &quot;https://hai.vn/&quot; \">\(TestWord.run("hai"))</w:fldSimple></w:p>"
            + "<w:p><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText>HYPERLINK \"https://</w:instrText>"
            + "</w:r><w:r><w:instrText>ba.vn/\"</w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>"
            + TestWord.run("ba") + "<w:r><w:fldChar w:fldCharType=\"end\"/></w:r></w:p>"
            + TestWord.paragraph(TestWord.run("không"))
        let document = try read(TestWord.document(body, links: [("r1", "https://mot.vn/?a=1&amp;b=2")]))
        let links = document.runs.filter { $0.url != nil }.map { "\($0.text) \($0.url ?? "")" }
        #expect(links == ["một https://mot.vn/?a=1&b=2", "hai https://hai.vn/", "ba https://ba.vn/"])
    }

    @Test func otherFilesOfThePackageAreRead() throws {
        let note = "<w:ftr xmlns:w=\"urn:w\">\(TestWord.paragraph(TestWord.run("chân trang")))</w:ftr>"
        let document = try read(
            TestWord.document(
                TestWord.paragraph(TestWord.run("thân")),
                others: [("word/footer1.xml", note), ("word/comments.xml", note), ("word/vbaProject.bin", "x")]))
        #expect(document.parts.map(\.place) == ["word/document.xml", "word/footer1.xml", "word/comments.xml"])
        #expect(document.facts.hasMacros)
    }

    @Test func theSecondFormOfAShapeIsNotReadTwice() throws {
        let shape =
            "<mc:AlternateContent><mc:Choice>\(TestWord.paragraph(TestWord.run("hình")))</mc:Choice><mc:Fallback>"
            + TestWord.paragraph(TestWord.run("hình")) + "</mc:Fallback></mc:AlternateContent>"
        #expect(try read(TestWord.document(shape + TestWord.paragraph(TestWord.run("sau")))).text == "hình\nsau")
    }

    @Test func templatesFromElsewhereAreToldAndNotFetched() throws {
        let rows = """
            <Relationships><Relationship Id="r" Type="urn:attachedTemplate" Target="http://127.0.0.1:9/x.dotm" \
            TargetMode="External"/></Relationships>
            """
        let document = try read(
            TestWord.document(TestWord.paragraph(TestWord.run("x")), others: [("word/_rels/settings.xml.rels", rows)]))
        #expect(document.facts.remoteReferences == ["http://127.0.0.1:9/x.dotm"])
    }

    @Test func itReadsTheTextThatPythonReads() throws {
        let body = (0..<200).map {
            TestWord.paragraph(TestWord.run("Đoạn \($0) &amp; "), TestWord.run("tiếp theo"))
        }.joined()
        let bytes = TestWord.document(body)
        let script = """
            import sys,zipfile,xml.etree.ElementTree as E
            r=E.fromstring(zipfile.ZipFile(sys.argv[1]).read('word/document.xml'))
            for p in r.iter('{urn:w}p'): print(''.join(t.text or '' for t in p.iter('{urn:w}t')))
            """
        let theirs = try Tool.run(["python3", "-c", script, "@"], input: bytes)
        #expect(try read(bytes).text + "\n" == theirs)
    }

    @Test func everyFrontPartOfADocumentIsReadOrRefused() throws {
        let whole = TestWord.document(
            TestWord.paragraph(TestWord.run("Văn bản", "<w:vanish/>")), links: [("r1", "https://a.vn/")])
        for end in 1..<whole.count {
            let documents = InProcess.read(Array(whole[..<end]), .package)
            #expect(documents.count == 1 && documents[0].state == .unread && documents[0].faults.first == .broken)
        }
        // The same with its XML cut, which the archive cannot tell.
        let xml = Array((TestWord.head + TestWord.paragraph(TestWord.run("Văn bản", "<w:vanish/>"))).utf8)
        for end in 0..<xml.count {
            var body = WordBody(styles: WordStyles(Array(xml[..<end])), links: [:])
            let isWhole = body.read(Array(xml[..<end]), isUp: { false })
            #expect(!isWhole)
            _ = WordRelationships(Array(xml[..<end]))
        }
    }
}
