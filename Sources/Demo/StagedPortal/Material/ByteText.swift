import Foundation

/// Small helpers over page bytes of our own making.
enum ByteText {
    /// Where an ASCII word stands next, letter case aside; nil when it does not.
    static func find(_ word: StaticString, in bytes: [UInt8], from start: Int) -> Int? {
        let count = word.utf8CodeUnitCount
        guard start >= 0, count > 0, start + count <= bytes.count else { return nil }
        return bytes.withUnsafeBufferPointer { page in
            word.withUTF8Buffer { wanted in
                (start...(page.count - count)).first { matches(wanted, page, at: $0) }
            }
        }
    }

    static func findLast(_ word: StaticString, in bytes: [UInt8]) -> Int? {
        let count = word.utf8CodeUnitCount
        guard count > 0, count <= bytes.count else { return nil }
        return bytes.withUnsafeBufferPointer { page in
            word.withUTF8Buffer { wanted in
                (0...(page.count - count)).last { matches(wanted, page, at: $0) }
            }
        }
    }

    private static func matches(
        _ wanted: UnsafeBufferPointer<UInt8>, _ page: UnsafeBufferPointer<UInt8>, at place: Int
    ) -> Bool {
        for offset in 0..<wanted.count where lower(page[place + offset]) != lower(wanted[offset]) { return false }
        return true
    }

    private static func lower(_ byte: UInt8) -> UInt8 { (65...90).contains(byte) ? byte + 32 : byte }

    /// `/`, and the escaped form of it in scripts: `\/` and `\u002f`'s last letters are not needed, a backslash is.
    static func isSlash(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "/") || byte == UInt8(ascii: "\\") }

    static func isHostByte(_ byte: UInt8) -> Bool {
        (97...122).contains(byte) || (48...57).contains(byte) || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-")
    }
}

extension String {
    var trimmedASCII: String { trimmingCharacters(in: .whitespaces) }

    /// `&`, `<`, `>` and quotes as character references.
    var escapedForHTML: String {
        reduce(into: "") { out, character in
            switch character {
            case "&": out += "&amp;"
            case "<": out += "&lt;"
            case ">": out += "&gt;"
            case "\"": out += "&quot;"
            case "'": out += "&#39;"
            default: out.append(character)
            }
        }
    }

    /// Between single quotes of a script.
    var escapedForScript: String {
        replacing("\\", with: "\\\\").replacing("'", with: "\\'").replacing("\n", with: "\\n")
            .replacing("</", with: "<\\/")
    }

    /// Letters without marks, in decomposed order: `đ` becomes `d`.
    var withoutMarks: String {
        let plain = replacing("đ", with: "d").replacing("Đ", with: "D").decomposedStringWithCanonicalMapping
        return String(String.UnicodeScalarView(plain.unicodeScalars.filter { !(0x300...0x36F).contains($0.value) }))
    }

    /// The first words as a part of a URL: `thong-bao-lich-tiem`.
    func slug(words: Int = 8) -> String {
        let parts = withoutMarks.lowercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
        let text = parts.prefix(words).joined(separator: "-")
        return text.isEmpty ? "bai-viet" : text
    }

    /// Bytes beyond unreserved ASCII as `%XX`.
    var percentEncoded: String {
        utf8.reduce(into: "") { out, byte in
            let isPlain =
                (97...122).contains(byte) || (65...90).contains(byte) || (48...57).contains(byte)
                || "-._~".utf8.contains(byte)
            let hex = String(byte, radix: 16, uppercase: true)
            out += isPlain ? String(UnicodeScalar(byte)) : "%" + (hex.count == 1 ? "0" + hex : hex)
        }
    }

    /// `%XX` and `+` undone; what is no escape stays.
    var percentDecoded: String {
        var out: [UInt8] = []
        let bytes = Array(utf8)
        var index = 0
        while index < bytes.count {
            let pair = index + 2 < bytes.count ? String(decoding: bytes[(index + 1)...(index + 2)], as: UTF8.self) : ""
            if bytes[index] == UInt8(ascii: "%"), let value = UInt8(pair, radix: 16) {
                out.append(value)
                index += 3
            } else {
                out.append(bytes[index] == UInt8(ascii: "+") ? 32 : bytes[index])
                index += 1
            }
        }
        return String(decoding: out, as: UTF8.self)
    }
}
