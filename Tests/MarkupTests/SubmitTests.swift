import Testing

@testable import Markup

/// Forms that are sent by a script, without anybody's doing, and those that wait for a click.
@Suite struct SubmitTests {
    private func targets(_ html: String) -> [String] {
        let page = Reading(html)
        return page.view.redirects.filter { $0.kind == .formSubmit }.map { page.url(page.view.links[Int($0.link)]) }
    }

    private static let form =
        "<form id=\"f1\" name='n1' action=\"https://a.example/x\"><input type=hidden name=r value=1></form>"
    private static let search = "<form action=\"/tim-kiem\"><input name=q></form>"

    @Test(arguments: [
        "document.getElementById('f1').submit();", "document.getElementById( \"f1\" ).submit()",
        "document.forms[1].submit()", "document.forms['n1'].submit()", "document.n1.submit();",
        "$('#f1').submit();", "(function(){document.getElementById('f1').submit()})()",
        "window.onload=function(){document.forms[1].submit();}", "var a={b:{}}; document.f1.submit()",
        "setTimeout(function(){ document.n1.submit() }, 10)", "a.submit();document.n1.submit()",
    ])
    func aFormThatIsSentAtOnceLeadsOn(script: String) {
        #expect(targets("<body>\(Self.search)\(Self.form)<script>\(script)</script>") == ["https://a.example/x"])
    }

    @Test(arguments: ["document.forms[0].submit()", "document.n1.submit();", "f.submit()"])
    func theBodyMaySendItsOnlyForm(script: String) {
        #expect(targets("<body onload=\"\(script)\">\(Self.form)") == ["https://a.example/x"])
    }

    @Test(arguments: [
        "function go(){document.getElementById('f1').submit();}", "x.onclick=function(){document.n1.submit()}",
        "function g(){if(a){document.forms[1].submit()}}", "document.getElementById('f2').submit()", "b.submit()",
        "document.forms[7].submit()", "getElementById(f1).submit()", ".submit()", ".submit(", "'').submit(",
        "[].submit(",
        "(').submit()", "('#').submit()", "}}}}document.none.submit()",
    ])
    func aFormThatWaitsOrIsNotTheOneLeadsNowhere(script: String) {
        #expect(targets("<body>\(Self.search)\(Self.form)<script>\(script)</script>").isEmpty)
    }

    @Test func noPrefixOfAPageIsTooMuch() {
        let page = Array("<body onload=\"f.submit()\">\(Self.form)<script>document.forms['n1'].submit()</script>".utf8)
        for count in 0...page.count { #expect(targets(String(decoding: page.prefix(count), as: UTF8.self)).count <= 2) }
    }

    @Test func aThousandFormsAndCallsAreBounded() {
        let html =
            String(repeating: Self.form, count: 1_000)
            + "<script>\(String(repeating: "document.f1.submit();", count: 10_000))</script>"
        #expect(targets(html).count <= 16)
    }
}
