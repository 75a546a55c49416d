import Glibc
import Knowledge

/// Where this machine keeps what outlives a sweep: the signing key.
enum StateFolder {
    /// `$XDG_STATE_HOME/vonggac/node.pem`, else under `~/.local/state`; the folder is made.
    /// - Throws: `FileError` when it cannot be made; `CommandFailure` when there is no home.
    static func keyPath() throws -> String {
        let base = variable("XDG_STATE_HOME") ?? variable("HOME").map { $0 + "/.local/state" }
        guard let base else {
            throw CommandFailure("There is no home folder for the signing key: name one with --key.")
        }
        let folder = base + "/vonggac"
        try FileBytes.makeFolder(folder)
        return folder + "/node.pem"
    }

    private static func variable(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }.flatMap { $0.hasPrefix("/") ? $0 : nil }
    }
}
