/// What kind of file an input is, by its name and by its first bytes.
package enum InputType: Equatable, Sendable {
    case html, text, jsonLines, warc
    /// PDF, DOCX, e-mail or zip: read in a box.
    case document
    /// A format that later versions will read, named for the message.
    case refused(String)
    /// The name says nothing: the first bytes decide.
    case unknown

    /// By the last extension of a file name, `.gz` taken off before.
    package static func named(_ name: String) -> (type: InputType, isCompressed: Bool) {
        var stem = Substring(name.lowercased())
        let isCompressed = stem.hasSuffix(".gz")
        if isCompressed { stem = stem.dropLast(3) }
        guard let dot = stem.lastIndex(of: "."), dot != stem.startIndex else { return (.unknown, isCompressed) }
        let type: InputType
        switch stem[stem.index(after: dot)...] {
        case "html", "htm", "xhtml", "xml": type = .html
        case "txt": type = .text
        case "jsonl", "ndjson", "json": type = .jsonLines
        case "warc": type = .warc
        case "pdf", "docx", "docm", "dotx", "dotm", "eml", "zip": type = .document
        case "doc", "odt", "rtf": type = .refused("DOC, ODT or RTF")
        case "xls", "xlsx", "ods", "ppt", "pptx": type = .refused("office document")
        case "msg", "mbox": type = .refused("this form of e-mail")
        case "rar", "7z", "tar", "tgz", "bz2", "xz", "zst": type = .refused("archive")
        default: type = .unknown
        }
        return (type, isCompressed)
    }

    /// By the first bytes (about a kilobyte). `unknown`: nothing that this program reads.
    package static func sniffed(_ bytes: UnsafeBufferPointer<UInt8>) -> InputType {
        let magic = Array(bytes.prefix(8))
        if magic.starts(with: Array("%PDF-".utf8)) || magic.starts(with: Array("PK\u{3}\u{4}".utf8)) {
            return .document
        }
        if magic.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) { return .refused("office document") }
        if magic.starts(with: Array("Rar!".utf8)) || magic.starts(with: [0x37, 0x7A, 0xBC, 0xAF]) {
            return .refused("archive")
        }
        if magic.starts(with: Array("WARC/".utf8)) { return .warc }
        // UTF-16 text holds NULs; anything else that does is no text.
        if magic.starts(with: [0xFF, 0xFE]) || magic.starts(with: [0xFE, 0xFF]) { return .html }
        if bytes.contains(0) { return .unknown }
        let start = bytes.drop { $0 <= 0x20 || $0 == 0xEF || $0 == 0xBB || $0 == 0xBF }
        if start.first == UInt8(ascii: "{") { return .jsonLines }
        if holdsTag(start) { return .html }
        return .text
    }

    /// gzip's magic.
    package static func isCompressed(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        bytes.count > 2 && bytes[0] == 0x1F && bytes[1] == 0x8B && bytes[2] == 8
    }

    /// True when the beginning of a file says that it is a page.
    package static func looksLikePage(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard !bytes.contains(0) else { return false }
        let start = bytes.drop { $0 <= 0x20 || $0 == 0xEF || $0 == 0xBB || $0 == 0xBF }
        let lower = start.prefix(16).map { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 }
        return pageStarts.contains { lower.starts(with: $0) }
    }

    private static let pageStarts = ["<!doctype html", "<html", "<head", "<body"].map { Array($0.utf8) }

    /// A `<` followed by a letter, `!` or `/`.
    private static func holdsTag(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        var previous: UInt8 = 0
        for byte in bytes {
            if previous == UInt8(ascii: "<"), opensTag(byte) { return true }
            previous = byte
        }
        return false
    }

    private static func opensTag(_ byte: UInt8) -> Bool {
        if byte == UInt8(ascii: "!") || byte == UInt8(ascii: "/") { return true }
        return byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A
    }
}
