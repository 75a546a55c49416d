import Markup

/// Collects the text of a shared or inline string (`CT_Rst`): one text or runs of it, without the phonetic hints.
struct RichText {
    private(set) var text = ""
    private(set) var byteCount = 0
    private var isText = false
    private var hintDepth = 0

    mutating func begin() { self = RichText() }

    mutating func start(_ name: Substring) {
        if hintDepth > 0 || name == "rPh" {
            hintDepth += 1
        } else if name == "t" {
            isText = true
        }
    }

    mutating func end(_ name: Substring) {
        if hintDepth > 0 {
            hintDepth -= 1
        } else if name == "t" {
            isText = false
        }
    }

    /// - Returns: false when it is longer than `maxBytes`.
    mutating func add(_ piece: String, maxBytes: Int) -> Bool {
        guard isText else { return true }
        byteCount += piece.utf8.count
        guard byteCount <= maxBytes else { return false }
        text += piece
        return true
    }
}

/// Characters that XML cannot hold, as OOXML writes them: `_x000D_`, and `_x005F_` for an underscore before what would look
/// like one (ECMA-376 part 1, 22.9.2.19).
enum EscapedText {
    static func resolved(_ text: String) -> String {
        guard text.utf8.contains(0x5F), text.contains("_x") else { return text }
        let bytes = Array(text.utf8)
        var units: [UInt16] = []
        var result = ""
        var start = 0
        var at = 0
        func flush(to end: Int) {
            // Beyond the first plane characters are written as two units.
            result += String(decoding: units, as: UTF16.self)
            units = []
            result += String(decoding: bytes[start..<end], as: UTF8.self)
        }
        while at < bytes.count {
            guard let unit = unit(bytes, at) else {
                at += 1
                continue
            }
            if at > start { flush(to: at) }
            units.append(unit)
            at += 7
            start = at
        }
        flush(to: bytes.count)
        return result
    }

    /// The unit of `_xHHHH_` that begins at `at`.
    static func unit(_ bytes: [UInt8], _ at: Int) -> UInt16? {
        guard at + 7 <= bytes.count, bytes[at] == 0x5F, bytes[at + 1] == 0x78, bytes[at + 6] == 0x5F else { return nil }
        var value: UInt16 = 0
        for byte in bytes[at + 2..<at + 6] {
            switch byte {
            case 0x30...0x39: value = value << 4 | UInt16(byte - 0x30)
            case 0x41...0x46, 0x61...0x66: value = value << 4 | UInt16(byte & 0x0F + 9)
            default: return nil
            }
        }
        return value
    }
}

/// The texts that cells name by number.
enum SharedStrings {
    /// - Throws: `brokenFile`, `tooManyCells`, `cellTooLong`.
    static func read(_ bytes: [UInt8], limits: TableLimits) throws(TableError) -> [String] {
        var strings: [String] = []
        var rich = RichText()
        try PartArchive.walk(bytes, as: "shared strings") { event, depth throws(TableError) in
            switch event {
            case .start(let name, _):
                if depth == 2 { rich.begin() } else { rich.start(XMLName.local(name)) }
            case .text(let text):
                guard rich.add(text, maxBytes: limits.maxCellBytes) else {
                    throw TableError(.cellTooLong, limit: limits.maxCellBytes, detail: "shared string \(strings.count)")
                }
            case .end(let name):
                // The element that ended is no longer among the open ones.
                guard depth == 1, XMLName.local(name) == "si" else {
                    rich.end(XMLName.local(name))
                    break
                }
                guard strings.count < limits.maxCells else {
                    throw TableError(.tooManyCells, limit: limits.maxCells, detail: "shared strings")
                }
                strings.append(EscapedText.resolved(rich.text))
            }
            return true
        }
        return strings
    }
}
