import Browser
import Documents
import Evidence
import Fetching
import Markup
import Unpack

/// One sweep with all that it needs, put together once for the command and for the job.
struct SweepEngine: Sendable {
    let knowledge: SweepKnowledge
    var options: SweepOptions
    var door: HostileDoorConfiguration
    /// Chromium's program; nil for Debian's.
    var browserProgram: String?
    var evidence: (any EvidenceStore)?
    var papers = DocumentReader(limits: SweepEngine.documentLimits)
    /// Who authorised probes; nil for none.
    var authority: String?
    /// The portal as an earlier sweep saw it.
    var earlier: LastGoodState?
    var stop = SweepStop.never

    /// What a sweep came to, and what it knows of the portal's addresses.
    struct Outcome: Sendable {
        var summary: SweepSummary
        let map: Frontier

        /// The page of an entry of the journal, with what only a whole sweep knows of it.
        /// - Returns: nil for an entry of no page.
        /// - Throws: `DecodingError` for a record of another version.
        func record(of entry: JournalEntry) throws -> PageRecord? {
            guard let bytes = entry.record else { return nil }
            var record = try PageRecord(decoding: bytes)
            // A page that was not looked at may still link here.
            record.conclude(isOrphan: summary.leftCount == 0 && map.isOrphan(record.url))
            return record
        }
    }

    /// A portal's papers are as large as its answers may be, and must not hold up the sweep.
    static var documentLimits: DocumentLimits {
        var limits = DocumentLimits()
        limits.maxDocumentBytes = 16 << 20
        limits.maxUnpackedBytes = 64 << 20
        limits.maxMemoryBytes = 768 << 20
        limits.deadline = .seconds(20)
        limits.maxProcessorSeconds = 15
        limits.maxMembers = 200
        return limits
    }

    /// Sweeps, and returns when everything is in the journal.
    /// - Parameters:
    ///   - resumes: goes on with what stands in the journal.
    ///   - named: addresses from outside, and what is to be said of them.
    /// - Throws: `CommandFailure` when the door cannot be opened; what the journal throws.
    func run(
        _ journal: any SweepJournal, resumes: Bool, named: [FoundLink] = [], notes: [SweepNote] = [],
        progress: (any SweepTelling)? = nil
    ) async throws -> Outcome {
        var start = SweepStart(options: options, rules: knowledge.sweeping.rules)
        if resumes { try await start.load(journal) }
        start.summary.startedAt = Timestamp.now()
        start.summary.seeds = options.seeds.map(\.text)
        start.summary.packs = knowledge.versions
        start.summary.notes += notes
        let door = try openDoor()
        let (browser, missing) = await openBrowser(door)
        if let missing { start.summary.notes.append(missing) }
        let desk = SweepDesk(
            frontier: start.frontier, rules: knowledge.sweeping.rules, journal: journal, options: options,
            resumed: start.summary, toldCertificates: start.toldCertificates, progress: progress, book: start.book,
            stop: stop)
        await desk.add(named)
        do {
            let summary = try await sweepRun(desk, scope: start.frontier.scope, door, browser).run()
            await browser?.close()
            await door.close()
            return Outcome(summary: summary, map: await desk.map)
        } catch {
            await browser?.close()
            await door.close()
            throw error
        }
    }

    private func sweepRun(_ desk: SweepDesk, scope: SweepScope, _ door: HostileDoor, _ browser: Browser?) -> SweepRun {
        let rules = knowledge.sweeping.rules
        let profiles = knowledge.sweeping.profiles.introduced(contact: options.contact)
        let readers = ReaderPool(
            rules: knowledge.planted, signs: knowledge.sweeping.answers, addresses: rules, attack: knowledge.signs,
            homes: options.seeds)
        let keeper = evidence.map {
            EvidenceKeeper($0, packs: knowledge.versions, robots: options.robots.rawValue)
        }
        let looker = PageLooker(
            fetcher: door, profiles: profiles, readers: readers,
            papers: PaperShelf(reader: papers), isInside: { scope.contains($0) },
            isSamePage: { rules.isSamePage($0, $1) })
        return SweepRun(
            options: options, desk: desk, fetcher: door, looker: looker, keeper: keeper,
            renderer: PageRenderer(browser, policy: options.render, looker: looker), earlier: earlier,
            closing: SignRun(
                knowledge: knowledge.signs, authority: authority, homes: options.seeds,
                visit: ProbeVisit(fetcher: door, profiles: profiles, readers: readers),
                names: DoorNames(door: door), keeper: keeper, earlier: earlier))
    }

    /// The browser, or why there is none: the sweep goes on without, and says so.
    private func openBrowser(_ door: HostileDoor) async -> (Browser?, SweepNote?) {
        guard options.render != .never else { return (nil, nil) }
        do throws(BrowserError) {
            var configuration = BrowserConfiguration()
            configuration.program = browserProgram
            return (try await Browser.start(configuration, upstream: door), nil)
        } catch {
            return (nil, SweepNote("sweep.note.no-browser", ["reason": .text(error.message)]))
        }
    }

    private func openDoor() throws -> HostileDoor {
        do {
            return try HostileDoor(door)
        } catch {
            throw CommandFailure(error.message)
        }
    }
}

extension HostileDoorConfiguration {
    /// The door of a sweep, with its politeness and its bounds.
    /// - Parameters:
    ///   - rate: requests per second and host; 0 for no limit.
    ///   - width: requests under way at the same time.
    static func sweeping(rate: Double, width: Int) -> HostileDoorConfiguration {
        var door = HostileDoorConfiguration()
        door.requestsPerSecondPerHost = rate > 0 ? rate : nil
        // Portals that share a server share its patience.
        door.requestsPerSecondPerAddress = rate > 0 ? rate * 2 : nil
        door.maxConnectionsPerHost = rate > 0 ? min(width, 4) : width
        door.maxConcurrent = width
        // Without a rate the portal is one's own, and need not be waited for.
        if rate == 0 { door.backOff = BackOff(retries: 1, maxRetryAfter: .seconds(2)) }
        door.maxBodyBytes = 4 << 20
        door.unpackLimits = UnpackLimits(maxOutputBytes: 8 << 20)
        door.firstByteDeadline = .seconds(15)
        door.totalDeadline = .seconds(30)
        return door
    }
}
