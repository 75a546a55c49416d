import PlantedContent

/// The findings of a sweep by kind, the gravest of each kept, all counted.
///
/// Memory: at most `maxPerKind` findings a kind, and there are as many kinds as there are first parts of rules.
struct FindingShelf {
    /// Gravest meaning first: what is kept from some visitors tells of intent.
    private static let order = ["cloaking", "redirect", "content", "sitemap", "tls"]

    struct Entry {
        let finding: SweepFinding
        /// Views as whom the page was read.
        let looked: Set<VisitorView>
    }

    struct Kind {
        /// First part of the rule: `content`.
        let name: String
        fileprivate(set) var plantedCount = 0
        fileprivate(set) var reviewCount = 0
        fileprivate var planted: [Entry] = []
        fileprivate var others: [Entry] = []
        fileprivate var limit = 0

        var count: Int { plantedCount + reviewCount }
        /// What was kept, planted before the rest, each in the order of the sweep.
        var entries: [Entry] { Array((planted + others).prefix(limit)) }
    }

    private let maxPerKind: Int
    private var byName: [String: Kind] = [:]
    private(set) var categoryCounts: [String: Int] = [:]
    private(set) var concealedCount = 0
    private(set) var orphanCount = 0

    init(maxPerKind: Int) { self.maxPerKind = maxPerKind }

    mutating func add(_ finding: SweepFinding, looked: Set<VisitorView>) {
        let name = Self.kind(of: finding)
        var kind = byName[name] ?? Kind(name: name, limit: maxPerKind)
        let entry = Entry(finding: finding, looked: looked)
        if finding.tier == .planted {
            kind.plantedCount += 1
            if kind.planted.count < maxPerKind { kind.planted.append(entry) }
        } else {
            kind.reviewCount += 1
            if kind.others.count < maxPerKind { kind.others.append(entry) }
        }
        byName[name] = kind
        categoryCounts[finding.category, default: 0] += 1
        if finding.isConcealed { concealedCount += 1 }
        if finding.isOrphan { orphanCount += 1 }
    }

    /// In the order in which they are told.
    var kinds: [Kind] {
        byName.values.sorted { (Self.rank($0.name), $0.name) < (Self.rank($1.name), $1.name) }
    }

    /// First part of the rule; of a sign what it is a sign of.
    static func kind(of finding: SweepFinding) -> String {
        finding.signRule?.rawValue ?? String(finding.rule.prefix { $0 != "/" })
    }

    private static func rank(_ name: String) -> Int {
        if let sign = SignRule(rawValue: name) { return order.count + (SignRule.allCases.firstIndex(of: sign) ?? 0) }
        return order.firstIndex(of: name) ?? order.count
    }
}

extension SweepFinding {
    /// Kept from some visitors, or from the eyes of all.
    var isConcealed: Bool { rule.hasPrefix("cloaking/") || block?.hidden.isEmpty == false }
}
