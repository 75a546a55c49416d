import Access
import HTTPTypes
import Hummingbird
import NIOCore

/// Answers programs: token, scope, handler, JSON. What goes wrong is a problem document (RFC 9457).
struct APIResponder: Sendable {
    let reader: RequestReader
    let security: SecurityFields

    func respond(_ route: APIRoute, _ request: Request, _ context: ConsoleContext) async throws -> Response {
        let visitor = try await reader.program(request, context)
        do {
            guard visitor.subject != nil else { throw ConsoleRefusal.signIn }
            let head = reader.head(request, context, visitor, method: route.method)
            try PageResponder.pass(.verb(route.verb), head)
            let asked = try await reader.whole(head, request, context, maxBodyBytes: route.body?.maxBytes ?? 0)
            let answer = try await route.handle(asked)
            return respond(answer)
        } catch let refusal as ConsoleRefusal {
            return problem(refusal)
        }
    }

    func json(_ bytes: [UInt8], status: Int, type: String) -> Response {
        var headers = HTTPFields()
        headers[.contentType] = type
        security.add(to: &headers)
        return Response(
            status: .init(code: status), headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    func problem(_ refusal: ConsoleRefusal) -> Response {
        let (status, title, detail) = Self.words(refusal)
        var response = respond(.problem(status, title, detail))
        if status == 401 { response.headers[.wwwAuthenticate] = "Bearer" }
        if let seconds = refusal.retrySeconds { response.headers[.retryAfter] = "\(seconds)" }
        return response
    }

    func problem(_ fault: RequestFault) -> Response {
        let (status, title, detail) = fault.problem
        return respond(.problem(status, title, detail))
    }

    private func respond(_ answer: APIAnswer) -> Response {
        json(
            answer.json, status: answer.status,
            type: answer.status < 400 ? "application/json" : "application/problem+json")
    }

    private static func words(_ refusal: ConsoleRefusal) -> (Int, String, String) {
        switch refusal {
        case .notFound: (404, "Not found", "There is no such thing.")
        case .forbidden(let reason): (403, "Forbidden", "Denied: \(reason.rawValue).")
        case .signIn: (401, "Unauthorized", "Send 'Authorization: Bearer TOKEN' with a token that holds.")
        case .stale: (403, "Forbidden", "The request does not come from this console.")
        case .conflict: (409, "Conflict", "Somebody else changed it meanwhile.")
        case .tooLarge: (413, "Content too large", "The body is larger than this route takes.")
        case .tooSlow: (408, "Request timeout", "The body came too slowly.")
        case .tooMany: (429, "Too many requests", "As many are under way as this server takes. Ask again in a moment.")
        case .badRequest(let text): (400, "Bad request", text)
        }
    }
}
