import Access
import Console

/// One's own account: who one is, where one is signed in, the password.
struct AccountPages: Sendable {
    let access: AccessRoom

    var room: ConsoleRoom {
        ConsoleRoom(
            pages: [
                PageRoute("/account", .signedIn, show),
                PageRoute("/account/password", .signedIn) { .shell(Self.passwordPage($0, Self.passwordForm())) },
            ],
            actions: [
                ActionRoute("/account/password", .signedIn, takePassword),
                ActionRoute("/account/sessions/:id/end", .signedIn, endSession),
            ])
    }

    @Sendable private func show(_ request: ConsoleRequest) async throws -> Page {
        guard let session = request.session else { throw ConsoleRefusal.signIn }
        let sessions = try await access.sessions.list(of: session.account.id)
        var page = ShellPage(
            "administration/account", title: request.say("account.title"),
            state: StateLine(.good, request.say("account.state", ["name": session.account.name])),
            model: [
                "csrf": request.csrf, "login": session.account.login, "name": session.account.name,
                "mail": session.account.mail.isEmpty ? request.say("account.none") : session.account.mail,
                "roles": session.grants.compactMap { $0.role.map { request.say("role.\($0.rawValue)") } },
                "passwordChanged": request.clock(session.account.passwordChanged),
                "sessions": sessions.map { row -> [String: any Sendable] in
                    [
                        "id": "\(row.id)", "isThis": row.id == session.id, "address": row.address, "agent": row.agent,
                        "created": request.clock(row.created), "seen": request.clock(row.seen),
                        "csrf": request.csrf, "endLabel": request.say("account.session.end"),
                        "thisLabel": request.say("account.session.this"),
                    ]
                },
                "w": request.labels([
                    "account.login", "account.name", "account.mail", "account.roles", "account.passwordChanged",
                    "account.changePassword", "account.sessions", "account.session.where", "account.session.began",
                    "account.session.seen",
                ]),
            ])
        page.crumbs = [Crumb(request.say("account.title"))]
        return .shell(page)
    }

    @Sendable private func endSession(_ request: ConsoleRequest) async throws -> Page {
        guard let session = request.session else { throw ConsoleRefusal.signIn }
        do {
            try await access.sessions.revoke(try request.id(), of: session.account.id, by: request.author)
        } catch AccessError.noSuchSession {
            throw ConsoleRefusal.notFound
        }
        return .see("/account", Flash(.good, "flash.sessionEnded"))
    }

    // MARK: password

    private static func passwordForm() -> FormPage {
        FormPage(
            action: "/account/password",
            fields: [
                .init(
                    "old", label: "field.oldPassword", .password, required: true, maxLength: 256,
                    autocomplete: "current-password"),
                .init(
                    "password", label: "field.newPassword", help: "field.newPassword.help", .password, required: true,
                    maxLength: 256, autocomplete: "new-password"),
                .init(
                    "again", label: "field.again", .password, required: true, maxLength: 256,
                    autocomplete: "new-password"),
            ], submit: "password.submit", cancel: ("form.cancel", "/account"))
    }

    private static func passwordPage(_ request: ConsoleRequest, _ form: FormPage) -> ShellPage {
        var page = ShellPage(
            "console/form", title: request.say("password.title"),
            model: ["lead": request.say("password.lead"), "form": form.model(request)])
        page.crumbs = [Crumb(request.say("account.title"), "/account"), Crumb(request.say("password.title"))]
        return page
    }

    @Sendable private func takePassword(_ request: ConsoleRequest) async throws -> Page {
        guard let session = request.session else { throw ConsoleRefusal.signIn }
        let values = request.form
        var form = Self.passwordForm()
        if values["password"] != values["again"] { form.reject("again", request.say("field.again.differs")) }
        if !form.hasErrors {
            do {
                let fresh = try await access.signIn.changePassword(
                    session, from: values["old"] ?? "", to: values["password"] ?? "", address: request.address,
                    agent: request.agent)
                return .begin(
                    NewSessionCookie(fresh, request), to: "/account")
            } catch let error as AccessError {
                guard error != .noSuchSession else { throw ConsoleRefusal.signIn }
                form.reject(AccessWords.field(error), AccessWords.sentence(error, request))
            }
        }
        var page = Self.passwordPage(request, form)
        page.status = 422
        return .shell(page)
    }
}
