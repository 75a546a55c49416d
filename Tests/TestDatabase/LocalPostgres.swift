import CProcess
import Foundation

/// A PostgreSQL of the tests' own: Debian's program, an empty data folder, a free loopback port, an ordinary user. It is
/// started when the first test asks for it, and ends with the process that started it, however that ends.
package final class LocalPostgres: Sendable {
    package struct Failure: Error, CustomStringConvertible {
        package let description: String
    }

    /// One server for all tests of the process.
    package static let shared = Result { try LocalPostgres() }

    package let port: UInt16
    private let folder: String
    /// The server ends when the other end of its standard input closes.
    private let lifeline: Int32
    private let child: pid_t

    /// - Parameter isDurable: keeps what was committed when it is killed; slower.
    package init(isDurable: Bool = false) throws {
        let programs = try Self.programs()
        folder = try Self.makeFolder()
        port = try Self.freePort()
        let account = Self.account
        try Self.run(
            account + [
                "\(programs)/initdb", "-D", "\(folder)/data", "-U", "vonggac", "-A", "trust", "-E", "UTF8",
                "--locale=C.UTF-8",
            ])
        var options =
            "-c listen_addresses=127.0.0.1 -c port=\(port) -c unix_socket_directories='' -c max_connections=200"
        if !isDurable { options += " -c fsync=off -c synchronous_commit=off -c full_page_writes=off" }
        // Each line that comes turns the server off or on; at the end of the lines it goes, with its data.
        let script = """
            on() { '\(programs)/postgres' -D '\(folder)/data' \(options) </dev/null & S=$!; }
            off() { [ -z "$S" ] || { kill -QUIT $S; wait $S; S=; }; }
            on; while read -r word; do $word; done; off; rm -rf '\(folder)'
            """
        (child, lifeline) = try Self.start(account + ["/bin/sh", "-c", script], log: "\(folder)/log")
        try waitUntilReady(programs)
    }

    /// Ends the server at once, as when the power goes; its data stays.
    package func crash() throws {
        try say("off")
        for _ in 0..<300 {
            guard isReady(try Self.programs()) else { return }
            usleep(100_000)
        }
        throw Failure(description: "PostgreSQL did not end")
    }

    /// Starts it again after a crash, on the same port.
    package func restart() throws {
        try say("on")
        try waitUntilReady(try Self.programs())
    }

    private func say(_ word: String) throws {
        let line = Array("\(word)\n".utf8)
        guard write(lifeline, line, line.count) == line.count else {
            throw Failure(description: "PostgreSQL's keeper is gone")
        }
    }

    deinit { stop() }

    /// An address of a new, empty schema: to whoever connects there it is a database of its own, and costs a hundredth of one.
    package func makeDatabase() throws -> String {
        let name = "t" + UUID().uuidString.replacingOccurrences(of: "-", with: "").lowercased()
        try execute("CREATE SCHEMA \(name)")
        return "postgres://vonggac@127.0.0.1:\(port)/postgres?options=-csearch_path%3D\(name)"
    }

    /// Lets changes through, or none: those of sessions that are open already, too.
    package func setReadOnly(_ isReadOnly: Bool) throws {
        try execute("ALTER SYSTEM SET default_transaction_read_only = \(isReadOnly ? "on" : "off")")
        try execute("SELECT pg_reload_conf()")
    }

    private func execute(_ statement: String) throws {
        try Self.run([
            "\(try Self.programs())/psql", "-q", "-d",
            "postgres://vonggac@127.0.0.1:\(port)/postgres?options=-cdefault_transaction_read_only%3Doff", "-c",
            statement,
        ])
    }

    /// Ends the server at once, as when the power goes, and removes its data folder.
    package func stop() {
        close(lifeline)
        var status: Int32 = 0
        waitpid(child, &status, 0)
    }

    private func waitUntilReady(_ programs: String) throws {
        for _ in 0..<300 {
            if isReady(programs) { return }
            usleep(100_000)
        }
        let log = (try? String(contentsOfFile: "\(folder)/log", encoding: .utf8)) ?? ""
        throw Failure(description: "PostgreSQL did not start: \(log.suffix(500))")
    }

    private func isReady(_ programs: String) -> Bool {
        (try? Self.run(["\(programs)/pg_isready", "-q", "-h", "127.0.0.1", "-p", "\(port)"])) != nil
    }

    /// PostgreSQL refuses to run as root.
    private static var account: [String] {
        guard geteuid() == 0 else { return [] }
        return ["/usr/bin/setpriv", "--reuid", "nobody", "--regid", "nogroup", "--clear-groups", "--"]
    }

    private static func programs() throws -> String {
        let root = "/usr/lib/postgresql"
        let versions = ((try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []).compactMap { Int($0) }
        guard let version = versions.max() else {
            throw Failure(description: "PostgreSQL is not installed (Scripts/install-packages test)")
        }
        return "\(root)/\(version)/bin"
    }

    private static func makeFolder() throws -> String {
        let path = FileManager.default.temporaryDirectory.appending(path: "vonggac-postgres-\(UUID().uuidString)")
            .path()
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        if geteuid() == 0, let nobody = getpwnam("nobody") {
            guard chown(path, nobody.pointee.pw_uid, nobody.pointee.pw_gid) == 0 else {
                throw Failure(description: "\(path) cannot be given to nobody")
            }
        }
        return path
    }

    private static func freePort() throws -> UInt16 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let port = withUnsafeMutableBytes(of: &address) { bytes -> UInt16? in
            guard let base = bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self),
                bind(descriptor, base, length) == 0,
                getsockname(descriptor, base, &length) == 0
            else { return nil }
            return UInt16(bigEndian: bytes.loadUnaligned(fromByteOffset: 2, as: UInt16.self))
        }
        guard let port else { throw Failure(description: "no port is free") }
        return port
    }

    /// Runs a program to its end.
    private static func run(_ words: [String]) throws {
        let (child, lifeline) = try start(words, log: "/dev/null")
        close(lifeline)
        var status: Int32 = 0
        waitpid(child, &status, 0)
        guard status == 0 else { throw Failure(description: "\(words.joined(separator: " ")): status \(status)") }
    }

    private static func start(_ words: [String], log: String) throws -> (pid_t, Int32) {
        var ends: [Int32] = [0, 0]
        guard vg_pipe(&ends) == 0 else { throw Failure(description: "no pipe") }
        let opened = open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        let output = fcntl(opened, F_DUPFD_CLOEXEC, 16)
        close(opened)
        defer {
            close(ends[0])
            close(output)
        }
        var arguments = words.map { strdup($0) } + [nil]
        var environment = [strdup("PATH=/usr/bin:/bin"), strdup("LC_ALL=C.UTF-8"), nil]
        defer { for word in arguments + environment { free(word) } }
        var child = pid_t()
        guard vg_spawn(&child, words[0], &arguments, &environment, "/", [ends[0], output, output], 3) == 0 else {
            close(ends[1])
            throw Failure(description: "\(words[0]) cannot be started")
        }
        return (child, ends[1])
    }
}
