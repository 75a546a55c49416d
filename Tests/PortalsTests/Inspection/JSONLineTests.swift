import Foundation
import Portals
import Testing

@Suite struct JSONLineTests {
    /// The text of a field, as the inspection reads it.
    private func field(_ name: String, _ line: [UInt8]) throws -> String? {
        try line.withUnsafeBufferPointer { line in
            var reader = JSONLine(names: [name])
            try reader.read(line)
            guard let value = reader.values[0], value.kind == .string else { return nil }
            var text: [UInt8] = []
            JSONLine.unescape(UnsafeBufferPointer(rebasing: line[value.range]), into: &text)
            return String(decoding: text, as: UTF8.self)
        }
    }

    private func fault(_ line: String) -> JSONLine.Fault? {
        do throws(JSONLine.Fault) {
            var reader = JSONLine(names: ["text"])
            let bytes = Array(line.utf8)
            let result: Result<Void, JSONLine.Fault> = bytes.withUnsafeBufferPointer { line in
                do throws(JSONLine.Fault) { return .success(try reader.read(line)) } catch { return .failure(error) }
            }
            try result.get()
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: [
        (#"{"text":"a"}"#, "a"), (#" { "x" : [1,{"text":"no"}] , "text" : "b" } "#, "b"),
        (#"{"text":"\u0111\u00e1 \"q\" \\ \/ \b\f\n\r\t"}"#, "đá \"q\" \\ / \u{8}\u{C}\n\r\t"),
        (#"{"text":"\ud83c\udfb0\uD83C\uDFB0"}"#, "🎰🎰"), (#"{"te\u0078t":"c"}"#, "c"),
        (#"{"text":"1","text":"2"}"#, "2"), (#"{"text":""}"#, ""), (#"{"a":{},"b":[],"text":"d"}"#, "d"),
        (#"{"text":"\ud800 x \udc00\ud800\ud800"}"#, "\u{FFFD} x \u{FFFD}\u{FFFD}\u{FFFD}"),
    ])
    func valuesAreUnescapedExactly(line: String, expected: String) throws {
        #expect(try field("text", Array(line.utf8)) == expected)
    }

    @Test(arguments: [
        ("", JSONLine.Fault.notAnObject), ("[1]", .notAnObject), (#"{"a"}"#, .malformed(at: 4)),
        (#"{"a":01}"#, .malformed(at: 5)), (#"{"a":tru}"#, .malformed(at: 5)), (#"{"a":1,}"#, .malformed(at: 7)),
        (#"{"a":1} x"#, .trailingBytes(at: 8)), (#"{"a":"\x"}"#, .malformed(at: 6)),
        (#"{"a":"\u12g4"}"#, .malformed(at: 6)), ("{\"a\":\"\u{1}\"}", .malformed(at: 6)),
        (#"{"a":[1 2]}"#, .malformed(at: 8)), (#"{"a":[1}"#, .malformed(at: 7)),
        (#"{"a":{"b":1]}"#, .malformed(at: 11)),
        (#"{"a":1.}"#, .malformed(at: 5)), (#"{"a":-}"#, .malformed(at: 5)), (#"{"a":1e+}"#, .malformed(at: 5)),
        (#"{"a":"#, .malformed(at: 5)),
    ])
    func faultsNameTheirByte(line: String, expected: JSONLine.Fault) {
        #expect(fault(line) == expected)
    }

    @Test func nestingIsCappedWithoutRecursion() {
        let deep = #"{"a":"# + String(repeating: "[", count: 1_000_000)
        #expect(fault(deep) == .tooDeep)
        let allowed = String(repeating: "[", count: 512) + String(repeating: "]", count: 512)
        #expect(fault(#"{"a":"# + allowed + "}") == nil)
    }

    @Test func randomRowsReadAsFoundationReadsThem() throws {
        var generator = SplitMix(seed: 7)
        for _ in 0..<3_000 {
            let row = Self.randomObject(&generator, depth: 0)
            var options: JSONSerialization.WritingOptions = [.sortedKeys]
            if Bool.random(using: &generator) { options.insert(.prettyPrinted) }
            if Bool.random(using: &generator) { options.insert(.withoutEscapingSlashes) }
            var line = Array(try JSONSerialization.data(withJSONObject: row, options: options))
            if Bool.random(using: &generator) { line = Self.escaped(line, &generator) }
            let read = try JSONSerialization.jsonObject(with: Data(line)) as? [String: Any]
            #expect(try field("text", line) == read?["text"] as? String)
        }
    }

    @Test func mutatedRowsAreRefusedAsFoundationRefusesThem() throws {
        var generator = SplitMix(seed: 11)
        let alphabet = Array(#"{}[]",:\u0e-+.1atr "#.utf8)
        for _ in 0..<4_000 {
            let row = Self.randomObject(&generator, depth: 1)
            var line = Array(try JSONSerialization.data(withJSONObject: row, options: .sortedKeys))
            let place = Int.random(in: 0..<line.count, using: &generator)
            line[place] = alphabet.randomElement(using: &generator) ?? 0
            let theirs = (try? JSONSerialization.jsonObject(with: Data(line))) as? [String: Any]
            let ours = try? field("text", line)
            let text = String(decoding: line, as: UTF8.self)
            // Foundation lets a comma stand before a closing bracket, which RFC 8259 does not. It refuses lone surrogates,
            // which are read as U+FFFD here; so only what it accepts is compared.
            if let theirs, !text.contains(",}"), !text.contains(",]") {
                #expect(ours == .some(theirs["text"] as? String), "\(text)")
            }
        }
    }

    @Test func noPrefixCrashes() {
        let line = Array(#"{"a":[{"b":-1.5e3},"\ud83c\udfb0",null],"text":"x\\\"y"}"#.utf8)
        for count in 0..<line.count {
            #expect((try? field("text", Array(line.prefix(count)))) == nil)
        }
    }

    private static func randomObject(_ generator: inout SplitMix, depth: Int) -> [String: Any] {
        var object: [String: Any] = ["text": randomText(&generator)]
        for _ in 0..<Int.random(in: 0...3, using: &generator) {
            let value: Any =
                switch Int.random(in: 0...(depth < 3 ? 5 : 3), using: &generator) {
                case 0: Int.random(in: -1_000_000...1_000_000, using: &generator)
                case 1: Double.random(in: -1e6...1e6, using: &generator)
                case 2: randomText(&generator)
                case 3: NSNull()
                case 4: [randomText(&generator), true, randomObject(&generator, depth: depth + 1)]
                default: randomObject(&generator, depth: depth + 1)
                }
            object[randomText(&generator)] = value
        }
        return object
    }

    private static func randomText(_ generator: inout SplitMix) -> String {
        let scalars: [Unicode.Scalar] = [
            "a", "text", "\"", "\\", "/", "\n", "\u{1}", "đ", "ế", "🎰", "ไ", "\u{7F}", " ",
        ]
        .compactMap { $0.unicodeScalars.first }
        var text = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: 0...12, using: &generator) {
            if let scalar = scalars.randomElement(using: &generator) { text.append(scalar) }
        }
        return String(text)
    }

    /// Writes letters outside ASCII, and some inside, as `\u` escapes.
    private static func escaped(_ line: [UInt8], _ generator: inout SplitMix) -> [UInt8] {
        var out = ""
        var previous: Unicode.Scalar = " "
        for scalar in String(decoding: line, as: UTF8.self).unicodeScalars {
            let isLetter =
                scalar.properties.isAlphabetic && previous != "\\"
                && !"ntrufbals0123456789eE".unicodeScalars.contains(scalar)
            if scalar.value > 0x7F || isLetter && Bool.random(using: &generator) {
                for unit in String(scalar).utf16 { out += "\\u" + String(format: "%04X", unit) }
            } else {
                out.unicodeScalars.append(scalar)
            }
            previous = scalar
        }
        return Array(out.utf8)
    }
}

/// The same numbers on every machine.
struct SplitMix: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed }
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}
