import VietText

/// Text as it is searched and sorted, the same on both back ends: columns of their own hold what these give.
package enum SearchText {
    /// Longest text that is folded, in bytes; the rest is not searched.
    private static let maxBytes = 16 << 10

    /// Lower case, without tones and marks, đ as d: what a search box is compared with.
    package static func folded(_ text: String) -> String {
        let buffer = FoldBuffer()
        let bytes = Array(text.utf8.prefix(maxBytes))
        bytes.withUnsafeBufferPointer { buffer.append($0, sourceOffset: 0) }
        return String(decoding: buffer.bytes, as: UTF8.self)
    }

    /// Rows whose folded column holds every word of what was typed, in any order.
    ///
    ///     SearchText.condition("folded", typed)
    package static func condition(_ column: StaticString, _ typed: String) -> SQL {
        let words = folded(typed).split(separator: " ").prefix(8)
        return SQL.all(words.map { SQL("strpos(") + SQL(unchecked: "\(column), ?) > 0", [.text(String($0))]) })
    }
}
