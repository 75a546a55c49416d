import Markup
import Testing

/// What a view remembers of earlier pages (sheets, scripts, class words) must never show in what it says of the next.
struct SharedPartsTests {
    private static func agrees(_ view: PageView, _ html: String) -> Bool {
        let bytes = Array(html.utf8)
        bytes.withUnsafeBufferPointer { view.build(html: $0) }
        let fresh = PageView()
        bytes.withUnsafeBufferPointer { fresh.build(html: $0) }
        return view.blocks.map(\.hidden) == fresh.blocks.map(\.hidden) && view.derived == fresh.derived
            && view.blocks.map(\.place) == fresh.blocks.map(\.place)
            && view.pieces.map(\.start) == fresh.pieces.map(\.start)
            && view.pieces.map(\.end) == fresh.pieces.map(\.end)
            && view.links.map(\.start) == fresh.links.map(\.start) && view.facts.wasCut == fresh.facts.wasCut
            && view.work == fresh.work
    }

    /// More sheets than are kept, each met at once and again much later.
    @Test func moreSheetsThanAreKeptReadTheSame() {
        let view = PageView()
        for page in 0..<900 {
            let number = page % 3 == 0 ? page / 3 % 40 : page
            let html = "<style>.a\(number){display:none}</style><p class=a\(number)>x<p class=a1>y<p class=a>z"
            #expect(SharedPartsTests.agrees(view, html), "page \(page)")
        }
    }

    @Test func sheetsAreToldApartByWhereTheyEnd() {
        let view = PageView()
        let pages = [
            "<style>.a{display:none}.b{color:red}</style>",
            "<style>.a{display:none}.b</style><style>{color:red}</style>",
            "<style>.a{display:none</style><style>}.b{color:red}</style>",
            "<style media=print>.a{display:none}</style>",
            "<style>.a{display:none}</style>", "",
        ]
        for round in 0..<3 {
            for (index, page) in pages.enumerated() {
                #expect(
                    SharedPartsTests.agrees(view, page + "<p class=a>x<p class=b>y"), "round \(round) page \(index)")
            }
        }
    }

    @Test func aScriptReadsTheSameWhereverItStands() {
        let view = PageView()
        let scripts = [
            "document.write('<b>'+'Thứ hai'+'</b>')", "location='http://a'+'.vn/'",
            "eval('document.write(\"<i>x y</i>\")')",
            "var a=['một hai ba','bốn năm sáu'];for(var i=0;i<2;i++)document.write(a[i].split('').reverse().join(''))",
        ]
        for page in 0..<300 {
            let script = scripts[page % scripts.count]
            let lead = String(repeating: "a ", count: page)
            #expect(
                SharedPartsTests.agrees(view, "\(lead)<script>\(script)</script><p onclick=\"\(scripts[1])\">x"),
                "page \(page)")
        }
    }

    @Test func moreScriptsThanAreKeptReadTheSame() {
        let view = PageView()
        for page in 0..<700 {
            let html = "<script>document.write('<b>chữ '+'\(page % 2 == 0 ? page % 30 : page)'+'</b>')</script>"
            #expect(SharedPartsTests.agrees(view, html), "page \(page)")
        }
    }

    /// Rules that ask for places among siblings or for attributes hold for one element and not for its like.
    @Test func elementsAtOnePathMayStillDiffer() {
        let page = Reading(
            """
            <style>li:first-child{display:none}.b + .b{visibility:hidden}i[title]{opacity:0}ul.c li b{display:none}</style>
            <ul><li>one<li>two<li>three</ul><p class=b>four</p><p class=b>five</p><p>six</p><p class=b>seven</p>
            <div><i>eight</i></div><div><i title=t>nine</i></div><ul class=c><li>x<li><b>ten</b></ul><ul><li>y<li><b>end</b>
            """)
        let hidden = ["one", "five", "nine", "ten"]
        for word in ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "end"] {
            #expect(page.hidden(word)?.isEmpty == !hidden.contains(word), "\(word)")
        }
    }
}
