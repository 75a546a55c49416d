import Markup

/// A page read from a string, with its blocks as text: what the tests compare.
struct Reading {
    let view = PageView()
    let bytes: [UInt8]

    init(_ html: String) { self.init(bytes: Array(html.utf8)) }

    init(bytes: [UInt8]) {
        self.bytes = bytes
        bytes.withUnsafeBufferPointer { view.build(html: $0) }
    }

    init(text: String) {
        bytes = Array(text.utf8)
        bytes.withUnsafeBufferPointer { view.build(text: $0) }
    }

    func text(_ block: PageView.Block) -> String {
        var out: [UInt8] = []
        for piece in view.pieces[Int(block.pieceStart)..<Int(block.pieceEnd)] {
            switch piece.kind {
            case .raw: out += bytes[Int(piece.start)..<Int(piece.end)]
            case .derived: out += view.derived[Int(piece.derivedStart)..<Int(piece.derivedEnd)]
            case .scalar: if let scalar = Unicode.Scalar(piece.scalar) { out += UTF8.encode(scalar)! }
            }
        }
        return String(decoding: out, as: UTF8.self)
    }

    /// `place:text` of every block, with `!reasons` behind the place of hidden ones.
    var blocks: [String] {
        view.blocks.map { block in
            let hidden = block.hidden.isEmpty ? "" : "!" + block.hidden.names.joined(separator: "+")
            return "\(block.place)\(hidden):\(text(block))"
        }
    }

    func url(_ link: PageView.Link) -> String {
        String(decoding: view.derived[Int(link.urlStart)..<Int(link.urlEnd)], as: UTF8.self)
    }

    func host(_ link: PageView.Link) -> String {
        String(decoding: view.derived[Int(link.hostStart)..<Int(link.hostEnd)], as: UTF8.self)
    }

    /// `kind url [host]` of every link.
    var links: [String] { view.links.map { "\($0.kind) \(url($0)) [\(host($0))]" } }

    /// The block whose text holds `word`.
    func block(with word: String) -> PageView.Block? { view.blocks.first { text($0).contains(word) } }

    func hidden(_ word: String) -> PageView.Hidden? { block(with: word)?.hidden }
}

extension PageView.Hidden {
    var names: [String] {
        let all: [(PageView.Hidden, String)] = [
            (.displayNone, "display"), (.visibility, "visibility"), (.opacity, "opacity"), (.fontSize, "font"),
            (.offScreen, "off"), (.textIndent, "indent"), (.zeroSize, "zero"), (.clipped, "clip"),
            (.sameColour, "colour"), (.attribute, "attribute"), (.noscript, "noscript"), (.template, "template"),
            (.markupComment, "comment"), (.marquee, "marquee"), (.script, "script"), (.metadata, "metadata"),
            (.customary, "customary"),
        ]
        return all.filter { contains($0.0) }.map { $0.1 }
    }
}
