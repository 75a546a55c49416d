import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// Serves a demo portal over HTTP/1.1, with every fault of the wire that its answers ask for.
package final class PortalServer: Sendable {
    private let channel: any Channel
    private let group: MultiThreadedEventLoopGroup
    /// `http://127.0.0.1:PORT`
    package let baseURL: String

    /// Listens; port 0 lets the system choose one.
    /// - Throws: `PortalError(.listen)` when the address cannot be had.
    package init(
        _ portal: DemoPortal, host: String, port: Int, wireLog: WireLog? = nil, limits: ServerLimits = ServerLimits()
    ) async throws(PortalError) {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let state = ServerState(portal: portal, wireLog: wireLog, limits: limits)
        let bootstrap = ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 512)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let budget = RequestBudget(maxBytes: limits.maxRequestBytes)
                    try channel.pipeline.syncOperations.addHandlers(
                        budget, ByteToMessageHandler(HTTPRequestDecoder()), PortalHandler(state, budget))
                }
            }
        do {
            channel = try await bootstrap.bind(host: host, port: port).get()
        } catch {
            try? await group.shutdownGracefully()
            throw PortalError(.listen, "\(host):\(port): \(error)")
        }
        self.group = group
        let name = host.contains(":") ? "[\(host)]" : host
        baseURL = "http://\(name):\(channel.localAddress?.port ?? port)"
    }

    /// Ends every connection and the threads.
    package func stop() async {
        try? await channel.close()
        try? await group.shutdownGracefully()
    }
}

/// What all connections share.
final class ServerState: Sendable {
    let portal: DemoPortal
    let wireLog: WireLog?
    let limits: ServerLimits
    private let ordinal = Atomic<UInt64>(0)
    private let connections = Atomic<Int>(0)

    init(portal: DemoPortal, wireLog: WireLog?, limits: ServerLimits) {
        self.portal = portal
        self.wireLog = wireLog
        self.limits = limits
    }

    func nextOrdinal() -> UInt64 { ordinal.wrappingAdd(1, ordering: .relaxed).oldValue }

    /// False when there are too many connections already.
    func admit() -> Bool {
        connections.wrappingAdd(1, ordering: .relaxed).newValue <= limits.maxConnections
    }

    func leave() { connections.wrappingSubtract(1, ordering: .relaxed) }
}

/// Counts a request's bytes before they are taken apart, and ends the connection of one that is too large.
final class RequestBudget: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    private let maxBytes: Int
    private var count = 0

    init(maxBytes: Int) { self.maxBytes = maxBytes }

    func startAnew() { count = 0 }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        count += unwrapInboundIn(data).readableBytes
        guard count <= maxBytes else { return context.close(promise: nil) }
        context.fireChannelRead(data)
    }
}
