/// Takes a few string fields out of one line that holds a JSON object (RFC 8259).
///
/// Reads the line once, without a tree: other members are stepped over. The line is hostile: nothing recurses, nesting is
/// capped, work is linear. Strings are unescaped exactly; a lone surrogate becomes U+FFFD. Of a name that stands twice the
/// last counts. Bytes that are not UTF-8 are passed on: who reads the value counts them.
package struct JSONLine {
    /// Why a line is no JSON object, and the byte where that shows.
    package enum Fault: Error, Equatable {
        case notAnObject
        case malformed(at: Int)
        case tooDeep
        case trailingBytes(at: Int)
    }

    /// Where a member's value lies.
    package struct Value: Equatable {
        package enum Kind: Equatable { case string, number, other }
        package var kind: Kind
        /// In the line; for a string without its quotes.
        package var range: Range<Int>
        /// True when the string holds a backslash.
        package var hasEscapes: Bool
    }

    package static let maxDepth = 512

    private let names: [[UInt8]]
    /// One for each name asked for, after `read`.
    package private(set) var values: [Value?]
    private var nameScratch: [UInt8] = []

    /// - Parameter names: of the members to take, in the order of `values`.
    package init(names: [String]) {
        self.names = names.map { Array($0.utf8) }
        values = Array(repeating: nil, count: names.count)
    }

    /// Fills `values` from one line.
    package mutating func read(_ line: UnsafeBufferPointer<UInt8>) throws(Fault) {
        for index in values.indices { values[index] = nil }
        var cursor = JSONCursor(line)
        cursor.skipSpace()
        guard cursor.take(UInt8(ascii: "{")) else { throw .notAnObject }
        cursor.skipSpace()
        if !cursor.take(UInt8(ascii: "}")) {
            repeat {
                cursor.skipSpace()
                let name = try cursor.string()
                cursor.skipSpace()
                guard cursor.take(UInt8(ascii: ":")) else { throw .malformed(at: cursor.position) }
                cursor.skipSpace()
                let value = try cursor.value()
                if let index = index(of: name, line) { values[index] = value }
                cursor.skipSpace()
            } while cursor.take(UInt8(ascii: ","))
            guard cursor.take(UInt8(ascii: "}")) else { throw .malformed(at: cursor.position) }
        }
        cursor.skipSpace()
        guard cursor.isAtEnd else { throw .trailingBytes(at: cursor.position) }
    }

    private mutating func index(of name: Value, _ line: UnsafeBufferPointer<UInt8>) -> Int? {
        if !name.hasEscapes {
            return names.firstIndex { $0.count == name.range.count && line[name.range].elementsEqual($0) }
        }
        nameScratch.removeAll(keepingCapacity: true)
        Self.unescape(UnsafeBufferPointer(rebasing: line[name.range]), into: &nameScratch)
        return names.firstIndex(of: nameScratch)
    }

    /// Appends the text that the inside of a JSON string stands for. The string has been read by `read`, so every escape
    /// is whole.
    package static func unescape(_ inside: UnsafeBufferPointer<UInt8>, into out: inout [UInt8]) {
        var position = 0
        out.reserveCapacity(out.count + inside.count)
        while position < inside.count {
            let runStart = position
            while position < inside.count, inside[position] != 0x5C { position += 1 }
            out.append(contentsOf: UnsafeBufferPointer(rebasing: inside[runStart..<position]))
            guard position + 1 < inside.count else { return }
            let escape = inside[position + 1]
            position += 2
            switch escape {
            case UInt8(ascii: "n"): out.append(10)
            case UInt8(ascii: "t"): out.append(9)
            case UInt8(ascii: "r"): out.append(13)
            case UInt8(ascii: "b"): out.append(8)
            case UInt8(ascii: "f"): out.append(12)
            case UInt8(ascii: "u"): position = appendUnit(inside, position, &out)
            default: out.append(escape)
            }
        }
    }

    /// Reads the four digits at `position`, and those of the low surrogate behind them. Returns the position behind.
    private static func appendUnit(
        _ inside: UnsafeBufferPointer<UInt8>, _ position: Int, _ out: inout [UInt8]
    ) -> Int {
        guard let unit = hexadecimal(inside, position) else { return position }
        var scalar = unit
        var next = position + 4
        if unit & 0xFC00 == 0xD800, next + 6 <= inside.count, inside[next] == 0x5C,
            inside[next + 1] == UInt8(ascii: "u"), let low = hexadecimal(inside, next + 2), low & 0xFC00 == 0xDC00
        {
            scalar = 0x10000 + (unit & 0x3FF) << 10 + (low & 0x3FF)
            next += 6
        }
        if scalar & 0xFFFF_F800 == 0xD800 { scalar = 0xFFFD }
        switch scalar {
        case ..<0x80: out.append(UInt8(scalar))
        case ..<0x800: out.append(contentsOf: [UInt8(0xC0 | scalar >> 6), UInt8(0x80 | scalar & 63)])
        case ..<0x10000:
            out.append(
                contentsOf: [UInt8(0xE0 | scalar >> 12), UInt8(0x80 | scalar >> 6 & 63), UInt8(0x80 | scalar & 63)])
        default:
            out.append(UInt8(0xF0 | scalar >> 18))
            out.append(
                contentsOf: [
                    UInt8(0x80 | scalar >> 12 & 63), UInt8(0x80 | scalar >> 6 & 63), UInt8(0x80 | scalar & 63),
                ])
        }
        return next
    }

    static func hexadecimal(_ bytes: UnsafeBufferPointer<UInt8>, _ position: Int) -> UInt32? {
        guard position + 4 <= bytes.count else { return nil }
        var value: UInt32 = 0
        for byte in bytes[position..<position + 4] {
            let digit: UInt32
            switch byte {
            case 0x30...0x39: digit = UInt32(byte) - 0x30
            case 0x41...0x46: digit = UInt32(byte) - 0x37
            case 0x61...0x66: digit = UInt32(byte) - 0x57
            default: return nil
            }
            value = value << 4 | digit
        }
        return value
    }
}
