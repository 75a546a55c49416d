/// Writes JSON (RFC 8259) piece by piece. Characters that could steer a terminal are escaped, so the text can be shown.
package struct JSONText: Sendable {
    package private(set) var bytes: [UInt8] = []

    package init() {}

    /// Punctuation, numbers and literals, as they are.
    package mutating func raw(_ text: String) { bytes += text.utf8 }

    /// A string with its quotes.
    package mutating func string(_ text: String) {
        bytes.append(0x22)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": raw("\\\"")
            case "\\": raw("\\\\")
            case "\n": raw("\\n")
            default:
                if Self.isUnseen(scalar.value) {
                    escape(UInt16(truncatingIfNeeded: scalar.value))
                } else {
                    bytes += String(scalar).utf8
                }
            }
        }
        bytes.append(0x22)
    }

    package mutating func list<T>(_ elements: [T], _ body: (T, inout JSONText) -> Void) {
        raw("[")
        for (index, element) in elements.enumerated() {
            if index > 0 { raw(",") }
            body(element, &self)
        }
        raw("]")
    }

    /// Members in the order of their names.
    package mutating func object(_ members: [String: String]) {
        let sorted = members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
        raw("{")
        for (index, member) in sorted.enumerated() {
            if index > 0 { raw(",") }
            string(member.key)
            raw(":")
            string(member.value)
        }
        raw("}")
    }

    /// Control characters and marks that turn the direction of writing; all in the basic plane.
    private static func isUnseen(_ value: UInt32) -> Bool {
        switch value {
        case 0..<0x20, 0x7F..<0xA0, 0x200B...0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF: true
        default: false
        }
    }

    private mutating func escape(_ unit: UInt16) {
        let digits = Array("0123456789abcdef".utf8)
        raw("\\u")
        for shift in [12, 8, 4, 0] { bytes.append(digits[Int(unit >> UInt16(shift) & 15)]) }
    }
}
