import Access
import AuditLog
import Foundation
import PlantedContent
import SQLStore
import StagedPortal
import TestDatabase
import Testing

@testable import Portals

/// Workers of several machines over one PostgreSQL, while one of them, and then the database, go away as by a power cut.
@Suite(.serialized) struct ManyWorkersTests {
    /// Portals, six different ones over and over: what an undisturbed sweep finds on one is to be found on all of its like.
    private static let portalCount = ProcessInfo.processInfo.environment["VONGGAC_FULL"] == "1" ? 30 : 12
    private static let likes = 6

    @Test func nothingIsLostDoubledOrSweptTwiceAtOnceWhenAWorkerAndThenTheDatabaseAreKilled() async throws {
        let postgres = try LocalPostgres(isDurable: true)
        defer { postgres.stop() }
        try await Self.serving { portals in
            let quiet = try await Watch(try postgres.makeDatabase(), Array(portals.prefix(Self.likes)))
            let expected = try await quiet.undisturbed()
            #expect(expected.allSatisfy { $0.count > 5 }, "\(expected.map(\.count))")
            await quiet.close()

            let watch = try await Watch(try postgres.makeDatabase(), portals)
            var workers = try (1...3).map { try watch.worker($0) }
            try await watch.waits(untilDone: Self.portalCount / 6, workers)
            _ = try workers.removeFirst().end(SIGKILL)
            try await watch.waits(untilDone: Self.portalCount / 3, workers)
            try postgres.crash()
            try await Task.sleep(for: .seconds(3))
            try postgres.restart()
            workers.append(try watch.worker(4))
            try await watch.waits(untilDone: Self.portalCount, workers)

            for worker in workers { #expect(try worker.end(SIGINT) == 0) }
            let found = try await watch.findings()
            for (number, keys) in found.enumerated() {
                let difference = keys.symmetricDifference(expected[number % Self.likes])
                #expect(difference.isEmpty, "portal \(number): \(difference.sorted().joined(separator: "\n"))")
            }
            try await watch.checkSweeps()
            await watch.close()
        }
    }

    /// Portals in this process, the same few over and over.
    private static func serving(_ body: ([ServedPortal]) async throws -> Void, _ before: [ServedPortal] = [])
        async throws
    {
        guard before.count < portalCount else { return try await body(before) }
        let number = UInt64(before.count % likes + 1)
        let options = try ServedPortal.brisk(seeds: (number * 1_000)..., maxDoorways: 3)
        try await ServedPortal.with(options) { try await serving(body, before + [$0]) }
    }
}

/// An installation with its portals.
private struct Watch {
    private let address: String
    private let store: SQLStore
    private let served: [ServedPortal]
    private let portals: [Portal]
    private let scratch: Scratch

    init(_ address: String, _ served: [ServedPortal]) async throws {
        let migrated = try Program.run(["database", "migrate", "--database", address])
        #expect(migrated.code == 0, "\(migrated.errors)")
        (self.address, self.served, scratch) = (address, served, try Scratch())
        store = try SQLStore(DatabaseAddress(address))
        let register = PortalRegister(store)
        var portals: [Portal] = []
        for (number, portal) in served.enumerated() {
            var draft = PortalDraft()
            draft.unit = 1
            draft.name = "Cổng \(number)"
            draft.home = portal.base + "/"
            draft.policy.rate = 0
            draft.policy.render = .never
            portals.append(try await register.add(draft, by: Author(.program("test"))))
            try await register.sweepNow(portals[number].id, by: Author(.program("test")))
        }
        self.portals = portals
    }

    func close() async { await store.close() }

    /// A machine of its own: state folder, key, name towards the portals.
    func worker(_ number: Int) throws -> Program.Running {
        try Program.start([
            "worker", "--database", address, "--state", "\(scratch.path)/\(number)", "--contact", "worker-\(number)",
            "--allow-address", "127.0.0.1",
        ])
    }

    func waits(untilDone count: Int, _ workers: [Program.Running]) async throws {
        let limit = ContinuousClock.now + .seconds(900)
        while ContinuousClock.now < limit {
            let done = try await store.read { db in
                try db.count("SELECT count(*) FROM portal_sweeps WHERE state = 'done'")
            }
            if done >= count { return }
            let isUp = workers.allSatisfy { $0.isRunning }
            try #require(isUp, "a worker ended by itself")
            try await Task.sleep(for: .milliseconds(100))
        }
        Issue.record("not \(count) sweeps were done in time")
    }

    func undisturbed() async throws -> [Set<String>] {
        let worker = try worker(0)
        try await waits(untilDone: served.count, [worker])
        #expect(try worker.end(SIGINT) == 0)
        return try await findings()
    }

    /// What stands in the ledger of each portal. That none is there twice shows in its length.
    func findings() async throws -> [Set<String>] {
        var all: [Set<String>] = []
        for portal in portals {
            let (id, home) = (portal.id, portal.entry.home)
            var filter = FindingFilter()
            (filter.portal, filter.state, filter.pageSize) = (id, nil, FindingFilter.maxPageSize)
            let asked = filter
            let page = try await store.read { try FindingLists.page(asked, in: $0) }
            #expect(page.findings.count == page.total)
            let keys = page.findings.map { finding in
                let views = finding.views.map(\.rawValue).joined(separator: "+")
                return "\(finding.url.replacing(home, with: "/")) \(finding.rule) \(finding.place) "
                    + "\(finding.tier.rawValue) \(finding.category) \(views) \(finding.pageCount)"
            }
            all.append(Set(keys))
            #expect(Set(keys).count == keys.count, "\(home): something is there twice")
            #expect(page.findings.allSatisfy { $0.state == .open && $0.version == 1 })
        }
        return all
    }

    /// Each portal was swept once, and by one worker at a time.
    func checkSweeps() async throws {
        for (portal, served) in zip(portals, served) {
            let sweeps = try await store.read { try PortalWatch.sweeps(of: portal.id, in: $0).sweeps }
            #expect(sweeps.map(\.state) == [.done])
            let turns = try served.wireLog().compactMap { $0.userAgent.firstMatch(of: /worker-([1-4])/)?.1 }
                .reduce(into: [Substring]()) { if $0.last != $1 { $0.append($1) } }
            // Worker 0 was the undisturbed one. Nobody asks who has not taken the job: a worker that was stopped never comes in
            // between those that went on. (One that was killed before anything stood in the journal leaves nothing to go on with.)
            let taken = try await store.read { db in
                try db.count("SELECT coalesce(sum(lease), 0) FROM jobs WHERE id = ?", sweeps.first?.job ?? 0)
            }
            #expect(!turns.isEmpty && turns.count <= taken, "\(turns)")
        }
    }
}
