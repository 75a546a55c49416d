/// The identifiers that mean something to the folder; every other name is `.none`.
enum ScriptName: String, CaseIterable {
    case none = ""
    // Keywords
    case varKeyword = "var"
    case letKeyword = "let"
    case constKeyword = "const"
    case functionKeyword = "function"
    case ifKeyword = "if"
    case elseKeyword = "else"
    case forKeyword = "for"
    case whileKeyword = "while"
    case switchKeyword = "switch"
    case withKeyword = "with"
    case catchKeyword = "catch"
    case returnKeyword = "return"
    case throwKeyword = "throw"
    case caseKeyword = "case"
    case defaultKeyword = "default"
    case doKeyword = "do"
    case tryKeyword = "try"
    case finallyKeyword = "finally"
    case typeofKeyword = "typeof"
    case voidKeyword = "void"
    case deleteKeyword = "delete"
    case newKeyword = "new"
    case awaitKeyword = "await"
    case yieldKeyword = "yield"
    case asyncKeyword = "async"
    case inKeyword = "in"
    case ofKeyword = "of"
    case instanceofKeyword = "instanceof"
    // Objects
    case document, window, top, parent, opener, frames, globalThis, location, this
    case selfObject = "self"
    case stringObject = "String"
    case numberObject = "Number"
    case functionObject = "Function"
    case jQuery
    case dollar = "$"
    // Sinks
    case write, writeln, innerHTML, outerHTML, insertAdjacentHTML, createContextualFragment, srcdoc
    case html, append, prepend, after, before, replaceWith, wrap
    case href, src, setAttribute, attr, prop, assign, open
    case eval, execScript, setTimeout, setInterval, constructor
    // Pure functions and methods
    case fromCharCode, fromCodePoint, apply, call, bind, atob, btoa, unescape, escape
    case decodeURIComponent, decodeURI, encodeURIComponent, encodeURI, parseInt, parseFloat
    case length, join, reverse, split, concat, replace, replaceAll, substr, substring, slice, charAt, at
    case charCodeAt, codePointAt, indexOf, toLowerCase, toUpperCase, trim, `repeat`, map, forEach, toString, raw
    case from, decode, push, shift, pop, padStart, valueOf
    // Tests of who is looking
    case referrer, userAgent, navigator, cookie, screen, innerWidth, innerHeight, outerWidth, history
    case dateObject = "Date"
    case localStorage, sessionStorage, maxTouchPoints, matchMedia

    /// True for the objects that stand for the page's own window or a frame around it.
    var isWindow: Bool {
        switch self {
        case .window, .top, .selfObject, .parent, .opener, .frames, .globalThis, .this, .document: true
        default: false
        }
    }

    /// True for names whose value tells one visitor from another.
    var isVisitorTest: Bool {
        switch self {
        case .referrer, .userAgent, .navigator, .cookie, .screen, .innerWidth, .innerHeight, .outerWidth, .history,
            .dateObject, .localStorage, .sessionStorage, .maxTouchPoints, .matchMedia:
            true
        default: false
        }
    }
}

/// Finds the `ScriptName` of an identifier by the hash that the lexer has made of it.
///
/// An open table of 1,024 slots: one load says "no" for nearly every identifier of ordinary script.
struct ScriptNameTable {
    private var slots = [UInt8](repeating: 0, count: 1024)
    private var spellings: [UInt8] = []
    /// Where the spelling of each name begins; one more than there are names.
    private var starts: [Int] = [0]
    private let names = ScriptName.allCases

    init() {
        for (index, name) in names.enumerated() {
            let spelling = [UInt8](name.rawValue.utf8)
            spellings += spelling
            starts.append(spellings.count)
            guard index > 0 else { continue }
            var slot = Self.slot(ScriptLexer.hash(of: spelling))
            while slots[slot] != 0 { slot = (slot + 1) & 1023 }
            slots[slot] = UInt8(index)
        }
    }

    func find(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int, hash: UInt32) -> ScriptName {
        var slot = Self.slot(hash)
        while slots[slot] != 0 {
            let index = Int(slots[slot])
            if matches(bytes, start, end, index) { return names[index] }
            slot = (slot + 1) & 1023
        }
        return .none
    }

    private func matches(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int, _ index: Int) -> Bool {
        let first = starts[index]
        guard starts[index + 1] - first == end - start else { return false }
        for offset in 0..<(end - start) where bytes[start + offset] != spellings[first + offset] { return false }
        return true
    }

    private static func slot(_ hash: UInt32) -> Int { Int((hash ^ (hash >> 11)) & 1023) }
}
