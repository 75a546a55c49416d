import Fetching
import Markup
import PlantedContent

/// The sweep's one desk: hands out what is to be fetched, takes in what came back, and writes the journal.
///
/// Everything is journaled in batches: while one batch goes to the disk the next one gathers. A page counts as looked at
/// when its batch is written.
actor SweepDesk {
    /// What a worker does next.
    enum Job: Sendable {
        case errand(Errand)
        case page(PageTask, PageInterest)
    }

    /// Pages of one kind that are looked at as every visitor, before only every tenth is.
    static let fullSample = 100
    /// Answers in a row with which a host says that it will not be swept.
    static let blockedStreak = 25
    static let maxRobotsNotes = 200

    private var frontier: Frontier
    private let journal: any SweepJournal
    private let options: SweepOptions
    private let rules: FrontierRules
    private let clock = ContinuousClock()
    private let start: ContinuousClock.Instant
    private(set) var summary: SweepSummary
    private var progress: (any SweepTelling)?
    nonisolated let stop: SweepStop

    private var pending: [JournalEntry] = []
    private var isWriting = false
    private var failure: (any Error)?
    private var underWay = 0
    private var waiting: [CheckedContinuation<Void, Never>] = []
    private var sampled: [String: Int] = [:]
    private var streaks: [String: Int] = [:]
    private var ending: SweepSummary.Ending?
    private var provedSigns: [String: Int] = [:]
    /// What the end of the sweep is judged by.
    private(set) var book: SignBook
    private var certificateOrigins: Set<String> = []
    /// Origins whose certificate was told as a finding.
    private var toldCertificates: Set<String>

    init(
        frontier: Frontier, rules: FrontierRules, journal: any SweepJournal, options: SweepOptions,
        resumed: SweepSummary, toldCertificates: Set<String>, progress: (any SweepTelling)?,
        book: SignBook = SignBook(),
        stop: SweepStop = .never
    ) {
        self.stop = stop
        self.book = book
        self.frontier = frontier
        self.rules = rules
        self.journal = journal
        self.options = options
        self.progress = progress
        summary = resumed
        self.toldCertificates = toldCertificates
        start = clock.now
    }

    // MARK: handing out

    /// Waits while others may still bring news; nil when the sweep is over.
    func next() async -> Job? {
        while true {
            if failure != nil { return nil }
            if let job = takeNext() {
                underWay += 1
                return job
            }
            guard underWay > 0 else {
                wakeAll()
                return nil
            }
            await withCheckedContinuation { waiting.append($0) }
        }
    }

    private func takeNext() -> Job? {
        guard !isOver() else { return nil }
        if let errand = frontier.nextErrand() { return .errand(errand) }
        while let task = frontier.next() {
            if let host = WebURL(task.url)?.host, streaks[host, default: 0] >= Self.blockedStreak {
                // It stays handed out, so it counts as left, and is asked again when the sweep goes on.
                continue
            }
            return .page(task, interest(task))
        }
        return nil
    }

    private func isOver() -> Bool {
        if ending != nil { return true }
        if stop.isAsked {
            ending = .interrupted
        } else if let limit = options.maxDuration, start.duration(to: clock.now) >= limit {
            ending = .maxDuration
        }
        return ending != nil
    }

    private func interest(_ task: PageTask) -> PageInterest {
        var interest = PageInterest()
        let ways = frontier.ways(of: task.url)
        interest.isOrphan = ways.isDisjoint(with: [.init(.link), .init(.frame), .init(.redirect), .init(.seed)])
        if let url = WebURL(task.url) {
            interest.isUpload = isUpload(url.path)
            interest.hasForeignSlug = SlugScript(url).isForeign
        }
        let kind = stratum(task.url)
        sampled[kind, default: 0] += 1
        interest.isSampled =
            options.watched.contains(task.url) || sampled[kind, default: 0] <= Self.fullSample
            || task.url.utf8.reduce(0) { $0 &+ Int($1) } % 10 == 0
        return interest
    }

    /// What a page is a sample of: its template within its section; the values of a filter form make no new kind.
    private func stratum(_ url: String) -> String {
        let section = url.split(separator: "/", maxSplits: 3).dropFirst(2).first ?? ""
        let template = frontier.template(of: url)
        return section.prefix { $0 != "?" } + " " + template.prefix { $0 != "?" }
    }

    private func isUpload(_ path: String) -> Bool {
        path.split(separator: "/").dropLast().contains { rules.uploadFolders.contains($0.lowercased()) }
    }

    // MARK: taking in

    /// - Parameter record: what is wrong with the document itself, if anything is.
    func finish(_ errand: Errand, _ events: [SweepEvent], record: PageRecord? = nil) async {
        take(events, record: record.flatMap(encode))
        if let record { summary.add(record) }
        underWay -= 1
        wakeAll()
        await write()
    }

    /// The news that a frontier of now has in a list from outside.
    func add(_ links: [FoundLink]) async {
        if let event = frontier.news(in: links, on: nil) { take([event]) }
        await write()
    }

    /// - Parameter answers: whose links are news, in the order of the looks.
    func finish(_ task: PageTask, _ record: PageRecord, links: [FoundLink], outcome: PageOutcome) async {
        var record = record
        record.sources = frontier.ways(of: task.url).all.map(\.rawValue)
        record.findings.removeAll { $0.rule == CertificateFinding.rule && !toldCertificates.insert($0.url).inserted }
        let news = frontier.news(in: links, on: task.url)
        take((news.map { [$0] } ?? []) + [.observed(task, outcome)], record: encode(record))
        summary.add(record)
        book.add(record)
        note(record)
        underWay -= 1
        wakeAll()
        progress?.show(
            done: summary.pageCount - summary.resumedPageCount, left: frontier.counts.open,
            findings: summary.findingCount)
        await write()
    }

    /// The places of those signs that evidence is to be kept of: what stands on every page is proved by a few.
    func wantingEvidence(_ signs: [SweepFinding]) -> [Int] {
        signs.indices.filter { index in
            guard signs[index].isConfirmedSign || signs[index].isAttackSign else { return false }
            let key = SignSheet.key(of: signs[index])
            provedSigns[key, default: 0] += 1
            return provedSigns[key, default: 0] <= SignSheet.maxEvidence
        }
    }

    /// What the end of the sweep adds, of no page.
    func add(_ record: PageRecord) async {
        take([], record: encode(record))
        summary.add(record)
        book.add(record)
        await write()
    }

    /// Whether everything that was known has been looked at.
    var isDrained: Bool { ending == nil && frontier.counts.open == 0 && frontier.inFlightCount == 0 }

    /// A look that was broken off: the page is asked again when the sweep goes on.
    func giveBack(_ task: PageTask) {
        underWay -= 1
        wakeAll()
    }

    func count(requests: Int, bytes: Int) {
        summary.requestCount += requests
        summary.byteCount += bytes
    }

    func note(_ note: SweepNote) {
        if summary.notes.count < 200 { summary.notes.append(note) }
    }

    /// Version and certificate of an origin, once.
    func note(_ tls: TLSReport, of origin: String) {
        guard summary.certificates.count < 200, certificateOrigins.insert(origin).inserted else { return }
        summary.certificates.append(CertificateNote.line(origin, tls))
        if let own = tls.chain.first {
            summary.certificateFacts.append(CertificateFact(origin: origin, tls: tls, certificate: own))
        }
    }

    /// Where a host's name led, the first time.
    func note(address: String, of host: String) {
        if summary.addresses.count < 200, summary.addresses[host] == nil { summary.addresses[host] = address }
    }

    func news(inRobots robots: RobotsRules, of origin: String) -> [SweepEvent] {
        frontier.news(inRobots: robots, of: origin)
    }

    func news(pages: [WebURL], sitemaps: [WebURL], in errand: Errand) -> [SweepEvent] {
        frontier.news(pages: pages, sitemaps: sitemaps, in: errand)
    }

    private func take(_ events: [SweepEvent], record: [UInt8]? = nil) {
        for event in events { frontier.apply(event) }
        pending.append(JournalEntry(events: events, record: record))
    }

    private func encode(_ record: PageRecord) -> [UInt8]? {
        do {
            return try record.encoded()
        } catch {
            failure = error
            return nil
        }
    }

    private func note(_ record: PageRecord) {
        guard let host = WebURL(record.url)?.host else { return }
        let isRefused = record.state == .blocked && record.reason != "login" && record.findings.isEmpty
        streaks[host] = isRefused ? streaks[host, default: 0] + 1 : 0
        if streaks[host] == Self.blockedStreak {
            note(SweepNote("sweep.note.refusals", ["host": .text(host), "n": .number(Self.blockedStreak)]))
        }
    }

    private func wakeAll() {
        let woken = waiting
        waiting = []
        for continuation in woken { continuation.resume() }
    }

    // MARK: journal

    /// Whoever finds nobody writing writes, until nothing is left; the others go on.
    private func write() async {
        guard !isWriting, failure == nil else { return }
        isWriting = true
        while !pending.isEmpty, failure == nil {
            let batch = pending
            pending = []
            do {
                try await journal.append(batch)
            } catch {
                failure = error
            }
        }
        isWriting = false
        wakeAll()
    }

    /// Everything is on the disk.
    /// - Throws: what the journal threw.
    func settle() async throws -> SweepSummary {
        await write()
        progress?.clear()
        if let failure { throw failure }
        summary.seconds = start.duration(to: clock.now) / .seconds(1)
        summary.leftCount = frontier.counts.open + frontier.inFlightCount
        summary.robots = frontier.robots.prefix(Self.maxRobotsNotes).flatMap {
            SweepNote.robots($0.rules, of: $0.origin)
        }
        summary.ending = ending ?? (frontier.counts.open > 0 ? .maxPages : .drained)
        return summary
    }

    /// What is known of the portal's addresses: at the end, what a replay of the journal would give.
    var map: Frontier { frontier }

    var refusals: [Refusal: Int] { frontier.counts.refused }
}
