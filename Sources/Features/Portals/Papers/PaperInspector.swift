import Documents

/// Judges what was read out of a document, with the inspector that judges pages.
struct PaperInspector {
    let inspector: any PageInspecting

    /// - Parameter byteCount: of the document that was given.
    func inspect(_ document: ExtractedDocument, byteCount: Int, baseURL: String?) -> InspectionResult {
        var result: InspectionResult
        switch document.kind {
        case .html, .text:
            result = document.source.withUnsafeBufferPointer {
                inspector.inspect($0, kind: document.kind == .html ? .html : .text, baseURL: baseURL)
            }
        default: result = inspect(text: document, byteCount: byteCount, baseURL: baseURL)
        }
        if !result.tier.isFinding, document.state != .whole {
            result.tier = .unreadable
            result.reason = PaperWords.reason(document)
        }
        return result
    }

    private func inspect(text document: ExtractedDocument, byteCount: Int, baseURL: String?) -> InspectionResult {
        let page = PaperPage(document)
        var result = page.html.withUnsafeBufferPointer { inspector.inspect($0, kind: .html, baseURL: baseURL) }
        result.byteCount = byteCount
        result.encoding = "utf8"
        result.paper = InspectionResult.Paper(document)
        result.blocks = result.blocks.map { block in
            var block = block
            block.place = page.place(at: block.start)
            if block.zone == "body" { block.zone = "document" }
            if !block.hidden.isEmpty { block.hidden = page.hidden(block.start..<block.end, block.hidden) }
            if block.zone == "link" { block.text = PaperPage.unescaped(block.text) }
            (block.start, block.end) = (page.textOffset(block.start), page.textOffset(block.end))
            block.terms = block.terms.map { term in
                var term = term
                if block.zone == "link" { term.text = PaperPage.unescaped(term.text) }
                (term.start, term.end) = (page.textOffset(term.start), page.textOffset(term.end))
                return term
            }
            return block
        }
        result.links = result.links.map { link in
            var link = link
            link.place = page.place(at: link.start)
            if !link.hidden.isEmpty { link.hidden = page.hidden(link.start..<link.end, link.hidden) }
            (link.start, link.end) = (page.textOffset(link.start), page.textOffset(link.end))
            return link
        }
        return result
    }
}

extension PaperPage {
    /// The document's own reason in place of the attribute that stands for it.
    func hidden(_ range: Range<Int>, _ reasons: [String]) -> [String] {
        hiding(in: range).map { [$0.rawValue] } ?? reasons.filter { $0 != "attribute" }
    }
}

extension InspectionResult.Paper {
    init(_ document: ExtractedDocument) {
        self.init(
            textOf: document.kind.rawValue, pageCount: document.facts.pageCount,
            isEncrypted: document.facts.isEncrypted, hasMacros: document.facts.hasMacros,
            hasScripts: document.facts.hasScripts, embeddedFileCount: document.facts.embeddedFileCount,
            passedOverCount: document.facts.passedOverCount,
            remoteReferences: document.facts.remoteReferences, faults: document.faults.map(\.rawValue))
    }
}
