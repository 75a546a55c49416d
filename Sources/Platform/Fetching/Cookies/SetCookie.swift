import Unpack

/// One `Set-Cookie` field as browsers read it (RFC 6265, 5.2).
struct SetCookie: Equatable {
    var name: String
    var value: String
    /// Without the dot that old servers put before it; nil when the field names none.
    var domain: String?
    var path: String?
    /// Seconds since 1970; in the past for a cookie that is to be forgotten.
    var expires: Int64?
    var isSecure = false

    /// Nil for what no browser would keep, and for more than `CookieJar.maxCookieBytes`.
    /// - Parameter now: seconds since 1970.
    init?(_ field: [UInt8], now: Int64) {
        guard field.count <= CookieJar.maxCookieBytes, !field.contains(where: { $0 < 0x20 && $0 != 0x09 || $0 == 0x7F })
        else { return nil }
        let parts = field.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false)
        guard let pair = parts.first else { return nil }
        (name, value) = Self.pair(pair)
        guard !name.isEmpty || !value.isEmpty else { return nil }
        var maxAge: Int64?
        for part in parts.dropFirst().prefix(32) {
            let (key, value) = Self.pair(part, isAttribute: true)
            switch key.lowercased() {
            case "domain":
                let bare = value.hasPrefix(".") ? String(value.dropFirst()) : value
                domain = bare.isEmpty ? nil : bare.lowercased()
            case "path": path = value.hasPrefix("/") ? value : nil
            case "secure": isSecure = true
            case "expires": expires = HTTPDate.seconds(Array(value.utf8)) ?? expires
            case "max-age": maxAge = Self.age(value) ?? maxAge
            default: break
            }
        }
        if let maxAge { expires = maxAge <= 0 ? 0 : now + min(maxAge, 400 * 86_400) }
    }

    /// Name and value, trimmed. A pair without `=` is a value without a name; an attribute without one is a name.
    private static func pair(_ bytes: ArraySlice<UInt8>, isAttribute: Bool = false) -> (String, String) {
        let text = { (part: ArraySlice<UInt8>) in String(decoding: HeaderFields.trimmed(part), as: UTF8.self) }
        guard let equals = bytes.firstIndex(of: UInt8(ascii: "=")) else {
            return isAttribute ? (text(bytes), "") : ("", text(bytes))
        }
        return (text(bytes[..<equals]), text(bytes[(equals + 1)...]))
    }

    private static func age(_ text: String) -> Int64? {
        let isNegative = text.hasPrefix("-")
        guard let number = HeaderFields.decimal(Array(isNegative ? text.utf8.dropFirst() : text.utf8[...])) else {
            return nil
        }
        return isNegative ? -1 : Int64(min(number, 1 << 40))
    }
}
