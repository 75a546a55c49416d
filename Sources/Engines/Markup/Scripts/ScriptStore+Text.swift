/// Methods of constant strings. Indices are UTF-16 units, as in the language; a text in ASCII is indexed in constant time.
extension ScriptStore {
    // MARK: numbers and texts

    /// The decimal text of a number; `nil` when out of budget.
    mutating func text(of value: ScriptValue) -> ScriptValue? {
        let start = arena.count
        guard appendText(of: value) else { return nil }
        return built(from: start, value)
    }

    mutating func appendText(of value: ScriptValue) -> Bool {
        guard reserve(32) else { return false }
        if let integer = value.integer, Double(integer) == value.number {
            append(integer, radix: 10)
        } else {
            appendFraction(value.number)
        }
        return true
    }

    /// At most six decimals, which is what texts of pages hold; `NaN` and sizes beyond 1e12 leave a hole.
    private mutating func appendFraction(_ number: Double) {
        guard number.magnitude < 1e12 else { return }
        let millionths = Int((number.magnitude * 1e6).rounded())
        if number < 0 { arena.append(UInt8(ascii: "-")) }
        append(millionths / 1_000_000, radix: 10)
        var rest = millionths % 1_000_000
        guard rest > 0 else { return }
        arena.append(UInt8(ascii: "."))
        var unit = 100_000
        while rest > 0 {
            arena.append(48 + UInt8(rest / unit))
            rest %= unit
            unit /= 10
        }
    }

    mutating func text(of integer: Int, radix: Int, _ origin: ScriptValue) -> ScriptValue? {
        guard reserve(66) else { return nil }
        let start = arena.count
        append(integer, radix: radix)
        return built(from: start, origin)
    }

    private mutating func append(_ integer: Int, radix: Int) {
        if integer < 0 { arena.append(UInt8(ascii: "-")) }
        let first = arena.count
        var rest = integer.magnitude
        repeat {
            let digit = UInt8(rest % UInt(radix))
            arena.append(digit < 10 ? 48 + digit : 87 + digit)
            rest /= UInt(radix)
        } while rest > 0
        // Turned round by hand: reversing a slice in place copies it.
        var low = first
        var high = arena.count - 1
        while low < high {
            arena.swapAt(low, high)
            low += 1
            high -= 1
        }
    }

    /// The number that a constant is taken for in arithmetic.
    mutating func toNumber(_ value: ScriptValue) -> Double? {
        switch value.kind {
        case .number: value.number
        case .string: parseNumber(value)
        default: nil
        }
    }

    mutating func parseNumber(_ value: ScriptValue) -> Double? {
        let count = value.count
        guard count > 0, count <= 32, charge(count) else { return nil }
        if count > 2, byte(value, 0) == 48, byte(value, 1) | 0x20 == UInt8(ascii: "x") {
            return parseInt(value, radix: 16)?.number
        }
        var number = 0.0
        var scale = 1.0
        var inFraction = false
        for index in 0..<count {
            let byte = byte(value, index)
            if byte == UInt8(ascii: "."), !inFraction {
                inFraction = true
                continue
            }
            guard byte >= 48, byte <= 57 else { return nil }
            number = number * 10 + Double(byte - 48)
            if inFraction { scale *= 10 }
        }
        return number / scale
    }

    /// `parseInt(text, radix)`: the digits at the front.
    mutating func parseInt(_ value: ScriptValue, radix: Int?) -> ScriptValue? {
        if value.kind == .number, radix == nil || radix == 10 {
            return .number(value.number.rounded(.towardZero), value.start, value.end)
        }
        guard value.kind == .string else { return nil }
        var index = 0
        while index < value.count, index < 32, byte(value, index) <= 32 { index += 1 }
        var isNegative = false
        if index < value.count, byte(value, index) == UInt8(ascii: "-") {
            isNegative = true
            index += 1
        }
        var radix = radix ?? 10
        if index + 1 < value.count, byte(value, index) == 48, byte(value, index + 1) | 0x20 == UInt8(ascii: "x") {
            radix = 16
            index += 2
        }
        var number = 0.0
        let first = index
        while index < value.count, index < first + 64, let digit = ScriptLexer.digitValue(byte(value, index)),
            digit < radix
        {
            number = number * Double(radix) + Double(digit)
            index += 1
        }
        guard index > first, charge(index) else { return nil }
        return .number(isNegative ? -number : number, value.start, value.end)
    }

    // MARK: positions

    /// Length in UTF-16 units, or elements of an array.
    mutating func length(_ value: ScriptValue) -> Int? {
        switch value.kind {
        case .array: return Int(value.b)
        case .string:
            guard value.flags.contains(.isWide) else { return value.count }
            guard charge(value.count) else { return nil }
            var units = 0
            var at = 0
            while at < value.count {
                let length = characterLength(value, at)
                units += length == 4 ? 2 : 1
                at += length
            }
            return units
        default: return nil
        }
    }

    /// The byte offset of a UTF-16 position, at most the end; a position inside a pair is its front.
    private mutating func offset(_ value: ScriptValue, _ units: Int) -> Int? {
        guard value.flags.contains(.isWide) else { return min(units, value.count) }
        guard charge(min(3 * units, value.count)) else { return nil }
        var rest = units
        var at = 0
        while at < value.count, rest > 0 {
            let length = characterLength(value, at)
            rest -= length == 4 ? 2 : 1
            at += length
        }
        return at
    }

    private func part(_ value: ScriptValue, _ from: Int, _ to: Int) -> ScriptValue {
        var part = value
        part.a = value.a + UInt32(from)
        part.b = value.a + UInt32(to)
        part.report = -1
        part.room = -1
        part.flags.insert(.isBuilt)
        return part
    }

    /// `text[index]`, `array[index]`.
    mutating func element(_ value: ScriptValue, at index: ScriptValue) -> ScriptValue? {
        guard index.kind == .number || index.kind == .string else { return nil }
        if value.kind == .object { return member(value, index) }
        guard let number = toNumber(index), number >= 0, number < 1e9, let index = Optional(Int(number)) else {
            return nil
        }
        switch value.kind {
        case .array:
            return index < Int(value.b) ? elements[Int(value.a) + index] : nil
        case .string:
            guard let at = offset(value, index), at < value.count else { return nil }
            return part(value, at, at + characterLength(value, at))
        default: return nil
        }
    }

    mutating func code(of value: ScriptValue, at index: ScriptValue) -> ScriptValue? {
        guard let character = element(value, at: index) else { return nil }
        return .number(Double(scalar(character, 0)), value.start, value.end)
    }

    /// The value of the last member of that name.
    mutating func member(_ object: ScriptValue, _ key: ScriptValue) -> ScriptValue? {
        guard key.kind == .string, object.kind == .object else { return nil }
        var index = Int(object.a) + Int(object.b) - 2
        while index >= Int(object.a) {
            guard charge(1) else { return nil }
            let other = elements[index]
            if other.kind == .string, other.count == key.count, charge(key.count), equals(other, key) {
                return elements[index + 1]
            }
            index -= 2
        }
        return nil
    }

    // MARK: parts

    mutating func slice(_ text: ScriptValue, _ name: ScriptName, _ from: Int, _ second: Int?) -> ScriptValue? {
        guard let length = length(text) else { return nil }
        let limit = { (value: Int) in min(max(value, 0), length) }
        let wrap = { (value: Int) in limit(value < 0 ? max(value, -length) + length : value) }
        var low: Int
        var high: Int
        switch name {
        case .substr:
            low = wrap(from)
            high = limit(low + limit(second ?? length))
        case .substring:
            low = limit(from)
            high = limit(second ?? length)
            if low > high { swap(&low, &high) }
        default:
            low = wrap(from)
            high = max(low, wrap(second ?? length))
        }
        guard let first = offset(text, low), let last = offset(text, high) else { return nil }
        return part(text, first, max(first, last))
    }

    mutating func trimmed(_ text: ScriptValue) -> ScriptValue? {
        guard charge(text.count) else { return nil }
        var low = 0
        var high = text.count
        while low < high, byte(text, low) <= 32 { low += 1 }
        while high > low, byte(text, high - 1) <= 32 { high -= 1 }
        return part(text, low, high)
    }

    /// Case of ASCII letters only; letters with marks keep theirs.
    mutating func cased(_ text: ScriptValue, upper: Bool) -> ScriptValue? {
        guard reserve(text.count) else { return nil }
        let start = arena.count
        let range: ClosedRange<UInt8> = upper ? 97...122 : 65...90
        for index in 0..<text.count {
            let byte = byte(text, index)
            arena.append(range.contains(byte) ? byte ^ 0x20 : byte)
        }
        return built(from: start, text)
    }

    mutating func reversed(_ array: ScriptValue) -> ScriptValue? {
        let first = elements.count
        guard first + Int(array.b) <= Self.maxElements, charge(Int(array.b)) else { return nil }
        for index in (Int(array.a)..<Int(array.a) + Int(array.b)).reversed() { elements.append(elements[index]) }
        var result = self.array(from: first)
        result.start = array.start
        result.end = array.end
        return result
    }

    // MARK: search

    func matches(_ text: ScriptValue, _ at: Int, _ needle: ScriptValue) -> Bool {
        guard at + needle.count <= text.count else { return false }
        for index in 0..<needle.count where byte(text, at + index) != byte(needle, index) { return false }
        return true
    }

    /// The text that a regular expression stands for when it holds no operators, and whether it is global.
    mutating func literal(ofPattern pattern: ScriptValue) -> (text: ScriptValue, isGlobal: Bool)? {
        guard pattern.kind == .unknown, pattern.name == .raw else { return nil }
        let from = Int(pattern.a)
        let to = Int(pattern.b)
        guard to > from, to - from <= 256, to < source.count, reserve(to - from) else { return nil }
        let start = arena.count
        var at = from
        while at < to {
            var byte = source[at]
            if byte == UInt8(ascii: "\\"), at + 1 < to {
                at += 1
                byte = source[at]
                let isLetter = (byte | 0x20) >= 97 && (byte | 0x20) <= 122 || (byte >= 48 && byte <= 57)
                if isLetter { return nil }
            } else if Self.patternOperators.contains(byte) {
                return nil
            }
            arena.append(byte)
            at += 1
        }
        var isGlobal = false
        at = to + 1
        while at < source.count, at < to + 8, source[at] | 0x20 >= 97, source[at] | 0x20 <= 122 {
            if source[at] == UInt8(ascii: "g") { isGlobal = true }
            at += 1
        }
        return (built(from: start, pattern), isGlobal)
    }
    private static let patternOperators = [UInt8]("^$.*+?()[]{}|".utf8)

    mutating func replaced(_ text: ScriptValue, _ what: ScriptValue, _ by: ScriptValue, all: Bool) -> ScriptValue? {
        guard by.kind == .string else { return nil }
        var needle = what
        var all = all
        if what.kind != .string {
            guard let pattern = literal(ofPattern: what) else { return nil }
            needle = pattern.text
            all = pattern.isGlobal
        }
        guard needle.count > 0, charge(text.count * min(needle.count, 4)) else { return nil }
        let start = arena.count
        var isDone = false
        var at = 0
        while at < text.count {
            if !isDone, byte(text, at) == byte(needle, 0), charge(needle.count), matches(text, at, needle) {
                guard reserve(by.count) else { return nil }
                append(by)
                at += needle.count
                isDone = !all
            } else {
                guard reserve(1) else { return nil }
                arena.append(byte(text, at))
                at += 1
            }
        }
        var flags = by.flags.intersection(.wideWithSurrogates)
        if text.flags.contains(.isBinary), !by.flags.contains(.isWide) { flags.insert(.isBinary) }
        return built(from: start, text, keeping: flags)
    }
}
