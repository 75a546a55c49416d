extension DemoPortal {
    /// robots.txt, sitemaps and the news feed.
    func machineFile(_ asked: Asked) -> Draft? {
        switch asked.target.path {
        case "/robots.txt": return file(robots(asked), "text/plain; charset=utf-8")
        case "/sitemap.xml": return file(sitemapIndex(asked), "application/xml")
        case "/sitemap-1.xml": return file(sitemap(sitemapPaths, asked), "application/xml")
        case "/sitemap-2.xml.gz": return packedSitemap(asked)
        case "/sitemap-3.xml" where !layout.doorways.isEmpty:
            return file(sitemap(layout.doorways.keys.sorted(), asked), "application/xml")
        case "/rss.xml": return file(feed(asked), "application/rss+xml")
        default: return nil
        }
    }

    /// What scripts of the portal fetch.
    func scriptFile(_ asked: Asked) -> Draft? {
        layout.files[asked.target.path].map { file($0, "application/json") }
    }

    private func file(_ text: String, _ type: String) -> Draft {
        var draft = Draft(html: text)
        draft.contentType = type
        return draft
    }

    /// Host of the request as it may stand in a URL; anything else falls back to the loopback name.
    private func base(_ asked: Asked) -> String {
        let host = asked.request.host
        let isHost =
            !host.isEmpty && host.utf8.count <= 255
            && host.utf8.allSatisfy { ByteText.isHostByte($0) || $0 == 58 || $0 == 91 || $0 == 93 }
        return "http://" + (isHost ? host : "127.0.0.1")
    }

    private func robots(_ asked: Asked) -> String {
        let hidden = truth.filter { $0.reach == .robots }.map { "Disallow: \($0.path)\n" }.joined()
        return
            "User-agent: *\nDisallow: /quan-tri/\nDisallow: /dang-nhap\n\(hidden)Sitemap: \(base(asked))/sitemap.xml\n"
    }

    /// Linked pages and the orphans that only the sitemap tells of; every other one is left to the packed sitemap.
    private var sitemapPaths: [String] {
        ["/"] + Section.allCases.map { "/" + $0.rawValue } + honestPaths.prefix(honestPaths.count / 2)
            + truth.filter { $0.reach == .sitemap && layout.doorways[$0.path] == nil }.map(\.path)
    }

    private func sitemapIndex(_ asked: Asked) -> String {
        let names = ["sitemap-1.xml", "sitemap-2.xml.gz"] + (layout.doorways.isEmpty ? [] : ["sitemap-3.xml"])
        let items = names.map { "<sitemap><loc>\(base(asked))/\($0)</loc></sitemap>\n" }.joined()
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            + "<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n\(items)</sitemapindex>\n"
    }

    private func sitemap(_ paths: [String], _ asked: Asked) -> String {
        let items = paths.map { path in
            "<url><loc>\(base(asked))\(path.escapedForHTML)</loc><lastmod>2026-0\(Dice.hash(path) % 9 + 1)-15</lastmod></url>\n"
        }
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            + "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n\(items.joined())</urlset>\n"
    }

    private func packedSitemap(_ asked: Asked) -> Draft {
        let text = sitemap(Array(honestPaths.dropFirst(honestPaths.count / 2)), asked)
        var draft = Draft(page: Packing.pack(Array(text.utf8), .gzip) ?? [])
        draft.contentType = "application/gzip"
        return draft
    }

    private func feed(_ asked: Asked) -> String {
        let items = layout.linked(in: .news).filter { if case .honest = $0.act { true } else { false } }.prefix(20).map
        {
            "<item><title>\($0.title.escapedForHTML)</title><link>\(base(asked))\($0.path)</link></item>\n"
        }
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\"><channel><title>\(layout.name)</title>"
            + "<link>\(base(asked))/</link>\n\(items.joined())</channel></rss>\n"
    }
}
