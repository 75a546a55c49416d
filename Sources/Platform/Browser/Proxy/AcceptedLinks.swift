import Fetching
import NIOCore
import Synchronization

/// Connections that a listener accepted, in the order to be served. None is left open: who is not served is closed at the end,
/// and who comes when there are too many, or too late, at once.
final class AcceptedLinks: Sendable {
    /// A page that opens more has no need of them.
    static let maxLinks = 2_000

    /// Ends with its task.
    let stream: AsyncStream<BareConnection>
    private let continuation: AsyncStream<BareConnection>.Continuation
    private let state = Mutex((links: [BareConnection](), isOver: false))

    init() { (stream, continuation) = AsyncStream.makeStream() }

    func accept(_ link: BareConnection) {
        let isTaken = state.withLock { state in
            guard !state.isOver, state.links.count < Self.maxLinks else { return false }
            state.links.append(link)
            return true
        }
        if isTaken { continuation.yield(link) } else { link.close() }
    }

    func closeAll() {
        continuation.finish()
        let links = state.withLock { state in
            defer { state = ([], true) }
            return state.links
        }
        for link in links { link.close() }
    }
}

/// Hands a connection over when it is open; before, nothing can be read of it.
final class LinkOpening: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    private let links: AcceptedLinks

    init(_ links: AcceptedLinks) { self.links = links }

    func channelActive(context: ChannelHandlerContext) {
        do {
            links.accept(try BareConnection(context.channel))
        } catch {
            context.close(promise: nil)
        }
        context.fireChannelActive()
        context.pipeline.syncOperations.removeHandler(self, promise: nil)
    }
}
