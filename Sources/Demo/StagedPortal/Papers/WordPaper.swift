/// A small DOCX of our own making.
struct WordPaper {
    private var body = ""
    private var links: [String] = []

    mutating func write(_ text: String, isHidden: Bool = false) {
        let format = isHidden ? "<w:rPr><w:vanish/></w:rPr>" : ""
        body += "<w:p><w:r>\(format)\(Self.text(text))</w:r></w:p>"
    }

    mutating func link(_ url: String, _ name: String) {
        links.append(url)
        body += "<w:p><w:hyperlink r:id=\"rId\(links.count)\"><w:r>\(Self.text(name))</w:r></w:hyperlink></w:p>"
    }

    static func text(_ text: String) -> String { "<w:t xml:space=\"preserve\">\(text.escapedForHTML)</w:t>" }

    private static let head = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
    private static let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    private static let package = "http://schemas.openxmlformats.org/package/2006/"

    var bytes: [UInt8] {
        var zip = StoredZip()
        func add(_ name: String, _ xml: String) { zip.add(name, Array((Self.head + xml).utf8)) }
        let type = "application/vnd.openxmlformats-"
        add(
            "[Content_Types].xml",
            "<Types xmlns=\"\(Self.package)content-types\"><Default Extension=\"rels\" ContentType=\"\(type)package."
                + "relationships+xml\"/><Override PartName=\"/word/document.xml\" ContentType=\"\(type)officedocument."
                + "wordprocessingml.document.main+xml\"/></Types>")
        add(
            "_rels/.rels",
            "<Relationships xmlns=\"\(Self.package)relationships\"><Relationship Id=\"rId1\" "
                + "Type=\"\(Self.office)/officeDocument\" Target=\"word/document.xml\"/></Relationships>")
        add(
            "word/document.xml",
            "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" "
                + "xmlns:r=\"\(Self.office)\"><w:body>\(body)</w:body></w:document>")
        let rows = links.enumerated().map { index, url in
            "<Relationship Id=\"rId\(index + 1)\" Type=\"\(Self.office)/hyperlink\" Target=\"\(url.escapedForHTML)\" "
                + "TargetMode=\"External\"/>"
        }
        add(
            "word/_rels/document.xml.rels",
            "<Relationships xmlns=\"\(Self.package)relationships\">\(rows.joined())</Relationships>")
        return zip.bytes
    }
}
