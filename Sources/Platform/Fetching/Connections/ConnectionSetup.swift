import NIOCore
import NIOSSL
import NIOTLS
import Patterns

/// Turns an open channel into a connection: the proxy's tunnel first, then TLS, then the exchange handler.
struct ConnectionSetup: Sendable {
    let key: ConnectionKey
    let security: TransportSecurity
    /// What a proxy is asked to connect to; nil when the channel leads to the target.
    let tunnel: Endpoint?

    func run(on channel: any Channel, until deadline: NIODeadline) -> EventLoopFuture<Connection> {
        let loop = channel.eventLoop
        let promise = loop.makePromise(of: Connection.self)
        let timeout = loop.scheduleTask(deadline: deadline) {
            promise.fail(FetchFailure(.connectTimeout, "the connection was not ready in time"))
        }
        promise.futureResult.whenComplete { _ in timeout.cancel() }
        let opened = tunnel.map { Self.openTunnel(channel, to: $0) } ?? loop.makeSucceededVoidFuture()
        opened.flatMap { key.isTLS ? startTLS(channel) : loop.makeSucceededFuture(nil) }
            .flatMapThrowing { report in try finish(channel, report) }
            .cascade(to: promise)
        return promise.futureResult
    }

    /// Has the proxy at the other end of `channel` connect to `target`.
    static func openTunnel(_ channel: any Channel, to target: Endpoint) -> EventLoopFuture<Void> {
        let host = if case .v6 = target.address { "[\(target.address.text)]" } else { target.address.text }
        return channel.eventLoop.flatSubmit {
            let promise = channel.eventLoop.makePromise(of: Void.self)
            let handler = TunnelHandler(RequestWriter.connect("\(host):\(target.port)"), promise)
            do {
                try channel.pipeline.syncOperations.addHandler(handler)
            } catch {
                promise.fail(error)
            }
            return promise.futureResult
        }
    }

    private func startTLS(_ channel: any Channel) -> EventLoopFuture<TLSReport?> {
        channel.eventLoop.flatSubmit { [key, security] in
            let promise = channel.eventLoop.makePromise(of: TLSReport?.self)
            let notes = HandshakeNotes()
            let bound = NIOLoopBound(notes, eventLoop: channel.eventLoop)
            do {
                let handler = try NIOSSLClientHandler(
                    context: security.context, serverHostname: Self.serverName(key.host),
                    customVerificationCallback: { certificates, verdict in
                        let chain = certificates.prefix(CertificateChecker.maxCertificates)
                            .compactMap { try? $0.toDERBytes() }
                        let (parsed, fault) = security.checker.check(chain, host: key.host)
                        bound.value.report = TLSReport(version: "", fault: fault, chain: parsed)
                        let isRefused = fault != nil && security.policy == .refuseFaults
                        verdict.succeed(isRefused ? .failed : .certificateVerified)
                    })
                try channel.pipeline.syncOperations.addHandler(handler)
                try channel.pipeline.syncOperations.addHandler(HandshakeHandler(notes, promise))
            } catch {
                promise.fail(FetchFailure(.tlsFailed, "TLS could not be started"))
            }
            return promise.futureResult
        }
    }

    /// The name that is told to the server; addresses are not told (RFC 6066, 3).
    private static func serverName(_ host: String) -> String? {
        let isAddress = Endpoint(host, defaultPort: 443) != nil || host.first == "["
        return isAddress ? nil : host
    }

    private func finish(_ channel: any Channel, _ report: TLSReport?) throws -> Connection {
        let closed = CloseFlag()
        let handler = ExchangeHandler { closed.set() }
        guard channel.isActive else { throw FetchFailure(.connectFailed, "the connection was closed at once") }
        try channel.pipeline.syncOperations.addHandler(handler)
        return Connection(
            key: key, tls: report, channel: channel,
            handler: NIOLoopBound(handler, eventLoop: channel.eventLoop), closed: closed)
    }
}

/// What the handshake showed so far.
final class HandshakeNotes {
    var report: TLSReport?
}

/// Waits for the end of the handshake.
private final class HandshakeHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer

    private let notes: HandshakeNotes
    private let promise: EventLoopPromise<TLSReport?>

    init(_ notes: HandshakeNotes, _ promise: EventLoopPromise<TLSReport?>) {
        self.notes = notes
        self.promise = promise
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard case TLSUserEvent.handshakeCompleted = event else {
            return context.fireUserInboundEventTriggered(event)
        }
        let version = try? context.channel.pipeline.syncOperations.nioSSL_tlsVersion()
        notes.report?.version = version.map(Self.name) ?? ""
        promise.succeed(notes.report)
        context.pipeline.syncOperations.removeHandler(self, promise: nil)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        let fault = notes.report?.fault.map { "the certificate is not accepted: \($0)" }
        promise.fail(FetchFailure(.tlsFailed, fault ?? "the TLS handshake failed"))
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        promise.fail(FetchFailure(.tlsFailed, "the connection was closed during the TLS handshake"))
        context.fireChannelInactive()
    }

    private static func name(_ version: TLSVersion) -> String {
        switch version {
        case .tlsv1: "TLSv1"
        case .tlsv11: "TLSv1.1"
        case .tlsv12: "TLSv1.2"
        case .tlsv13: "TLSv1.3"
        }
    }
}
