import Testing

@testable import Markup

/// What no script may do: crash the folder, hang it, or make it work more than a constant times its size.
@Suite struct ScriptFolderHostileTests {
    /// Work per byte that no script exceeds, and the constant that small ones have on top.
    static let maxWorkPerByte = 40
    static let freeWork = 8192

    static func check(_ folder: ScriptFolder, _ script: [UInt8]) {
        script.withUnsafeBufferPointer { folder.fold($0, sourceOffset: 5) }
        #expect(folder.work <= freeWork + maxWorkPerByte * script.count)
        #expect(folder.bytes.count <= 1024 + 16 * script.count)
        let reported = folder.strings.reduce(0) { $0 + Int($1.byteEnd - $1.byteStart) }
        #expect(reported <= 1024 + 16 * script.count)
        var isSound = true
        for string in folder.strings {
            isSound = isSound && string.start >= 5 && string.start <= string.end
            isSound = isSound && Int(string.end) <= script.count + 5
            isSound = isSound && string.byteStart < string.byteEnd && Int(string.byteEnd) <= folder.bytes.count
            guard isSound, !string.isDecoded else { continue }
            isSound = folder.bytes[Int(string.byteStart)..<Int(string.byteEnd)]
                .elementsEqual(script[Int(string.start) - 5..<Int(string.end) - 5])
        }
        #expect(isSound, "\(String(decoding: script.prefix(500), as: UTF8.self))")
    }

    @Test func everyPrefixOfEverySampleIsRead() {
        let folder = ScriptFolder()
        for sample in FoldingCase.all {
            let bytes = [UInt8](sample.script.utf8)
            for length in 0...bytes.count { Self.check(folder, [UInt8](bytes.prefix(length))) }
        }
    }

    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func mutatedSamplesAreRead(_ seed: UInt64) {
        let folder = ScriptFolder()
        var mutator = ScriptMutator(state: seed)
        for _ in 0..<1500 { Self.check(folder, mutator.next()) }
    }

    @Test func outputIsBounded() {
        let script = [UInt8]((0..<2000).map { "x\($0)='a long enough string number \($0)';" }.joined().utf8)
        let folder = ScriptFolder()
        script.withUnsafeBufferPointer { folder.fold($0, sourceOffset: 0, maxOutputBytes: 1000) }
        #expect(folder.bytes.count <= 1000)
        #expect(folder.strings.count > 10)
    }

    @Test(arguments: ScriptTrap.all)
    func aTrapCostsLinearWork(_ trap: ScriptTrap) {
        Self.check(ScriptFolder(), trap.script)
    }

    @Test func aLongSumIsOneString() {
        let folder = ScriptFolder()
        let script = [UInt8](("x='a'" + String(repeating: "+'a'", count: 100_000)).utf8)
        script.withUnsafeBufferPointer { folder.fold($0, sourceOffset: 0) }
        #expect(folder.strings.count == 1)
        #expect(folder.strings.first.map { $0.byteEnd - $0.byteStart } == 100_001)
    }

    @Test func twoGrowingVariablesStayLinear() {
        let folder = ScriptFolder()
        let step = "s+='cccc';t+='dddd';f('some long text');"
        let script = [UInt8](("s='a';t='b';" + String(repeating: step, count: 10_000) + "document.write(s)").utf8)
        script.withUnsafeBufferPointer { folder.fold($0, sourceOffset: 0) }
        #expect(folder.strings.last?.use == .markup)
        #expect(folder.strings.last.map { $0.byteEnd - $0.byteStart } == 40_001)
    }
}

/// A script whose naive folding would be quadratic or worse.
struct ScriptTrap: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var script: [UInt8]

    init(_ name: String, _ head: String, _ unit: String, _ count: Int, _ tail: String = "") {
        testDescription = name
        // Without any quote the script would not be read at all.
        script = [UInt8](("'';" + head + String(repeating: unit, count: count) + tail).utf8)
    }

    static let all: [ScriptTrap] = [
        ScriptTrap("sum", "x='a'", "+'a'", 50_000),
        ScriptTrap("parentheses", "", "(", 300_000),
        ScriptTrap("brackets", "", "[", 50_000, "'a'"),
        ScriptTrap("braces", "", "{", 100_000),
        ScriptTrap("mixed brackets", "", "([)]", 50_000),
        ScriptTrap("closers", "", ")]}", 50_000),
        ScriptTrap("huge array", "x=[", "1,", 100_000, "].join('')"),
        ScriptTrap("doubling", "x='ab';", "x+=x;", 20_000),
        ScriptTrap("doubling by replace", "x='aaaaaaaa';", "x=x.replace(/a/g,'aaaa');", 5_000),
        ScriptTrap("copies of a long text", "x='\(String(repeating: "a", count: 50_000))';", "y=x+'b';", 10_000),
        ScriptTrap(
            "index into wide text", "x='đ\(String(repeating: "a", count: 50_000))';", "y=x.charAt(49999);", 10_000),
        ScriptTrap(
            "copies of a long array", "x=[" + String(repeating: "1,", count: 20_000) + "];", "y=x.concat(x);", 5_000),
        ScriptTrap("lookups in a long object", "o={" + String(repeating: "a:1,", count: 10_000) + "};", "o.b;", 20_000),
        ScriptTrap("repeat", "x='ab';", "x=x.repeat(999);", 10_000),
        ScriptTrap("unterminated string", "'", "a\\", 100_000),
        ScriptTrap("unterminated regular expressions", "", "/[a", 100_000),
        ScriptTrap("unterminated templates", "", "`${", 100_000),
        ScriptTrap("unterminated comments", "", "/*", 100_000),
        ScriptTrap("arrow heads", "", "((a)=>", 50_000),
        ScriptTrap("functions", "", "(function(a){", 50_000),
        ScriptTrap("calls of a function", "function f(s){return s.split('').reverse().join('')}", "f('abcd');", 20_000),
        ScriptTrap(
            "loops in a loop", "s='\(String(repeating: "a", count: 1000))';", "for(i=0;i<9;i++)o+=s[i];", 10_000),
        ScriptTrap("code in code", "", "eval('", 50_000),
        ScriptTrap("code again and again", "c='\(String(repeating: "a;", count: 1000))';", "eval(c);", 20_000),
        ScriptTrap(
            "text reported again and again", "c='\(String(repeating: "a;", count: 1000))';", "f(c);e.src=c;", 5_000),
        ScriptTrap("signs", "x=", "-", 100_000, "1"),
        ScriptTrap("conditionals", "x=", "a?", 50_000),
        ScriptTrap("variables", "", "var abcdefgh='text of it';abcdefgh+=1;", 20_000),
        ScriptTrap("escapes", "'", "\\u0041", 100_000, "'"),
    ]
}

/// Changed samples and heaps of fragments, the same ones for the same seed.
struct ScriptMutator {
    var state: UInt64

    private static let samples = FoldingCase.all.map { [UInt8]($0.script.utf8) }
    private static let fragments = [
        "(", ")", "[", "]", "{", "}", "`", "${", "'", "\"", "\\", "+", "+=", "=", ".join('')", ".split('')",
        ".reverse()",
        "atob(", "unescape(", "=>", "function(a){", "return ", "if(navigator)", "for(i=0;i<s.length;i++)", "for(",
        "i++",
        "\\u", "\\x4", "%", "%u00e1", ".map(", "eval(", "String.fromCharCode(", ".charCodeAt(", ".substr(", ".slice(-",
        "document.write(", "location=", "x", "1e400", "0x", "-", "?", ":", ",", ";", "/", "/*", "<!--", ".repeat(",
        ".replace(/a/g,'", "\u{1F600}", "\n", "...", "?.", " of ", "var ", "1", "99999999999999999999", "đ", "s", "a",
        "i",
        "new ", "else ", ".concat(", "parseInt(", "[0]", "'ab'", "\"c'\"", ".toString(", "<<", ">>>", "|",
    ].map { [UInt8]($0.utf8) }

    private mutating func random(_ below: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int((state >> 33) % UInt64(max(below, 1)))
    }

    mutating func next() -> [UInt8] {
        var bytes = Self.samples[random(Self.samples.count)]
        if random(5) == 0 {
            bytes = (0..<random(60)).flatMap { _ in Self.fragments[random(Self.fragments.count)] }
        }
        for _ in 0..<random(8) { change(&bytes) }
        return bytes
    }

    private mutating func change(_ bytes: inout [UInt8]) {
        let at = random(bytes.count + 1)
        switch random(5) {
        case 0:
            if at < bytes.count { bytes[at] = UInt8(random(256)) }
        case 1: bytes.insert(contentsOf: Self.fragments[random(Self.fragments.count)], at: at)
        case 2: bytes.removeSubrange(at..<min(bytes.count, at + random(12)))
        case 3:
            let part = [UInt8](bytes[at..<min(bytes.count, at + random(40))])
            bytes.insert(contentsOf: part, at: random(bytes.count + 1))
        default: bytes.removeSubrange(at...)
        }
    }
}
