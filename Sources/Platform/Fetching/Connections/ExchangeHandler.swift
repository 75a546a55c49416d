import NIOCore
import Unpack

/// How one request on a connection ended.
struct ExchangeOutcome: Sendable {
    /// The final response as it came, or its front part.
    var bytes: [UInt8] = []
    var status: UInt16 = 0
    var fields = HeaderFields()
    /// The body went on behind what was kept.
    var isCut = false
    var firstByteAt: ContinuousClock.Instant?
    /// The connection is open and may carry another request.
    var isReusable = false
    var failure: FetchFailure?
}

/// What one request may take.
struct ExchangeLimits: Sendable {
    var firstByte: Duration
    /// For all that follows the request, the body included.
    var whole: Duration
    var maxBodyBytes: Int
}

/// Carries one request after another over a connection and keeps the bytes of each response as they come.
///
/// Lives on the event loop. Memory: the response, at most its caps and one read of the socket.
final class ExchangeHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private struct Running {
        var framer: ResponseFramer
        var outcome = ExchangeOutcome()
        let done: @Sendable (ExchangeOutcome) -> Void
        var firstByteTimer: Scheduled<Void>?
        var wholeTimer: Scheduled<Void>?
    }

    private var context: ChannelHandlerContext?
    private var running: Running?
    private var idleTimer: Scheduled<Void>?
    private var isClosed = false
    /// Told once, when the connection can no longer be used.
    private let onClose: @Sendable () -> Void

    init(onClose: @escaping @Sendable () -> Void) { self.onClose = onClose }

    // MARK: From the fetch

    /// Sends `request`; `done` is called exactly once.
    func start(_ request: [UInt8], _ limits: ExchangeLimits, _ done: @escaping @Sendable (ExchangeOutcome) -> Void) {
        idleTimer?.cancel()
        idleTimer = nil
        guard let context, running == nil, !isClosed else {
            let failure = FetchFailure(.connectionClosed, "the connection was closed before the request")
            return done(ExchangeOutcome(failure: failure))
        }
        var running = Running(
            framer: ResponseFramer(limits: .init(maxBodyBytes: limits.maxBodyBytes)), done: done)
        running.firstByteTimer = timer(limits.firstByte, .firstByteTimeout, "no byte of an answer came in time")
        running.wholeTimer = timer(limits.whole, .totalTimeout, "the answer did not end in time")
        self.running = running
        context.writeAndFlush(wrapOutboundOut(context.channel.allocator.buffer(bytes: request)), promise: nil)
    }

    /// Ends what is running, if anything is.
    func cancel() {
        end(FetchFailure(.cancelled, "cancelled"))
    }

    /// The connection waits for its next request, but not for ever.
    func park(for time: Duration) {
        guard let context, running == nil else { return }
        idleTimer = context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(time)) { [weak self] in
            self?.context?.close(promise: nil)
        }
    }

    private func timer(_ time: Duration, _ code: FetchFailure.Code, _ message: String) -> Scheduled<Void>? {
        context?.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(time)) { [weak self] in
            self?.end(FetchFailure(code, message))
        }
    }

    // MARK: From the network

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func handlerRemoved(context: ChannelHandlerContext) {
        close()
        self.context = nil
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard running != nil else {
            // An answer that nobody asked for must not be taken for that to the next request.
            context.close(promise: nil)
            return close()
        }
        let buffer = unwrapInboundIn(data)
        if running?.outcome.firstByteAt == nil {
            running?.outcome.firstByteAt = .now
            running?.firstByteTimer?.cancel()
        }
        let isLeftOver = buffer.withUnsafeReadableBytes { bytes in
            (running?.framer.take(bytes) ?? 0) < bytes.count
        }
        guard let running, running.framer.isFinished else { return }
        var failure: FetchFailure?
        if case .broken(let fault) = running.framer.state { failure = fault }
        end(failure, mayReuse: running.framer.isReusable && !isLeftOver)
    }

    func channelInactive(context: ChannelHandlerContext) {
        endOfStream()
        close()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        context.fireUserInboundEventTriggered(event)
    }

    /// What came before stands. A body without a length is whole when TLS ends without a goodbye (many servers never say
    /// it), but not when the connection is reset.
    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if error is IOError { end(FetchFailure(.connectionClosed, "the connection was reset")) } else { endOfStream() }
        context.close(promise: nil)
        close()
    }

    private func endOfStream() {
        guard running != nil else { return }
        let failure = running?.framer.finish()
        end(failure)
    }

    // MARK: Ends

    private func end(_ failure: FetchFailure?, mayReuse: Bool = false) {
        guard var running else { return }
        self.running = nil
        running.firstByteTimer?.cancel()
        running.wholeTimer?.cancel()
        let isReusable = mayReuse && failure == nil && !isClosed
        let framer = running.framer
        running.outcome.bytes = framer.bytes
        running.outcome.status = framer.headBytes > 0 ? framer.status : 0
        running.outcome.fields = framer.fields
        running.outcome.isCut = framer.state == .cut || (failure != nil && framer.headBytes > 0)
        running.outcome.failure = failure
        running.outcome.isReusable = isReusable
        if !isReusable {
            context?.close(promise: nil)
            close()
        }
        running.done(running.outcome)
    }

    private func close() {
        guard !isClosed else { return }
        isClosed = true
        idleTimer?.cancel()
        onClose()
    }
}
