internal import Markup

/// What the addresses of a portal's sitemaps tell as a whole: poisoned ones grow at once, and in foreign scripts.
package struct SitemapSignals: Sendable, Equatable {
    package private(set) var pageCount = 0
    /// Addresses with a slug in a foreign script, by script.
    package private(set) var foreignCounts: [SlugScript.Script: Int] = [:]
    /// Addresses whose slug holds more digits than letters.
    package private(set) var numericCount = 0
    /// The first of the foreign ones, for a report.
    package private(set) var foreignExamples: [String] = []
    private static let maxExamples = 20

    package init() {}

    package mutating func add(_ document: SitemapDocument) {
        for page in document.pages {
            pageCount += 1
            let slug = SlugScript(page.url)
            if slug.digitCount > slug.letterCount { numericCount += 1 }
            guard slug.isForeign, let script = slug.foreignScript else { continue }
            foreignCounts[script, default: 0] += 1
            if foreignExamples.count < Self.maxExamples { foreignExamples.append(page.url.text) }
        }
    }

    package var foreignCount: Int { foreignCounts.values.reduce(0, +) }
    package var foreignShare: Double { pageCount == 0 ? 0 : Double(foreignCount) / Double(pageCount) }

    /// How many times as many addresses as in an earlier sweep; nil when there were none then.
    package func growth(since earlier: SitemapSignals) -> Double? {
        earlier.pageCount == 0 ? nil : Double(pageCount) / Double(earlier.pageCount)
    }
}
