/// Files that are no pages: documents to download, pictures, styles and scripts. All honest.
enum Documents {
    static let paths: [String] =
        (1...6).map { "/documents/20142/quyet-dinh-\($0 * 17).pdf" }
        + (1...4).map { "/documents/20142/to-khai-mau-\($0).doc" }

    /// A one-page PDF with correct offsets.
    static func pdf(_ line: String) -> [UInt8] {
        let text = line.withoutMarks.filter { $0.isASCII && $0 != "(" && $0 != ")" && $0 != "\\" }
        let drawn = "BT /F1 14 Tf 60 760 Td (\(text)) Tj ET"
        let objects = [
            "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
            "<< /Length \(drawn.utf8.count) >>\nstream\n\(drawn)\nendstream",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        ]
        return PDFFile.bytes(of: objects)
    }

    /// Rich text under the name `.doc`, as offices hand out their forms.
    static func richText(_ line: String) -> [UInt8] {
        Array("{\\rtf1\\ansi\\deff0 {\\fonttbl {\\f0 Times New Roman;}}\\f0 \(line.withoutMarks)\\par }".utf8)
    }

    /// One grey point.
    static let picture: [UInt8] = [
        0x47, 0x49, 0x46, 0x38, 0x39, 0x61, 1, 0, 1, 0, 0x80, 0, 0, 0xCC, 0xCC, 0xCC, 0, 0, 0, 0x2C, 0, 0, 0, 0, 1, 0,
        1, 0,
        0, 2, 2, 0x44, 1, 0, 0x3B,
    ]

    static let style = """
        body{font:16px/1.6 "Segoe UI",Arial,sans-serif;margin:0 auto;max-width:1100px;color:#222;background:#f3f5f7}
        header{display:flex;gap:16px;align-items:center;background:#b71c1c;color:#fff;padding:12px 20px}
        header .co-quan{flex:1;font-size:22px;font-weight:bold;text-transform:uppercase}
        nav{background:#7f1010}nav .menu{list-style:none;display:flex;flex-wrap:wrap;margin:0;padding:0}
        nav .menu>li>a{color:#fff;display:block;padding:8px 12px;text-decoration:none}
        nav .menu-con{position:absolute;background:#fff;padding:8px 24px;box-shadow:0 2px 6px rgba(0,0,0,.3)}
        main,aside{background:#fff;padding:12px 24px}aside{border-top:3px solid #b71c1c}
        h1{font-size:26px;line-height:1.3}a{color:#0a58a5}
        footer{background:#263238;color:#eceff1;padding:12px 24px}footer a{color:#ffe0b2}
        @media (max-width:768px){aside{display:none}nav .menu{flex-direction:column}}
        """

    static let script = """
        document.querySelectorAll('nav.di-dong button').forEach(function(b){b.addEventListener('click',function(){
        var u=b.nextElementSibling;u.style.display=u.style.display==='none'?'block':'none';});});
        """
}

extension DemoPortal {
    /// Documents and the small files of pages, by their ending; nil for other paths.
    func download(_ asked: Asked) -> Draft? {
        let path = asked.target.path
        if Documents.paths.contains(path) {
            let isPDF = path.hasSuffix(".pdf")
            var draft = Draft(page: isPDF ? Documents.pdf(layout.name) : Documents.richText(layout.name))
            draft.contentType = isPDF ? "application/pdf" : "application/msword"
            return draft
        }
        if let paper = layout.papers[path] {
            var draft = Draft(page: paper.bytes)
            draft.contentType = paper.contentType
            return draft
        }
        guard let ending = path.split(separator: ".").last, path.contains("/") else { return nil }
        var draft: Draft
        switch ending {
        case "gif", "png", "jpg", "ico": draft = Draft(page: Documents.picture)
        case "css": draft = Draft(html: Documents.style)
        case "js": draft = Draft(html: Documents.script)
        default: return nil
        }
        draft.contentType = ending == "css" ? "text/css" : ending == "js" ? "text/javascript" : "image/gif"
        return draft
    }
}
