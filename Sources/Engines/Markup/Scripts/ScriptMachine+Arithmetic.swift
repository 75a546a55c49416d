/// Values of unary and binary operations, and programs over a value that is still open.
extension ScriptMachine {
    mutating func unary(_ op: ScriptToken, _ value: ScriptValue) -> ScriptValue {
        var number: Double?
        if value.kind == .number { number = value.number }
        if value.kind == .string, op == .plus || op == .minus { number = store.parseNumber(value) }
        guard let number else {
            let rest = ScriptValue.unknown(value.start, value.end)
            keepText(value)
            return rest
        }
        switch op {
        case .minus: return .number(-number, value.start, value.end)
        case .plus: return .number(number, value.start, value.end)
        case .complement: return .number(Double(~Self.int32(number)), value.start, value.end)
        default: return ScriptValue.unknown(value.start, value.end)
        }
    }

    /// A text that an operation loses is still reported.
    mutating func keepText(_ value: ScriptValue) {
        guard value.kind == .string else { return }
        let saved = operand
        let had = hasOperand
        operand = value
        hasOperand = true
        reportOperand(.plain)
        operand = saved
        hasOperand = had
    }

    mutating func binary(_ op: ScriptToken, _ left: ScriptValue, _ right: ScriptValue) -> ScriptValue {
        let start = min(left.start, right.start)
        let end = max(left.end, right.end)
        if left.kind == .each, right.kind == .number || right.kind == .string {
            return extended(left, ScriptStep(kind: .operatorRight, op: op, first: right))
                ?? unknown(op, left, right, start, end)
        }
        if right.kind == .each, left.kind == .number {
            return extended(right, ScriptStep(kind: .operatorLeft, op: op, first: left))
                ?? unknown(op, left, right, start, end)
        }
        if left.kind == .number, right.kind == .number {
            return .number(Self.compute(op, left.number, right.number), start, end)
        }
        guard op == .plus else {
            if let a = store.toNumber(left), let b = store.toNumber(right) {
                return .number(Self.compute(op, a, b), start, end)
            }
            keepText(left)
            keepText(right)
            return ScriptValue.unknown(start, end)
        }
        return sum(left, right, start, end)
    }

    private mutating func unknown(
        _ op: ScriptToken, _ left: ScriptValue, _ right: ScriptValue, _ start: UInt32, _ end: UInt32
    ) -> ScriptValue {
        op == .plus ? sum(left, right, start, end) : ScriptValue.unknown(start, end)
    }

    /// `+` where at least one side is no number. An unknown side leaves a hole: the known text goes on without it.
    private mutating func sum(_ left: ScriptValue, _ right: ScriptValue, _ start: UInt32, _ end: UInt32) -> ScriptValue
    {
        let first = text(left)
        let second = text(right)
        if let first, let second, let joined = store.joined(first, second) {
            consume(left)
            consume(right)
            return joined
        }
        if first != nil, second != nil {
            keepText(left)
            return right
        }
        if left.kind == .string { return left }
        guard right.kind == .string else { return ScriptValue.unknown(start, end) }
        var open = right
        open.flags.insert(.hasOpenFront)
        return open
    }

    /// `old += value`.
    mutating func grown(_ old: ScriptValue, _ value: ScriptValue) -> ScriptValue {
        if old.kind == .number, value.kind == .number { return binary(.plus, old, value) }
        guard old.kind == .string else { return binary(.plus, old, value) }
        if value.kind == .each, let all = materialised(value), let joined = join(all, with: nil) {
            return store.joined(old, joined, growing: true) ?? old
        }
        guard let text = text(value) else { return old }
        guard let joined = store.joined(old, text, growing: true) else {
            keepText(value)
            return old
        }
        consume(old)
        consume(value)
        return joined
    }

    /// The string that a constant becomes in a sum; `nil` for what is not known.
    mutating func text(_ value: ScriptValue) -> ScriptValue? {
        switch value.kind {
        case .string: return value
        case .number: return store.text(of: value)
        case .array: return join(value, with: ",")
        default: return nil
        }
    }

    static func int32(_ value: Double) -> Int32 {
        guard value.isFinite, abs(value) < 9e15 else { return 0 }
        return Int32(truncatingIfNeeded: Int64(value))
    }

    private static func compute(_ op: ScriptToken, _ a: Double, _ b: Double) -> Double {
        switch op {
        case .plus: a + b
        case .minus: a - b
        case .times: a * b
        case .divide: a / b
        case .percent: a.truncatingRemainder(dividingBy: b)
        case .caret: Double(int32(a) ^ int32(b))
        case .ampersand: Double(int32(a) & int32(b))
        case .bar: Double(int32(a) | int32(b))
        case .shiftLeft: Double(int32(a) << (int32(b) & 31))
        case .shiftRight: Double(int32(a) >> (int32(b) & 31))
        case .shiftRightZero: Double(UInt32(bitPattern: int32(a)) >> UInt32(int32(b) & 31))
        default: .nan
        }
    }

    // MARK: programs

    static let maxSteps = 1 << 16
    static let maxProgram = 16

    /// A value that is still open: each element of an array, a parameter, a loop's index.
    mutating func program(_ step: ScriptStep) -> ScriptValue? {
        guard steps.count < Self.maxSteps else { return nil }
        var value = ScriptValue()
        value.kind = .each
        value.start = step.first.start
        value.end = step.first.end
        value.a = UInt32(steps.count)
        steps.append(step)
        value.b = UInt32(steps.count)
        return value
    }

    /// The open value after one more step.
    mutating func extended(_ each: ScriptValue, _ step: ScriptStep) -> ScriptValue? {
        guard each.count < Self.maxProgram, steps.count + each.count < Self.maxSteps, store.charge(each.count) else {
            return nil
        }
        var step = step
        guard let first = store.settled(step.first), let second = store.settled(step.second) else { return nil }
        step.first = first
        step.second = second
        var value = each
        if Int(each.b) != steps.count {
            value.a = UInt32(steps.count)
            for index in Int(each.a)..<Int(each.b) { steps.append(steps[index]) }
        }
        steps.append(step)
        value.b = UInt32(steps.count)
        return value
    }

    /// What a program makes of one value.
    mutating func run(_ each: ScriptValue, on argument: ScriptValue) -> ScriptValue? {
        var value = argument
        for index in (Int(each.a) + 1)..<max(Int(each.b), Int(each.a) + 1) {
            guard store.charge(4), let next = apply(steps[index], to: value) else { return nil }
            value = next
        }
        return value
    }

    private mutating func apply(_ step: ScriptStep, to value: ScriptValue) -> ScriptValue? {
        let result: ScriptValue
        switch step.kind {
        case .operatorLeft: result = binary(step.op, step.first, value)
        case .operatorRight: result = binary(step.op, value, step.first)
        case .method:
            guard let made = callMethod(step.name, on: value, step.first, step.second, count: step.argumentCount) else {
                return nil
            }
            result = made
        case .methodOf:
            guard let made = callMethod(step.name, on: step.first, value, step.second, count: step.argumentCount) else {
                return nil
            }
            result = made
        case .function:
            guard let made = callFunction(step.name, value, step.first, count: step.argumentCount) else { return nil }
            result = made
        case .indexOf:
            guard let made = store.element(step.first, at: value) else { return nil }
            result = made
        case .indexed:
            guard let made = store.element(value, at: step.first) else { return nil }
            result = made
        case .elements, .parameter, .index: return nil
        }
        return result.isConstant ? result : nil
    }

    /// The array that a program over the elements of an array, or over the indices of a loop, makes.
    mutating func materialised(_ each: ScriptValue) -> ScriptValue? {
        let origin = steps[Int(each.a)]
        guard let count = loopCount(each, origin), store.charge(count) else { return nil }
        scratchValues.removeAll(keepingCapacity: true)
        let stride = origin.kind == .index ? max(1, origin.first.integer ?? 1) : 1
        var index = 0
        while index < count {
            let input =
                origin.kind == .index
                ? ScriptValue.number(Double(index), each.start, each.end) : store.elements[Int(origin.first.a) + index]
            if origin.kind == .elements { consume(input) }
            guard let value = run(each, on: input) else { return nil }
            scratchValues.append(value)
            index += stride
        }
        let source = origin.kind == .elements ? origin.first : steps[Int(each.a) + 1].first
        var array = store.array(scratchValues[...])
        array?.start = source.start
        array?.end = source.end
        return array
    }

    /// How many elements the walk has: of the array, or of what the loop's index looks into.
    private mutating func loopCount(_ each: ScriptValue, _ origin: ScriptStep) -> Int? {
        if origin.kind == .elements { return Int(origin.first.b) }
        guard origin.kind == .index, each.count > 1 else { return nil }
        let second = steps[Int(each.a) + 1]
        guard second.kind == .indexOf || second.kind == .methodOf else { return nil }
        return store.length(second.first)
    }
}
