/// Builds output as bytes, without Foundation and without a String for each value.
package struct ByteWriter: Sendable {
    package private(set) var bytes: [UInt8] = []

    package init() {}

    package var isEmpty: Bool { bytes.isEmpty }

    package mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

    package mutating func text(_ text: StaticString) {
        bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    package mutating func string(_ text: String) { bytes.append(contentsOf: text.utf8) }

    package mutating func raw(_ other: [UInt8]) { bytes.append(contentsOf: other) }

    package mutating func byte(_ byte: UInt8) { bytes.append(byte) }

    package mutating func integer(_ value: Int) {
        if value < 0 { bytes.append(UInt8(ascii: "-")) }
        let start = bytes.count
        var rest = value.magnitude
        repeat {
            bytes.append(UInt8(rest % 10) + 0x30)
            rest /= 10
        } while rest > 0
        bytes[start...].reverse()
    }

    /// A number with at most four decimals, without trailing zeros; never in exponent form. What is not finite is 0.
    package mutating func decimal(_ value: Double) {
        guard value.isFinite, abs(value) < 1e12 else { return byte(0x30) }
        let scaled = Int((abs(value) * 10_000).rounded())
        if value < 0, scaled > 0 { byte(UInt8(ascii: "-")) }
        integer(scaled / 10_000)
        var fraction = scaled % 10_000
        guard fraction > 0 else { return }
        byte(UInt8(ascii: "."))
        var unit = 1_000
        while fraction > 0 {
            byte(UInt8(fraction / unit) + 0x30)
            fraction %= unit
            unit /= 10
        }
    }

    /// A JSON string with its quotes.
    package mutating func json(_ text: String) {
        bytes.append(0x22)
        var text = text
        text.withUTF8 { utf8 in
            var start = 0
            for position in 0..<utf8.count {
                let byte = utf8[position]
                if byte >= 0x20, byte != 0x22, byte != 0x5C, byte != 0x7F { continue }
                bytes.append(contentsOf: UnsafeBufferPointer(rebasing: utf8[start..<position]))
                start = position + 1
                escape(byte)
            }
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: utf8[start...]))
        }
        bytes.append(0x22)
    }

    private mutating func escape(_ byte: UInt8) {
        switch byte {
        case 0x22: text("\\\"")
        case 0x5C: text("\\\\")
        case 10: text("\\n")
        case 13: text("\\r")
        case 9: text("\\t")
        default:
            text("\\u00")
            for digit in [byte >> 4, byte & 15] { bytes.append(digit < 10 ? digit + 0x30 : digit + 0x57) }
        }
    }

    /// `[…]` of the elements, each written by `body`.
    package mutating func list<T>(_ elements: [T], _ body: (T, inout ByteWriter) -> Void) {
        byte(UInt8(ascii: "["))
        var isFirst = true
        for element in elements {
            if !isFirst { byte(UInt8(ascii: ",")) }
            isFirst = false
            body(element, &self)
        }
        byte(UInt8(ascii: "]"))
    }
}
