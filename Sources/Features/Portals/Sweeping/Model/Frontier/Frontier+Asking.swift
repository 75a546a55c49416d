/// What to do next, and what is known.
extension Frontier {
    /// The next look; nil when there is none for now: answers in flight, and robots.txt on its way, may bring more.
    ///
    /// Wanted extra looks first, then seeds, then in turns two early ones (named from outside, from sitemaps, forbidden by
    /// robots.txt, upload folders) and one of the rest; in each, hosts, folders and templates take turns.
    package mutating func next() -> PageTask? {
        if let task = nextWanted() { return hand(out: task) }
        guard counts.firstLooks < limits.maxPages else { return nil }
        while let number = pop() {
            let index = Int(number)
            guard addresses[index].state == .queued else { continue }
            counts.open -= 1
            if book.isClosed(addresses[index].template), addresses[index].ways.isDisjoint(with: .named) {
                addresses[index].state = .refused
                counts.refuse(.sameText)
                continue
            }
            if addresses[index].ways.isDisjoint(with: .named), !book.admit(addresses[index].template) {
                addresses[index].state = .refused
                counts.refuse(.facets)
                continue
            }
            addresses[index].state = .asked
            counts.firstLooks += 1
            return hand(out: PageTask(url: addresses[index].url, view: firstView))
        }
        return nil
    }

    /// The next document to fetch for its addresses.
    package mutating func nextErrand() -> Errand? { errands.next() }

    /// Nothing is left to do and nothing is in flight, or `maxPages` is reached and the extra looks are done.
    package var isDrained: Bool {
        guard inFlight.isEmpty, wantedHead == wanted.count else { return false }
        return counts.firstLooks >= limits.maxPages || (counts.open == 0 && errands.isDrained)
    }

    package var inFlightCount: Int { inFlight.count }
    package var wantedCount: Int { wanted.count - wantedHead }

    private mutating func hand(out task: PageTask) -> PageTask {
        inFlight.insert(task)
        return task
    }

    private mutating func nextWanted() -> PageTask? {
        while wantedHead < wanted.count {
            let task = wanted[wantedHead]
            wantedHead += 1
            if wantedHead >= 64, wantedHead * 2 > wanted.count {
                wanted.removeFirst(wantedHead)
                wantedHead = 0
            }
            if !seenExtras.contains(task) { return task }
        }
        return nil
    }

    private mutating func pop() -> Int32? {
        if let number = seeds.pop() { return number }
        turn += 1
        if turn % 3 == 0 { return rest.pop() ?? early.pop() }
        return early.pop() ?? rest.pop()
    }

    // MARK: what is known

    package func ways(of url: String) -> FoundWays { address(url)?.ways ?? [] }
    /// Clicks from where it was first found.
    package func depth(of url: String) -> Int { Int(address(url)?.depth ?? 0) }
    package func isDisallowed(_ url: String) -> Bool { address(url)?.isDisallowed ?? false }
    /// Names the kind of page, for samples of each kind; empty for addresses that are not known.
    package func template(of url: String) -> String { address(url).map { book.text($0.template) } ?? "" }

    /// Whether no way of clicks from a seed leads here, as far as pages were seen.
    package func isOrphan(_ url: String) -> Bool { number(of: url).map(isOrphan) ?? false }

    /// All orphans that were looked at or are to be.
    package var orphans: [String] {
        addresses.indices.lazy.filter { self.isOrphan(Int32($0)) }.map { self.addresses[$0].url }
    }

    /// Every address that was taken in, in the order of its discovery.
    var knownURLs: some Sequence<String> { addresses.lazy.map(\.url) }

    func isKnown(_ url: String) -> Bool { address(url) != nil }

    /// How many addresses sitemaps named.
    package var sitemapCount: Int { addresses.count { $0.ways.contains(FoundWays(.sitemap)) } }

    package func robots(of origin: String) -> RobotsRules? { origins[origin]?.robots }

    /// All that are known, by origin.
    package var robots: [(origin: String, rules: RobotsRules)] {
        origins.sorted { $0.key < $1.key }.compactMap { origin in origin.value.robots.map { (origin.key, $0) } }
    }

    private func address(_ url: String) -> Address? { number(of: url).map { addresses[Int($0)] } }

    /// A page may have been reached only after its own links were read: so the row of parents is asked.
    func isOrphan(_ number: Int32) -> Bool {
        var current = number
        for _ in 0...limits.maxDepth {
            let address = addresses[Int(current)]
            if address.isReached { return false }
            guard address.parent >= 0 else { return true }
            current = address.parent
        }
        return true
    }
}
