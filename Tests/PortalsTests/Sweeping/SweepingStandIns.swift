import Knowledge
import Markup
import Testing

@testable import Portals

/// The shipped pack of the sweep, decoded once.
enum ShippedSweeping {
    static let pack: SweepingPack? = {
        var diagnostics = Diagnostics()
        let base = KnowledgeBase(resources: resources, &diagnostics)
        return base.load(SweepingPack.self, &diagnostics)?.content
    }()
    static var rules: FrontierRules { pack?.rules ?? FrontierRules() }
}

func url(_ text: String) throws -> WebURL { try #require(WebURL(text), "\(text)") }

extension Frontier {
    /// A frontier whose seeds' robots.txt is read: everything may be asked for.
    static func opened(
        _ seeds: [String], _ limits: FrontierLimits = FrontierLimits(), robots: RobotsPolicy = .note
    ) throws -> Frontier {
        var frontier = Frontier(
            seeds: try seeds.map { try url($0) }, limits: limits, rules: ShippedSweeping.rules, robots: robots)
        frontier.openOrigins()
        return frontier
    }

    /// Answers every errand: no robots.txt, no sitemap.
    mutating func openOrigins() {
        while let errand = nextErrand() {
            switch errand {
            case .robots(let origin): apply(.robots(origin: origin, RobotsRules(state: .absent)))
            case .sitemap: apply(.errandDone(errand))
            }
        }
    }

    /// Applies what a page tells; the event that a journal would hold.
    @discardableResult
    mutating func read(_ links: [String], _ way: FoundWay = .link, on page: String?) throws -> SweepEvent? {
        let base = try url(page ?? "http://none.vn/")
        let found = links.compactMap { WebURL($0, relativeTo: base) }.map { FoundLink($0, way) }
        guard let event = news(in: found, on: page) else { return nil }
        apply(event)
        return event
    }

    /// Looks at everything that is open, with the links that `site` gives for each page; the addresses in their order.
    mutating func run(upTo most: Int = 10_000, _ site: (String) -> (links: [String], simhash: UInt64?)) throws
        -> [String]
    {
        var asked: [String] = []
        while asked.count < most {
            openOrigins()
            guard let task = next() else { break }
            asked.append(task.url)
            let page = site(task.url)
            try read(page.links, on: task.url)
            apply(.observed(task, PageOutcome(state: .ok, simhash: page.simhash)))
        }
        return asked
    }
}
