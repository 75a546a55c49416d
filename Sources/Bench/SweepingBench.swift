import Glibc
import Markup
import Portals

/// What a sweep does for every page besides fetching and judging it: addresses, the frontier, fingerprints, events; and how
/// fast sitemaps are read. CPU seconds of this thread; the best of five runs.
func benchSweeping() {
    benchAddresses()
    benchFrontier()
    benchFingerprints()
    benchSitemaps()
}

private func benchAddresses() {
    guard let base = WebURL("https://www.tinh.gov.vn/tin-tuc/chuyen-muc/") else { return }
    let references = (0..<100_000).map { number in
        switch number % 4 {
        case 0: "/tin-tuc/mot-bai-viet-khong-ngan-\(number).html"
        case 1: "https://www.tinh.gov.vn/Default.aspx?tabid=\(number)&id=7"
        case 2: "../van-ban/\(number)/tệp đính kèm.pdf"
        default: "bai-\(number)?utm_source=x#y"
        }
    }
    let seconds = best { for reference in references { _ = WebURL(reference, relativeTo: base) } }
    tell("addresses read", references.count, seconds)
}

/// A portal of 20,000 pages: each links to 60 that all pages link to and to 20 of its own neighbourhood.
private func benchFrontier() {
    guard let home = WebURL("https://www.tinh.gov.vn/") else { return }
    let menu = (0..<60).compactMap { WebURL("/muc-\($0)/", relativeTo: home) }.map { FoundLink($0, .link) }
    let pageCount = 20_000
    let pages = (0..<pageCount).compactMap { WebURL("/tin-tuc/bai-viet-so-\($0).html", relativeTo: home) }
    var limits = FrontierLimits()
    limits.maxPages = pageCount
    var looks = 0
    let seconds = best {
        looks = 0
        var frontier = Frontier(seeds: [home], limits: limits, rules: FrontierRules())
        frontier.apply(.robots(origin: home.origin, RobotsRules(state: .absent)))
        while let task = frontier.next() {
            let near = pages[looks * 7 % pageCount..<min(pageCount, looks * 7 % pageCount + 20)].map {
                FoundLink($0, .link)
            }
            if let news = frontier.news(in: menu + near, on: task.url) { frontier.apply(news) }
            frontier.apply(.observed(task, PageOutcome(state: .ok, simhash: UInt64(looks) &* 0x9E37_79B9_7F4A_7C15)))
            looks += 1
        }
    }
    tell("frontier: looks with 80 links each", looks, seconds)
}

private func benchFingerprints() {
    let words = (0..<5_000).map { "tu\($0 * 7919 % 3001)" }.joined(separator: " ")
    let text = Array(words.utf8)
    var prints: UInt64 = 0
    let seconds = best {
        for _ in 0..<200 { prints ^= text.withUnsafeBufferPointer { SimHash.of($0) } ?? 0 }
    }
    tell("fingerprints: MB of text", text.count * 200 / 1_000_000, seconds)
}

private func benchSitemaps() {
    guard let base = WebURL("https://www.tinh.gov.vn/sitemap.xml") else { return }
    let entries = (0..<50_000).map {
        "<url><loc>https://www.tinh.gov.vn/tin-tuc/bai-viet-so-\($0).html</loc><lastmod>2026-11-21</lastmod></url>"
    }
    let bytes = Array(("<urlset>" + entries.joined() + "</urlset>").utf8)
    var count = 0
    let seconds = best { count = SitemapReader.read(bytes, base: base).pages.count }
    tell("sitemap entries", count, seconds)
}

private func best(_ work: () -> Void) -> Double {
    var best = Double.infinity
    for _ in 0..<5 {
        let start = seconds(CLOCK_THREAD_CPUTIME_ID)
        work()
        best = min(best, seconds(CLOCK_THREAD_CPUTIME_ID) - start)
    }
    return best
}

private func tell(_ name: String, _ count: Int, _ seconds: Double) {
    print("sweeping: \(name): \(Int(Double(count) / seconds)) a second of one core")
}
