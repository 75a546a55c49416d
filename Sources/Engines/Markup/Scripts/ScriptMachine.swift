/// Reads a script once, token by token, folding constant expressions as it goes.
///
/// A shift-reduce evaluator with an explicit stack of brackets: there is no recursion over the input, nothing is read
/// twice (but for the heads of arrow functions, 256 bytes at most), and whatever is not constant is an unknown value.
/// Work is counted in `work`: bytes lexed and steps charged to the store.
struct ScriptMachine {
    var store = ScriptStore()
    var symbols = ScriptSymbols()
    let names = ScriptNameTable()
    var strings: [ScriptFolder.FoldedString] = []
    var isConsumed: [Bool] = []
    /// For each report the last one of the same text.
    var newest: [Int32] = []
    /// Strings reported as code, to be read in the next round.
    var codes: [Int] = []
    var functions: [ScriptFunction] = []
    var steps: [ScriptStep] = []
    var arguments: [ScriptValue] = []
    var scratch: [UInt8] = []
    var scratchValues: [ScriptValue] = []

    struct Pending {
        var op: ScriptToken
        var precedence: UInt8
        var isUnary: Bool
        var left: ScriptValue
    }
    var pending: [Pending] = []
    var frames: [ScriptFrame] = []
    var top = ScriptFrame()
    static let maxDepth = 256
    static let maxPending = 64
    static let maxStrings = 1 << 18
    static let maxFunctions = 1 << 14

    var lexer = ScriptLexer(UnsafeBufferPointer(start: nil, count: 0))
    /// The operand just read, if any.
    var operand = ScriptValue()
    var hasOperand = false
    /// The operand is the bare name at this place.
    var bareName = ScriptFrame.Target()
    var bareNameID: ScriptName = .none
    var hasBareName = false
    /// The operand came from a variable; where the variable, its index or member was named.
    var isRecalled = false
    var recalledStart: UInt32 = 0
    var recalledEnd: UInt32 = 0
    /// The method just named on a constant receiver; a call follows.
    var method: ScriptName = .none
    var pendingHead: ScriptName = .none
    var hasPendingBody = false
    var arrowHead: (start: Int, end: Int) = (0, 0)
    var pendingFunction = ScriptFunction()
    /// Brackets opened beyond `maxDepth`.
    var excessDepth = 0

    /// Where the script stands in the page; for code of later rounds the range of the expression it came from.
    var base: UInt32 = 0
    var fixedRange: (start: UInt32, end: UInt32)?
    var isNestedConditional = false
    var lexedBytes = 0
    /// Bytes of code that later rounds may still read.
    var codeBudget = 0
    /// Bytes that may still be reported; one text may be reported for several uses.
    var reportBudget = 0
    var work: Int { lexedBytes + store.steps }

    mutating func reset(byteCount: Int, maxOutputBytes: Int) {
        let arena = min(maxOutputBytes, 1024 + 16 * byteCount)
        store.reset(stepBudget: 4096 + 32 * byteCount, arenaBudget: min(arena, Int(Int32.max)))
        codeBudget = 1024 + 4 * byteCount
        reportBudget = store.arenaBudget
        symbols.reset()
        strings.removeAll(keepingCapacity: true)
        isConsumed.removeAll(keepingCapacity: true)
        newest.removeAll(keepingCapacity: true)
        codes.removeAll(keepingCapacity: true)
        lexedBytes = 0
        fixedRange = nil
        isNestedConditional = false
        functions.removeAll(keepingCapacity: true)
        steps.removeAll(keepingCapacity: true)
    }

    /// Reads one script (the page's, or one that a script makes).
    mutating func read(_ source: UnsafeBufferPointer<UInt8>) {
        store.source = source
        lexer = ScriptLexer(source)
        lexedBytes += source.count
        arguments.removeAll(keepingCapacity: true)
        pending.removeAll(keepingCapacity: true)
        frames.removeAll(keepingCapacity: true)
        top = ScriptFrame()
        top.isScopeConditional = isNestedConditional
        hasOperand = false
        hasBareName = false
        pendingHead = .none
        hasPendingBody = false
        excessDepth = 0
        while true {
            let token = lexer.next(operandExpected: !hasOperand)
            if token == .end { break }
            take(token)
        }
        excessDepth = 0
        while !frames.isEmpty { close() }
        endStatement()
        store.source = UnsafeBufferPointer(start: nil, count: 0)
        lexer = ScriptLexer(store.source)
    }

    func pagePosition(_ position: Int) -> UInt32 { base &+ UInt32(truncatingIfNeeded: position) }
    func rangeStart(_ position: Int) -> UInt32 { fixedRange?.start ?? pagePosition(position) }
    func rangeEnd(_ position: Int) -> UInt32 { fixedRange?.end ?? pagePosition(position) }

    // MARK: tokens

    private mutating func take(_ token: ScriptToken) {
        switch token {
        case .identifier: takeIdentifier()
        case .number:
            push(.number(lexer.number, rangeStart(lexer.start), rangeEnd(lexer.end)))
        case .string: push(literal())
        case .template: takeTemplate()
        case .regex: push(regex())
        case .dot, .optionalDot: takeMember(token)
        case .openParen: openParen()
        case .openBracket: open(hasOperand ? .index : .array)
        case .openBrace: openBrace()
        case .closeParen, .closeBracket, .closeBrace: takeCloser(token)
        case .comma: takeComma()
        case .semicolon:
            endStatement()
        case .colon: takeColon()
        case .question: takeBranch(.question)
        case .and, .or, .coalesce: takeBranch(token)
        case .comparison:
            endSegment()
            reportOperand(.plain)
            hasOperand = false
            top.isComparing = true
            top.wantsOperand = true
        case .assign: takeAssign()
        case .plusAssign: takePlusAssign()
        case .otherAssign: takeOtherAssign()
        case .increment, .decrement: takeStep()
        case .arrow: takeArrow()
        case .not, .complement: takeUnary(token)
        case .plus, .minus, .times, .divide, .percent, .caret, .ampersand, .bar, .shiftLeft, .shiftRight,
            .shiftRightZero:
            takeOperator(token)
        case .spread, .end: break
        case .other:
            endSegment()
            reportOperand(.plain)
            hasOperand = false
            top.wantsOperand = true
        }
    }

    mutating func push(_ value: ScriptValue) {
        if hasOperand { endStatement() }
        operand = value
        hasOperand = true
        hasBareName = false
        isRecalled = false
    }

    /// The string literal just read.
    mutating func literal() -> ScriptValue {
        var value = ScriptValue()
        value.kind = .string
        value.start = rangeStart(lexer.start)
        value.end = rangeEnd(lexer.end)
        value.a = UInt32(truncatingIfNeeded: lexer.start)
        value.b = UInt32(truncatingIfNeeded: lexer.end)
        if lexer.isWide { value.flags.insert(.isWide) }
        guard lexer.isEscaped else { return value }
        return store.unescaped(value) ?? value
    }

    /// A regular expression is a string with the name `raw` on it: `replace` and `split` may take simple ones literally.
    private func regex() -> ScriptValue {
        var value = ScriptValue.unknown(rangeStart(lexer.start), rangeEnd(lexer.end))
        value.name = .raw
        value.a = UInt32(truncatingIfNeeded: lexer.start)
        value.b = UInt32(truncatingIfNeeded: lexer.end)
        return value
    }

    private mutating func takeIdentifier() {
        let name = names.find(lexer.bytes, lexer.start, lexer.end, hash: lexer.hash)
        if name != .none, takeKeyword(name) { return }
        if hasOperand { endStatement() }
        hasOperand = true
        hasBareName = true
        isRecalled = false
        bareNameID = name
        bareName = ScriptFrame.Target(start: lexer.start, end: lexer.end, hash: lexer.hash)
        operand = ScriptValue.unknown(rangeStart(lexer.start), rangeEnd(lexer.end))
        operand.kind = .name
        operand.name = name
        if name.isVisitorTest { noteTest() }
        guard !symbols.isEmpty, !(top.kind == .object && !top.hasKey) else { return }
        if let index = symbols.find(lexer.bytes, lexer.start, lexer.end, lexer.hash) {
            let value = symbols.value(at: index)
            if value.flags.contains(.isTested) {
                top.isTested = true
                if value.kind != .function, top.function >= 0 { functions[top.function].isTested = true }
            }
            if value.kind != .unknown { recall(value) }
        }
    }

    /// Makes the operand the value of the variable just named.
    private mutating func recall(_ value: ScriptValue) {
        isRecalled = true
        recalledStart = operand.start
        recalledEnd = operand.end
        operand = value
    }

    /// As a part of something else, a recalled text is placed where it was named, not where it was made.
    mutating func placeRecalled() {
        guard isRecalled, operand.kind == .string else { return }
        operand.start = recalledStart
        operand.end = recalledEnd
        operand.flags.insert(.isBuilt)
        isRecalled = false
    }

    mutating func noteTest() {
        top.isTested = true
        top.isTestedDirectly = true
        if top.function >= 0 { functions[top.function].isTested = true }
    }

    // MARK: members

    private mutating func takeMember(_ token: ScriptToken) {
        if token == .optionalDot {
            let next = lexer.peek()
            if next == UInt8(ascii: "(") || next == UInt8(ascii: "[") { return }
        }
        guard hasOperand, excessDepth == 0 || hasOperand else { return }
        let next = lexer.next(operandExpected: false)
        guard next == .identifier else {
            if next != .end { lexer.unread() }
            return
        }
        let name = names.find(lexer.bytes, lexer.start, lexer.end, hash: lexer.hash)
        if name.isVisitorTest { noteTest() }
        var key = ScriptValue()
        key.kind = .string
        key.a = UInt32(truncatingIfNeeded: lexer.start)
        key.b = UInt32(truncatingIfNeeded: lexer.end)
        select(name, key: key, end: rangeEnd(lexer.end))
    }

    /// Makes the operand its member `name`; on a constant receiver a method waits for its call.
    mutating func select(_ name: ScriptName, key: ScriptValue, end: UInt32) {
        hasBareName = false
        recalledEnd = end
        method = .none
        switch operand.kind {
        case .object:
            operand = store.member(operand, key) ?? ScriptValue.unknown(operand.start, end)
        case .string, .array, .number, .each:
            if lexer.peek() == UInt8(ascii: "(") {
                method = name
            } else if name == .length, let length = store.length(operand) {
                operand = .number(Double(length), operand.start, end)
            } else {
                selectName(name, end)
            }
        default: selectName(name, end)
        }
    }

    private mutating func selectName(_ name: ScriptName, _ end: UInt32) {
        var value = ScriptValue.unknown(operand.start, end)
        value.kind = .name
        value.object = operand.kind == .name ? operand.name : .none
        value.name = name
        operand = value
    }
}
