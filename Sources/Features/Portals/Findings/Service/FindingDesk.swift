package import SQLStore

/// The ledger as pages ask for it.
package struct FindingDesk: Sendable {
    private let store: SQLStore
    private let time: any TimeSource

    package init(_ store: SQLStore, time: any TimeSource = SystemTime()) {
        self.store = store
        self.time = time
    }

    /// Findings, the portals that they are of, and how many stand where.
    func page(_ filter: FindingFilter) async throws -> (
        page: FindingPage, counts: FindingCounts, names: [Int64: String]
    ) {
        try await store.read { db in
            let page = try FindingLists.page(filter, in: db)
            let names = try PortalLists.names(Array(Set(page.findings.map(\.portal))), in: db)
            return (page, try FindingLists.counts(filter, in: db), names)
        }
    }

    func counts(_ filter: FindingFilter) async throws -> FindingCounts {
        try await store.read { try FindingLists.counts(filter, in: $0) }
    }

    /// Nil when there is none.
    func detail(_ id: Int64) async throws -> (detail: FindingDetail, portal: Portal)? {
        try await store.read { db in
            guard let detail = try FindingLists.detail(id, in: db),
                let portal = try PortalLists.portal(detail.finding.portal, in: db)
            else { return nil }
            return (detail, portal)
        }
    }

    /// How many there are, up to a thousand: what a menu shows.
    func openCount(_ filter: FindingFilter) async throws -> Int {
        try await store.read { try FindingLists.count(filter, atMost: 1_000, in: $0) }
    }

    /// Rules of the portals of these units, and those of the whole province.
    func rules(units: Set<Int64>?) async throws -> (rules: [FindingRule], names: [Int64: String]) {
        let now = time.now()
        return try await store.read { db in
            let rules = try FindingLists.rules(units: units, isLive: nil, at: now, in: db)
            return (rules, try PortalLists.names(Array(Set(rules.compactMap(\.portal))), in: db))
        }
    }

    /// A year from now: the longest that a rule may live; and what it is given where nothing else is said.
    func expiry(days: Int) -> Moment { time.now() + .seconds(days * 86_400) }
}
