import Access
import Console

/// Roles of an account: given for a unit and a time, taken away. And the tokens of others.
struct AccountGrantPages: Sendable {
    let access: AccessRoom
    let desk: AccountDesk

    private static let grant = "\(AccountPages.path)/:id/grant"
    private static let revoke = "\(AccountPages.path)/:id/grants/:grant/revoke"
    private static let token = "\(AccountPages.path)/:id/tokens/:token/revoke"

    var pages: [PageRoute] {
        [
            PageRoute(Self.grant, .verb(.accountsGrant)) { request in
                let account = try await AccountPages.account(request, access).account
                return .shell(grantPage(request, account, try await form(request, account)))
            },
            PageRoute(Self.revoke, .verb(.accountsGrant)) { request in
                let (account, grant) = try await granted(request)
                return .shell(confirm(request, account, "grants/\(grant.id)/revoke", key: "grant.revoke"))
            },
            PageRoute(Self.token, .verb(.tokensManage)) { request in
                let (account, token) = try await tokenOf(request)
                return .shell(confirm(request, account, "tokens/\(token)/revoke", key: "token.revoke"))
            },
        ]
    }

    var actions: [ActionRoute] {
        [
            ActionRoute(Self.grant, .verb(.accountsGrant), give), ActionRoute(Self.revoke, .verb(.accountsGrant), take),
            ActionRoute(Self.token, .verb(.tokensManage), revokeToken),
        ]
    }

    // MARK: giving

    private func form(_ request: ConsoleRequest, _ account: Account) async throws -> FormPage {
        let units = try await desk.choices(on: request.today) { request.allows(.accountsGrant, unit: $0) }
        var choices = units.map { (value: "\($0.id)", label: $0.name) }
        if request.allows(.accountsGrant, unit: nil) {
            choices.insert((value: "all", label: request.say("unit.all")), at: 0)
        }
        let path = "\(AccountPages.path)/\(account.id)"
        return FormPage(
            action: "\(path)/grant",
            fields: [
                .init("role", label: "grant.role", .choice(request.roleChoices()), required: true),
                .init("unit", label: "grant.unit", help: "grant.unit.help", .choice(choices), required: true),
                .init("from", label: "grant.from", help: "grant.from.help", .date),
                .init("until", label: "grant.lastDay", help: "grant.until.help", .date),
                .init("reason", label: "grant.reason", help: "grant.reason.help", maxLength: 500),
            ], submit: "grant.submit", cancel: ("form.cancel", path))
    }

    private func grantPage(_ request: ConsoleRequest, _ account: Account, _ form: FormPage) -> ShellPage {
        form.page(
            request, title: request.say("grant.new"), lead: account.name,
            crumbs: [
                AccountPages.crumb(request), Crumb(account.name, "\(AccountPages.path)/\(account.id)"),
                Crumb(request.say("grant.new")),
            ])
    }

    @Sendable private func give(_ request: ConsoleRequest) async throws -> Page {
        let account = try await AccountPages.account(request, access).account
        var form = try await form(request, account)
        form.take(request.form, request)
        let unit = Int64(form["unit"])
        guard let role = Role(rawValue: form["role"]), unit != nil || form["unit"] == "all" else {
            form.reject("unit", request.say("form.required"))
            return .shell(grantPage(request, account, form))
        }
        try request.demand(.accountsGrant, unit: unit)
        // Who may give it for the province could name a unit that there is not.
        if let unit, try await !desk.isPresent(unit, on: request.today) {
            form.reject("unit", request.say("unit.unknown"))
        }
        guard !form.hasErrors else { return .shell(grantPage(request, account, form)) }
        do {
            try await desk.grant(
                role, unit: unit, to: account.id, from: form["from"], until: form["until"], reason: form["reason"],
                by: request.author)
            return .see("\(AccountPages.path)/\(account.id)", Flash(.good, "flash.granted", ["name": account.name]))
        } catch let error as AccessError {
            form.reject(error == .badGrant ? "until" : AccessWords.field(error), AccessWords.sentence(error, request))
            return .shell(grantPage(request, account, form))
        }
    }

    // MARK: taking away

    private func granted(_ request: ConsoleRequest) async throws -> (Account, Grant) {
        let (account, grants) = try await AccountPages.account(request, access)
        let id = try request.id("grant")
        guard let grant = grants.first(where: { $0.id == id }) else { throw ConsoleRefusal.notFound }
        try request.demand(.accountsGrant, unit: grant.unit)
        return (account, grant)
    }

    private func tokenOf(_ request: ConsoleRequest) async throws -> (Account, Int64) {
        let (account, grants) = try await AccountPages.account(request, access)
        try request.demand(.tokensManage, over: grants)
        return (account, try request.id("token"))
    }

    private func confirm(
        _ request: ConsoleRequest, _ account: Account, _ step: String, key: String, error: String? = nil
    ) -> ShellPage {
        let path = "\(AccountPages.path)/\(account.id)"
        var form = FormPage.confirm("\(path)/\(step)", submit: key, cancel: path)
        form.error = error
        return form.page(
            request, title: request.say("\(key).title"), lead: request.say("\(key).lead", ["name": account.name]),
            crumbs: [AccountPages.crumb(request), Crumb(account.name, path), Crumb(request.say(key))])
    }

    @Sendable private func take(_ request: ConsoleRequest) async throws -> Page {
        let (account, grant) = try await granted(request)
        do {
            try await access.accounts.revoke(grant: grant.id, by: request.author)
        } catch AccessError.noSuchGrant {
            throw ConsoleRefusal.notFound
        } catch let error as AccessError {
            let sentence = AccessWords.sentence(error, request)
            return .shell(
                confirm(request, account, "grants/\(grant.id)/revoke", key: "grant.revoke", error: sentence))
        }
        return .see("\(AccountPages.path)/\(account.id)", Flash(.good, "flash.grantRevoked", ["name": account.name]))
    }

    @Sendable private func revokeToken(_ request: ConsoleRequest) async throws -> Page {
        let (account, token) = try await tokenOf(request)
        do {
            try await access.tokens.revoke(token, of: account.id, by: request.author)
        } catch AccessError.noSuchToken {
            throw ConsoleRefusal.notFound
        }
        return .see("\(AccountPages.path)/\(account.id)", Flash(.good, "flash.tokenRevoked"))
    }
}
