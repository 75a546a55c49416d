import Glibc

/// The text that a script holds or writes, after constant folding of its string expressions.
///
/// One folder is reused from script to script by one worker: it keeps its storage. A script is never run. It is read
/// once, token by token, and what is constant in it is computed: sums, arrays with `join` and `reverse`, `fromCharCode`,
/// `atob`, `unescape`, percent signs, string-array lookups, simple functions and loops of decoders, Dean Edwards'
/// packer. Strings that the script hands to `eval` and its like are read again as scripts.
///
/// Hostile input: never fails; work, memory and output are bounded by constants times the size of the script.
package final class ScriptFolder {
    private var machine = ScriptMachine()
    private var code: [UInt8] = []
    private var memory = ScriptMemory()

    package init() {}
    package private(set) var strings: [FoldedString] = []
    /// Bytes of all folded strings (UTF-8), with bytes of intermediate results between them.
    package private(set) var bytes: [UInt8] = []
    /// Steps taken for the last script: bytes read and bytes copied or compared. Bounded by a constant times its size.
    package private(set) var work = 0

    /// Reads one script. Never fails; linear in its size: rounds, depth and output are bounded.
    /// - Parameter sourceOffset: where `script[0]` stands in the page.
    package func fold(
        _ script: UnsafeBufferPointer<UInt8>, sourceOffset: UInt32, maxRounds: Int = 3, maxOutputBytes: Int = 8 << 20
    ) {
        let key = ScriptMemory.key(
            script, sourceOffset: sourceOffset, maxRounds: maxRounds, maxOutputBytes: maxOutputBytes)
        guard let key else {
            return foldAnew(script, sourceOffset: sourceOffset, maxRounds: maxRounds, maxOutputBytes: maxOutputBytes)
        }
        if let known = memory.recall(key, sourceOffset: sourceOffset, &strings, &bytes) {
            work = known
            return
        }
        foldAnew(script, sourceOffset: sourceOffset, maxRounds: maxRounds, maxOutputBytes: maxOutputBytes)
        memory.keep(key, sourceOffset: sourceOffset, strings, bytes, work: work)
    }

    private func foldAnew(
        _ script: UnsafeBufferPointer<UInt8>, sourceOffset: UInt32, maxRounds: Int, maxOutputBytes: Int
    ) {
        swap(&machine.store.arena, &bytes)
        swap(&machine.strings, &strings)
        defer {
            swap(&machine.store.arena, &bytes)
            swap(&machine.strings, &strings)
            work = machine.work
        }
        machine.reset(byteCount: script.count, maxOutputBytes: maxOutputBytes)
        guard script.count < Int(Int32.max), Self.mayHoldText(script) else { return }
        machine.base = sourceOffset
        machine.read(script)
        var next = 0
        for _ in 1..<max(maxRounds, 1) {
            let last = machine.codes.count
            while next < last {
                foldCode(machine.codes[next])
                next += 1
            }
        }
        machine.dropConsumed()
    }

    /// False when there is nothing to fold: no quote of any kind and no `fromCharCode`.
    private static func mayHoldText(_ script: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let base = script.baseAddress, !script.isEmpty else { return false }
        if memchr(base, 0x22, script.count) != nil || memchr(base, 0x27, script.count) != nil { return true }
        if memchr(base, 0x60, script.count) != nil { return true }
        // `fromCharCode`, found by its first capital: names in small letters are passed over quickly.
        var at = 0
        while let found = memchr(base + at, 0x43, script.count - at) {
            at = UnsafeRawPointer(base).distance(to: UnsafeRawPointer(found))
            if at >= 4, script[at - 4] == UInt8(ascii: "f"), script[at - 1] == UInt8(ascii: "m") { return true }
            at += 1
        }
        return false
    }

    /// Reads a reported string as a script.
    private func foldCode(_ index: Int) {
        let string = machine.strings[index]
        let count = Int(string.byteEnd - string.byteStart)
        guard count <= machine.codeBudget else { return }
        machine.codeBudget -= count
        code.removeAll(keepingCapacity: true)
        code.append(contentsOf: machine.store.arena[Int(string.byteStart)..<Int(string.byteEnd)])
        machine.fixedRange = (string.start, string.end)
        machine.isNestedConditional = string.isConditional
        code.withUnsafeBufferPointer { machine.read($0) }
    }

    package struct FoldedString: Sendable {
        /// Source range: of the text itself, without its quotes, when it stands in the source as such; else of the whole
        /// expression (of a variable: from the first to the last part that its value was made of).
        package var start: UInt32
        package var end: UInt32
        /// Range in `bytes`.
        package var byteStart: UInt32
        package var byteEnd: UInt32
        package var use: Use
        /// True when the text does not stand in the source as such (built, decoded or reversed).
        package var isDecoded: Bool
        /// True when the statement stands under a test of referrer, user agent, cookie, screen or history.
        package var isConditional: Bool
    }

    /// What the script does with the string.
    package enum Use: UInt8, Sendable {
        case plain
        /// `document.write`, `innerHTML`, `outerHTML`, `insertAdjacentHTML`, `append`, `$(…).html`: markup for the page.
        case markup
        /// `location = `, `location.href`, `.replace`, `.assign`, `window.open`, `top.location`: a redirect target.
        case redirect
        /// `src`/`href` assignment or `setAttribute` of one: a link.
        case link
        /// `eval`, `Function`, `setTimeout` with a string: folded again as a script.
        case code
    }
}
