import NIOCore

/// Asks a proxy for a tunnel and waits for its yes.
final class TunnelHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let request: [UInt8]
    private let promise: EventLoopPromise<Void>
    private var head: [UInt8] = []
    private static let maxHeadBytes = 16 << 10

    init(_ request: [UInt8], _ promise: EventLoopPromise<Void>) {
        self.request = request
        self.promise = promise
    }

    func handlerAdded(context: ChannelHandlerContext) {
        context.writeAndFlush(wrapOutboundOut(context.channel.allocator.buffer(bytes: request)), promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        head += unwrapInboundIn(data).readableBytesView
        guard let end = headEnd() else {
            if head.count > Self.maxHeadBytes { refuse(context, "the proxy's answer is too long") }
            return
        }
        let words = head.prefix { $0 != 0x0A }.split(separator: 0x20)
        guard words.count >= 2, words[0].starts(with: "HTTP/1.".utf8), words[1].first == UInt8(ascii: "2") else {
            let status = words.count >= 2 ? String(decoding: words[1].prefix(3), as: UTF8.self) : "no status"
            return refuse(context, "the proxy refused the tunnel: \(status)")
        }
        // The target speaks only when it is spoken to, in HTTP as in TLS.
        guard end == head.count else { return refuse(context, "the proxy sent more than its answer") }
        promise.succeed()
        context.pipeline.syncOperations.removeHandler(self, promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        promise.fail(FetchFailure(.proxyFailed, "the proxy closed the connection"))
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        refuse(context, "the connection to the proxy broke")
    }

    /// Behind the empty line.
    private func headEnd() -> Int? {
        var isLineEmpty = false
        for (index, byte) in head.enumerated() where byte != 0x0D {
            if byte == 0x0A, isLineEmpty { return index + 1 }
            isLineEmpty = byte == 0x0A
        }
        return nil
    }

    private func refuse(_ context: ChannelHandlerContext, _ message: String) {
        promise.fail(FetchFailure(.proxyFailed, message))
        context.close(promise: nil)
    }
}
