package import Markup

/// What a sweep knows of a portal's addresses, and which one is asked for next (biên khám phá).
///
/// A pure machine: it holds no clock, socket or file. What changes it is a `SweepEvent`: `apply` it live and write it to the
/// journal, and apply the journal's events again to go on after a crash. What was handed out by `next` and not observed is
/// handed out again then; what was observed never is. Memory: about 300 bytes an address, bounded by the limits.
///
/// ```
/// frontier.nextErrand() → fetch robots.txt, sitemaps → apply(.robots…), apply each of news(inSitemap…)
/// frontier.next()       → fetch a page               → apply(news(in: links, on: page)), apply(.observed(task, outcome))
/// ```
package struct Frontier: Sendable {
    package let scope: SweepScope
    package let limits: FrontierLimits
    package let rules: FrontierRules
    package let policy: RobotsPolicy
    /// First looks are made as this visitor.
    package let firstView: VisitorView

    /// By number; the numbers stand in queues and parents.
    var addresses: [Address] = []
    var numbers: [String: Int32] = [:]
    var book: TemplateBook
    var origins: [String: Origin] = [:]
    var errands = ErrandList()
    var seeds = FairQueue()
    var early = FairQueue()
    var rest = FairQueue()
    /// Turns of the two queues: of three looks two are early ones.
    var turn = 0
    /// Looks beyond the first that were wanted and not handed out.
    var wanted: [PageTask] = []
    var wantedHead = 0
    var knownExtras: Set<PageTask> = []
    var seenExtras: Set<PageTask> = []
    var inFlight: Set<PageTask> = []
    var uploadFolderCount = 0
    package internal(set) var counts = FrontierCounts()

    struct Address: Sendable {
        enum State: UInt8, Sendable {
            /// Its origin's robots.txt is not known.
            case waiting
            case queued, asked, observed
            case refused
        }

        var scheme: WebURL.Scheme
        var key: String
        var template: Int32
        var group: Int32
        /// The page whose link led here first; -1 for none.
        var parent: Int32 = -1
        var depth: UInt16 = 0
        var ways: FoundWays = []
        var state = State.waiting
        /// A way of clicks leads here from a seed.
        var isReached = false
        var isDisallowed = false

        var url: String { scheme.rawValue + "://" + key }
    }

    struct Origin: Sendable {
        var robots: RobotsRules?
        var waiting: [Int32] = []
    }

    /// - Parameter seeds: at least one; they and their domains are the scope.
    package init(
        seeds: [WebURL], limits: FrontierLimits = FrontierLimits(), rules: FrontierRules,
        robots policy: RobotsPolicy = .note, firstView: VisitorView = .visitor
    ) {
        scope = SweepScope(seeds: seeds)
        self.limits = limits
        self.rules = rules
        self.policy = policy
        self.firstView = firstView
        book = TemplateBook(limits: limits)
        let discoveries = seeds.map { Discovery(url: CanonicalForm($0, rules: rules).url.text, way: .seed) }
        apply(.discovered(discoveries, on: nil, refused: [:]))
    }

    /// The address under which a page is known.
    package func canonical(_ url: WebURL) -> String { CanonicalForm(url, rules: rules).url.text }
}

/// Figures of a frontier for progress lines and reports.
package struct FrontierCounts: Sendable, Equatable {
    /// Different addresses taken in.
    package var known = 0
    /// Not asked for yet.
    package var open = 0
    /// First looks handed out or observed; `maxPages` counts these.
    package var firstLooks = 0
    package var observed = 0
    /// Looks beyond the first that were observed.
    package var extraLooks = 0
    /// Addresses that were not taken, by reason; one that stands on many pages counts on each.
    package var refused: [Refusal: Int] = [:]

    mutating func refuse(_ reason: Refusal, _ count: Int = 1) { refused[reason, default: 0] += count }
}

/// Documents to fetch: each address once, at whatever depth it is named.
struct ErrandList: Sendable {
    private var known: Set<String> = []
    private var row: [Errand] = []
    private var head = 0
    private(set) var sitemapCount = 0
    private var inFlight: Set<String> = []
    private var done: Set<String> = []

    var isDrained: Bool { inFlight.isEmpty && !row[head...].contains { !done.contains($0.url) } }

    mutating func add(_ errand: Errand) {
        guard known.insert(errand.url).inserted else { return }
        if case .sitemap = errand { sitemapCount += 1 }
        row.append(errand)
    }

    mutating func next() -> Errand? {
        while head < row.count {
            let errand = row[head]
            head += 1
            guard !done.contains(errand.url) else { continue }
            inFlight.insert(errand.url)
            return errand
        }
        return nil
    }

    mutating func finish(_ errand: Errand) {
        known.insert(errand.url)
        done.insert(errand.url)
        inFlight.remove(errand.url)
    }
}
