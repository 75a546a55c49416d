/// Escapes, base64, percent signs: texts made out of other texts.
extension ScriptStore {
    /// A literal with its escapes resolved: `\n \x41 \u0041 \u{41} \101`, line continuations left out.
    mutating func unescaped(_ literal: ScriptValue) -> ScriptValue? {
        guard reserve(literal.count) else { return nil }
        let start = arena.count
        let end = Int(literal.b)
        var flags: ScriptValue.Flags = literal.flags.intersection(.isWide)
        var at = Int(literal.a)
        while at < end {
            let byte = source[at]
            guard byte == UInt8(ascii: "\\"), at + 1 < end else {
                arena.append(byte)
                at += 1
                continue
            }
            at += 1
            at = appendEscape(at, end, &flags)
        }
        return built(from: start, literal, keeping: flags)
    }

    /// Appends the character of the escape whose letter is at `at`, and answers where it ends.
    private mutating func appendEscape(_ at: Int, _ end: Int, _ flags: inout ScriptValue.Flags) -> Int {
        let letter = source[at]
        switch letter {
        case UInt8(ascii: "x"): return appendHex(at, end, digits: 2, &flags)
        case UInt8(ascii: "u"):
            if at + 1 < end, source[at + 1] == UInt8(ascii: "{") { return appendBraced(at, end, &flags) }
            return appendHex(at, end, digits: 4, &flags)
        case 48...55: return appendOctal(at, end, &flags)
        case 13: return at + 1 < end && source[at + 1] == 10 ? at + 2 : at + 1
        case 10: return at + 1
        case UInt8(ascii: "n"): arena.append(10)
        case UInt8(ascii: "t"): arena.append(9)
        case UInt8(ascii: "r"): arena.append(13)
        case UInt8(ascii: "b"): arena.append(8)
        case UInt8(ascii: "f"): arena.append(12)
        case UInt8(ascii: "v"): arena.append(11)
        default: arena.append(letter)
        }
        return at + 1
    }

    private mutating func appendHex(_ at: Int, _ end: Int, digits: Int, _ flags: inout ScriptValue.Flags) -> Int {
        var scalar: UInt32 = 0
        for index in 1...digits {
            guard at + index < end, let digit = ScriptLexer.digitValue(source[at + index]), digit < 16 else {
                arena.append(source[at])
                return at + 1
            }
            scalar = scalar << 4 | digit
        }
        append(scalar: scalar)
        flags.formUnion(Self.flags(of: scalar))
        return at + 1 + digits
    }

    private mutating func appendBraced(_ at: Int, _ end: Int, _ flags: inout ScriptValue.Flags) -> Int {
        var scalar: UInt32 = 0
        var next = at + 2
        while next < end, let digit = ScriptLexer.digitValue(source[next]), digit < 16 {
            if scalar < 0x110000 { scalar = scalar << 4 | digit }
            next += 1
        }
        guard next > at + 2, next < end, source[next] == UInt8(ascii: "}"), scalar < 0x110000 else {
            arena.append(source[at])
            return at + 1
        }
        append(scalar: scalar)
        flags.formUnion(Self.flags(of: scalar))
        return next + 1
    }

    private mutating func appendOctal(_ at: Int, _ end: Int, _ flags: inout ScriptValue.Flags) -> Int {
        var scalar: UInt32 = 0
        var next = at
        while next < end, next < at + 3, source[next] >= 48, source[next] <= 55 {
            let wider = scalar << 3 | UInt32(source[next] - 48)
            if wider > 255 { break }
            scalar = wider
            next += 1
        }
        append(scalar: scalar)
        flags.formUnion(Self.flags(of: scalar))
        return next
    }

    // MARK: base64

    private static let base64Values: [UInt8] = {
        var values = [UInt8](repeating: 255, count: 256)
        for (index, byte) in base64Letters.enumerated() { values[Int(byte)] = UInt8(index) }
        return values
    }()
    private static let base64Letters = [UInt8]("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    /// `atob`: each byte as one character. White space is skipped; anything else that is no digit makes it fail.
    mutating func base64Decoded(_ text: ScriptValue) -> ScriptValue? {
        guard text.count >= 2, reserve(text.count * 2) else { return nil }
        let start = arena.count
        var flags: ScriptValue.Flags = [.isBinary]
        var bits: UInt32 = 0
        var bitCount: UInt32 = 0
        for index in 0..<text.count {
            let byte = byte(text, index)
            if byte == UInt8(ascii: "=") { break }
            if byte <= 32 { continue }
            let value = Self.base64Values[Int(byte)]
            guard value < 64 else {
                arena.removeSubrange(start...)
                return nil
            }
            bits = bits << 6 | UInt32(value)
            bitCount += 6
            if bitCount >= 8 {
                bitCount -= 8
                let scalar = (bits >> bitCount) & 0xFF
                append(scalar: scalar)
                if scalar > 127 { flags.insert(.isWide) }
            }
        }
        return built(from: start, withoutWidth(text), keeping: flags)
    }

    private func withoutWidth(_ text: ScriptValue) -> ScriptValue {
        var text = text
        text.flags.subtract(.wideWithSurrogates)
        return text
    }

    mutating func base64Encoded(_ text: ScriptValue) -> ScriptValue? {
        guard reserve(text.count * 2 + 4) else { return nil }
        let start = arena.count
        var bits: UInt32 = 0
        var bitCount: UInt32 = 0
        var at = 0
        while at < text.count {
            let scalar = scalar(text, at)
            guard scalar < 256 else {
                arena.removeSubrange(start...)
                return nil
            }
            at += characterLength(text, at)
            bits = (bits << 8 | scalar) & 0xFFFF
            bitCount += 8
            while bitCount >= 6 {
                bitCount -= 6
                arena.append(Self.base64Letters[Int((bits >> bitCount) & 63)])
            }
        }
        if bitCount > 0 { arena.append(Self.base64Letters[Int((bits << (6 - bitCount)) & 63)]) }
        while (arena.count - start) & 3 != 0 { arena.append(UInt8(ascii: "=")) }
        return built(from: start, withoutWidth(text))
    }

    // MARK: percent signs

    /// `unescape` (each `%E1` is a character, `%uXXXX` too) or `decodeURIComponent` (bytes of UTF-8).
    mutating func percentDecoded(_ text: ScriptValue, asCharacters: Bool) -> ScriptValue? {
        guard reserve(text.count) else { return nil }
        let start = arena.count
        var flags: ScriptValue.Flags = asCharacters && !text.flags.contains(.isWide) ? [.isBinary] : []
        var at = 0
        while at < text.count {
            let byte = byte(text, at)
            guard byte == UInt8(ascii: "%") else {
                arena.append(byte)
                at += 1
                continue
            }
            if asCharacters, at + 5 < text.count, self.byte(text, at + 1) == UInt8(ascii: "u"),
                let scalar = hex(text, at + 2, 4)
            {
                append(scalar: scalar)
                flags.formUnion(Self.flags(of: scalar))
                flags.remove(.isBinary)
                at += 6
            } else if let value = hex(text, at + 1, 2) {
                if asCharacters { append(scalar: value) } else { arena.append(UInt8(value)) }
                if value > 127 { flags.insert(.isWide) }
                at += 3
            } else {
                arena.append(byte)
                at += 1
            }
        }
        if !asCharacters, flags.contains(.isWide) { repairUTF8(from: start) }
        return built(from: start, text, keeping: flags)
    }

    private func hex(_ text: ScriptValue, _ at: Int, _ digits: Int) -> UInt32? {
        guard at + digits <= text.count else { return nil }
        var value: UInt32 = 0
        for index in at..<at + digits {
            guard let digit = ScriptLexer.digitValue(byte(text, index)), digit < 16 else { return nil }
            value = value << 4 | digit
        }
        return value
    }

    /// Percent signs may spell any bytes: those that are no UTF-8 become `?`, so that lengths stay.
    private mutating func repairUTF8(from start: Int) {
        var at = start
        while at < arena.count {
            let length = Self.validLength(arena, at, arena.count)
            if length == 0 {
                arena[at] = UInt8(ascii: "?")
                at += 1
            } else {
                at += length
            }
        }
    }

    /// Bytes of the well-formed UTF-8 character at `at`; 0 when there is none.
    static func validLength(_ bytes: [UInt8], _ at: Int, _ end: Int) -> Int {
        let first = bytes[at]
        if first < 0x80 { return 1 }
        guard first >= 0xC2, first < 0xF5 else { return 0 }
        let length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
        guard at + length <= end else { return 0 }
        for index in 1..<length where bytes[at + index] & 0xC0 != 0x80 { return 0 }
        let second = bytes[at + 1]
        switch first {
        case 0xE0: return second >= 0xA0 ? length : 0
        case 0xED: return second < 0xA0 ? length : 0
        case 0xF0: return second >= 0x90 ? length : 0
        case 0xF4: return second < 0x90 ? length : 0
        default: return length
        }
    }

    /// `escape` (characters) or `encodeURIComponent` (bytes of UTF-8).
    mutating func escaped(_ text: ScriptValue, asUTF8: Bool) -> ScriptValue? {
        guard reserve(text.count * 3) else { return nil }
        let start = arena.count
        var at = 0
        while at < text.count {
            let byte = byte(text, at)
            let isLetter = (byte | 0x20) >= 97 && (byte | 0x20) <= 122 || (byte >= 48 && byte <= 57)
            if isLetter || Self.unescapedMarks.contains(byte) {
                arena.append(byte)
                at += 1
            } else if asUTF8 || byte < 0x80 {
                appendPercent(UInt32(byte), digits: 2)
                at += 1
            } else {
                let scalar = scalar(text, at)
                let length = characterLength(text, at)
                if scalar < 256 {
                    appendPercent(scalar, digits: 2)
                } else if scalar < 0x10000 {
                    appendPercent(scalar, digits: 4)
                } else {
                    appendPercent(0xD7C0 + (scalar >> 10), digits: 4)
                    appendPercent(0xDC00 + (scalar & 0x3FF), digits: 4)
                }
                at += length
            }
        }
        return built(from: start, withoutWidth(text))
    }
    private static let unescapedMarks = [UInt8]("@*_+-./".utf8)

    private mutating func appendPercent(_ value: UInt32, digits: UInt32) {
        arena.append(UInt8(ascii: "%"))
        if digits == 4 { arena.append(UInt8(ascii: "u")) }
        for index in (0..<digits).reversed() {
            let digit = UInt8((value >> (index * 4)) & 15)
            arena.append(digit < 10 ? 48 + digit : 55 + digit)
        }
    }

    // MARK: what is reported

    /// The text as UTF-8 in the arena: pairs of surrogates joined, lone ones replaced, bytes of `atob` that spell UTF-8
    /// read as such.
    mutating func reportable(_ value: ScriptValue) -> ScriptValue? {
        if value.flags.contains(.hasSurrogates) { return withoutSurrogates(value) }
        if value.flags.contains(.wideBinary), let text = readAsUTF8(value) { return text }
        return settled(value)
    }

    private mutating func withoutSurrogates(_ value: ScriptValue) -> ScriptValue? {
        guard reserve(value.count) else { return nil }
        let start = arena.count
        var at = 0
        while at < value.count {
            let scalar = scalar(value, at)
            let length = characterLength(value, at)
            guard length == 3, scalar >= 0xD800, scalar < 0xE000 else {
                for index in at..<at + length { arena.append(byte(value, index)) }
                at += length
                continue
            }
            at += 3
            if scalar < 0xDC00, at + 3 <= value.count, byte(value, at) == 0xED {
                let low = self.scalar(value, at)
                if low >= 0xDC00, low < 0xE000 {
                    append(scalar: 0x10000 + ((scalar - 0xD800) << 10) + (low - 0xDC00))
                    at += 3
                    continue
                }
            }
            append(scalar: 0xFFFD)
        }
        return built(from: start, value)
    }

    private mutating func readAsUTF8(_ value: ScriptValue) -> ScriptValue? {
        guard reserve(value.count) else { return nil }
        let start = arena.count
        var at = 0
        while at < value.count {
            let scalar = scalar(value, at)
            guard scalar < 256 else {
                arena.removeSubrange(start...)
                return nil
            }
            arena.append(UInt8(scalar))
            at += characterLength(value, at)
        }
        at = start
        while at < arena.count {
            let length = Self.validLength(arena, at, arena.count)
            guard length > 0 else {
                arena.removeSubrange(start...)
                return nil
            }
            at += length
        }
        return built(from: start, value)
    }
}
