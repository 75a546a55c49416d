import ArgumentParser
import Glibc
import Knowledge
import Portals
import StagedPortal

/// `vonggac demo-portal`
struct DemoPortalCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo-portal",
        abstract: "Serve a portal that misbehaves on purpose, to try a sweep on.",
        discussion: """
            Its base URL is the first line of standard output. It serves until it is interrupted (Ctrl-C), then ends with 0.
            The same seed draws the same portal. Without --seed, every technique is there at least once.
            What is planted where is written to --truth and never served.

            EXAMPLES
              vonggac demo-portal
              vonggac demo-portal --listen 127.0.0.1:8080 --truth truth.tsv
              vonggac demo-portal --seed 7 --without-burdens
              vonggac demo-portal --seed-list urls.txt --access-log access.log

            EXIT CODES
              0  ended by a signal   2  wrong use, or a file or address that cannot be had
            """)

    @Option(help: ArgumentHelp("Where to listen; port 0 takes any free one.", valueName: "address:port"))
    var listen = "127.0.0.1:0"

    @Flag(help: "Allow an address that other machines can reach. The portal holds planted adverts and hostile answers.")
    var allowPublicAddress = false

    @Option(help: ArgumentHelp("Draws the portal (default: 1, with every technique).", valueName: "number"))
    var seed: UInt64?

    @Flag(help: "Every technique at least once, whatever the seed.")
    var full = false

    @Flag(help: "Leave out bombs, slow and broken answers, and parts without an end.")
    var withoutBurdens = false

    @Option(help: ArgumentHelp("Write what is planted where (tab-separated).", valueName: "file"))
    var truth: String?

    @Option(help: ArgumentHelp("Write a list of URLs that tells of pages nothing links to.", valueName: "file"))
    var seedList: String?

    @Option(help: ArgumentHelp("Write an access log (Combined format) with landings from searches.", valueName: "file"))
    var accessLog: String?

    @Option(help: ArgumentHelp("Write a line of JSON for every answer, with its payload's SHA-256.", valueName: "file"))
    var wireLog: String?

    @Option(
        name: .customLong("data-dir"),
        help: ArgumentHelp(
            "The folder that holds 'staged' and 'samples' (default: VONGGAC_DATA, else beside the program).",
            valueName: "dir"))
    var dataDirectory: String?

    func validate() throws {
        guard let address = ListenAddress(listen) else {
            throw ValidationError("--listen: '\(listen)' is not ADDRESS:PORT.")
        }
        guard address.isLoopback || allowPublicAddress else {
            throw ValidationError(
                "--listen: \(address.host) can be reached by other machines. Add --allow-public-address if that is meant."
            )
        }
    }

    func run() async throws {
        do {
            try await serve()
        } catch let error as PortalError {
            throw CommandFailure("\(error)")
        } catch let error as FileError {
            throw CommandFailure("\(error)")
        }
    }

    private func serve() async throws {
        guard let address = ListenAddress(listen) else { return }
        let stop = StopSignal()
        let resources = try ResourceLocator().resources(dataDirectory: dataDirectory)
        let options = PortalOptions(seed: seed ?? 1, isFull: full || seed == nil, hasBurdens: !withoutBurdens)
        let portal = DemoPortal(options, material: try Material(resources: resources))
        let log = try wireLog.map { path throws(PortalError) in try WireLog(path: path) }
        let server = try await PortalServer(portal, host: address.host, port: address.port, wireLog: log)
        do {
            try write(portal, base: server.baseURL)
        } catch {
            await server.stop()
            throw error
        }
        print(server.baseURL)
        fflush(nil)
        await stop.wait()
        await server.stop()
    }

    private func write(_ portal: DemoPortal, base: String) throws(FileError) {
        let files = [
            (truth, Truth.table(portal.truth)), (seedList, portal.seedList(base: base)),
            (accessLog, portal.accessLog()),
        ]
        for (path, text) in files {
            if let path { try FileBytes.writeAtomically(Array(text.utf8), to: path) }
        }
    }
}

/// `ADDRESS:PORT`, an IPv6 address in brackets.
struct ListenAddress: Equatable {
    var host: String
    var port: Int

    init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]) else {
            return nil
        }
        var host = text[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
        guard !host.isEmpty else { return nil }
        self.host = String(host)
        self.port = Int(port)
    }

    var isLoopback: Bool {
        if host == "::1" || host == "localhost" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }
}
