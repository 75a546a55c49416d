import ArgumentParser
import AuditLog
import Evidence
import Portals
import SQLStore

/// `vonggac evidence prune`
struct EvidencePrune: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prune",
        abstract: "Remove old evidence, the oldest first; what is held stays.",
        discussion: """
            Says first how many bundles and bytes are to go, then removes them. What is held stays: in a folder by a mark in \
            'held', in the database by whatever refers to the bundle. Also clears what writers that were killed left \
            unfinished. A folder that a sweep writes to is refused.

            EXAMPLES
              vonggac evidence prune evidence --older-than 365 --dry-run
              vonggac evidence prune evidence --beyond 20000
              vonggac evidence prune --database postgres://vonggac@db.example/vonggac --older-than 730 --beyond 200000

            EXIT CODES
              0  done, or there was nothing to do   2  wrong use   3  the evidence cannot be read or changed
            """)

    @Argument(help: ArgumentHelp("The folder of evidence.", valueName: "dir"))
    var folder: String?

    @Option(help: ArgumentHelp("Remove the evidence of findings older than this.", valueName: "days"))
    var olderThan: Int?

    @Option(
        help: ArgumentHelp(
            "Remove the oldest until no more than this is left (1 MB is 1,048,576 bytes).", valueName: "MB"))
    var beyond: Int?

    @Flag(help: "Only say what would go.")
    var dryRun = false

    @OptionGroup var place: EvidencePlace

    func validate() throws {
        try place.validate(folder)
        guard olderThan != nil || beyond != nil else {
            throw ValidationError("Say what may go: --older-than DAYS, --beyond MB, or both.")
        }
        guard EvidenceThinning.days.contains(olderThan ?? 0) else {
            throw ValidationError("--older-than: 0 to 100000 days.")
        }
        guard (0...1 << 30).contains(beyond ?? 0) else { throw ValidationError("--beyond: 0 to 1073741824 MB.") }
    }

    func run() async throws {
        let now = SystemTime().now()
        var rule = olderThan.map { EvidenceThinning.rule(olderThan: $0, at: now) } ?? EvidenceRetention()
        rule.maxBytes = beyond.map { $0 << 20 }
        try await place.change(folder) { evidence, database in
            say("plan", "are to go", try await evidence.prune(rule, isDryRun: true))
            if dryRun { return }
            let done = try await EvidenceThinning.remove(
                rule, from: evidence, of: database, by: .shell(.shellUser), at: now)
            say("removed", "are gone", done)
        }
    }

    private func say(_ type: String, _ verb: String, _ removal: EvidenceRemoval) {
        let (count, bytes) = (removal.removed.count, removal.freedBytes)
        if place.format == .json {
            print(
                "{\"type\":\"\(type)\",\"bundles\":\(count),\"bytes\":\(bytes),\"held\":\(removal.heldCount),"
                    + "\"unreadable\":\(removal.unreadableCount)}")
            return
        }
        let kept = "held: \(removal.heldCount), of unknown age: \(removal.unreadableCount)"
        print("\(count) bundles, \(bytes) bytes \(verb); kept: \(kept)")
    }
}
