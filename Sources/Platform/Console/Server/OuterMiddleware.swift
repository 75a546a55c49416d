import HTTPTypes
import Hummingbird
import Logging
import NIOCore

/// Around every route: the host's name, pages that are not there, faults, the log.
struct OuterMiddleware: RouterMiddleware {
    let site: SiteGuard
    let security: SecurityFields
    let pages: PageResponder
    let programs: APIResponder
    /// How long a body is waited for that nobody read.
    let unreadTime: Duration
    private let log = Logger(label: "console")

    init(site: SiteGuard, security: SecurityFields, pages: PageResponder, programs: APIResponder, unreadTime: Duration)
    {
        (self.site, self.security, self.pages) = (site, security, pages)
        (self.programs, self.unreadTime) = (programs, unreadTime)
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
            return isProgram(request) ? programs.problem(.notFound) : try await pages.nothing(request, context)
        } catch let error as HTTPError {
            return plain(error.status)
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            // The reference leads from the page to the line of the log; the page tells nothing else of the program.
            log.error(
                "request failed",
                metadata: ["reference": "\(context.id)", "path": "\(request.uri.path)", "error": "\(error)"])
            let fault = RequestFault(error, reference: context.id)
            var response =
                isProgram(request) ? programs.problem(fault) : try await pages.fault(fault, request, context)
            if let seconds = fault.retryAfter { response.headers[.retryAfter] = "\(seconds)" }
            return response
        }
    }

    private func isProgram(_ request: Request) -> Bool { request.uri.path.hasPrefix("/api/") }

    private func misdirected() -> Response {
        var headers = HTTPFields()
        headers[.contentType] = "text/plain; charset=utf-8"
        security.add(to: &headers)
        return Response(
            status: .misdirectedRequest, headers: headers,
            body: .init(
                byteBuffer: ByteBuffer(string: "This console is not known under that name (see --public-host).\n")))
    }

    private func plain(_ status: HTTPResponse.Status) -> Response {
        var headers = HTTPFields()
        headers[.contentType] = "text/plain; charset=utf-8"
        security.add(to: &headers)
        return Response(
            status: status, headers: headers,
            body: .init(byteBuffer: ByteBuffer(string: "\(status.code) \(status.reasonPhrase)\n")))
    }
}
