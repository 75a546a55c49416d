import PlantedContent

/// What a sweep learns on its way that only its end can judge. Bounded; the same after a replay of the journal.
package struct SignBook: Sendable {
    static let maxDomains = 2_000

    /// Foreign domains that pages link to, with the first page by name that does.
    private(set) var domains: [String: String] = [:]
    /// Folders that the server lists.
    private(set) var listings: Set<String> = []
    /// Files of theirs whose names tell what they are.
    private(set) var listedFiles: Set<String> = []
    static let maxListed = 100
    /// A page says where incidents are received.
    private(set) var hasIncidentContact = false
    /// The end of the sweep was judged, and no page was looked at since.
    private(set) var isClosed = false
    private(set) var probeCount = 0
    /// A page was read over `https`; a front page was read.
    private(set) var hasHTTPS = false
    private(set) var hasHome = false
    private(set) var pageCount = 0

    package init() {}

    package mutating func add(_ record: PageRecord) {
        if let closing = record.closing {
            isClosed = closing.isWhole
            probeCount += closing.probes
            return
        }
        isClosed = false
        pageCount += 1
        hasIncidentContact = hasIncidentContact || record.hasIncidentContact == true
        if record.state == .ok {
            hasHTTPS = hasHTTPS || record.url.hasPrefix("https:")
            hasHome =
                hasHome || record.url.utf8.count { $0 == 0x2F } == 3 && record.url.hasSuffix("/")
                || record.sources.contains(FoundWay.seed.rawValue)
        }
        for sign in record.signs ?? [] where sign.signRule == .directoryListing {
            listings.insert(sign.url)
            guard sign.url.hasSuffix("/") else { continue }
            for name in sign.words where listedFiles.count < Self.maxListed { listedFiles.insert(sign.url + name) }
        }
        for host in record.looks.first?.foreignHosts ?? [] {
            guard let domain = SweepScope.registrableDomain(of: host), NameSigns.isAskable(domain) else { continue }
            if let known = domains[domain] {
                domains[domain] = min(known, record.url)
            } else if domains.count < Self.maxDomains {
                domains[domain] = record.url
            }
        }
    }
}

/// What the end of a sweep adds to its journal: what could be judged, who authorised probes, and how many there were.
package struct SignClosing: Sendable, Equatable, Codable {
    /// False for the line that is written before probing begins.
    package var isWhole: Bool
    /// As given with `--authority`.
    package var authority: String?
    package var probes: Int
    /// Names that were asked of name servers.
    package var names: Int
    /// Rules that could be judged; a rule that is missing here and has no sign proves nothing.
    package var covered: [String]

    package init(
        isWhole: Bool, authority: String? = nil, probes: Int = 0, names: Int = 0, covered: [String] = []
    ) {
        self.isWhole = isWhole
        self.authority = authority
        self.probes = probes
        self.names = names
        self.covered = covered
    }
}

/// The signs of a whole sweep: one for each thing that was seen, wherever it stands.
///
/// Memory: one entry a sign, at most `maxSigns`.
package struct SignSheet: Sendable {
    static let maxSigns = 5_000
    /// Bundles kept of one sign that stands on many pages.
    static let maxEvidence = 3

    private var byKey: [String: SweepFinding] = [:]
    private var order: [String] = []
    private(set) var closing: SignClosing?
    private(set) var leftOut = 0

    package init() {}

    package mutating func add(_ record: PageRecord) {
        if let closing = record.closing {
            var closing = closing
            closing.probes += self.closing?.probes ?? 0
            closing.authority = closing.authority ?? self.closing?.authority
            closing.covered = Array(Set(closing.covered).union(self.closing?.covered ?? [])).sorted()
            self.closing = closing
        }
        for sign in record.signs ?? [] { add(sign) }
    }

    private mutating func add(_ sign: SweepFinding) {
        let key = Self.key(of: sign)
        guard let known = byKey[key] else {
            guard byKey.count < Self.maxSigns else { return leftOut += 1 }
            byKey[key] = sign
            order.append(key)
            return
        }
        // Of several pages the one that is easiest to name: the shortest address, then the first by the alphabet.
        var kept = (sign.url.utf8.count, sign.url) < (known.url.utf8.count, known.url) ? sign : known
        kept.tier = max(sign.tier, known.tier)
        if sign.url != known.url { kept.pageCount = (known.pageCount ?? 1) + 1 }
        let bundles = [known.evidence, sign.evidence].compactMap { $0 } + (known.otherEvidence ?? [])
        kept.evidence = kept.evidence ?? bundles.first
        let others = Set(bundles).subtracting([kept.evidence ?? ""]).sorted()
        kept.otherEvidence = others.isEmpty ? nil : others
        byKey[key] = kept
    }

    /// What a sign is told once for.
    static func key(of sign: SweepFinding) -> String {
        isOfPage(sign) ? "\(sign.rule) \(sign.url)" : "\(sign.rule) \(sign.excerpt)"
    }

    /// Each of these is its page's own; the others stand on many pages and are one.
    static func isOfPage(_ sign: SweepFinding) -> Bool {
        switch sign.signRule {
        case .publicMail, .mixedContent, .insecureForm, .expiredDomain, .danglingName: false
        default: true
        }
    }

    /// Confirmed before the rest, attacks before weaknesses, then by rule and address.
    package var signs: [SweepFinding] {
        order.compactMap { byKey[$0] }.sorted { left, right in
            Self.rank(left) == Self.rank(right)
                ? (left.rule, left.url, left.excerpt) < (right.rule, right.url, right.excerpt)
                : Self.rank(left) < Self.rank(right)
        }
    }

    private static func rank(_ sign: SweepFinding) -> Int {
        (sign.isAttackSign ? 0 : 2) + (sign.tier == .planted ? 0 : 1)
    }
}
