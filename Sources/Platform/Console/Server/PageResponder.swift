import Access
import HTTPTypes
import Hummingbird
import NIOCore
import SQLStore

/// Answers pages, forms and streams: gate, form secret, handler, shell.
struct PageResponder: Sendable {
    let reader: RequestReader
    let renderer: PageRenderer
    let site: SiteGuard
    let security: SecurityFields
    /// Where who is not signed in is sent.
    static let signInPath = "/sign-in"
    /// Where a password is changed that somebody else gave.
    static let passwordPath = "/account/password"

    func page(_ route: PageRoute, _ request: Request, _ context: ConsoleContext) async throws -> Response {
        try await answer(request, context, route.gate, method: .get, maxBodyBytes: 0) { try await route.show($0) }
    }

    func action(_ route: ActionRoute, _ request: Request, _ context: ConsoleContext) async throws -> Response {
        guard site.isOwn(request.headers, authority: request.head.authority) else {
            return try await refused(.stale, request, context)
        }
        return try await answer(request, context, route.gate, method: .post, maxBodyBytes: route.maxBodyBytes) {
            asked in
            if let token = asked.session?.token {
                guard FormSecret.isRight(asked.form["csrf"], token) else { throw ConsoleRefusal.stale }
            }
            return try await route.perform(asked)
        }
    }

    func stream(
        _ route: StreamRoute, _ live: LiveStream, _ request: Request, _ context: ConsoleContext
    ) async throws -> Response {
        let visitor = try await reader.visitor(request, context, isUsed: false)
        let asked = reader.head(request, context, visitor, method: .get)
        do {
            try Self.pass(route.gate, asked)
            guard let seat = live.seats.take(asked.session?.id ?? 0) else { throw ConsoleRefusal.tooMany }
            // What is not there, or not the reader's, is refused at once: the browser does not ask for it again.
            for part in route.parts { _ = try await part.pieces(asked) }
            let after = HTTPField.Name("last-event-id").flatMap { request.headers[$0] } ?? asked.query["after"]
            return live.response(route, asked, after: after.flatMap { Int64($0) }, request.body, seat, security)
        } catch let refusal as ConsoleRefusal {
            return try await refused(refusal, asked, visitor)
        } catch is StoreError {
            // The browser asks again by itself, which it would not after an error.
            return live.later(security)
        }
    }

    /// For what could not be done although it was asked for rightly. Asks the database for nothing.
    func fault(_ fault: RequestFault, _ request: Request, _ context: ConsoleContext) async throws -> Response {
        let visitor = reader.stranger(request, context)
        let method: ConsoleRequest.Method = request.method == .post ? .post : .get
        let asked = reader.head(request, context, visitor, method: method)
        return try await html(fault.page(asked), asked, visitor, alone: true)
    }

    /// For an address that no route has.
    func nothing(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        try await refused(.notFound, request, context)
    }

    private func answer(
        _ request: Request, _ context: ConsoleContext, _ gate: Gate, method: ConsoleRequest.Method, maxBodyBytes: Int,
        _ handle: (ConsoleRequest) async throws -> Page
    ) async throws -> Response {
        let visitor = try await reader.visitor(request, context)
        do {
            // Strangers have nothing large read.
            guard gate == .open || visitor.subject != nil else { throw ConsoleRefusal.signIn }
            let head = reader.head(request, context, visitor, method: method)
            do {
                // Nothing else is shown before; the sign-out is a form.
                if method == .get, gate != .open, head.subject?.mustChangePassword == true,
                    head.path != Self.passwordPath
                {
                    return see(Self.passwordPath, [])
                }
                // Who may not send it has nothing of it read.
                try Self.pass(gate, head)
                let asked = try await reader.whole(head, request, context, maxBodyBytes: maxBodyBytes)
                return try await response(try await handle(asked), asked, visitor)
            } catch let refusal as ConsoleRefusal {
                return try await refused(refusal, head, visitor)
            }
        } catch let refusal as ConsoleRefusal {
            return try await refused(refusal, request, context)
        }
    }

    static func pass(_ gate: Gate, _ asked: ConsoleRequest) throws(ConsoleRefusal) {
        switch gate {
        case .open: return
        case .signedIn: guard asked.subject != nil else { throw .signIn }
        case .verb(let verb):
            guard let subject = asked.subject else { throw .signIn }
            guard asked.reach(verb).isNothing else { return }
            guard case .deny(let reason) = asked.policy.allows(subject, verb, unit: nil, on: asked.today, at: asked.now)
            else {
                return
            }
            throw .forbidden(reason)
        }
    }

    // MARK: answers

    private func response(
        _ page: Page, _ asked: ConsoleRequest, _ visitor: RequestReader.Visitor
    ) async throws -> Response {
        let cookies = visitor.cookies
        switch page {
        case .shell(let page): return try await html(page, asked, visitor, alone: false)
        case .alone(let page): return try await html(page, asked, visitor, alone: true)
        case .see(let path, let flash): return see(path, flash.map { [cookies.say(FlashText.text(of: $0))] } ?? [])
        case .download(let download): return DownloadResponse.response(download, security)
        case .begin(let cookie, let path): return see(path, [cookies.begin(cookie)])
        case .end(let path): return see(path, [cookies.end()])
        case .prefer(let look, let path): return see(path, cookies.keep(look))
        case .seeOnce(let path, let text): return see(path, [cookies.show(text, at: LocalPath.safe(path))])
        }
    }

    private func html(
        _ page: ShellPage, _ asked: ConsoleRequest, _ visitor: RequestReader.Visitor, alone: Bool
    ) async throws -> Response {
        let flash = visitor.cookies.flash.flatMap(FlashText.flash)
        let text = try await renderer.html(page, asked, flash: flash, alone: alone)
        var headers = HTTPFields()
        headers[.contentType] = "text/html; charset=utf-8"
        security.add(to: &headers)
        // Said once.
        if visitor.cookies.flash != nil { headers.append(HTTPField(name: .setCookie, value: visitor.cookies.say(""))) }
        if visitor.cookies.once != nil {
            headers.append(HTTPField(name: .setCookie, value: visitor.cookies.show("", at: asked.path)))
        }
        return Response(
            status: .init(code: page.status), headers: headers, body: .init(byteBuffer: ByteBuffer(string: text)))
    }

    private func see(_ path: String, _ cookies: [String]) -> Response {
        var headers = HTTPFields()
        headers[.location] = LocalPath.safe(path)
        for cookie in cookies { headers.append(HTTPField(name: .setCookie, value: cookie)) }
        security.add(to: &headers)
        return Response(status: .seeOther, headers: headers)
    }

    // MARK: refusals

    private func refused(
        _ refusal: ConsoleRefusal, _ request: Request, _ context: ConsoleContext
    ) async throws -> Response {
        let visitor = try await reader.visitor(request, context)
        let method: ConsoleRequest.Method = request.method == .post ? .post : .get
        return try await refused(refusal, reader.head(request, context, visitor, method: method), visitor)
    }

    private func refused(
        _ refusal: ConsoleRefusal, _ asked: ConsoleRequest, _ visitor: RequestReader.Visitor
    ) async throws -> Response {
        if refusal == .signIn || refusal == .stale && asked.session == nil {
            var query = FormValues()
            if asked.method == .get, asked.path != "/" { query.set("next", asked.location) }
            return see(Self.signInPath + (query.isEmpty ? "" : "?\(query.encoded)"), [])
        }
        let page = RefusalPage.page(refusal, asked)
        var response = try await html(page, asked, visitor, alone: asked.session == nil)
        if let seconds = refusal.retrySeconds { response.headers[.retryAfter] = "\(seconds)" }
        return response
    }
}

/// Paths of this console: nothing that a browser would take for another host.
enum LocalPath {
    static func safe(_ path: String) -> String {
        let isLocal = path.hasPrefix("/") && !path.hasPrefix("//") && !path.hasPrefix("/\\")
        return isLocal && path.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F } ? path : "/"
    }
}
