import Documents
import Fetching
import Markup
import PlantedContent
import Unpack

/// Takes one look at one page as one visitor: fetches, reads, and follows where the content leads.
struct PageLooker: Sendable {
    /// HTTP redirects and content redirects together.
    static let maxHops = 10

    let fetcher: any PageFetching
    /// Introduced: with whom to ask.
    let profiles: VisitorProfiles
    let readers: ReaderPool
    /// Reads PDF, DOCX, e-mail and archives; without it they are told as not read.
    var papers: PaperShelf?
    /// True for addresses of the portal that is swept.
    let isInside: @Sendable (WebURL) -> Bool
    /// True for two addresses of one page.
    let isSamePage: @Sendable (WebURL, WebURL) -> Bool

    func look(at url: WebURL, as view: VisitorView, pass: Int = 0) async -> Look {
        let profile = profiles.profile(view, pass: pass)
        var look = Look(observation: Observation(view: view, pass: pass), finalURL: url)
        look.startedAt = Timestamp.now()
        var steps = LookSteps(next: url, profile: profile, referrer: nil, hopsLeft: Self.maxHops)
        while let step = steps.takeNext() {
            let result = await fetcher.fetch(
                FetchRequest(url: step.url, profile: profile, referrer: step.referrer, maxHops: steps.hopsLeft))
            steps.hopsLeft -= max(1, result.hops.count)
            note(result, step, &look)
            guard let response = result.response, let last = result.hops.last else { break }
            let headBytes = min(response.headBytes, last.responseBytes.count)
            let documents = await extract(response, at: result.finalURL)
            if documents != nil, Task.isCancelled {
                look.failure = FetchFailure(.cancelled, "broken off while a paper was read")
                break
            }
            let reading = readers.with { reader in
                let asked = step.isFirst && view == .visitor && pass == 0 ? step.url : nil
                if let documents {
                    var reading = reader.read(papers: documents, response, at: result.finalURL, as: view, pass: pass)
                    if asked == result.finalURL { reading.shown = reader.shown(of: response, at: result.finalURL) }
                    return reading
                }
                return reader.read(
                    response, head: last.responseBytes[..<headBytes], at: result.finalURL, as: view, pass: pass,
                    asked: asked)
            }
            take(reading, of: result, isFirst: step.isFirst, &look)
            if step.isFirst, !look.observation.isFinding, let reason = cutReason(result, last, response) {
                // What was seen of it is no whole page: nobody knows what comes behind.
                look.observation.state = .unreadable
                look.observation.reason = reason
                look.observation.verdict = .unreadable
            }
            if let redirect = reading.redirect, steps.hopsLeft > 0 {
                look.observation.chain.append(
                    .init(
                        kind: redirect.kind, url: redirect.url.text, host: redirect.url.host,
                        isConditional: redirect.isConditional))
                steps.follow(redirect.url, from: result.finalURL, kind: redirect.kind)
            }
        }
        conclude(&look)
        look.trim()
        return look
    }

    /// What stands in an answer that is a paper; nil for others.
    private func extract(_ response: HTTPResponse, at url: WebURL) async -> [ExtractedDocument]? {
        guard let papers, response.fault == nil, StatusRule.state(of: response.status) == nil,
            MediaType(response.contentType, body: response.body).isPaper(response.body, at: url)
        else { return nil }
        return await papers.read(response.body, name: String(url.path.split(separator: "/").last ?? ""))
    }

    /// Keeps the exchanges, the way, and what failed.
    private func note(_ result: FetchResult, _ step: LookSteps.Step, _ look: inout Look) {
        look.exchanges += result.hops
        look.receivedBytes += result.hops.reduce(0) { $0 + $1.responseBytes.count }
        for hop in result.hops.dropFirst() {
            look.observation.chain.append(.init(kind: "http", url: hop.url.text, host: hop.url.host))
        }
        // An address that was refused was never asked, but the page led there.
        if result.failure != nil, result.finalURL != result.hops.last?.url, result.finalURL != step.url {
            look.observation.chain.append(.init(kind: "http", url: result.finalURL.text, host: result.finalURL.host))
        }
        look.tls = look.tls ?? result.hops.first { $0.tls?.fault != nil }?.tls
        guard step.isFirst else { return }
        look.finalURL = result.finalURL
        look.failure = result.failure
        guard result.response == nil || result.failure != nil, let failure = result.failure else { return }
        look.observation.state = FailureState.state(of: failure)
        look.observation.reason = FailureState.reason(of: failure)
        look.observation.status = result.hops.last?.status ?? 0
        look.observation.verdict = .unreadable
    }

    /// Why an answer is not whole; nil when it is.
    private func cutReason(_ result: FetchResult, _ last: Exchange, _ response: HTTPResponse) -> String? {
        if let failure = result.failure { return FailureState.reason(of: failure) }
        switch response.fault?.code {
        case .outputTooLarge, .ratioTooHigh, .tooManyMembers: return "too-large"
        case .some: return "broken-answer"
        case nil: return last.isCut ? "too-large" : nil
        }
    }

    /// What stands on the portal is its own; what a page leads to elsewhere only weighs on where it leads.
    private func take(_ reading: PageReader.Reading, of result: FetchResult, isFirst: Bool, _ look: inout Look) {
        let isOwn = isInside(result.finalURL)
        if isFirst, isOwn {
            var observation = reading.observation
            observation.chain = look.observation.chain
            if let first = result.hops.first?.url, !isSamePage(first, result.finalURL) {
                // The page at the end is looked at under its own address; what it carries is told there.
                observation.clearFindings()
                look.links.append(FoundLink(result.finalURL, .redirect))
            }
            look.observation = observation
            if look.links.isEmpty { look.links = reading.links } else { look.links += reading.links }
            look.body = reading.text ?? result.response?.body ?? []
            look.shown = reading.shown
            look.isMarkup = reading.isMarkup
            look.hasWritingScripts = reading.hasWritingScripts
        } else if isFirst {
            look.observation.status = reading.observation.status
            look.observation.byteCount = reading.observation.byteCount
            weigh(reading.observation, &look.observation)
        } else if !isOwn {
            weigh(reading.observation, &look.observation)
        }
    }

    private func weigh(_ target: Observation, _ own: inout Observation) {
        guard target.isFinding else { return }
        own.targetVerdict = max(own.targetVerdict, target.verdict)
        own.categories += target.categories.filter { !own.categories.contains($0) }
        own.score = max(own.score, target.score)
    }

    /// Says what the host is that a page leads to.
    func conclude(_ look: inout Look) {
        let away = look.observation.chain.filter { hop in WebURL(hop.url).map { !isInside($0) } ?? true }
        guard !away.isEmpty else { return }
        readers.with { reader in
            look.observation.endStanding = away.map { reader.standing(ofHost: $0.host) }.max() ?? .ordinary
        }
        if look.observation.endStanding >= .external,
            look.observation.state == .ok || look.observation.state == .refused
                || look.failure != nil
        {
            // Where it leads may be out of reach; that it leads there is known.
            look.observation.state = .ok
            look.observation.reason = nil
            if look.observation.verdict == .unreadable { look.observation.verdict = .clean }
        }
    }
}

/// The addresses that one look has still to fetch. Content that leads in a circle ends by the hop budget.
private struct LookSteps {
    struct Step {
        var url: WebURL
        var referrer: String?
        var isFirst: Bool
    }

    private var next: Step?
    private var seen: Set<WebURL> = []
    var hopsLeft: Int

    init(next url: WebURL, profile: VisitorProfile, referrer: String?, hopsLeft: Int) {
        next = Step(url: url, referrer: referrer, isFirst: true)
        self.hopsLeft = hopsLeft
    }

    mutating func takeNext() -> Step? {
        defer { next = nil }
        guard let step = next, seen.insert(step.url).inserted else { return nil }
        return step
    }

    mutating func follow(_ url: WebURL, from page: WebURL, kind: String) {
        next = Step(url: url, referrer: page.text, isFirst: false)
    }
}

/// What a fetch that came to no answer means for the page.
enum FailureState {
    static func state(of failure: FetchFailure) -> PageState {
        switch failure.code {
        case .addressRefused, .schemeRefused: .refused
        default: .unreadable
        }
    }

    /// The end of a key `sweep.reason.*`.
    static func reason(of failure: FetchFailure) -> String {
        switch failure.code {
        case .nameNotFound, .resolverFailed: "name-not-found"
        case .addressRefused: "address-refused"
        case .schemeRefused: "scheme-refused"
        case .connectFailed, .proxyFailed: "no-connection"
        case .connectTimeout, .firstByteTimeout, .totalTimeout: "too-slow"
        case .tlsFailed: "tls"
        case .badResponse, .headTooLong, .connectionClosed: "broken-answer"
        case .bodyTooLarge: "too-large"
        case .tooManyHops, .redirectLoop, .badRedirect: "redirect-loop"
        case .cancelled: "cancelled"
        }
    }
}
