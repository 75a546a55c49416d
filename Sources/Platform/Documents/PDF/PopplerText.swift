import Glibc

/// The lines of text that `pdftohtml -xml` writes, with place, colour and link.
///
/// It is no XML that a strict reader takes (tags overlap, control characters come through), so lines are read by their own
/// few shapes. Hostile input; linear.
struct PopplerText {
    struct Page {
        var number = 0
        var width = 0
        var height = 0
        var lines: [Line] = []
    }

    struct Line {
        var top = 0
        var left = 0
        var width = 0
        var height = 0
        var font = Font()
        /// Text with the address it leads to.
        var pieces: [(text: String, url: String?)] = []
        var text: String { pieces.map(\.text).joined() }
        /// What tells it apart on its page.
        var key: String { "\(top) \(left) \(text)" }
    }

    struct Font {
        var size = 12
        var colour: (red: Int, green: Int, blue: Int) = (0, 0, 0)
        /// 0 to 1.
        var opacity = 1.0
    }

    private(set) var pages: [Page] = []
    private var fonts: [Int: Font] = [:]

    init(_ output: [UInt8]) {
        for line in output.split(separator: 10) {
            let trimmed = line.drop { $0 == 9 || $0 == 0x20 }
            if trimmed.starts(with: "<text ".utf8) {
                readText(trimmed)
            } else if trimmed.starts(with: "<fontspec ".utf8) {
                readFont(trimmed)
            } else if trimmed.starts(with: "<page ".utf8) {
                readPage(trimmed)
            } else if !trimmed.starts(with: "<".utf8), let last = pages.indices.last, !pages[last].lines.isEmpty {
                // A line of text that itself holds a line's end goes on here.
                let index = pages[last].lines.count - 1
                pages[last].lines[index].pieces += Self.pieces(of: trimmed).map { (" " + $0.text, $0.url) }
            }
        }
    }

    private mutating func readPage(_ tag: ArraySlice<UInt8>) {
        var page = Page()
        page.number = Self.number("number", tag) ?? pages.count + 1
        page.width = Self.number("width", tag) ?? 0
        page.height = Self.number("height", tag) ?? 0
        pages.append(page)
    }

    private mutating func readFont(_ tag: ArraySlice<UInt8>) {
        guard let id = Self.number("id", tag) else { return }
        var font = Font()
        font.size = Self.number("size", tag) ?? 12
        if let colour = Self.attribute("color", tag), colour.count == 7, let value = Int(colour.dropFirst(), radix: 16)
        {
            font.colour = (value >> 16 & 255, value >> 8 & 255, value & 255)
        }
        font.opacity = Self.attribute("opacity", tag).flatMap(Double.init) ?? 1
        fonts[id] = font
    }

    private mutating func readText(_ element: ArraySlice<UInt8>) {
        guard !pages.isEmpty, let end = element.firstIndex(of: UInt8(ascii: ">")) else { return }
        let tag = element[...end]
        var line = Line()
        line.top = Self.number("top", tag) ?? 0
        line.left = Self.number("left", tag) ?? 0
        line.width = Self.number("width", tag) ?? 0
        line.height = Self.number("height", tag) ?? 0
        line.font = Self.number("font", tag).flatMap { fonts[$0] } ?? Font()
        line.pieces = Self.pieces(of: element[(end + 1)...])
        guard !line.pieces.isEmpty else { return }
        pages[pages.count - 1].lines.append(line)
    }

    // MARK: shapes

    private static func pieces(of content: ArraySlice<UInt8>) -> [(text: String, url: String?)] {
        var pieces: [(text: String, url: String?)] = []
        var text: [UInt8] = []
        var url: String?
        func flush() {
            if !text.isEmpty { pieces.append((unescaped(text[...]), url)) }
            text = []
        }
        var at = content.startIndex
        while at < content.endIndex {
            guard content[at] == UInt8(ascii: "<") else {
                text.append(content[at])
                at += 1
                continue
            }
            let end = content[at...].firstIndex(of: UInt8(ascii: ">")) ?? content.endIndex - 1
            let tag = content[at...end]
            if tag.starts(with: "<a ".utf8) {
                flush()
                url = attribute("href", tag)
                // A link over no letters is one all the same.
                if content[(end + 1)...].starts(with: "</a>".utf8), let url { pieces.append(("", url)) }
            } else if tag.starts(with: "</a>".utf8) {
                flush()
                url = nil
            }
            at = end + 1
        }
        flush()
        return pieces
    }

    private static func number(_ name: String, _ tag: ArraySlice<UInt8>) -> Int? {
        guard let value = attribute(name, tag), let number = Double(value), abs(number) < 1e9 else { return nil }
        return Int(number.rounded())
    }

    private static func attribute(_ name: String, _ tag: ArraySlice<UInt8>) -> String? {
        let bytes = Array(tag)
        guard let found = ByteSearch.first(Array(" \(name)=\"".utf8), in: bytes, from: 0) else { return nil }
        let start = found + name.utf8.count + 3
        guard let end = bytes[start...].firstIndex(of: UInt8(ascii: "\"")) else { return nil }
        return unescaped(bytes[start..<end])
    }

    /// The five references and numbers; others stand as they are.
    static func unescaped(_ bytes: ArraySlice<UInt8>) -> String {
        guard bytes.contains(UInt8(ascii: "&")) else { return String(decoding: bytes, as: UTF8.self) }
        var out: [UInt8] = []
        var at = bytes.startIndex
        while at < bytes.endIndex {
            if bytes[at] == UInt8(ascii: "&"), let end = bytes[at...].prefix(12).firstIndex(of: UInt8(ascii: ";")),
                let scalar = reference(bytes[(at + 1)..<end])
            {
                out += Array(String(scalar).utf8)
                at = end + 1
            } else {
                out.append(bytes[at])
                at += 1
            }
        }
        return String(decoding: out, as: UTF8.self)
    }

    private static func reference(_ name: ArraySlice<UInt8>) -> Unicode.Scalar? {
        switch String(decoding: name, as: UTF8.self) {
        case "amp": return "&"
        case "lt": return "<"
        case "gt": return ">"
        case "quot": return "\""
        case "apos": return "'"
        case let other where other.hasPrefix("#x"):
            return UInt32(other.dropFirst(2), radix: 16).flatMap(Unicode.Scalar.init)
        case let other where other.hasPrefix("#"): return UInt32(other.dropFirst()).flatMap(Unicode.Scalar.init)
        default: return nil
        }
    }
}
