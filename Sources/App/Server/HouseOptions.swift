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
