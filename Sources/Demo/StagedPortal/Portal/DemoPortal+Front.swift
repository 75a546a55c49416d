extension DemoPortal {
    static let listingSize = 20

    /// Home page, listings, search, switches: what every portal has.
    func front(_ asked: Asked) -> Draft? {
        switch asked.target.path {
        case "/": return home(asked)
        case "/tim-kiem": return search(asked)
        case "/sitemap.html": return siteTree(asked)
        case "/tai-lieu-dinh-kem.html": return documents(asked)
        // Both lead to a page that is never planted: with a planted one behind them they would not be honest.
        case "/vi": return moved("/sitemap.html", cookie: "ngon-ngu=vi; Path=/")
        case "/so-do-trang": return moved("/sitemap.html", status: 301)
        case "/cong-dich-vu": return moved("https://dichvucong.songmay.example/")
        default: return listing(asked)
        }
    }

    func moved(_ target: String, status: Int = 302, cookie: String? = nil) -> Draft {
        var draft = Draft(html: "<p><a href=\"\(target)\">Chuyển trang</a></p>", status: status)
        draft.fields = [("Location", target)]
        if let cookie { draft.fields.append(("Set-Cookie", cookie)) }
        return draft
    }

    private func home(_ asked: Asked) -> Draft {
        let render: (Injection?) -> [UInt8] = { injection in
            let blocks = Section.allCases.map { section in
                let links = layout.linked(in: section).prefix(6).map { (path: $0.path, name: $0.title) }
                return "<section><h2><a href=\"/\(section.rawValue)\">\(section.name)</a></h2>\(PageShell.list(links))"
                    + "</section>"
            }
            return rendered(blocks.joined(), title: "Trang chủ", injection, asked, drifts: true)
        }
        var draft = layout.homePlanting.map { show($0, asked, render: render) } ?? Draft(page: render(nil))
        if options.hasSigns { draft.fields.append(("X-Powered-By", "PHP/5.6.40")) }
        return draft
    }

    /// `/tin-tuc`, `/tin-tuc/trang-2.html`, …
    private func listing(_ asked: Asked) -> Draft? {
        let parts = asked.target.path.split(separator: "/")
        guard let section = parts.first.flatMap({ Section(rawValue: String($0)) }), parts.count <= 2 else { return nil }
        var number = 1
        if parts.count == 2 {
            guard parts[1].hasPrefix("trang-"), parts[1].hasSuffix(".html"),
                let named = Int(parts[1].dropFirst(6).dropLast(5))
            else { return nil }
            number = named
        }
        let leaves = layout.linked(in: section)
        let pages = max(1, (leaves.count + Self.listingSize - 1) / Self.listingSize)
        guard (1...pages).contains(number) else { return nil }
        // One page, one address: a listing under a second one would be in no truth.
        guard asked.target.path == Self.listingPath(section, number) else { return nil }
        let shown = leaves.dropFirst((number - 1) * Self.listingSize).prefix(Self.listingSize)
        let turns = (1...pages).map { (path: Self.listingPath(section, $0), name: "Trang \($0)") }
        let main =
            "<h1>\(section.name)</h1>\(PageShell.list(shown.map { ($0.path, $0.title) }))\(PageShell.list(turns))"
        let render: (Injection?) -> [UInt8] = { rendered(main, title: section.name, $0, asked) }
        guard number == 1, let planting = layout.listingPlantings[section] else { return Draft(page: render(nil)) }
        return show(planting, asked, render: render)
    }

    private static func listingPath(_ section: Section, _ number: Int) -> String {
        "/\(section.rawValue)" + (number == 1 ? "" : "/trang-\(number).html")
    }

    private func search(_ asked: Asked) -> Draft {
        let query = String((asked.target.value("q") ?? "").prefix(200))
        let words = query.withoutMarks.lowercased().split(separator: " ")
        let hits = layout.leaves.filter { leaf in
            guard leaf.section != nil, case .honest = leaf.act, !words.isEmpty else { return false }
            let title = leaf.title.withoutMarks.lowercased()
            return words.allSatisfy { title.contains($0) }
        }
        let list = PageShell.list(hits.prefix(20).map { ($0.path, $0.title) })
        let main = SearchPage.heading(query) + "<p>Tìm thấy \(hits.count) kết quả.</p>" + list
        return ordinary(asked, title: "Tìm kiếm: \(query)", main: main)
    }

    private func siteTree(_ asked: Asked) -> Draft {
        let others = [
            (path: "/so-do-trang", name: "Sơ đồ trang (địa chỉ cũ)"),
            (path: "/cong-dich-vu", name: "Cổng dịch vụ của tỉnh"),
            (path: "/tim-kiem?q=khai+sinh", name: "Tìm: khai sinh"),
            (path: "/tim-kiem?q=ho+tich", name: "Tìm: hộ tịch"),
        ]
        let signs = options.hasSigns ? SignPage.links : []
        let links = Section.allCases.map { (path: "/" + $0.rawValue, name: $0.name) } + others + signs
        return ordinary(asked, title: "Sơ đồ trang", main: "<h1>Sơ đồ trang</h1>" + PageShell.list(links))
    }

    private func documents(_ asked: Asked) -> Draft {
        let files = Documents.paths.map { (path: $0, name: "Tệp đính kèm " + ($0.split(separator: "/").last ?? "")) }
        let papers = layout.papers.values.sorted { $0.path < $1.path }.map { (path: $0.path, name: $0.name) }
        let large = layout.leaves.filter { if case .burden(.hugeFile) = $0.act { true } else { false } }
        let links = files + papers + large.map { (path: $0.path, name: "Số liệu thống kê (200 MB)") }
        return ordinary(asked, title: "Tài liệu", main: "<h1>Tài liệu</h1>" + PageShell.list(links))
    }

    /// A page of the portal's own build with something planted in its main part or head.
    private func rendered(
        _ main: String, title: String, _ injection: Injection?, _ asked: Asked, drifts: Bool = false
    ) -> [UInt8] {
        PageSource.front(title: title, main: main)
            .html(shell(asked), injection, note: drifts ? drift(asked) : "", link: someHonestPath)
    }

    /// An honest page that is not there.
    func missing(_ asked: Asked) -> Draft {
        var draft = Draft(page: page(.missing, nil, asked))
        draft.status = 404
        return draft
    }
}
