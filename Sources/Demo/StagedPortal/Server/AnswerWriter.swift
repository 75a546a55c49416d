import Glibc
import NIOCore

/// Writes one answer, with the faults that it asks for, piece by piece as the client takes it.
final class AnswerWriter {
    private let context: ChannelHandlerContext
    private let answer: PortalAnswer
    private let request: PortalRequest
    private let log: WireLog?
    private let framing: Framing
    private let endsConnection: Bool
    private let whenDone: () -> Void
    private var cursor: BodyCursor
    private var ahead: [UInt8]?
    private var hash: PayloadHash? = PayloadHash()
    private var sentBytes = 0
    private var isEnded = false

    /// - Parameter whenDone: called when the connection is free for the next answer; not when it is closed.
    init(
        _ context: ChannelHandlerContext, _ answer: PortalAnswer, _ request: PortalRequest, log: WireLog?,
        keepsAlive: Bool, knowsChunks: Bool, whenDone: @escaping () -> Void
    ) {
        self.context = context
        self.answer = answer
        self.request = request
        self.log = log
        self.whenDone = whenDone
        framing = answer.framing == .chunked && !knowsChunks ? .close : answer.framing
        endsConnection = !keepsAlive || framing == .close || answer.wire.breaksConnection
        cursor = BodyCursor(answer.payload, maxPieceBytes: answer.wire.pieceBytes)
    }

    func start() {
        guard case .delayed(let milliseconds) = answer.wire else { return begin() }
        later(milliseconds) { $0.begin() }
    }

    /// The connection is gone.
    func breakOff() { record(isComplete: false) }

    private func begin() {
        write(Array(head.utf8), promise: nil)
        guard request.method != "HEAD" else {
            record(isComplete: true)
            return finish(with: [])
        }
        ahead = cursor.next()
        sendNext()
    }

    private func sendNext() {
        guard !isEnded else { return }
        guard let piece = ahead else {
            record(isComplete: answer.wire == .normal || answer.wire.isOnlySlow)
            return finish(with: framing == .chunked ? Array("0\r\n\r\n".utf8) : [])
        }
        if case .reset(let limit) = answer.wire { return reset(behind: Array(piece.prefix(limit))) }
        if answer.wire == .brokenChunk { return breakChunk(behind: Array(piece.prefix(piece.count / 2))) }
        ahead = cursor.next()
        count(piece)
        var last: [UInt8] = []
        let isLast = ahead == nil
        if isLast {
            record(isComplete: answer.wire == .normal || answer.wire.isOnlySlow)
            last = framing == .chunked ? Array("0\r\n\r\n".utf8) : []
        }
        let bytes = framed(piece) + last
        if isLast { return finish(with: bytes) }
        send(bytes) { writer in
            if let pause = writer.pauseMilliseconds { writer.later(pause) { $0.sendNext() } } else { writer.sendNext() }
        }
    }

    private func count(_ piece: [UInt8]) {
        hash?.update(piece)
        sentBytes += piece.count
    }

    private func framed(_ piece: [UInt8]) -> [UInt8] {
        guard framing == .chunked else { return piece }
        return Array((String(piece.count, radix: 16) + "\r\n").utf8) + piece + Array("\r\n".utf8)
    }

    private var pauseMilliseconds: Int? {
        if case .drip(let milliseconds) = answer.wire { return milliseconds }
        // An endless body as fast as the wire allows would starve the machine that it shares with its reader.
        if case .endless = answer.payload { return 2 }
        return nil
    }

    private func finish(with bytes: [UInt8]) {
        guard !isEnded else { return }
        isEnded = true
        let done = context.eventLoop.makePromise(of: Void.self)
        write(bytes, promise: done)
        done.futureResult.assumeIsolated().whenComplete { [self] result in
            guard case .success = result, !endsConnection else { return context.close(promise: nil) }
            whenDone()
        }
    }

    private func send(_ bytes: [UInt8], then next: @escaping (AnswerWriter) -> Void) {
        let done = context.eventLoop.makePromise(of: Void.self)
        write(bytes, promise: done)
        let loop = context.eventLoop.assumeIsolated()
        // Not at once: a write that is done already would nest one piece in the other.
        done.futureResult.assumeIsolated().whenSuccess { [self] in loop.execute { next(self) } }
    }

    private func write(_ bytes: [UInt8], promise: EventLoopPromise<Void>?) {
        let buffer = context.channel.allocator.buffer(bytes: bytes)
        context.writeAndFlush(NIOAny(buffer), promise: promise)
    }

    private func later(_ milliseconds: Int, _ work: @escaping (AnswerWriter) -> Void) {
        context.eventLoop.assumeIsolated().scheduleTask(in: .milliseconds(Int64(milliseconds))) { [self] in
            if context.channel.isActive { work(self) }
        }
    }
}

extension AnswerWriter {
    private func reset(behind piece: [UInt8]) {
        count(piece)
        record(isComplete: false)
        isEnded = true
        send(framed(piece)) { writer in
            // The bytes reach the client before the reset does.
            writer.later(30) { writer in
                let atOnce = Glibc.linger(l_onoff: 1, l_linger: 0)
                let channel = writer.context.channel
                guard let options = channel as? any SocketOptionProvider else { return channel.close(promise: nil) }
                options.setSoLinger(atOnce).assumeIsolated().whenComplete { _ in channel.close(promise: nil) }
            }
        }
    }

    private func breakChunk(behind piece: [UInt8]) {
        count(piece)
        record(isComplete: false)
        isEnded = true
        send(framed(piece) + Array("khong-phai-so\r\n".utf8)) { $0.context.close(promise: nil) }
    }

    private var head: String {
        var lines = ["HTTP/1.1 \(answer.status) \(Self.reason(answer.status))"]
        lines += answer.fields.map { "\($0.name): \($0.value)" }
        switch framing {
        case .chunked: lines.append("Transfer-Encoding: chunked")
        case .length:
            var length = answer.payload.byteCount ?? 0
            if case .claimedLength(let claimed) = answer.wire { length = claimed }
            lines.append("Content-Length: \(length)")
        case .close: break
        }
        lines.append(endsConnection ? "Connection: close" : "Connection: keep-alive")
        return lines.joined(separator: "\r\n") + "\r\n\r\n"
    }

    private static func reason(_ status: Int) -> String {
        switch status {
        case 200: "OK"
        case 301: "Moved Permanently"
        case 302: "Found"
        case 400: "Bad Request"
        case 403: "Forbidden"
        case 404: "Not Found"
        case 405: "Method Not Allowed"
        case 429: "Too Many Requests"
        case 503: "Service Unavailable"
        default: "Answer"
        }
    }

    /// One line in the log for an answer, the first time it is asked for.
    private func record(isComplete: Bool) {
        guard let digest = hash.take()?.finishHex() else { return }
        log?.append(
            WireLog.Entry(
                ordinal: request.ordinal, method: request.method, path: request.target, host: request.host,
                userAgent: request.userAgent, referrer: request.referrer, cookie: request.cookie, status: answer.status,
                payloadSHA256: digest, payloadBytes: sentBytes,
                coding: answer.coding == .identity ? "plain" : answer.coding.rawValue, framing: framing.rawValue,
                complete: isComplete))
    }
}

extension WireBehaviour {
    fileprivate var breaksConnection: Bool {
        switch self {
        case .claimedLength, .brokenChunk, .reset: true
        default: false
        }
    }

    fileprivate var isOnlySlow: Bool {
        switch self {
        case .delayed, .drip: true
        default: false
        }
    }

    fileprivate var pieceBytes: Int {
        if case .drip = self { 1 } else { BodyCursor.maxPieceBytes }
    }
}
