/// How a sweep presents itself (xem trang như ai).
package enum VisitorView: String, Sendable, CaseIterable, Codable, Comparable {
    /// A desktop browser that came by itself.
    case visitor
    case phone
    /// A search engine's crawler.
    case crawler
    /// A browser that followed a link from a search engine's results.
    case searcher

    package static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }
    private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

/// What a page's answer amounted to. Blocked is never clean.
package enum PageState: String, Sendable, Codable {
    case ok, blocked, unreadable, refused
}

/// One request that a sweep has to make: which page, as whom, and the how-manieth look.
package struct PageTask: Sendable, Hashable, Codable {
    /// Canonical form.
    package var url: String
    package var view: VisitorView
    /// 0 for the first look; 1 for the second, which tells drift from cloaking.
    package var pass: Int

    package init(url: String, view: VisitorView, pass: Int = 0) {
        self.url = url
        self.view = view
        self.pass = pass
    }
}
