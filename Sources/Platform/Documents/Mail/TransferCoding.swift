/// Undoes the transfer codings of MIME (RFC 2045 section 6). Linear; what means nothing is left out.
enum TransferCoding {
    /// - Returns: the bytes, and whether so much of them meant nothing that something is missing.
    static func decode(_ bytes: ArraySlice<UInt8>, _ name: String) -> (bytes: [UInt8], isDamaged: Bool) {
        switch name {
        case "base64": base64(bytes)
        case "quoted-printable": (quotedPrintable(bytes), false)
        case "", "7bit", "8bit", "binary": (Array(bytes), false)
        default: (Array(bytes), true)
        }
    }

    static func base64(_ bytes: ArraySlice<UInt8>) -> (bytes: [UInt8], isDamaged: Bool) {
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count / 4 * 3)
        var bits: UInt32 = 0
        var count = 0
        var strange = 0
        for byte in bytes {
            if byte == UInt8(ascii: "=") { continue }
            guard let value = value(byte) else {
                if byte > 0x20 { strange += 1 }
                continue
            }
            bits = bits << 6 | UInt32(value)
            count += 1
            if count == 4 {
                out += [
                    UInt8(truncatingIfNeeded: bits >> 16), UInt8(truncatingIfNeeded: bits >> 8),
                    UInt8(truncatingIfNeeded: bits),
                ]
                (bits, count) = (0, 0)
            }
        }
        if count == 3 { out += [UInt8(truncatingIfNeeded: bits >> 10), UInt8(truncatingIfNeeded: bits >> 2)] }
        if count == 2 { out.append(UInt8(truncatingIfNeeded: bits >> 4)) }
        return (out, strange * 20 > bytes.count)
    }

    private static func value(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 65...90: byte - 65
        case 97...122: byte - 71
        case 48...57: byte + 4
        case UInt8(ascii: "+"), UInt8(ascii: "-"): 62
        case UInt8(ascii: "/"), UInt8(ascii: "_"): 63
        default: nil
        }
    }

    /// - Parameter isWord: in an encoded word `_` is a space.
    static func quotedPrintable(_ bytes: ArraySlice<UInt8>, isWord: Bool = false) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count)
        var at = bytes.startIndex
        while at < bytes.endIndex {
            let byte = bytes[at]
            if byte == UInt8(ascii: "="), at + 2 < bytes.endIndex, let high = Hex.value(bytes[at + 1]),
                let low = Hex.value(bytes[at + 2])
            {
                out.append(high << 4 | low)
                at += 3
            } else if byte == UInt8(ascii: "="), let end = softEnd(bytes, at + 1) {
                at = end
            } else {
                out.append(isWord && byte == UInt8(ascii: "_") ? 0x20 : byte)
                at += 1
            }
        }
        return out
    }

    /// Behind a soft line break; nil where there is none. White space may stand before the line's end.
    private static func softEnd(_ bytes: ArraySlice<UInt8>, _ start: Int) -> Int? {
        var at = start
        while at < bytes.endIndex, bytes[at] == 0x20 || bytes[at] == 9 || bytes[at] == 13, at - start < 80 { at += 1 }
        if at == bytes.endIndex { return at }
        return bytes[at] == 10 ? at + 1 : nil
    }
}

enum Hex {
    static func value(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 48...57: byte - 48
        case 65...70: byte - 55
        case 97...102: byte - 87
        default: nil
        }
    }
}

/// `=?utf-8?B?…?=` in fields (RFC 2047). Linear.
enum EncodedWords {
    static func decoded(_ text: String) -> String {
        guard text.contains("=?") else { return text.trimmingSpaces }
        var out = ""
        var rest = text[...]
        var wasWord = false
        while let start = rest.firstRange(of: "=?") {
            let before = rest[..<start.lowerBound]
            let parts = rest[start.upperBound...].prefix(2_000).split(
                separator: "?", maxSplits: 3, omittingEmptySubsequences: false)
            guard parts.count == 4, parts[3].hasPrefix("="), let word = word(parts[0], parts[1], parts[2]) else {
                out += rest[..<start.upperBound]
                rest = rest[start.upperBound...]
                wasWord = false
                continue
            }
            // White space between two encoded words is none.
            if !(wasWord && before.allSatisfy(\.isWhitespace)) { out += before }
            out += word
            wasWord = true
            rest = rest[rest.index(after: parts[3].startIndex)...]
        }
        return (out + rest).trimmingSpaces
    }

    private static func word(_ charset: Substring, _ coding: Substring, _ text: Substring) -> String? {
        let bytes = Array(text.utf8)
        let decoded: [UInt8]
        switch coding.lowercased() {
        case "b": decoded = TransferCoding.base64(bytes[...]).bytes
        case "q": decoded = TransferCoding.quotedPrintable(bytes[...], isWord: true)
        default: return nil
        }
        let label = charset.split(separator: "*").first.map(String.init)
        return String(decoding: MailReader.utf8(decoded, charset: label), as: UTF8.self)
    }
}
