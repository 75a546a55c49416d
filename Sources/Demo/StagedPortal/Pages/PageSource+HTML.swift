extension PageSource {
    /// The page as HTML in UTF-8.
    /// - Parameter injection: what was planted in it; nil for the honest page.
    /// - Parameter link: a page of this portal for a number that a staged page's link gives.
    func html(_ shell: PageShell, _ injection: Injection?, note: String, link: (UInt64) -> String) -> [UInt8] {
        if let whole = injection?.wholePage { return Array(whole.utf8) }
        let planted = injection?.body ?? ""
        var page: [UInt8]
        switch self {
        case .staged(let staged):
            page = staged.html(link: link)
            if !planted.isEmpty { Self.insert(planted, at: ByteText.findLast("</body>", in: page), in: &page) }
        case .article(let title, let paragraphs):
            let text = Self.paragraphs(paragraphs)
            let main = "<article><h1>\(title.escapedForHTML)</h1>\(text)\(planted)</article>"
            page = Array(shell.html(title: title, main: main, note: note).utf8)
        case .front(let title, let main):
            page = Array(shell.html(title: title, main: main + planted, note: note).utf8)
        case .question(let title, let reply):
            page = Array(shell.html(title: title, main: Self.dialogue(title, reply, planted), note: note).utf8)
        case .upload(let title, let paragraphs):
            page = Array(
                ("<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>\(title.escapedForHTML)</title></head><body>"
                    + "<h2>\(title.escapedForHTML)</h2>\(Self.paragraphs(paragraphs))\(planted)</body></html>").utf8)
        }
        if let injection { Self.change(head: injection, in: &page) }
        return page
    }

    private static func paragraphs(_ texts: [String]) -> String {
        texts.map { "<p>\($0.escapedForHTML)</p>" }.joined(separator: "\n")
    }

    private static func dialogue(_ title: String, _ reply: [String], _ planted: String) -> String {
        "<article class=\"hoi-dap\"><h1>Hỏi: \(title.escapedForHTML)</h1><p>Kính đề nghị cơ quan giải đáp nội dung trên. "
            + "Xin cảm ơn.</p><section class=\"tra-loi\"><h2>Trả lời</h2>\(paragraphs(reply))</section>"
            + "<section class=\"binh-luan-danh-sach\"><h2>Ý kiến</h2><div class=\"binh-luan\"><span>Công dân</span>"
            + "<p>Cảm ơn cán bộ đã trả lời rõ ràng.</p></div>\(planted)</section></article>"
    }

    private static func change(head injection: Injection, in page: inout [UInt8]) {
        if !injection.head.isEmpty {
            insert(injection.head, at: ByteText.find("</head>", in: page, from: 0), in: &page)
        }
        guard let title = injection.title, let start = ByteText.find("<title>", in: page, from: 0),
            let end = ByteText.find("</title>", in: page, from: start)
        else { return }
        page.replaceSubrange((start + 7)..<end, with: title.utf8)
    }

    /// A page without the closing tag gets it at its end.
    private static func insert(_ text: String, at place: Int?, in page: inout [UInt8]) {
        page.insert(contentsOf: text.utf8, at: place ?? page.count)
    }
}
