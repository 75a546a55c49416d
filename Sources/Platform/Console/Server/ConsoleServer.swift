private import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdCore
import HummingbirdTLS
import Logging
import NIOCore
import NIOSSL
import ServiceLifecycle

/// The console and the API as one HTTP server.
package struct ConsoleServer: Sendable {
    /// How long requests under way may take when the server ends; streams are cut then.
    private static let shutdownLimit = Duration.seconds(3)
    /// How long a connection may lie still between requests, or within one that comes.
    private static let idleTime = TimeAmount.seconds(60)

    private let configuration: ConsoleConfiguration
    private let services: ConsoleServices
    private let assets: ConsoleAssets
    private let rooms: [ConsoleRoom]

    /// - Throws: `ConsoleError.routes` when two rooms ask for the same address.
    package init(
        _ configuration: ConsoleConfiguration, _ services: ConsoleServices, _ assets: ConsoleAssets,
        rooms: [ConsoleRoom]
    ) throws {
        let board = BoardPage(tiles: rooms.flatMap(\.tiles))
        let search = SearchPage(sources: rooms.flatMap(\.search))
        let own = ConsoleRoom(
            menu: [MenuItem("/", label: "board.title", icon: "home", group: "menu.watch", shortcut: "h")],
            pages: [
                PageRoute("/", .signedIn, board.show), PageRoute("/search", .signedIn, search.show),
                PageRoute(APIPage.path, .signedIn, APIPage(routes: rooms.flatMap(\.api)).show),
            ],
            streams: [board.live])
        (self.configuration, self.services, self.assets, self.rooms) = (configuration, services, assets, [own] + rooms)
        try Self.check(self.rooms)
    }

    private static func check(_ rooms: [ConsoleRoom]) throws {
        var seen: Set<String> = []
        let reads = rooms.flatMap { $0.pages.map(\.path) + $0.streams.map(\.path) }.map { "GET \($0)" }
        let writes = rooms.flatMap(\.actions).map { "POST \($0.path)" }
        let api = rooms.flatMap(\.api).map { "\($0.method.rawValue) /api/v1\($0.path)" }
        for route in reads + writes + api where !seen.insert(route).inserted {
            throw ConsoleError.routes("two routes are \(route)")
        }
    }

    /// Serves until the task is cancelled, which also ends what is under way; within a service group that shuts down
    /// gracefully, requests under way end first.
    /// - Parameter onReady: told the port that is listened on.
    /// - Throws: `ConsoleError.address` when it cannot be listened on, `assets` when the certificate cannot be read.
    package func run(onReady: @escaping @Sendable (Int) async -> Void) async throws {
        // Faults of requests are told by `OuterMiddleware`; connections that break off, and the end, are no news.
        var logger = Logger(label: "console")
        logger.logLevel = .critical
        let app = Application(
            responder: try router().buildResponder(), server: try serverBuilder(),
            configuration: .init(
                address: .hostname(configuration.host, port: configuration.port), serverName: nil,
                availableConnectionsDelegate: MaximumAvailableConnections(configuration.maxConnections)),
            onServerRunning: { channel in await onReady(channel.localAddress?.port ?? 0) }, logger: logger)
        var lifecycle = ServiceGroupConfiguration(services: [app], logger: logger)
        lifecycle.maximumGracefulShutdownDuration = Self.shutdownLimit
        let group = ServiceGroup(configuration: lifecycle)
        // A task of its own: when ours is cancelled, requests under way still have their time.
        let serving = Task { try await group.run() }
        do {
            try await withTaskCancellationHandler {
                try await serving.value
            } onCancel: {
                // Only says so, and is over: whoever waits for the end waits for 'serving'.
                Task { await group.triggerGracefulShutdown() }
            }
        } catch let error as IOError {
            throw ConsoleError.address("\(configuration.host):\(configuration.port) cannot be listened on: \(error)")
        }
    }

    private func serverBuilder() throws -> HTTPServerBuilder {
        let seats = AddressSeats(most: configuration.maxConnectionsOfAddress, forwarded: configuration.forwarded)
        let (unreadTime, tls) = (configuration.unreadTime, try tlsConfiguration())
        return HTTPServerBuilder { responder in
            let http = HTTP1Channel(responder: responder, configuration: .init(idleTimeout: Self.idleTime))
            guard let tls else { return WatchedChannel(base: http, seats: seats, unreadTime: unreadTime) }
            return WatchedChannel(
                base: try TLSChannel(http, tlsConfiguration: tls), seats: seats, unreadTime: unreadTime)
        }
    }

    private func tlsConfiguration() throws -> TLSConfiguration? {
        guard let tls = configuration.tls else { return nil }
        do {
            let chain = try NIOSSLCertificate.fromPEMFile(tls.certificate).map {
                NIOSSLCertificateSource.certificate($0)
            }
            let key = try NIOSSLPrivateKey(file: tls.key, format: .pem)
            var server = TLSConfiguration.makeServerConfiguration(certificateChain: chain, privateKey: .privateKey(key))
            server.minimumTLSVersion = .tlsv12
            return server
        } catch {
            throw ConsoleError.assets(
                "the certificate \(tls.certificate) or its key \(tls.key) cannot be read: \(error)")
        }
    }

    /// All routes. An address that stands in no list cannot be reached.
    func router() throws -> Router<ConsoleContext> {
        let router = Router(context: ConsoleContext.self)
        let reader = RequestReader(services: services, configuration: configuration)
        let security = SecurityFields(isSecure: configuration.isSecure)
        let site = SiteGuard(publicHosts: configuration.publicHosts)
        let pages = PageResponder(
            reader: reader, renderer: PageRenderer(assets, menu: rooms.flatMap(\.menu)), site: site, security: security)
        let live = LiveStream(
            events: services.events, sessions: services.sessions, renderer: pages.renderer, time: services.time,
            seats: StreamSeats(most: configuration.maxStreams, mostOfSession: configuration.maxStreamsOfSession))
        let api = APIResponder(reader: reader, security: security)
        router.add(middleware: PackingMiddleware())
        router.add(
            middleware: OuterMiddleware(
                site: site, security: security, pages: pages, programs: api, unreadTime: configuration.bodyTime))
        for room in rooms {
            for route in room.pages { router.get(RouterPath(route.path)) { try await pages.page(route, $0, $1) } }
            for route in room.actions { router.post(RouterPath(route.path)) { try await pages.action(route, $0, $1) } }
            for route in room.streams {
                router.get(RouterPath(route.path)) { try await pages.stream(route, live, $0, $1) }
            }
            for route in room.api {
                router.on(RouterPath("/api/v1" + route.path), method: route.method.framework) { request, context in
                    try await api.respond(route, request, context)
                }
            }
        }
        addFiles(router, security)
        addProbes(router, api)
        try addDescription(router, api)
        return router
    }

    private func addFiles(_ router: Router<ConsoleContext>, _ security: SecurityFields) {
        for file in assets.files.values {
            router.get(RouterPath(file.path)) { _, _ in
                var headers = HTTPFields()
                headers[.contentType] = file.type
                headers[.cacheControl] = "public, max-age=31536000, immutable"
                security.add(to: &headers)
                return Response(status: .ok, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: file.bytes)))
            }
        }
    }

    /// What watches this program asks; nobody has to be signed in.
    private func addProbes(_ router: Router<ConsoleContext>, _ api: APIResponder) {
        let services = services
        router.get("/healthz") { _, _ in api.json(Array("ok\n".utf8), status: 200, type: "text/plain; charset=utf-8") }
        router.get("/readyz") { _, _ in
            let fault = await services.readiness()
            return api.json(
                Array((fault ?? "ready").utf8) + [0x0A], status: fault == nil ? 200 : 503,
                type: "text/plain; charset=utf-8")
        }
        router.get("/metrics") { request, context in
            guard let metrics = services.metrics else { return api.problem(.notFound) }
            return api.json(Array(await metrics().utf8), status: 200, type: "text/plain; version=0.0.4; charset=utf-8")
        }
    }

    private func addDescription(_ router: Router<ConsoleContext>, _ api: APIResponder) throws {
        let document = try OpenAPI(rooms.flatMap(\.api), version: configuration.version).document()
        router.get("/api/v1/openapi.json") { _, _ in api.json(document, status: 200, type: "application/json") }
    }
}

extension ConsoleRequest.Method {
    fileprivate var framework: HTTPRequest.Method {
        switch self {
        case .get: .get
        case .post: .post
        case .put: .put
        case .delete: .delete
        }
    }
}
