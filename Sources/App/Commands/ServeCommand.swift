import Access
import ArgumentParser
import Console
import Jobs
import Patterns
import Portals
import SQLStore

/// `vonggac serve`
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Run the watch: the console, the API, and a worker for sweeps.",
        discussion: """
            The first start prints a code with which the first administrator is made in the browser. Ctrl-C ends in good order: \
            requests under way end, and what a sweep has done is kept.

            EXAMPLES
              vonggac serve
              vonggac serve --sample
              vonggac serve --listen 0.0.0.0:8443 --certificate chain.pem --key key.pem --public-host gac.tinh.example
              vonggac serve --behind-proxy 10.0.0.5 --public-host gac.tinh.example
              vonggac serve --database postgres://vonggac@db.example/vonggac?sslmode=verify-full --no-worker

            EXIT CODES
              0  ended by a signal
              2  wrong use, or the address, the database or the certificate cannot be had
            """)

    @Option(
        help: ArgumentHelp(
            "Where to listen (default: VONGGAC_LISTEN, else 127.0.0.1:8080); port 0 takes any free one.",
            valueName: "address:port"))
    var listen: String?

    @Flag(help: "Begin with a sample: the province's agencies and demo portals that were tampered with.")
    var sample = false

    @Flag(inversion: .prefixedNo, help: "Run sweeps and other jobs here, too.")
    var worker = true

    @Option(help: ArgumentHelp("The certificate chain (PEM): speak TLS.", valueName: "file"))
    var certificate: String?

    @Option(help: ArgumentHelp("The certificate's key (PEM).", valueName: "file"))
    var key: String?

    @Option(
        help: ArgumentHelp(
            "A proxy that speaks TLS to browsers and whose word about their addresses is believed (more than one may be given).",
            valueName: "range"))
    var behindProxy: [String] = []

    @Option(
        help: ArgumentHelp(
            "A name under which browsers ask for the console (more than one may be given).", valueName: "name"))
    var publicHost: [String] = []

    @Flag(help: "Speak plain HTTP also where other machines can reach it.")
    var plain = false

    @Flag(inversion: .prefixedNo, help: "Answer /metrics, to whoever asks.")
    var metrics = true

    @OptionGroup(title: "Sweeps")
    var door: SweepDoorOptions

    @OptionGroup(title: "Evidence")
    var keeping: EvidenceKeepingOption

    @OptionGroup var options: HouseOptions

    func validate() throws {
        if (certificate == nil) != (key == nil) { throw ValidationError("--certificate and --key belong together.") }
        if (try? AddressRanges(behindProxy)) == nil {
            throw ValidationError("--behind-proxy: write an address (10.0.0.5) or a range (10.0.0.0/24).")
        }
        guard let listen = ListenAddress(address) else {
            throw ValidationError("--listen: '\(address)' is not ADDRESS:PORT.")
        }
        if !listen.isLoopback, certificate == nil, behindProxy.isEmpty, !plain {
            throw ValidationError(
                "--listen: \(listen.host) can be reached by other machines, and passwords would go there unencrypted. Give "
                    + "--certificate and --key, or --behind-proxy, or say --plain if that is meant.")
        }
    }

    /// Somebody waits for the page: better told soon that the database is away.
    private static let patience = Duration.seconds(5)

    var address: String { listen ?? HouseOptions.variable("VONGGAC_LISTEN") ?? "127.0.0.1:8080" }

    func run() async throws {
        let stop = StopSignal()
        let configuration = try consoleConfiguration()
        let evidenceDays = try keeping.days()
        try await House.with(options, migrates: true, patience: Self.patience) { house in
            do {
                try await Server(
                    house: house, command: self, configuration: configuration, evidenceDays: evidenceDays
                ).run(until: stop)
            } catch let error as ConsoleError {
                throw CommandFailure("\(error)")
            }
        }
    }

    private func consoleConfiguration() throws -> ConsoleConfiguration {
        guard let address = ListenAddress(address) else { throw CommandFailure("--listen is not ADDRESS:PORT.") }
        var configuration = ConsoleConfiguration(host: address.host, port: address.port, version: ProgramVersion.text)
        configuration.publicHosts = Set(publicHost.map { $0.lowercased() })
        if let certificate, let key { configuration.tls = (certificate, key) }
        if !behindProxy.isEmpty {
            configuration.isBehindTLS = true
            configuration.forwarded = ForwardedAddress(proxies: try AddressRanges(behindProxy))
        }
        return configuration
    }
}
