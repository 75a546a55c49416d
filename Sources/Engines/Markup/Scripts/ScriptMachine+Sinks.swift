/// What the script does with its strings, and the report of them.
extension ScriptMachine {
    /// Shortest texts that are reported without a use: as they stand in the source, and when built or decoded.
    static let minPlainBytes = 8
    static let minBuiltBytes = 4

    /// Sets what the call does with the argument that comes next.
    mutating func updateArgumentSink() {
        let index = arguments.count - top.argumentBase
        let sink = argumentSink(index)
        top.sink = sink
        top.defaultSink = sink
    }

    private func argumentSink(_ index: Int) -> ScriptFrame.Sink {
        let callee = top.callee
        guard callee.kind == .name else { return .plain }
        switch callee.name {
        case .write, .writeln: return callee.object == .document ? .markup : .markupIfTag
        case .html, .createContextualFragment: return index == 0 ? .markup : .plain
        case .insertAdjacentHTML: return index == 1 ? .markup : .plain
        case .append, .prepend, .after, .before, .replaceWith, .wrap: return .markupIfTag
        case .dollar, .jQuery: return index == 0 ? .markupIfTag : .plain
        case .open: return index == 0 && callee.object.isWindow && callee.object != .document ? .redirect : .plain
        case .replace, .assign: return index == 0 && callee.object == .location ? .redirect : .plain
        case .setAttribute, .attr, .prop: return index == 1 && namesLink(arguments[top.argumentBase]) ? .link : .plain
        case .eval, .execScript, .setTimeout, .setInterval: return index == 0 ? .code : .plain
        case .functionObject, .constructor: return .code
        default: return .plain
        }
    }

    private func namesLink(_ attribute: ScriptValue) -> Bool {
        attribute.kind == .string && (store.equals(attribute, Self.href) || store.equals(attribute, Self.src))
    }
    private static let href = [UInt8]("href".utf8)
    private static let src = [UInt8]("src".utf8)

    /// A part of a text that is reported as a whole is not reported by itself.
    mutating func consume(_ value: ScriptValue) {
        guard value.report >= 0 else { return }
        let index = Int(value.report)
        guard strings[index].use == .plain, !isConsumed[index] else { return }
        isConsumed[index] = true
        reportBudget += Int(strings[index].byteEnd - strings[index].byteStart)
    }

    /// Reports the operand when it is a text of interest; the operand then stands in the arena.
    mutating func reportOperand(_ sink: ScriptFrame.Sink) {
        guard hasOperand, operand.kind == .string, operand.count > 0 else { return }
        let isBuilt = operand.flags.contains(.isBuilt)
        if sink == .plain, operand.count < (isBuilt ? Self.minBuiltBytes : Self.minPlainBytes) { return }
        let use = use(of: operand, sink)
        if use == .plain {
            guard operand.report < 0, operand.count >= (isBuilt ? Self.minBuiltBytes : Self.minPlainBytes) else {
                return
            }
        } else if operand.report >= 0, isKnown(Int(operand.report), use) {
            return
        }
        guard strings.count < Self.maxStrings, operand.count <= reportBudget else { return }
        guard let text = store.reportable(operand) else { return }
        reportBudget -= text.count
        consume(operand)
        let report = Int32(strings.count)
        strings.append(
            ScriptFolder.FoldedString(
                start: text.start, end: text.end, byteStart: text.a, byteEnd: text.b, use: use,
                isDecoded: isBuilt || fixedRange != nil, isConditional: top.isConditional))
        isConsumed.append(false)
        newest.append(report)
        if operand.report >= 0 { newest[Int(operand.report)] = report }
        if use == .code { codes.append(Int(report)) }
        // What was mended for the report is not what the script goes on with.
        if !operand.flags.contains(.inArena), text.count == operand.count {
            operand.flags.insert(.inArena)
            operand.a = text.a
            operand.b = text.b
        }
        operand.report = report
    }

    /// True when the text of a report has already been reported for that use, first or last.
    private func isKnown(_ report: Int, _ use: ScriptFolder.Use) -> Bool {
        let last = Int(newest[report])
        return strings[report].use == use && strings[report].isConditional == top.isConditional
            || strings[last].use == use && strings[last].isConditional == top.isConditional
    }

    private mutating func use(of value: ScriptValue, _ sink: ScriptFrame.Sink) -> ScriptFolder.Use {
        switch sink {
        case .plain: .plain
        case .markup: .markup
        case .markupIfTag: hasTag(value) ? .markup : .plain
        case .redirect: value.flags.contains(.hasOpenFront) ? .plain : .redirect
        case .link: value.flags.contains(.hasOpenFront) ? .plain : .link
        case .code: .code
        }
    }

    private mutating func hasTag(_ value: ScriptValue) -> Bool {
        guard store.charge(value.count) else { return false }
        for index in 0..<value.count where store.byte(value, index) == UInt8(ascii: "<") { return true }
        return false
    }

    /// Drops the parts that were consumed.
    mutating func dropConsumed() {
        var kept = 0
        for index in strings.indices where !isConsumed[index] {
            if kept != index { strings[kept] = strings[index] }
            kept += 1
        }
        strings.removeSubrange(kept...)
    }
}
