import Access
import Console

/// Makes accounts and changes them. Each dangerous step has a page at the address that its form is sent to, so that whoever has
/// to type the password again finds the way back.
struct AccountChangePages: Sendable {
    private static let new = "\(AccountPages.path)/new"

    let access: AccessRoom

    /// What is done to an account after one question.
    private struct Step: Sendable {
        var name: String
        var isDangerous = true
        var perform: @Sendable (AccessRoom, SeenAccount, Author) async throws -> Void
    }

    private static let steps = [
        Step(name: "disable") { try await $0.accounts.disable($1.id, seen: $1, by: $2) },
        Step(name: "enable", isDangerous: false) { try await $0.accounts.enable($1.id, seen: $1, by: $2) },
        Step(name: "unlock", isDangerous: false) { try await $0.lockOut.clear(account: $1.id, seen: $1, by: $2) },
    ]

    var pages: [PageRoute] {
        let asked = Self.steps.map { step in
            PageRoute("\(AccountPages.path)/:id/\(step.name)", .verb(.accountsManage)) { request in
                try await ask(step, request)
            }
        }
        return asked + [
            PageRoute(Self.new, .verb(.accountsManage)) { request in
                try request.demand(.accountsManage, unit: nil)
                return .shell(newPage(request, Self.newForm()))
            },
            PageRoute("\(AccountPages.path)/:id/edit", .verb(.accountsManage)) { request in
                let account = try await managed(request).account
                return .shell(changePage(request, account, Self.editForm(account), "account.edit"))
            },
            PageRoute("\(AccountPages.path)/:id/password", .verb(.accountsManage)) { request in
                let account = try await managed(request).account
                return .shell(changePage(request, account, Self.resetForm(account), "account.reset"))
            },
            PageRoute("\(AccountPages.path)/:id/sessions/:session/end", .verb(.accountsManage)) { request in
                let account = try await managed(request).account
                return .shell(
                    confirm(request, account, "sessions/\(try request.id("session"))/end", key: "session.end"))
            },
        ]
    }

    var actions: [ActionRoute] {
        let asked = Self.steps.map { step in
            ActionRoute("\(AccountPages.path)/:id/\(step.name)", .verb(.accountsManage)) { request in
                try await perform(step, request)
            }
        }
        return asked + [
            ActionRoute(Self.new, .verb(.accountsManage), create),
            ActionRoute("\(AccountPages.path)/:id/edit", .verb(.accountsManage), edit),
            ActionRoute("\(AccountPages.path)/:id/password", .verb(.accountsManage), reset),
            ActionRoute("\(AccountPages.path)/:id/sessions/:session/end", .verb(.accountsManage), endSession),
        ]
    }

    /// The account, and the roles by which it was decided that the reader may change it.
    private func managed(_ request: ConsoleRequest) async throws -> (account: Account, seen: SeenAccount) {
        let (account, grants) = try await AccountPages.account(request, access)
        try request.demand(.accountsManage, over: grants)
        return (account, account.seen(grants))
    }

    // MARK: new

    private static func newForm() -> FormPage {
        FormPage(
            action: new,
            fields: [
                .init(
                    "login", label: "field.login", help: "field.login.help", required: true, maxLength: 64,
                    autocomplete: "off"),
                .init("name", label: "field.name", required: true, maxLength: 100, autocomplete: "off"),
                .init(
                    "mail", label: "field.mail", help: "field.mail.help", .email, maxLength: 254, autocomplete: "off"),
                passwordField,
            ], submit: "accounts.create", cancel: ("form.cancel", AccountPages.path))
    }

    private static var passwordField: FormPage.Field {
        .init(
            "password", label: "field.firstPassword", help: "field.firstPassword.help", .password, required: true,
            maxLength: 256, autocomplete: "new-password")
    }

    private func newPage(_ request: ConsoleRequest, _ form: FormPage) -> ShellPage {
        form.page(
            request, title: request.say("accounts.new"), lead: request.say("accounts.new.lead"),
            crumbs: [AccountPages.crumb(request), Crumb(request.say("accounts.new"))])
    }

    @Sendable private func create(_ request: ConsoleRequest) async throws -> Page {
        try request.demand(.accountsManage, unit: nil)
        var form = Self.newForm()
        form.take(request.form, request)
        guard !form.hasErrors else { return .shell(newPage(request, form)) }
        do {
            let draft = AccountDraft(login: form["login"], name: form["name"], mail: form["mail"])
            let id = try await access.accounts.create(
                draft, password: request.form["password"] ?? "", by: request.author)
            return .see("\(AccountPages.path)/\(id)", Flash(.good, "flash.accountCreated", ["name": form["name"]]))
        } catch let error as AccessError {
            form.reject(AccessWords.field(error), AccessWords.sentence(error, request))
            return .shell(newPage(request, form))
        }
    }

    // MARK: changes

    private static func editForm(_ account: Account) -> FormPage {
        let path = "\(AccountPages.path)/\(account.id)"
        var form = FormPage(
            action: "\(path)/edit",
            fields: [
                .init("name", label: "field.name", value: account.name, required: true, maxLength: 100),
                .init(
                    "mail", label: "field.mail", help: "field.mail.help", .email, value: account.mail, maxLength: 254),
            ], submit: "form.save", cancel: ("form.cancel", path))
        form.hidden = [("version", "\(account.version)")]
        return form
    }

    private static func resetForm(_ account: Account) -> FormPage {
        let path = "\(AccountPages.path)/\(account.id)"
        return FormPage(
            action: "\(path)/password",
            fields: [
                passwordField,
                .init("tokens", label: "account.reset.tokens", help: "account.reset.tokens.help", .check, value: "1"),
            ], submit: "account.reset", cancel: ("form.cancel", path))
    }

    private func changePage(
        _ request: ConsoleRequest, _ account: Account, _ form: FormPage, _ key: String
    ) -> ShellPage {
        form.page(
            request, title: request.say(key), lead: account.name,
            crumbs: [
                AccountPages.crumb(request), Crumb(account.name, "\(AccountPages.path)/\(account.id)"),
                Crumb(request.say(key)),
            ])
    }

    @Sendable private func edit(_ request: ConsoleRequest) async throws -> Page {
        let (account, held) = try await managed(request)
        var seen = held
        var form = Self.editForm(account)
        form.take(request.form, request)
        // The account that the reader saw, not the one of this moment.
        let version = request.form["version"].flatMap { Int64($0) } ?? 0
        form.hidden = [("version", "\(version)")]
        seen.version = version
        return try await change(request, account, form, "account.edit", done: "flash.accountSaved") { [seen] in
            try await access.accounts.edit(
                account.id, name: form["name"], mail: form["mail"], seen: seen, by: request.author)
        }
    }

    @Sendable private func reset(_ request: ConsoleRequest) async throws -> Page {
        let (account, seen) = try await managed(request)
        var form = Self.resetForm(account)
        form.take(request.form, request)
        return try await change(request, account, form, "account.reset", done: "flash.passwordReset") {
            try await access.accounts.resetPassword(
                account.id, to: request.form["password"] ?? "", revokesTokens: !form["tokens"].isEmpty, seen: seen,
                by: request.author)
        }
    }

    private func change(
        _ request: ConsoleRequest, _ account: Account, _ form: FormPage, _ key: String, done: String,
        _ body: () async throws -> Void
    ) async throws -> Page {
        var form = form
        guard !form.hasErrors else { return .shell(changePage(request, account, form, key)) }
        do {
            try await body()
            return .see("\(AccountPages.path)/\(account.id)", Flash(.good, done, ["name": account.name]))
        } catch AccessError.changedMeanwhile {
            throw ConsoleRefusal.conflict
        } catch let error as AccessError {
            form.reject(AccessWords.field(error), AccessWords.sentence(error, request))
            return .shell(changePage(request, account, form, key))
        }
    }

    // MARK: one question

    private func confirm(
        _ request: ConsoleRequest, _ account: Account, _ step: String, key: String, dangerous: Bool = true,
        error: String? = nil
    ) -> ShellPage {
        let path = "\(AccountPages.path)/\(account.id)"
        var form = FormPage.confirm("\(path)/\(step)", submit: key, cancel: path, dangerous: dangerous)
        form.error = error
        return form.page(
            request, title: request.say("\(key).title"), lead: request.say("\(key).lead", ["name": account.name]),
            crumbs: [AccountPages.crumb(request), Crumb(account.name, path), Crumb(request.say(key))])
    }

    private func ask(_ step: Step, _ request: ConsoleRequest) async throws -> Page {
        let account = try await managed(request).account
        return .shell(
            confirm(request, account, step.name, key: "account.\(step.name)", dangerous: step.isDangerous))
    }

    private func perform(_ step: Step, _ request: ConsoleRequest) async throws -> Page {
        let (account, seen) = try await managed(request)
        do {
            try await step.perform(access, seen, request.author)
            return .see(
                "\(AccountPages.path)/\(account.id)", Flash(.good, "flash.account.\(step.name)", ["name": account.name])
            )
        } catch AccessError.changedMeanwhile {
            throw ConsoleRefusal.conflict
        } catch let error as AccessError {
            return .shell(
                confirm(
                    request, account, step.name, key: "account.\(step.name)", dangerous: step.isDangerous,
                    error: AccessWords.sentence(error, request)))
        }
    }

    @Sendable private func endSession(_ request: ConsoleRequest) async throws -> Page {
        let account = try await managed(request).account
        do {
            try await access.sessions.revoke(try request.id("session"), of: account.id, by: request.author)
        } catch AccessError.noSuchSession {
            throw ConsoleRefusal.notFound
        }
        return .see("\(AccountPages.path)/\(account.id)", Flash(.good, "flash.sessionEnded"))
    }
}
