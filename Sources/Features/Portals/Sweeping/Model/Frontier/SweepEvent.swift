/// Everything that changes a frontier. Live, an event is written to the journal and applied; a killed sweep applies the
/// journal's again and stands where it stood, but for what was in flight.
package enum SweepEvent: Sendable, Equatable {
    /// - Parameters:
    ///   - on: the page that they stand on; nil for lists from outside.
    ///   - refused: how many others were not taken, and why.
    case discovered([Discovery], on: String?, refused: [Refusal: Int])
    /// The answer for `https://host[:port]`. Pages of an origin wait for it.
    case robots(origin: String, RobotsRules)
    /// Sitemaps to read.
    case errandsAdded([Errand])
    case errandDone(Errand)
    /// Looks that someone wants beyond the first: other views, second passes.
    case enqueued([PageTask])
    case observed(PageTask, PageOutcome)
}

/// What the frontier learns from a look.
package struct PageOutcome: Sendable, Hashable {
    package var state: PageState
    /// Of the page's folded text; nil when there is no text to go by.
    package var simhash: UInt64?

    package init(state: PageState, simhash: UInt64? = nil) {
        self.state = state
        self.simhash = simhash
    }
}

/// A document that is fetched for what it says of addresses, not for its text.
package enum Errand: Sendable, Hashable {
    case robots(origin: String)
    /// - Parameter depth: 0 for one that robots.txt names, 1 for one that an index of depth 0 names, and so on.
    case sitemap(url: String, depth: Int)

    /// The address to fetch.
    package var url: String {
        switch self {
        case .robots(let origin): origin + "/robots.txt"
        case .sitemap(let url, _): url
        }
    }
}

/// Why an address was not taken.
package enum Refusal: String, Sendable, CaseIterable {
    case outOfScope
    /// Pictures, styles and the like.
    case notAPage
    case tooLong, tooDeep
    /// The same segments over and over.
    case repeatedSegments
    case calendar
    /// Many values of many parameters on one path.
    case facets
    /// Would change something: log out, vote, delete.
    case action
    /// Its template showed one and the same text too often.
    case sameText
    case tooManyHosts, tooManyAddresses, tooManySitemaps
    /// robots.txt forbids it, and the sweep obeys.
    case disallowed
}
