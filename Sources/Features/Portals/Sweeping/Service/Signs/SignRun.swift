import Markup

/// The end of a sweep: what only all pages together tell, what name servers say, and, with authority, active probes.
struct SignRun: Sendable {
    static let maxNames = 200
    static let namesAtOnce = 4

    let knowledge: SignKnowledge
    /// Who authorised probes; nil for none.
    let authority: String?
    let homes: [WebURL]
    let visit: ProbeVisit
    let names: any NameAsking
    let keeper: EvidenceKeeper?
    let earlier: LastGoodState?

    /// Adds to the journal what was found. A sweep that was closed before, and saw no page since, is left as it is.
    func run(_ desk: SweepDesk) async {
        let (book, map) = (await desk.book, await desk.map)
        let mayProbe = authority != nil && book.probeCount == 0
        guard !book.isClosed || mayProbe, book.pageCount > 0, let home = homes.first else { return }
        var closing = SignClosing(isWhole: true, authority: authority, covered: covered(book))
        var signs: [SweepFinding] = []
        if await desk.isDrained {
            closing.covered.append(SignRule.noIncidentContact.rawValue)
            if let sign = await incidentContact(book, home, desk) { signs.append(sign) }
        }
        if let earlier {
            closing.covered.append(SignRule.sitemapGrowth.rawValue)
            if let sign = earlier.growth(now: map.sitemapCount, url: home.origin + "/sitemap.xml") {
                signs.append(sign)
            }
        }
        let asked = await askNames(book, map, desk)
        signs += asked.signs
        closing.names = asked.count
        if asked.isWhole { closing.covered += [SignRule.danglingName.rawValue, SignRule.expiredDomain.rawValue] }
        signs += await askListed(book, map, desk)
        if mayProbe { await probe(book, map, desk, &closing, &signs) }
        await desk.add(record(signs, closing, home))
    }

    private func record(_ signs: [SweepFinding], _ closing: SignClosing, _ home: WebURL) -> PageRecord {
        var record = PageRecord(url: home.text, at: Timestamp.now(), looks: [], findings: [])
        record.signs = signs.isEmpty ? nil : signs
        record.closing = closing
        return record
    }

    /// What the pages showed or did not show.
    private func covered(_ book: SignBook) -> [String] {
        var rules: [SignRule] = [.directoryListing, .insecureForm, .publicMail, .defacement]
        if book.hasHome { rules += [.noHTTPS, .outdatedPlatform] }
        if book.hasHTTPS { rules.append(.mixedContent) }
        let headers = knowledge.headers.filter { book.hasHome && (book.hasHTTPS || !$0.isForHTTPS) }
        return rules.map(\.rawValue) + headers.map { "\(SignRule.missingHeader.rawValue):\($0.name)" } + ["planted"]
            + (book.hasHTTPS ? ["certificate"] : [])
    }

    // MARK: where incidents are received

    /// No page says it, and there is no `security.txt` (RFC 9116) either.
    private func incidentContact(_ book: SignBook, _ home: WebURL, _ desk: SweepDesk) async -> SweepFinding? {
        guard !book.hasIncidentContact else { return nil }
        for path in ["/.well-known/security.txt", "/security.txt"] {
            guard let url = WebURL(home.origin + path), let answer = await visit.ask(url) else { continue }
            await desk.count(requests: 1, bytes: answer.look.receivedBytes)
            if answer.seen.status == 200, IncidentContact.isSecurityText(answer.seen.body) { return nil }
        }
        return SignRule.noIncidentContact.finding(
            url: home.origin + "/", isConfirmed: false, place: .contact, seen: home.origin)
    }

    // MARK: listed files

    /// Archives and the like are no pages, and were not looked at; a listing that names one links to it.
    private func askListed(_ book: SignBook, _ map: Frontier, _ desk: SweepDesk) async -> [SweepFinding] {
        let files = book.listedFiles.filter { !map.isKnown($0) }.sorted()
        var run = ProbeRun(knowledge, visit: visit, keeper: keeper, desk: desk, nonce: "")
        await run.askListed(files)
        return run.signs
    }

    // MARK: names

    private struct Asked {
        var signs: [SweepFinding] = []
        var count = 0
        /// False when name servers did not answer, or there were too many names.
        var isWhole = true
    }

    private enum Name: Sendable {
        case own(String)
        case foreign(String, page: String)

        var text: String {
            switch self {
            case .own(let name): name
            case .foreign(let name, _): name
            }
        }
    }

    private func askNames(_ book: SignBook, _ map: Frontier, _ desk: SweepDesk) async -> Asked {
        let all = wanted(book, map)
        var asked = Asked()
        asked.isWhole = all.count <= Self.maxNames
        var rest = all.prefix(Self.maxNames)[...]
        // The first alone: where nobody answers, the others would only wait.
        var width = 1
        while !rest.isEmpty, !desk.stop.isAsked {
            let batch = rest.prefix(width)
            rest = rest.dropFirst(width)
            width = Self.namesAtOnce
            let reports = await withTaskGroup(of: (Name, NameReport).self) { group in
                for name in batch { group.addTask { (name, await names.report(name.text)) } }
                return await group.reduce(into: []) { $0.append($1) }
            }
            asked.count += reports.count
            if reports.allSatisfy({ $0.1.outcome == .unknown }) {
                await desk.note(SweepNote("sweep.note.names", ["n": .number(rest.count + reports.count)]))
                asked.isWhole = false
                break
            }
            for (name, report) in reports {
                if let sign = await judge(name, report, desk) { asked.signs.append(sign) }
            }
        }
        return asked
    }

    /// Sub-domains that pages named, then the domains they link to.
    private func wanted(_ book: SignBook, _ map: Frontier) -> [Name] {
        var hosts: Set<String> = []
        for address in map.knownURLs {
            let host = address.split(separator: "/", maxSplits: 2).dropFirst().first ?? ""
            let bare = host.split(separator: ":").first.map(String.init) ?? ""
            if hosts.count < Self.maxNames, NameSigns.isAskable(bare), SweepScope.registrableDomain(of: bare) != nil {
                hosts.insert(bare)
            }
        }
        return hosts.sorted().map(Name.own)
            + book.domains.sorted { $0.key < $1.key }.map { Name.foreign($0.key, page: $0.value) }
    }

    private func judge(_ name: Name, _ report: NameReport, _ desk: SweepDesk) async -> SweepFinding? {
        switch name {
        case .foreign(let domain, let page): return NameSigns.expired(domain, report, on: page)
        case .own(let host):
            if let sign = NameSigns.dangling(host, report) { return sign }
            guard report.outcome == .found, let provider = NameSigns.provider(of: report, knowledge),
                let url = WebURL("http://\(host)/"), let answer = await visit.ask(url)
            else { return nil }
            await desk.count(requests: 1, bytes: answer.look.receivedBytes)
            return NameSigns.unclaimed(host, report, provider, body: answer.seen.body)
        }
    }

    // MARK: probes

    private func probe(
        _ book: SignBook, _ map: Frontier, _ desk: SweepDesk, _ closing: inout SignClosing,
        _ signs: inout [SweepFinding]
    ) async {
        guard let home = homes.first else { return }
        // Who authorised them is written down before the first one goes out.
        await desk.add(record([], SignClosing(isWhole: false, authority: authority), home))
        let targets = ProbeTargets(map, listings: book.listings, knowledge: knowledge)
        var run = ProbeRun(knowledge, visit: visit, keeper: keeper, desk: desk, nonce: Self.nonce())
        await run.askRedirects(targets.redirects)
        var forms = targets.searches
        for home in homes.prefix(2) { forms += await run.searchForms(of: home) }
        await run.askSearches(Array(Set(forms)).sorted { ($0.action, $0.parameter) < ($1.action, $1.parameter) })
        await run.askPaths(Array(Set(homes.map(\.origin))).sorted().prefix(4).map { $0 }, folders: targets.folders)
        signs += run.signs
        closing.probes = run.count
        guard !run.isOver else {
            closing.isWhole = !desk.stop.isAsked
            return await desk.note(SweepNote("sweep.note.probes", ["n": .number(run.count)]))
        }
        let rules: [SignRule] = [
            .openRedirect, .reflectedSearch, .exposedFile, .backupFile, .webShell, .adminConsole,
        ]
        closing.covered += rules.map(\.rawValue)
    }

    /// Sixteen letters and digits that no page holds by chance.
    private static func nonce() -> String {
        let letters = Array("abcdefghijkmnpqrstuvwxyz23456789")
        return "vg" + String((0..<14).compactMap { _ in letters.randomElement() })
    }
}
