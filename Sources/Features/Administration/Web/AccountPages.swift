import Access
import Console

/// The accounts: who there is, what they may, where they are signed in.
struct AccountPages: Sendable {
    static let path = "/accounts"

    let access: AccessRoom
    let desk: AccountDesk

    var room: ConsoleRoom {
        let changes = AccountChangePages(access: access)
        let grants = AccountGrantPages(access: access, desk: desk)
        let list = ListRoute(
            Self.path, .verb(.accountsView), fileName: "accounts",
            sortable: AccountQuery.Order.allCases.map(\.rawValue), make: list)
        return ConsoleRoom(
            menu: [
                MenuItem(
                    Self.path, label: "accounts.title", icon: "account", group: "menu.keep", shortcut: "a",
                    verb: .accountsView)
            ],
            pages: list.pages + [PageRoute("\(Self.path)/:id", .verb(.accountsView), show)] + changes.pages
                + grants.pages,
            actions: changes.actions + grants.actions,
            search: [SearchSource(label: "accounts.title", verb: .accountsView, find: find)])
    }

    static func crumb(_ request: ConsoleRequest) -> Crumb { Crumb(request.say("accounts.title"), path) }

    // MARK: list

    @Sendable private func list(_ request: ConsoleRequest, _ query: ListQuery) async throws -> ListView {
        var asked = AccountQuery()
        asked.words = query.text
        asked.state = query.filter("state").flatMap { Account.State(rawValue: $0) }
        asked.role = query.filter("role").flatMap { Role(rawValue: $0) }
        asked.units = try await desk.units(request.reach(.accountsView), on: request.today)
        if let sort = query.sort {
            (asked.order, asked.isDescending) = (AccountQuery.Order(rawValue: sort.column) ?? .name, sort.descending)
        }
        (asked.limit, asked.offset) = (query.limit, query.offset)
        let (accounts, total) = try await access.accounts.list(asked)
        let grants = try await access.accounts.grants(of: accounts.map(\.id))
        let rows = accounts.map { Self.row($0, grants[$0.id] ?? [], request) }
        var page = ListPage(
            query,
            columns: [
                .init("name", request.say("field.name"), sortable: true),
                .init("login", request.say("field.login"), sortable: true),
                .init("roles", request.say("account.roles")), .init("state", request.say("word.state")),
                .init("lastSignIn", request.say("account.lastSignIn"), sortable: true),
            ], rows: rows, total: total, empty: ("accounts.empty.title", "accounts.empty.text"))
        page.filters = [
            .init("q", request.say("list.words"), .text),
            .init(
                "state", request.say("word.state"),
                .choice(request.choices("account.state", ["active", "disabled"], any: "list.any"))),
            .init("role", request.say("account.roles"), .choice(request.roleChoices(any: "list.any"))),
        ]
        var view = ListView(
            request.say("accounts.title"),
            StateLine(.good, request.say("accounts.state", ["n": request.number(total)])), page)
        if request.offers(.accountsManage, unit: nil) {
            view.actions = [PageAction(request.say("accounts.new"), "\(Self.path)/new", primary: true)]
        }
        return view
    }

    private static func row(_ account: Account, _ grants: [Grant], _ request: ConsoleRequest) -> ListPage.Row {
        let held = grants.filter { $0.isActive(at: request.now) }
        let roles = Set(held.compactMap(\.role)).map { request.say("role.\($0.rawValue)") }.sorted()
        return ListPage.Row(
            id: account.id,
            [
                .link(account.name, to: "\(path)/\(account.id)"), .text(account.login),
                .text(roles.isEmpty ? request.say("grant.none") : roles.joined(separator: ", ")),
                state(account, request), request.cell(account.lastSignIn),
            ])
    }

    static func state(_ account: Account, _ request: ConsoleRequest) -> ListCell {
        .state(
            account.state == .active ? .good : .blocked, request.say("account.state.\(account.state.rawValue)"),
            soft: account.mustChangePassword ? request.say("account.mustChange") : nil)
    }

    @Sendable private func find(
        _ request: ConsoleRequest, _ text: String, _ limit: Int
    ) async throws -> [SearchSource.Hit] {
        var query = AccountQuery()
        (query.words, query.limit) = (text, limit)
        query.units = try await desk.units(request.reach(.accountsView), on: request.today)
        return try await access.accounts.list(query).accounts.map {
            .init($0.name, path: "\(Self.path)/\($0.id)", soft: $0.login)
        }
    }

    // MARK: one account

    /// An account and its grants, if the reader may see it: for one of its units, or for the province.
    /// - Throws: `notFound`, also for an account that is not his to see.
    static func account(
        _ request: ConsoleRequest, _ access: AccessRoom
    ) async throws -> (account: Account, grants: [Grant]) {
        do {
            let account = try await access.accounts.find(try request.id())
            let grants = try await access.accounts.grants(of: account.id)
            let units = grants.isEmpty ? [nil] : grants.map(\.unit)
            // Which numbers there are is nobody's business who may not look behind them.
            guard units.contains(where: { request.allows(.accountsView, unit: $0) }) else {
                throw ConsoleRefusal.notFound
            }
            return (account, grants)
        } catch AccessError.noSuchAccount {
            throw ConsoleRefusal.notFound
        }
    }

    @Sendable private func show(_ request: ConsoleRequest) async throws -> Page {
        let (account, grants) = try await Self.account(request, access)
        let path = "\(Self.path)/\(account.id)"
        let manages = request.offers(.accountsManage, over: grants)
        let sessions = manages ? try await access.sessions.list(of: account.id) : []
        let seesTokens = request.offers(.tokensManage, over: grants)
        let tokens = seesTokens ? try await access.tokens.list(of: account.id) : []
        let ids = grants.compactMap(\.unit) + tokens.compactMap(\.unit)
        let units = try await desk.unitNames(of: ids, on: request.today)
        var sections = [facts(account, path, manages: manages, request)]
        sections.append(
            .grants(
                grants, units: units, request, heading: request.say("account.roles"),
                actions: request.offersSomewhere(.accountsGrant)
                    ? [PageAction(request.say("grant.new"), "\(path)/grant")] : []
            ) { grant in
                guard request.offers(.accountsGrant, unit: grant.unit) else { return .none }
                return .link(request.say("grant.revoke"), to: "\(path)/grants/\(grant.id)/revoke")
            })
        if manages {
            sections.append(
                .sessions(sessions, request) {
                    .link(request.say("session.end"), to: "\(path)/sessions/\($0.id)/end")
                })
        }
        if seesTokens {
            sections.append(
                .tokens(tokens, units: units, request) {
                    .link(request.say("token.revoke"), to: "\(path)/tokens/\($0.id)/revoke")
                })
        }
        let isActive = account.state == .active
        let state = StateLine(
            isActive ? .good : .blocked,
            request.say(
                isActive ? "account.state.active.since" : "account.state.disabled.since",
                [
                    "time": request.clock(isActive ? account.created : account.changed)
                ]))
        return .shell(
            DetailPage(sections).page(
                request, title: account.name, state: state, crumbs: [Self.crumb(request), Crumb(account.name)]))
    }

    private func facts(
        _ account: Account, _ path: String, manages: Bool, _ request: ConsoleRequest
    ) -> DetailPage.Section {
        let none = request.say("word.none")
        var actions: [PageAction] = []
        if manages {
            actions = [
                PageAction(request.say("account.edit"), "\(path)/edit"),
                PageAction(request.say("account.reset"), "\(path)/password"),
                PageAction(request.say("account.unlock"), "\(path)/unlock"),
                account.state == .active
                    ? PageAction(request.say("account.disable"), "\(path)/disable")
                    : PageAction(request.say("account.enable"), "\(path)/enable"),
            ]
        }
        if !request.reach(.auditView).isNothing {
            actions.append(PageAction(request.say("audit.of"), "/audit?subject=account%3A\(account.id)"))
        }
        return .init(
            "",
            .facts([
                (request.say("field.login"), .text(account.login)),
                (request.say("field.mail"), .text(account.mail.isEmpty ? none : account.mail)),
                (request.say("word.state"), Self.state(account, request)),
                (request.say("account.created"), request.cell(account.created)),
                (request.say("account.lastSignIn"), account.lastSignIn.map { request.cell($0) } ?? .text(none)),
                (request.say("account.passwordChanged"), request.cell(account.passwordChanged)),
            ]), actions: actions)
    }
}
