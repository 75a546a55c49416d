import Access
import Console

/// The way in: the first administrator, the sign-in, the sign-out, and typing the password again.
struct EntryPages: Sendable {
    private static let signIn = "/sign-in"
    private static let firstSteps = "/first-steps"
    /// Forms that strangers may send are short.
    private static let maxOpenBytes = 16 << 10

    let access: AccessRoom

    var room: ConsoleRoom {
        ConsoleRoom(
            pages: [
                PageRoute(Self.signIn, .open, showSignIn), PageRoute(Self.firstSteps, .open, showFirstSteps),
                PageRoute("/step-up", .signedIn) { .alone(Self.stepUpPage($0, next: $0.query["next"])) },
            ],
            actions: [
                ActionRoute(Self.signIn, .open, maxBodyBytes: Self.maxOpenBytes, takeSignIn),
                ActionRoute(Self.firstSteps, .open, maxBodyBytes: Self.maxOpenBytes, takeFirstSteps),
                ActionRoute("/step-up", .signedIn, takeStepUp), ActionRoute("/sign-out", .signedIn, signOut),
                ActionRoute("/preferences", .open, maxBodyBytes: Self.maxOpenBytes, prefer),
            ])
    }

    // MARK: sign-in

    @Sendable private func showSignIn(_ request: ConsoleRequest) async throws -> Page {
        if request.session != nil { return .see("/") }
        if try await access.firstAdministrator.isNeeded() { return .see(Self.firstSteps) }
        return .alone(Self.signInPage(request, Self.signInForm(request)))
    }

    @Sendable private func takeSignIn(_ request: ConsoleRequest) async throws -> Page {
        let values = request.form
        let answer = try await access.signIn.signIn(
            login: values["login"] ?? "", password: values["password"] ?? "", from: request.address,
            agent: request.agent)
        var form = Self.signInForm(request)
        form.fill(values)
        switch answer {
        case .signedIn(let session):
            let next = session.mustChangePassword ? "/account/password" : values["next"] ?? "/"
            return .begin(cookie(session, request), to: next)
        case .refused: form.error = request.say("signIn.refused")
        case .wait(let until):
            form.error = request.say("signIn.wait", ["time": request.clock(until)])
        case .busy: form.error = request.say("signIn.busy")
        }
        var page = Self.signInPage(request, form)
        page.status = 403
        return .alone(page)
    }

    private static func signInForm(_ request: ConsoleRequest) -> FormPage {
        var form = FormPage(
            action: signIn,
            fields: [
                .init("login", label: "field.login", required: true, maxLength: 64, autocomplete: "username"),
                .init(
                    "password", label: "field.password", .password, required: true, maxLength: 256,
                    autocomplete: "current-password"),
            ], submit: "signIn.submit")
        if let next = request.query["next"] ?? (request.method == .post ? request.form["next"] : nil) {
            form.hidden = [("next", String(next.prefix(2_000)))]
        }
        return form
    }

    private static func signInPage(_ request: ConsoleRequest, _ form: FormPage) -> ShellPage {
        ShellPage(
            "console/alone-form", title: request.say("signIn.title"),
            model: ["lead": request.say("signIn.lead"), "form": form.model(request)])
    }

    private func cookie(_ session: NewSession, _ request: ConsoleRequest) -> NewSessionCookie {
        NewSessionCookie(session, request)
    }

    @Sendable private func signOut(_ request: ConsoleRequest) async throws -> Page {
        if let session = request.session { try await access.sessions.signOut(session, by: request.author) }
        return .end(to: Self.signIn)
    }

    // MARK: the password again

    private static func stepUpPage(_ request: ConsoleRequest, next: String?, error: String? = nil) -> ShellPage {
        var form = FormPage(
            action: "/step-up",
            fields: [
                .init(
                    "password", label: "field.password", .password, required: true, maxLength: 256,
                    autocomplete: "current-password")
            ], submit: "stepUp.submit", cancel: ("form.cancel", "/"))
        if let next { form.hidden = [("next", String(next.prefix(2_000)))] }
        form.error = error
        return ShellPage(
            "console/alone-form", title: request.say("stepUp.title"),
            model: ["lead": request.say("stepUp.lead"), "form": form.model(request)])
    }

    @Sendable private func takeStepUp(_ request: ConsoleRequest) async throws -> Page {
        guard let session = request.session else { throw ConsoleRefusal.signIn }
        do {
            let fresh = try await access.signIn.stepUp(
                session, password: request.form["password"] ?? "", from: request.address)
            return .begin(cookie(fresh, request), to: request.form["next"] ?? "/account")
        } catch let error as AccessError {
            guard error != .noSuchSession else { throw ConsoleRefusal.signIn }
            var page = Self.stepUpPage(request, next: request.form["next"], error: AccessWords.sentence(error, request))
            page.status = 403
            return .alone(page)
        }
    }

    // MARK: first steps

    @Sendable private func showFirstSteps(_ request: ConsoleRequest) async throws -> Page {
        guard try await access.firstAdministrator.isNeeded() else { return .see(Self.signIn) }
        return .alone(Self.firstPage(request, Self.firstForm()))
    }

    @Sendable private func takeFirstSteps(_ request: ConsoleRequest) async throws -> Page {
        let values = request.form
        var form = Self.firstForm()
        form.fill(values)
        let password = values["password"] ?? ""
        if password != values["again"] { form.reject("again", request.say("field.again.differs")) }
        if !form.hasErrors {
            do {
                let draft = AccountDraft(
                    login: values["login"] ?? "", name: values["name"] ?? "", mail: values["mail"] ?? "")
                // Who keeps the installation judges nothing: somebody who does both has both roles, and the record says so.
                _ = try await access.firstAdministrator.create(
                    draft, password: password, code: values["code"] ?? "",
                    also: values["watches"] == nil ? [] : [.operator], from: request.address)
                return .see(Self.signIn, Flash(.good, "flash.firstAdministrator"))
            } catch let error as AccessError {
                form.reject(AccessWords.field(error), AccessWords.sentence(error, request))
            }
        }
        var page = Self.firstPage(request, form)
        page.status = 422
        return .alone(page)
    }

    private static func firstForm() -> FormPage {
        FormPage(
            action: firstSteps,
            fields: [
                .init(
                    "code", label: "field.code", help: "field.code.help", required: true, maxLength: 100,
                    autocomplete: "off"),
                .init(
                    "login", label: "field.login", help: "field.login.help", required: true, maxLength: 64,
                    autocomplete: "username"),
                .init("name", label: "field.name", required: true, maxLength: 100, autocomplete: "name"),
                .init(
                    "mail", label: "field.mail", help: "field.mail.help", .email, maxLength: 254, autocomplete: "email"),
                .init(
                    "password", label: "field.newPassword", help: "field.newPassword.help", .password, required: true,
                    maxLength: 256, autocomplete: "new-password"),
                .init(
                    "again", label: "field.again", .password, required: true, maxLength: 256,
                    autocomplete: "new-password"),
                .init("watches", label: "field.watches", help: "field.watches.help", .check, value: "1"),
            ], submit: "first.submit")
    }

    private static func firstPage(_ request: ConsoleRequest, _ form: FormPage) -> ShellPage {
        ShellPage(
            "console/alone-form", title: request.say("first.title"),
            model: ["lead": request.say("first.lead"), "form": form.model(request)])
    }

    // MARK: looks

    @Sendable private func prefer(_ request: ConsoleRequest) async throws -> Page {
        let values = request.form
        let language = values["language"].flatMap { ["vi", "en"].contains($0) ? $0 : nil }
        return .prefer(
            Look(theme: values["theme"].flatMap { Theme(rawValue: $0) }, language: language), to: values["back"] ?? "/")
    }
}
