import Markup
import Testing

@Suite struct PageViewTests {
    @Test func blocksAreSplitAtBlockElementsAndKeepInlineOnesTogether() {
        let page = Reading(
            """
            <!doctype html><html lang=vi><head><title>Xã A</title>
            <meta name=description content="Trang &amp; tin"></head>
            <body><h1>Tin</h1><p>Một <b>hai</b> <i>b</i>a<br>bốn<p>năm<ul><li>sáu<li>bảy</ul>
            <table><tr><td>tám<td>chín</table><footer>mười &agrave; &amp;agrave;</footer></body></html>
            """)
        #expect(
            page.blocks == [
                "title:Xã A", "description!metadata:Trang & tin", "heading:Tin", "body:Một hai ba bốn", "body:năm",
                "body:sáu", "body:bảy", "table:tám", "table:chín", "footer:mười à à",
            ])
        #expect(page.view.facts.titleBlock == 0)
    }

    @Test func whatStandsBesideTheFlowDoesNotSplitAWord() {
        let page = Reading(
            #"<p>nhà<!-- a <a href="http://x.vn">b</a> --> c<a title="t &lt;" href="//Bet88.COM:80/x?a=1&amp;b=2">ái</a> <img alt="ảnh" src=a.png></p>"#
        )
        #expect(
            page.blocks == [
                "body:nhà cái", "markupComment!comment:a b", "attribute!metadata:t <", "attribute!metadata:ảnh",
            ])
        #expect(
            page.links == [
                "anchor http://Bet88.COM:80/x?a=1&b=2 [bet88.com]".replacing("Bet88.COM", with: "bet88.com"),
                "image a.png []", "anchor http://x.vn [x.vn]",
            ])
        let block = page.view.blocks[0]
        #expect(block.anchorBytes == 3 && block.textBytes == 8)
        #expect(block.linkStart == 0 && block.linkEnd == 2 && page.view.links[0].block == 0)
    }

    @Test func bareAddressesInTextAreLinks() {
        let page = Reading("<p>Xem https://a.vn/x?y, www.B.com. và http://c.vn)</p>")
        #expect(
            page.links == [
                "text https://a.vn/x?y [a.vn]", "text http://www.b.com [www.b.com]", "text http://c.vn [c.vn]",
            ])
    }

    @Test func hiddenBlocksNameTheirReasons() {
        let page = Reading(
            "<div style='display: none'><p>a</p></div><p hidden>b</p><noscript>c</noscript><template>d</template>e")
        #expect(
            page.blocks == [
                "body!display:a", "body!attribute:b", "body!noscript:c", "body!template:d", "body:e",
            ])
    }

    @Test func plainTextGivesOneBlockForEachLine() {
        let page = Reading(text: "Một hai\r\nba www.x.vn\n\n  bốn  \n")
        #expect(page.blocks == ["body:Một hai", "body:ba www.x.vn", "body:bốn"])
        #expect(page.links == ["text http://www.x.vn [www.x.vn]"])
    }

    @Test func structuredDataGivesItsStringValues() {
        let page = Reading(
            #"<script type="application/ld+json">{"name":"X\u1ea1 l\n", "url":"https://e.vn/a", "n":[1,"hai"]}</script>"#
        )
        #expect(page.blocks == ["data!metadata:Xạ l \nhttps://e.vn/a\nhai"])
        #expect(page.links == ["text https://e.vn/a [e.vn]"])
    }
}
