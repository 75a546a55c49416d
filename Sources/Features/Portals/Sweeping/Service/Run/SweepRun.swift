import Fetching
import Markup
import Patterns
import PlantedContent
import Unpack

/// One sweep: workers that take jobs from the desk, fetch, read, compare, keep evidence, and bring back what they saw.
struct SweepRun: Sendable {
    let options: SweepOptions
    let desk: SweepDesk
    let fetcher: any PageFetching
    let looker: PageLooker
    let keeper: EvidenceKeeper?
    /// Nil looks at nothing in a browser.
    var renderer: PageRenderer?
    /// The portal as an earlier sweep saw it.
    var earlier: LastGoodState?
    /// What is asked when all pages have been looked at; nil for nothing.
    var closing: SignRun?
    /// Product tokens under which robots.txt may speak of this sweep.
    static let agents = ["vonggac"]
    /// What a sitemap or robots.txt may weigh, packed.
    static let maxErrandBytes = 64 << 20

    /// Looks at everything that the frontier names, within the limits.
    /// - Throws: what the journal throws.
    func run() async throws -> SweepSummary {
        // What a journal tells of robots.txt is not asked again.
        for (origin, rules) in await desk.map.robots { keepDistance(rules, origin) }
        await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<options.jobs {
                group.addTask {
                    await work()
                    return false
                }
            }
            group.addTask { await waitForInterrupt() }
            var workers = options.jobs
            while workers > 0, let wasInterrupted = await group.next() {
                if wasInterrupted { group.cancelAll() } else { workers -= 1 }
            }
            group.cancelAll()
        }
        if let closing, !desk.stop.isAsked { await closing.run(desk) }
        return try await noting(desk.settle())
    }

    /// Says what a browser saw, and what it would have had to.
    private func noting(_ settled: SweepSummary) -> SweepSummary {
        var summary = settled
        if let counts = renderer?.counts, counts.rendered > 0 {
            summary.notes.append(SweepNote("sweep.note.rendered", ["n": .number(counts.rendered)]))
        }
        if let missed = renderer?.counts.missed, missed > 0 {
            summary.notes.append(SweepNote("sweep.note.not-rendered", ["n": .number(missed)]))
        }
        if let shells = summary.reasonCounts["needs-scripts"], shells > 0 {
            summary.notes.append(SweepNote("sweep.note.needs-browser", ["n": .number(shells)]))
        }
        return summary
    }

    /// Pages under way get a moment to be finished; then they are broken off, to be asked again by `--resume`.
    private func waitForInterrupt() async -> Bool {
        while !Task.isCancelled {
            if desk.stop.isAsked {
                try? await Task.sleep(for: .seconds(3))
                return true
            }
            try? await Task.sleep(for: .milliseconds(200))
        }
        return true
    }

    private func work() async {
        while let job = await desk.next() {
            switch job {
            case .errand(let errand): await run(errand)
            case .page(let task, let interest): await sweep(task, interest)
            }
        }
    }

    // MARK: pages

    private func sweep(_ task: PageTask, _ interest: PageInterest) async {
        guard let url = WebURL(task.url) else { return await desk.giveBack(task) }
        let looks = await PageSweep(looker: looker, views: options.views, renderer: renderer).looks(
            at: url, interest: interest)
        guard let plain = looks.first, !looks.contains(where: { $0.failure?.code == .cancelled }) else {
            return await desk.giveBack(task)
        }
        await count(looks)
        var findings = ViewComparison(
            url: task.url, looks: looks.map(\.observation), isSuspectPlace: interest.isUpload
        ).findings()
        if let fault = CertificateFinding.finding(url, looks) { findings.append(fault) }
        if let keeper { findings = await keeper.keep(findings, looks: looks, created: plain.startedAt) }
        var record = PageRecord(
            url: task.url, at: plain.startedAt, looks: looks.map(\.observation), findings: findings)
        await add(plain, looks, to: &record)
        await desk.finish(task, record, links: links(of: looks), outcome: outcome(record, plain))
    }

    /// What the page shows of attacks; evidence is kept of what is confirmed.
    private func add(_ plain: Look, _ looks: [Look], to record: inout PageRecord) async {
        var signs = plain.shown.signs
        if let defaced = earlier?.finding(record), !signs.contains(where: { $0.rule == defaced.rule }) {
            signs.append(defaced)
        }
        if plain.shown.hasIncidentContact { record.hasIncidentContact = true }
        guard !signs.isEmpty else { return }
        let wanted = await desk.wantingEvidence(signs)
        for index in wanted {
            signs[index] =
                await keeper?.keep([signs[index]], looks: [plain], created: plain.startedAt).first ?? signs[index]
        }
        record.signs = signs
    }

    /// What any visitor was shown, each once, the plain visitor's first.
    private func links(of looks: [Look]) -> [FoundLink] {
        if looks.count == 1 { return looks[0].links }
        var seen: Set<WebURL> = []
        return looks.flatMap(\.links).filter { $0.way == .resource || seen.insert($0.url).inserted }
    }

    /// The error pages of a server are all alike: their texts say nothing of the template under which they were asked for.
    private func outcome(_ record: PageRecord, _ plain: Look) -> PageOutcome {
        // All shells are alike: of a page that scripts fill, the filled one speaks.
        let filled = plain.observation.needsScripts ? record.looks.last { $0.isRendered } : nil
        let observation = filled ?? plain.observation
        let hasOwnText = observation.textBytes > 0 && observation.status < 400
        return PageOutcome(state: record.state, simhash: hasOwnText ? observation.simhash : nil)
    }

    private func count(_ looks: [Look]) async {
        let exchanges = looks.flatMap(\.exchanges)
        await desk.count(
            requests: exchanges.reduce(0) { $0 + $1.attempts }, bytes: looks.reduce(0) { $0 + $1.receivedBytes })
        if let exchange = exchanges.first(where: { $0.tls != nil }), let tls = exchange.tls {
            await desk.note(tls, of: exchange.url.origin)
        }
        if let exchange = exchanges.first, let address = exchange.address {
            await desk.note(address: address.text, of: exchange.url.host)
        }
    }

    // MARK: robots.txt and sitemaps

    private func keepDistance(_ rules: RobotsRules, _ origin: String) {
        if let delay = rules.crawlDelay { fetcher.setInterval(delay, host: WebURL(origin + "/")?.host ?? "") }
    }

    private func run(_ errand: Errand) async {
        guard let url = WebURL(errand.url) else { return await desk.finish(errand, [.errandDone(errand)]) }
        let profile = looker.profiles.profile(.visitor, pass: 0)
        let result = await fetcher.fetch(FetchRequest(url: url, profile: profile, maxHops: 5))
        await desk.count(
            requests: result.hops.reduce(0) { $0 + $1.attempts },
            bytes: result.hops.reduce(0) { $0 + $1.responseBytes.count })
        switch errand {
        case .robots(let origin): await readRobots(result, origin, errand)
        case .sitemap: await readSitemap(result, errand)
        }
    }

    private func readRobots(_ result: FetchResult, _ origin: String, _ errand: Errand) async {
        // Some servers answer every unknown address with a page.
        let isPage = result.response.map { MediaType($0.contentType, body: $0.body).isHTML } ?? false
        let status = isPage ? 404 : result.response?.status
        let rules = RobotsReader.rules(status: status, body: result.response?.body ?? [], agents: Self.agents)
        let events = await desk.news(inRobots: rules, of: origin)
        keepDistance(rules, origin)
        await desk.finish(errand, events)
    }

    private func readSitemap(_ result: FetchResult, _ errand: Errand) async {
        guard let response = result.response, response.status == 200, !response.body.isEmpty else {
            return await desk.finish(errand, [.errandDone(errand)])
        }
        let sitemap = SitemapReader.read(response.body, base: result.finalURL)
        if let fault = sitemap.fault {
            await desk.note(SweepNote("sweep.note.sitemap", ["url": .text(errand.url), "fault": .text(fault)]))
        }
        let events = await desk.news(
            pages: sitemap.pages.map(\.url), sitemaps: sitemap.sitemaps.map(\.url), in: errand)
        await desk.finish(errand, events, record: await poisoned(sitemap, errand, result))
    }

    /// A sitemap that names pages in a foreign script in number, or that did once; nil for others.
    private func poisoned(_ sitemap: SitemapDocument, _ errand: Errand, _ result: FetchResult) async -> PageRecord? {
        let finding = SitemapFinding.finding(sitemap, url: errand.url)
        guard finding != nil || options.watched.contains(errand.url) else { return nil }
        var look = Look(observation: Observation(view: .visitor), finalURL: result.finalURL)
        look.observation.status = result.response?.status ?? 0
        look.observation.byteCount = result.response?.body.count ?? 0
        look.exchanges = result.hops
        let at = result.hops.first?.startedAt ?? Timestamp.now()
        let found = finding.map { [$0] } ?? []
        let findings = await keeper?.keep(found, looks: [look], created: at) ?? found
        var record = PageRecord(url: errand.url, at: at, looks: [look.observation], findings: findings)
        record.sources = [FoundWay.sitemap.rawValue]
        return record
    }
}
