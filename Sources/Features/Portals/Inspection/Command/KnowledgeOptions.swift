package import ArgumentParser
import Glibc
package import Knowledge

/// Where the knowledge is: the same options in every command that reads it.
package struct KnowledgeOptions: ParsableArguments {
    @Option(
        name: .customLong("data-dir"),
        help: ArgumentHelp(
            "The folder that holds 'knowledge' (default: VONGGAC_DATA, else beside the program).", valueName: "dir"))
    package var dataDirectory: String?

    @Option(
        help: ArgumentHelp(
            "Your own folder of packs, laid over those that come with the program (default: VONGGAC_OVERLAY, else "
                + "~/.config/vonggac/knowledge or /etc/vonggac/knowledge).", valueName: "dir"))
    package var overlay: String?

    package init() {}

    /// The data folder.
    /// - Throws: a message for the user and exit code 2.
    package func resources() throws -> String {
        do {
            return try ResourceLocator().resources(dataDirectory: dataDirectory)
        } catch {
            throw CommandFailure("\(error)")
        }
    }

    package var overlayFolder: String? { ResourceLocator().overlay(named: overlay) }

    package func validate() throws {
        if let overlay, !FileBytes.isFolder(overlay) {
            throw ValidationError("--overlay: there is no folder '\(overlay)'. Make it, or import something into it.")
        }
    }
}

/// A command that cannot do its work: told on standard error, exit code 2.
package struct CommandFailure: Error, CustomStringConvertible {
    package let description: String
    package init(_ description: String) { self.description = description }
}

/// Standard error, line by line.
package enum Complaint {
    package static func say(_ text: String) {
        let bytes = Array((text + "\n").utf8)
        _ = bytes.withUnsafeBytes { write(2, $0.baseAddress, $0.count) }
    }

    /// Every diagnostic, and how many more there were.
    package static func say(_ diagnostics: Diagnostics) {
        for diagnostic in diagnostics.all { say(diagnostic.description) }
        if diagnostics.droppedCount > 0 { say("… and \(diagnostics.droppedCount) more") }
    }
}
