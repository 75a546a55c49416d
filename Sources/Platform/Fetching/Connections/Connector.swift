import Glibc
import NIOCore
import NIOPosix
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
        let started = ContinuousClock.now
        let channel = try await open(proxy?.endpoint ?? target, time, isProxy: proxy != nil)
        let setup = ConnectionSetup(key: key, security: security, tunnel: proxy?.isTunnel == true ? target : nil)
        let left = max(.zero, time - (ContinuousClock.now - started))
        do {
            return try await setup.run(on: channel, within: TimeAmount(left)).get()
        } catch let failure as FetchFailure {
            channel.close(promise: nil)
            throw failure
        } catch {
            channel.close(promise: nil)
            throw FetchFailure(key.isTLS ? .tlsFailed : .connectFailed, "the connection broke while it was set up")
        }
    }

    private func open(_ target: Endpoint, _ time: Duration, isProxy: Bool) async throws(FetchFailure) -> any Channel {
        guard let address = try? SocketAddress(ipAddress: target.address.text, port: Int(target.port)) else {
            throw FetchFailure(.connectFailed, "the address cannot be used")
        }
        var bootstrap = ClientBootstrap(group: group)
            .channelOption(.socketOption(.tcp_nodelay), value: 1)
            .connectTimeout(TimeAmount(time))
        if let sourceAddress, let source = try? SocketAddress(ipAddress: sourceAddress.text, port: 0) {
            guard source.protocol == address.protocol else {
                throw FetchFailure(.connectFailed, "the source address is of the other family")
            }
            bootstrap = bootstrap.bind(to: source)
        }
        return try await connected(bootstrap, address, isProxy ? .proxyFailed : .connectFailed)
    }

    private func connected(
        _ bootstrap: ClientBootstrap, _ address: SocketAddress, _ code: FetchFailure.Code
    ) async throws(FetchFailure) -> any Channel {
        do {
            return try await bootstrap.connect(to: address).get()
        } catch let error as ChannelError {
            if case .connectTimeout = error { throw FetchFailure(.connectTimeout, "no connection in time") }
            throw FetchFailure(code, "no connection: \(error)")
        } catch let error as IOError {
            throw FetchFailure(code, "no connection: \(String(cString: strerror(error.errnoCode)))")
        } catch {
            throw FetchFailure(code, "no connection")
        }
    }
}
