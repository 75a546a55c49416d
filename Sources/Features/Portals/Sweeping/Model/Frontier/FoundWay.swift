package import Markup

/// How a sweep came to know an address (biết địa chỉ này từ đâu).
package enum FoundWay: String, Sendable, CaseIterable {
    /// Named by who ordered the sweep.
    case seed
    /// An anchor, area or form of a page.
    case link
    case frame
    /// Where a page sends its visitors.
    case redirect
    case sitemap
    /// A path that robots.txt forbids.
    case robots
    /// A list of addresses, such as a search console's export.
    case seedFile
    /// A landing from a search engine, in the web server's log.
    case accessLog
    /// A folder above an uploaded file: its listing may be open.
    case upload
    /// What a page is made of (pictures, scripts, styles): never asked for, but it names folders.
    case resource

    /// Whether a visitor comes here by clicking.
    package var isFollowed: Bool { self == .link || self == .frame || self == .redirect }

    /// Named from outside the pages: no trap of the portal makes these up.
    var isNamed: Bool { self == .seed || self == .seedFile || self == .accessLog }
}

/// A set of ways in two bytes.
package struct FoundWays: OptionSet, Sendable, Hashable {
    package var rawValue: UInt16
    package init(rawValue: UInt16) { self.rawValue = rawValue }

    package init(_ way: FoundWay) {
        let position: UInt16 =
            switch way {
            case .seed: 0
            case .link: 1
            case .frame: 2
            case .redirect: 3
            case .sitemap: 4
            case .robots: 5
            case .seedFile: 6
            case .accessLog: 7
            case .upload: 8
            case .resource: 9
            }
        self.init(rawValue: 1 << position)
    }

    /// In the order of `FoundWay`.
    package var all: [FoundWay] { FoundWay.allCases.filter { contains(FoundWays($0)) } }

    static let followed: FoundWays = [FoundWays(.link), FoundWays(.frame), FoundWays(.redirect)]
    static let named: FoundWays = [FoundWays(.seed), FoundWays(.seedFile), FoundWays(.accessLog)]
    /// Asked for before what merely hangs in the menus.
    static let early: FoundWays = [
        FoundWays(.seedFile), FoundWays(.accessLog), FoundWays(.sitemap), FoundWays(.robots), FoundWays(.upload),
    ]
}

/// An address on a page, and how it stands there.
package struct FoundLink: Sendable {
    package var url: WebURL
    package var way: FoundWay
    /// The form of `url`, where it is known already.
    let form: CanonicalForm?

    package init(_ url: WebURL, _ way: FoundWay) { self.init(url, way, form: nil) }

    init(_ url: WebURL, _ way: FoundWay, form: CanonicalForm?) {
        self.url = url
        self.way = way
        self.form = form
    }
}

/// An address that was not known, or not known in this way.
package struct Discovery: Sendable, Hashable {
    /// Canonical form.
    package var url: String
    package var way: FoundWay

    package init(url: String, way: FoundWay) {
        self.url = url
        self.way = way
    }
}
