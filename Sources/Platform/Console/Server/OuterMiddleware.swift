import HTTPTypes
import Hummingbird
import Logging
import NIOCore

/// Around every route: the host's name, pages that are not there, faults, the log.
struct OuterMiddleware: RouterMiddleware {
    let site: SiteGuard
    let security: SecurityFields
    let pages: PageResponder
    /// How long a body is waited for that nobody read.
    let unreadTime: Duration
    private let log = Logger(label: "console")

    init(site: SiteGuard, security: SecurityFields, pages: PageResponder, unreadTime: Duration) {
        (self.site, self.security, self.pages, self.unreadTime) = (site, security, pages, unreadTime)
    }

    func handle(
        _ request: Request, context: ConsoleContext, next: (Request, ConsoleContext) async throws -> Response
    ) async throws -> Response {
        var response = try await answer(request, context, next)
        context.endAfterUnread(request, &response, in: unreadTime)
        return response
    }

    private func answer(
        _ request: Request, _ context: ConsoleContext, _ next: (Request, ConsoleContext) async throws -> Response
    ) async throws -> Response {
        guard site.knows(request.head.authority) else { return misdirected() }
        do {
            return try await next(request, context)
        } catch let error as HTTPError where error.status == .notFound {
            return request.uri.path.hasPrefix("/api/")
                ? try plain(.notFound) : try await pages.nothing(request, context)
        } catch let error as HTTPError {
            return try plain(error.status)
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            // The reference leads from the page to the line of the log; the page tells nothing else.
            log.error(
                "request failed",
                metadata: ["reference": "\(context.id)", "path": "\(request.uri.path)", "error": "\(error)"])
            return try plain(.internalServerError, reference: context.id)
        }
    }

    private func misdirected() -> Response {
        var headers = HTTPFields()
        headers[.contentType] = "text/plain; charset=utf-8"
        security.add(to: &headers)
        return Response(
            status: .misdirectedRequest, headers: headers,
            body: .init(
                byteBuffer: ByteBuffer(string: "This console is not known under that name (see --public-host).\n")))
    }

    private func plain(_ status: HTTPResponse.Status, reference: String? = nil) throws -> Response {
        var headers = HTTPFields()
        headers[.contentType] = "text/plain; charset=utf-8"
        security.add(to: &headers)
        let text = "\(status.code) \(status.reasonPhrase)\n" + (reference.map { "Reference: \($0)\n" } ?? "")
        return Response(status: status, headers: headers, body: .init(byteBuffer: ByteBuffer(string: text)))
    }
}
