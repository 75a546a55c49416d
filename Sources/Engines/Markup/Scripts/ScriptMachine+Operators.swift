/// Operators, assignments and the variables they fill.
extension ScriptMachine {
    // MARK: operators

    mutating func takeUnary(_ token: ScriptToken) {
        if hasOperand { endStatement() }
        pushPending(token, precedence: 14, isUnary: true)
    }

    mutating func takeOperator(_ token: ScriptToken) {
        guard hasOperand else {
            if token == .plus || token == .minus { takeUnary(token) }
            return
        }
        let precedence = Self.precedence(token)
        reduce(precedence)
        placeRecalled()
        pushPending(token, precedence: precedence, isUnary: false)
    }

    private mutating func pushPending(_ token: ScriptToken, precedence: UInt8, isUnary: Bool) {
        defer {
            hasOperand = false
            hasBareName = false
        }
        top.wantsOperand = true
        guard pending.count - top.operatorBase < Self.maxPending else { return }
        pending.append(Pending(op: token, precedence: precedence, isUnary: isUnary, left: operand))
    }

    private static func precedence(_ token: ScriptToken) -> UInt8 {
        switch token {
        case .times, .divide, .percent: 13
        case .plus, .minus: 12
        case .shiftLeft, .shiftRight, .shiftRightZero: 11
        case .ampersand: 9
        case .caret: 8
        default: 7
        }
    }

    /// Applies the pending operators that bind at least as tightly as `precedence`.
    private mutating func reduce(_ precedence: UInt8) {
        while pending.count > top.operatorBase {
            let last = pending[pending.count - 1]
            guard last.precedence >= precedence else { break }
            placeRecalled()
            pending.removeLast()
            hasBareName = false
            operand = last.isUnary ? unary(last.op, operand) : binary(last.op, last.left, operand)
            isRecalled = false
        }
    }

    /// Applies all pending operators of this bracket.
    mutating func endSegment() {
        if hasOperand { return reduce(0) }
        // Operators without a last operand: what stands on their left is still text.
        while pending.count > top.operatorBase {
            let last = pending.removeLast()
            guard !last.isUnary else { continue }
            operand = last.left
            hasOperand = true
            reportOperand(.plain)
        }
        hasOperand = false
    }

    mutating func takeBranch(_ token: ScriptToken) {
        endSegment()
        let flows = token == .or || token == .coalesce
        reportOperand(flows && !top.isComparing ? top.sink : .plain)
        if flows, hasOperand, operand.isConstant, !top.isComparing { keepAlternative() }
        if top.isTested { top.isExpressionConditional = true }
        if token == .question { top.openConditionals += 1 }
        top.isComparing = false
        top.wantsOperand = true
        hasOperand = false
        hasBareName = false
    }

    private mutating func keepAlternative() {
        top.alternative = operand
        top.hasAlternative = true
    }

    mutating func takeColon() {
        if top.openConditionals > 0 {
            top.openConditionals -= 1
            endSegment()
            reportOperand(top.isComparing ? .plain : top.sink)
            if hasOperand, operand.isConstant, !top.isComparing { keepAlternative() }
            top.isComparing = false
        } else if top.kind == .object, !top.hasKey {
            takeKey()
        } else {
            endSegment()
            reportOperand(.plain)
            let conditional = top.isStatementConditional
            hasOperand = false
            endExpression()
            top.isStatementConditional = conditional
            hasOperand = false
            hasBareName = false
            return
        }
        top.wantsOperand = true
        hasOperand = false
        hasBareName = false
    }

    private mutating func takeKey() {
        endSegment()
        guard hasOperand else { return }
        if hasBareName || operand.kind == .name {
            top.key = ScriptValue()
            top.key.kind = .string
            top.key.a = UInt32(truncatingIfNeeded: bareName.start)
            top.key.b = UInt32(truncatingIfNeeded: bareName.end)
            top.hasKey = hasBareName
        } else {
            reportOperand(.plain)
            top.key = operand
            top.hasKey = true
        }
    }

    // MARK: assignments

    mutating func takeAssign() {
        guard hasOperand, pending.count == top.operatorBase else {
            endSegment()
            hasOperand = false
            top.wantsOperand = true
            return
        }
        if hasBareName {
            if !top.target.isSet { top.target = bareName } else { top.secondTarget = bareName }
        }
        noteSink()
        top.wantsOperand = true
        hasOperand = false
        hasBareName = false
    }

    /// The sink of an assignment to the operand.
    private mutating func noteSink() {
        let sink: ScriptFrame.Sink
        if hasBareName {
            sink = bareNameID == .location && !top.isDeclaring ? .redirect : .plain
        } else if operand.kind == .name {
            sink = Self.sink(assigning: operand)
        } else {
            sink = .plain
        }
        if sink != .plain { top.sink = sink }
    }

    private static func sink(assigning member: ScriptValue) -> ScriptFrame.Sink {
        switch member.name {
        case .innerHTML, .outerHTML, .srcdoc: .markup
        case .location: member.object.isWindow ? .redirect : .plain
        case .href: member.object == .location ? .redirect : .link
        case .src: .link
        default: .plain
        }
    }

    mutating func takePlusAssign() {
        if hasOperand, hasBareName, pending.count == top.operatorBase, !top.target.isSet {
            top.target = bareName
            if let index = symbols.find(lexer.bytes, bareName.start, bareName.end, bareName.hash) {
                top.augmented = index
                noteLoopStep(bareName)
            }
            top.wantsOperand = true
            hasOperand = false
            hasBareName = false
        } else {
            takeAssign()
        }
    }

    /// `-=` and the like: the variable is not known any more.
    mutating func takeOtherAssign() {
        if hasBareName { forget(bareName) }
        endSegment()
        reportOperand(.plain)
        hasOperand = false
        hasBareName = false
        top.wantsOperand = true
    }

    /// `++` and `--`: in the head of a `for` the variable becomes the index of the loop.
    mutating func takeStep() {
        if hasOperand {
            guard hasBareName else { return }
            stepVariable(bareName)
            hasBareName = false
            operand = ScriptValue.unknown(operand.start, operand.end)
        } else if lexer.peek() != 0 {
            let next = lexer.next(operandExpected: true)
            if next == .identifier {
                stepVariable(ScriptFrame.Target(start: lexer.start, end: lexer.end, hash: lexer.hash))
                push(ScriptValue.unknown(rangeStart(lexer.start), rangeEnd(lexer.end)))
            } else if next != .end {
                lexer.unread()
            }
        }
    }

    private mutating func stepVariable(_ name: ScriptFrame.Target) {
        if top.kind == .head, top.head == .forKeyword {
            noteLoopStep(name, force: true)
        } else {
            forget(name)
        }
    }

    /// Remembers the step of `for (…; …; i += 2)`; a constant sum is computed as usual elsewhere.
    private mutating func noteLoopStep(_ name: ScriptFrame.Target, force: Bool = false) {
        guard top.kind == .head, top.head == .forKeyword else { return }
        top.augmented = -1
        guard force else {
            // The step follows; it is taken from the value when the head ends.
            top.loopStep = name
            return
        }
        if let index = program(ScriptStep(kind: .index, first: .number(1, 0, 0))) { assign(name, index) }
    }

    // MARK: variables

    mutating func assign(_ target: ScriptFrame.Target, _ value: ScriptValue) {
        var value = value
        if value.kind == .name, !Self.isWorthAlias(value) {
            let flags = value.flags
            value = ScriptValue.unknown(value.start, value.end)
            value.flags = flags
        }
        let settled = store.settled(value) ?? ScriptValue()
        if let index = symbols.find(lexer.bytes, target.start, target.end, target.hash) {
            symbols.set(index, settled)
        } else if settled.kind != .unknown || settled.flags.contains(.isTested) {
            symbols.insert(lexer.bytes, target.start, target.end, target.hash, settled)
        }
    }

    /// Other names for these are followed: `var d = document; d.write(…)`.
    private static func isWorthAlias(_ value: ScriptValue) -> Bool {
        switch value.name {
        case .document, .location, .fromCharCode, .atob, .unescape, .decodeURIComponent, .eval, .stringObject,
            .parseInt,
            .functionObject, .escape:
            value.object == .none || value.object.isWindow || value.object == .stringObject
        case .window: value.object == .none
        default: false
        }
    }

    mutating func forget(_ target: ScriptFrame.Target) {
        guard !symbols.isEmpty, target.isSet else { return }
        if let index = symbols.find(lexer.bytes, target.start, target.end, target.hash) {
            symbols.set(index, ScriptValue())
        }
    }

    // MARK: arrow functions

    mutating func takeArrow() {
        if hasBareName {
            bindParameter(bareName, isFirst: true)
        } else if hasOperand, arrowHead.end == lexer.tokenStart || arrowHead.end > arrowHead.start {
            bindArrowHead()
        }
        hasOperand = false
        hasBareName = false
        top.wantsOperand = true
        if lexer.peek() == UInt8(ascii: "{") {
            pendingFunction = ScriptFunction()
            hasPendingBody = true
        }
    }

    /// Reads the parameters of `(a, b) =>` again; heads of more than 256 bytes are left alone.
    private mutating func bindArrowHead() {
        let (start, end) = arrowHead
        arrowHead = (0, 0)
        guard end > start, end - start <= 256, end <= lexer.bytes.count else { return }
        lexedBytes += end - start
        var head = ScriptLexer(UnsafeBufferPointer(rebasing: lexer.bytes[start..<end]))
        var isFirst = true
        while true {
            let token = head.next(operandExpected: false)
            if token == .end { return }
            guard token == .identifier else { continue }
            let target = ScriptFrame.Target(start: start + head.start, end: start + head.end, hash: head.hash)
            bindParameter(target, isFirst: isFirst)
            isFirst = false
        }
    }
}
