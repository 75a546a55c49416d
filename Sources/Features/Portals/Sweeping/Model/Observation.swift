package import PlantedContent

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

/// What one look at one page showed.
package struct Observation: Sendable, Equatable, Codable {
    package var view: VisitorView
    package var pass = 0
    package var state: PageState = .ok
    /// A word of `sweep.reason.*` when the state is not ok.
    package var reason: String?
    package var status: UInt16 = 0
    package var contentType = ""
    /// Bytes of the decoded body.
    package var byteCount = 0
    /// Addresses after the first, HTTP hops and those that the content asks for.
    package var chain: [Hop] = []
    /// What the rules say of the last address's host.
    package var endStanding: HostStanding = .ordinary
    /// Verdict on the portal's own page.
    package var verdict: Tier = .clean
    /// Verdict on what the page leads to elsewhere; clean when nothing was read there.
    package var targetVerdict: Tier = .clean
    package var score: Double = 0
    package var categories: [String] = []
    /// Passages at the review threshold or above, the gravest first; at most `maxBlocks`.
    package var blocks: [Block] = []
    /// Fingerprint of the folded text; pages of the same text differ in few bits.
    package var simhash: UInt64 = 0
    package var textBytes = 0
    /// Foreign hosts that the page links to, sorted, at most `maxHosts`.
    package var foreignHosts: [String] = []
    package var title = ""
    /// True for the look of a browser: offsets are of the document after its scripts. Nil in journals of older programs.
    package var rendered: Bool?
    /// Hosts of betting brands and listed sites that the page asked for in a browser, at most `maxBlocks`.
    package var askedHosts: [String]?
    /// Bytes of visible text by the name of their place. Wanted while the looks at a page are compared, and not journaled.
    package var textBytesByPlace: [String: Int] = [:]

    private enum CodingKeys: String, CodingKey {
        case view, pass, state, reason, status, contentType, byteCount, chain, endStanding, verdict, targetVerdict,
            score,
            categories, blocks, simhash, textBytes, foreignHosts, title, rendered, askedHosts
    }

    package static let maxBlocks = 6
    package static let maxHosts = 200

    package init(view: VisitorView, pass: Int = 0) {
        self.view = view
        self.pass = pass
    }

    /// One step on the way to the page that was shown.
    package struct Hop: Sendable, Equatable, Codable {
        /// `http`, or what in the content asked for it: `meta`, `script`, `form`, `frame`.
        package var kind: String
        package var url: String
        package var host: String
        /// The content tests something (referrer, agent, cookie) before it leads on.
        package var isConditional = false

        package init(kind: String, url: String, host: String, isConditional: Bool = false) {
            self.kind = kind
            self.url = url
            self.host = host
            self.isConditional = isConditional
        }
    }

    /// A passage that weighed. `start..<end` are bytes of the decoded body.
    package struct Block: Sendable, Equatable, Codable {
        package var zone: String
        package var hidden: [String]
        package var start: Int
        package var end: Int
        package var text: String
        package var score: Double
        package var category: String
        /// Words that spoke for an advert, as the page has them.
        package var words: [String]
        /// In a paper: `page 3`, after the name of the member of an archive; `start..<end` are then bytes of its text.
        package var place: String?

        package init(
            zone: String, hidden: [String], start: Int, end: Int, text: String, score: Double, category: String,
            words: [String]
        ) {
            self.zone = zone
            self.hidden = hidden
            self.start = start
            self.end = end
            self.text = text
            self.score = score
            self.category = category
            self.words = words
        }

        init(_ finding: Finding) {
            self.init(
                zone: finding.zone, hidden: finding.hidden, start: finding.start, end: finding.end,
                text: String(finding.text.prefix(600)), score: finding.score, category: finding.category.rawValue,
                words: finding.terms.filter { $0.weight > 0 }.prefix(12).map(\.text))
        }
    }

    mutating func clearFindings() {
        verdict = min(verdict, .clean)
        score = 0
        categories = []
        blocks = []
    }

    package var isRendered: Bool { rendered == true }
    package var isFinding: Bool { verdict >= .review }
    /// Host of the page that was shown in the end.
    package var endHost: String? { chain.last?.host }
}
