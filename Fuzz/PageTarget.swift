import Markup

/// Every range of a page view lies in the source or the derived bytes, every index in its array.
func fuzzPage(_ bytes: UnsafeBufferPointer<UInt8>) {
    let view = PageView()
    view.build(html: bytes)
    check(view, bytes.count)
    let blocks = view.blocks.count
    view.build(text: bytes)
    check(view, bytes.count)
    view.build(html: bytes)
    require(view.blocks.count == blocks, "a reused view reads a page differently")
}

private func check(_ view: PageView, _ byteCount: Int) {
    func inside(_ start: UInt32, _ end: UInt32, _ count: Int, _ what: String) {
        require(start <= end && Int(end) <= count, "\(what): \(start)..<\(end) of \(count)")
    }
    for piece in view.pieces {
        inside(piece.start, piece.end, byteCount, "piece")
        if piece.kind == .derived { inside(piece.derivedStart, piece.derivedEnd, view.derived.count, "derived piece") }
        if piece.kind == .scalar { require(Unicode.Scalar(piece.scalar) != nil, "a piece holds no scalar value") }
    }
    for block in view.blocks {
        inside(block.start, block.end, byteCount, "block")
        inside(block.pieceStart, block.pieceEnd, view.pieces.count, "pieces of a block")
        inside(block.linkStart, block.linkEnd, view.links.count, "links of a block")
        inside(block.langStart, block.langEnd, byteCount, "language of a block")
    }
    for link in view.links {
        inside(link.start, link.end, byteCount, "link")
        inside(link.valueStart, link.valueEnd, byteCount, "value of a link")
        inside(link.urlStart, link.urlEnd, view.derived.count, "URL")
        inside(link.hostStart, link.hostEnd, view.derived.count, "host")
        require(link.block == .max || Int(link.block) < view.blocks.count, "a link names no block")
    }
    for redirect in view.redirects { require(Int(redirect.link) < view.links.count, "a redirect names no link") }
    let facts = view.facts
    if let charset = facts.declaredCharset { inside(charset.start, charset.end, byteCount, "charset") }
    if let base = facts.baseHref { require(Int(base) < view.links.count, "the base names no link") }
    if let title = facts.titleBlock { require(Int(title) < view.blocks.count, "the title names no block") }
    inside(facts.lang.start, facts.lang.end, byteCount, "language")
}
