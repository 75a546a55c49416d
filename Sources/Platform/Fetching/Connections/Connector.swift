import Glibc
import NIOCore
import NIOPosix
import NIOSSL
import Patterns

/// Opens connections: TCP, a proxy's tunnel, TLS, in this order, within one deadline.
struct Connector: Sendable {
    /// A proxy at its resolved address.
    struct Proxy: Sendable {
        var endpoint: Endpoint
        /// The proxy is asked for a tunnel to the target's address; otherwise for a page by its whole URL.
        var isTunnel: Bool
    }

    let group: MultiThreadedEventLoopGroup
    let security: TransportSecurity
    let sourceAddress: IPAddress?

    /// - Parameter proxy: where the connection is made to instead of the target.
    /// - Throws: `connectFailed`, `connectTimeout`, `tlsFailed`, `proxyFailed`.
    func connect(
        _ key: ConnectionKey, through proxy: Proxy?, within time: Duration
    ) async throws(FetchFailure) -> Connection {
        let target = Endpoint(address: key.address, port: key.port)
        let setup = ConnectionSetup(key: key, security: security, tunnel: proxy?.isTunnel == true ? target : nil)
        let deadline = NIODeadline.now() + TimeAmount(time)
        let bootstrap = try bootstrap(to: proxy?.endpoint ?? target, time)
        // From here on the event loop works alone: a crowded pool of tasks does not eat up the deadline.
        let opened = bootstrap.client.connect(to: bootstrap.address).flatMap { channel in
            setup.run(on: channel, until: deadline).flatMapErrorThrowing { error in
                channel.close(promise: nil)
                throw error
            }
        }
        do {
            return try await opened.get()
        } catch {
            throw Self.failure(error, isTLS: key.isTLS, isProxy: proxy != nil)
        }
    }

    /// A connection that carries what the caller sends, as it is.
    /// - Throws: `connectFailed`, `connectTimeout`, `proxyFailed`.
    func tunnel(
        to target: Endpoint, through proxy: Proxy?, within time: Duration
    ) async throws(FetchFailure) -> BareConnection {
        let bootstrap = try bootstrap(to: proxy?.endpoint ?? target, time)
        let opened = bootstrap.client.connect(to: bootstrap.address).flatMap { channel in
            if proxy == nil { return channel.eventLoop.makeCompletedFuture { try BareConnection(channel) } }
            let ready = ConnectionSetup.openTunnel(channel, to: target)
            let timeout = channel.eventLoop.scheduleTask(in: TimeAmount(time)) { channel.close(promise: nil) }
            return ready.flatMapThrowing {
                timeout.cancel()
                return try BareConnection(channel)
            }.flatMapErrorThrowing { error in
                channel.close(promise: nil)
                throw error
            }
        }
        do {
            return try await opened.get()
        } catch {
            throw Self.failure(error, isTLS: false, isProxy: proxy != nil)
        }
    }

    private func bootstrap(
        to target: Endpoint, _ time: Duration
    ) throws(FetchFailure) -> (client: ClientBootstrap, address: SocketAddress) {
        guard let address = try? SocketAddress(ipAddress: target.address.text, port: Int(target.port)) else {
            throw FetchFailure(.connectFailed, "the address cannot be used")
        }
        let client = ClientBootstrap(group: group)
            .channelOption(.socketOption(.tcp_nodelay), value: 1)
            .connectTimeout(TimeAmount(time))
        guard let sourceAddress, let source = try? SocketAddress(ipAddress: sourceAddress.text, port: 0) else {
            return (client, address)
        }
        guard source.protocol == address.protocol else {
            throw FetchFailure(.connectFailed, "the source address is of the other family")
        }
        return (client.bind(to: source), address)
    }

    private static func failure(_ error: any Error, isTLS: Bool, isProxy: Bool) -> FetchFailure {
        let code: FetchFailure.Code = isProxy ? .proxyFailed : .connectFailed
        switch error {
        case let failure as FetchFailure: return failure
        case ChannelError.connectTimeout: return FetchFailure(.connectTimeout, "no connection in time")
        case let error as IOError:
            return FetchFailure(code, "no connection: \(String(cString: strerror(error.errnoCode)))")
        case is NIOSSLError: return FetchFailure(.tlsFailed, "the TLS handshake failed")
        default: return FetchFailure(code, "the connection broke while it was set up")
        }
    }
}
