/// A mail or one of its parts: fields and body.
struct MailEntity {
    let fields: MailFields
    let body: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) { (fields, body) = MailFields.read(bytes) }

    var contentType: MailFields.Value { fields.value("content-type") }
    var disposition: MailFields.Value { fields.value("content-disposition") }

    /// The name that the sender gave; nil for what is part of the message.
    var attachmentName: String? {
        let name = disposition.parameters["filename"] ?? contentType.parameters["name"]
        return name.map { EncodedWords.decoded($0) }.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The parts between the lines of a boundary (RFC 2046 5.1.1). A boundary that never ends gives what is there.
    static func parts(of body: ArraySlice<UInt8>, boundary: [UInt8], maxCount: Int) -> [ArraySlice<UInt8>] {
        let mark = [UInt8(ascii: "-"), UInt8(ascii: "-")] + boundary
        var parts: [ArraySlice<UInt8>] = []
        var start: Int?
        var line = body.startIndex
        while line < body.endIndex {
            let end = body[line...].firstIndex(of: 10) ?? body.endIndex
            if body[line..<end].starts(with: mark) {
                let rest = body[(line + mark.count)..<end]
                let isLast = rest.starts(with: "--".utf8)
                guard isLast || rest.allSatisfy({ $0 <= 0x20 }) else {
                    line = min(end + 1, body.endIndex)
                    continue
                }
                if let start { parts.append(body[start..<max(start, lineEnd(before: line, body))]) }
                start = min(end + 1, body.endIndex)
                if isLast || parts.count >= maxCount { return parts }
            }
            line = end < body.endIndex ? end + 1 : body.endIndex
        }
        if let start, start < body.endIndex { parts.append(body[start...]) }
        return parts
    }

    /// The line's end before a boundary belongs to the boundary.
    private static func lineEnd(before line: Int, _ body: ArraySlice<UInt8>) -> Int {
        var end = line
        if end > body.startIndex, body[end - 1] == 10 { end -= 1 }
        if end > body.startIndex, body[end - 1] == 13 { end -= 1 }
        return end
    }
}

/// The head of a mail or part.
struct MailFields {
    /// A value with parameters: `multipart/mixed; boundary=x`.
    struct Value {
        /// Lower case.
        var value = ""
        /// By lower-case name.
        var parameters: [String: String] = [:]
    }

    private static let maxHeadBytes = 256 << 10
    private static let maxFields = 1_000

    private var lines: [(name: String, value: [UInt8])] = []
    /// The head was longer than heads are read.
    private(set) var isCut = false

    var isEmpty: Bool { lines.isEmpty }

    /// The fields and what stands behind the first empty line. A head that is too long, or a line that is no field, ends it.
    static func read(_ bytes: ArraySlice<UInt8>) -> (MailFields, ArraySlice<UInt8>) {
        var fields = MailFields()
        var at = bytes.startIndex
        let limit = min(bytes.endIndex, bytes.startIndex + maxHeadBytes)
        while at < limit {
            let end = bytes[at...].firstIndex(of: 10) ?? bytes.endIndex
            let next = min(end + 1, bytes.endIndex)
            var line = bytes[at..<end]
            if line.last == 13 { line = line.dropLast() }
            if line.isEmpty { return (fields, bytes[next...]) }
            if line.first == 0x20 || line.first == 9 {
                // Folded: it goes on with the field above.
                if let last = fields.lines.indices.last { fields.lines[last].value += line }
            } else if let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > line.startIndex {
                let name = String(decoding: line[..<colon].prefix(100), as: UTF8.self).lowercased()
                guard fields.lines.count < maxFields else {
                    fields.isCut = true
                    return (fields, bytes[at...])
                }
                fields.lines.append((name.filter { !$0.isWhitespace }, Array(line[(colon + 1)...])))
            } else if !(fields.lines.isEmpty && line.starts(with: "From ".utf8)) {
                return (fields, bytes[at...])
            }
            at = next
        }
        fields.isCut = bytes.count > maxHeadBytes
        return (fields, bytes[at...])
    }

    private func raw(_ name: String) -> [UInt8]? { lines.first { $0.name == name }?.value }

    /// Trimmed and lower case.
    func plain(_ name: String) -> String? {
        raw(name).map { String(decoding: $0, as: UTF8.self).lowercased().filter { !$0.isWhitespace } }
    }

    /// With encoded words decoded.
    func decoded(_ name: String) -> String? {
        raw(name).map { EncodedWords.decoded(String(decoding: MailReader.utf8($0, charset: nil), as: UTF8.self)) }
    }

    func value(_ name: String) -> Value {
        guard let raw = raw(name) else { return Value() }
        return MailParameters.read(String(decoding: raw.prefix(16 << 10), as: UTF8.self))
    }
}

/// `value; name=token; name="quoted; text"; name*=utf-8''percent; name*0=…` (RFC 2045, 2231).
enum MailParameters {
    static func read(_ text: String) -> MailFields.Value {
        var pieces: [String] = [""]
        var isQuoted = false
        var isEscaped = false
        for character in text {
            if isEscaped {
                pieces[pieces.count - 1].append(character)
                isEscaped = false
            } else if isQuoted, character == "\\" {
                isEscaped = true
            } else if character == "\"" {
                isQuoted.toggle()
            } else if character == ";", !isQuoted {
                guard pieces.count < 100 else { break }
                pieces.append("")
            } else {
                pieces[pieces.count - 1].append(character)
            }
        }
        var value = MailFields.Value()
        value.value = pieces[0].lowercased().filter { !$0.isWhitespace }
        var continued: [String: [(order: Int, text: String)]] = [:]
        for piece in pieces.dropFirst() {
            guard let equals = piece.firstIndex(of: "=") else { continue }
            var name = piece[..<equals].lowercased().filter { !$0.isWhitespace }
            var text = String(piece[piece.index(after: equals)...]).trimmingSpaces
            if name.hasSuffix("*") {
                name.removeLast()
                text = extended(text)
            }
            if let star = name.lastIndex(of: "*"), let order = Int(name[name.index(after: star)...]) {
                continued[String(name[..<star]), default: []].append((order, text))
            } else {
                value.parameters[name] = text
            }
        }
        for (name, parts) in continued where value.parameters[name] == nil {
            value.parameters[name] = parts.sorted { $0.order < $1.order }.map(\.text).joined()
        }
        return value
    }

    /// `utf-8'vi'B%C3%A1o` → `Báo`.
    private static func extended(_ text: String) -> String {
        let parts = text.split(separator: "'", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3 else { return text.percentUndone(charset: nil) }
        return String(parts[2]).percentUndone(charset: String(parts[0]))
    }
}

extension String {
    var trimmingSpaces: String {
        let front = drop { $0.isWhitespace }
        return String(front.reversed().drop { $0.isWhitespace }.reversed())
    }

    fileprivate func percentUndone(charset: String?) -> String {
        var out: [UInt8] = []
        let bytes = Array(utf8)
        var at = 0
        while at < bytes.count {
            if bytes[at] == UInt8(ascii: "%"), at + 2 < bytes.count, let high = Hex.value(bytes[at + 1]),
                let low = Hex.value(bytes[at + 2])
            {
                out.append(high << 4 | low)
                at += 3
            } else {
                out.append(bytes[at])
                at += 1
            }
        }
        return String(decoding: MailReader.utf8(out, charset: charset), as: UTF8.self)
    }
}
