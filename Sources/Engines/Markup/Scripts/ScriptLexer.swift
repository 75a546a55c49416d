/// A token of a script. Binary and assignment operators carry their own kinds, as the evaluator switches on them.
enum ScriptToken: UInt8 {
    case end, identifier, number, string, template, regex
    case openParen, closeParen, openBracket, closeBracket, openBrace, closeBrace
    case comma, semicolon, colon, question, dot, optionalDot, spread, arrow
    case plus, minus, times, divide, percent, caret, ampersand, bar, shiftLeft, shiftRight, shiftRightZero
    case not, complement, increment, decrement
    case and, or, coalesce
    case comparison
    case assign, plusAssign, otherAssign
    case other
}

/// Cuts a script into tokens, one at a time, without storing them. Never fails; each byte is looked at a bounded number
/// of times. Whether `/` begins a regular expression is told by the caller, who knows if an operand may follow.
struct ScriptLexer {
    let bytes: UnsafeBufferPointer<UInt8>
    private let classes = Self.table
    private(set) var position = 0
    /// Range of the last token; for strings and templates without the quotes.
    private(set) var start = 0
    private(set) var end = 0
    /// Hash of the last identifier.
    private(set) var hash: UInt32 = 0
    /// Value of the last number.
    private(set) var number = 0.0
    /// True when the last string or template chunk holds a backslash.
    private(set) var isEscaped = false
    /// True when the last string, chunk or identifier holds a byte ≥ 0x80.
    private(set) var isWide = false
    /// True when the last template chunk ended with `${`.
    private(set) var opensHole = false
    /// No regular expression is looked for before this position: one that did not end was found on this line.
    private var regexBarrier = 0
    private var isLineStart = true

    init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    static func hash(of bytes: [UInt8]) -> UInt32 {
        var hash: UInt32 = 0
        for byte in bytes { hash = (hash &<< 5) &- hash &+ UInt32(byte) }
        return hash
    }

    /// Where the whole of the last token begins, its quote included.
    private(set) var tokenStart = 0

    /// Goes back to the beginning of the last token, so that it is read again.
    mutating func unread() { position = tokenStart }

    /// The next byte that is not white space, or 0; comments are not skipped.
    func peek() -> UInt8 {
        var at = position
        while at < bytes.count, bytes[at] <= 32 { at += 1 }
        return at < bytes.count ? bytes[at] : 0
    }

    mutating func next(operandExpected: Bool) -> ScriptToken {
        let count = bytes.count
        while position < count {
            let byte = bytes[position]
            let kind = classes[Int(byte)]
            switch kind {
            case Self.space:
                if byte == 10 || byte == 13 { isLineStart = true }
                position += 1
                continue
            case Self.name:
                isLineStart = false
                readIdentifier()
                return .identifier
            case Self.digit:
                isLineStart = false
                tokenStart = position
                readNumber()
                return .number
            case Self.quote:
                isLineStart = false
                tokenStart = position
                if byte == UInt8(ascii: "`") {
                    position += 1
                    readTemplateChunk()
                    return .template
                }
                readString(byte)
                return .string
            default:
                if skipComment(byte) { continue }
                isLineStart = false
                tokenStart = position
                if byte == UInt8(ascii: "."), position + 1 < count, classes[Int(bytes[position + 1])] == Self.digit {
                    readNumber()
                    return .number
                }
                if byte == UInt8(ascii: "/"), operandExpected, readRegex() { return .regex }
                return readOperator(byte)
            }
        }
        tokenStart = count
        start = count
        end = count
        return .end
    }

    // MARK: names, strings, templates

    private mutating func readIdentifier() {
        let count = bytes.count
        var at = position
        var hash: UInt32 = 0
        var seen: UInt8 = 0
        tokenStart = at
        start = at
        while at < count {
            let byte = bytes[at]
            let kind = classes[Int(byte)]
            guard kind == Self.name || kind == Self.digit else { break }
            hash = (hash &<< 5) &- hash &+ UInt32(byte)
            seen |= byte
            at += 1
        }
        end = at
        position = at
        isWide = seen >= 0x80
        self.hash = hash
    }

    private mutating func readString(_ quote: UInt8) {
        let count = bytes.count
        var at = position + 1
        var seen: UInt8 = 0
        isEscaped = false
        start = at
        while at < count {
            let byte = bytes[at]
            if byte == quote {
                end = at
                position = at + 1
                isWide = seen >= 0x80
                return
            }
            if byte == UInt8(ascii: "\\") {
                isEscaped = true
                // A line continuation may be CR LF.
                if at + 2 < count, bytes[at + 1] == 13, bytes[at + 2] == 10 { at += 1 }
                at += 2
                continue
            }
            if byte == 10 || byte == 13 { break }
            seen |= byte
            at += 1
        }
        end = min(at, count)
        position = end
        isWide = true
    }

    /// Reads on after a backtick or after the `}` of a hole, up to the closing backtick or the next `${`.
    mutating func readTemplateChunk() {
        let count = bytes.count
        var at = position
        isEscaped = false
        opensHole = false
        start = at
        while at < count {
            let byte = bytes[at]
            if byte == UInt8(ascii: "`") {
                end = at
                position = at + 1
                isWide = true
                return
            }
            if byte == UInt8(ascii: "\\") {
                isEscaped = true
                at += 2
                continue
            }
            if byte == UInt8(ascii: "$"), at + 1 < count, bytes[at + 1] == UInt8(ascii: "{") {
                opensHole = true
                end = at
                position = at + 2
                isWide = true
                return
            }
            at += 1
        }
        end = min(at, count)
        position = end
        isWide = true
    }

    // MARK: numbers

    private mutating func readNumber() {
        start = position
        if bytes[position] == UInt8(ascii: "0"), position + 2 < bytes.count {
            switch bytes[position + 1] | 0x20 {
            case UInt8(ascii: "x"): return readInteger(radix: 16, from: position + 2)
            case UInt8(ascii: "o"): return readInteger(radix: 8, from: position + 2)
            case UInt8(ascii: "b"): return readInteger(radix: 2, from: position + 2)
            default: break
            }
        }
        readDecimal()
    }

    private mutating func readInteger(radix: UInt32, from: Int) {
        var at = from
        var value = 0.0
        while at < bytes.count {
            if bytes[at] == UInt8(ascii: "_") {
                at += 1
                continue
            }
            guard let digit = Self.digitValue(bytes[at]), digit < radix else { break }
            value = value * Double(radix) + Double(digit)
            at += 1
        }
        if at < bytes.count, bytes[at] == UInt8(ascii: "n") { at += 1 }
        number = value
        end = at
        position = at
    }

    private mutating func readDecimal() {
        let count = bytes.count
        var at = position
        var value = 0.0
        var scale = 1.0
        var inFraction = false
        let isOctal = bytes[at] == UInt8(ascii: "0") && at + 1 < count && classes[Int(bytes[at + 1])] == Self.digit
        while at < count {
            let byte = bytes[at]
            if byte == UInt8(ascii: "."), !inFraction {
                inFraction = true
            } else if byte >= 48, byte <= 57 {
                value = value * (isOctal ? 8 : 10) + Double(byte - 48)
                if inFraction { scale *= 10 }
            } else if byte != UInt8(ascii: "_") {
                break
            }
            at += 1
        }
        if at + 1 < count, bytes[at] | 0x20 == UInt8(ascii: "e") { at = readExponent(at, &value) }
        if at < count, bytes[at] == UInt8(ascii: "n") { at += 1 }
        number = value / scale
        end = at
        position = at
    }

    /// Applies `e±12` to the value; more than three digits are as good as infinity and are skipped.
    private func readExponent(_ from: Int, _ value: inout Double) -> Int {
        var at = from + 1
        var isNegative = false
        if bytes[at] == UInt8(ascii: "+") || bytes[at] == UInt8(ascii: "-") {
            isNegative = bytes[at] == UInt8(ascii: "-")
            at += 1
        }
        var exponent = 0
        let first = at
        while at < bytes.count, bytes[at] >= 48, bytes[at] <= 57 {
            if exponent < 1000 { exponent = exponent * 10 + Int(bytes[at] - 48) }
            at += 1
        }
        guard at > first else { return from }
        for _ in 0..<min(exponent, 400) { value = isNegative ? value / 10 : value * 10 }
        return at
    }

    static func digitValue(_ byte: UInt8) -> UInt32? {
        switch byte {
        case 48...57: UInt32(byte - 48)
        case 65...90: UInt32(byte - 55)
        case 97...122: UInt32(byte - 87)
        default: nil
        }
    }

    // MARK: regular expressions, comments, operators

    private mutating func readRegex() -> Bool {
        guard position >= regexBarrier else { return false }
        let count = bytes.count
        var at = position + 1
        var inClass = false
        while at < count {
            switch bytes[at] {
            case UInt8(ascii: "\\"): at += 1
            case UInt8(ascii: "["): inClass = true
            case UInt8(ascii: "]"): inClass = false
            case 10, 13:
                regexBarrier = at
                return false
            case UInt8(ascii: "/") where !inClass:
                start = position + 1
                end = at
                at += 1
                while at < count, classes[Int(bytes[at])] == Self.name { at += 1 }
                position = at
                return true
            default: break
            }
            at += 1
        }
        regexBarrier = count
        return false
    }

    private mutating func skipComment(_ byte: UInt8) -> Bool {
        let count = bytes.count
        let rest = count - position
        switch byte {
        case UInt8(ascii: "/") where rest > 1:
            if bytes[position + 1] == UInt8(ascii: "/") {
                skipLine()
                return true
            }
            guard bytes[position + 1] == UInt8(ascii: "*") else { return false }
            position += 2
            while position < count {
                if bytes[position] == UInt8(ascii: "*"), position + 1 < count, bytes[position + 1] == UInt8(ascii: "/")
                {
                    position += 2
                    return true
                }
                position += 1
            }
            return true
        case UInt8(ascii: "<") where rest > 3:
            guard bytes[position + 1] == UInt8(ascii: "!"), bytes[position + 2] == UInt8(ascii: "-"),
                bytes[position + 3] == UInt8(ascii: "-")
            else { return false }
            skipLine()
            return true
        case UInt8(ascii: "-") where rest > 2 && isLineStart:
            guard bytes[position + 1] == UInt8(ascii: "-"), bytes[position + 2] == UInt8(ascii: ">") else {
                return false
            }
            skipLine()
            return true
        default: return false
        }
    }

    private mutating func skipLine() {
        while position < bytes.count, bytes[position] != 10, bytes[position] != 13 { position += 1 }
    }

    private mutating func readOperator(_ byte: UInt8) -> ScriptToken {
        start = position
        position += 1
        defer { end = position }
        let count = bytes.count
        let second = position < count ? bytes[position] : 0
        switch byte {
        case UInt8(ascii: "("): return .openParen
        case UInt8(ascii: ")"): return .closeParen
        case UInt8(ascii: "["): return .openBracket
        case UInt8(ascii: "]"): return .closeBracket
        case UInt8(ascii: "{"): return .openBrace
        case UInt8(ascii: "}"): return .closeBrace
        case UInt8(ascii: ","): return .comma
        case UInt8(ascii: ";"): return .semicolon
        case UInt8(ascii: ":"): return .colon
        case UInt8(ascii: "~"): return .complement
        case UInt8(ascii: "."):
            guard second == byte, position + 1 < count, bytes[position + 1] == byte else { return .dot }
            position += 2
            return .spread
        case UInt8(ascii: "?"):
            if second == UInt8(ascii: ".") {
                // `a?.5:b` is a conditional.
                if position + 1 < count, classes[Int(bytes[position + 1])] == Self.digit { return .question }
                position += 1
                return .optionalDot
            }
            return doubled(byte, second, once: .question, twice: .coalesce)
        case UInt8(ascii: "+"):
            return second == byte ? advance(.increment) : second == 61 ? advance(.plusAssign) : .plus
        case UInt8(ascii: "-"):
            return second == byte ? advance(.decrement) : second == 61 ? advance(.otherAssign) : .minus
        case UInt8(ascii: "&"): return doubled(byte, second, once: .ampersand, twice: .and)
        case UInt8(ascii: "|"): return doubled(byte, second, once: .bar, twice: .or)
        case UInt8(ascii: "*"):
            if second == byte {
                position += 1
                return .other
            }
            return second == 61 ? advance(.otherAssign) : .times
        case UInt8(ascii: "/"): return second == 61 ? advance(.otherAssign) : .divide
        case UInt8(ascii: "%"): return second == 61 ? advance(.otherAssign) : .percent
        case UInt8(ascii: "^"): return second == 61 ? advance(.otherAssign) : .caret
        case UInt8(ascii: "="):
            if second == UInt8(ascii: ">") { return advance(.arrow) }
            guard second == byte else { return .assign }
            position += 1
            return endComparison()
        case UInt8(ascii: "!"):
            guard second == 61 else { return .not }
            position += 1
            return endComparison()
        case UInt8(ascii: "<"), UInt8(ascii: ">"): return readAngle(byte, second)
        default: return .other
        }
    }

    private mutating func advance(_ token: ScriptToken) -> ScriptToken {
        position += 1
        return token
    }

    /// `a`, `aa`, `a=` or `aa=`.
    private mutating func doubled(_ byte: UInt8, _ second: UInt8, once: ScriptToken, twice: ScriptToken) -> ScriptToken
    {
        if second == 61, once != .question { return advance(.otherAssign) }
        guard second == byte else { return once }
        position += 1
        if position < bytes.count, bytes[position] == 61 { return advance(.assign) }
        return twice
    }

    private mutating func endComparison() -> ScriptToken {
        if position < bytes.count, bytes[position] == 61 { position += 1 }
        return .comparison
    }

    private mutating func readAngle(_ byte: UInt8, _ second: UInt8) -> ScriptToken {
        if second == 61 { return advance(.comparison) }
        guard second == byte else { return .comparison }
        position += 1
        var token = byte == UInt8(ascii: "<") ? ScriptToken.shiftLeft : .shiftRight
        if token == .shiftRight, position < bytes.count, bytes[position] == byte {
            position += 1
            token = .shiftRightZero
        }
        if position < bytes.count, bytes[position] == 61 { return advance(.otherAssign) }
        return token
    }

    // MARK: byte classes

    private static let space: UInt8 = 1
    private static let name: UInt8 = 2
    private static let digit: UInt8 = 3
    private static let quote: UInt8 = 4
    /// One table for the life of the program, read without a check per byte: every index is a byte.
    private nonisolated(unsafe) static let table: UnsafePointer<UInt8> = {
        let classes = UnsafeMutablePointer<UInt8>.allocate(capacity: 256)
        classes.initialize(repeating: 0, count: 256)
        for byte in 0...32 { classes[byte] = space }
        for byte in 48...57 { classes[byte] = digit }
        for byte in 65...90 { classes[byte] = name }
        for byte in 97...122 { classes[byte] = name }
        for byte in 128...255 { classes[byte] = name }
        for byte in [36, 92, 95] { classes[byte] = name }
        for byte in [34, 39, 96] { classes[byte] = quote }
        return UnsafePointer(classes)
    }()
}
