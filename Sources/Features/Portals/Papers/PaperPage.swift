import Documents

/// A document's text as a page of our own making, so that papers are judged by the one engine that judges pages.
///
/// Each block is a paragraph; what nobody sees stands in elements with the attribute `hidden`; links are anchors, bare addresses
/// in the text too. `text` is the document's text alone, in UTF-8, and every place of the page leads back into it.
struct PaperPage {
    private(set) var html: [UInt8] = Array("<!DOCTYPE html><meta charset=\"utf-8\"><body>\n".utf8)
    private(set) var text: [UInt8] = []

    /// From here on a byte of the page is a byte of the text, until the next checkpoint.
    private var checkpoints: [(html: Int, text: Int)] = [(0, 0)]
    private var places: [(html: Int, name: String)] = []
    private var hidings: [(html: Range<Int>, hiding: ExtractedDocument.Hiding)] = []

    init(_ document: ExtractedDocument) {
        for part in document.parts {
            places.append((html.count, part.place))
            for block in part.blocks {
                markup("<p>")
                for run in block.runs { add(run) }
                newline()
                markup("</p>\n")
            }
        }
    }

    // MARK: the way back

    func textOffset(_ offset: Int) -> Int {
        let index = Self.last(checkpoints.count) { checkpoints[$0].html <= offset }
        let from = checkpoints[index]
        let limit = index + 1 < checkpoints.count ? checkpoints[index + 1].text : text.count
        return min(from.text + max(0, offset - from.html), limit)
    }

    func place(at offset: Int) -> String {
        guard !places.isEmpty else { return "" }
        return places[Self.last(places.count) { places[$0].html <= offset }].name
    }

    /// Why the text there is not seen, if it is not.
    func hiding(in range: Range<Int>) -> ExtractedDocument.Hiding? {
        hidings.first { $0.html.lowerBound <= range.upperBound && range.lowerBound < $0.html.upperBound }?.hiding
    }

    /// The last index for which the claim holds, 0 when there is none; it holds for a front part.
    private static func last(_ count: Int, _ holds: (Int) -> Bool) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if holds(middle) { low = middle + 1 } else { high = middle }
        }
        return max(0, low - 1)
    }

    // MARK: writing

    private mutating func add(_ run: ExtractedDocument.Run) {
        let start = html.count
        let hidden = run.hiding == nil ? "" : " hidden"
        if let url = run.url {
            markup("<a\(hidden) href=\"\(Self.attribute(url))\">")
            letters(Array(run.text.utf8))
            markup("</a>")
        } else {
            if run.hiding != nil { markup("<span hidden>") }
            linked(Array(run.text.utf8))
            if run.hiding != nil { markup("</span>") }
        }
        if let hiding = run.hiding { hidings.append((start..<html.count, hiding)) }
    }

    /// Text whose addresses become links.
    private mutating func linked(_ bytes: [UInt8]) {
        var start = 0
        var at = 0
        while at < bytes.count {
            guard bytes[at] | 0x20 == UInt8(ascii: "h"), let end = BareAddress.end(in: bytes, from: at) else {
                at += 1
                continue
            }
            letters(bytes[start..<at])
            markup("<a href=\"\(Self.attribute(String(decoding: bytes[at..<end], as: UTF8.self)))\">")
            letters(bytes[at..<end])
            markup("</a>")
            start = end
            at = end
        }
        letters(bytes[start...])
    }

    private mutating func letters(_ bytes: some Sequence<UInt8>) {
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "<"): escape(byte, "&lt;")
            case UInt8(ascii: ">"): escape(byte, "&gt;")
            case UInt8(ascii: "&"): escape(byte, "&amp;")
            default:
                let shown = byte < 0x20 && byte != 10 ? 0x20 : byte
                html.append(shown)
                text.append(shown)
            }
        }
    }

    private mutating func escape(_ byte: UInt8, _ reference: String) {
        html += reference.utf8
        text.append(byte)
        mark()
    }

    private mutating func newline() {
        html.append(10)
        text.append(10)
    }

    /// Bytes of the page that are none of the text.
    private mutating func markup(_ words: String) {
        mark()
        html += words.utf8
        mark()
    }

    private mutating func mark() {
        if checkpoints.last.map({ $0 == (html.count, text.count) }) != true {
            checkpoints.append((html.count, text.count))
        }
    }

    /// An address as it stands in the page, as the document has it.
    static func unescaped(_ address: String) -> String {
        address.replacing("&quot;", with: "\"").replacing("&lt;", with: "<").replacing("&amp;", with: "&")
    }

    private static func attribute(_ value: String) -> String {
        String(
            decoding: value.utf8.flatMap { byte -> [UInt8] in
                switch byte {
                case UInt8(ascii: "&"): Array("&amp;".utf8)
                case UInt8(ascii: "\""): Array("&quot;".utf8)
                case UInt8(ascii: "<"): Array("&lt;".utf8)
                case ..<0x20: [0x20]
                default: [byte]
                }
            }, as: UTF8.self)
    }
}

/// `http://…` and `https://…` in running text.
enum BareAddress {
    private static let maxBytes = 2_000

    /// Behind the address that begins at `start`; nil when none does.
    static func end(in bytes: [UInt8], from start: Int) -> Int? {
        let lower = bytes[start...].prefix(8).map { $0 | 0x20 }
        let isSecure = lower.starts(with: "https".utf8)
        var at = start + (isSecure ? 5 : 4)
        guard lower.starts(with: "http".utf8), bytes[at...].starts(with: "://".utf8) else { return nil }
        at += 3
        let first = at
        while at < bytes.count, at - start < maxBytes, bytes[at] > 0x20, bytes[at] != 0x7F, !isBorder(bytes[at]) {
            at += 1
        }
        // What ends a sentence is none of it.
        while at > first, ".,;:)]}!?'".utf8.contains(bytes[at - 1]) { at -= 1 }
        return at > first ? at : nil
    }

    private static func isBorder(_ byte: UInt8) -> Bool { "<>\"`|\\^".utf8.contains(byte) }
}
