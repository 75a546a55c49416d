package import Documents
import Evidence
package import Fetching
import Foundation
package import Jobs
import Markup
package import Patterns
import SQLStore

/// How the machine sweeps, whatever the portal.
package struct PortalSweepOptions: Sendable {
    /// Whom a portal's people can ask; stands in the user agent.
    package var contact = "ask the body that runs this portal"
    /// Pages under way at the same time, in one sweep.
    package var width = 8
    /// After this no page is begun.
    package var maxDuration = Duration.seconds(6 * 3_600)
    /// Internal addresses that sweeps may ask: for the demonstration's portals.
    package var allowedAddresses: [AddressOpening] = []
    package var resolver: Endpoint?
    package var proxy: WebProxy?
    /// Local address that requests are sent from.
    package var sourceAddress: IPAddress?
    /// Chromium's program; nil for Debian's.
    package var browserProgram: String?
    /// Reads papers; nil for this program.
    package var papers: DocumentReader?

    package init() {}
}

/// Sweeps one portal: goes on with its journal after a crash, and writes all that came of it in the transaction that ends the job.
package struct PortalSweepJob: JobHandler {
    package let kind = JobKind.portalSweep

    private let store: SQLStore
    private let knowledge: SweepKnowledge
    private let evidence: (any EvidenceStore)?
    private let options: PortalSweepOptions
    private let time: any TimeSource
    private let schedules: SweepSchedules
    /// Earlier pages that one sweep looks at again, beside those that it finds.
    private static let maxWatched = 2_000

    init(
        _ store: SQLStore, knowledge: SweepKnowledge, evidence: (any EvidenceStore)?, options: PortalSweepOptions,
        time: any TimeSource
    ) {
        self.store = store
        self.knowledge = knowledge
        self.evidence = evidence
        self.options = options
        self.time = time
        schedules = SweepSchedules(store, time: time)
    }

    package func run(_ job: JobContext) async throws -> String? {
        let order = try job.decode(SweepOrder.self)
        guard let portal = try await store.read({ try PortalRows.portal(order.portal, in: $0) }) else {
            throw JobFailure.permanent("there is no portal \(order.portal)")
        }
        guard portal.state == .active else { return "retired" }
        let now = time.now()
        let begun = try await job.write { db in
            try SweepRows.begin(portal: portal.id, job: job.id, at: now, in: db)
        }
        do {
            return try await sweep(portal, begun, job)
        } catch {
            await noteEnd(of: begun, job, error)
            throw error
        }
    }

    private func sweep(_ portal: Portal, _ begun: SweepRows.Begun, _ job: JobContext) async throws -> String {
        let (stored, earlier) = try await store.read { db in
            (try FindingRows.stored(of: portal.id, in: db), try SweepRows.goodState(of: portal.id, in: db))
        }
        let wanted = FindingLedger.pages(of: stored)
        var engine = try engine(portal, watched: wanted, stop: SweepStop { job.isCancelled })
        engine.earlier = earlier
        let (journal, isResumed) = try await journal(begun, job)
        let links = wanted.sorted().prefix(Self.maxWatched).compactMap { WebURL($0) }.map { FoundLink($0, .seedFile) }
        let outcome = try await engine.run(
            journal, resumes: isResumed, named: links, progress: JobProgressTelling(job))
        // Broken off, and not at an end: whoever goes on finds the journal.
        if job.isCancelled { throw CancellationError() }
        let result = try await SweepResult(
            outcome, sweep: begun.id, portal: portal.id, wanted: wanted, journal: journal)
        let (schedules, now) = (schedules, time.now())
        try await job.finish("\(result.summary.pageCount) pages, \(result.sight.findings.count) findings") { db in
            try result.write(at: now, schedules, in: db)
        }
        return ""
    }

    private func engine(_ portal: Portal, watched: Set<String>, stop: SweepStop) throws -> SweepEngine {
        let policy = portal.entry.policy
        guard let home = PortalAddress(portal.entry.home)?.url else {
            throw JobFailure.permanent("the portal \(portal.id) has no address")
        }
        let others = portal.entry.extraHosts.compactMap { WebURL("\(home.scheme.rawValue)://\($0)/") }
        var sweep = SweepOptions(seeds: [home] + others)
        sweep.views = policy.views
        sweep.maxPages = policy.maxPages
        sweep.maxDuration = options.maxDuration
        sweep.robots = policy.robots
        sweep.render = policy.render
        sweep.jobs = options.width
        sweep.contact = options.contact
        sweep.watched = watched
        var door = HostileDoorConfiguration.sweeping(rate: policy.rate, width: options.width)
        door.allowedAddresses = options.allowedAddresses
        door.resolver = options.resolver
        door.proxy = options.proxy
        door.sourceAddress = options.sourceAddress
        var engine = SweepEngine(knowledge: knowledge, options: sweep, door: door)
        engine.browserProgram = options.browserProgram
        engine.evidence = evidence
        engine.authority = portal.entry.probeAuthority.isEmpty ? nil : portal.entry.probeAuthority
        engine.stop = stop
        if let papers = options.papers { engine.papers = papers }
        return engine
    }

    /// The sweep's journal, and whether there is something in it to go on with. One that another version of the program wrote is
    /// thrown away: the sweep begins anew.
    private func journal(_ begun: SweepRows.Begun, _ job: JobContext) async throws -> (DatabaseJournal, Bool) {
        let journal = DatabaseJournal(store, sweep: begun.id, next: begun.next) { try await job.write($0) }
        guard begun.isResumed else { return (journal, false) }
        do {
            try await journal.load { if let record = $0.record { _ = try PageRecord(decoding: record) } }
            return (journal, true)
        } catch  where error is DecodingError || error is JournalError {
            try await job.write { try SweepRows.discard(begun.id, in: $0) }
            return (journal, false)
        }
    }

    /// Says of the sweep what will not be gone on with: somebody cancelled the job, or this was its last attempt.
    private func noteEnd(of begun: SweepRows.Begun, _ job: JobContext, _ error: any Error) async {
        let (id, number, now) = (job.id, begun.id, time.now())
        let isForGood = Self.isForGood(error) || job.record.attempt >= job.record.maxAttempts
        // Grouped: such a write is not of this task, which may be cancelled.
        _ = try? await store.writeGrouped { db in
            guard let record = try JobList.job(id, in: db), record.leaseOwner == job.record.leaseOwner else { return }
            let state: PortalSweep.State = record.isCancelRequested ? .interrupted : .failed
            guard record.isCancelRequested || isForGood && !(error is CancellationError) else { return }
            try SweepRows.settle(SQL("id = ?", number), state, at: now, in: db)
        }
    }

    private static func isForGood(_ error: any Error) -> Bool {
        if case JobFailure.permanent = error { true } else { false }
    }
}

/// Tells the queue how far a sweep is.
private struct JobProgressTelling: SweepTelling {
    private let job: JobContext

    init(_ job: JobContext) { self.job = job }

    func show(done: Int, left: Int, findings: Int) {
        job.report(
            JobProgress(
                Double(done) / Double(max(done + left, 1)), note: "portal.sweeping.text",
                numbers: ["done": done, "left": left, "findings": findings]))
    }

    func clear() {}
}
