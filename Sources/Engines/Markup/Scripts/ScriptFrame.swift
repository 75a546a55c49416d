/// One open bracket of a script (or the script itself) and the expression that is being read in it.
struct ScriptFrame {
    enum Kind: UInt8 { case block, function, group, call, index, array, object, head, template }

    /// What the surroundings do with a string, before the string itself has been looked at.
    enum Sink: UInt8 {
        case plain, markup, markupIfTag, redirect, link, code
    }

    /// An assignment target: a bare name of the script being read.
    struct Target {
        var start: Int { Int(first) }
        var end: Int { Int(last) }
        private(set) var hash: UInt32 = 0
        private var first: UInt32 = 0
        private var last: UInt32 = 0
        var isSet: Bool { last > first }

        init() {}
        init(start: Int, end: Int, hash: UInt32) {
            first = UInt32(truncatingIfNeeded: start)
            last = UInt32(truncatingIfNeeded: end)
            self.hash = hash
        }
    }

    var kind: Kind = .block
    /// The keyword before a `head`.
    var head: ScriptName = .none
    /// The method that a call applies to a constant receiver.
    var method: ScriptName = .none
    /// What a call calls, an index looks into, or the text of a template so far.
    var callee = ScriptValue()
    /// Key of the object member that is being read.
    var key = ScriptValue()
    var hasKey = false
    /// Bases of this frame in the shared stacks.
    var operatorBase = 0
    var argumentBase = 0
    /// Where the opening bracket stands in the script being read.
    var start = 0
    /// The function whose body this is in, or -1.
    var function = -1
    /// The variable that the third part of a `for` head adds to.
    var loopStep = Target()
    /// The loop variable of a `for (x of …)` head.
    var loop = Target()
    /// What the expression's value is assigned to.
    var target = Target()
    var secondTarget = Target()
    /// The symbol that `+=` adds to, or -1.
    var augmented = -1
    /// What the expression's value flows into, and what it falls back to after the expression.
    var sink: Sink = .plain
    var defaultSink: Sink = .plain
    var openConditionals = 0
    /// The best known value among the branches of `?:` and `||`.
    var alternative = ScriptValue()
    var hasAlternative = false
    var isDeclaring = false
    var isReturning = false
    var isExpression = false
    var isComparing = false
    /// An operator has been read, so that `{` opens an object.
    var wantsOperand = false
    /// The expression has named something that tells visitors apart.
    var isTested = false
    /// It has named it itself, not through a variable or a function.
    var isTestedDirectly = false
    /// The operand before the bracket came from a variable, and where it was named.
    var isRecalled = false
    var recalledStart: UInt32 = 0
    /// Conditions on visitors: of the surroundings, of the statement (`if`), of the expression (`&&`, `?:`).
    var isScopeConditional = false
    var isStatementConditional = false
    var isExpressionConditional = false
    var wasConditional = false

    var isConditional: Bool { isScopeConditional || isStatementConditional || isExpressionConditional }
}

/// What is known of a function: its result as a program over its first parameter, or as a constant.
struct ScriptFunction {
    var result = ScriptValue()
    var name = ScriptFrame.Target()
    var isDeclaration = false
    var isTested = false
    var parameterCount = 0
}

/// One step of a program: an operation with one operand still open.
struct ScriptStep {
    enum Kind: UInt8 {
        /// The open operand is each element of the array `first`, the argument of the function, or a loop's index.
        case elements, parameter, index
        /// `first op open`, `open op first`.
        case operatorLeft, operatorRight
        /// `open.name(first, second)`, `first.name(open, second)`, `name(open, first)`.
        case method, methodOf, function
        /// `first[open]`, `open[first]`.
        case indexOf, indexed
    }
    var kind: Kind
    var name: ScriptName = .none
    var op: ScriptToken = .other
    var first = ScriptValue()
    var second = ScriptValue()
    var argumentCount = 0
}
