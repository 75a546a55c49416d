/// All that an answer of the demo portal depends on, the seed apart.
package struct PortalRequest: Sendable, Hashable {
    package var method: String
    /// Path and query as they stood in the request line.
    package var target: String
    package var host: String
    package var userAgent: String
    package var referrer: String
    package var cookie: String
    package var acceptEncoding: String
    /// The how-manieth request this is, from 0: what drifts by itself on a page (a visitor counter) is made from it.
    package var ordinal: UInt64

    package init(
        method: String = "GET", target: String, host: String = "127.0.0.1", userAgent: String = "",
        referrer: String = "", cookie: String = "", acceptEncoding: String = "", ordinal: UInt64 = 0
    ) {
        self.method = method
        self.target = target
        self.host = host
        self.userAgent = userAgent
        self.referrer = referrer
        self.cookie = cookie
        self.acceptEncoding = acceptEncoding
        self.ordinal = ordinal
    }
}

/// Who asks: the words are those of a sweep's views.
package enum PortalView: String, Sendable, CaseIterable {
    case visitor, phone, crawler, searcher
}

/// What the header fields say of the one who asks.
struct VisitorTraits {
    var isCrawler: Bool
    var isPhone: Bool
    var comesFromSearch: Bool

    init(_ request: PortalRequest) {
        let agent = request.userAgent.lowercased()
        isCrawler = ["googlebot", "bingbot", "coccocbot", "yandexbot"].contains { agent.contains($0) }
        // A search engine's phone crawler is a crawler first: what hides from owners' telephones does not show itself to it.
        isPhone = !isCrawler && ["iphone", "android", "mobile"].contains { agent.contains($0) }
        comesFromSearch = Self.isSearchEngine(request.referrer.lowercased())
    }

    private static func isSearchEngine(_ referrer: String) -> Bool {
        guard let scheme = referrer.firstRange(of: "://") else { return false }
        let labels = referrer[scheme.upperBound...].prefix { $0 != "/" && $0 != "?" && $0 != ":" }.split(separator: ".")
        return labels.contains { ["google", "bing", "coccoc", "yahoo", "duckduckgo"].contains($0) }
    }
}
