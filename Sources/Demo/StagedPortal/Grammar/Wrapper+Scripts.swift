import Foundation

/// HTML that a script is to write.
struct AdvertHTML {
    let text: String
    init(_ text: String) { self.text = text }
}

extension Wrapper {
    /// The script that writes the HTML from constant strings; nil for wrappers that are no scripts.
    func script(_ html: AdvertHTML, id: String = "b") -> String? {
        let text = html.text
        switch self {
        case .documentWrite:
            return tag("document.write('\(text.escapedForScript)');")
        case .innerHTML:
            return "<div id=\"\(id)\"></div>"
                + tag("document.getElementById('\(id)').innerHTML='\(text.escapedForScript)';")
        case .atob:
            let packed = Data(text.utf8).base64EncodedString()
            return tag("document.write(decodeURIComponent(escape(atob('\(packed)'))));")
        case .fromCharCode:
            let codes = text.utf16.map(String.init).joined(separator: ",")
            return tag("document.write(String.fromCharCode(\(codes)));")
        case .reversed:
            return tag("document.write('\(units(text.utf16.reversed()))'.split('').reverse().join(''));")
        case .unescape:
            let codes = text.utf16.map { "%u" + hex($0) }.joined()
            return tag("document.write(unescape('\(codes)'));")
        default: return nil
        }
    }

    private func tag(_ script: String) -> String { "<script>\(script)</script>" }

    private func hex(_ unit: UInt16) -> String {
        let digits = String(unit, radix: 16)
        return String(repeating: "0", count: 4 - digits.count) + digits
    }

    /// Code units between single quotes; what is no letter or digit of ASCII is escaped.
    private func units(_ units: [UInt16]) -> String {
        units.map { unit in
            let isPlain = (48...57).contains(unit) || (65...90).contains(unit) || (97...122).contains(unit)
            return isPlain ? String(UnicodeScalar(UInt8(unit))) : "\\u" + hex(unit)
        }.joined()
    }
}
