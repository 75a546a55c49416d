/// One word of a CSS value: a number with its unit, a name, a function with its arguments, a colour in hex.
struct StyleWord {
    enum Kind { case number, name, function, hash, other }
    enum Unit: UInt8 { case none, px, em, percent, rem, vw, vh, auto, inherit, initial }

    var kind = Kind.other
    var number: Float = 0
    var unit = Unit.none
    /// The name, without its parenthesis; the digits of a hash.
    var start = 0
    var end = 0
    /// Arguments of a function.
    var argumentStart = 0
    var argumentEnd = 0
}

/// Reads the words of one stretch of CSS. Comments count as white space. Every step moves on, so a value is read once.
struct StyleCursor {
    let base: UnsafePointer<UInt8>
    var at: Int
    let end: Int

    mutating func skipBlanks() {
        while at < end {
            let byte = base[at]
            if byte <= 0x20 {
                at += 1
            } else if byte == 0x2F, at + 1 < end, base[at + 1] == 0x2A {
                skipComment()
            } else {
                return
            }
        }
    }

    /// At `/*`: to behind `*/`, or the end.
    mutating func skipComment() {
        at += 2
        while at < end {
            if base[at] == 0x2A, at + 1 < end, base[at + 1] == 0x2F {
                at += 2
                return
            }
            at += 1
        }
    }

    /// At a quote: to behind its twin, or the end of the line.
    mutating func skipString() {
        let quote = base[at]
        at += 1
        while at < end, base[at] != quote, base[at] != 0x0A {
            at += base[at] == 0x5C ? 2 : 1
        }
        at = min(at + 1, end)
    }

    /// Goes on to the first `;` or `}` outside strings, parentheses and inner blocks; stops before it.
    mutating func skipValue() {
        var depth = 0
        while at < end {
            switch base[at] {
            case 0x3B: if depth == 0 { return }
            case 0x7D:
                if depth == 0 { return }
                depth -= 1
            case 0x28, 0x7B, 0x5B: depth += 1
            case 0x29, 0x5D: if depth > 0 { depth -= 1 }
            case 0x22, 0x27:
                skipString()
                continue
            case 0x2F where at + 1 < end && base[at + 1] == 0x2A:
                skipComment()
                continue
            case 0x5C: at += 1
            default: break
            }
            at += 1
        }
        at = min(at, end)
    }

    /// At `{`: to behind its `}`, or the end.
    mutating func skipBlock() {
        var depth = 0
        while at < end {
            switch base[at] {
            case 0x7B: depth += 1
            case 0x7D:
                depth -= 1
                if depth <= 0 {
                    at += 1
                    return
                }
            case 0x22, 0x27:
                skipString()
                continue
            case 0x2F where at + 1 < end && base[at + 1] == 0x2A:
                skipComment()
                continue
            case 0x5C: at += 1
            default: break
            }
            at += 1
        }
        at = min(at, end)
    }

    /// The next word, or nil at the end. Commas and slashes between words are skipped.
    mutating func next() -> StyleWord? {
        while true {
            skipBlanks()
            guard at < end else { return nil }
            if base[at] == 0x2C || base[at] == 0x2F { at += 1 } else { break }
        }
        var word = StyleWord()
        let byte = base[at]
        if byte == 0x23 {
            word.kind = .hash
            word.start = at + 1
            at += 1
            skipName()
            word.end = at
        } else if isNumberStart() {
            readNumber(&word)
        } else if StyleCursor.isNameByte(byte) {
            word.kind = .name
            word.start = at
            skipName()
            word.end = at
            if at < end, base[at] == 0x28 { readArguments(&word) }
        } else if byte == 0x22 || byte == 0x27 {
            skipString()
        } else {
            at += 1
        }
        return word
    }

    private func isNumberStart() -> Bool {
        var index = at
        if base[index] == 0x2B || base[index] == 0x2D { index += 1 }
        if index < end, base[index] == 0x2E { index += 1 }
        return index < end && base[index] &- 0x30 < 10
    }

    private mutating func readNumber(_ word: inout StyleWord) {
        word.kind = .number
        word.start = at
        var sign: Float = 1
        if base[at] == 0x2B || base[at] == 0x2D {
            sign = base[at] == 0x2D ? -1 : 1
            at += 1
        }
        var value: Float = 0
        while at < end, base[at] &- 0x30 < 10 {
            value = min(value * 10 + Float(base[at] &- 0x30), 1e9)
            at += 1
        }
        if at + 1 < end, base[at] == 0x2E, base[at + 1] &- 0x30 < 10 {
            at += 1
            var scale: Float = 0.1
            while at < end, base[at] &- 0x30 < 10 {
                value += Float(base[at] &- 0x30) * scale
                scale *= 0.1
                at += 1
            }
        }
        if at < end, base[at] | 0x20 == 0x65 { value *= readExponent() }
        word.number = sign * value
        readUnit(&word)
    }

    /// `1e-3`; an `em` is no exponent.
    private mutating func readExponent() -> Float {
        var index = at + 1
        var isNegative = false
        if index < end, base[index] == 0x2D || base[index] == 0x2B {
            isNegative = base[index] == 0x2D
            index += 1
        }
        guard index < end, base[index] &- 0x30 < 10 else { return 1 }
        var exponent = 0
        while index < end, base[index] &- 0x30 < 10 {
            exponent = min(exponent * 10 + Int(base[index] &- 0x30), 12)
            index += 1
        }
        at = index
        var factor: Float = 1
        for _ in 0..<exponent { factor *= isNegative ? 0.1 : 10 }
        return factor
    }

    private mutating func readUnit(_ word: inout StyleWord) {
        if at < end, base[at] == 0x25 {
            word.unit = .percent
            at += 1
            word.end = at
            return
        }
        let start = at
        while at < end, (base[at] | 0x20) &- 0x61 < 26 { at += 1 }
        word.end = at
        let text = UnsafeBufferPointer(start: base + start, count: at - start)
        for (name, unit, factor) in StyleCursor.units where text.equalsLowercased(name) {
            word.unit = unit
            word.number *= factor
            return
        }
    }

    private static let units: [(StaticString, StyleWord.Unit, Float)] = [
        ("px", .px, 1), ("em", .em, 1), ("rem", .rem, 1), ("vw", .vw, 1), ("vh", .vh, 1), ("pt", .px, 96.0 / 72),
        ("cm", .px, 96 / 2.54), ("mm", .px, 96 / 25.4), ("in", .px, 96), ("pc", .px, 16), ("ex", .em, 0.5),
        ("ch", .em, 0.5), ("vmin", .vh, 1), ("vmax", .vw, 1),
    ]

    private mutating func readArguments(_ word: inout StyleWord) {
        word.kind = .function
        at += 1
        word.argumentStart = at
        var depth = 1
        while at < end {
            let byte = base[at]
            if byte == 0x22 || byte == 0x27 {
                skipString()
                continue
            }
            if byte == 0x28 { depth += 1 }
            if byte == 0x29 {
                depth -= 1
                if depth == 0 { break }
            }
            at += 1
        }
        at = min(at, end)
        word.argumentEnd = at
        if at < end { at += 1 }
    }

    mutating func skipName() {
        while at < end, StyleCursor.isNameByte(base[at]) { at += 1 }
    }

    static func isNameByte(_ byte: UInt8) -> Bool {
        (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 || byte == 0x2D || byte == 0x5F || byte >= 0x80 || byte == 0x5C
    }

    func text(_ word: StyleWord) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: base + word.start, count: word.end - word.start)
    }

    func arguments(_ word: StyleWord) -> StyleCursor {
        StyleCursor(base: base, at: word.argumentStart, end: word.argumentEnd)
    }
}
