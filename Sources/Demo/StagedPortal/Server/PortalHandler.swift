import NIOCore
import NIOHTTP1

/// One connection: requests in order, one answer at a time.
final class PortalHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = ByteBuffer

    private struct Waiting {
        var head: HTTPRequestHead
        var keepsAlive: Bool
    }

    private let state: ServerState
    private let budget: RequestBudget
    private var head: HTTPRequestHead?
    private var waiting: [Waiting] = []
    private var writer: AnswerWriter?
    private var deadline: Scheduled<Void>?
    private var isAdmitted = false

    init(_ state: ServerState, _ budget: RequestBudget) {
        self.state = state
        self.budget = budget
    }

    func channelActive(context: ChannelHandlerContext) {
        isAdmitted = true
        guard state.admit() else { return context.close(promise: nil) }
        limit(to: state.limits.requestSeconds, context)
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        deadline?.cancel()
        writer?.breakOff()
        writer = nil
        waiting = []
        if isAdmitted { state.leave() }
        isAdmitted = false
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head): self.head = head
        case .body: break
        case .end:
            guard let head else { return }
            self.head = nil
            budget.startAnew()
            guard waiting.count < state.limits.maxPipelined else { return context.close(promise: nil) }
            waiting.append(Waiting(head: head, keepsAlive: head.isKeepAlive))
            answerNext(context)
        }
    }

    /// What the decoder cannot read gets one plain refusal.
    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard writer == nil, error is HTTPParserError else { return context.close(promise: nil) }
        let text = "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        let done = context.eventLoop.makePromise(of: Void.self)
        context.writeAndFlush(wrapOutboundOut(context.channel.allocator.buffer(string: text)), promise: done)
        done.futureResult.assumeIsolated().whenComplete { _ in context.close(promise: nil) }
    }

    private func answerNext(_ context: ChannelHandlerContext) {
        guard writer == nil, !waiting.isEmpty else { return }
        let next = waiting.removeFirst()
        let request = Self.request(next.head, ordinal: state.nextOrdinal())
        let answer = state.portal.answer(request)
        limit(to: state.limits.answerSeconds, context)
        let writer = AnswerWriter(
            context, answer, request, log: state.wireLog, keepsAlive: next.keepsAlive,
            knowsChunks: next.head.version.minor > 0 || next.head.version.major > 1
        ) { [self] in
            self.writer = nil
            limit(to: state.limits.requestSeconds, context)
            answerNext(context)
        }
        self.writer = writer
        writer.start()
    }

    private func limit(to seconds: Int64, _ context: ChannelHandlerContext) {
        deadline?.cancel()
        deadline = context.eventLoop.assumeIsolated().scheduleTask(in: .seconds(seconds)) {
            context.close(promise: nil)
        }
    }

    private static func request(_ head: HTTPRequestHead, ordinal: UInt64) -> PortalRequest {
        func field(_ name: String) -> String { head.headers.first(name: name) ?? "" }
        return PortalRequest(
            method: head.method.rawValue, target: head.uri, host: field("Host"), userAgent: field("User-Agent"),
            referrer: field("Referer"), cookie: head.headers[canonicalForm: "Cookie"].joined(separator: "; "),
            acceptEncoding: head.headers[canonicalForm: "Accept-Encoding"].joined(separator: ", "), ordinal: ordinal)
    }
}
