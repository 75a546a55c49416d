import Access
import Console

/// Has somebody stand in for oneself, for a time.
struct DelegationPages: Sendable {
    private static let path = "/account/delegate"

    let access: AccessRoom
    let desk: AccountDesk

    var pages: [PageRoute] {
        [
            PageRoute(Self.path, .verb(.accountsDelegate)) { request in
                .shell(page(request, try await form(request)))
            }
        ]
    }

    var actions: [ActionRoute] { [ActionRoute(Self.path, .verb(.accountsDelegate), take)] }

    /// Roles that the reader may give on: his own, not those by which he stands in for another.
    static func own(_ session: Session, _ request: ConsoleRequest) -> [Grant] {
        session.grants.filter { grant in
            grant.source == nil && grant.isActive(at: request.now)
                && grant.role?.verbs.contains(.accountsDelegate) == true
        }
    }

    private func form(_ request: ConsoleRequest) async throws -> FormPage {
        guard let session = request.session else { throw ConsoleRefusal.signIn }
        let grants = Self.own(session, request)
        let units = try await desk.names(of: grants, on: request.today)
        let choices = grants.map { grant in
            let unit = grant.unit.map { units[$0] ?? "#\($0)" } ?? request.say("unit.all")
            return (
                value: "\(grant.id)", label: "\(request.say("role.\(grant.role?.rawValue ?? "unknown")")) · \(unit)"
            )
        }
        return FormPage(
            action: Self.path,
            fields: [
                .init("grant", label: "delegate.grant", .choice(choices), required: true),
                .init("login", label: "delegate.login", help: "delegate.login.help", required: true, maxLength: 64),
                .init("from", label: "grant.from", help: "grant.from.help", .date),
                .init(
                    "until", label: "grant.lastDay", help: "delegate.until.help", .date, value: desk.isoDay(in: 7),
                    required: true),
                .init("reason", label: "grant.reason", help: "delegate.reason.help", required: true, maxLength: 500),
            ], submit: "delegate.submit", cancel: ("form.cancel", "/account"))
    }

    private func page(_ request: ConsoleRequest, _ form: FormPage) -> ShellPage {
        form.page(
            request, title: request.say("delegate.title"), lead: request.say("delegate.lead"),
            crumbs: [OwnAccountPages.crumb(request), Crumb(request.say("delegate.title"))])
    }

    @Sendable private func take(_ request: ConsoleRequest) async throws -> Page {
        guard let session = request.session else { throw ConsoleRefusal.signIn }
        var form = try await form(request)
        form.take(request.form, request)
        guard let grant = Self.own(session, request).first(where: { "\($0.id)" == form["grant"] }) else {
            throw ConsoleRefusal.notFound
        }
        try request.demand(.accountsDelegate, unit: grant.unit)
        let deputy = try await access.accounts.find(login: form["login"])
        if deputy == nil, !form["login"].isEmpty { form.reject("login", request.say("access.error.noSuchAccount")) }
        guard !form.hasErrors, let deputy else { return .shell(page(request, form)) }
        do {
            try await desk.delegate(
                grant.id, of: session.account.id, to: deputy.id, from: form["from"], until: form["until"],
                reason: form["reason"], by: request.author)
            return .see("/account", Flash(.good, "flash.delegated", ["name": deputy.name]))
        } catch let error as AccessError {
            form.reject(error == .badGrant ? "until" : AccessWords.field(error), AccessWords.sentence(error, request))
            return .shell(page(request, form))
        }
    }
}
