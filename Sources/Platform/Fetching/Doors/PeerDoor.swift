package import Markup
import NIOCore
import NIOPosix
package import Patterns
package import Unpack

/// The one origin that a peer door leads to, and what a call may take.
package struct PeerDoorConfiguration: Sendable {
    /// Scheme, host and port count; path and query do not.
    package var origin: WebURL
    /// PEM file of certificate authorities trusted besides the system's.
    package var rootsFile: String?
    /// Nil takes the servers of /etc/resolv.conf.
    package var resolver: Endpoint?
    package var connectDeadline = Duration.seconds(10)
    /// For a whole call, from the connection to the last byte.
    package var totalDeadline = Duration.seconds(30)
    /// Of an answer as sent.
    package var maxBodyBytes = 8 << 20
    package var unpackLimits = UnpackLimits(maxOutputBytes: 32 << 20)
    package var maxConcurrent = 8
    package var sourceAddress: IPAddress?

    package init(origin: WebURL) { self.origin = origin }
}

/// A whole answer of a peer, codings undone.
package struct PeerResponse: Sendable {
    package var status: UInt16
    package var fields: HeaderFields
    package var body: [UInt8]
}

/// Calls one service that an administrator configured: any address is allowed, certificates must be good, redirects are
/// answers like others. Each call has a connection of its own. `close` must be called before the last reference goes.
package final class PeerDoor: Sendable {
    private let configuration: PeerDoorConfiguration
    private let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    private let resolver: NameResolver
    private let connector: Connector
    private let gate: Turnstile
    private let visits = OpenVisits()

    /// - Throws: `tlsFailed` when the file of trusted roots cannot be read.
    package init(_ configuration: PeerDoorConfiguration) throws(FetchFailure) {
        self.configuration = configuration
        let security = try TransportSecurity(.refuseFaults, rootsFile: configuration.rootsFile)
        let servers = configuration.resolver.map { [$0] } ?? NameResolver.systemServers()
        resolver = NameResolver(client: DNSClient(group: group, servers: servers))
        connector = Connector(group: group, security: security, sourceAddress: configuration.sourceAddress)
        gate = Turnstile(limit: configuration.maxConcurrent)
    }

    /// - Parameter path: path and query at the origin.
    /// - Throws: whatever kept the answer from being whole: `bodyTooLarge`, `totalTimeout`, `tlsFailed`, …; `addressRefused`
    ///   for a path that leads elsewhere.
    package func get(_ path: String, fields: [VisitorProfile.Field] = []) async throws(FetchFailure) -> PeerResponse {
        try await call("GET", path, fields, nil)
    }

    /// - Parameter fields: the content type among them.
    /// - Throws: as `get`.
    package func post(
        _ path: String, fields: [VisitorProfile.Field] = [], body: [UInt8]
    ) async throws(FetchFailure) -> PeerResponse {
        try await call("POST", path, fields, body)
    }

    /// Waits for the calls under way and ends the thread.
    package func close() async {
        guard await visits.close() else { return }
        try? await group.shutdownGracefully()
    }

    private func call(
        _ method: String, _ path: String, _ fields: [VisitorProfile.Field], _ body: [UInt8]?
    ) async throws(FetchFailure) -> PeerResponse {
        guard visits.enter() else { throw FetchFailure(.cancelled, "the door is closed") }
        defer { visits.leave() }
        guard let url = WebURL(path, relativeTo: configuration.origin), url.origin == configuration.origin.origin else {
            throw FetchFailure(.addressRefused, "the path leads away from the configured origin")
        }
        guard await gate.enter("") else { throw FetchFailure(.cancelled, "cancelled while waiting for a turn") }
        defer { gate.leave("") }
        let started = ContinuousClock.now
        let connection = try await connect(url, started)
        defer { connection.close() }
        let left = configuration.totalDeadline - (connection.readyAt - started)
        let request = RequestWriter.peer(method, url, fields: fields, body: body)
        let limits = ExchangeLimits(firstByte: left, whole: left, maxBodyBytes: configuration.maxBodyBytes)
        return try whole(await connection.perform(request, limits))
    }

    private func connect(_ url: WebURL, _ started: ContinuousClock.Instant) async throws(FetchFailure) -> Connection {
        var failure = FetchFailure(.nameNotFound, "the name has no address")
        for address in try await resolver.resolve(url.host).addresses {
            let left = min(configuration.connectDeadline, configuration.totalDeadline - (.now - started))
            guard left > .zero else { throw FetchFailure(.connectTimeout, "no connection in time") }
            let key = ConnectionKey(isTLS: url.scheme == .https, host: url.host, port: url.port, address: address)
            do throws(FetchFailure) {
                return try await connector.connect(key, through: nil, within: left)
            } catch {
                failure = error
            }
        }
        throw failure
    }

    private func whole(_ outcome: ExchangeOutcome) throws(FetchFailure) -> PeerResponse {
        if let failure = outcome.failure { throw failure }
        let tooLarge = FetchFailure(.bodyTooLarge, "the answer is larger than \(configuration.maxBodyBytes) bytes")
        guard !outcome.isCut else { throw tooLarge }
        let response = HTTPResponse(outcome.bytes, limits: configuration.unpackLimits)
        switch response.fault?.code {
        case nil: break
        case .outputTooLarge, .ratioTooHigh: throw tooLarge
        case .some(let code): throw FetchFailure(.badResponse, "the answer cannot be unpacked: \(code.rawValue)")
        }
        return PeerResponse(status: outcome.status, fields: outcome.fields, body: response.body)
    }
}
