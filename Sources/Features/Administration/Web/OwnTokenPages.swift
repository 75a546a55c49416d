import Access
import Console

/// One's own API tokens: made, shown once, revoked.
struct OwnTokenPages: Sendable {
    private static let new = "/account/tokens/new"
    private static let made = "/account/tokens/made"
    private static let lifetimes = ["7", "30", "90", "180", "366"]

    let access: AccessRoom
    let desk: AccountDesk

    var pages: [PageRoute] {
        [
            PageRoute(Self.new, .verb(.selfTokens)) { request in
                .shell(page(request, try await form(request)))
            },
            PageRoute(Self.made, .signedIn, showMade),
            PageRoute("/account/tokens/:id/revoke", .verb(.selfTokens), ask),
        ]
    }

    var actions: [ActionRoute] {
        [
            ActionRoute(Self.new, .verb(.selfTokens), create),
            ActionRoute("/account/tokens/:id/revoke", .verb(.selfTokens), revoke),
        ]
    }

    private func form(_ request: ConsoleRequest) async throws -> FormPage {
        guard let session = request.session else { throw ConsoleRefusal.signIn }
        let units = try await desk.choices(on: request.today) { request.allows(.agenciesView, unit: $0) }
        let unitChoices = [(value: "", label: request.say("unit.own"))] + units.map { ("\($0.id)", $0.name) }
        let days = Self.lifetimes.map { (value: $0, label: request.say("token.days", ["n": $0])) }
        return FormPage(
            action: Self.new,
            fields: [
                .init("name", label: "token.name", help: "token.name.help", required: true, maxLength: 100),
                .init(
                    "scopes", label: "token.scopes", help: "token.scopes.help",
                    .several(request.scopeChoices(of: session.grants)), required: true),
                .init("unit", label: "grant.unit", help: "token.unit.help", .choice(unitChoices)),
                .init("days", label: "token.lifetime", .choice(days), value: "90"),
                .init("ranges", label: "token.ranges", help: "token.ranges.help", maxLength: 500),
            ], submit: "token.create", cancel: ("form.cancel", "/account"))
    }

    private func page(_ request: ConsoleRequest, _ form: FormPage) -> ShellPage {
        form.page(
            request, title: request.say("token.new"), lead: request.say("token.new.lead"),
            crumbs: [OwnAccountPages.crumb(request), Crumb(request.say("token.new"))])
    }

    @Sendable private func create(_ request: ConsoleRequest) async throws -> Page {
        guard let session = request.session else { throw ConsoleRefusal.signIn }
        var form = try await form(request)
        form.take(request.form, request)
        let unit = Int64(form["unit"])
        if let unit, try await !desk.isPresent(unit, on: request.today) {
            form.reject("unit", request.say("unit.unknown"))
        }
        guard !form.hasErrors else { return .shell(page(request, form)) }
        do {
            let ranges = form["ranges"].split { $0 == " " || $0 == "," }.map(String.init)
            let text = try await desk.createToken(
                form["name"], scopes: form["scopes"].split(separator: " ").map(String.init), unit: unit,
                days: Int(form["days"]) ?? 0, ranges: ranges, for: session.account.id, by: request.author)
            return .seeOnce(Self.made, text: text)
        } catch let error as AccessError {
            form.reject(AccessWords.field(error), AccessWords.sentence(error, request))
            return .shell(page(request, form))
        }
    }

    /// Once: nobody, this program included, can show it again. A page that is loaded anew has nothing to show any more.
    @Sendable private func showMade(_ request: ConsoleRequest) async throws -> Page {
        guard let text = request.once, text.hasPrefix(TokenDraft.textPrefix), text.utf8.count <= 100 else {
            return .see("/account")
        }
        return .shell(shown(text, request))
    }

    private func shown(_ text: String, _ request: ConsoleRequest) -> ShellPage {
        let sections: [DetailPage.Section] = [
            .init("", .note(.watch, request.say("token.once"))), .init(request.say("token.text"), .quote(text)),
            .init("", .facts([(request.say("api.title"), .link("/api", to: "/api"))])),
        ]
        return DetailPage(sections).page(
            request, title: request.say("token.made"), state: StateLine(.good, request.say("token.made.state")),
            crumbs: [OwnAccountPages.crumb(request), Crumb(request.say("token.made"))])
    }

    @Sendable private func ask(_ request: ConsoleRequest) async throws -> Page {
        let form = FormPage.confirm(
            "/account/tokens/\(try request.id())/revoke", submit: "token.revoke", cancel: "/account")
        return .shell(
            form.page(
                request, title: request.say("token.revoke.title"), lead: request.say("token.revoke.lead"),
                crumbs: [OwnAccountPages.crumb(request), Crumb(request.say("token.revoke"))]))
    }

    @Sendable private func revoke(_ request: ConsoleRequest) async throws -> Page {
        guard let session = request.session else { throw ConsoleRefusal.signIn }
        do {
            try await access.tokens.revoke(try request.id(), of: session.account.id, by: request.author)
        } catch AccessError.noSuchToken {
            throw ConsoleRefusal.notFound
        }
        return .see("/account", Flash(.good, "flash.tokenRevoked"))
    }
}
