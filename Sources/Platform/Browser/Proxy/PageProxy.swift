import Fetching
import Markup
import NIOCore
import NIOPosix

/// The only way out of the browser: a proxy on the loopback, one for each page, that knows a secret of the page's own.
///
/// Plain requests go through the upstream's door; what is encrypted becomes a tunnel to an address that the door has checked.
/// Hosts that the page may not reach, methods other than GET and HEAD, and everyone without the secret are refused and
/// counted. Lives as long as `run`.
struct PageProxy: Sendable {
    /// What it lets through.
    struct Policy: Sendable {
        let secret: String
        let upstream: (any BrowserUpstream)?
        let isServed: @Sendable (WebURL) -> Bool
        /// Bytes of one tunnel, both ways.
        var maxTunnelBytes = 64 << 20
    }

    private let server: any Channel
    private let links = AcceptedLinks()
    private let policy: Policy
    let log = ProxyLog()
    let port: Int

    static let userName = "vonggac"

    /// Listens on a port that the system chooses.
    /// - Throws: `notStarted`.
    init(_ policy: Policy, on group: MultiThreadedEventLoopGroup) async throws(BrowserError) {
        self.policy = policy
        let links = links
        do {
            server = try await ServerBootstrap(group: group)
                .serverChannelOption(.backlog, value: 128)
                .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
                .childChannelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHandler(LinkOpening(links))
                    }
                }
                .bind(host: "127.0.0.1", port: 0).get()
        } catch {
            throw BrowserError(.notStarted, "no port for the browser's proxy")
        }
        port = server.localAddress?.port ?? 0
    }

    /// Serves until the task is cancelled; then all its connections are closed.
    func run() async {
        await withDiscardingTaskGroup { group in
            for await link in links.stream { group.addTask { await serve(link) } }
            group.cancelAll()
        }
        server.close(promise: nil)
        links.closeAll()
    }

    private func serve(_ link: BareConnection) async {
        guard log.enter() else { return link.close() }
        defer { log.leave() }
        try? await link.executeThenClose { inbound, outbound in
            var bytes: [UInt8] = []
            var reader = inbound.makeAsyncIterator()
            while let request = try await Self.head(&bytes, &reader) {
                guard isKnown(request) else {
                    log.refuse("no secret")
                    try await write(
                        ProxyAnswer.empty(407, "Proxy-Authenticate: Basic realm=\"vonggac\"\r\n"), outbound)
                    continue
                }
                if request.method == "CONNECT" {
                    guard let tunnel = await tunnel(request) else {
                        return try await write(ProxyAnswer.empty(403, "Connection: close\r\n"), outbound)
                    }
                    return try await join(bytes, &reader, outbound, tunnel)
                }
                guard let answer = await answer(request) else {
                    return try await write(ProxyAnswer.empty(403, "Connection: close\r\n"), outbound)
                }
                try await write(answer, outbound)
            }
        }
    }

    /// The next head; what came behind it stays in `bytes`. Nil at the end, and for what is no request.
    private static func head(
        _ bytes: inout [UInt8], _ reader: inout NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    ) async throws -> ProxyRequest? {
        let mark: [UInt8] = [0x0D, 0x0A, 0x0D, 0x0A]
        while true {
            if let end = bytes.firstRange(of: mark) {
                defer { bytes.removeSubrange(..<end.upperBound) }
                return ProxyRequest(head: bytes[..<end.lowerBound])
            }
            guard bytes.count <= ProxyRequest.maxHeadBytes, let more = try await reader.next() else { return nil }
            bytes += more.readableBytesView
        }
    }

    private func write(_ bytes: [UInt8], _ outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>) async throws {
        try await outbound.write(ByteBuffer(bytes: bytes))
    }

    private func isKnown(_ request: ProxyRequest) -> Bool {
        guard let value = request.value("proxy-authorization"), value.hasPrefix("Basic ") else { return false }
        return value.dropFirst(6) == Base64.text(Array("\(Self.userName):\(policy.secret)".utf8))
    }

    // MARK: plain requests

    /// Nil for what is refused.
    private func answer(_ request: ProxyRequest) async -> [UInt8]? {
        guard request.method == "GET" || request.method == "HEAD", !request.hasBody,
            request.value("service-worker") == nil, request.value("upgrade") == nil,
            let url = WebURL(request.target), url.scheme == .http, policy.isServed(url), let upstream = policy.upstream
        else {
            log.refuse(request.target)
            return nil
        }
        log.serve()
        let profile = VisitorProfile(name: "browser", fields: request.passedFields, keepsCookies: false)
        let result = await upstream.fetch(
            FetchRequest(
                url: url, profile: profile, referrer: request.value("referer"), maxHops: 0,
                cookies: request.value("cookie")))
        log.keep(result.hops)
        return ProxyAnswer.bytes(result, withBody: request.method == "GET") ?? ProxyAnswer.empty(502)
    }

    // MARK: tunnels

    private func tunnel(_ request: ProxyRequest) async -> BareConnection? {
        guard let (host, port) = ProxyRequest.endpoint(request.target),
            policy.isServed(WebURL(scheme: .https, host: host, port: port, path: "/", query: nil)),
            let upstream = policy.upstream, let tunnel = try? await upstream.tunnel(to: host, port: port)
        else {
            log.refuse(request.target)
            return nil
        }
        log.serve()
        return tunnel
    }

    /// Carries bytes both ways until either side ends.
    private func join(
        _ early: [UInt8], _ reader: inout NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator,
        _ outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>, _ tunnel: BareConnection
    ) async throws {
        let limit = policy.maxTunnelBytes
        try await tunnel.executeThenClose { far, farOutbound in
            try await write(Array("HTTP/1.1 200 Connected\r\n\r\n".utf8), outbound)
            async let back: Void = Self.copy(far, to: outbound, limit: limit)
            if !early.isEmpty { try await farOutbound.write(ByteBuffer(bytes: early)) }
            var count = early.count
            while let piece = try await reader.next(), count < limit {
                count += piece.readableBytes
                try await farOutbound.write(piece)
            }
            farOutbound.finish()
            try await back
        }
    }

    private static func copy(
        _ from: NIOAsyncChannelInboundStream<ByteBuffer>, to: NIOAsyncChannelOutboundWriter<ByteBuffer>, limit: Int
    ) async throws {
        var count = 0
        for try await piece in from {
            count += piece.readableBytes
            guard count <= limit else { break }
            try await to.write(piece)
        }
        to.finish()
    }
}
