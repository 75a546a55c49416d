/// A file that the portal hands out, with what was planted in it.
struct Paper: Sendable {
    /// How adverts are brought into papers.
    enum Technique: String, Sendable, CaseIterable {
        case pdfText = "paper-pdf-text"
        case pdfInvisible = "paper-pdf-invisible"
        case pdfWhite = "paper-pdf-white"
        case pdfLinks = "paper-pdf-links"
        case wordVanish = "paper-docx-vanish"
        case wordLinks = "paper-docx-links"
        case zipPage = "paper-zip-page"

        var ending: String {
            switch self {
            case .pdfText, .pdfInvisible, .pdfWhite, .pdfLinks: "pdf"
            case .wordVanish, .wordLinks: "docx"
            case .zipPage: "zip"
            }
        }
    }

    let path: String
    let name: String
    let bytes: [UInt8]
    /// What stands in the file because it was planted.
    var marker: [UInt8] = []

    var contentType: String {
        switch path.split(separator: ".").last {
        case "pdf": "application/pdf"
        case "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
        default: "application/zip"
        }
    }

    /// An honest text of an office with adverts in it.
    init(_ technique: Technique, path: String, name: String, honest: [String], _ block: AdvertBlock) {
        self.path = path
        self.name = name
        switch technique {
        case .pdfText, .pdfInvisible, .pdfWhite:
            var pdf = PDFPaper()
            for text in honest { pdf.write(text) }
            let look: PDFPaper.Look =
                technique == .pdfText ? .plain : technique == .pdfInvisible ? .invisible : .white
            for (index, text) in block.texts.enumerated() { pdf.write("\(text) \(block.url(index))", look) }
            bytes = pdf.bytes
            marker = PDFPaper.marker("\(block.text(0)) \(block.url(0))")
        case .pdfLinks:
            var pdf = PDFPaper()
            for text in honest { pdf.write(text) }
            for url in block.urls { pdf.link(url) }
            bytes = pdf.bytes
            marker = Array("/URI (\(block.url(0)))".utf8)
        case .wordVanish, .wordLinks:
            var word = WordPaper()
            for text in honest { word.write(text) }
            for (index, text) in block.texts.enumerated() {
                if technique == .wordVanish {
                    word.write(text, isHidden: true)
                } else {
                    word.link(block.url(index), text)
                }
            }
            bytes = word.bytes
            marker = Array(WordPaper.text(block.text(0)).utf8)
        case .zipPage:
            var zip = StoredZip()
            var pdf = PDFPaper()
            for text in honest { pdf.write(text) }
            zip.add("van-ban.pdf", pdf.bytes)
            let page =
                "<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>\(name.escapedForHTML)</title></head>"
                + "<body>\(block.html)</body></html>"
            zip.add("huong-dan/index.html", Array(page.utf8))
            bytes = zip.bytes
            marker = Array(block.html.utf8)
        }
    }

    /// Nothing is planted in it.
    init(honestAt path: String, name: String, texts: [String]) {
        self.path = path
        self.name = name
        if path.hasSuffix(".docx") {
            var word = WordPaper()
            for text in texts { word.write(text) }
            bytes = word.bytes
        } else {
            var pdf = PDFPaper()
            for text in texts { pdf.write(text) }
            bytes = pdf.bytes
        }
    }
}
