import Markup
import Testing

@Suite struct TokenizerTests {
    /// Tokens as text: `T text`, `<name a=v>`, `</name>`, `!comment`, `?bogus`, `D doctype`, `R raw`, `E escapable`.
    static func tokens(_ html: String, maxTokens: Int = 1 << 20) -> [String] {
        var tokenizer = Tokenizer(tokenCapacity: 8, maxTokens: maxTokens)
        let bytes = Array(html.utf8)
        var out: [String] = []
        bytes.withUnsafeBufferPointer { buffer in
            tokenizer.start(buffer)
            while !tokenizer.isFinished {
                tokenizer.fill()
                for index in 0..<tokenizer.tokenCount {
                    let token = tokenizer.tokens[index]
                    let text = String(decoding: buffer[Int(token.start)..<Int(token.end)], as: UTF8.self)
                    switch token.kind {
                    case .text, .textWithReference, .textWithAddress, .textWithBoth: out.append("T " + text)
                    case .rawText: out.append("R " + text)
                    case .escapableText: out.append("E " + text)
                    case .comment: out.append("!" + text)
                    case .bogusComment: out.append("?" + text)
                    case .doctype: out.append("D" + text)
                    case .endTag: out.append("</\(token.tag.name)>")
                    case .startTag, .selfClosingTag:
                        let first = Int(token.detail)
                        let attributes = (first..<first + Int(token.attributeCount)).map { index in
                            let attribute = tokenizer.attributes[index]
                            let start = Int(attribute.nameStart)
                            let name = buffer[start..<start + Int(attribute.nameLength)]
                            let value = buffer[Int(attribute.valueStart)..<Int(attribute.valueEnd)]
                            return " \(String(decoding: name, as: UTF8.self))=\(String(decoding: value, as: UTF8.self))"
                        }
                        let slash = token.kind == .selfClosingTag ? "/" : ""
                        out.append("<\(token.tag.name)\(attributes.joined())\(slash)>")
                    }
                }
            }
        }
        return out
    }

    @Test(arguments: [
        ("a<b>c</b>d", ["T a", "<b>", "T c", "</b>", "T d"]),
        ("<!DOCTYPE html><p>", ["D html", "<p>"]),
        ("<A HREF=x CLASS='y' id=\"z\" hidden>", ["<a HREF=x CLASS=y id=z hidden=>"]),
        ("<a href=1 href=2 HREF=3 q=1 q=2>", ["<a href=1 q=1 q=2>"]),
        ("<a href = 'x y' / title=t/u>", ["<a href=x y title=t/u>"]),
        ("<br/><br / ><img src=a/>", ["<br/>", "<br>", "<img src=a/>"]),
        ("<a =b=c d==e>", ["<a =b=c d==e>"]),
        ("1 < 2 <3 <", ["T 1 ", "T < 2 ", "T <3 ", "T <"]),
        ("</>x</ a>y</3>z", ["T x", "? a", "T y", "?3", "T z"]),
        ("<!-- a -- > b --><!----><!--><!---><!-- c --!>d<!--e", ["! a -- > b ", "!", "!", "!", "! c ", "T d", "!e"]),
        ("<!-- a --!b --> c", ["! a --!b ", "T  c"]),
        ("<?xml version='1.0'?><!ELEMENT x><![CDATA[y]]>", ["??xml version='1.0'?", "?ELEMENT x", "?[CDATA[y]]"]),
        ("<svg><![CDATA[a<b>c]]></svg><![CDATA[d]]>", ["<svg>", "T a<b>c", "</svg>", "?[CDATA[d]]"]),
        ("<svg><p><![CDATA[d]]>", ["<svg>", "<p>", "?[CDATA[d]]"]),
        ("<script>a<b></script >c", ["<script>", "R a<b>", "</script>", "T c"]),
        ("<script>a</scriptx></SCRIPT\n>", ["<script>", "R a</scriptx>", "</script>"]),
        (
            "<script><!--<script>x</script>y--></script>z",
            ["<script>", "R <!--<script>x</script>y-->", "</script>", "T z"]
        ),
        ("<script><!-- x</script>y", ["<script>", "R <!-- x", "</script>", "T y"]),
        (
            "<style>p{}</p></style><title>a&amp;<b></title>",
            ["<style>", "R p{}</p>", "</style>", "<title>", "E a&amp;<b>", "</title>"]
        ),
        ("<textarea><p></textarea></textarea>", ["<textarea>", "E <p>", "</textarea>", "</textarea>"]),
        (
            "<xmp><b></xmp><iframe><i></iframe><noembed>x</noembed>",
            ["<xmp>", "R <b>", "</xmp>", "<iframe>", "R <i>", "</iframe>", "<noembed>", "R x", "</noembed>"]
        ),
        ("<plaintext><b></plaintext>", ["<plaintext>", "R <b></plaintext>"]),
        ("<title>unclosed <p>", ["<title>", "E unclosed <p>"]),
        ("x<a href='y", ["T x"]), ("x<a href=y", ["T x"]), ("x<a", ["T x"]), ("x</a", ["T x"]),
        ("x</", ["T x", "T </"]),
        ("</b class='>'>x", ["</b>", "T x"]),
        ("<custom-element data-x=1></custom-element>", ["<unknown data-x=1>", "</unknown>"]),
        ("", []),
    ])
    func pagesAreCutAsTheStandardSays(html: String, expected: [String]) {
        #expect(TokenizerTests.tokens(html) == expected)
    }

    @Test func aLimitOnTokensChangesNothingButTheBatches() {
        let html = String(repeating: "<p class=a>x &amp; y</p><!-- c --><script>z</script>", count: 200)
        #expect(TokenizerTests.tokens(html, maxTokens: 64) == TokenizerTests.tokens(html))
    }

    @Test func namesOfAnyLengthAreReadAtTheVeryEndOfTheInput() {
        for length in 1...40 {
            let name = String(repeating: "b", count: length)
            let expected = length == 1 ? "<b>" : "<unknown>"
            #expect(TokenizerTests.tokens("<\(name)>") == [expected])
            #expect(TokenizerTests.tokens("<p \(name)>") == ["<p \(name)=>"])
        }
    }

    @Test func everyKnownNameIsFoundInEitherCase() {
        for tag in Tag.allCases where tag != .unknown {
            #expect(TokenizerTests.tokens("<\(tag.name.uppercased())>") == ["<\(tag.name)>"])
        }
    }
}
