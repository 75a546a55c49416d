/// Text laid out for a terminal: how wide it is, and where a line has to end.
enum TerminalText {
    /// Lines of at most `width` columns, broken at spaces, each with the indent before it; a word that is wider than a line
    /// is cut. Linear in the text.
    static func wrapped(_ text: String, indent: String, width: Int) -> String {
        let room = max(8, width - indent.count)
        var lines: [String] = []
        var line = ""
        var used = 0
        for word in text.split(separator: " ") {
            var rest = word
            if used > 0, used + 1 + columns(rest) <= room {
                line += " " + rest
                used += 1 + columns(rest)
                continue
            }
            if used > 0 { lines.append(line) }
            while columns(rest) > room {
                let piece = prefix(rest, columns: room)
                lines.append(String(piece))
                rest = rest[piece.endIndex...]
            }
            line = String(rest)
            used = columns(rest)
        }
        if used > 0 { lines.append(line) }
        return lines.map { indent + $0 + "\n" }.joined()
    }

    /// The text, or as much of it as has room before a sign that something is left out.
    static func clipped(_ text: String, columns limit: Int) -> String {
        columns(text[...]) <= limit ? text : prefix(text[...], columns: limit - 1) + "…"
    }

    /// The text with spaces after it, or before it.
    static func padded(_ text: String, _ width: Int, right: Bool = false) -> String {
        let gap = String(repeating: " ", count: max(0, width - columns(text[...])))
        return right ? gap + text : text + gap
    }

    static func columns(_ text: Substring) -> Int { text.reduce(0) { $0 + columns($1) } }

    private static func prefix(_ text: Substring, columns limit: Int) -> Substring {
        var used = 0
        var end = text.startIndex
        for index in text.indices {
            used += columns(text[index])
            if used > limit { break }
            end = text.index(after: index)
        }
        // At least one sign, or nobody gets on.
        return text[..<(end == text.startIndex ? text.index(after: end) : end)]
    }

    /// Signs of East Asian scripts take two columns.
    private static func columns(_ sign: Character) -> Int {
        guard let first = sign.unicodeScalars.first?.value, first >= 0x1100 else { return 1 }
        switch first {
        case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
            0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
            return 2
        default: return 1
        }
    }
}
