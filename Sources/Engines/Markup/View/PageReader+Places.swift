// Where in the page the content of an element stands.
extension PageReader {
    @inline(__always)
    static func place(of tag: Tag, inside outer: Place) -> Place {
        switch tag {
        case .main: .main
        case .article: .article
        case .nav, .menu: .nav
        case .header: outer == .article ? .article : .header
        case .footer: outer == .userContent ? outer : .footer
        case .aside: .aside
        case .title: outer == .body ? .title : outer
        case .h1, .h2, .h3, .h4, .h5, .h6:
            outer == .body || outer == .main || outer == .article ? .heading : outer
        case .td, .th:
            outer == .body || outer == .main || outer == .article ? .table : outer
        case .form, .textarea, .select:
            outer == .body || outer == .main ? .form : outer
        default: outer
        }
    }

    mutating func place(ofRole attribute: Attribute) -> Place? {
        let value = UnsafeBufferPointer(
            start: source.base + Int(attribute.valueStart), count: Int(attribute.valueEnd - attribute.valueStart))
        for (role, place) in PageReader.roles where value.equalsLowercased(role) { return place }
        return nil
    }

    private static let roles: [(StaticString, Place)] = [
        ("navigation", .nav), ("menu", .nav), ("menubar", .nav), ("banner", .header), ("contentinfo", .footer),
        ("complementary", .aside), ("main", .main), ("article", .article),
    ]
}

extension UnsafeBufferPointer<UInt8> {
    /// ASCII letters are compared case-blind; `text` is lower case.
    func equalsLowercased(_ text: StaticString) -> Bool {
        count == text.utf8CodeUnitCount && hasLowercasedPrefix(text)
    }

    func hasLowercasedPrefix(_ text: StaticString) -> Bool {
        let length = text.utf8CodeUnitCount
        guard count >= length else { return false }
        for index in 0..<length {
            let byte = self[index]
            if (byte &- 0x41 < 26 ? byte | 0x20 : byte) != text.utf8Start[index] { return false }
        }
        return true
    }
}
