import Fetching
import Knowledge
import Markup
import PlantedContent
import Unpack
import VietText

/// Reads answers: is it a page, what does it say, where does it lead. One worker's object; it keeps its scratch memory.
///
/// Input is hostile; cost is linear in the body. The page is tokenized once.
final class PageReader {
    /// What reading one answer gave.
    struct Reading {
        var observation: Observation
        var links: [FoundLink] = []
        /// Where the content itself leads its reader at once; the first that leads away from this address.
        var redirect: (url: WebURL, kind: String, isConditional: Bool)?
        /// The text of a paper, which offsets are then of.
        var text: [UInt8]?
        /// Signs of attack that the answer shows.
        var shown = SignReader.Shown()
        var isMarkup = false
        /// Its inline scripts change the document, or fetch.
        var hasWritingScripts = false
    }

    static let maxLinks = 20_000
    static let maxTitleBytes = 200

    private let inspector: Inspector
    private let signs: AnswerSigns
    private let folder = FoldBuffer()
    private var memo: LinkMemo
    /// Nil where nobody asks for signs of attack.
    private let signReader: SignReader?

    init(rules: RuleSet, signs: AnswerSigns, addresses: FrontierRules, signReader: SignReader? = nil) {
        self.signReader = signReader
        memo = LinkMemo(rules: addresses)
        inspector = Inspector(rules: rules)
        inspector.maxFindings = Observation.maxBlocks
        self.signs = signs
    }

    /// - Parameters:
    ///   - url: where the answer came from.
    ///   - response: the answer taken apart.
    ///   - asked: the address that was asked for, where redirects led on; signs of attack are read of the first look alone.
    func read(
        _ response: HTTPResponse, head: ArraySlice<UInt8>, at url: WebURL, as view: VisitorView, pass: Int,
        asked: WebURL? = nil
    ) -> Reading {
        var reading = Reading(observation: Observation(view: view, pass: pass))
        reading.observation.status = response.status
        reading.observation.byteCount = response.body.count
        let type = MediaType(response.contentType, body: response.body)
        reading.observation.contentType = type.name
        guard type.isReadable else {
            describeUnread(type, response, &reading.observation)
            if let signReader, asked == url { reading.shown = signReader.read(unreadable: response, at: url) }
            return reading
        }
        response.body.withUnsafeBufferPointer { body in
            let verdict = inspector.inspect(
                body, form: type.isHTML ? .html : .text, baseHost: Array(url.host.utf8), charset: type.charset)
            reading.isMarkup = type.isLaidOut
            reading.hasWritingScripts = inspector.page.facts.writingScriptCount > 0
            note(verdict, &reading.observation)
            measure(&reading.observation)
            collectLinks(at: url, &reading)
            judgeAnswer(response, head, body, &reading.observation)
        }
        if let signReader, let asked {
            reading.shown = signReader.read(
                inspector, response, head: head, at: url, asked: asked, title: reading.observation.title,
                isHTML: type.isHTML)
        }
        return reading
    }

    /// What a file shows by its name and bytes.
    func shown(of response: HTTPResponse, at url: WebURL) -> SignReader.Shown {
        signReader?.read(unreadable: response, at: url) ?? SignReader.Shown()
    }

    /// What the answer to a probe shows: no verdict, no links.
    /// - Returns: nil for a reader that knows no signs.
    func probed(_ response: HTTPResponse, head: ArraySlice<UInt8>, at url: WebURL) -> ProbedAnswer? {
        guard let signReader else { return nil }
        let type = MediaType(response.contentType, body: response.body)
        guard type.isReadable else {
            return ProbedAnswer(seen: SignReader.answer(unreadable: response, at: url), simhash: nil, redirect: nil)
        }
        let reading = read(response, head: head, at: url, as: .visitor, pass: 0)
        var seen = signReader.answer(
            inspector, response, head: head, at: url, asked: url, title: reading.observation.title)
        seen.isHTML = type.isHTML
        seen.add(head: head)
        let simhash = reading.observation.textBytes > 0 ? reading.observation.simhash : nil
        return ProbedAnswer(seen: seen, simhash: simhash, redirect: reading.redirect?.url)
    }

    /// What the rules say of a host, seen from the page read last.
    func standing(ofHost host: String) -> HostStanding { inspector.standing(ofHost: host) }

    private func describeUnread(_ type: MediaType, _ response: HTTPResponse, _ observation: inout Observation) {
        if let (state, reason) = StatusRule.state(of: response.status) {
            (observation.state, observation.reason) = (state, reason)
        } else if response.body.isEmpty {
            (observation.state, observation.reason) = (.unreadable, "empty")
        } else {
            (observation.state, observation.reason) = (.unreadable, type.isDocument ? "document" : "media")
        }
        observation.verdict = .unreadable
    }

    /// Of bytes that are no answer by themselves: the parts of papers.
    func judge(_ bytes: UnsafeBufferPointer<UInt8>, form: Inspector.Form, baseHost: [UInt8]) -> Verdict {
        inspector.inspect(bytes, form: form, baseHost: baseHost)
    }

    func note(_ verdict: Verdict, _ observation: inout Observation) {
        observation.verdict = verdict.tier
        observation.score = verdict.score
        observation.categories = verdict.categories.map(\.rawValue)
        observation.blocks = verdict.findings.prefix(Observation.maxBlocks).map(Observation.Block.init)
    }

    private func textBytesByPlace() -> [String: Int] {
        var sizes = [Int](repeating: 0, count: PageView.Place.allCases.count)
        for block in inspector.page.blocks where block.hidden.isEmpty {
            sizes[Int(block.place.rawValue)] += Int(block.textBytes)
        }
        var named: [String: Int] = [:]
        for place in PageView.Place.allCases where sizes[Int(place.rawValue)] > 0 {
            named[place.name] = sizes[Int(place.rawValue)]
        }
        return named
    }

    func measure(_ observation: inout Observation) {
        let page = inspector.page
        observation.textBytes = page.facts.visibleTextBytes
        observation.textBytesByPlace = textBytesByPlace()
        observation.simhash = SimHash.of(inspector.foldedText) ?? 0
        var hosts: Set<String> = []
        for index in page.links.indices where inspector.standing(ofLink: index) >= .external {
            hosts.insert(inspector.host(of: page.links[index]))
            if hosts.count >= Observation.maxHosts { break }
        }
        observation.foreignHosts = hosts.sorted()
    }

    // MARK: links

    func collectLinks(at url: WebURL, _ reading: inout Reading) {
        let page = inspector.page
        var base = url
        if let index = page.facts.baseHref, let written = resolve(page.links[Int(index)], base) { base = written }
        memo.beginPage(base: base)
        page.derived.withUnsafeBufferPointer { derived in
            for link in page.links {
                guard let way = Self.way(link.kind), reading.links.count < Self.maxLinks, Self.isReadable(link) else {
                    continue
                }
                let reference = UnsafeBufferPointer(rebasing: derived[Int(link.urlStart)..<Int(link.urlEnd)])
                if let found = way == .resource ? memo.resource(reference) : memo.link(reference, way) {
                    reading.links.append(found)
                }
            }
        }
        for redirect in page.redirects where Int(redirect.link) < page.links.count {
            guard reading.redirect == nil, let target = resolve(page.links[Int(redirect.link)], base),
                target != url
            else { continue }
            reading.redirect = (target, Self.name(redirect.kind), redirect.isConditional)
            reading.links.append(FoundLink(target, .redirect))
        }
    }

    private func resolve(_ link: PageView.Link, _ base: WebURL) -> WebURL? {
        Self.isReadable(link) ? WebURL(inspector.url(of: link), relativeTo: base) : nil
    }

    private static func isReadable(_ link: PageView.Link) -> Bool {
        link.urlEnd > link.urlStart && link.urlEnd - link.urlStart <= WebURL.maxByteCount
    }

    /// nil for what leads nowhere: what a page says of itself.
    private static func way(_ kind: PageView.Link.Kind) -> FoundWay? {
        switch kind {
        case .anchor, .area, .text, .form: .link
        case .iframe: .frame
        case .image, .script, .style: .resource
        case .canonical, .meta, .other: nil
        }
    }

    private static func name(_ kind: PageView.Redirect.Kind) -> String {
        switch kind {
        case .metaRefresh: "meta"
        case .script: "script"
        case .formSubmit: "form"
        case .frame: "frame"
        }
    }

    // MARK: is it a page

    /// A finding is a finding, whatever the answer calls itself; otherwise what is no page is told as such.
    private func judgeAnswer(
        _ response: HTTPResponse, _ head: ArraySlice<UInt8>, _ body: UnsafeBufferPointer<UInt8>,
        _ observation: inout Observation
    ) {
        var answer = AnswerSigns.Answer()
        let page = inspector.page
        let title = page.facts.titleBlock.map { text(of: page.blocks[Int($0)], page, body) } ?? ""
        observation.title = title
        answer.title = folder.folded(title)
        answer.text = Array(inspector.foldedText.prefix(AnswerSigns.maxSearchedBytes))
        answer.head = head.map { $0 &- 0x41 < 26 ? $0 | 0x20 : $0 }
        answer.hasPasswordField = page.facts.passwordInputCount > 0
        answer.textBytes = page.facts.visibleTextBytes
        let shown = observation.isFinding
        if let (state, reason) = StatusRule.state(of: response.status) {
            // A captcha says more of a 403 than the number does.
            let said = signs.match(answer).flatMap { $0.state == .blocked ? $0 : nil }
            (observation.state, observation.reason) = said ?? (state, reason)
        } else if let (state, reason) = signs.match(answer) {
            (observation.state, observation.reason) = (state, reason)
        } else if isShell(page) {
            (observation.state, observation.reason) = (.unreadable, "needs-scripts")
        } else if observation.verdict == .unreadable {
            (observation.state, observation.reason) = (.unreadable, "encoding")
        }
        guard !shown, observation.state != .ok else {
            if shown { (observation.state, observation.reason) = (.ok, nil) }
            return
        }
        observation.verdict = .unreadable
    }

    /// A page that holds next to no text and leaves all to its scripts.
    private func isShell(_ page: PageView) -> Bool {
        page.facts.scriptCount > 0 && page.facts.visibleTextBytes < 60 && page.links.count < 8
            && page.redirects.isEmpty
    }

    private func text(of block: PageView.Block, _ page: PageView, _ body: UnsafeBufferPointer<UInt8>) -> String {
        let bytes = body[Int(block.start)..<min(Int(block.end), body.count)].prefix(Self.maxTitleBytes)
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// What a status says by itself.
enum StatusRule {
    static func state(of status: UInt16) -> (state: PageState, reason: String)? {
        switch status {
        case 401, 407: (.blocked, "login")
        case 403, 406, 451: (.blocked, "forbidden")
        case 429: (.blocked, "rate")
        case 404, 410: (.unreadable, "not-found")
        // The server is there and will not serve: a firewall's way to say no, or maintenance, which the page itself says.
        case 503: (.blocked, "unavailable")
        case 500...599: (.unreadable, "server-error")
        case 400...499: (.unreadable, "client-error")
        case 300...399: (.unreadable, "redirect")
        default: nil
        }
    }
}
