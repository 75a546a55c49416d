package import Markup

/// What a sitemap or feed says (sơ đồ trang).
package struct SitemapDocument: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable {
        case pages, index, rss, atom, text
        /// Something else stands at that address, such as an error page.
        case unknown
    }

    package struct Entry: Sendable, Equatable {
        package var url: WebURL
        /// As written; nil when there is none. At most 40 bytes.
        package var lastModified: String?

        package init(url: WebURL, lastModified: String? = nil) {
            self.url = url
            self.lastModified = lastModified
        }
    }

    package var kind: Kind
    package var pages: [Entry] = []
    /// Sitemaps that an index names.
    package var sitemaps: [Entry] = []
    /// Addresses that could not be read.
    package var badAddressCount = 0
    /// A cap was reached: there is more.
    package var isCut = false
    /// Why reading ended before the end; what stands before it counts.
    package var fault: String?

    package init(kind: Kind) { self.kind = kind }
}

/// What reading a sitemap may cost.
package struct SitemapLimits: Sendable {
    /// The protocol's own.
    package var maxEntries = 50_000
    package var maxUnpackedBytes = 50 << 20
    package var maxTextBytes = 8_192

    package init() {}
}
