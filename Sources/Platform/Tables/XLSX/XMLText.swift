/// Text as it stands in an XML part.
enum XMLText {
    /// Escaped; characters that XML 1.0 forbids are left out, and line ends are LF, as cells have them.
    ///
    /// - Parameter escapesUnits: writes `_x000D_` as `_x005F_x000D_`, so that OOXML readers do not take it for a character.
    static func append(_ text: String, escapesUnits: Bool = true, to xml: inout [UInt8]) {
        let bytes = Array(text.utf8)
        var at = 0
        while at < bytes.count {
            let byte = bytes[at]
            switch byte {
            case 0x26: xml += "&amp;".utf8
            case 0x3C: xml += "&lt;".utf8
            case 0x3E: xml += "&gt;".utf8
            case 0x22: xml += "&quot;".utf8
            case 0x0D:
                xml.append(0x0A)
                if at + 1 < bytes.count, bytes[at + 1] == 0x0A { at += 1 }
            case 0x09, 0x0A: xml.append(byte)
            case 0..<0x20: break
            case 0x5F where escapesUnits && EscapedText.unit(bytes, at) != nil: xml += "_x005F_".utf8
            // U+FFFE and U+FFFF
            case 0xEF where at + 2 < bytes.count && bytes[at + 1] == 0xBF && bytes[at + 2] >= 0xBE: at += 2
            default: xml.append(byte)
            }
            at += 1
        }
    }

    static func escaped(_ text: String) -> String {
        var xml: [UInt8] = []
        append(text, escapesUnits: false, to: &xml)
        return String(decoding: xml, as: UTF8.self)
    }
}
