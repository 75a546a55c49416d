import Knowledge
import Markup

/// Addresses that files from outside name, and what was not understood of the files.
struct NamedAddresses {
    private(set) var links: [FoundLink] = []
    private(set) var notes: [String] = []

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
        var note = "\(path): \(tally.urls.count) addresses in \(tally.lineCount) lines"
        if tally.badCount > 0 { note += ", \(tally.badCount) not understood" }
        if tally.isCut { note += ", more were left out" }
        notes.append(note)
    }
}
