import Markup
import Testing

/// The static techniques by which planted text is hidden, one small page each.
@Suite struct HidingTests {
    static let hiding: [(html: String, reason: PageView.Hidden)] = [
        ("<div style='display:none'>X</div>", .displayNone),
        ("<div STYLE='DISPLAY : NONE !important'>X</div>", .displayNone),
        ("<div style='display:/**/none'>X</div>", .displayNone),
        ("<div style='display&#58;none'>X</div>", .displayNone),
        ("<style>.a{display:none}</style><p class='b a'>X</p>", .displayNone),
        ("<p class='b a'>X</p><style>p.a{display:none}</style>", .displayNone),
        ("<style>@media screen{#k > *{display:none}}</style><div id=k><b>X</b></div>", .displayNone),
        ("<div style='visibility:hidden'>X</div>", .visibility),
        ("<div style='opacity:.3'><p style='opacity:.1'>X</div>", .opacity),
        ("<div style='font-size:0'>X</div>", .fontSize), ("<div style='font:1px/1 a'>X</div>", .fontSize),
        ("<div style='position:absolute;left:-9999px'>X</div>", .offScreen),
        ("<div style='position:absolute;top:-5000px'>X</div>", .offScreen),
        ("<div style='position:fixed;right:-3000px'>X</div>", .offScreen),
        ("<div style='margin-left:-9000px'>X</div>", .offScreen),
        ("<div style='transform:translateX(-99999px)'>X</div>", .offScreen),
        ("<div style='text-indent:-9999px'>X</div>", .textIndent),
        ("<div style='height:1px;width:1px;overflow:hidden'>X</div>", .zeroSize),
        ("<div style='height:0;overflow:hidden'>X</div>", .zeroSize),
        ("<div style='max-height:0;overflow:hidden'>X</div>", .zeroSize),
        ("<div style='transform:scale(0)'>X</div>", .zeroSize),
        ("<div style='position:absolute;clip:rect(0 0 0 0)'>X</div>", .clipped),
        ("<div style='clip-path:inset(100%)'>X</div>", .clipped),
        ("<div style='color:#fff'>X</div>", .sameColour), ("<font color=white>X</font>", .sameColour),
        ("<body bgcolor=black text='#000000'>X", .sameColour),
        ("<div style='background:#123456'><p style='color:rgb(18,52,86)'>X</div>", .sameColour),
        ("<div style='color:transparent'>X</div>", .sameColour), ("<div hidden>X</div>", .attribute),
        ("<details><summary>s</summary>X</details>", [.attribute, .customary]),
        ("<noscript>X</noscript>", .noscript), ("<template>X</template>", .template), ("<!-- X -->", .markupComment),
        ("<!--[if IE]><p>X</p><![endif]-->", .markupComment), ("<marquee height=1 width=2>X</marquee>", .marquee),
        ("<marquee scrollamount=9000>X</marquee>", .marquee), ("<iframe>X</iframe>", .noscript),
        ("<script type=text/template><p>X</p></script>", .template),
        ("<a class=sr-only style='position:absolute;clip:rect(0,0,0,0)'>X</a>", [.clipped, .customary]),
        ("<nav><ul style='display:none'><li>X</ul></nav>", [.displayNone, .customary]),
        ("<nav><p style='font-size:0'>X</nav>", .fontSize),
        (
            "<div class=tab-pane style='display:none'><p style='position:absolute;left:-9999px'>X</div>",
            [.displayNone, .offScreen]
        ),
    ]

    @Test(arguments: hiding.indices)
    func reasonsAreNamed(index: Int) {
        let (html, expected) = HidingTests.hiding[index]
        let found = Reading(html + "<p>y").hidden("X")
        #expect(found == expected, "\(html): \(found?.names ?? ["absent"])")
    }

    @Test(arguments: [
        "<div style='display:block'>X</div>", "<div hidden style='display:block'>X</div>",
        "<style>.a{display:none}.a{display:block}</style><p class=a>X</p>",
        "<style>#i{display:block}p.a.a{display:none}</style><p class=a id=i>X</p>",
        "<style>@media print{.a{display:none}}</style><p class=a>X</p>",
        "<style>.a:hover{display:none}.a::before{display:none}</style><p class=a>X</p>",
        "<noscript><style>.a{display:none}</style></noscript><p class=a>X</p>",
        "<div style='visibility:hidden'><p style='visibility:visible'>X</div>",
        "<div style='font-size:0'><p style='font-size:14px'>X</div>",
        "<span style='width:0;height:0;overflow:hidden'>X</span>",
        "<div style='height:0'>X</div>", "<div style='position:absolute;left:20px'>X</div>",
        "<div style='left:-9999px'>X</div>", "<div style='color:#fff;background:#000'>X</div>",
        "<div style='color:#fff;background:url(a.png)'>X</div>", "<div style='color:#fff'><a href=/>X</a></div>",
        "<details open><summary>s</summary>X</details>", "<details><summary>X</summary>s</details>",
        "<dialog open>X</dialog>", "<marquee>X</marquee>", "<p>a<p style='display:none'>b<p>X",
        "<ul><li style='display:none'>a<li>X</ul>", "<div style='display:none'>a</div>X",
        "<div style='height:0;overflow:hidden'><p style='position:absolute'>X</div>",
    ])
    func ordinaryTextStaysVisible(html: String) {
        let found = Reading(html).hidden("X")
        #expect(found == [], "\(found?.names ?? ["absent"])")
    }

    @Test func placesComeFromElementsRolesAndClasses() {
        let page = Reading(
            """
            <div class=main-footer>a</div><div role=navigation>b</div><aside>c</aside><div id=binh-luan>d</div>
            <div class="hoiDap">e</div><article>f<footer>g</footer></article><main>h</main><div class=site-header>i</div>
            """)
        #expect(
            page.blocks == [
                "footer:a", "nav:b", "aside:c", "userContent:d", "userContent:e", "article:f", "footer:g", "main:h",
                "header:i",
            ])
    }
}
