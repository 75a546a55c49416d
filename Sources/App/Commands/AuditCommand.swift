import Agencies
import ArgumentParser
import AuditLog
import Evidence
import Knowledge
import Portals
import SQLStore

/// `vonggac audit`
struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "Verify and export the record of who did what.",
        subcommands: [AuditVerify.self, AuditExportCommand.self])
}

/// `vonggac audit verify`
struct AuditVerify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Follow the chain of hashes through the whole record.",
        discussion: """
            Rows that wait for the sealer are told apart from rows that are broken. Keep the last line elsewhere: place and \
            hash of the head prove later that nothing before it was changed.

            EXAMPLES
              vonggac audit verify

            EXIT CODES
              0  the chain holds   1  rows were altered or are missing   2  wrong use, or the database cannot be had
            """)

    @OptionGroup var options: HouseOptions

    func run() async throws {
        try await DatabaseCall.open(options) { store, _ in
            let report = try await AuditCheck(store).run()
            for fault in report.faults { print(Self.line(fault)) }
            if report.unsealedCount > 0 { print("\(report.unsealedCount) rows wait for the sealer") }
            print("\(report.sealedCount) rows sealed; head \(report.head) \(report.headHash)")
            if !report.holds { throw ExitCode(1) }
        }
    }

    private static func line(_ fault: AuditCheck.Fault) -> String {
        switch fault {
        case .altered(let sequence, let id): "row \(id) at \(sequence) is not as it was sealed"
        case .missing(let from, let to): "rows \(from) to \(to) are missing"
        case .headDiffers(let sequence, let recorded): "the chain ends at \(sequence), its head says \(recorded)"
        }
    }
}

/// `vonggac audit export`
struct AuditExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write the sealed rows of a day as signed JSON lines.",
        discussion: """
            The server does so by itself every night, into 'audit' in the state folder. Beside the file stands its signature \
            (Ed25519 over the file's SHA-256, by the key in node.pem).

            EXAMPLES
              vonggac audit export 2026-07-01
              vonggac audit export 2026-07-01 --out /srv/kept-elsewhere

            EXIT CODES
              0  written   2  wrong use, or it could not be written
            """)

    @Argument(help: ArgumentHelp("The day in Việt Nam: 2026-07-01.", valueName: "day"))
    var day: String

    @Option(help: ArgumentHelp("The folder (default: 'audit' in the state folder).", valueName: "dir"))
    var out: String?

    @OptionGroup var options: HouseOptions

    func validate() throws {
        if Day(iso: day) == nil { throw ValidationError("'\(day)' is no day: write it as 2026-07-01.") }
    }

    func run() async throws {
        guard let day = Day(iso: day) else { return }
        let state = try options.stateFolder()
        try await DatabaseCall.open(options) { store, _ in
            do {
                let key = try NodeKey.readOrCreate(state + "/node.pem")
                if let out { try FileBytes.makeFolder(out) }
                let path = try out.map { "\($0)/\(day).jsonl" } ?? AuditDay(day).path(in: state)
                let summary = try await AuditExport(store).write(AuditDay(day).range, to: path) {
                    try key.signature(over: $0)
                }
                print("\(summary.path): \(summary.rowCount) rows, up to \(summary.lastSequence) \(summary.lastHash)")
            } catch let error as EvidenceError {
                throw CommandFailure(error.message)
            } catch let error as FileError {
                throw CommandFailure("\(error)")
            }
        }
    }
}
