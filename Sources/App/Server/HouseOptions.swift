import ArgumentParser
import Glibc
import Knowledge
import Portals
import SQLStore

/// Where the program keeps its things: the same options in every command that opens the database. Each has a variable of the
/// environment, for units and containers.
struct HouseOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The folder of the program's own things: embedded database, keys, exports (default: VONGGAC_STATE, else "
                + "~/.local/state/vonggac).", valueName: "dir"))
    var state: String?

    @Option(
        help: ArgumentHelp(
            "sqlite:PATH or postgres://… (default: VONGGAC_DATABASE, else an embedded one in the state folder).",
            valueName: "url"))
    var database: String?

    @OptionGroup(title: "Evidence")
    var evidence: EvidenceFolderOption

    @Option(
        help: ArgumentHelp(
            "Every night, evidence that nothing refers to is removed when it is older; 0 keeps all (default: "
                + "VONGGAC_KEEP_EVIDENCE, else \(EvidenceThinning.defaultDays)).", valueName: "days"))
    var keepEvidence: Int?

    @OptionGroup(title: "Knowledge")
    var knowledge: KnowledgeOptions

    /// The state folder, made when it is not there; nobody else may look into it.
    /// - Throws: `CommandFailure`.
    func stateFolder() throws -> String {
        let folder = try state ?? Self.variable("VONGGAC_STATE") ?? Self.homeState()
        do {
            try FileBytes.makeFolder(folder)
        } catch {
            throw CommandFailure("--state: \(error)")
        }
        chmod(folder, 0o700)
        return folder
    }

    func address() throws -> DatabaseAddress {
        guard let text = database ?? Self.variable("VONGGAC_DATABASE") else {
            return .sqlite(path: try stateFolder() + "/vonggac.db")
        }
        do {
            return try DatabaseAddress(text)
        } catch {
            throw CommandFailure("--database: \(error.message)")
        }
    }

    /// Days that evidence is kept which nothing refers to; 0 for ever.
    /// - Throws: `CommandFailure`.
    func evidenceDays() throws -> Int {
        let text = keepEvidence.map { "\($0)" } ?? Self.variable("VONGGAC_KEEP_EVIDENCE")
        guard let text else { return EvidenceThinning.defaultDays }
        guard let days = Int(text), EvidenceThinning.days.contains(days) else {
            throw CommandFailure(
                "--keep-evidence, VONGGAC_KEEP_EVIDENCE: write 0 to \(EvidenceThinning.days.upperBound) days.")
        }
        return days
    }

    static func variable(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
    }

    private static func homeState() throws -> String {
        if let base = variable("XDG_STATE_HOME") { return base + "/vonggac" }
        guard let home = variable("HOME") else {
            throw CommandFailure("There is no home folder: name the state folder with --state.")
        }
        return home + "/.local/state/vonggac"
    }
}

extension String {
    /// The account of the machine that runs a command, for the record.
    static var shellUser: String {
        getpwuid(geteuid()).flatMap { $0.pointee.pw_name }.map { String(cString: $0) } ?? "\(geteuid())"
    }
}
