import PlantedContent

/// A sitemap that names many pages in a foreign script was written by someone else.
enum SitemapFinding {
    static let rule = "sitemap/foreign-slugs"
    /// A commune's portal may name a page or two for foreigners.
    static let leastForeign = 10
    static let leastShare = 0.02

    static func finding(_ sitemap: SitemapDocument, url: String) -> SweepFinding? {
        var signals = SitemapSignals()
        signals.add(sitemap)
        guard signals.foreignCount >= leastForeign, signals.foreignShare >= leastShare else { return nil }
        let scripts = signals.foreignCounts.sorted { ($1.value, $0.key.rawValue) < ($0.value, $1.key.rawValue) }
        let told = scripts.map { "\($0.key.rawValue): \($0.value)" }.joined(separator: ", ")
        return SweepFinding(
            url: url, rule: rule, tier: .review, category: Category.foreign.rawValue, score: 0.5, views: [.visitor],
            place: "sitemap",
            excerpt: "\(told); \(signals.foreignExamples.prefix(5).joined(separator: " "))")
    }
}
