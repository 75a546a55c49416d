extension LastGoodState {
    /// Reads the folder of an earlier sweep. Its journal is left as it is.
    /// - Throws: `CommandFailure` when there is none, or it cannot be read.
    init(sweep folder: String, options: SweepOptions, rules: FrontierRules) throws {
        self.init()
        var frontier = Frontier(seeds: options.seeds, rules: rules, robots: options.robots)
        do {
            try FileJournal.read(folder + "/journal.jsonl") { entry in
                for event in entry.events { frontier.apply(event) }
                guard let bytes = entry.record else { return }
                add(try PageRecord(decoding: bytes))
            }
        } catch let error as JournalError {
            throw CommandFailure("--baseline: \(error). Name the --out folder of an earlier sweep of this portal.")
        } catch is DecodingError {
            throw CommandFailure("--baseline: \(folder)/journal.jsonl was written by another version of the program.")
        }
        sitemapCount = frontier.sitemapCount
    }
}
