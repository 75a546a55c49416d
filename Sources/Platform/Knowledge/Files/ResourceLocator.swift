import Glibc

/// Finds the program's data and the operator's overlay. No path is built into the binary but the system-wide ones.
package struct ResourceLocator: Sendable {
    /// Variables of the process; tests give their own.
    package var environment: @Sendable (String) -> String?
    /// The folder that holds the executable.
    package var executableFolder: String

    package init(
        environment: @escaping @Sendable (String) -> String? = { name in getenv(name).map { String(cString: $0) } },
        executableFolder: String = ResourceLocator.ownFolder
    ) {
        self.environment = environment
        self.executableFolder = executableFolder
    }

    /// The data folder (it holds `knowledge/`): `--data-dir`, `VONGGAC_DATA`, `Resources` next to the executable,
    /// `../share/vonggac`, `/usr/share/vonggac`.
    /// - Throws: `FileError` that names the places that were tried. A place that was asked for by name is not passed over.
    package func resources(dataDirectory: String? = nil) throws(FileError) -> String {
        if let named = dataDirectory ?? environment("VONGGAC_DATA").flatMap({ $0.isEmpty ? nil : $0 }) {
            guard FileBytes.isFolder(named + "/knowledge") else {
                throw FileError(
                    path: named,
                    reason: "the data folder named by \(dataDirectory == nil ? "VONGGAC_DATA" : "--data-dir") holds no "
                        + "folder 'knowledge'")
            }
            return named
        }
        let places = [executableFolder + "/Resources", executableFolder + "/../share/vonggac", "/usr/share/vonggac"]
        if let found = places.first(where: { FileBytes.isFolder($0 + "/knowledge") }) { return found }
        throw FileError(
            path: places[0],
            reason: "no data folder found (also tried \(places[1]) and \(places[2])); name it with --data-dir or "
                + "VONGGAC_DATA")
    }

    /// The operator's overlay: `--overlay`, `VONGGAC_OVERLAY`, `$XDG_CONFIG_HOME/vonggac/knowledge` (or `~/.config`),
    /// `/etc/vonggac/knowledge`. The last two only if they exist; nil when there is none.
    package func overlay(named: String? = nil) -> String? {
        if let asked = named ?? environment("VONGGAC_OVERLAY").flatMap({ $0.isEmpty ? nil : $0 }) { return asked }
        return ownOverlay.flatMap { FileBytes.isFolder($0) ? $0 : nil }
            ?? (FileBytes.isFolder(Self.systemOverlay) ? Self.systemOverlay : nil)
    }

    /// Where an import writes when nothing was named: the overlay in use, else the user's own.
    package func writableOverlay(named: String? = nil) -> String {
        overlay(named: named) ?? ownOverlay ?? Self.systemOverlay
    }

    private static let systemOverlay = "/etc/vonggac/knowledge"

    private var ownOverlay: String? {
        if let home = environment("XDG_CONFIG_HOME"), !home.isEmpty { return home + "/vonggac/knowledge" }
        if let home = environment("HOME"), !home.isEmpty { return home + "/.config/vonggac/knowledge" }
        return nil
    }

    /// The folder of the running executable, links resolved.
    package static var ownFolder: String {
        var path = [CChar](repeating: 0, count: 4_096)
        let count = readlink("/proc/self/exe", &path, path.count - 1)
        guard count > 0 else { return "." }
        let text = String(decoding: path[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return text.lastIndex(of: "/").map { String(text[..<$0]) } ?? "."
    }
}
