import Fetching
import Markup

/// Active probes (dò chủ động): asked only with `--probe --authority`, one after the other, at most `maxProbes`.
struct ProbeRun {
    static let maxProbes = 600
    static let maxFolders = 24
    static let maxRedirects = 20
    static let maxSearches = 6
    /// Refusals in a row after which the portal is left alone.
    static let refusalStreak = 8

    private let knowledge: SignKnowledge
    private let visit: ProbeVisit
    private let keeper: EvidenceKeeper?
    private let desk: SweepDesk
    private let nonce: String
    private var baselines: [String: ProbeJudge.Baseline] = [:]
    private var streak = 0
    private(set) var count = 0
    private(set) var signs: [SweepFinding] = []

    /// - Parameter nonce: letters and digits that stand nowhere by chance; harmless.
    init(_ knowledge: SignKnowledge, visit: ProbeVisit, keeper: EvidenceKeeper?, desk: SweepDesk, nonce: String) {
        self.knowledge = knowledge
        self.visit = visit
        self.keeper = keeper
        self.desk = desk
        self.nonce = nonce
    }

    /// The portal refuses, the probes are used up, or somebody wants to end: what was not asked proves nothing.
    var isOver: Bool { streak >= Self.refusalStreak || count >= Self.maxProbes || desk.stop.isAsked }

    // MARK: files and consoles

    mutating func askPaths(_ origins: [String], folders: [String]) async {
        for origin in origins {
            for probe in knowledge.paths where probe.isRoot {
                await ask(probe, origin + probe.path, base: origin + "/")
            }
        }
        for folder in folders {
            for probe in knowledge.paths where !probe.isRoot { await ask(probe, folder + probe.path, base: folder) }
        }
    }

    private mutating func ask(_ probe: SignKnowledge.ProbePath, _ address: String, base: String) async {
        guard let answer = await fetch(address), answer.seen.status == 200 else { return }
        let baseline = await baseline(base, like: probe.path)
        let judged = ProbeJudge.Answer(seen: answer.seen, simhash: answer.simhash)
        if let sign = ProbeJudge.finding(probe, judged, baseline, knowledge) { await keep(sign, answer) }
    }

    /// What the server says to a name beside this one that nobody has given; asked for once, and only where a probe was
    /// answered.
    private mutating func baseline(_ base: String, like path: String) async -> ProbeJudge.Baseline {
        let last = path.split(separator: "/").last ?? ""
        let ending = path.hasSuffix("/") ? "/" : last.lastIndex(of: ".").map { String(last[$0...]) } ?? ""
        let address = base + "vg-" + nonce + ending
        if let known = baselines[address] { return known }
        var baseline = ProbeJudge.Baseline()
        if let answer = await fetch(address) {
            baseline = .init(status: answer.seen.status, body: answer.seen.body, simhash: answer.simhash)
        }
        baselines[address] = baseline
        return baseline
    }

    /// Files that a listing shows under a name that tells: they are linked, so no probe is needed to ask for them.
    mutating func askListed(_ files: [String]) async {
        for file in files {
            guard let answer = await fetch(file), answer.seen.status == 200,
                let sign = NamedFile.finding(answer.seen, knowledge)
            else { continue }
            await keep(sign, answer)
        }
    }

    // MARK: redirects and searches

    mutating func askRedirects(_ candidates: [RedirectParameter.Candidate]) async {
        for candidate in candidates.prefix(Self.maxRedirects) {
            // The second way is one that a check of the beginning lets through.
            for value in ["https://\(RedirectParameter.host)/\(nonce)", "//\(RedirectParameter.host)/\(nonce)"] {
                guard let answer = await fetch(candidate.url(with: value)) else { continue }
                let isLedByHead = RedirectParameter.leadsAway(
                    status: answer.seen.status, location: answer.location, from: answer.seen.url)
                guard isLedByHead || answer.redirect?.host == RedirectParameter.host else { continue }
                let location = isLedByHead ? "Location: " + value.replacing(nonce, with: "…") : "<script>, <meta>"
                await keep(
                    SignRule.openRedirect.finding(
                        url: candidate.key + "=", isConfirmed: true, place: .redirect,
                        seen: "\(candidate.parameter) → \(location)", words: [candidate.parameter]), answer)
                break
            }
        }
    }

    mutating func askSearches(_ forms: [SearchForm]) async {
        for form in forms.prefix(Self.maxSearches) {
            guard let answer = await fetch("\(form.action)?\(form.parameter)=\(nonce)"),
                let sign = ReflectedSearch.finding(answer.seen, nonce: nonce)
            else { continue }
            await keep(sign, answer)
        }
    }

    /// The forms of a front page, which are asked for with the word of nobody.
    mutating func searchForms(of home: WebURL) async -> [SearchForm] {
        guard let answer = await fetch(home.text), answer.seen.status == 200 else { return [] }
        return SearchForms.all(in: answer.seen)
    }

    // MARK: one request

    private mutating func fetch(_ address: String) async -> ProbedAnswer? {
        guard !isOver, let url = WebURL(address) else { return nil }
        count += 1
        guard let answer = await visit.ask(url) else { return nil }
        await desk.count(
            requests: answer.look.exchanges.reduce(0) { $0 + $1.attempts }, bytes: answer.look.receivedBytes)
        let isRefused = [403, 429, 503].contains(answer.seen.status)
        streak = isRefused ? streak + 1 : 0
        return answer
    }

    private mutating func keep(_ sign: SweepFinding, _ answer: ProbedAnswer) async {
        let kept = await keeper?.keep([sign], looks: [answer.look], created: answer.look.startedAt) ?? [sign]
        signs += kept
    }
}

/// Where probes go: the roots of the portal, and folders that pages link to or list.
struct ProbeTargets {
    private(set) var folders: [String] = []
    private(set) var redirects: [RedirectParameter.Candidate] = []
    private(set) var searches: [SearchForm] = []

    /// Linear in the addresses.
    init(_ map: Frontier, listings: Set<String>, knowledge: SignKnowledge) {
        var counts: [String: Int] = [:]
        var candidates: [String: RedirectParameter.Candidate] = [:]
        var forms: Set<SearchForm> = []
        for address in map.knownURLs {
            if let folder = Self.folder(of: address) { counts[folder, default: 0] += 1 }
            guard address.utf8.contains(0x3D), let url = WebURL(address) else { continue }
            for found in RedirectParameter.candidates(in: url, knowledge) {
                candidates[found.key] = candidates[found.key].map { min($0, found) } ?? found
            }
            if let form = Self.search(url, knowledge) { forms.insert(form) }
        }
        folders = Self.chosen(counts, listings, map.rules)
        redirects = candidates.values.sorted { $0.key < $1.key }
        searches = forms.sorted { ($0.action, $0.parameter) < ($1.action, $1.parameter) }
    }

    /// Listed folders first, then those of uploads, then those that most addresses lie in.
    private static func chosen(_ counts: [String: Int], _ listings: Set<String>, _ rules: FrontierRules) -> [String] {
        var listed = listings
        for address in listings where !address.hasSuffix("/") { listed.remove(address) }
        let rest = counts.filter { !listed.contains($0.key) }.sorted { left, right in
            let (isLeft, isRight) = (isUpload(left.key, rules), isUpload(right.key, rules))
            return isLeft == isRight ? (right.value, left.key) < (left.value, right.key) : isLeft
        }
        return Array((listed.sorted() + rest.map(\.key)).prefix(ProbeRun.maxFolders))
    }

    private static func isUpload(_ folder: String, _ rules: FrontierRules) -> Bool {
        folder.split(separator: "/").dropFirst(2).contains { rules.uploadFolders.contains($0.lowercased()) }
    }

    /// The folder that an address lies in, at most four deep; nil for the root, which has its own rows.
    private static func folder(of address: String) -> String? {
        let path = address.prefix { $0 != "?" }
        guard let slash = path.lastIndex(of: "/") else { return nil }
        let folder = path[...slash]
        let depth = folder.split(separator: "/").count - 2
        return (1...4).contains(depth) ? String(folder) : nil
    }

    private static func search(_ url: WebURL, _ knowledge: SignKnowledge) -> SearchForm? {
        guard let query = url.query, let name = query.split(separator: "=").first.map({ $0.lowercased() }),
            knowledge.searchParameters.contains(name)
        else { return nil }
        return SearchForm(action: url.origin + url.path, parameter: String(query.prefix { $0 != "=" }))
    }
}

extension RedirectParameter.Candidate: Comparable {
    /// The shorter address of two.
    static func < (left: Self, right: Self) -> Bool {
        (left.front.utf8.count + left.back.utf8.count, left.front, left.back)
            < (right.front.utf8.count + right.back.utf8.count, right.front, right.back)
    }
}
