/// Keywords, brackets and the ends of expressions and statements.
extension ScriptMachine {
    // MARK: keywords

    /// Handles a keyword; false when the name is an ordinary identifier.
    mutating func takeKeyword(_ name: ScriptName) -> Bool {
        // A key of an object is no keyword.
        if top.kind == .object, !top.hasKey, lexer.peek() == UInt8(ascii: ":") { return false }
        switch name {
        case .varKeyword, .letKeyword, .constKeyword:
            if hasOperand { endStatement() }
            top.isDeclaring = true
        case .functionKeyword: takeFunction()
        case .ifKeyword, .forKeyword, .whileKeyword, .switchKeyword, .withKeyword, .catchKeyword:
            if hasOperand { endStatement() }
            pendingHead = name
        case .elseKeyword:
            if hasOperand { endStatement() }
            top.isStatementConditional = top.wasConditional
        case .returnKeyword:
            if hasOperand { endStatement() }
            top.isReturning = true
            top.wantsOperand = true
            noteReturn()
        case .throwKeyword, .caseKeyword, .typeofKeyword, .voidKeyword, .deleteKeyword, .newKeyword, .awaitKeyword,
            .yieldKeyword:
            if hasOperand { endStatement() }
            top.wantsOperand = true
        case .doKeyword, .tryKeyword, .finallyKeyword:
            if hasOperand { endStatement() }
        case .inKeyword, .instanceofKeyword:
            endSegment()
            reportOperand(.plain)
            hasOperand = false
            hasBareName = false
            top.isComparing = true
            top.wantsOperand = true
        case .ofKeyword:
            guard top.kind == .head, top.head == .forKeyword, hasBareName else { return false }
            top.loop = bareName
            hasOperand = false
            hasBareName = false
            top.wantsOperand = true
        default: return false
        }
        return true
    }

    /// What follows a `return` under a condition on the visitor is itself under that condition.
    private mutating func noteReturn() {
        if top.isStatementConditional {
            top.isScopeConditional = true
        } else if top.kind == .block, let parent = frames.indices.last, frames[parent].isStatementConditional {
            frames[parent].isScopeConditional = true
        }
    }

    /// Reads `name(parameters)` after `function` where they are plain names; the body's brace follows.
    private mutating func takeFunction() {
        let isExpression =
            top.wantsOperand || pending.count > top.operatorBase || (top.kind != .block && top.kind != .function)
        if hasOperand { endStatement() }
        var function = ScriptFunction()
        function.isDeclaration = !isExpression
        // Keywords are names here; nothing else of the machine looks at these tokens.
        var token = lexer.next(operandExpected: true)
        if token == .times { token = lexer.next(operandExpected: true) }
        if token == .identifier {
            function.name = ScriptFrame.Target(start: lexer.start, end: lexer.end, hash: lexer.hash)
            token = lexer.next(operandExpected: true)
        }
        guard token == .openParen else {
            if token != .end { lexer.unread() }
            return
        }
        while true {
            token = lexer.next(operandExpected: true)
            if token == .identifier {
                bindParameter(
                    ScriptFrame.Target(start: lexer.start, end: lexer.end, hash: lexer.hash),
                    isFirst: function.parameterCount == 0)
                function.parameterCount += 1
            } else if token == .closeParen {
                break
            } else if token != .comma, token != .spread {
                // Default values and patterns are read as an ordinary bracket.
                if token == .end { return }
                lexer.unread()
                hasPendingBody = false
                open(.group)
                return
            }
        }
        guard lexer.peek() == UInt8(ascii: "{") else { return }
        pendingFunction = function
        pendingFunction.isDeclaration = !isExpression
        hasPendingBody = true
    }

    /// Makes a parameter unknown, or each element of the array that `map` and `forEach` walk over.
    mutating func bindParameter(_ target: ScriptFrame.Target, isFirst: Bool) {
        guard isFirst else {
            forget(target)
            return
        }
        var step = ScriptStep(kind: .parameter)
        if top.kind == .call, top.method == .map || top.method == .forEach, top.callee.kind == .array {
            step = ScriptStep(kind: .elements, first: top.callee)
        }
        if let program = program(step) {
            assign(target, program)
        } else {
            forget(target)
        }
    }

    // MARK: brackets

    mutating func open(_ kind: ScriptFrame.Kind) {
        guard frames.count < Self.maxDepth else {
            excessDepth += 1
            endStatement()
            return
        }
        var frame = ScriptFrame()
        frame.kind = kind
        frame.operatorBase = pending.count
        frame.argumentBase = arguments.count
        frame.start = lexer.tokenStart
        frame.function = top.function
        frame.isScopeConditional = top.isConditional
        if kind == .call || kind == .index {
            frame.callee = operand
            frame.isRecalled = isRecalled
            frame.recalledStart = recalledStart
            frame.method = method
        }
        method = .none
        frames.append(top)
        top = frame
        if kind == .call { updateArgumentSink() }
        hasOperand = false
        hasBareName = false
    }

    mutating func openParen() {
        if hasOperand { return open(.call) }
        guard pendingHead != .none else { return open(.group) }
        open(.head)
        top.head = pendingHead
        pendingHead = .none
    }

    mutating func openBrace() {
        if hasPendingBody {
            hasPendingBody = false
            return openFunction()
        }
        pendingHead = .none
        if !hasOperand,
            top.wantsOperand || pending.count > top.operatorBase || !(top.kind == .block || top.kind == .function)
        {
            return open(.object)
        }
        if hasOperand {
            endSegment()
            reportOperand(.plain)
            hasOperand = false
        }
        open(.block)
    }

    private mutating func openFunction() {
        guard functions.count < Self.maxFunctions else { return open(.block) }
        let function = pendingFunction
        pendingFunction = ScriptFunction()
        open(.function)
        guard excessDepth == 0 else { return }
        functions.append(function)
        top.function = functions.count - 1
    }

    mutating func takeCloser(_ token: ScriptToken) {
        if excessDepth > 0 {
            endStatement()
            excessDepth -= 1
            return
        }
        guard !frames.isEmpty else {
            endStatement()
            return
        }
        // A closer that does not fit closes what it fits, if that is near.
        var depth = 0
        while depth < 8, depth <= frames.count - 1 {
            let kind = depth == 0 ? top.kind : frames[frames.count - depth].kind
            if Self.fits(token, kind) {
                for _ in 0..<depth { close() }
                close()
                return
            }
            depth += 1
        }
        endStatement()
    }

    private static func fits(_ token: ScriptToken, _ kind: ScriptFrame.Kind) -> Bool {
        switch kind {
        case .group, .call, .head: token == .closeParen
        case .index, .array: token == .closeBracket
        case .block, .function, .object, .template: token == .closeBrace
        }
    }

    /// Ends the innermost bracket and hands its value to the one around it.
    mutating func close() {
        guard !frames.isEmpty else { return }
        let kind = top.kind
        if kind == .template { return closeTemplateHole() }
        if kind == .block || kind == .function {
            endStatement()
        } else {
            let isEmpty = !hasOperand && pending.count == top.operatorBase && !top.hasAlternative
            let value = endExpression()
            if !isEmpty || top.hasKey { collect(value) }
        }
        isRecalled = false
        let frame = top
        let isTested = top.isTested
        let isTestedDirectly = top.isTestedDirectly
        top = frames.removeLast()
        hasBareName = false
        let end = rangeEnd(lexer.position)
        switch kind {
        case .head: closeHead(frame)
        case .block:
            hasOperand = false
            endBlock()
        case .function: closeFunction(frame)
        case .group:
            operand = arguments.count > frame.argumentBase ? arguments[arguments.count - 1] : ScriptValue()
            if operand.kind == .string, operand.flags.contains(.isBuilt) {
                operand.start = min(operand.start, rangeStart(frame.start))
                operand.end = max(operand.end, end)
            }
            arrowHead = (frame.start, lexer.position)
            hasOperand = true
        case .call:
            operand = finishCall(frame, end)
            hasOperand = true
        case .index:
            let index = arguments.count > frame.argumentBase ? arguments[arguments.count - 1] : ScriptValue()
            finishIndex(frame, index, end)
            hasOperand = true
        default:
            let first = kind == .array ? ScriptValue.Kind.array : .object
            operand = store.array(arguments[frame.argumentBase...], first) ?? ScriptValue()
            operand.start = rangeStart(frame.start)
            operand.end = end
            hasOperand = true
        }
        if arguments.count > frame.argumentBase { arguments.removeLast(arguments.count - frame.argumentBase) }
        guard isTested, kind != .block, kind != .function, kind != .head else { return }
        top.isTested = true
        if isTestedDirectly { noteTest() }
    }

    private mutating func closeHead(_ frame: ScriptFrame) {
        hasOperand = false
        top.wantsOperand = false
        if frame.isTested {
            top.isStatementConditional = true
        }
        if frame.loopStep.isSet { startLoop(frame.loopStep) }
        if frame.head == .forKeyword, frame.loop.isSet, arguments.count > frame.argumentBase {
            let value = arguments[arguments.count - 1]
            if value.kind == .array, let each = program(ScriptStep(kind: .elements, first: value)) {
                assign(frame.loop, each)
            }
        }
    }

    /// The variable of `for (…; …; i += 2)` holds its step now; it becomes the index of the loop.
    private mutating func startLoop(_ name: ScriptFrame.Target) {
        guard let index = symbols.find(lexer.bytes, name.start, name.end, name.hash) else { return }
        let step = symbols.value(at: index)
        guard let stride = step.integer, (1...16).contains(stride) else { return forget(name) }
        if let open = program(ScriptStep(kind: .index, first: step)) { assign(name, open) }
    }

    private mutating func closeFunction(_ frame: ScriptFrame) {
        hasOperand = false
        guard frame.function >= 0 else { return endBlock() }
        let function = functions[frame.function]
        var value = ScriptValue.unknown(rangeStart(frame.start), rangeEnd(lexer.position))
        value.kind = .function
        value.a = UInt32(frame.function)
        if function.isTested { value.flags.insert(.isTested) }
        if function.name.isSet, function.result.kind != .unknown || function.isTested {
            assign(function.name, value)
        }
        if function.isDeclaration { return endBlock() }
        operand = value
        hasOperand = true
    }

    private mutating func endBlock() {
        top.wasConditional = top.isStatementConditional
        top.isStatementConditional = false
        top.wantsOperand = false
        if top.kind == .block || top.kind == .function { resetExpression() }
    }

    /// Keeps the value of an argument, an element or a member until the bracket ends.
    private mutating func collect(_ value: ScriptValue) {
        guard arguments.count < ScriptStore.maxElements else { return }
        switch top.kind {
        case .call, .array: arguments.append(value)
        case .object:
            guard top.hasKey else { return }
            arguments.append(top.key)
            arguments.append(value)
            top.hasKey = false
        case .group, .index, .head:
            if arguments.count > top.argumentBase {
                arguments[arguments.count - 1] = value
            } else {
                arguments.append(value)
            }
        default: break
        }
    }

    // MARK: templates

    mutating func takeTemplate() {
        var text = literal()
        guard lexer.opensHole else { return push(text) }
        if hasOperand, !hasBareName { endStatement() }
        hasOperand = false
        guard frames.count < Self.maxDepth else {
            push(text)
            return open(.template)
        }
        open(.template)
        text.name = .none
        top.callee = text
    }

    private mutating func closeTemplateHole() {
        let value = endExpression()
        let sum = binary(.plus, top.callee, value.kind == .name ? ScriptValue.unknown(value.start, value.end) : value)
        lexer.readTemplateChunk()
        let chunk = literal()
        top.callee = chunk.count == 0 ? sum : binary(.plus, sum, chunk)
        if lexer.opensHole, lexer.position < lexer.bytes.count { return }
        let frame = top
        top = frames.removeLast()
        if frame.isTested { top.isTested = true }
        if frame.isTestedDirectly { noteTest() }
        operand = frame.callee
        hasOperand = true
        hasBareName = false
    }

    // MARK: ends

    mutating func takeComma() {
        let isEmpty = !hasOperand && pending.count == top.operatorBase && !top.hasAlternative
        if top.isDeclaring, hasBareName, !top.target.isSet { forget(bareName) }
        let value = endExpression()
        if !isEmpty || top.kind == .call || top.hasKey { collect(value) }
        if top.kind == .call { updateArgumentSink() }
        top.wantsOperand = top.kind != .block && top.kind != .function
    }

    mutating func endStatement() {
        if top.isDeclaring, hasBareName, !top.target.isSet { forget(bareName) }
        let isReturning = top.isReturning
        let value = endExpression()
        if isReturning, top.function >= 0, functions[top.function].result.kind == .unknown, value.kind != .name {
            functions[top.function].result = store.settled(value) ?? ScriptValue()
        }
        top.isDeclaring = false
        top.isReturning = false
        top.wasConditional = top.isStatementConditional
        top.isStatementConditional = false
    }

    private mutating func resetExpression() {
        top.target = ScriptFrame.Target()
        top.secondTarget = ScriptFrame.Target()
        top.augmented = -1
        top.sink = top.defaultSink
        top.openConditionals = 0
        top.hasAlternative = false
        top.isComparing = false
        if top.kind != .head, top.kind != .group, top.kind != .call {
            top.isTested = false
            top.isTestedDirectly = false
        }
        top.isExpressionConditional = false
        top.wantsOperand = false
    }

    /// Ends the expression: its string is reported, its targets are assigned. The bracket goes on.
    @discardableResult
    mutating func endExpression() -> ScriptValue {
        guard hasOperand || pending.count > top.operatorBase || top.hasAlternative || top.wantsOperand else {
            resetExpression()
            return ScriptValue()
        }
        endSegment()
        if !hasOperand { operand = ScriptValue() }
        if top.augmented >= 0 {
            let old = symbols.value(at: top.augmented)
            operand = grown(old, operand)
        }
        reportOperand(top.isComparing ? .plain : top.sink)
        var value = operand
        if top.isComparing { value = ScriptValue.unknown(value.start, value.end) }
        if !value.isConstant, top.hasAlternative { value = top.alternative }
        value.flags.remove(.isTested)
        if top.isTestedDirectly { value.flags.insert(.isTested) }
        if top.target.isSet {
            assign(top.target, value)
            if top.secondTarget.isSet { assign(top.secondTarget, value) }
        }
        resetExpression()
        hasOperand = false
        hasBareName = false
        return value
    }
}
