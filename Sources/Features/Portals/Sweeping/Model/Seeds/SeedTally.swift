package import Markup

/// What a list of addresses or a log gave, and how much of it was not understood.
package struct SeedTally: Sendable, Equatable {
    /// Different addresses, in the order they were met.
    package private(set) var urls: [WebURL] = []
    /// Lines with anything in them.
    package var lineCount = 0
    /// Lines that are neither an address nor a row of the log.
    package var badCount = 0
    /// Rows of the log that are no landing from a search engine, or that failed.
    package var passedOverCount = 0
    /// The cap of addresses was reached: there are more.
    package private(set) var isCut = false

    private var known: Set<WebURL> = []
    private let maxURLs: Int

    package init(maxURLs: Int = 100_000) { self.maxURLs = maxURLs }

    /// A line over the bound.
    mutating func noteBadLine() {
        lineCount += 1
        badCount += 1
    }

    mutating func add(_ url: WebURL) {
        guard !known.contains(url) else { return }
        guard urls.count < maxURLs else {
            isCut = true
            return
        }
        known.insert(url)
        urls.append(url)
    }
}
