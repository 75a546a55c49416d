/// What was planted at one URL of the demo portal, who gets to see it and how it can be reached: the answer sheet that a sweep
/// is held to. It is never served.
package struct Truth: Sendable, Hashable {
    /// The kind of rule that is expected to tell it.
    package enum Family: String, Sendable, CaseIterable {
        case content, cloaking, redirect, blocked, unreadable
        /// A sign of attack or a weakness: `technique` is the word of its rule.
        case sign
        /// Nothing is planted: the page only wastes time (a trap, a burden that can be read).
        case none
    }

    /// Path and query.
    package var path: String
    package var technique: String
    package var wrapper: String
    package var placement: String
    package var trigger: String
    /// Label of the text (`gambling`, …); `none` where nothing is planted.
    package var category: String
    package var disguise: String
    /// The views that see it, at the visit named by `visit`.
    package var views: [PortalView]
    /// 1: at the first visit of this page; 2: only at the second, with the cookie of the first.
    package var visit: Int
    package var reach: Reach
    package var needsBrowser: Bool
    package var family: Family
    /// Where a redirect ends; empty for other techniques.
    package var destination: String
    /// Bytes that stand in the plain body for exactly the views and visits above; empty where a redirect is in the head.
    package var marker: [UInt8]

    init(
        path: String, technique: String, family: Family, reach: Reach = .link, views: [PortalView] = PortalView.allCases
    ) {
        self.path = path
        self.technique = technique
        wrapper = "none"
        placement = "page"
        trigger = "always"
        category = "none"
        disguise = "none"
        self.views = views
        visit = 1
        self.reach = reach
        needsBrowser = false
        self.family = family
        destination = ""
        marker = []
    }
}

/// What tells that a page exists.
package enum Reach: String, Sendable, CaseIterable {
    /// Pages link to it.
    case link
    case sitemap
    /// A `Disallow` line of robots.txt.
    case robots
    /// Nothing on the portal: only a list of seeds.
    case seedFile = "seed-file"
    /// Nothing on the portal: only an access log's landings from a search.
    case accessLog = "access-log"
    /// Nothing: only who asks for it finds it.
    case probe
    /// A script makes its address.
    case script

    /// The ways to pages that nothing on the portal leads to.
    static let orphanWays: [Reach] = [.sitemap, .robots, .seedFile, .accessLog]
}

extension Truth {
    static let columns = [
        "path", "technique", "wrapper", "placement", "trigger", "category", "disguise", "views", "visit", "reach",
        "needs_browser", "family", "destination",
    ]

    var cells: [String] {
        [
            path, technique, wrapper, placement, trigger, category, disguise,
            views.map(\.rawValue).joined(separator: ","), String(visit), reach.rawValue, needsBrowser ? "yes" : "no",
            family.rawValue, destination.isEmpty ? "-" : destination,
        ]
    }

    /// A tab-separated table with a head line, one row a URL.
    package static func table(_ rows: [Truth]) -> String {
        ([columns] + rows.map(\.cells)).map { $0.joined(separator: "\t") + "\n" }.joined()
    }
}
