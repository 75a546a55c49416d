import Markup
import Patterns

/// What the links of a passage say.
struct LinkSigns {
    /// Links to hosts on a domain list, and to hosts with the shape of a brand.
    var listed = 0
    var brand = 0
    /// Distinct foreign hosts.
    var external = 0
    var isLinkBlock = false
    var isRedirectTarget = false
    /// Category of the last listed host.
    var category: Category?

    mutating func add(_ other: LinkSigns) {
        listed += other.listed
        brand += other.brand
        external += other.external
        isRedirectTarget = isRedirectTarget || other.isRedirectTarget
        category = other.category ?? category
    }
}

/// Judges each link of a page once.
struct LinkJudge {
    enum Reason: UInt8, Comparable {
        case none, ordinary, external, brand, listed
        static func < (left: Reason, right: Reason) -> Bool { left.rawValue < right.rawValue }
    }

    private let rules: RuleSet
    private(set) var reasons: [Reason] = []
    private(set) var categories: [Category?] = []
    /// One a link: the page itself leads there.
    private var isRedirected: [Bool] = []
    private var baseSite: [UInt8]?
    private var ownSites: [[UInt8]] = []

    init(rules: RuleSet) { self.rules = rules }

    mutating func judge(_ view: PageView, baseHost: [UInt8]?) {
        reasons.removeAll(keepingCapacity: true)
        categories.removeAll(keepingCapacity: true)
        collectOwnSites(view, baseHost: baseHost)
        isRedirected.removeAll(keepingCapacity: true)
        isRedirected.append(contentsOf: repeatElement(false, count: view.links.count))
        for redirect in view.redirects where Int(redirect.link) < isRedirected.count {
            isRedirected[Int(redirect.link)] = true
        }
        view.derived.withUnsafeBufferPointer { derived in
            for link in view.links {
                let host = UnsafeBufferPointer(rebasing: derived[Int(link.hostStart)..<Int(link.hostEnd)])
                let (reason, category) = judge(host)
                reasons.append(reason)
                categories.append(category)
            }
        }
    }

    /// Adds what one link says.
    func count(_ link: Int, into signs: inout LinkSigns) {
        let reason = reasons[link]
        guard reason >= .external else { return }
        signs.external += 1
        if reason == .listed {
            signs.listed += 1
            signs.category = categories[link]
        } else if reason == .brand {
            signs.brand += 1
        }
        if isRedirected[link] { signs.isRedirectTarget = true }
    }

    func judge(_ host: UnsafeBufferPointer<UInt8>) -> (Reason, Category?) {
        guard !host.isEmpty, host.contains(UInt8(ascii: ".")) else { return (.none, nil) }
        if baseSite.map({ Self.ends(host, with: $0) }) ?? false { return (.ordinary, nil) }
        for list in rules.domainLists where list.hosts.match(host) != nil { return (.listed, list.category) }
        if rules.allowedHosts.match(host) != nil { return (.ordinary, nil) }
        if rules.allowedSuffixes.contains(where: { Self.ends(host, with: $0) }) { return (.ordinary, nil) }
        if hasBrandShape(host) { return (.brand, .gambling) }
        if ownSites.contains(where: { Self.ends(host, with: $0) }) { return (.ordinary, nil) }
        return (.external, nil)
    }

    /// Any label but the last (`m.f8bet-vip.example`), split at hyphens too.
    private func hasBrandShape(_ host: UnsafeBufferPointer<UInt8>) -> Bool {
        var start = 0
        guard let lastDot = host.lastIndex(of: UInt8(ascii: ".")) else { return false }
        for position in 0...lastDot {
            let byte = host[position]
            guard byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-") else { continue }
            let token = UnsafeBufferPointer(rebasing: host[start..<position])
            if let kind = rules.brandShape.kind(of: token), kind != .stem { return true }
            start = position + 1
        }
        return false
    }

    /// The page's own site: where it says it lives (canonical, Open Graph) and where its styles come from. Without a known
    /// base, links there are no foreign links; a planted stylesheet gains its planter no more than that.
    private mutating func collectOwnSites(_ view: PageView, baseHost: [UInt8]?) {
        baseSite = baseHost.map(Self.siteSuffix)
        ownSites.removeAll(keepingCapacity: true)
        guard baseSite == nil else { return }
        for link in view.links where link.hostEnd > link.hostStart {
            guard link.kind == .canonical || link.kind == .meta || link.kind == .style, ownSites.count < 4 else {
                continue
            }
            let site = Self.siteSuffix(Array(view.derived[Int(link.hostStart)..<Int(link.hostEnd)]))
            if !ownSites.contains(site) { ownSites.append(site) }
        }
    }

    /// `www.xa.tinh.gov.vn` and `tinh.gov.vn` are one site for this purpose: the last three labels under gov.vn and its
    /// like, the last two elsewhere.
    static func siteSuffix(_ host: [UInt8]) -> [UInt8] {
        let labels = host.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: true)
        guard labels.count > 2 else { return host }
        let second = labels[labels.count - 2]
        let isShared = second.count <= 3 || second.elementsEqual("info".utf8)
        return Array(labels.suffix(isShared ? 3 : 2).joined(separator: [UInt8(ascii: ".")]))
    }

    static func ends(_ host: UnsafeBufferPointer<UInt8>, with suffix: [UInt8]) -> Bool {
        guard host.count >= suffix.count, host.suffix(suffix.count).elementsEqual(suffix) else { return false }
        return host.count == suffix.count || host[host.count - suffix.count - 1] == UInt8(ascii: ".")
    }
}
