/// Methods of constant strings, arrays and numbers.
extension ScriptMachine {
    static let maxRepeatBytes = 1 << 16

    /// `receiver.name(first, second)`; `nil` when the method or an argument is not known.
    mutating func callMethod(
        _ name: ScriptName, on receiver: ScriptValue, _ first: ScriptValue, _ second: ScriptValue, count: Int
    ) -> ScriptValue? {
        switch receiver.kind {
        case .string: return callString(name, receiver, first, second, count)
        case .array: return callArray(name, receiver, first, second, count)
        case .number:
            guard name == .toString, let integer = receiver.integer else { return nil }
            let radix = count > 0 ? first.integer ?? 10 : 10
            guard (2...36).contains(radix) else { return nil }
            return store.text(of: integer, radix: radix, receiver)
        default: return nil
        }
    }

    private mutating func callString(
        _ name: ScriptName, _ text: ScriptValue, _ first: ScriptValue, _ second: ScriptValue, _ count: Int
    ) -> ScriptValue? {
        switch name {
        case .split: return split(text, first, count)
        case .replace, .replaceAll: return store.replaced(text, first, second, all: name == .replaceAll)
        case .substr, .substring, .slice:
            guard let from = count > 0 ? first.integer : 0 else { return nil }
            if count > 1, second.integer == nil { return nil }
            return store.slice(text, name, from, second.integer)
        case .charAt, .at: return store.element(text, at: count > 0 ? first : .number(0, 0, 0))
        case .charCodeAt, .codePointAt:
            let index = count > 0 ? first : ScriptValue.number(0, 0, 0)
            return store.code(of: text, at: index)
        case .toLowerCase: return store.cased(text, upper: false)
        case .toUpperCase: return store.cased(text, upper: true)
        case .trim: return store.trimmed(text)
        case .toString, .valueOf: return text
        case .concat:
            guard let other = self.text(first) else { return nil }
            return store.joined(text, other)
        case .repeat:
            guard let times = first.integer, times >= 0, times <= Self.maxRepeatBytes,
                text.count * times <= Self.maxRepeatBytes, store.reserve(text.count * times)
            else { return nil }
            let start = store.arena.count
            for _ in 0..<times { store.append(text) }
            return store.built(from: start, text)
        default: return nil
        }
    }

    private mutating func callArray(
        _ name: ScriptName, _ array: ScriptValue, _ first: ScriptValue, _ second: ScriptValue, _ count: Int
    ) -> ScriptValue? {
        switch name {
        case .join:
            if count == 0 { return join(array, with: ",") }
            guard first.kind == .string else { return nil }
            return join(array, separator: first)
        case .reverse: return store.reversed(array)
        case .slice:
            let length = Int(array.b)
            let clamp = { (value: Int) in min(max(value < 0 ? value + length : value, 0), length) }
            let from = clamp(count > 0 ? first.integer ?? 0 : 0)
            let to = max(from, clamp(count > 1 ? second.integer ?? length : length))
            var part = array
            part.a += UInt32(from)
            part.b = UInt32(to - from)
            return part
        case .at: return store.element(array, at: first)
        case .pop, .shift:
            guard array.b > 0 else { return nil }
            return store.elements[name == .shift ? Int(array.a) : Int(array.a) + Int(array.b) - 1]
        case .toString: return join(array, with: ",")
        default: return nil
        }
    }

    // MARK: split and join

    private mutating func split(_ text: ScriptValue, _ by: ScriptValue, _ count: Int) -> ScriptValue? {
        guard count > 0, store.charge(text.count) else { return nil }
        let separator: ScriptValue
        if by.kind == .string {
            separator = by
        } else {
            guard let pattern = store.literal(ofPattern: by) else { return nil }
            separator = pattern.text
        }
        let first = store.elements.count
        var start = 0
        var at = 0
        while at < text.count {
            let length = separator.count == 0 ? store.characterLength(text, at) : separator.count
            guard separator.count == 0 || store.matches(text, at, separator) else {
                at += 1
                continue
            }
            let end = separator.count == 0 ? at + length : at
            guard appendPart(text, start, end) else { return nil }
            at += length
            start = at
        }
        if separator.count > 0 || text.count == 0 {
            guard separator.count == 0 || appendPart(text, start, text.count) else { return nil }
        }
        var array = store.array(from: first)
        array.start = text.start
        array.end = text.end
        return array
    }

    /// A part of a text as an element; the text itself must outlive the script, so it is settled first.
    private mutating func appendPart(_ text: ScriptValue, _ from: Int, _ to: Int) -> Bool {
        guard store.elements.count < ScriptStore.maxElements else { return false }
        var part = text
        part.a += UInt32(from)
        part.b = text.a + UInt32(to)
        part.flags.insert(.isBuilt)
        part.report = -1
        part.room = -1
        guard let settled = store.settled(part) else { return false }
        store.elements.append(settled)
        return true
    }

    mutating func join(_ array: ScriptValue, with separator: StaticString?) -> ScriptValue? {
        var between = ScriptValue()
        between.kind = .string
        guard let separator else { return join(array, separator: between) }
        between.flags = [.inArena]
        between.a = UInt32(store.arena.count)
        guard store.reserve(separator.utf8CodeUnitCount) else { return nil }
        separator.withUTF8Buffer { store.arena.append(contentsOf: $0) }
        between.b = UInt32(store.arena.count)
        return join(array, separator: between)
    }

    /// The elements' texts one behind another. An unknown element leaves a hole.
    mutating func join(_ array: ScriptValue, separator: ScriptValue) -> ScriptValue? {
        let count = Int(array.b)
        guard store.charge(count) else { return nil }
        var flags: ScriptValue.Flags = count > 0 ? [.isBinary] : []
        let start = store.arena.count
        for index in 0..<count {
            let element = store.elements[Int(array.a) + index]
            if index > 0 {
                guard store.reserve(separator.count) else { return nil }
                store.append(separator)
            }
            consume(element)
            switch element.kind {
            case .string:
                guard store.reserve(element.count) else { return nil }
                store.append(element)
                flags.formUnion(element.flags.intersection(.wideWithSurrogates))
                if element.flags.contains(.isWide), !element.flags.contains(.isBinary) { flags.remove(.isBinary) }
            case .number:
                guard store.appendText(of: element) else { return nil }
            default: break
            }
        }
        var origin = array
        origin.flags = array.flags.intersection(.isTested)
        return store.built(from: start, origin, keeping: flags)
    }
}
