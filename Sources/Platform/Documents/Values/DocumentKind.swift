/// What bytes are by their content first and by their name second. Looks at the first kilobytes, whatever their length.
package enum DocumentKind: String, Sendable, CaseIterable {
    /// `package` is any zip: what is inside tells whether it is a DOCX.
    case pdf, package, mail, html, text, other

    package static func of(_ bytes: some Collection<UInt8>, name: String) -> DocumentKind {
        let head = Array(bytes.prefix(4_096))
        if head.starts(with: "%PDF-".utf8) { return .pdf }
        if head.starts(with: [0x50, 0x4B, 3, 4]) || head.starts(with: [0x50, 0x4B, 5, 6]) { return .package }
        let ending = name.split(separator: ".").last.map { $0.lowercased() } ?? ""
        if looksLikeMail(head, ending) { return .mail }
        let lower = head.prefix(1_024).map { $0 &- 0x41 < 26 ? $0 | 0x20 : $0 }
        let marks = ["<!doctype html", "<html", "<body", "<head", "<script", "<div", "<table", "<a href"]
        let isPage = marks.contains { finds($0, in: lower[...]) }
        // Readers take a PDF whose mark stands within the first kilobyte; a page may write about it.
        if !isPage, finds("%PDF-", in: head.prefix(1_024)) { return .pdf }
        let isWide = head.starts(with: [0xFF, 0xFE]) || head.starts(with: [0xFE, 0xFF])
        if head.contains(0), !isWide { return .other }
        if isPage { return .html }
        switch ending {
        case "html", "htm", "xhtml", "xml", "svg": return .html
        case "txt", "text", "csv", "md", "log", "": return head.isEmpty ? .other : .text
        default: return .other
        }
    }

    /// A name that ends in `.eml`, or two fields of a mail's head in the first lines.
    private static func looksLikeMail(_ head: [UInt8], _ ending: String) -> Bool {
        let known = [
            "from", "to", "subject", "date", "received", "return-path", "message-id", "mime-version", "content-type",
            "delivered-to", "x-mailer", "dkim-signature",
        ]
        var found: Set<String> = []
        var lines = 0
        for line in head.split(separator: 10, maxSplits: 40, omittingEmptySubsequences: false) {
            lines += 1
            guard lines <= 40, line.first != 13, !line.isEmpty else { break }
            if line.first == 0x20 || line.first == 9 { continue }
            guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { break }
            let field = String(decoding: line[..<colon], as: UTF8.self).lowercased()
            if known.contains(field) { found.insert(field) }
        }
        return ending == "eml" ? !found.isEmpty : found.count >= 3
    }

    private static func finds(_ mark: String, in bytes: ArraySlice<UInt8>) -> Bool {
        ByteSearch.first(Array(mark.utf8), in: Array(bytes), from: 0) != nil
    }
}

/// Looks for short marks in bytes.
enum ByteSearch {
    /// Where `mark` stands next; linear for marks whose first byte is rare, bounded by the product otherwise.
    static func first(_ mark: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
        guard let lead = mark.first, bytes.count >= mark.count, start >= 0 else { return nil }
        let last = bytes.count - mark.count
        return bytes.withUnsafeBufferPointer { all in
            var at = start
            while at <= last {
                if all[at] == lead {
                    var length = 1
                    while length < mark.count, all[at + length] == mark[length] { length += 1 }
                    if length == mark.count { return at }
                }
                at += 1
            }
            return nil
        }
    }
}
