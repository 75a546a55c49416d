import PlantedContent

/// One thing that a sweep found, with all pages on which it stands.
package struct SeenFinding: Sendable, Equatable {
    /// Pages that are kept of one that stands on many.
    package static let maxPages = 50
    static let maxEvidence = 5

    package let identity: FindingIdentity
    /// Its gravest occurrence.
    package private(set) var finding: SweepFinding
    /// The first ones, in the order of the sweep.
    package private(set) var pages: [String]
    package private(set) var pageCount = 1
    /// Bundles of further occurrences.
    package private(set) var otherEvidence: [String] = []

    init(_ finding: SweepFinding, identity: FindingIdentity) {
        self.identity = identity
        self.finding = finding
        pages = [finding.url]
        otherEvidence = finding.otherEvidence ?? []
    }

    /// The same on another page, or again on one that is known.
    mutating func add(_ other: SweepFinding) {
        let isKnown = pages.contains(other.url)
        if !isKnown {
            pageCount += 1
            if pages.count < Self.maxPages { pages.append(other.url) }
        }
        let bundles = [finding.evidence, other.evidence].compactMap { $0 } + otherEvidence
        if Self.rank(other) > Self.rank(finding) || Self.rank(other) == Self.rank(finding) && isNamedEasier(other) {
            finding = other
        }
        finding.evidence = finding.evidence ?? bundles.first
        otherEvidence = Array(Set(bundles).subtracting([finding.evidence ?? ""]).sorted().prefix(Self.maxEvidence))
    }

    private static func rank(_ finding: SweepFinding) -> (Tier, Double) { (finding.tier, finding.score) }

    /// Of several pages the one with the shortest address, then the first by the alphabet: the same after every sweep.
    private func isNamedEasier(_ other: SweepFinding) -> Bool {
        (other.url.utf8.count, other.url) < (finding.url.utf8.count, finding.url)
    }

    /// Domains that it leads visitors to, where that is all that it does; empty for everything else.
    var outboundHosts: [String] {
        if finding.rule.hasPrefix("redirect/") { return finding.chain.last.map { [$0.host] } ?? [] }
        guard finding.rule == "cloaking/difference" else { return [] }
        return finding.excerpt.split(separator: ",").map { $0.filter { $0 != " " } }
    }

    /// Where people look first: what is planted before what is doubtful, attacks before weaknesses, what is hidden before what
    /// everybody sees. 0 to 20.
    var gravity: Int {
        var gravity = finding.category == "weakness" ? 0 : 10
        if finding.tier == .planted { gravity += 5 }
        if finding.isConcealed { gravity += 3 }
        if finding.isOrphan { gravity += 2 }
        return gravity
    }
}
