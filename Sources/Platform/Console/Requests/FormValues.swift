/// Names and values of a query or of a form that was sent (`application/x-www-form-urlencoded`). Input is hostile: bounded in
/// number and length; what is beyond is dropped.
package struct FormValues: Sendable, Equatable {
    package static let maxPairs = 512
    /// Bytes of one value.
    package static let maxValueBytes = 64 << 10

    private var pairs: [(name: String, value: String)] = []

    package static func == (left: Self, right: Self) -> Bool {
        left.pairs.elementsEqual(right.pairs) { $0.name == $1.name && $0.value == $1.value }
    }

    package init() {}

    package init(_ encoded: some Sequence<UInt8>) {
        for pair in Array(encoded).split(separator: UInt8(ascii: "&")).prefix(Self.maxPairs) {
            let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            let name = Self.decoded(parts[0])
            let value = parts.count > 1 ? Self.decoded(parts[1].prefix(Self.maxValueBytes)) : ""
            if !name.isEmpty { pairs.append((name, value)) }
        }
    }

    /// The first value of a name, without spaces around it; nil when it was not sent.
    package subscript(name: String) -> String? {
        pairs.first { $0.name == name }.map { Self.trimmed($0.value) }
    }

    package func all(_ name: String) -> [String] { pairs.filter { $0.name == name }.map { Self.trimmed($0.value) } }

    package mutating func set(_ name: String, _ value: String?) {
        pairs.removeAll { $0.name == name }
        if let value { pairs.append((name, value)) }
    }

    /// As it stands behind a `?`; empty without pairs.
    package var encoded: String {
        pairs.map { "\(Self.encode($0.name))=\(Self.encode($0.value))" }.joined(separator: "&")
    }

    package var isEmpty: Bool { pairs.isEmpty }

    private static func trimmed(_ text: String) -> String {
        var rest = text[...]
        while rest.first?.isWhitespace == true { rest.removeFirst() }
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return String(rest)
    }

    private static func decoded(_ bytes: ArraySlice<UInt8>) -> String {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var index = bytes.startIndex
        while index < bytes.endIndex {
            let byte = bytes[index]
            if byte == UInt8(ascii: "%"), index + 2 < bytes.endIndex, let high = digit(bytes[index + 1]),
                let low = digit(bytes[index + 2])
            {
                result.append(high << 4 | low)
                index += 3
            } else {
                result.append(byte == UInt8(ascii: "+") ? 0x20 : byte)
                index += 1
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x37
        case 0x61...0x66: byte - 0x57
        default: nil
        }
    }

    private static func encode(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            let isPlain =
                byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26 || byte == 0x2D || byte == 0x2E || byte == 0x5F
                || byte == 0x7E
            bytes += isPlain ? [byte] : [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
