import Markup

/// Where a sweep begins: at its seeds, or where the journal of a stopped one ends.
struct SweepStart {
    private(set) var frontier: Frontier
    var summary = SweepSummary()
    /// Origins whose certificate was told already.
    private(set) var toldCertificates: Set<String> = []
    private(set) var book = SignBook()

    init(options: SweepOptions, rules: FrontierRules) {
        var limits = FrontierLimits()
        limits.maxPages = options.maxPages
        frontier = Frontier(seeds: options.seeds, limits: limits, rules: rules, robots: options.robots)
    }

    /// Goes through all that was done.
    /// - Throws: what the journal throws; `DecodingError` for records of another version.
    mutating func load(_ journal: any SweepJournal) async throws {
        try await journal.load { try take($0) }
        summary.resumedPageCount = summary.pageCount
    }

    /// What one entry of a journal changes.
    /// - Throws: `DecodingError` for a record of another version.
    mutating func take(_ entry: JournalEntry) throws {
        for event in entry.events { frontier.apply(event) }
        guard let bytes = entry.record else { return }
        let record = try PageRecord(decoding: bytes)
        summary.add(record)
        book.add(record)
        for finding in record.findings where finding.rule == CertificateFinding.rule {
            toldCertificates.insert(finding.url)
        }
    }
}
