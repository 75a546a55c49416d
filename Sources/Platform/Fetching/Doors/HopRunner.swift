import Markup
import NIOPosix
import Patterns
import Synchronization
import Unpack

/// One hop as the door records it.
struct HopOutcome: Sendable {
    var exchange: Exchange
    var fields = HeaderFields()
    var failure: FetchFailure?
}

/// Makes one hop of a fetch: resolve, check, wait for a turn, connect, ask; again after a passing failure.
final class HopRunner: Sendable {
    /// Addresses of one name that are tried in one attempt.
    private static let maxAddresses = 4

    private let configuration: HostileDoorConfiguration
    let resolver: NameResolver
    private let addressGuard: AddressGuard
    private let connector: Connector
    private let pool: ConnectionPool
    private let pacing: Mutex<Pacing>
    private let hostGate: Turnstile
    private let wholeGate: Turnstile

    init(_ configuration: HostileDoorConfiguration, group: MultiThreadedEventLoopGroup, security: TransportSecurity) {
        self.configuration = configuration
        let servers = configuration.resolver.map { [$0] } ?? NameResolver.systemServers()
        resolver = NameResolver(client: DNSClient(group: group, servers: servers))
        addressGuard = AddressGuard(openings: configuration.allowedAddresses)
        connector = Connector(group: group, security: security, sourceAddress: configuration.sourceAddress)
        pool = ConnectionPool(
            maxIdle: max(1, configuration.maxConcurrent) * 2, maxIdlePerKey: max(1, configuration.maxConnectionsPerHost)
        )
        pacing = Mutex(
            Pacing(
                requestsPerSecondPerHost: configuration.requestsPerSecondPerHost,
                requestsPerSecondPerAddress: configuration.requestsPerSecondPerAddress))
        hostGate = Turnstile(limit: configuration.maxConnectionsPerHost)
        wholeGate = Turnstile(limit: configuration.maxConcurrent)
    }

    func setInterval(_ interval: Duration, host: String) {
        pacing.withLock { $0.setInterval(interval, host: host) }
    }

    func close() { pool.close() }

    func run(_ url: WebURL, _ profile: VisitorProfile, _ extras: RequestWriter.Extras) async -> HopOutcome {
        var hop = HopOutcome(exchange: Exchange(url: url))
        hop.exchange.startedAt = WallClock.microseconds()
        guard await hostGate.enter(url.origin) else {
            hop.failure = FetchFailure(.cancelled, "cancelled while waiting for a turn")
            return hop
        }
        defer { hostGate.leave(url.origin) }
        var attempt = 1
        while true {
            hop = HopOutcome(exchange: Exchange(url: url))
            hop.exchange.attempts = attempt
            do throws(FetchFailure) {
                try await self.attempt(&hop, profile, extras)
            } catch {
                hop.failure = error
            }
            // What came whole stands, even if nobody wants it any more.
            guard !Task.isCancelled, let wait = delay(before: attempt + 1, hop), await Self.sleep(wait) else {
                return hop
            }
            attempt += 1
        }
    }

    /// Resolves, checks, waits for a place in time, and connects; the bytes are the caller's.
    func tunnel(to host: String, port: UInt16) async throws(FetchFailure) -> BareConnection {
        let resolution = try await resolver.resolve(host)
        var refused: [IPAddress] = []
        let addresses = try allowed(resolution.addresses, port: port, &refused)
        let place = pacing.withLock { $0.reserve(host: host, address: addresses[0], now: .now) }
        let wait = place - .now
        if wait > .zero, !(await Self.sleep(wait)) { throw FetchFailure(.cancelled, "cancelled while waiting") }
        let proxy = try await proxy(isTunnel: true)
        var failure = FetchFailure(.connectFailed, "there is no address")
        for address in addresses {
            guard !Task.isCancelled else { throw FetchFailure(.cancelled, "cancelled while connecting") }
            do throws(FetchFailure) {
                return try await connector.tunnel(
                    to: Endpoint(address: address, port: port), through: proxy, within: configuration.connectDeadline)
            } catch {
                failure = error
            }
        }
        throw failure
    }

    // MARK: Again or not

    /// The wait before another attempt; nil when this outcome stands.
    private func delay(before attempt: Int, _ hop: HopOutcome) -> Duration? {
        let backOff = configuration.backOff
        let ownDelay = backOff.delay(afterAttempt: attempt - 1, share: .random(in: 0...1))
        if let failure = hop.failure {
            let isPassing = failure.code == .connectFailed || failure.code == .connectTimeout
            return isPassing && attempt <= backOff.retries + 1 ? ownDelay : nil
        }
        guard BackOff.isPassing(hop.exchange.status) else { return nil }
        guard let asked = BackOff.retryAfter(hop.fields, now: WallClock.seconds()) else {
            return attempt <= backOff.retries + 1 ? ownDelay : nil
        }
        // The whole host rests, not only this page; for longer than we would wait nobody asks it again meanwhile.
        let rest = min(asked, backOff.maxRetryAfter)
        pacing.withLock { $0.pause(host: hop.exchange.url.host, until: .now + rest) }
        return asked <= backOff.maxRetryAfter && attempt <= backOff.retries + 1 ? max(asked, ownDelay) : nil
    }

    /// - Returns: false when the task was cancelled meanwhile.
    private static func sleep(_ time: Duration) async -> Bool {
        (try? await Task.sleep(for: time)) != nil
    }

    // MARK: One attempt

    private func attempt(
        _ hop: inout HopOutcome, _ profile: VisitorProfile, _ extras: RequestWriter.Extras
    ) async throws(FetchFailure) {
        let url = hop.exchange.url
        hop.exchange.startedAt = WallClock.microseconds()
        let resolution = try await resolver.resolve(url.host)
        hop.exchange.aliases = resolution.aliases
        let addresses = try allowed(resolution.addresses, port: url.port, &hop.exchange.refused)
        let place = pacing.withLock { $0.reserve(host: url.host, address: addresses[0], now: .now) }
        let wait = place - .now
        if wait > .zero, !(await Self.sleep(wait)) { throw FetchFailure(.cancelled, "cancelled while waiting") }
        guard await wholeGate.enter("") else { throw FetchFailure(.cancelled, "cancelled while waiting for a turn") }
        defer { wholeGate.leave("") }
        hop.exchange.startedAt = WallClock.microseconds()
        let started = ContinuousClock.now
        defer { hop.exchange.endedAfter = .now - started }
        let proxy = try await proxy(for: url)
        var extras = extras
        extras.isAbsolute = proxy.map { !$0.isTunnel } ?? false
        let request = RequestWriter.get(url, profile: profile, extras: extras)
        hop.exchange.requestBytes = request
        let keys = addresses.map {
            ConnectionKey(isTLS: url.scheme == .https, host: url.host, port: url.port, address: $0)
        }
        if let connection = pool.take(keys) {
            await perform(request, on: connection, &hop, started, within: configuration.totalDeadline)
            // A kept connection may have been closed by the other side just now: that says nothing about the page.
            guard hop.failure?.code == .connectionClosed, hop.exchange.responseBytes.isEmpty else { return }
            hop.failure = nil
            hop.exchange.attempts += 1
        }
        let connection = try await connect(keys, proxy, started)
        let left = configuration.totalDeadline - (connection.readyAt - started)
        await perform(request, on: connection, &hop, started, within: left)
    }

    /// Those addresses that may be connected to, IPv4 first.
    /// - Throws: `addressRefused` when there is none.
    private func allowed(
        _ addresses: [IPAddress], port: UInt16, _ refused: inout [IPAddress]
    ) throws(FetchFailure) -> [IPAddress] {
        var allowed: [IPAddress] = []
        var refusal = "the name has no address"
        for address in addresses {
            if let reason = addressGuard.refusal(of: address, port: port) {
                refused.append(address)
                refusal = "\(address.text) is not to be reached: \(reason)"
            } else {
                allowed.append(address)
            }
        }
        guard !allowed.isEmpty else { throw FetchFailure(.addressRefused, refusal) }
        let four = allowed.filter { if case .v4 = $0 { true } else { false } }
        let six = allowed.filter { if case .v6 = $0 { true } else { false } }
        return Array((four + six).prefix(Self.maxAddresses))
    }

    private func proxy(for url: WebURL) async throws(FetchFailure) -> Connector.Proxy? {
        try await proxy(isTunnel: url.scheme == .https || configuration.proxy?.plainRequests == .byTunnel)
    }

    private func proxy(isTunnel: Bool) async throws(FetchFailure) -> Connector.Proxy? {
        guard let proxy = configuration.proxy else { return nil }
        guard let address = try? await resolver.resolve(proxy.host).addresses.first else {
            throw FetchFailure(.proxyFailed, "the proxy's name could not be resolved")
        }
        return Connector.Proxy(endpoint: Endpoint(address: address, port: proxy.port), isTunnel: isTunnel)
    }

    /// Tries one address after the other.
    private func connect(
        _ keys: [ConnectionKey], _ proxy: Connector.Proxy?, _ started: ContinuousClock.Instant
    ) async throws(FetchFailure) -> Connection {
        var failure = FetchFailure(.connectFailed, "there is no address")
        for key in keys {
            let left = configuration.totalDeadline - (.now - started)
            guard left > .zero else { throw FetchFailure(.connectTimeout, "no connection in time") }
            guard !Task.isCancelled else { throw FetchFailure(.cancelled, "cancelled while connecting") }
            do throws(FetchFailure) {
                return try await connector.connect(
                    key, through: proxy, within: min(left, configuration.connectDeadline))
            } catch {
                failure = error
            }
        }
        throw failure
    }

    private func perform(
        _ request: [UInt8], on connection: Connection, _ hop: inout HopOutcome, _ started: ContinuousClock.Instant,
        within time: Duration
    ) async {
        hop.exchange.address = connection.key.address
        hop.exchange.tls = connection.tls
        let limits = ExchangeLimits(
            firstByte: configuration.firstByteDeadline, whole: time, maxBodyBytes: configuration.maxBodyBytes)
        let outcome = await connection.perform(request, limits)
        hop.exchange.responseBytes = outcome.bytes
        hop.exchange.status = outcome.status
        hop.exchange.isCut = outcome.isCut
        hop.exchange.firstByteAfter = outcome.firstByteAt.map { $0 - started } ?? .zero
        hop.fields = outcome.fields
        hop.failure = outcome.failure
        if outcome.isReusable { pool.park(connection) } else { connection.close() }
    }
}
