import Browser
import Documents
import Evidence
import Fetching
import Glibc
import Knowledge
import Markup
import PlantedContent
import VietText

/// One call of `vonggac sweep`: knowledge, journal, door and evidence put together, then run, then told.
struct SweepSession {
    private let command: SweepCommand
    private let resources: String
    private let texts: Texts
    private let knowledge: SweepKnowledge
    private let folder: String
    private let options: SweepOptions
    /// The sweep that this one is held against.
    private let earlier: LastGoodState?

    /// - Throws: `CommandFailure`, `FileError`: before anything was asked.
    init(_ command: SweepCommand) throws {
        self.command = command
        resources = try command.knowledge.resources()
        texts = try Texts(resources: resources, room: "portals", language: command.language)
        knowledge = try SweepKnowledge(resources: resources, overlay: command.knowledge.overlayFolder)
        var options = SweepOptions(seeds: command.seeds)
        options.views = command.views.views
        options.maxPages = command.maxPages
        options.maxDuration = command.maxDuration?.duration
        options.robots = command.robots
        options.jobs = command.jobs
        options.contact = command.contact
        options.render = command.render
        self.options = options
        folder = command.out ?? Self.newFolder(command.seeds)
        let rules = knowledge.sweeping.rules
        earlier = try command.baseline.map { try LastGoodState(sweep: $0, options: options, rules: rules) }
    }

    /// A portal's papers are as large as its answers may be, and must not hold up the sweep.
    private static var documentLimits: DocumentLimits {
        var limits = DocumentLimits()
        limits.maxDocumentBytes = 16 << 20
        limits.maxUnpackedBytes = 64 << 20
        limits.maxMemoryBytes = 768 << 20
        limits.deadline = .seconds(20)
        limits.maxProcessorSeconds = 15
        limits.maxMembers = 200
        return limits
    }

    private static func newFolder(_ seeds: [WebURL]) -> String {
        let host = (seeds.first?.authority ?? "portal").map { $0.isLetter || $0.isNumber || $0 == "." ? $0 : "-" }
        return "sweep-\(String(host))-\(VietnamTime.stamp(time(nil)))"
    }

    private var journalPath: String { folder + "/journal.jsonl" }

    /// What has to be the same for a journal to be gone on with.
    private var identity: String {
        let seeds = options.seeds.map(\.text).sorted().joined(separator: " ")
        return
            "\(seeds) views=\(options.views.map(\.rawValue).joined(separator: ",")) robots=\(options.robots.rawValue)"
    }

    func run() async throws -> SweepSummary {
        try FileBytes.makeFolder(folder)
        let named = try NamedAddresses(
            seedFiles: command.seedFile, accessLogs: command.accessLog, seeds: options.seeds,
            engines: knowledge.sweeping.searchEngines)
        let (swept, map) = try await sweep(named)
        let summary = try tell(swept, map)
        // The table says it itself.
        if command.format != .table { Complaint.say("\(folder)/report.html") }
        return summary
    }

    private func sweep(_ named: NamedAddresses) async throws -> (SweepSummary, map: Frontier) {
        let journal =
            command.resume
            ? try FileJournal.resume(journalPath, sweep: identity)
            : try FileJournal.create(journalPath, sweep: identity)
        var start = SweepStart(options: options, rules: knowledge.sweeping.rules)
        if command.resume { try start.load(journal) }
        start.summary.startedAt = Timestamp.now()
        start.summary.seeds = options.seeds.map(\.text)
        start.summary.packs = knowledge.versions
        start.summary.notes += named.notes
        let key = try NodeKey.readOrCreate(try command.key ?? StateFolder.keyPath())
        let evidence = try EvidenceFolder(folder + "/evidence", budget: command.evidenceBudget << 20, key: key)
        let door = try openDoor()
        let (browser, missing) = await openBrowser(door)
        if let missing { start.summary.notes.append(missing) }
        let scope = start.frontier.scope
        let rules = knowledge.sweeping.rules
        let desk = SweepDesk(
            frontier: start.frontier, rules: rules, journal: journal, options: options,
            resumed: start.summary, toldCertificates: start.toldCertificates, progress: SweepProgress(texts: texts),
            book: start.book)
        await desk.add(named.links)
        let readers = ReaderPool(
            rules: knowledge.planted, signs: knowledge.sweeping.answers, addresses: rules, attack: knowledge.signs,
            homes: options.seeds)
        let keeper = EvidenceKeeper(evidence, packs: knowledge.versions, robots: options.robots.rawValue)
        let looker = PageLooker(
            fetcher: door, profiles: knowledge.sweeping.profiles, contact: options.contact, readers: readers,
            papers: PaperShelf(reader: DocumentReader(limits: Self.documentLimits)),
            isInside: { scope.contains($0) }, isSamePage: { rules.isSamePage($0, $1) })
        let run = SweepRun(
            options: options, desk: desk, fetcher: door, looker: looker, keeper: keeper,
            renderer: PageRenderer(browser, policy: options.render, looker: looker), earlier: earlier,
            closing: SignRun(
                knowledge: knowledge.signs, authority: command.authority, homes: options.seeds,
                visit: ProbeVisit(
                    fetcher: door, profiles: knowledge.sweeping.profiles, contact: options.contact, readers: readers),
                names: DoorNames(door: door), keeper: keeper, earlier: earlier))
        do {
            let summary = try await run.run()
            await browser?.close()
            await door.close()
            return (summary, await desk.map)
        } catch {
            await browser?.close()
            await door.close()
            throw error
        }
    }

    /// The browser, or why there is none: the sweep goes on without, and says so.
    private func openBrowser(_ door: HostileDoor) async -> (Browser?, SweepNote?) {
        guard options.render != .never else { return (nil, nil) }
        do throws(BrowserError) {
            var configuration = BrowserConfiguration()
            configuration.program = command.browser
            return (try await Browser.start(configuration, upstream: door), nil)
        } catch {
            return (nil, SweepNote("sweep.note.no-browser", ["reason": .text(error.message)]))
        }
    }

    private func openDoor() throws -> HostileDoor {
        do {
            return try HostileDoor(command.doorConfiguration())
        } catch {
            throw CommandFailure(error.message)
        }
    }

    /// Reads the journal back for the output.
    /// - Parameter map: tells what only a whole sweep knows: orphans.
    private func tell(_ summary: SweepSummary, _ map: Frontier) throws -> SweepSummary {
        let journal = try FileJournal.resume(journalPath, sweep: identity)
        let output = SweepOutput(
            texts: texts,
            reportTexts: try Texts(resources: resources, room: "portals", language: command.reportLanguage),
            resources: resources, views: options.views, form: form, target: StandardOutput(),
            usesColour: Terminal.showsColour, hardening: knowledge.hardening)
        let isWhole = summary.leftCount == 0
        return try output.write(
            summary,
            records: { each in
                try journal.load { entry in
                    guard let bytes = entry.record else { return }
                    var record = try PageRecord(decoding: bytes)
                    // A page that was not looked at may still link here.
                    record.conclude(isOrphan: isWhole && map.isOrphan(record.url))
                    try each(record)
                }
            }, folder: folder)
    }

    private var form: SweepOutput.Form {
        switch command.format {
        case .table: .table
        case .json: .json
        case .html: .html
        }
    }
}
