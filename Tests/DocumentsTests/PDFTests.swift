import Testing

@testable import Documents

@Suite struct PDFTests {
    private static let sample = TestPDF.pages(
        [
            Array(
                (TestPDF.text("Quyết định về việc đấu tranh với <tội phạm> & đánh bạc", at: 760)
                    + TestPDF.text("Dòng không mực", at: 700, mode: 3)
                    + TestPDF.text("Dòng chữ trắng", at: 640, "1 g")
                    + "0 0 1 rg 50 570 400 40 re f\n" + TestPDF.text("Tiêu đề trắng trên nền xanh", at: 580, "1 g")
                    + TestPDF.text("Dòng tí hon", at: 520, size: "0.6")
                    + TestPDF.text("Dòng ngoài trang", at: -300)
                    + TestPDF.text("Cổng dịch vụ công", at: 460)).utf8),
            Array(TestPDF.text("Trang thứ hai", at: 700).utf8),
        ],
        annotations: [
            TestPDF.link("https://dichvucong.gov.vn/?a=1&b=2", "60 455 160 475"),
            TestPDF.link("https://khong-chu.example/", "300 100 400 160"),
        ])

    @Test func textIsReadWithWhatHidesIt() async throws {
        let documents = await Readers.standard.read(Self.sample, name: "a.pdf")
        let document = try #require(documents.first)
        #expect(documents.count == 1 && document.kind == .pdf && document.state == .whole, "\(document.faults)")
        #expect(document.facts.pageCount == 2)
        #expect(document.text(hiddenBy: .invisible) == "Dòng không mực")
        #expect(document.text(hiddenBy: .sameColour) == "Dòng chữ trắng")
        #expect(document.text(hiddenBy: .tiny) == "Dòng tí hon")
        #expect(document.text(hiddenBy: .offPage) == "Dòng ngoài trang")
        let seen = document.text(hiddenBy: nil)
        for text in ["với <tội phạm> & đánh bạc", "Tiêu đề trắng trên nền xanh", "Cổng dịch vụ công", "Trang thứ hai"] {
            #expect(seen.contains(text), "\(seen)")
        }
        #expect(document.parts.map(\.place) == ["page 1", "page 2"])
    }

    @Test func linkAnnotationsAreReadWithTheirText() async throws {
        let document = try #require(await Readers.standard.read(Self.sample, name: "a.pdf").first)
        let link = try #require(document.runs.first { $0.url == "https://dichvucong.gov.vn/?a=1&b=2" })
        #expect(link.text == "Cổng dịch vụ công" && link.hiding == nil)
        let bare = try #require(document.runs.first { $0.url == "https://khong-chu.example/" })
        #expect(bare.text.isEmpty && bare.hiding == .bareLink)
    }

    @Test func itReadsTheWordsThatPdftotextReads() async throws {
        let document = try #require(await Readers.standard.read(Self.sample, name: "a.pdf").first)
        let theirs = try Tool.run(["pdftotext", "-enc", "UTF-8", "@", "-"], input: Self.sample)
        let own = Set(document.runs.flatMap { $0.text.split(whereSeparator: \.isWhitespace) }.map(String.init))
        let missing = theirs.split { $0.isWhitespace || $0 == "\u{C}" }.map(String.init).filter { !own.contains($0) }
        #expect(missing.isEmpty, "\(missing)")
    }

    @Test func textRecognizedInAScanCountsAsSeen() async throws {
        // A picture of stripes, and over it the text that a scanner's software read in it.
        let stripes = (0..<60).map { "0 g 0 \($0 * 14) 595 6 re f\n" }.joined()
        let lines = (0..<6).map { TestPDF.text("Dòng quét số \($0)", at: 700 - $0 * 40, mode: 3) }.joined()
        let scan = TestPDF.pages([Array((stripes + lines).utf8)])
        let document = try #require(await Readers.standard.read(scan, name: "").first)
        #expect(document.text(hiddenBy: .invisible) == "")
        #expect(document.text(hiddenBy: nil).contains("Dòng quét số 5"))
    }

    @Test func invisibleTextOnAPlainGroundIsHiddenEvenWhenThereIsNoOther() async throws {
        let lines = (0..<6).map { TestPDF.text("Dòng ẩn số \($0)", at: 700 - $0 * 40, mode: 3) }.joined()
        let document = try #require(await Readers.standard.read(TestPDF.pages([Array(lines.utf8)]), name: "").first)
        #expect(document.text(hiddenBy: .invisible).contains("Dòng ẩn số 5"))
        #expect(document.text(hiddenBy: nil) == "")
    }

    @Test func whatHoldsNoTextIsNotCalledWhole() async throws {
        let document = try #require(await Readers.standard.read(TestPDF.pages([[]]), name: "scan.pdf").first)
        #expect(document.state == .cut && document.faults == [.noText] && document.facts.pageCount == 1)
    }

    @Test func scriptsAreTold() async throws {
        let pdf = TestPDF.pages(
            [Array(TestPDF.text("Văn bản", at: 700).utf8)],
            catalog: "/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>")
        let document = try #require(await Readers.standard.read(pdf, name: "a.pdf").first)
        #expect(document.facts.hasScripts && document.state == .whole)
    }

    @Test func linesOfTheToolAreReadAtEveryLength() throws {
        let sample = """
            <page number="1" position="absolute" top="0" left="0" height="842" width="595">
            \t<fontspec id="0" size="14" family="Times" color="#0a0b0c" opacity="0.50"/>
            <text top="71" left="60" width="266" height="14" font="0"><b>Một <a href="https://a.vn/?x=1&amp;y=2">hai</a> &lt;ba&gt;</b> &#225;</text>
            <text top="91" left="60" width="266" height="14" font="7"><a href="b:"></a></text>
            """
        let bytes = Array(sample.utf8)
        for end in 0...bytes.count { _ = PopplerText(Array(bytes[..<end])) }
        let page = try #require(PopplerText(bytes).pages.first)
        #expect(page.width == 595 && page.lines.count == 2)
        #expect(page.lines[0].text == "Một hai <ba> á" && page.lines[0].font.opacity == 0.5)
        #expect(page.lines[0].font.colour == (10, 11, 12))
        #expect(page.lines[0].pieces.compactMap(\.url) == ["https://a.vn/?x=1&y=2"])
        #expect(page.lines[1].pieces.map(\.url) == ["b:"])
    }

    @Test func picturesThatPromiseMoreThanTheyHoldAreNone() {
        let whole = Array("P6\n2 2\n255\n".utf8) + [UInt8](repeating: 9, count: 12)
        #expect(PageGround(whole) != nil)
        for end in 0..<whole.count { #expect(PageGround(Array(whole[..<end])) == nil) }
        #expect(PageGround(Array("P6\n99999999999 99999999999\n255\n".utf8)) == nil)
    }
}
