/// The portal as an earlier sweep saw it (trạng thái tốt gần nhất): what defacement and a swollen sitemap are held against.
package struct LastGoodState: Sendable, Codable {
    struct Page: Sendable, Codable {
        var title: String
        var textBytes: Int
        var simhash: UInt64
    }

    static let maxPages = 2_000
    /// Bits of the fingerprint from which a page has another text.
    static let otherTextBits = 24
    /// Share of the former text below which a page has collapsed.
    static let collapse = 0.25
    /// Below this a page has too little text to be compared.
    static let leastTextBytes = 400

    private(set) var pages: [String: Page] = [:]
    /// Addresses that sitemaps named.
    package var sitemapCount = 0

    package init() {}

    package mutating func add(_ record: PageRecord) {
        guard record.closing == nil, let look = record.looks.first, look.state == .ok, look.status == 200,
            pages.count < Self.maxPages, Self.isFront(record.url)
        else { return }
        // What was defaced then is no good state.
        guard record.signs?.contains(where: { $0.signRule == .defacement }) != true else { return }
        pages[record.url] = Page(title: look.title, textBytes: look.textBytes, simhash: look.simhash)
    }

    /// The home page and the heads of sections: what stays the same for long.
    static func isFront(_ url: String) -> Bool {
        let path = url.split(separator: "/", omittingEmptySubsequences: false).dropFirst(3)
        return path.filter { !$0.isEmpty }.count <= 1 && !url.contains("?")
    }

    /// What became of a page, when two of three changed at once: its title, its text, its size.
    package func finding(_ record: PageRecord) -> SweepFinding? {
        guard record.closing == nil, let before = pages[record.url], let now = record.looks.first, now.state == .ok,
            before.textBytes >= Self.leastTextBytes
        else { return nil }
        let isOtherTitle = !Self.sharesWords(before.title, now.title)
        let isOtherText = (before.simhash ^ now.simhash).nonzeroBitCount >= Self.otherTextBits
        let hasCollapsed = Double(now.textBytes) < Double(before.textBytes) * Self.collapse
        let changes = [isOtherTitle, isOtherText, hasCollapsed].count { $0 }
        guard changes >= 2 else { return nil }
        return SignRule.defacement.finding(
            url: record.url, isConfirmed: false, place: .page,
            seen: "“\(before.title.prefix(120))” (\(before.textBytes)) → “\(now.title.prefix(120))” (\(now.textBytes))")
    }

    /// A sitemap that has grown at once.
    package func growth(now count: Int, url: String) -> SweepFinding? {
        guard sitemapCount > 0, count >= sitemapCount + 200, count >= sitemapCount * 3 else { return nil }
        return SignRule.sitemapGrowth.finding(
            url: url, isConfirmed: false, place: .sitemap, seen: "\(sitemapCount) → \(count)")
    }

    /// Half of the shorter title's words stand in the other; a portal that adds the day to its title is the same.
    private static func sharesWords(_ left: String, _ right: String) -> Bool {
        func words(_ text: String) -> Set<Substring> {
            Set(text.lowercased().split { !$0.isLetter && !$0.isNumber }.prefix(40))
        }
        let (left, right) = (words(left), words(right))
        guard !left.isEmpty, !right.isEmpty else { return left.isEmpty == right.isEmpty }
        return left.intersection(right).count * 2 >= min(left.count, right.count)
    }
}
