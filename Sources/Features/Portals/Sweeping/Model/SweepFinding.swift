package import PlantedContent

/// Something that a person has to act on: where, what kind, how sure, and which visitors meet it.
package struct SweepFinding: Sendable, Equatable, Codable {
    package var url: String
    /// `content/<category>`, `cloaking/<views>`, `redirect/<trigger>`, `tls/certificate`, `sitemap/foreign-slugs`, …
    package var rule: String
    package var tier: Tier
    package var category: String
    package var score: Double
    /// The views that met it; sorted.
    package var views: [VisitorView]
    /// Place and hiding of the worst block: `footer (display-none)`; or the step that led away.
    package var place: String
    /// What was found, as text: the block, or the chain of addresses.
    package var excerpt: String
    package var words: [String] = []
    package var block: Observation.Block?
    package var chain: [Observation.Hop] = []
    /// Nothing on the portal links to the page.
    package var isOrphan = false
    /// Identifier of the evidence bundle; nil when none was kept, and `evidenceNote` says why.
    package var evidence: String?
    package var evidenceNote: String?
    /// Pages on which a sign stands, where it is more than one.
    package var pageCount: Int?
    /// Bundles of the same sign on other pages.
    package var otherEvidence: [String]?
    /// Only a browser met it: it is there when scripts have run. Nil in journals of older programs.
    package var rendered: Bool?

    package init(
        url: String, rule: String, tier: Tier, category: String, score: Double, views: [VisitorView], place: String,
        excerpt: String
    ) {
        self.url = url
        self.rule = rule
        self.tier = tier
        self.category = category
        self.score = score
        self.views = views
        self.place = place
        self.excerpt = excerpt
    }
}

extension Tier: Codable {}

/// All that a sweep keeps of one page: its looks and what was concluded from them. Journaled once, when the last look is
/// taken; a page that was under way when the program was killed is looked at anew.
package struct PageRecord: Sendable, Equatable, Codable {
    package var url: String
    /// When the first request went out; microseconds since 1970, UTC.
    package var at: Int64
    package var looks: [Observation]
    package var findings: [SweepFinding]
    package var isOrphan = false
    /// How the page became known: `link`, `sitemap`, …
    package var sources: [String] = []
    /// Signs of attack and weaknesses that the page shows; nil for none.
    package var signs: [SweepFinding]?
    /// The page says where incidents are received; nil when it does not.
    package var hasIncidentContact: Bool?
    /// Set in records of the sweep's end, which are of no page.
    package var closing: SignClosing?

    package init(url: String, at: Int64, looks: [Observation], findings: [SweepFinding]) {
        self.url = url
        self.at = at
        self.looks = looks
        self.findings = findings
    }

    /// What only the end of a whole sweep knows: a page that nothing links to was not put there by the portal.
    package mutating func conclude(isOrphan: Bool) {
        self.isOrphan = isOrphan
        for index in findings.indices where findings[index].rule != "tls/certificate" {
            findings[index].isOrphan = isOrphan
            if isOrphan { findings[index].tier = .planted }
        }
    }

    /// The gravest verdict of all looks and findings.
    package var verdict: Tier {
        let worst = max(tellingLooks.map(\.verdict).max() ?? .unreadable, findings.map(\.tier).max() ?? .clean)
        return worst == .clean && state != .ok ? .unreadable : worst
    }

    /// Shells say nothing of a page that a browser has read.
    private var tellingLooks: [Observation] {
        guard looks.first?.needsScripts == true, looks.contains(where: { $0.isRendered }) else { return looks }
        return looks.filter(\.isRendered) + looks.filter { !$0.isRendered && !$0.needsScripts }
    }

    /// The state of the visitor's look, in a browser where it has to be; a look that could not be taken as another visitor
    /// does not make the page unread.
    package var state: PageState { tellingLooks.first?.state ?? .unreadable }
    package var reason: String? { tellingLooks.first?.reason }
    package var status: UInt16 { tellingLooks.first?.status ?? 0 }
}
