internal import Markup

/// The shape that pages of one kind share: `tinh.gov.vn/tin-tuc/*.html`, `tinh.gov.vn/?cat&id`.
///
/// Segments with digits, escapes, two hyphens or many letters are `*`; so is the name of a file with an extension. Of a query
/// the names of its parameters stay, in their order.
struct PathTemplate: Sendable, Equatable {
    let text: String
    /// Host and first segment: what takes turns with what, so that a trap of a thousand templates starves nothing beside it.
    let group: String
    let parameterCount: Int

    private static let longestWord = 24
    private static let longestText = 300

    init(_ url: WebURL) {
        var shape = url.authority
        let segments = url.path.split(separator: "/", omittingEmptySubsequences: true)
        for (at, segment) in segments.enumerated() {
            shape += "/"
            shape += Self.shape(segment, isLast: at == segments.count - 1)
        }
        if url.path.utf8.last == 0x2F { shape += "/" }
        let names = (url.query ?? "").split(separator: "&").map { $0.prefix { $0 != "=" } }
        if !names.isEmpty { shape += "?" + names.joined(separator: "&") }
        text = String(shape.prefix(Self.longestText))
        parameterCount = names.count
        group = url.authority + "/" + (segments.count > 1 ? String(segments[0].prefix(Self.longestWord)) : "")
    }

    private static func shape(_ segment: Substring, isLast: Bool) -> String {
        if isLast, let dot = segment.lastIndex(of: "."), dot != segment.startIndex {
            let ending = segment[dot...]
            // A script with parameters is what it is; a page with a long name is one of many.
            let stem = segment[..<dot]
            return (isVariable(stem) ? "*" : String(stem)) + (ending.utf8.count <= 6 ? String(ending) : "*")
        }
        return isVariable(segment) ? "*" : String(segment)
    }

    private static func isVariable(_ word: Substring) -> Bool {
        var hyphens = 0
        for byte in word.utf8 {
            if byte &- 0x30 < 10 || byte == 0x25 { return true }
            if byte == 0x2D || byte == 0x5F || byte == 0x2B { hyphens += 1 }
        }
        return hyphens >= 2 || word.utf8.count > longestWord
    }
}
