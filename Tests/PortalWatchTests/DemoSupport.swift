import BuiltProgram
import Documents
import Evidence
import Fetching
import Foundation
import Jobs
import Knowledge
import SQLStore
import StagedPortal
import Testing

@testable import Portals

/// The data folder of the working copy.
let resources = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Resources").path

/// Demo portals on loopback, and the handler that sweeps them.
struct Demo {
    static let material: Material? = try? Material(resources: resources)
    static let knowledge: SweepKnowledge? = try? SweepKnowledge(resources: resources, overlay: nil)

    /// Serves while the body runs.
    static func serving(_ seeds: [UInt64], _ body: ([PortalServer]) async throws -> Void) async throws {
        var servers: [PortalServer] = []
        do {
            for seed in seeds {
                let options = PortalOptions(seed: seed, hasBurdens: false, maxDoorways: 30)
                let portal = DemoPortal(options, material: try #require(material))
                servers.append(try await PortalServer(portal, host: "127.0.0.1", port: 0))
            }
            try await body(servers)
        } catch {
            for server in servers { await server.stop() }
            throw error
        }
        for server in servers { await server.stop() }
    }

    /// Small portals while the body runs.
    static func small(_ count: Int, isClean: Bool = false, _ body: ([SmallSite]) async throws -> Void) async throws {
        let sites = try (0..<count).map { _ in try SmallSite(isClean: isClean) }
        defer { for site in sites { site.stop() } }
        try await body(sites)
    }

    static func draft(_ baseURL: String, maxPages: Int = 1_000) -> PortalDraft {
        var draft = WatchTest.draft("Cổng \(baseURL)", baseURL + "/")
        draft.policy.rate = 0
        draft.policy.render = .never
        draft.policy.views = [.visitor, .crawler]
        draft.policy.maxPages = maxPages
        return draft
    }

    static func handler(
        _ test: WatchTest, _ baseURLs: [String], evidence: (any EvidenceStore)? = nil
    ) throws -> PortalSweepJob {
        var options = PortalSweepOptions()
        options.allowedAddresses = baseURLs.compactMap { AddressOpening($0.dropFirst("http://".count)) }
        options.width = 4
        options.papers = DocumentReader(executable: BuiltProgram.path)
        return PortalSweepJob(
            test.store, knowledge: try #require(knowledge), evidence: evidence, options: options, time: test.time)
    }

    /// A runner that looks often.
    static func runner(_ test: WatchTest, _ handler: any JobHandler, name: String = "w") throws -> JobRunner {
        var options = JobRunnerOptions()
        options.poll = .milliseconds(20)
        options.reportEvery = .milliseconds(20)
        options.renewEvery = .milliseconds(50)
        return try JobRunner(test.store, handlers: [handler], name: name, options: options, time: test.time)
    }

    /// Runs the runners while the body runs, and ends them in good order.
    static func running(_ runners: [JobRunner], _ body: () async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for runner in runners { group.addTask { await runner.run() } }
            do {
                try await body()
            } catch {
                group.cancelAll()
                throw error
            }
            group.cancelAll()
        }
    }

    /// Looks until it is so. The limit only ends a test that would never end.
    static func eventually(
        _ what: String, sourceLocation: SourceLocation = #_sourceLocation, _ isSo: () async throws -> Bool
    ) async throws {
        let limit = ContinuousClock.now + .seconds(120)
        while ContinuousClock.now < limit {
            if try await isSo() { return }
            try await Task.sleep(for: .milliseconds(5))
        }
        Issue.record("never: \(what)", sourceLocation: sourceLocation)
        throw CancellationError()
    }
}

extension WatchTest {
    func sweeps(_ portal: Portal) async throws -> [PortalSweep] {
        try await store.read { try PortalWatch.sweeps(of: portal.id, in: $0).sweeps }
    }

    func count(_ text: StaticString) async throws -> Int { try await store.read { try $0.count(SQL(text)) } }

    /// Orders a sweep and waits for its end.
    @discardableResult
    func sweepNow(_ portal: Portal) async throws -> PortalSweep {
        let job = try await register.sweepNow(portal.id, by: WatchTest.author)
        try await Demo.eventually("the sweep ends") {
            let record = try await store.read { try JobList.job(job.id, in: $0) }
            if record?.state == .failed { Issue.record("\(record?.error ?? "")") }
            return record?.ended != nil
        }
        return try #require(try await sweeps(portal).first { $0.job == job.id })
    }

    /// What stands in the ledger, without numbers and times.
    func ledger(_ portal: Portal) async throws -> Set<String> {
        var filter = WatchTest.all
        filter.portal = portal.id
        filter.pageSize = FindingFilter.maxPageSize
        let found = try await findings(filter)
        let home = portal.entry.home
        return Set(
            found.map {
                "\($0.rule) \($0.place) \($0.url.replacing(home, with: "/")) \($0.pageCount) \($0.state.rawValue)"
            })
    }
}
