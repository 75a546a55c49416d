package import ArgumentParser
import Fetching
import Markup
import Patterns

/// How requests of sweeps leave this machine: the same for one sweep, for the server and for workers.
package struct SweepDoorOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Open an internal address to sweeps: a range, or one port (more than one may be given).",
            valueName: "cidr|address:port"))
    package var allowAddress: [String] = []

    @Option(help: ArgumentHelp("Name server to ask (default: the system's).", valueName: "address:port"))
    package var resolver: String?

    @Option(help: ArgumentHelp("HTTP proxy for all requests.", valueName: "http://host:port"))
    package var proxy: String?

    @Option(help: ArgumentHelp("Local address that requests are sent from.", valueName: "address"))
    package var sourceAddress: String?

    @Option(help: ArgumentHelp("Whom the portal's people can ask; stands in the user agent.", valueName: "text"))
    package var contact = "ask the body that runs this portal"

    @Option(help: ArgumentHelp("Chromium's program (default: Debian's).", valueName: "file"))
    package var browser: String?

    package init() {}

    package func validate() throws {
        for address in allowAddress where AddressOpening(address) == nil {
            throw ValidationError("--allow-address: '\(address)' is neither a range (10.0.0.0/8) nor address:port.")
        }
        if let resolver, Endpoint(resolver, defaultPort: 53) == nil {
            throw ValidationError("--resolver: '\(resolver)' is not address:port, as in 10.1.1.1:53.")
        }
        if let sourceAddress, IPAddress(sourceAddress) == nil {
            throw ValidationError("--source-address: '\(sourceAddress)' is no address.")
        }
        if let proxy, Self.webProxy(proxy) == nil {
            throw ValidationError("--proxy: write it as http://host:port.")
        }
    }

    /// For the jobs of a worker.
    package var jobOptions: PortalSweepOptions {
        var options = PortalSweepOptions()
        options.contact = contact
        options.allowedAddresses = openings
        options.resolver = endpoint
        options.proxy = webProxy
        options.sourceAddress = source
        options.browserProgram = browser
        return options
    }

    /// For one sweep by command.
    func configuration(rate: Double, width: Int) -> HostileDoorConfiguration {
        var door = HostileDoorConfiguration.sweeping(rate: rate, width: width)
        door.allowedAddresses = openings
        door.resolver = endpoint
        door.proxy = webProxy
        door.sourceAddress = source
        return door
    }

    private var openings: [AddressOpening] { allowAddress.compactMap { AddressOpening($0) } }
    private var endpoint: Endpoint? { resolver.flatMap { Endpoint($0, defaultPort: 53) } }
    private var webProxy: WebProxy? { proxy.flatMap(Self.webProxy) }
    private var source: IPAddress? { sourceAddress.flatMap { IPAddress($0) } }

    private static func webProxy(_ text: String) -> WebProxy? {
        guard let url = WebURL(text), url.scheme == .http, url.path == "/", url.query == nil else { return nil }
        return WebProxy(host: url.host, port: url.port)
    }
}
