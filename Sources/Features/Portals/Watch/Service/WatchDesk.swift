import Jobs
package import SQLStore

/// The watch as pages ask for it.
package struct WatchDesk: Sendable {
    /// A certificate that ends sooner is told on the first page.
    private static let certificateWarning = Duration.seconds(30 * 86_400)

    private let store: SQLStore
    private let time: any TimeSource

    package init(_ store: SQLStore, time: any TimeSource = SystemTime()) {
        self.store = store
        self.time = time
    }

    /// A portal with what its page shows of it.
    struct Sheet: Sendable {
        var portal: Portal
        var running: PortalWatch.Running?
        var sweeps: [PortalSweep]
        var findings: FindingPage
        var certificates: [PortalCertificate]
        var lastGood: Moment?
    }

    /// Nil when there is none.
    func sheet(of id: Int64) async throws -> Sheet? {
        try await store.read { db in
            guard let portal = try PortalLists.portal(id, in: db) else { return nil }
            var open = FindingFilter()
            open.portal = id
            open.pageSize = 10
            return Sheet(
                portal: portal,
                running: try PortalWatch.running(units: [portal.entry.unit], limit: PortalWatch.maxPageSize, in: db)
                    .first { $0.sweep.portal == id },
                sweeps: try PortalWatch.sweeps(of: id, pageSize: 10, in: db).sweeps,
                findings: try FindingLists.page(open, in: db),
                certificates: try PortalWatch.certificates(of: id, in: db),
                lastGood: try PortalWatch.lastGoodState(of: id, in: db)?.at)
        }
    }

    func running(units: Set<Int64>?) async throws -> [PortalWatch.Running] {
        try await store.read { try PortalWatch.running(units: units, in: $0) }
    }

    /// What the first page says of findings.
    struct FindingBoard: Sendable {
        var counts: FindingCounts
        var portals: PortalCounts
        var urgent: FindingPage
        /// Of the portals of the urgent ones.
        var names: [Int64: String]
    }

    func findings(units: Set<Int64>?) async throws -> FindingBoard {
        let now = time.now()
        return try await store.read { db in
            var all = FindingFilter()
            all.units = units
            var open = all
            open.isWeakness = false
            open.pageSize = 3
            let urgent = try FindingLists.page(open, in: db)
            return FindingBoard(
                counts: try FindingLists.counts(all, in: db),
                portals: try PortalLists.counts(units: units, at: now, in: db), urgent: urgent,
                names: try PortalLists.names(Array(Set(urgent.findings.map(\.portal))), in: db))
        }
    }

    /// What the first page says of portals.
    struct PortalBoard: Sendable {
        var counts: PortalCounts
        var byUnit: [Int64: [PortalVerdict: Int]]
        var overdue: [Portal]
        var certificates: [PortalCertificate]
        /// Of the portals of the certificates.
        var names: [Int64: String]
    }

    func portals(units: Set<Int64>?) async throws -> PortalBoard {
        let now = time.now()
        return try await store.read { db in
            let certificates = try PortalWatch.certificatesEnding(
                before: now + Self.certificateWarning, units: units, in: db)
            return PortalBoard(
                counts: try PortalLists.counts(units: units, at: now, in: db),
                byUnit: try PortalWatch.verdicts(units: units, in: db),
                overdue: try PortalWatch.overdue(units: units, at: now, limit: 3, in: db), certificates: certificates,
                names: try PortalLists.names(Array(Set(certificates.map(\.portal))), in: db))
        }
    }
}

extension PortalWatch.Running {
    /// `done`, `left`, `findings`; empty while it waits for a worker, or has not told anything yet.
    var numbers: [String: Int] { worker == nil ? [:] : progress.numbers }
    var percent: Int { Int(progress.fraction * 100) }
}

extension WatchDesk {
    /// `2026-07-01T01:30:00Z`
    static func utc(_ moment: Moment) -> String { Timestamp.utc(moment.microseconds) }
}
