package import Markup

/// What a page or a document tells that is not known yet. Nothing changes here: apply what comes out.
extension Frontier {
    /// The new ones among the links of a page; nil when there are none and none was refused.
    ///
    /// Cost: one look-up a link; what is known already costs no more.
    /// - Parameter page: the address as it was asked for, or nil for lists from outside (seed file, access log).
    package func news(in links: [FoundLink], on page: String?) -> SweepEvent? {
        let parent = page.flatMap { number(of: $0) }
        var collector = NewsCollector(
            depth: parent.map { Int(addresses[Int($0)].depth) } ?? 0,
            isPageReached: parent.map { !isOrphan($0) } ?? false)
        for link in links.prefix(limits.maxLinksPerPage) { look(at: link, &collector) }
        guard !collector.discoveries.isEmpty || !collector.refused.isEmpty else { return nil }
        return .discovered(collector.discoveries, on: page, refused: collector.refused)
    }

    private func look(at link: FoundLink, _ collector: inout NewsCollector) {
        let form = link.form ?? CanonicalForm(link.url, rules: rules)
        // Most links of a portal are known: asked first, since what is known is in scope, but for the port of another scheme.
        if let number = numbers[form.key].map(Int.init),
            addresses[number].scheme == form.url.scheme || scope.contains(link.url)
        {
            let isNewWay = !addresses[number].ways.contains(FoundWays(link.way))
            let isNewReach = link.way.isFollowed && collector.isPageReached && !addresses[number].isReached
            if (isNewWay && link.way != .resource || isNewReach) && addresses[number].state != .refused {
                collector.add(form, link.way)
            }
            return
        }
        guard !collector.has(form) else { return }
        guard scope.contains(link.url) else { return collector.refuse(.outOfScope) }
        addFolders(above: form.url, &collector)
        if let refusal = refusal(of: form, link.way, collector) { return collector.refuse(refusal) }
        collector.add(form, link.way)
    }

    /// Why an unknown address is not taken; nil when it is.
    private func refusal(of form: CanonicalForm, _ way: FoundWay, _ collector: NewsCollector) -> Refusal? {
        if way == .resource || rules.fileKind(of: form.url.path) == .asset { return .notAPage }
        if form.key.utf8.count + 8 > limits.maxURLBytes { return .tooLong }
        if addresses.count + collector.discoveries.count >= limits.maxAddresses { return .tooManyAddresses }
        if origins.count >= limits.maxOrigins, origins[form.url.origin] == nil { return .tooManyHosts }
        if way.isNamed { return nil }
        if way.isFollowed, collector.depth + 1 > limits.maxDepth { return .tooDeep }
        if let refusal = TrapSigns.refusal(of: form.url, rules, limits) { return refusal }
        return book.number(of: form.url).flatMap { book.refusal($0) }
    }

    /// `/upload/2026/` and `/upload/` for `/upload/2026/x.pdf`: a listing may show what nothing links.
    private func addFolders(above url: WebURL, _ collector: inout NewsCollector) {
        let segments = url.path.split(separator: "/", omittingEmptySubsequences: true)
        guard let first = segments.dropLast().firstIndex(where: { rules.uploadFolders.contains($0.lowercased()) }),
            segments.count <= limits.maxSegments
        else { return }
        for end in (first + 1)..<max(first + 2, segments.count) {
            guard uploadFolderCount + collector.folderCount < limits.maxUploadFolders else { return }
            let path = "/" + segments[..<end].joined(separator: "/") + "/"
            let folder = CanonicalForm(
                canonical: WebURL(scheme: url.scheme, host: url.host, port: url.port, path: path, query: nil))
            guard numbers[folder.key] == nil, folder.key.utf8.count < limits.maxURLBytes, !collector.has(folder) else {
                continue
            }
            collector.add(folder, .upload)
        }
    }

    /// What robots.txt of an origin tells: the rules, the sitemaps it names (or the usual ones), its forbidden paths.
    package func news(inRobots robots: RobotsRules, of origin: String) -> [SweepEvent] {
        var events: [SweepEvent] = [.robots(origin: origin, robots)]
        guard let base = WebURL(origin + "/") else { return events }
        let named = robots.sitemaps.isEmpty ? rules.sitemapPaths : robots.sitemaps
        let errands = sitemapErrands(named.compactMap { WebURL($0, relativeTo: base) }, depth: 0)
        if !errands.isEmpty { events.append(.errandsAdded(errands)) }
        let forbidden = robots.forbiddenPaths.compactMap { WebURL($0, relativeTo: base) }
        if policy == .note, let news = news(in: forbidden.map { FoundLink($0, .robots) }, on: nil) {
            events.append(news)
        }
        return events
    }

    /// What a sitemap tells; the last event marks it as read.
    package func news(pages: [WebURL], sitemaps: [WebURL], in errand: Errand) -> [SweepEvent] {
        var events: [SweepEvent] = []
        var rest = pages.map { FoundLink($0, .sitemap) }[...]
        while !rest.isEmpty {
            if let news = news(in: Array(rest.prefix(limits.maxLinksPerPage)), on: nil) { events.append(news) }
            rest = rest.dropFirst(limits.maxLinksPerPage)
        }
        if case .sitemap(_, let depth) = errand, depth + 1 < limits.maxSitemapDepth {
            let errands = sitemapErrands(sitemaps, depth: depth + 1)
            if !errands.isEmpty { events.append(.errandsAdded(errands)) }
        }
        return events + [.errandDone(errand)]
    }

    /// Sitemaps of other portals are not ours to fetch.
    private func sitemapErrands(_ urls: [WebURL], depth: Int) -> [Errand] {
        let room = max(0, limits.maxSitemaps - errands.sitemapCount)
        let taken = urls.lazy.filter { scope.contains($0) && $0.text.utf8.count <= limits.maxURLBytes }.prefix(room)
        return taken.map { .sitemap(url: $0.text, depth: depth) }
    }
}

/// The discoveries of one page, each once.
private struct NewsCollector {
    private(set) var discoveries: [Discovery] = []
    private(set) var refused: [Refusal: Int] = [:]
    private(set) var folderCount = 0
    let isPageReached: Bool
    let depth: Int
    private var seen: Set<String> = []

    init(depth: Int, isPageReached: Bool) {
        self.depth = depth
        self.isPageReached = isPageReached
    }

    func has(_ form: CanonicalForm) -> Bool { seen.contains(form.key) }

    mutating func add(_ form: CanonicalForm, _ way: FoundWay) {
        guard seen.insert(form.key).inserted else { return }
        if way == .upload { folderCount += 1 }
        discoveries.append(Discovery(url: form.url.text, way: way))
    }

    mutating func refuse(_ reason: Refusal) { refused[reason, default: 0] += 1 }
}
