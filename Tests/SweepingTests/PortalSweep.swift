import BuiltProgram
import Documents
import Fetching
import Markup
import StagedPortal
import Testing

@testable import Portals

/// One whole sweep of a demo portal in this process, and what it left: with the lists that tell of the portal's orphans, a
/// journal on the disk, and the records read back from it as the command does.
struct PortalSweep {
    static let origin = "http://127.0.0.1:8080"

    private(set) var portal: DemoPortal
    private(set) var records: [String: PageRecord] = [:]
    private(set) var summary = SweepSummary()
    private var frontier: Frontier

    /// - Throws: what the journal throws.
    static func take(_ options: PortalOptions, jobs: Int = 4) async throws -> PortalSweep {
        let knowledge = try #require(Shipped.knowledge)
        let portal = try Shipped.portal(options)
        let scratch = try Scratch()
        var sweep = SweepOptions(seeds: [try #require(WebURL(origin + "/"))])
        sweep.jobs = jobs
        let named = try NamedAddresses(
            seedFiles: [scratch.write("seeds.txt", portal.seedList(base: origin))],
            accessLogs: [scratch.write("access.log", portal.accessLog())], seeds: sweep.seeds,
            engines: knowledge.sweeping.searchEngines)
        let path = scratch.path + "/journal.jsonl"
        let summary = try await run(portal, knowledge, sweep, named.links, path)
        return try PortalSweep(portal, sweep, knowledge, summary, path)
    }

    /// The journal is let go of at the end, so that it can be read.
    private static func run(
        _ portal: DemoPortal, _ knowledge: SweepKnowledge, _ options: SweepOptions, _ links: [FoundLink], _ path: String
    ) async throws -> SweepSummary {
        let rules = knowledge.sweeping.rules
        let start = SweepStart(options: options, rules: rules)
        let scope = start.frontier.scope
        let fetcher = PortalFetcher(portal, origin: origin)
        let desk = SweepDesk(
            frontier: start.frontier, rules: rules, journal: try FileJournal.create(path, sweep: ""), options: options,
            resumed: start.summary, toldCertificates: [], progress: nil)
        await desk.add(links)
        let looker = PageLooker(
            fetcher: fetcher, profiles: knowledge.sweeping.profiles,
            readers: ReaderPool(
                rules: knowledge.planted, signs: knowledge.sweeping.answers, addresses: rules),
            papers: PaperShelf(reader: DocumentReader(executable: BuiltProgram.path)),
            isInside: { scope.contains($0) }, isSamePage: { rules.isSamePage($0, $1) })
        return try await SweepRun(options: options, desk: desk, fetcher: fetcher, looker: looker, keeper: nil).run()
    }

    private init(
        _ portal: DemoPortal, _ options: SweepOptions, _ knowledge: SweepKnowledge, _ summary: SweepSummary,
        _ path: String
    ) throws {
        self.portal = portal
        self.summary = summary
        var replay = SweepStart(options: options, rules: knowledge.sweeping.rules)
        try FileJournal.resume(path, sweep: "").load { try replay.take($0) }
        frontier = replay.frontier
        try FileJournal.resume(path, sweep: "").load { entry in
            guard let bytes = entry.record else { return }
            var record = try PageRecord(decoding: bytes)
            record.conclude(isOrphan: replay.frontier.isOrphan(record.url))
            records[record.url] = record
        }
    }

    /// The record of a path of the portal; nil when it was never looked at.
    func record(of path: String) -> PageRecord? {
        WebURL(Self.origin + path).flatMap { records[frontier.canonical($0)] }
    }
}
