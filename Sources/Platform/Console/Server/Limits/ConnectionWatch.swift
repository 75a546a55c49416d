import HummingbirdCore
import Logging
import NIOCore
import Patterns

/// Closes a connection that is one too many of its address, and one whose other side does not take its answer.
///
/// It stands next to the socket, below TLS: what it sees leave has left. The framework's own idle timer does nothing while an
/// answer is under way. A slow reader who takes a little now and then is left alone.
final class ConnectionWatch: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = IOData
    typealias OutboundOut = IOData

    private let seats: AddressSeats
    private let limit: TimeAmount
    /// Whose seat is taken.
    private var holder: IPAddress?
    private var isOpen = false
    private var timer: Scheduled<Void>?
    /// Bytes handed to the channel, and those that had left it when somebody last looked.
    private var given = 0
    private var left = 0
    private var lastProgress = NIODeadline.now()

    init(seats: AddressSeats, unreadTime: Duration) {
        self.seats = seats
        limit = TimeAmount(unreadTime)
    }

    func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { open(context) }
    }

    func channelActive(context: ChannelHandlerContext) {
        open(context)
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        end()
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) { end() }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        given += unwrapOutboundIn(data).readableBytes
        if timer == nil, isOpen {
            lastProgress = .now()
            look(context, in: limit)
        }
        context.write(data, promise: promise)
    }

    // MARK: the address

    private func open(_ context: ChannelHandlerContext) {
        guard !isOpen else { return }
        isOpen = true
        // Where a connection without an address comes from cannot be counted: there is none over TCP.
        guard let address = context.remoteAddress?.ipAddress.flatMap({ IPAddress($0) }) else { return }
        if seats.take(address) {
            holder = address
        } else {
            context.close(promise: nil)
        }
    }

    private func end() {
        isOpen = false
        timer?.cancel()
        timer = nil
        if let holder { seats.leave(holder) }
        holder = nil
    }

    // MARK: progress

    private func look(_ context: ChannelHandlerContext, in pause: TimeAmount) {
        timer = context.eventLoop.assumeIsolated().scheduleTask(in: pause) { [self] in
            timer = nil
            check(context)
        }
    }

    private func check(_ context: ChannelHandlerContext) {
        guard isOpen, let waiting = try? context.channel.syncOptions?.getOption(.bufferedWritableBytes), waiting > 0
        else { return }
        if given - waiting > left {
            left = given - waiting
            lastProgress = .now()
        }
        guard NIODeadline.now() - lastProgress < limit else { return context.close(promise: nil) }
        look(context, in: .nanoseconds(max(limit.nanoseconds / 4, 1)))
    }
}

/// A server's connections, each with a watch at its socket.
struct WatchedChannel<Base: ServerChildChannel>: ServerChildChannel {
    let base: Base
    let seats: AddressSeats
    let unreadTime: Duration

    /// Bytes that the system keeps for a connection. It says that there is room again when a third of it is: with what it would
    /// take by itself, megabytes, a slow reader would look like none for minutes.
    private static var bufferBytes: Int { 256 << 10 }

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Base.Value> {
        do {
            try channel.syncOptions?.setOption(.socketOption(.so_sndbuf), value: .init(Self.bufferBytes))
            try channel.pipeline.syncOperations.addHandler(ConnectionWatch(seats: seats, unreadTime: unreadTime))
        } catch {
            return channel.eventLoop.makeFailedFuture(error)
        }
        return base.setup(channel: channel, logger: logger)
    }

    func handle(value: Base.Value, logger: Logger) async { await base.handle(value: value, logger: logger) }
}
