/// Calls and indices of constants.
extension ScriptMachine {
    /// The value of a call whose bracket has just closed.
    mutating func finishCall(_ frame: ScriptFrame, _ end: UInt32) -> ScriptValue {
        let count = arguments.count - frame.argumentBase
        let first = count > 0 ? arguments[frame.argumentBase] : ScriptValue()
        let second = count > 1 ? arguments[frame.argumentBase + 1] : ScriptValue()
        var origin = frame.callee
        origin.end = end
        guard var result = value(ofCall: frame, first, second, count, origin) else {
            return ScriptValue.unknown(origin.start, end)
        }
        if result.kind == .string || result.kind == .array {
            consumeAll(frame.callee)
            for index in frame.argumentBase..<arguments.count { consumeAll(arguments[index]) }
            // A text that stands in the source keeps its own place.
            if result.kind == .string, !result.flags.contains(.isBuilt) { return result }
            if frame.callee.kind == .string || frame.callee.kind == .array {
                result.start = min(frame.callee.start, result.start)
            } else {
                result.start = frame.callee.start
            }
            result.end = max(end, origin.end)
            if frame.isRecalled { result.start = frame.recalledStart }
            // A variable's value may stand behind its use.
            if result.start > result.end { result.start = result.end }
        }
        return result
    }

    private mutating func consumeAll(_ value: ScriptValue) {
        consume(value)
        guard value.kind == .array, store.charge(Int(value.b)) else { return }
        for index in Int(value.a)..<Int(value.a) + Int(value.b) { consume(store.elements[index]) }
    }

    private mutating func value(
        ofCall frame: ScriptFrame, _ first: ScriptValue, _ second: ScriptValue, _ count: Int, _ origin: ScriptValue
    ) -> ScriptValue? {
        let callee = frame.callee
        switch callee.kind {
        case .each:
            guard frame.method != .none else { return nil }
            return extended(
                callee,
                ScriptStep(kind: .method, name: frame.method, first: first, second: second, argumentCount: count))
        case .string, .array, .number:
            if first.kind == .each, frame.method != .map, frame.method != .forEach {
                return extended(
                    first,
                    ScriptStep(
                        kind: .methodOf, name: frame.method, first: callee, second: second, argumentCount: count))
            }
            if frame.method == .map { return map(callee, first) }
            if frame.method == .concat { return concat(callee, frame.argumentBase) }
            return callMethod(frame.method, on: callee, first, second, count: count)
        case .function: return callOwn(callee, frame.argumentBase)
        case .name: return callNamed(callee, frame.argumentBase, first, second, count)
        default: return nil
        }
    }

    private mutating func callNamed(
        _ callee: ScriptValue, _ base: Int, _ first: ScriptValue, _ second: ScriptValue, _ count: Int
    ) -> ScriptValue? {
        switch callee.name {
        case .fromCharCode, .fromCodePoint:
            if first.kind == .each {
                return extended(first, ScriptStep(kind: .function, name: callee.name, argumentCount: 1))
            }
            return fromCodes(arguments[base...])
        case .apply where callee.object == .fromCharCode || callee.object == .fromCodePoint:
            guard second.kind == .array else { return nil }
            return fromCodes(store.elements[Int(second.a)..<Int(second.a) + Int(second.b)])
        case .call where callee.object == .fromCharCode && count > 1:
            return fromCodes(arguments[(base + 1)...])
        default:
            if first.kind == .each {
                guard Self.isPure(callee.name) else { return nil }
                return extended(
                    first, ScriptStep(kind: .function, name: callee.name, first: second, argumentCount: count))
            }
            return callFunction(callee.name, first, second, count: count)
        }
    }

    private static func isPure(_ name: ScriptName) -> Bool {
        switch name {
        case .atob, .unescape, .decodeURIComponent, .decodeURI, .escape, .parseInt, .numberObject, .stringObject,
            .encodeURIComponent:
            true
        default: false
        }
    }

    /// The value of a function of the language; `nil` when it is not known or not constant.
    mutating func callFunction(
        _ name: ScriptName, _ first: ScriptValue, _ second: ScriptValue, count: Int
    ) -> ScriptValue? {
        switch name {
        case .atob: return first.kind == .string ? store.base64Decoded(first) : nil
        case .btoa: return first.kind == .string ? store.base64Encoded(first) : nil
        case .unescape: return first.kind == .string ? store.percentDecoded(first, asCharacters: true) : nil
        case .decodeURIComponent, .decodeURI:
            return first.kind == .string ? store.percentDecoded(first, asCharacters: false) : nil
        case .escape: return first.kind == .string ? store.escaped(first, asUTF8: false) : nil
        case .encodeURIComponent, .encodeURI: return first.kind == .string ? store.escaped(first, asUTF8: true) : nil
        case .parseInt:
            return store.parseInt(first, radix: count > 1 ? second.integer ?? 10 : nil)
        case .numberObject, .parseFloat:
            guard let number = store.toNumber(first) else { return nil }
            return .number(number, first.start, first.end)
        case .stringObject: return text(first)
        case .fromCharCode, .fromCodePoint: return fromCode(first)
        case .decode where first.kind == .array:
            return fromCodes(store.elements[Int(first.a)..<Int(first.a) + Int(first.b)])
        case .from where first.kind == .array: return first
        default: return nil
        }
    }

    /// `String.fromCharCode(…)`; arrays among the arguments come from `...` and are laid flat.
    private mutating func fromCodes(_ values: ArraySlice<ScriptValue>) -> ScriptValue? {
        guard !values.isEmpty else { return nil }
        let start = store.arena.count
        var flags: ScriptValue.Flags = [.isBinary]
        for value in values {
            if value.kind == .array {
                for index in Int(value.a)..<Int(value.a) + Int(value.b) {
                    guard append(code: store.elements[index], &flags) else { return nil }
                }
            } else {
                guard append(code: value, &flags) else { return nil }
            }
        }
        return store.built(from: start, ScriptValue(), keeping: flags)
    }

    private mutating func fromCode(_ value: ScriptValue) -> ScriptValue? {
        let start = store.arena.count
        var flags: ScriptValue.Flags = [.isBinary]
        guard append(code: value, &flags) else { return nil }
        return store.built(from: start, value, keeping: flags)
    }

    private mutating func append(code value: ScriptValue, _ flags: inout ScriptValue.Flags) -> Bool {
        guard let number = store.toNumber(value), number >= 0, number < 1_114_112, store.reserve(4) else {
            return false
        }
        let scalar = UInt32(number)
        store.append(scalar: scalar)
        flags.formUnion(ScriptStore.flags(of: scalar))
        if scalar > 255 { flags.remove(.isBinary) }
        return true
    }

    // MARK: functions of the script

    /// A call of a function that the script itself holds.
    private mutating func callOwn(_ callee: ScriptValue, _ base: Int) -> ScriptValue? {
        let function = functions[Int(callee.a)]
        if let unpacked = unpack(base, function.parameterCount) { return unpacked }
        let result = function.result
        if result.isConstant { return result }
        guard result.kind == .each, steps[Int(result.a)].kind == .parameter, base < arguments.count else { return nil }
        let argument = arguments[base]
        if argument.kind == .each { return nil }
        guard argument.isConstant else { return nil }
        return run(result, on: argument)
    }

    private mutating func map(_ receiver: ScriptValue, _ function: ScriptValue) -> ScriptValue? {
        guard receiver.kind == .array else { return nil }
        var program = function
        if function.kind == .function { program = functions[Int(function.a)].result }
        if program.kind == .each {
            let origin = steps[Int(program.a)]
            if origin.kind == .elements, origin.first.a == receiver.a { return materialised(program) }
            guard origin.kind == .parameter else { return nil }
        } else if function.kind != .name {
            return nil
        }
        guard store.charge(Int(receiver.b)) else { return nil }
        scratchValues.removeAll(keepingCapacity: true)
        for index in Int(receiver.a)..<Int(receiver.a) + Int(receiver.b) {
            let element = store.elements[index]
            let made =
                program.kind == .each
                ? run(program, on: element) : callFunction(function.name, element, ScriptValue(), count: 1)
            guard let made else { return nil }
            scratchValues.append(made)
        }
        return array(like: receiver)
    }

    /// The collected values as an array that stands where `origin` stands.
    private mutating func array(like origin: ScriptValue) -> ScriptValue? {
        var array = store.array(scratchValues[...])
        array?.start = origin.start
        array?.end = origin.end
        return array
    }

    private mutating func concat(_ receiver: ScriptValue, _ base: Int) -> ScriptValue? {
        if receiver.kind == .string {
            var sum = receiver
            for index in base..<arguments.count {
                guard let part = text(arguments[index]), let joined = store.joined(sum, part) else { return nil }
                sum = joined
            }
            return sum
        }
        guard receiver.kind == .array else { return nil }
        scratchValues.removeAll(keepingCapacity: true)
        guard appendElements(receiver) else { return nil }
        for index in base..<arguments.count {
            let value = arguments[index]
            if value.kind == .array {
                guard appendElements(value) else { return nil }
            } else {
                scratchValues.append(value)
            }
        }
        return array(like: receiver)
    }

    private mutating func appendElements(_ array: ScriptValue) -> Bool {
        guard store.charge(Int(array.b)) else { return false }
        scratchValues.append(contentsOf: store.elements[Int(array.a)..<Int(array.a) + Int(array.b)])
        return true
    }

    // MARK: indices

    /// `callee[index]`: an element, a character, or a member named by a string.
    mutating func finishIndex(_ frame: ScriptFrame, _ index: ScriptValue, _ end: UInt32) {
        operand = frame.callee
        isRecalled = frame.isRecalled
        recalledStart = frame.recalledStart
        recalledEnd = end
        if operand.kind == .each, index.kind == .number {
            let element = extended(operand, ScriptStep(kind: .indexed, first: index))
            operand = element ?? ScriptValue.unknown(operand.start, end)
        } else if index.kind == .each, operand.isConstant {
            let element = extended(index, ScriptStep(kind: .indexOf, first: operand))
            operand = element ?? ScriptValue.unknown(operand.start, end)
        } else if index.kind == .string {
            consume(index)
            select(name(of: index), key: index, end: end)
        } else {
            operand = store.element(operand, at: index) ?? ScriptValue.unknown(operand.start, end)
        }
    }

    private mutating func name(of value: ScriptValue) -> ScriptName {
        guard value.count <= 32 else { return .none }
        scratch.removeAll(keepingCapacity: true)
        for index in 0..<value.count { scratch.append(store.byte(value, index)) }
        let hash = ScriptLexer.hash(of: scratch)
        let name = scratch.withUnsafeBufferPointer { names.find($0, 0, $0.count, hash: hash) }
        if name.isVisitorTest { noteTest() }
        return name
    }
}
