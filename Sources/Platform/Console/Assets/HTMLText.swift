package import Mustache

/// Text as it stands in HTML, between tags and in attributes with quotes.
///
/// The template engine's own goes by characters as people see them: a quote with a combining mark behind it is another one to
/// it, and would end an attribute. This goes by code points, as browsers do.
package struct HTMLText: MustacheContentType {
    package init() {}

    static let name = "PAGE"
    /// A template that stands alone, such as a report's, with this escaping.
    /// - Throws: what is wrong with the template.
    package static func template(_ text: String) throws -> MustacheTemplate {
        MustacheContentTypes.register(Self(), named: name)
        return try MustacheTemplate(string: pragma + text)
    }

    /// Put before every template.
    static let pragma = "{{% CONTENT_TYPE: \(name)}}"

    package func escapeText(_ text: String) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "<"): bytes += "&lt;".utf8
            case UInt8(ascii: ">"): bytes += "&gt;".utf8
            case UInt8(ascii: "&"): bytes += "&amp;".utf8
            case UInt8(ascii: "\""): bytes += "&quot;".utf8
            case UInt8(ascii: "'"): bytes += "&#39;".utf8
            default: bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
