import CAllocationCount
import Markup
import Testing

@Suite(.enabled(if: allocation_count_is_available()))
struct AllocationTests {
    /// Allocations of this thread while `page` is read.
    private static func allocations(_ view: PageView, _ page: [UInt8]) -> UInt64 {
        page.withUnsafeBufferPointer { bytes in
            let before = allocation_count()
            view.build(html: bytes)
            return allocation_count() - before
        }
    }

    private static let head = """
        <!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>Xã Gò Dài</title>
        <meta name="description" content="Tin tức &amp; sự kiện"><link rel="stylesheet" href="/css/cong.css">
        <style>:root{--ink:#222}body{color:var(--ink);margin:0 auto}.drop{display:none;position:absolute;top:100%}
        .nav>li{display:inline-block}.sr-only{position:absolute;width:1px;height:1px;overflow:hidden;clip:rect(0,0,0,0)}
        td,th{padding:6px 8px}.off{transform:translateX(-100%)}@media (max-width:768px){.left{float:none}}</style>
        <script type="application/ld+json">{"@type":"NewsArticle","headline":"Mùa chè xuân"}</script></head>
        """

    private static let scripts = """
        <script>var days=new Array('Chủ nhật','Thứ hai');document.write('<b>'+days[1]+'</b>');
        (function(w,d){var a=['x','y'].join('');w.location.href='http://'+'example.vn/'+a;})(window,document)</script>
        """

    /// - Parameter seed: makes the text and the addresses of one page differ from those of another.
    private static func page(_ seed: Int) -> [UInt8] {
        var html = head + "<body class='trang'><a class='sr-only' href='#text'>Tới phần chính</a><ul class='nav'>"
        for item in 0..<20 {
            html += "<li class='item item-\(item % 4)'><a href='/muc/\(seed)/\(item)'>Mục \(item)</a></li>"
        }
        html += "</ul><!-- khối tin --><div class='left' id='text'><h1>Cây cầu nhỏ</h1>"
        for row in 0..<30 {
            html += "<p style='text-align: justify;font-size:14px'>Tr&agrave; số \(row + seed) ở "
            html += "http://xa\(row).example.vn/ <img src='/anh/\(row).jpg' alt='ảnh \(row)'></p>"
        }
        html += "<table><tr><td>1<td onclick=\"location='/a'\">2</table></div>" + scripts + "</body></html>"
        return Array(html.utf8)
    }

    @Test func theCounterCounts() {
        let view = PageView()
        #expect(AllocationTests.allocations(view, AllocationTests.page(0)) > 0)
        #expect(view.blocks.count > 30 && view.links.count > 80 && view.redirects.count == 2)
    }

    @Test func readingAPageAgainAllocatesNothing() {
        let view = PageView()
        let page = AllocationTests.page(0)
        _ = AllocationTests.allocations(view, page)
        #expect(AllocationTests.allocations(view, page) == 0)
    }

    @Test func anotherPageOfThePortalAllocatesNothing() {
        let view = PageView()
        for seed in 100..<104 { _ = AllocationTests.allocations(view, AllocationTests.page(seed)) }
        #expect(AllocationTests.allocations(view, AllocationTests.page(104)) == 0)
    }
}
