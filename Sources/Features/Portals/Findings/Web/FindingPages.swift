import Access
import Console
import PlantedContent

/// The ledger: what was found, where it stands, and what people say of it.
struct FindingPages: Sendable {
    static let path = "/findings"

    let desk: FindingDesk
    let judgement: FindingJudgement
    let units: UnitBook
    let accounts: Accounts
    let evidence: FindingEvidence

    var room: ConsoleRoom {
        let list = ListRoute(
            Self.path, .verb(.findingsView), fileName: "findings", sortable: ["gravity", "seen"], make: view)
        return ConsoleRoom(
            menu: [
                MenuItem(
                    Self.path, label: "menu.findings", icon: "finding", group: "menu.watch", shortcut: "f",
                    verb: .findingsView, count: waiting)
            ],
            pages: list.pages + [
                PageRoute("/findings/rules", .verb(.findingsView), showRules),
                PageRoute("/findings/rules/:id/end", .verb(.findingsJudge), askEndRule),
                PageRoute("/findings/:id", .verb(.findingsView), show),
                PageRoute("/findings/:id/false-alarm", .verb(.findingsJudge), askFalseAlarm),
                PageRoute("/findings/:id/evidence/:bundle", .verb(.evidenceView), download),
            ],
            actions: [
                ActionRoute("/findings/:id/confirm", .verb(.findingsJudge)) {
                    try await judge($0) { .confirmed(note: $0) }
                },
                ActionRoute("/findings/:id/take-back", .verb(.findingsJudge)) {
                    try await judge($0) { .unjudged(note: $0) }
                },
                ActionRoute("/findings/:id/false-alarm", .verb(.findingsJudge), takeFalseAlarm),
                ActionRoute("/findings/rules/:id/end", .verb(.findingsJudge), endRule),
            ],
            streams: [
                StreamRoute("/findings/live", .verb(.findingsView), topics: ["portals"], parts: [list.part("list")])
            ])
    }

    @Sendable private func waiting(_ request: ConsoleRequest) async throws -> Int {
        var filter = FindingFilter()
        filter.units = try await units.units(within: request.reach(.findingsView), on: request.today)
        filter.isWeakness = false
        filter.decision = .unjudged
        return try await desk.openCount(filter)
    }

    // MARK: list

    private func filter(_ request: ConsoleRequest, _ query: ListQuery) async throws -> FindingFilter {
        var filter = FindingFilter()
        filter.units = try await units.units(within: request.reach(.findingsView), on: request.today)
        filter.portal = query.filter("portal").flatMap { Int64($0) }
        filter.text = query.text
        let state = query.filter("state")
        filter.state = state == "any" ? nil : state.flatMap { FindingState(rawValue: $0) } ?? .open
        filter.tier = query.filter("tier").flatMap { Tier(rawValue: $0) }
        filter.kind = query.filter("kind")
        filter.decision = query.filter("decision").flatMap { FindingDecision(rawValue: $0) }
        filter.isWeakness = query.filter("weak").map { $0 == "1" }
        filter.order = query.sort?.column == "seen" ? (query.sort?.descending == true ? .oldest : .newest) : .gravity
        filter.page = query.page - 1
        filter.pageSize = query.limit
        return filter
    }

    @Sendable private func view(_ request: ConsoleRequest, _ query: ListQuery) async throws -> ListView {
        let (page, counts, names) = try await desk.page(try await filter(request, query))
        var list = ListPage(
            query,
            columns: [
                .init("gravity", request.say("finding.what"), sortable: true),
                .init("state", request.say("finding.state")),
                .init("portal", request.say("finding.portal")), .init("place", request.say("finding.place")),
                .init("pages", request.say("finding.pages"), number: true),
                .init("seen", request.say("finding.lastSeen"), sortable: true),
            ],
            rows: page.findings.map { row($0, names, request) }, total: page.total,
            empty: ("finding.none.title", "finding.none.text"))
        list.filters = Self.filters(request)
        if let portal = query.filter("portal").flatMap({ Int64($0) }) {
            // The way here was a link of that portal's page: it is said, kept, and can be left.
            let choice = (value: "\(portal)", label: names[portal] ?? "#\(portal)")
            list.filters.insert(
                .init("portal", request.say("finding.portal"), .choice([("", request.say("list.any")), choice])), at: 1)
        }
        var view = ListView(request.say("menu.findings"), Self.state(counts, request), list)
        view.live = "/findings/live"
        view.actions = [PageAction(request.say("finding.rules"), "/findings/rules")]
        return view
    }

    private static func filters(_ request: ConsoleRequest) -> [ListPage.Filter] {
        let any = (value: "", label: request.say("list.any"))
        return [
            .init("q", request.say("shell.search"), .text),
            .init(
                "state", request.say("finding.state"),
                .choice(
                    FindingState.allCases.map {
                        ($0 == .open ? "" : $0.rawValue, request.say("finding.state.\($0.rawValue)"))
                    }
                        + [("any", request.say("list.any"))])),
            .init(
                "tier", request.say("finding.tier"),
                .choice([any] + ["planted", "review"].map { ($0, request.say("finding.tier.\($0)")) })),
            .init(
                "decision", request.say("finding.decision"),
                .choice(
                    [any]
                        + FindingDecision.allCases.map { ($0.rawValue, request.say("finding.decision.\($0.rawValue)")) }
                )),
            .init(
                "weak", request.say("finding.weakness"),
                .choice([any, ("0", request.say("finding.weakness.no")), ("1", request.say("finding.weakness.yes"))])),
        ]
    }

    static func state(_ counts: FindingCounts, _ request: ConsoleRequest) -> StateLine {
        if counts.openPlanted > 0 {
            return StateLine(.bad, request.say("finding.line.planted", ["n": request.number(counts.openPlanted)]))
        }
        if counts.openReview > 0 {
            return StateLine(.watch, request.say("finding.line.review", ["n": request.number(counts.openReview)]))
        }
        if counts.openWeaknesses > 0 {
            return StateLine(.wait, request.say("finding.line.weak", ["n": request.number(counts.openWeaknesses)]))
        }
        return StateLine(.good, request.say("finding.line.none"))
    }

    private func row(_ finding: PortalFinding, _ names: [Int64: String], _ request: ConsoleRequest) -> ListPage.Row {
        let state = PortalWords.state(finding, request)
        return ListPage.Row(
            id: finding.id,
            [
                .link(
                    PortalWords.headline(finding, request), to: "/findings/\(finding.id)",
                    soft: String(TableFormat.tidy(finding.excerpt).prefix(120))),
                .state(state.tone, state.text),
                .link(names[finding.portal] ?? "#\(finding.portal)", to: "/portals/\(finding.portal)"),
                .text(Self.path(of: finding.url)), .number(finding.pageCount), request.cell(finding.lastSeen),
            ])
    }

    /// Behind the host, as text.
    static func path(of url: String) -> String {
        let parts = url.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
        return TableFormat.tidy("/" + (parts.count > 3 ? String(parts[3].prefix(100)) : ""))
    }

    // MARK: one finding

    private func seen(_ request: ConsoleRequest, _ verb: Verb) async throws -> (detail: FindingDetail, portal: Portal) {
        guard let found = try await desk.detail(try request.id()) else { throw ConsoleRefusal.notFound }
        try request.demand(verb, of: found.portal)
        return found
    }

    /// A decision ends the rule that sets the finding aside: one for the whole province is for who may judge the whole.
    private func judged(_ request: ConsoleRequest) async throws -> (detail: FindingDetail, portal: Portal) {
        let found = try await seen(request, .findingsJudge)
        if let rule = found.detail.rule, rule.portal == nil { try request.demand(.findingsJudge, unit: nil) }
        return found
    }

    @Sendable private func show(_ request: ConsoleRequest) async throws -> Page {
        let (detail, portal) = try await seen(request, .findingsView)
        let isProvinces = detail.rule.map { $0.portal == nil } ?? false
        let mayJudge = request.allows(.findingsJudge, unit: isProvinces ? nil : portal.entry.unit)
        let maySee = request.allows(.evidenceView, unit: portal.entry.unit)
        let bundles = maySee ? await evidence.bundles(of: detail.finding) : []
        let people = try await accounts.names(
            of: Set(detail.history.map(\.actor) + [detail.finding.decidedBy].compactMap { $0 }))
        return .shell(
            FindingDetailPage(detail: detail, portal: portal, bundles: bundles, people: people, mayJudge: mayJudge)
                .page(request))
    }

    @Sendable private func download(_ request: ConsoleRequest) async throws -> Page {
        let (detail, _) = try await seen(request, .evidenceView)
        let id = request.parameters["bundle"] ?? ""
        guard ([detail.finding.evidence].compactMap { $0 } + detail.finding.otherEvidence).contains(id) else {
            throw ConsoleRefusal.notFound
        }
        let name = request.query["file"] ?? ""
        guard let file = try await evidence.file(name, of: id) else { throw ConsoleRefusal.notFound }
        // A picture is looked at; what leaves the house as it was fetched is an export.
        if file.type != "image/png" { _ = try await seen(request, .evidenceExport) }
        return .download(Download(name: file.name, type: file.type, write: file.write))
    }

    // MARK: decisions

    private func judge(
        _ request: ConsoleRequest, _ saying: (_ note: String) -> FindingSaying
    ) async throws -> Page {
        let (detail, _) = try await judged(request)
        let version = request.form["version"].flatMap { Int($0) } ?? 0
        do {
            let judged = try await judgement.judge(
                detail.finding.id, version: version, saying(request.form["note"] ?? ""), by: request.author)
            return .see("/findings/\(judged.id)", Flash(.good, "flash.finding.\(judged.decision.rawValue)"))
        } catch PortalsError.changedMeanwhile {
            throw ConsoleRefusal.conflict
        } catch PortalsError.wrongState {
            return .see("/findings/\(detail.finding.id)", Flash(.bad, "flash.finding.badNote"))
        }
    }

    private static func falseAlarmForm(_ request: ConsoleRequest, _ finding: PortalFinding) -> FormPage {
        var form = FormPage(
            action: "/findings/\(finding.id)/false-alarm",
            fields: [
                .init(
                    "reason", label: "finding.reason", help: "finding.reason.help", .area, required: true,
                    maxLength: 500),
                .init(
                    "scope", label: "finding.scope",
                    .choice(FindingScope.allCases.map { ($0.rawValue, request.say("finding.scope.\($0.rawValue)")) }),
                    value: FindingScope.portal.rawValue),
                .init(
                    "days", label: "finding.days", help: "finding.days.help",
                    .choice(["30", "90", "180", "365"].map { ($0, request.say("finding.days.n", ["n": $0])) }),
                    value: "90"),
            ], submit: "finding.falseAlarm", cancel: ("form.cancel", "/findings/\(finding.id)"))
        form.hidden = [("version", "\(finding.version)")]
        return form
    }

    private func falseAlarmPage(_ request: ConsoleRequest, _ finding: PortalFinding, _ form: FormPage) -> ShellPage {
        var page = ShellPage(
            "console/form", title: request.say("finding.falseAlarm"),
            model: ["lead": request.say("finding.falseAlarm.lead"), "form": form.model(request)])
        page.crumbs = [
            Crumb(request.say("menu.findings"), Self.path),
            Crumb(PortalWords.headline(finding, request), "/findings/\(finding.id)"), Crumb(page.title),
        ]
        return page
    }

    @Sendable private func askFalseAlarm(_ request: ConsoleRequest) async throws -> Page {
        let finding = try await judged(request).detail.finding
        return .shell(falseAlarmPage(request, finding, Self.falseAlarmForm(request, finding)))
    }

    @Sendable private func takeFalseAlarm(_ request: ConsoleRequest) async throws -> Page {
        let finding = try await judged(request).detail.finding
        let values = request.form
        var form = Self.falseAlarmForm(request, finding)
        form.take(values, request)
        let scope = values["scope"].flatMap { FindingScope(rawValue: $0) } ?? .portal
        // A rule for everybody's portals is for who may judge everybody's.
        if scope == .province, !request.allows(.findingsJudge, unit: nil) {
            form.reject("scope", request.say("access.denied.unit"))
        }
        if !form.hasErrors {
            let days = min(365, max(1, values["days"].flatMap { Int($0) } ?? 90))
            do {
                try await judgement.judge(
                    finding.id, version: values["version"].flatMap { Int($0) } ?? 0,
                    .falseAlarm(reason: values["reason"] ?? "", scope: scope, expires: desk.expiry(days: days)),
                    by: request.author)
                return .see("/findings/\(finding.id)", Flash(.good, "flash.finding.false-alarm"))
            } catch PortalsError.changedMeanwhile {
                throw ConsoleRefusal.conflict
            } catch PortalsError.wrongState {
                form.reject("reason", request.say("form.required"))
            }
        }
        var page = falseAlarmPage(request, finding, form)
        page.status = 422
        return .shell(page)
    }

    // MARK: rules

    @Sendable private func showRules(_ request: ConsoleRequest) async throws -> Page {
        let units = try await units.units(within: request.reach(.findingsView), on: request.today)
        let (rules, names) = try await desk.rules(units: units)
        let people = try await accounts.names(of: Set(rules.map(\.author)))
        let mayEnd = request.offers(.findingsJudge, unit: nil)
        var list = ListPage(
            ListQuery(request, sortable: []),
            columns: [
                .init("excerpt", request.say("finding.rule.like")), .init("scope", request.say("finding.scope")),
                .init("state", request.say("finding.state")), .init("expires", request.say("finding.rule.expires")),
            ],
            rows: rules.map { rule in
                ListPage.Row(
                    id: rule.id,
                    [
                        Self.like(
                            rule, by: people[rule.author] ?? rule.author,
                            mayEnd: mayEnd && rule.isLive(at: request.now)),
                        .text(rule.portal.map { names[$0] ?? "#\($0)" } ?? request.say("finding.scope.province")),
                        rule.isLive(at: request.now)
                            ? .state(.wait, request.say("finding.rule.live"))
                            : .state(.unknown, request.say("finding.rule.ended")),
                        request.cell(rule.expires),
                    ])
            }, total: rules.count, empty: ("finding.rules.none.title", "finding.rules.none.text"))
        list.exports = []
        var page = ShellPage(
            "console/list", title: request.say("finding.rules"),
            state: StateLine(.wait, request.say("finding.rules.state", ["n": request.number(rules.count)])),
            model: ["list": list.model(request)])
        page.crumbs = [Crumb(request.say("menu.findings"), Self.path), Crumb(page.title)]
        return .shell(page)
    }

    private static func like(_ rule: FindingRule, by author: String, mayEnd: Bool) -> ListCell {
        let text = String(TableFormat.tidy(rule.excerpt).prefix(120))
        let soft = "\(rule.reason) · \(author)"
        return mayEnd ? .link(text, to: "/findings/rules/\(rule.id)/end", soft: soft) : .text(text, soft: soft)
    }

    @Sendable private func askEndRule(_ request: ConsoleRequest) async throws -> Page {
        try request.demand(.findingsJudge, unit: nil)
        let id = try request.id()
        return .shell(
            FormPage.confirm("/findings/rules/\(id)/end", submit: "finding.rule.end", cancel: "/findings/rules").page(
                request, title: request.say("finding.rule.end"), lead: request.say("finding.rule.end.lead"),
                crumbs: [
                    Crumb(request.say("menu.findings"), Self.path),
                    Crumb(request.say("finding.rules"), "/findings/rules"),
                    Crumb(request.say("finding.rule.end")),
                ]))
    }

    @Sendable private func endRule(_ request: ConsoleRequest) async throws -> Page {
        try request.demand(.findingsJudge, unit: nil)
        do {
            try await judgement.endRule(try request.id(), by: request.author)
        } catch PortalsError.notFound {
            throw ConsoleRefusal.notFound
        } catch PortalsError.wrongState {
            throw ConsoleRefusal.conflict
        }
        return .see("/findings/rules", Flash(.good, "flash.finding.ruleEnded"))
    }
}
