import Foundation
import Glibc
import Synchronization

/// One running Chromium: its process, its pipe, its folder.
final class BrowserLaunch: Sendable {
    let child: ChildProcess
    let connection: DevToolsConnection
    private let folder: BrowserFolder
    private let port: DeadPort
    private let counts = Mutex((opened: 0, open: 0))

    private init(
        _ child: ChildProcess, _ connection: DevToolsConnection, _ folder: BrowserFolder, _ port: consuming DeadPort
    ) {
        self.child = child
        self.connection = connection
        self.folder = folder
        self.port = port
    }

    /// - Throws: `missing`, `notStarted`.
    static func start(_ configuration: BrowserConfiguration) async throws(BrowserError) -> BrowserLaunch {
        let port = try DeadPort()
        let folder = try BrowserFolder(account: geteuid() == 0 ? configuration.account : nil)
        let plan = try LaunchPlan(configuration, folder: folder.path, proxyPort: port.number)
        let connection = DevToolsConnection()
        let limits = ChildProcess.Limits(
            maxMemoryBytes: configuration.maxMemoryBytes, maxProcesses: configuration.maxProcesses,
            interval: configuration.measureInterval)
        let child = try await ChildProcess.start(
            plan.arguments, environment: plan.environment, folder: folder.path, limits: limits,
            receive: { connection.receive($0) },
            ended: { fault in
                connection.end(fault)
                folder.remove()
            })
        connection.open { child.send($0) }
        let launch = BrowserLaunch(child, connection, folder, port)
        do throws(BrowserError) {
            try await connection.call("Browser.getVersion", within: configuration.launchLimit)
            // The first page shows that its process can be started in the sandbox.
            try await connection.call(
                "Target.createTarget", ["url": "about:blank"], within: configuration.launchLimit)
            return launch
        } catch {
            let words = Self.reason(child.complaints)
            await launch.end()
            throw BrowserError(.notStarted, "Chromium did not start: \(words ?? error.message)")
        }
    }

    /// What the browser says of a start that failed; its many other complaints left out.
    static func reason(_ complaints: String) -> String? {
        let lines = complaints.split(separator: "\n")
        let sandbox = lines.first { $0.contains("No usable sandbox") || $0.contains("SUID sandbox") }
        if sandbox != nil {
            return "its sandbox needs user namespaces for ordinary users, or the package chromium-sandbox"
        }
        return lines.last { $0.contains("FATAL") || $0.contains("setpriv:") || $0.contains("error while loading") }
            .map { String($0.prefix(200)) }
    }

    /// - Returns: false when as many pages were opened as may be; otherwise `leave` must follow.
    func enter(limit: Int) -> Bool {
        counts.withLock { counts in
            guard counts.opened < limit || counts.opened == 0 else { return false }
            counts.opened += 1
            counts.open += 1
            return true
        }
    }

    func leave() { counts.withLock { $0.open -= 1 } }
    var isIdle: Bool { counts.withLock { $0.open == 0 } }

    /// Kills the browser and waits until it was reaped and its folder removed, some seconds at most.
    func end() async {
        child.stop()
        for _ in 0..<500 where !folder.isRemoved { try? await Task.sleep(for: .milliseconds(10)) }
    }
}

/// A port of the loopback that nobody listens on, nor can while it is held: the browser's own proxy.
struct DeadPort: ~Copyable {
    private let descriptor: Int32
    let number: Int

    /// - Throws: `notStarted`.
    init() throws(BrowserError) {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var place = sockaddr_in()
        place.sin_family = sa_family_t(AF_INET)
        place.sin_addr.s_addr = inet_addr("127.0.0.1")
        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
        var length = size
        let isBound = withUnsafeMutablePointer(to: &place) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                bind(descriptor, generic, size) == 0 && getsockname(descriptor, generic, &length) == 0
            }
        }
        guard isBound else {
            close(descriptor)
            throw BrowserError(.notStarted, "no port for the browser")
        }
        self.descriptor = descriptor
        number = Int(UInt16(bigEndian: place.sin_port))
    }

    deinit { close(descriptor) }
}
