import NIOCore
import Patterns
import Synchronization

/// Which requests may share a connection: the same scheme, name and port, at the same checked address.
struct ConnectionKey: Hashable, Sendable {
    var isTLS: Bool
    var host: String
    var port: UInt16
    var address: IPAddress
}

/// An open connection to a checked address, with TLS where its key says so.
final class Connection: Sendable {
    let key: ConnectionKey
    let tls: TLSReport?
    let readyAt = ContinuousClock.now
    private let channel: any Channel
    private let handler: NIOLoopBound<ExchangeHandler>
    private let closed: CloseFlag

    init(
        key: ConnectionKey, tls: TLSReport?, channel: any Channel, handler: NIOLoopBound<ExchangeHandler>,
        closed: CloseFlag
    ) {
        self.key = key
        self.tls = tls
        self.channel = channel
        self.handler = handler
        self.closed = closed
    }

    var isOpen: Bool { !closed.isSet }

    /// Sends a request and waits for its answer; ends early when the task is cancelled.
    func perform(_ request: [UInt8], _ limits: ExchangeLimits) async -> ExchangeOutcome {
        // Who is cancelled before the loop comes to the start finds nothing running to end; the flag tells the start.
        let cancelled = CloseFlag()
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                channel.eventLoop.execute { [handler] in
                    guard !cancelled.isSet else {
                        let failure = FetchFailure(.cancelled, "cancelled")
                        return continuation.resume(returning: ExchangeOutcome(failure: failure))
                    }
                    handler.value.start(request, limits) { continuation.resume(returning: $0) }
                }
            }
        } onCancel: {
            cancelled.set()
            channel.eventLoop.execute { [handler] in handler.value.cancel() }
        }
    }

    /// Keeps the connection for a next request for `time`.
    func park(for time: Duration) {
        channel.eventLoop.execute { [handler] in handler.value.park(for: time) }
    }

    func close() {
        closed.set()
        channel.close(promise: nil)
    }
}

/// Set once, by the event loop or the pool; read by anyone.
final class CloseFlag: Sendable {
    private let flag = Atomic(false)
    var isSet: Bool { flag.load(ordering: .acquiring) }
    func set() { flag.store(true, ordering: .releasing) }
}
