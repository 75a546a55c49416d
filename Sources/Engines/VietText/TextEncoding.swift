/// The encodings that Vietnamese pages and papers come in.
package enum TextEncoding: String, Sendable, CaseIterable {
    case utf8
    case utf16le
    case utf16be
    case windows1252
    case windows1258
    /// TCVN 5712:1993, first form; holds the letters of the ABC (.VnTime) fonts.
    case tcvn3
    /// RFC 1456.
    case viscii

    /// The encoding that a charset name stands for, as in `Content-Type` or `<meta charset>`: letter case and white space
    /// around it do not matter. ISO-8859-1 and ASCII are windows-1252, as in browsers. Nil for names that are not known.
    package init?(label: UnsafeBufferPointer<UInt8>) {
        var first = 0
        var last = label.count
        while first < last, label[first] <= 0x20 { first += 1 }
        while last > first, label[last - 1] <= 0x20 { last -= 1 }
        guard last - first <= 32 else { return nil }
        let name = label[first..<last].map { $0 &- 0x41 < 26 ? $0 | 0x20 : $0 }
        guard let encoding = Self.labels[String(decoding: name, as: UTF8.self)] else { return nil }
        self = encoding
    }

    package init?(label: String) {
        let bytes = Array(label.utf8)
        guard let encoding = bytes.withUnsafeBufferPointer({ TextEncoding(label: $0) }) else { return nil }
        self = encoding
    }

    private static let labels: [String: TextEncoding] = {
        let names: [(TextEncoding, String)] = [
            (.utf8, "utf-8 utf8 unicode-1-1-utf-8 unicode11utf8 unicode20utf8 x-unicode20utf8"),
            (.utf16le, "utf-16 utf-16le utf16 utf16le unicode unicodefeff ucs-2 iso-10646-ucs-2 csunicode"),
            (.utf16be, "utf-16be utf16be unicodefffe"),
            (.windows1258, "windows-1258 cp1258 x-cp1258 cp-1258 windows1258"),
            (
                .tcvn3,
                "tcvn tcvn3 tcvn-3 x-tcvn tcvn5712 tcvn-5712 tcvn5712-1 tcvn5712-1:1993 tcvn-5712-1 x-tcvn5712 abc"
            ),
            (.viscii, "viscii viscii1.1-1 viscii-1 x-viscii csviscii"),
            (
                .windows1252,
                """
                windows-1252 cp1252 x-cp1252 iso-8859-1 iso8859-1 iso88591 iso_8859-1 iso_8859-1:1987 iso-ir-100 latin1 l1 \
                ascii us-ascii ansi_x3.4-1968 csisolatin1 cp819 ibm819
                """
            ),
        ]
        var labels: [String: TextEncoding] = [:]
        for (encoding, list) in names {
            for name in list.split(separator: " ") { labels[String(name)] = encoding }
        }
        return labels
    }()
}
