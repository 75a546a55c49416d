import Knowledge
import Markup

/// Addresses that files from outside name, and what was not understood of the files.
struct NamedAddresses {
    private(set) var links: [FoundLink] = []
    private(set) var notes: [SweepNote] = []

    /// - Parameter seeds: an access log names paths only; they are paths of each of these.
    /// - Throws: `FileError` when a file cannot be read.
    init(seedFiles: [String], accessLogs: [String], seeds: [WebURL], engines: SearchEngines) throws {
        for path in seedFiles { add(try SeedFiles.addresses(path), .seedFile, path) }
        for path in accessLogs {
            for seed in seeds { add(try SeedFiles.landings(path, base: seed, engines: engines), .accessLog, path) }
        }
    }

    private mutating func add(_ tally: SeedTally, _ way: FoundWay, _ path: String) {
        links += tally.urls.map { FoundLink($0, way) }
        notes.append(
            SweepNote(
                "sweep.note.addresses",
                ["path": .text(path), "n": .number(tally.urls.count), "lines": .number(tally.lineCount)]))
        if tally.badCount > 0 {
            notes.append(SweepNote("sweep.note.bad", ["path": .text(path), "n": .number(tally.badCount)]))
        }
        if tally.isCut { notes.append(SweepNote("sweep.note.cut", ["path": .text(path)])) }
    }
}
