import Access
import HTTPTypes
import Hummingbird
import Foundation
import NIOCore
import Patterns
import SQLStore
import VietText

/// Makes a `ConsoleRequest` of what the framework hands over.
struct RequestReader: Sendable {
    private static let maxAgentLength = 512

    let services: ConsoleServices
    let configuration: ConsoleConfiguration

    /// Who asks and from where, before anything of the body is read.
    struct Visitor: Sendable {
        var cookies: Cookies
        var address: IPAddress
        var session: Session?
        var subject: Subject?
        var texts: Texts
    }

    /// Somebody of whom nothing is known but how pages are to look.
    func stranger(_ request: Request, _ context: ConsoleContext) -> Visitor {
        let cookies = Cookies(request.headers, isSecure: configuration.isSecure)
        return Visitor(
            cookies: cookies, address: address(request, context), session: nil, subject: nil,
            texts: texts(cookies, request.headers[.acceptLanguage]))
    }

    /// By the session's cookie.
    /// - Parameter isUsed: false for streams, which browsers ask for by themselves.
    func visitor(_ request: Request, _ context: ConsoleContext, isUsed: Bool = true) async throws -> Visitor {
        var visitor = stranger(request, context)
        let cookie = visitor.cookies.session
        if let cookie { visitor.session = try await services.sessions.find(cookie, isUsed: isUsed) }
        visitor.subject = visitor.session?.subject
        return visitor
    }

    /// By the token of a program.
    func program(_ request: Request, _ context: ConsoleContext) async throws -> Visitor {
        let cookies = Cookies(HTTPFields(), isSecure: configuration.isSecure)
        var visitor = Visitor(
            cookies: cookies, address: address(request, context), session: nil, subject: nil,
            texts: texts(cookies, request.headers[.acceptLanguage]))
        let prefix = "bearer "
        if let field = request.headers[.authorization], field.lowercased().hasPrefix(prefix), field.utf8.count <= 512 {
            let token = String(field.dropFirst(prefix.count).drop { $0 == " " })
            visitor.subject = try await services.tokens.find(token, from: visitor.address)
        }
        return visitor
    }

    /// The request without its body, for the gate to look at.
    func head(
        _ request: Request, _ context: ConsoleContext, _ visitor: Visitor, method: ConsoleRequest.Method
    ) -> ConsoleRequest {
        var parameters: [String: String] = [:]
        for (name, value) in context.parameters {
            parameters[String(name)] = String(value).removingPercentEncoding ?? String(value)
        }
        var asked = ConsoleRequest(
            method: method, path: request.uri.path, parameters: parameters,
            query: FormValues((request.uri.query ?? "").utf8), session: visitor.session, subject: visitor.subject,
            policy: services.policy, texts: visitor.texts, theme: visitor.cookies.theme ?? .system,
            address: visitor.address,
            agent: (request.headers[.userAgent] ?? "").cut(toScalars: Self.maxAgentLength), now: services.time.now(),
            body: [], contentType: request.headers[.contentType] ?? "", csrf: FormSecret.masked(visitor.session?.token))
        (asked.once, asked.hasKeys) = (visitor.cookies.once, visitor.cookies.hasKeys)
        return asked
    }

    /// The same request with its body.
    /// - Throws: `tooLarge`; `tooSlow` for one that comes in drops for longer than the configured time.
    func whole(
        _ asked: ConsoleRequest, _ request: Request, _ context: ConsoleContext, maxBodyBytes: Int
    ) async throws -> ConsoleRequest {
        guard maxBodyBytes > 0 else { return asked }
        return asked.with(body: try await body(request, context, maxBytes: maxBodyBytes))
    }

    private func body(_ request: Request, _ context: ConsoleContext, maxBytes: Int) async throws -> [UInt8] {
        let length = request.headers[.contentLength].flatMap { Int($0) }
        if let length, length > maxBytes { throw ConsoleRefusal.tooLarge }
        let end = ContinuousClock.now + configuration.bodyTime
        var bytes: [UInt8] = []
        for try await piece in request.body {
            guard bytes.count + piece.readableBytes <= maxBytes else { throw ConsoleRefusal.tooLarge }
            bytes += piece.readableBytesView
            // The last piece is welcome whenever it comes. Between two the connection's idle time holds.
            if bytes.count != length, ContinuousClock.now >= end { throw ConsoleRefusal.tooSlow }
        }
        context.body.setRead()
        return bytes
    }

    private func address(_ request: Request, _ context: ConsoleContext) -> IPAddress {
        let peer = context.peer ?? IPAddress(v6: 0)
        let name = HTTPField.Name(configuration.forwarded.headerName)
        return configuration.forwarded.client(peer: peer, values: name.map { request.headers[values: $0] } ?? [])
    }

    /// What was chosen here, else Vietnamese, unless the browser asks for English before it.
    private func texts(_ cookies: Cookies, _ accepted: String?) -> Texts {
        var language = Texts.Language.vi
        if let chosen = cookies.language.flatMap({ Texts.Language(rawValue: $0) }) {
            language = chosen
        } else if let accepted {
            let words = accepted.prefix(100).split(separator: ",").map { $0.drop { $0 == " " }.prefix(2).lowercased() }
            language = words.lazy.compactMap { Texts.Language(rawValue: $0) }.first ?? .vi
        }
        return services.texts[language] ?? services.texts[.vi] ?? Texts([:], language: .vi)
    }
}
