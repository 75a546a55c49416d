import Testing

@testable import Markup

/// A script and what the folder must find in it, in order: use, text, and whether it is decoded or conditional.
struct FoldingCase: Sendable, CustomTestStringConvertible {
    var technique: String
    var script: String
    var expected: [String]
    init(_ technique: String, _ script: String, _ expected: [String]) {
        self.technique = technique
        self.script = script
        self.expected = expected
    }
    var testDescription: String { technique }
}

/// `use[ decoded][ conditional]: text` of every string.
func folded(_ script: String, maxRounds: Int = 3) -> [String] {
    let folder = ScriptFolder()
    return folded(script, by: folder, maxRounds: maxRounds)
}

func folded(_ script: String, by folder: ScriptFolder, maxRounds: Int = 3) -> [String] {
    let bytes = [UInt8](script.utf8)
    bytes.withUnsafeBufferPointer { folder.fold($0, sourceOffset: 0, maxRounds: maxRounds) }
    return folder.strings.map { string in
        let text = String(decoding: folder.bytes[Int(string.byteStart)..<Int(string.byteEnd)], as: UTF8.self)
        return
            "\(string.use)\(string.isDecoded ? " decoded" : "")\(string.isConditional ? " conditional" : ""): \(text)"
    }
}

@Suite struct ScriptFolderTests {
    @Test(arguments: FoldingCase.techniques + FoldingCase.sinks + FoldingCase.ordinary)
    func aTechniqueIsFolded(_ sample: FoldingCase) {
        #expect(folded(sample.script) == sample.expected)
    }

    @Test func aFolderForgetsTheScriptBefore() {
        let folder = ScriptFolder()
        _ = folded("var target = 'http://first.example/'", by: folder)
        #expect(folded("location = target", by: folder) == [])
        #expect(folded("location = 'http://second.example/'", by: folder) == ["redirect: http://second.example/"])
    }

    @Test func roundsAreBounded() {
        let script = #"eval("eval('eval(\"location=1+\\'/third/page\\'\")')")"#
        #expect(folded(script, maxRounds: 1).count == 1)
        #expect(folded(script, maxRounds: 2).count == 2)
        #expect(folded(script, maxRounds: 4).last == "redirect decoded: 1/third/page")
    }

    @Test func rangesNameTheTextOrTheExpression() throws {
        let script = #"/* pad */ location = "http://plain.example/"; document.write("<b>" + "casino" + "</b>")"#
        let bytes = [UInt8](script.utf8)
        let folder = ScriptFolder()
        bytes.withUnsafeBufferPointer { folder.fold($0, sourceOffset: 1000) }
        let texts = folder.strings.map {
            String(decoding: bytes[Int($0.start - 1000)..<Int($0.end - 1000)], as: UTF8.self)
        }
        #expect(texts == ["http://plain.example/", #"<b>" + "casino" + "</b>"#])
    }

    @Test func aRecalledTextIsPlacedWhereItIsNamed() throws {
        let script = "var host='//bet.example';f();f();f();location='http:'+host"
        let bytes = [UInt8](script.utf8)
        let folder = ScriptFolder()
        bytes.withUnsafeBufferPointer { folder.fold($0, sourceOffset: 0) }
        let last = try #require(folder.strings.last)
        #expect(String(decoding: bytes[Int(last.start)..<Int(last.end)], as: UTF8.self) == "http:'+host")
    }

    @Test func codesNeedNoQuotes() {
        #expect(folded("document.write(String.fromCharCode(98,101,116))") == ["markup decoded: bet"])
        let folder = ScriptFolder()
        #expect(folded("f(Counter, From)", by: folder) == [])
        #expect(folder.work == 0)
    }

    @Test func hugeAndBrokenNumbersAreHarmless() {
        #expect(folded("x='n='+1e300+0/0+1e13/3+' end'").last?.hasPrefix("plain decoded: n=") == true)
        #expect(folded("x='number '+-0.25+' '+1e400+(1e300|0)") == ["plain decoded: number -0.25 0"])
        #expect(
            folded("x='abcdefgh'.slice(-9e15,9e15)+'abc'.repeat(-1)+'abc'.repeat(9e15)") == ["plain decoded: abcdefgh"])
        #expect(
            folded("x='abcdefgh'.charAt(9e15)+'abcdefgh'.substr(9e15,9e15)+'tail text'") == ["plain decoded: tail text"]
        )
    }

    @Test func whatIsNotDecodedStandsInTheSource() {
        let folder = ScriptFolder()
        for sample in FoldingCase.all {
            let bytes = [UInt8](sample.script.utf8)
            bytes.withUnsafeBufferPointer { folder.fold($0, sourceOffset: 0) }
            for string in folder.strings {
                #expect(string.start <= string.end && Int(string.end) <= bytes.count)
                guard !string.isDecoded else { continue }
                let text = folder.bytes[Int(string.byteStart)..<Int(string.byteEnd)]
                #expect(text.elementsEqual(bytes[Int(string.start)..<Int(string.end)]), "\(sample.technique)")
            }
        }
    }
}
