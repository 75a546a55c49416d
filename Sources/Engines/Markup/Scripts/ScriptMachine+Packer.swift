/// Dean Edwards' packer: `eval(function(p,a,c,k,e,d){…}('payload', radix, count, 'words'.split('|'), …))`.
extension ScriptMachine {
    /// The unpacked script when the arguments have the packer's shape.
    mutating func unpack(_ base: Int, _ parameterCount: Int) -> ScriptValue? {
        guard parameterCount >= 4, arguments.count - base >= 4 else { return nil }
        let payload = arguments[base]
        let words = arguments[base + 3]
        guard payload.kind == .string, words.kind == .array, let radix = arguments[base + 1].integer,
            arguments[base + 2].kind == .number, (2...62).contains(radix)
        else { return nil }
        let start = store.arena.count
        var flags: ScriptValue.Flags = []
        var at = 0
        while at < payload.count {
            let first = at
            while at < payload.count, Self.wordDigit(store.byte(payload, at)) != nil { at += 1 }
            guard at > first else {
                guard store.reserve(1) else { return nil }
                store.arena.append(store.byte(payload, at))
                at += 1
                continue
            }
            guard append(word: payload, first, at, radix, words, &flags) else { return nil }
        }
        return store.built(from: start, payload, keeping: flags)
    }

    /// Appends the word of the dictionary that a number of the payload names, or the number where there is none.
    private mutating func append(
        word payload: ScriptValue, _ from: Int, _ to: Int, _ radix: Int, _ words: ScriptValue,
        _ flags: inout ScriptValue.Flags
    ) -> Bool {
        var index = 0
        for at in from..<to {
            guard let digit = Self.wordDigit(store.byte(payload, at)), digit < radix, index < 1 << 24 else {
                index = .max
                break
            }
            index = index * radix + digit
        }
        if index < Int(words.b) {
            let word = store.elements[Int(words.a) + index]
            if word.kind == .string, word.count > 0 {
                guard store.reserve(word.count) else { return false }
                store.append(word)
                flags.formUnion(word.flags.intersection(.wideWithSurrogates))
                return true
            }
        }
        guard store.reserve(to - from) else { return false }
        store.append(payload, from: from, to: to)
        return true
    }

    /// Digits of the packer: 0-9, a-z, A-Z (`String.fromCharCode(c + 29)` from 36 on).
    private static func wordDigit(_ byte: UInt8) -> Int? {
        switch byte {
        case 48...57: Int(byte) - 48
        case 97...122: Int(byte) - 87
        case 65...90: Int(byte) - 29
        default: nil
        }
    }
}
