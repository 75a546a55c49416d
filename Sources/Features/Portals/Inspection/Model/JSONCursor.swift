/// Steps over JSON values in a buffer.
struct JSONCursor {
    private let bytes: UnsafeBufferPointer<UInt8>
    private(set) var position = 0

    init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    var isAtEnd: Bool { position == bytes.count }

    private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

    mutating func skipSpace() {
        while let byte = current, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    }

    /// Steps over `byte` if it stands here.
    mutating func take(_ byte: UInt8) -> Bool {
        guard current == byte else { return false }
        position += 1
        return true
    }

    /// Steps over a string; the range is without its quotes.
    mutating func string() throws(JSONLine.Fault) -> JSONLine.Value {
        guard take(0x22) else { throw .malformed(at: position) }
        let start = position
        var hasEscapes = false
        while position < bytes.count {
            let byte = bytes[position]
            if byte == 0x22 {
                defer { position += 1 }
                return JSONLine.Value(kind: .string, range: start..<position, hasEscapes: hasEscapes)
            }
            if byte == 0x5C {
                hasEscapes = true
                try escape()
            } else if byte < 0x20 {
                throw .malformed(at: position)
            } else {
                position += 1
            }
        }
        throw .malformed(at: position)
    }

    private mutating func escape() throws(JSONLine.Fault) {
        guard position + 1 < bytes.count else { throw .malformed(at: position) }
        switch bytes[position + 1] {
        case UInt8(ascii: "u"):
            guard JSONLine.hexadecimal(bytes, position + 2) != nil else { throw .malformed(at: position) }
            position += 6
        case 0x22, 0x5C, 0x2F, 0x62, 0x66, 0x6E, 0x72, 0x74: position += 2
        default: throw .malformed(at: position)
        }
    }

    /// Steps over any value.
    mutating func value() throws(JSONLine.Fault) -> JSONLine.Value {
        switch current {
        case 0x22: return try string()
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            let start = position
            try container()
            return JSONLine.Value(kind: .other, range: start..<position, hasEscapes: false)
        default: return try scalar()
        }
    }

    /// Steps over an object or array without recursion: `stack` remembers which bracket is open.
    private mutating func container() throws(JSONLine.Fault) {
        var stack: [UInt8] = []
        while true {
            skipSpace()
            // Here a value (or a member's name, or a closing bracket) is due.
            if current == UInt8(ascii: "{") || current == UInt8(ascii: "[") {
                guard stack.count < JSONLine.maxDepth else { throw .tooDeep }
                stack.append(bytes[position] + 2)  // `{` + 2 is `}`, `[` + 2 is `]`
                position += 1
                skipSpace()
                if let closing = stack.last, take(closing) {
                    stack.removeLast()
                } else {
                    try memberName(stack.last)
                    continue
                }
            } else {
                _ = try current == 0x22 ? string() : scalar()
            }
            skipSpace()
            while let closing = stack.last, take(closing) {
                stack.removeLast()
                skipSpace()
            }
            if stack.isEmpty { return }
            guard take(UInt8(ascii: ",")) else { throw .malformed(at: position) }
            skipSpace()
            try memberName(stack.last)
        }
    }

    private mutating func memberName(_ closing: UInt8?) throws(JSONLine.Fault) {
        guard closing == UInt8(ascii: "}") else { return }
        _ = try string()
        skipSpace()
        guard take(UInt8(ascii: ":")) else { throw .malformed(at: position) }
    }

    /// A number, `true`, `false` or `null`.
    private mutating func scalar() throws(JSONLine.Fault) -> JSONLine.Value {
        let start = position
        while let byte = current, Self.isScalarByte(byte) { position += 1 }
        let text = UnsafeBufferPointer(rebasing: bytes[start..<position])
        if Self.isNumber(text) { return JSONLine.Value(kind: .number, range: start..<position, hasEscapes: false) }
        for word in ["true", "false", "null"] where text.elementsEqual(word.utf8) {
            return JSONLine.Value(kind: .other, range: start..<position, hasEscapes: false)
        }
        throw .malformed(at: start)
    }

    private static func isScalarByte(_ byte: UInt8) -> Bool {
        byte >= 0x30 && byte <= 0x39 || byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A || byte == 0x2D || byte == 0x2B
            || byte == 0x2E
    }

    /// `-? int frac? exp?` of RFC 8259.
    private static func isNumber(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        var rest = text[...]
        func digits(_ rest: inout Slice<UnsafeBufferPointer<UInt8>>) -> Int {
            let before = rest.count
            rest = rest.drop { $0 >= 0x30 && $0 <= 0x39 }
            return before - rest.count
        }
        if rest.first == 0x2D { rest = rest.dropFirst() }
        let isZero = rest.first == 0x30
        let whole = digits(&rest)
        guard whole > 0, !isZero || whole == 1 else { return false }
        if rest.first == 0x2E {
            rest = rest.dropFirst()
            guard digits(&rest) > 0 else { return false }
        }
        if let byte = rest.first, byte | 0x20 == 0x65 {
            rest = rest.dropFirst()
            if rest.first == 0x2B || rest.first == 0x2D { rest = rest.dropFirst() }
            guard digits(&rest) > 0 else { return false }
        }
        return rest.isEmpty
    }
}
