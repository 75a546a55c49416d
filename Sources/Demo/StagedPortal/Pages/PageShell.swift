/// The portal's own page build: what real ones carry and a naive detector trips over (hidden menus, tabs, a closed dialog,
/// skip links), and an honest difference between a desk and a telephone.
struct PageShell {
    let name: String
    let isPhone: Bool
    /// Links of the menu: target and name.
    let menu: [(path: String, name: String)]
    let latest: [(path: String, name: String)]

    /// - Parameter note: a line of the footer that may differ from answer to answer (visitor counter).
    func html(title: String, main: String, note: String = "") -> String {
        """
        <!DOCTYPE html>
        <html lang="vi"><head><meta charset="utf-8"><title>\(title.escapedForHTML) – \(name)</title>
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <link rel="stylesheet" href="/css/site.css"><link rel="alternate" type="application/rss+xml" href="/rss.xml">
        <style>.menu-con{display:none}.menu li:hover .menu-con{display:block}.sr-only{position:absolute;width:1px;\
        height:1px;overflow:hidden;clip:rect(0,0,0,0)}.tab-pane{display:none}.tab-pane.active{display:block}</style></head>
        <body><a class="sr-only" href="#noi-dung">Bỏ qua đến nội dung chính</a>
        <header><a href="/"><img src="/images/quoc-huy.gif" alt="Quốc huy" width="60" height="60"></a>
        <p class="co-quan">\(name)</p><form action="/tim-kiem" method="get"><input name="q" aria-label="Tìm kiếm">\
        <button>Tìm</button></form></header>
        \(navigation)
        <main id="noi-dung">\(main)</main>
        <aside>\(tabs)</aside>
        <footer><p>\(name). Địa chỉ: trung tâm hành chính. Điện thoại: 0900 000 000</p>
        <p><a href="/sitemap.html">Sơ đồ trang</a> <a href="/rss.xml">RSS</a> <a href="/vi">Tiếng Việt</a> \
        <a href="https://dichvucong.gov.vn/">Cổng Dịch vụ công quốc gia</a></p>\(note)</footer>
        <div id="hop-thoai" hidden><p>Trang này dùng cookie để nhớ ngôn ngữ của bạn.</p><button>Đồng ý</button></div>
        <script src="/js/site.js"></script></body></html>
        """
    }

    private var navigation: String {
        let items = menu.map { "<li><a href=\"\($0.path)\">\($0.name.escapedForHTML)</a>" }
        if isPhone {
            return
                "<nav class=\"di-dong\"><button aria-expanded=\"false\">☰ Danh mục</button><ul style=\"display:none\">"
                + items.map { $0 + "</li>" }.joined() + "</ul></nav>"
        }
        let under = latest.prefix(3).map { "<li><a href=\"\($0.path)\">\($0.name.escapedForHTML)</a></li>" }.joined()
        return "<nav><ul class=\"menu\">" + items.map { $0 + "<ul class=\"menu-con\">\(under)</ul></li>" }.joined()
            + "</ul></nav>"
    }

    private var tabs: String {
        let first = Self.list(latest.prefix(5))
        let second = Self.list(latest.dropFirst(5).prefix(5))
        return "<div class=\"tab-pane active\"><h3>Tin mới</h3>\(first)</div>"
            + "<div class=\"tab-pane\"><h3>Xem nhiều</h3>\(second)</div>"
    }

    static func list(_ links: some Sequence<(path: String, name: String)>) -> String {
        "<ul>" + links.map { "<li><a href=\"\($0.path.escapedForHTML)\">\($0.name.escapedForHTML)</a></li>" }.joined()
            + "</ul>"
    }
}
