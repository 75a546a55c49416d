import ArgumentParser
import Glibc
import Portals

/// The program: every feature's commands under one name.
@main
struct Vonggac: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "vonggac",
        abstract: "The cyber-watch of a province: find what was planted on its portals.",
        version: ProgramVersion.text,
        subcommands: [ServeCommand.self, WorkerCommand.self] + Features.commands + [
            EvidenceCommand.self, TokenCommand.self, DoctorCommand.self, AgenciesCommand.self, DatabaseCommand.self,
            AuditCommand.self,
            KnowledgeCommand.self,
            DemoPortalCommand.self, VersionCommand.self,
            ReadDocumentCommand.self,
        ])

    /// As ArgumentParser's own, but wrong use ends with 2, as `Docs/inspect.md` promises.
    static func main() async {
        do {
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            end(with: error)
        }
    }

    private static func end(with error: any Error) -> Never {
        if let failure = error as? CommandFailure {
            Complaint.say("vonggac: \(failure)")
            Glibc.exit(2)
        }
        let code = exitCode(for: error)
        let message = fullMessage(for: error)
        if code.isSuccess {
            print(message)
            Glibc.exit(0)
        }
        if !message.isEmpty { Complaint.say(message) }
        Glibc.exit(error is ExitCode ? code.rawValue : 2)
    }
}

/// `vonggac version`
struct VersionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "version", abstract: "Print the version.")

    func run() { print("vonggac \(ProgramVersion.text)") }
}
