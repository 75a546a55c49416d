import Glibc

/// The box in which alone documents are parsed: bubblewrap, with no network, no folder of this machine but the system's programs
/// and libraries (to be read only), no capability, an empty scratch folder in memory, and a process space of its own.
package struct Box: Sendable {
    /// How a box is made on this machine: not every container gives user namespaces, nor may everybody do without.
    enum Manner: Sendable, CaseIterable {
        /// As nobody, in a user namespace in which no further one can be made.
        case asNobody
        case userNamespace
        /// By root's own right, where user namespaces are forbidden.
        case privileged

        var arguments: [String] {
            switch self {
            case .asNobody: ["--unshare-user", "--disable-userns", "--uid", "65534", "--gid", "65534"]
            case .userNamespace: ["--unshare-user", "--uid", "65534", "--gid", "65534"]
            case .privileged: []
            }
        }
    }

    static let tool = "/usr/bin/bwrap"
    /// Where the program stands inside.
    static let inner = "/run/vonggac"
    static let scratch = "/tmp"
    /// The word that tells `vonggac` that it runs inside, as its first argument.
    package static let command = "read-document"
    /// What the child answers when it is asked for nothing.
    static let greeting = Array("boxed\n".utf8)

    private let executable: String
    private let manner: Manner

    /// Tries the manners in turn; nil when none makes a box that runs the program. Takes about a fifth of a second, blocking.
    package init?(executable: String) {
        guard access(Self.tool, X_OK) == 0, access(executable, X_OK) == 0 else { return nil }
        self.executable = executable
        for manner in Manner.allCases {
            let result = Self.run(
                executable, manner, ["probe"], input: -1, deadline: .now + .seconds(10), maxOutputBytes: 64,
                scratchBytes: 1 << 20)
            if result.ending == .exited(0), result.output == Self.greeting {
                self.manner = manner
                return
            }
        }
        return nil
    }

    /// Runs the program inside with `words` behind `read-document`.
    func run(
        _ words: [String], input: Int32, limits: DocumentLimits, stop: StopFlag? = nil
    ) -> BoundedProcess.Result {
        Self.run(
            executable, manner, words, input: input, deadline: .now + limits.deadline,
            maxOutputBytes: limits.maxOutputBytes, scratchBytes: limits.maxDocumentBytes * 2, stop: stop)
    }

    private static func run(
        _ executable: String, _ manner: Manner, _ words: [String], input: Int32, deadline: ContinuousClock.Instant,
        maxOutputBytes: Int, scratchBytes: Int, stop: StopFlag? = nil
    ) -> BoundedProcess.Result {
        let arguments =
            ["--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts", "--unshare-cgroup-try"]
            + manner.arguments
            + [
                "--die-with-parent", "--new-session", "--cap-drop", "ALL", "--clearenv", "--setenv", "LC_ALL",
                "C.UTF-8",
            ]
            + folders + ["--ro-bind", executable, inner, "--size", String(scratchBytes), "--tmpfs", scratch]
            + ["--chdir", scratch, "--", inner, command] + words
        return BoundedProcess.run(
            tool, arguments, input: input, deadline: deadline, maxOutputBytes: maxOutputBytes, stop: stop)
    }

    /// The system's programs, libraries and fonts, and the folders of this program's own libraries where it was linked with
    /// such.
    private static let folders: [String] = {
        var words = ["--ro-bind", "/usr", "/usr", "--proc", "/proc", "--dev", "/dev"]
        for name in ["/bin", "/lib", "/lib64"] {
            if let target = linkTarget(name) {
                words += ["--symlink", target, name]
            } else {
                words += ["--ro-bind-try", name, name]
            }
        }
        for name in ["/etc/fonts", "/etc/ld.so.cache"] { words += ["--ro-bind-try", name, name] }
        for folder in LoadedLibraries.folders { words += ["--ro-bind-try", folder, folder] }
        return words
    }()

    private static func linkTarget(_ path: String) -> String? {
        var target = [CChar](repeating: 0, count: 4_096)
        let count = readlink(path, &target, target.count)
        return count > 0 ? String(decoding: target[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self) : nil
    }
}

/// Folders from which this process has loaded libraries, outside of the system's own: a build that is not linked statically
/// needs the Swift runtime's.
enum LoadedLibraries {
    static let folders: [String] = {
        guard let file = fopen("/proc/self/maps", "re") else { return [] }
        defer { fclose(file) }
        var found: Set<String> = []
        var line = [CChar](repeating: 0, count: 8_192)
        while fgets(&line, Int32(line.count), file) != nil {
            let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            guard let slash = text.firstIndex(of: "/") else { continue }
            let path = text[slash...].prefix { $0 != "\n" }
            guard path.contains(".so"), let last = path.lastIndex(of: "/") else { continue }
            let folder = String(path[..<last])
            let isSystem = ["/usr/", "/lib/", "/lib64/"].contains { (folder + "/").hasPrefix($0) }
            if !isSystem, !folder.isEmpty { found.insert(folder) }
        }
        return found.sorted()
    }()
}
