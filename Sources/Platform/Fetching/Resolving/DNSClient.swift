import NIOCore
import NIOPosix
import Patterns

/// Asks recursive servers over UDP, and over TCP what does not fit into a datagram.
///
/// Each question goes out with a random number from a socket of its own, connected to the server, so that the system draws
/// the port and drops what others send there.
struct DNSClient: Sendable {
    /// For one try at one server.
    static let tryTimeout = TimeAmount.seconds(2)
    static let rounds = 2

    let group: MultiThreadedEventLoopGroup
    let servers: [Endpoint]

    /// - Throws: `resolverFailed` when no server gives an answer; a missing name is an answer.
    func ask(_ name: String, _ kind: DNSMessage.Kind) async throws(FetchFailure) -> DNSMessage.Answer {
        var reason = "no server is configured"
        for _ in 0..<Self.rounds {
            for server in servers {
                guard !Task.isCancelled else { throw FetchFailure(.cancelled, "cancelled while resolving") }
                guard let answer = await ask(server, name, kind) else {
                    reason = "no answer from \(server.address.text)"
                    continue
                }
                if answer.code == 0 || answer.code == 3 { return answer }
                reason = "\(server.address.text) answered with code \(answer.code)"
            }
        }
        throw FetchFailure(.resolverFailed, "the name could not be resolved: \(reason)")
    }

    private func ask(_ server: Endpoint, _ name: String, _ kind: DNSMessage.Kind) async -> DNSMessage.Answer? {
        let answer = await exchange(server, name, kind, overTCP: false)
        guard let answer, answer.isTruncated else { return answer }
        let whole = await exchange(server, name, kind, overTCP: true)
        return whole?.isTruncated == false ? whole : nil
    }

    private func exchange(
        _ server: Endpoint, _ name: String, _ kind: DNSMessage.Kind, overTCP: Bool
    ) async -> DNSMessage.Answer? {
        let id = UInt16.random(in: 0...UInt16.max)
        guard let question = DNSMessage.question(id: id, name: name, kind: kind),
            let address = try? SocketAddress(ipAddress: server.address.text, port: Int(server.port))
        else { return nil }
        let loop = group.next()
        let promise = loop.makePromise(of: DNSMessage.Answer?.self)
        let timeout = loop.scheduleTask(in: Self.tryTimeout) { promise.succeed(nil) }
        let match: @Sendable ([UInt8]) -> DNSMessage.Answer? = { bytes in
            DNSMessage.answer(bytes, id: id, name: name, kind: kind)
        }
        let opened =
            overTCP
            ? ClientBootstrap(group: loop).connectTimeout(Self.tryTimeout)
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        let handler = DNSStreamHandler(question: question, match: match, promise: promise)
                        try channel.pipeline.syncOperations.addHandler(handler)
                    }
                }.connect(to: address)
            : DatagramBootstrap(group: loop)
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        let handler = DNSDatagramHandler(
                            server: address, question: question, match: match, promise: promise)
                        try channel.pipeline.syncOperations.addHandler(handler)
                    }
                }.connect(to: address)
        opened.whenFailure { _ in promise.succeed(nil) }
        let answer = try? await promise.futureResult.get()
        timeout.cancel()
        opened.whenSuccess { $0.close(promise: nil) }
        return answer ?? nil
    }
}

/// Sends one question and waits for the datagram that answers it; others are dropped, up to a number.
private final class DNSDatagramHandler: ChannelInboundHandler {
    typealias InboundIn = AddressedEnvelope<ByteBuffer>
    typealias OutboundOut = AddressedEnvelope<ByteBuffer>

    private static let maxDatagrams = 64

    private let server: SocketAddress
    private let question: [UInt8]
    private let match: @Sendable ([UInt8]) -> DNSMessage.Answer?
    private let promise: EventLoopPromise<DNSMessage.Answer?>
    private var datagrams = 0

    init(
        server: SocketAddress, question: [UInt8], match: @escaping @Sendable ([UInt8]) -> DNSMessage.Answer?,
        promise: EventLoopPromise<DNSMessage.Answer?>
    ) {
        self.server = server
        self.question = question
        self.match = match
        self.promise = promise
    }

    func channelActive(context: ChannelHandlerContext) {
        let envelope = AddressedEnvelope(remoteAddress: server, data: ByteBuffer(bytes: question))
        context.writeAndFlush(wrapOutboundOut(envelope), promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        datagrams += 1
        let answer = match(Array(buffer: unwrapInboundIn(data).data))
        if answer != nil || datagrams >= Self.maxDatagrams { promise.succeed(answer) }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        promise.succeed(nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        promise.succeed(nil)
    }
}

/// The same over a stream, where two bytes of length stand before each message.
private final class DNSStreamHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let question: [UInt8]
    private let match: @Sendable ([UInt8]) -> DNSMessage.Answer?
    private let promise: EventLoopPromise<DNSMessage.Answer?>
    private var bytes: [UInt8] = []

    init(
        question: [UInt8], match: @escaping @Sendable ([UInt8]) -> DNSMessage.Answer?,
        promise: EventLoopPromise<DNSMessage.Answer?>
    ) {
        self.question = question
        self.match = match
        self.promise = promise
    }

    func channelActive(context: ChannelHandlerContext) {
        let length = [UInt8(question.count >> 8), UInt8(question.count & 0xFF)]
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: length + question)), promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        bytes += unwrapInboundIn(data).readableBytesView
        guard bytes.count >= 2 else { return }
        let length = Int(bytes[0]) << 8 | Int(bytes[1])
        guard bytes.count >= 2 + length else { return }
        promise.succeed(match(Array(bytes[2..<2 + length])))
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        promise.succeed(nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        promise.succeed(nil)
    }
}
