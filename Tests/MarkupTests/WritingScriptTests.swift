import Markup
import Testing

/// Which pages' scripts a browser would have to run.
@Suite struct WritingScriptTests {
    private func count(_ html: String) -> Int {
        let page = PageView()
        return Array(html.utf8).withUnsafeBufferPointer { bytes in
            page.build(html: bytes)
            return page.facts.writingScriptCount
        }
    }

    @Test(arguments: [
        "document.write('x')", "e.innerHTML=s", "b.appendChild(x)", "fetch('/a')", "new XMLHttpRequest()", "eval(s)",
        "document.createElement('a')", "$('#a').append(s)", "String.fromCharCode(a)", "new Function(s)()",
    ])
    func aScriptThatWritesIsCounted(script: String) {
        #expect(count("<p>a</p><script>\(script)</script>") == 1)
    }

    @Test(arguments: ["", "var a=1;", "e.addEventListener('click',f)", "prefetch", "x.writ", ".", "(", "a.b(c)"])
    func oneThatDoesNotIsNot(script: String) {
        #expect(count("<p>a</p><script>\(script)</script>") == 0)
    }

    @Test func dataAndTemplatesAreNoScripts() {
        #expect(count("<script type=application/ld+json>{\"a\":\"fetch(\"}</script>") == 0)
        #expect(count("<script src=/a.js></script>") == 0)
    }

    @Test func noPrefixOfAPageIsTooMuch() {
        let page = "<script>document.write('a');fetch('b')</script><script>e.innerHTML=x</script>"
        for end in 0...page.count { #expect(count(String(page.prefix(end))) <= 2) }
    }
}
