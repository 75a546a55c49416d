import Access
import Console

/// One's own account: who one is, where one is signed in, the password, tokens, and whoever stands in for one.
struct OwnAccountPages: Sendable {
    private static let keys = "/account/keys"

    let access: AccessRoom
    let desk: AccountDesk

    var room: ConsoleRoom {
        let tokens = OwnTokenPages(access: access, desk: desk)
        let delegation = DelegationPages(access: access, desk: desk)
        return ConsoleRoom(
            pages: [
                PageRoute("/account", .signedIn, show),
                PageRoute("/account/password", .signedIn) {
                    .shell(Self.passwordPage($0, Self.passwordForm()))
                },
                PageRoute("/account/sessions/:id/end", .signedIn, askEnd),
                PageRoute(Self.keys, .signedIn) { .shell(Self.keysPage($0)) },
            ] + tokens.pages + delegation.pages,
            actions: [
                ActionRoute("/account/password", .signedIn, takePassword),
                ActionRoute("/account/sessions/:id/end", .signedIn, endSession),
                ActionRoute(Self.keys, .signedIn) { request in
                    .prefer(Look(keys: request.form["keys"] != nil), to: "/account")
                },
            ] + tokens.actions + delegation.actions)
    }

    static func crumb(_ request: ConsoleRequest) -> Crumb { Crumb(request.say("account.title"), "/account") }

    @Sendable private func show(_ request: ConsoleRequest) async throws -> Page {
        guard let session = request.session else { throw ConsoleRefusal.signIn }
        let account = session.account
        let sessions = try await access.sessions.list(of: account.id)
        let tokens = try await access.tokens.list(of: account.id)
        let ids = session.grants.compactMap(\.unit) + tokens.compactMap(\.unit)
        let units = try await desk.unitNames(of: ids, on: request.today)
        var grantActions: [PageAction] = []
        if !DelegationPages.own(session, request).isEmpty {
            grantActions = [PageAction(request.say("delegate.title"), "/account/delegate")]
        }
        let sections: [DetailPage.Section] = [
            .init(
                "",
                .facts([
                    (request.say("field.login"), .text(account.login)),
                    (request.say("field.name"), .text(account.name)),
                    (
                        request.say("field.mail"),
                        .text(account.mail.isEmpty ? request.say("word.none") : account.mail)
                    ),
                    (request.say("account.passwordChanged"), request.cell(account.passwordChanged)),
                ]),
                actions: [
                    PageAction(request.say("password.title"), "/account/password"),
                    PageAction(request.say("keys.title"), Self.keys),
                ]),
            .grants(
                session.grants, units: units, request, heading: request.say("grant.own"), actions: grantActions,
                row: { _ in .none }),
            .sessions(sessions, request) { row in
                row.id == session.id
                    ? .state(.good, request.say("session.this"))
                    : .link(request.say("session.end"), to: "/account/sessions/\(row.id)/end")
            },
            .tokens(
                tokens, units: units, request, actions: [PageAction(request.say("token.new"), "/account/tokens/new")]
            ) { .link(request.say("token.revoke"), to: "/account/tokens/\($0.id)/revoke") },
        ]
        return .shell(
            DetailPage(sections).page(
                request, title: request.say("account.title"),
                state: StateLine(.good, request.say("account.state", ["name": account.name])),
                crumbs: [Crumb(request.say("account.title"))]))
    }

    // MARK: keys

    private static func keysPage(_ request: ConsoleRequest) -> ShellPage {
        let form = FormPage(
            action: keys,
            fields: [
                .init("keys", label: "keys.on", help: "keys.help", .check, value: request.hasKeys ? "1" : "")
            ], submit: "form.save", cancel: ("form.cancel", "/account"))
        return form.page(
            request, title: request.say("keys.title"), crumbs: [crumb(request), Crumb(request.say("keys.title"))])
    }

    // MARK: sessions

    @Sendable private func askEnd(_ request: ConsoleRequest) async throws -> Page {
        let form = FormPage.confirm(
            "/account/sessions/\(try request.id())/end", submit: "session.end", cancel: "/account")
        return .shell(
            form.page(
                request, title: request.say("session.end.title"), lead: request.say("session.end.lead"),
                crumbs: [Self.crumb(request), Crumb(request.say("session.end"))]))
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
        form.page(
            request, title: request.say("password.title"), lead: request.say("password.lead"),
            crumbs: [crumb(request), Crumb(request.say("password.title"))])
    }

    @Sendable private func takePassword(_ request: ConsoleRequest) async throws -> Page {
        guard let session = request.session else { throw ConsoleRefusal.signIn }
        let values = request.form
        var form = Self.passwordForm()
        form.take(values, request)
        if values["password"] != values["again"] { form.reject("again", request.say("field.again.differs")) }
        if !form.hasErrors {
            do {
                let fresh = try await access.signIn.changePassword(
                    session, from: values["old"] ?? "", to: values["password"] ?? "", address: request.address,
                    agent: request.agent)
                return .begin(NewSessionCookie(fresh, request), to: "/account")
            } catch let error as AccessError {
                guard error != .noSuchSession else { throw ConsoleRefusal.signIn }
                form.reject(AccessWords.field(error), AccessWords.sentence(error, request))
            }
        }
        return .shell(Self.passwordPage(request, form))
    }
}
