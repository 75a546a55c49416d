/// What an answer is, by its header and, where that is missing or plainly false, by its first bytes.
struct MediaType {
    /// Lower case, without parameters; empty when nothing was said.
    private(set) var name: String
    private(set) var charset: String?
    private let looksLikeMarkup: Bool
    private let looksBinary: Bool
    private let front: ArraySlice<UInt8>

    init(_ header: [UInt8], body: [UInt8]) {
        let parts = String(decoding: header.prefix(256), as: UTF8.self).lowercased().split(separator: ";")
        name = parts.first.map { Self.trimmed($0) } ?? ""
        charset = parts.dropFirst().lazy.map { Self.trimmed($0) }.first { $0.hasPrefix("charset=") }
            .map { $0.dropFirst("charset=".count).filter { $0 != "\"" && $0 != "'" } }
        front = body.prefix(512)
        looksLikeMarkup = front.drop { $0 <= 0x20 || $0 >= 0x80 }.first == UInt8(ascii: "<")
        looksBinary =
            front.starts(with: "%PDF".utf8) || front.starts(with: [0x50, 0x4B, 3, 4])
            || front.contains(0)
                && !front.starts(with: [0xFF, 0xFE]) && !front.starts(with: [0xFE, 0xFF])
    }

    /// Headlines or addresses for programs: RSS, Atom, a map of the site. One that brings a style sheet, or elements of XHTML,
    /// may write like a page.
    private var isFeed: Bool {
        switch name {
        case "application/rss+xml", "application/atom+xml", "application/rdf+xml": return true
        case "text/html", "application/xhtml+xml": return false
        default:
            let caseless = CaselessFront(Array(front))
            func holds(_ part: String) -> Bool { caseless.holds(Array(part.utf8)) }
            return holds("<?xml") && ["<rss", "<feed", "<rdf:rdf", "<urlset", "<sitemapindex"].contains(where: holds)
                && !holds("<?xml-stylesheet") && !holds("/xhtml")
        }
    }

    private static func trimmed(_ text: some StringProtocol) -> String {
        let bytes = text.utf8.drop { $0 == 0x20 }
        return String(decoding: bytes.reversed().drop { $0 == 0x20 }.reversed(), as: UTF8.self)
    }

    var isHTML: Bool {
        switch name {
        case "text/html", "application/xhtml+xml", "application/xml", "text/xml": true
        default: looksLikeMarkup
        }
    }

    /// A browser lays it out as a page. A feed it shows as its source, in an encoding that it guesses.
    var isLaidOut: Bool { isHTML && !isFeed }

    /// Papers and archives that a portal hands out; not read here.
    var isDocument: Bool {
        name == "application/pdf" || name.hasPrefix("application/msword") || name.hasPrefix("application/vnd.")
            || name == "application/zip" || name == "application/rtf" || name == "application/octet-stream"
            || name.hasPrefix("application/x-")
    }

    /// Text of some kind, whatever the server calls it.
    var isReadable: Bool {
        if name.hasPrefix("image/") || name.hasPrefix("video/") || name.hasPrefix("audio/") || name.hasPrefix("font/") {
            return looksLikeMarkup && name != "image/svg+xml"
        }
        if looksLikeMarkup, !looksBinary { return true }
        if looksBinary || isDocument { return false }
        switch name {
        case "text/css", "text/javascript", "application/javascript", "application/json": return false
        default: return true
        }
    }
}
