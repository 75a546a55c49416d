import Browser
import Fetching
import Markup
import PlantedContent
import Synchronization
import Unpack

/// Looks at pages as a browser shows them: what the document is after its scripts, what it asked for, where it was led.
///
/// One for a sweep; shared by its workers. Without a browser it looks at nothing and keeps count.
final class PageRenderer: Sendable {
    /// What became of the pages that a browser was wanted for.
    struct Tally: Sendable {
        var rendered = 0
        /// Wanted, but there was no browser, or it failed, or there had been enough.
        var missed = 0
        fileprivate var begun = 0
        /// Of pages that were known already, by category.
        fileprivate var pictures: [String: Int] = [:]
        var peak = ProcessUsage()
    }

    /// Pages that `auto` renders at most; the last ones of a large portal are looked at without.
    static let maxAutoRenderings = 1_000
    /// Pictures of pages of one category that were found without a browser.
    static let maxPictures = 10
    /// Hosts that a page asked for, looked up at most.
    private static let maxHosts = 200

    private let browser: Browser?
    private let policy: RenderPolicy
    private let looker: PageLooker
    private let tally = Mutex(Tally())

    /// - Parameter browser: nil when there is none; the reason is told elsewhere.
    init(_ browser: Browser?, policy: RenderPolicy, looker: PageLooker) {
        self.browser = browser
        self.policy = policy
        self.looker = looker
    }

    var counts: Tally {
        var counts = tally.withLock { $0 }
        if let browser { counts.peak = browser.peak }
        return counts
    }

    /// The look of a browser at a page that others have looked at; nil when none is wanted, or none could be taken.
    func look(at url: WebURL, after looks: [Look], isSuspectPlace: Bool) async -> Look? {
        guard let plain = looks.first else { return nil }
        let reasons = RenderPolicy.Reasons(
            isMarkup: plain.isMarkup, hasWritingScripts: looks.contains(where: \.hasWritingScripts),
            isSuspectPlace: isSuspectPlace)
        let wish = policy.wish(looks.map(\.observation), reasons, suspectScore: PageSweep.suspectScore)
        guard wish != .nothing else { return nil }
        guard let browser, reserve(wish, looks) else {
            if wish == .sight { tally.withLock { $0.missed += 1 } }
            return nil
        }
        let look = await render(url, in: browser, after: looks)
        tally.withLock { tally in
            if look != nil { tally.rendered += 1 } else if wish == .sight { tally.missed += 1 }
        }
        return look
    }

    /// Of a thousand pages with the same adverts a few pictures say enough.
    private func reserve(_ wish: RenderPolicy.Wish, _ looks: [Look]) -> Bool {
        guard policy == .auto else { return true }
        let category = looks.lazy.flatMap(\.observation.categories).first ?? ""
        return tally.withLock { tally in
            guard tally.begun < Self.maxAutoRenderings else { return false }
            if wish == .picture {
                guard tally.pictures[category, default: 0] < Self.maxPictures else { return false }
                tally.pictures[category, default: 0] += 1
            }
            tally.begun += 1
            return true
        }
    }

    private func render(_ url: WebURL, in browser: Browser, after looks: [Look]) async -> Look? {
        // The visitor to whom something was shown; otherwise the plain one.
        let view = looks.first { $0.observation.isFinding }?.observation.view ?? .visitor
        let profile = looker.profiles.profile(view, pass: 0)
        var visit = PageVisit(profile: profile, isServed: looker.isInside)
        if view == .phone { visit.viewport = .phone }
        var look = Look(observation: Observation(view: view), finalURL: url)
        look.startedAt = Timestamp.now()
        let known = looks.lazy.flatMap(\.observation.blocks).first
        let read = Mutex<PageReader.Reading?>(nil)
        let request = RenderRequest(url: url, referrer: profile.referrer, visit: visit) { [looker] rendering in
            let reading = Self.reading(of: rendering, at: url, as: view, looker)
            let block = reading.observation.blocks.first ?? known
            read.withLock { $0 = reading }
            return block.map { RenderRequest.Mark(text: $0.text, host: reading.observation.askedHosts?.first) }
        }
        let rendering: Rendering
        do {
            rendering = try await browser.render(request)
        } catch {
            guard Task.isCancelled else { return nil }
            look.failure = FetchFailure(.cancelled, "cancelled while rendering")
            return look
        }
        guard let reading = read.withLock({ $0.take() }) else { return nil }
        fill(&look, rendering, reading, from: url)
        return look
    }

    /// What the rules say of the document after its scripts, and of what it asked for.
    private static func reading(
        of rendering: Rendering, at url: WebURL, as view: VisitorView, _ looker: PageLooker
    ) -> PageReader.Reading {
        let main = rendering.responses.last { $0.kind == "Document" }
        let status = main.map(\.status).flatMap { (100...599).contains($0) ? $0 : nil } ?? 200
        let head = Array("HTTP/1.1 \(status) Rendered\r\nContent-Type: text/html; charset=utf-8\r\n\r\n".utf8)
        let response = HTTPResponse(
            head + rendering.page.html, limits: UnpackLimits(maxOutputBytes: UInt64(rendering.page.html.count + 1)))
        let place = WebURL(rendering.page.url) ?? url
        return looker.readers.with { reader in
            var reading = reader.read(response, head: head[...], at: place, as: view, pass: 0)
            let asked = accused(rendering.requests, reader)
            if !asked.isEmpty { accuse(&reading.observation, of: asked) }
            return reading
        }
    }

    /// Hosts of listed sites and betting brands that pictures, frames, windows and the like were asked of.
    private static func accused(_ requests: [PageRequest], _ reader: PageReader) -> [(url: String, host: String)] {
        var hosts: [String: HostStanding] = [:]
        var found: [(url: String, host: String)] = []
        for request in requests where !request.isMainFrame {
            guard let url = WebURL(request.url), hosts[url.host] == nil, hosts.count < maxHosts else { continue }
            let standing = reader.standing(ofHost: url.host)
            hosts[url.host] = standing
            if standing >= .brand { found.append((request.url, url.host)) }
        }
        return found
    }

    private static func accuse(_ observation: inout Observation, of asked: [(url: String, host: String)]) {
        observation.askedHosts = asked.prefix(Observation.maxBlocks).map(\.host)
        let text = asked.prefix(8).map(\.url).joined(separator: " ")
        let score = max(observation.score, 0.95)
        observation.blocks.append(
            Observation.Block(
                zone: "request", hidden: [], start: 0, end: 0, text: String(text.prefix(600)), score: 0.95,
                category: "gambling", words: Array(asked.prefix(12).map(\.host))))
        if !observation.categories.contains("gambling") { observation.categories.append("gambling") }
        (observation.score, observation.verdict) = (score, .planted)
        (observation.state, observation.reason) = (.ok, nil)
    }

    private func fill(_ look: inout Look, _ rendering: Rendering, _ reading: PageReader.Reading, from url: WebURL) {
        look.observation = reading.observation
        look.observation.rendered = true
        look.exchanges = rendering.exchanges
        look.receivedBytes = rendering.exchanges.reduce(0) { $0 + $1.responseBytes.count }
        look.links = reading.links
        look.isMarkup = true
        let place = WebURL(rendering.page.url)
        if let place, !looker.isSamePage(url, place) {
            // The page at the end is looked at under its own address.
            look.observation.clearFindings()
            look.links.append(FoundLink(place, .redirect))
        } else {
            look.body = rendering.page.html
            look.rendered = Look.Rendered(
                screenshot: rendering.screenshot, isMarked: rendering.isMarked, responses: rendering.responses)
        }
        for away in rendering.ledAway {
            guard let target = WebURL(away) else { continue }
            look.observation.chain.append(.init(kind: "script", url: target.text, host: target.host))
        }
        looker.conclude(&look)
        look.trim()
    }
}
