/// How a block of adverts is brought into a page.
enum Wrapper: String, Sendable, CaseIterable {
    case footerBlock = "footer-block"
    case linkList = "link-list"
    case table
    case comment = "comment-section"
    case questionReply = "question-reply"
    case displayNone = "hidden-display-none"
    case visibility = "hidden-visibility"
    case opacity = "hidden-opacity"
    case fontSize = "hidden-font-size"
    case offScreen = "hidden-off-screen"
    case clip = "hidden-clip"
    case textIndent = "hidden-text-indent"
    case sameColour = "hidden-same-colour"
    case overflow = "hidden-overflow"
    case transform = "hidden-transform"
    case hiddenAttribute = "hidden-attribute"
    case classRule = "hidden-class-rule"
    case noscript
    case htmlComment = "html-comment"
    case marquee
    case metaTitle = "meta-title"
    case attribute
    case jsonLD = "json-ld"
    case iframe
    case imageAlt = "image-alt"
    case documentWrite = "script-document-write"
    case innerHTML = "script-inner-html"
    case atob = "script-atob"
    case fromCharCode = "script-from-char-code"
    case reversed = "script-reversed"
    case unescape = "script-unescape"
    case defacement

    /// The adverts stand in the page as HTML text, so that letters may be disguised.
    var takesDisguise: Bool {
        switch self {
        case .htmlComment, .metaTitle, .attribute, .jsonLD, .iframe, .imageAlt, .defacement: false
        default: script(AdvertHTML("")) == nil
        }
    }

    /// Needs a page with a place for what visitors write.
    var needsVisitorsPart: Bool { self == .comment || self == .questionReply }
}

/// What goes into a page, and where.
struct Injection: Sendable, Equatable {
    /// Before `</head>`.
    var head = ""
    /// In the article or before `</body>`.
    var body = ""
    /// Instead of the page's own title.
    var title: String?
    /// The page is nothing but this.
    var wholePage: String?

    /// What stands in the page when, and only when, it was planted.
    var marker: String { wholePage ?? (body.isEmpty ? head : body) }
}

extension Wrapper {
    func injection(_ block: AdvertBlock, _ dice: inout Dice) -> Injection {
        let id = "b\(dice.within(1_000...9_999))"
        if let style = hidingStyle {
            return Injection(body: "<div style=\"\(style)\">\(block.html)</div>")
        }
        if let script = script(AdvertHTML(block.html), id: id) { return Injection(body: script) }
        switch self {
        case .footerBlock: return Injection(body: "<div class=\"lien-ket-cuoi-trang\">\(block.html)</div>")
        case .linkList: return Injection(body: "<ul class=\"lien-ket\">\(block.items)</ul>")
        case .table: return Injection(body: "<table class=\"bang\"><tbody>\(block.rows)</tbody></table>")
        case .comment, .questionReply: return Injection(body: visitorsEntry(block, id))
        case .hiddenAttribute: return Injection(body: "<div hidden>\(block.html)</div>")
        case .classRule:
            return Injection(
                head: "<style>.\(id){position:absolute;left:-4321px}</style>",
                body: "<div class=\"\(id)\">\(block.html)</div>")
        case .noscript: return Injection(body: "<noscript>\(block.html)</noscript>")
        case .htmlComment: return Injection(body: "<!-- \(block.html) -->")
        case .marquee:
            return Injection(
                body: "<marquee width=\"1\" height=\"1\" scrollamount=\"9000\">\(block.html)</marquee>")
        case .metaTitle: return titleAndMeta(block)
        case .jsonLD: return jsonLD(block)
        case .defacement: return defaced(block)
        default: return Injection(body: carrier(block))
        }
    }

    private var hidingStyle: String? {
        switch self {
        case .displayNone: "display:none"
        case .visibility: "visibility:hidden"
        case .opacity: "opacity:0"
        case .fontSize: "font-size:0"
        case .offScreen: "position:absolute;left:-9999px"
        case .clip: "position:absolute;clip:rect(0,0,0,0)"
        case .textIndent: "text-indent:-9999px"
        case .sameColour: "color:#fff;background:#fff"
        case .overflow: "width:1px;height:1px;overflow:hidden"
        case .transform: "transform:scale(0)"
        default: nil
        }
    }

    private func visitorsEntry(_ block: AdvertBlock, _ id: String) -> String {
        let kind = self == .comment ? "binh-luan" : "tra-loi"
        return "<div class=\"\(kind)\" id=\"\(id)\"><span class=\"nguoi-viet\">khách</span>\(block.html)</div>"
    }

    /// Adverts in attributes of elements that show something else.
    private func carrier(_ block: AdvertBlock) -> String {
        let text = block.joined.escapedForHTML
        switch self {
        case .iframe:
            return "<iframe src=\"\(block.url(0))\" title=\"\(text)\" width=\"0\" height=\"0\"></iframe>"
        case .imageAlt:
            return block.texts.indices.map { index in
                "<a href=\"\(block.url(index))\"><img src=\"/images/banner-\(index).gif\" "
                    + "alt=\"\(block.texts[index].escapedForHTML)\"></a>"
            }.joined()
        default:
            return "<a href=\"\(block.url(0))\" title=\"\(text)\" aria-label=\"\(block.text(0).escapedForHTML)\">"
                + "<img src=\"/images/mui-ten.gif\" alt=\"\"></a>"
        }
    }

    private func titleAndMeta(_ block: AdvertBlock) -> Injection {
        Injection(
            head: "<meta name=\"description\" content=\"\(block.joined.escapedForHTML)\">"
                + "<meta name=\"keywords\" content=\"\(block.text(1).escapedForHTML)\">",
            title: block.text(0).escapedForHTML)
    }

    private func jsonLD(_ block: AdvertBlock) -> Injection {
        func quoted(_ text: String) -> String {
            "\"" + text.replacing("\\", with: "").replacing("\"", with: "'").replacing("</", with: "<\\/") + "\""
        }
        return Injection(
            head: "<script type=\"application/ld+json\">{\"@context\":\"https://schema.org\",\"@type\":\"Product\","
                + "\"name\":\(quoted(block.text(0))),\"description\":\(quoted(block.joined)),"
                + "\"url\":\"\(block.url(0))\"}</script>")
    }

    private func defaced(_ block: AdvertBlock) -> Injection {
        let title = block.text(0).escapedForHTML
        let lines = block.texts.dropFirst().map { "<p>\($0.escapedForHTML)</p>" }.joined()
        return Injection(
            wholePage: "<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>\(title)</title></head>"
                + "<body bgcolor=\"black\" text=\"lime\"><center><h1>\(title)</h1>\(lines)</center></body></html>")
    }
}
