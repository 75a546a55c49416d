import Evidence
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
        options.contact = command.door.contact
        options.render = command.render
        self.options = options
        folder = command.out ?? Self.newFolder(command.seeds)
        let rules = knowledge.sweeping.rules
        earlier = try command.baseline.map { try LastGoodState(sweep: $0, options: options, rules: rules) }
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
        let summary = try tell(try await sweep(named))
        // The table says it itself.
        if command.format != .table { Complaint.say("\(folder)/report.html") }
        return summary
    }

    /// The journal is let go of at the end, so that it can be read.
    private func sweep(_ named: NamedAddresses) async throws -> SweepEngine.Outcome {
        let journal =
            command.resume
            ? try FileJournal.resume(journalPath, sweep: identity)
            : try FileJournal.create(journalPath, sweep: identity)
        let key = try NodeKey.readOrCreate(try command.key ?? StateFolder.keyPath())
        let evidence = try EvidenceFolder(folder + "/evidence", budget: command.evidenceBudget << 20, key: key)
        var engine = SweepEngine(
            knowledge: knowledge, options: options,
            door: command.door.configuration(rate: command.rate, width: command.jobs))
        engine.browserProgram = command.door.browser
        engine.evidence = evidence
        engine.authority = command.authority
        engine.earlier = earlier
        engine.stop = .interrupt
        return try await engine.run(
            journal, resumes: command.resume, named: named.links, notes: named.notes,
            progress: SweepProgress(texts: texts))
    }

    private func tell(_ outcome: SweepEngine.Outcome) throws -> SweepSummary {
        let journal = try FileJournal.resume(journalPath, sweep: identity)
        let output = SweepOutput(
            texts: texts,
            reportTexts: try Texts(resources: resources, room: "portals", language: command.reportLanguage),
            resources: resources, views: options.views, form: form, target: StandardOutput(),
            usesColour: Terminal.showsColour, hardening: knowledge.hardening)
        return try output.write(
            outcome.summary,
            records: { each in
                try journal.load { entry in
                    if let record = try outcome.record(of: entry) { try each(record) }
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
