import Glibc
import Testing

@testable import Markup

struct XMLReaderTests {
    private static func events(_ bytes: [UInt8], _ limits: XMLLimits = XMLLimits()) throws(XMLFault) -> [String] {
        var reader = XMLReader(document: bytes, limits: limits)
        var events: [String] = []
        while let event = try reader.next() {
            switch event {
            case .start(let name, let attributes):
                events.append("<" + ([name] + attributes.map { "\($0.name)=\($0.value)" }).joined(separator: "|"))
            case .end(let name): events.append("/" + name)
            case .text(let text): events.append(text)
            }
        }
        return events
    }

    @Test(arguments: [
        ("<a/>", ["<a", "/a"]),
        ("<?xml version='1.0'?>\n<!-- x --><a>b</a> \n<!-- y -->", ["<a", "b", "/a"]),
        ("<x:a xmlns:x = 'u' x:b=\"1 &lt; 2\" ><c /></x:a>", ["<x:a|xmlns:x=u|x:b=1 < 2", "<c", "/c", "/x:a"]),
        ("<a>&amp;&#65;&#x1EC9;&quot;&apos;&gt;</a>", ["<a", "&Aỉ\"'>", "/a"]),
        ("<a>x<![CDATA[<b>&amp;]]]>y<!----><?p?>z</a>", ["<a", "x", "<b>&amp;]", "y", "z", "/a"]),
        ("\u{FEFF}<tỉnh>Sơn Nam</tỉnh>", ["<tỉnh", "Sơn Nam", "/tỉnh"]),
        ("<a b='>'>]]></a>", ["<a|b=>", "]]>", "/a"]),
    ])
    func aDocumentBecomesEvents(text: String, expected: [String]) throws {
        #expect(try Self.events(Array(text.utf8)) == expected)
    }

    @Test(arguments: [
        ("<!DOCTYPE a><a/>", XMLFault.Code.documentType), ("<!doctype html><html/>", .documentType),
        ("<a><!ENTITY x 'y'></a>", .documentType), ("<a>&x;</a>", .unknownEntity), ("<a>&nbsp;</a>", .unknownEntity),
        ("<a>&#0;</a>", .badReference), ("<a>&#xD800;</a>", .badReference), ("<a>&#x110000;</a>", .badReference),
        ("<a>&#99999999999;</a>", .badReference), ("<a>& b</a>", .badReference), ("<a b='&'/>", .badReference),
        ("<a></b>", .mismatchedTag), ("<a>", .mismatchedTag), ("</a>", .mismatchedTag), ("", .mismatchedTag),
        ("  ", .mismatchedTag),
        ("<a/><b/>", .malformed), ("x<a/>", .malformed), ("<a/>x", .malformed), ("<a b/>", .malformed),
        ("<a b=c/>", .malformed),
        ("<a b='1' b='2'/>", .malformed), ("<a b='1'c='2'/>", .malformed), ("<a b='<'/>", .malformed),
        ("<1a/>", .malformed),
        ("<a><!-- ", .malformed), ("<a><![CDATA[x", .malformed), ("<![CDATA[x]]><a/>", .malformed), ("<a", .malformed),
        ("< a/>", .malformed),
    ])
    func whatIsNotWellFormedIsAFault(text: String, code: XMLFault.Code) {
        let fault = #expect(throws: XMLFault.self) { try Self.events(Array(text.utf8)) }
        #expect(fault?.code == code)
    }

    @Test func unknownReferencesStayAsTheyStandWhereThatIsAsked() throws {
        var limits = XMLLimits()
        limits.keepsUnknownReferences = true
        #expect(
            try Self.events(Array("<a b='?x=1&y=2'>&nbsp;&amp;& &#xZ;</a>".utf8), limits) == [
                "<a|b=?x=1&y=2", "&nbsp;&& &#xZ;", "/a",
            ])
    }

    @Test func aBillionLaughsIsRefusedAtItsFirstByte() {
        let bomb = """
            <?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol1 "&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;">
            <!ENTITY lol2 "&lol1;&lol1;&lol1;&lol1;">]><lolz>&lol2;</lolz>
            """
        let file = "<!DOCTYPE r [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><r>&x;</r>"
        for text in [bomb, file] {
            let fault = #expect(throws: XMLFault.self) { try Self.events(Array(text.utf8)) }
            #expect(fault?.code == .documentType)
        }
    }

    @Test func depthAttributesNamesAndValuesAreBounded() {
        let deep = String(repeating: "<a>", count: 100_000)
        let wide = "<a " + (0..<1_000).map { "b\($0)='1'" }.joined(separator: " ") + "/>"
        let long = "<" + String(repeating: "a", count: 100_000) + "/>"
        let value = "<a b='" + String(repeating: "c", count: 100_000) + "'/>"
        for (text, code) in [
            (deep, XMLFault.Code.tooDeep), (wide, .tooManyAttributes), (long, .tooLong), (value, .tooLong),
        ] {
            let fault = #expect(throws: XMLFault.self) { try Self.events(Array(text.utf8)) }
            #expect(fault?.code == code)
        }
    }

    @Test func otherEncodingsAreRead() throws {
        let text = "<?xml version=\"1.0\" encoding=\"UTF-16\"?><a>tỉnh</a>"
        var wide: [UInt8] = [0xFF, 0xFE]
        for unit in text.utf16 { wide += [UInt8(unit & 0xFF), UInt8(unit >> 8)] }
        #expect(try Self.events(wide) == ["<a", "tỉnh", "/a"])
        let narrow = Array("<?xml version='1.0' encoding='windows-1252'?><a>caf".utf8) + [0xE9] + Array("</a>".utf8)
        #expect(try Self.events(narrow) == ["<a", "café", "/a"])
    }

    @Test func noPrefixAndNoChangedByteEndsTheProgram() {
        let sample = Array(
            "<?xml version='1.0'?><!-- c --><x:a b=\"&#x41;\" c='d'><![CDATA[<e>]]>f&lt;<g/>tỉnh</x:a>\n".utf8)
        #expect(throws: Never.self) { try Self.events(sample) }
        for cut in 0..<sample.count - 1 { #expect(throws: XMLFault.self) { try Self.events(Array(sample[..<cut])) } }
        for at in sample.indices {
            for value in 0...255 as ClosedRange<UInt8> {
                var changed = sample
                changed[at] = value
                _ = try? Self.events(changed)
            }
        }
    }

    @Test func readingIsLinear() throws {
        /// Processor time, so that a busy machine does not count.
        func time(_ count: Int) throws -> Double {
            let text = "<a>" + String(repeating: "<b c='&amp;d'>e&amp;f<!-- g --></b>", count: count) + "</a>"
            let bytes = Array(text.utf8)
            let start = processorSeconds()
            _ = try Self.events(bytes)
            return processorSeconds() - start
        }
        _ = try time(1_000)
        let small = try time(5_000)
        let large = try time(40_000)
        #expect(large < small * 40 + 0.05, "8 times the input: \(small) s, \(large) s")
    }

    private func processorSeconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
