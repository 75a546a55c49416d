import Access
import Console

/// The register of portals: list, first steps of a sweep, taking out and back.
struct PortalPages: Sendable {
    static let path = "/portals"

    let register: PortalRegister
    let units: UnitBook

    var room: ConsoleRoom {
        let list = ListRoute(
            Self.path, .verb(.portalsView), fileName: "portals", sortable: ["name", "verdict", "sweep", "risk"],
            make: view)
        return ConsoleRoom(
            menu: [
                MenuItem(
                    Self.path, label: "menu.portals", icon: "portal", group: "menu.watch", shortcut: "p",
                    verb: .portalsView)
            ],
            pages: list.pages + [
                PageRoute("/portals/:id/retire", .verb(.portalsEdit)) { try await confirm($0, "retire") },
                PageRoute("/portals/:id/restore", .verb(.portalsEdit)) { try await confirm($0, "restore") },
            ],
            actions: [
                ActionRoute("/portals/sweep", .verb(.portalsSweep), sweepMany),
                ActionRoute("/portals/:id/sweep", .verb(.portalsSweep), sweep),
                ActionRoute("/portals/:id/retire", .verb(.portalsEdit)) { try await change($0, "retire") },
                ActionRoute("/portals/:id/restore", .verb(.portalsEdit)) { try await change($0, "restore") },
            ],
            streams: [
                StreamRoute(
                    "/portals/live", .verb(.portalsView), topics: ["portals", "jobs"], parts: [list.part("list")])
            ],
            search: [SearchSource(label: "menu.portals", verb: .portalsView, find: find)])
    }

    // MARK: list

    private func filter(_ request: ConsoleRequest, _ query: ListQuery) async throws -> PortalFilter {
        var filter = PortalFilter()
        filter.units = try await units.units(within: request.reach(.portalsView), on: request.today)
        filter.text = query.text
        filter.state = query.filter("state").flatMap { PortalState(rawValue: $0) } ?? .active
        filter.verdict = query.filter("verdict").flatMap { PortalVerdict(rawValue: $0) }
        filter.risk = query.filter("risk").flatMap { Int($0) }.flatMap { PortalRisk(rawValue: $0) }
        filter.isOverdue = query.filter("late") == "1"
        filter.page = query.page - 1
        filter.pageSize = query.limit
        filter.order =
            switch query.sort?.column {
            case "verdict": .gravity
            case "sweep": .sweep
            case "risk": .risk
            case "name": .name
            default: .gravity
            }
        return filter
    }

    @Sendable private func view(_ request: ConsoleRequest, _ query: ListQuery) async throws -> ListView {
        let filter = try await filter(request, query)
        let page = try await register.page(filter)
        let counts = try await register.counts(units: filter.units)
        var list = ListPage(
            query,
            columns: [
                .init("name", request.say("portal.name"), sortable: true), .init("unit", request.say("portal.unit")),
                .init("verdict", request.say("portal.verdict"), sortable: true),
                .init("sweep", request.say("portal.lastSweep"), sortable: true),
                .init("next", request.say("portal.sweepBy")),
                .init("risk", request.say("portal.risk"), sortable: true),
            ],
            rows: page.portals.map { row($0, request) }, total: page.total,
            empty: ("portal.none.title", "portal.none.text"))
        list.filters = Self.filters(request)
        if request.offers(.portalsEdit, unit: nil) { list.emptyAction = ("portal.add", "/portals/new") }
        if !request.reach(.portalsSweep).isNothing, filter.state == .active {
            list.bulk = [("sweep", "portal.sweepNow")]
            list.bulkPath = "/portals/sweep"
        }
        var view = ListView(request.say("menu.portals"), Self.state(counts, request), list)
        view.live = "/portals/live"
        if !request.reach(.portalsEdit).isNothing {
            view.actions = [PageAction(request.say("portal.add"), "/portals/new", primary: true)]
            if request.offers(.portalsEdit, unit: nil) {
                view.actions.append(PageAction(request.say("portal.import"), "/portals/import"))
            }
        }
        return view
    }

    private static func filters(_ request: ConsoleRequest) -> [ListPage.Filter] {
        let any = (value: "", label: request.say("list.any"))
        return [
            .init("q", request.say("shell.search"), .text),
            .init(
                "verdict", request.say("portal.verdict"),
                .choice(
                    [any] + PortalVerdict.allCases.map { ($0.rawValue, request.say("portal.verdict.\($0.rawValue)")) })),
            .init(
                "risk", request.say("portal.risk"),
                .choice(
                    [any] + PortalRisk.allCases.reversed().map { ("\($0.rawValue)", request.say("portal.risk.\($0)")) })
            ),
            .init("late", request.say("portal.late"), .choice([any, ("1", request.say("portal.late.only"))])),
            .init(
                "state", request.say("portal.state"),
                .choice([("", request.say("portal.state.active")), ("retired", request.say("portal.state.retired"))])),
        ]
    }

    static func state(_ counts: PortalCounts, _ request: ConsoleRequest) -> StateLine {
        let bad = counts.byVerdict[.planted] ?? 0
        if counts.active == 0 { return StateLine(.unknown, request.say("portal.none.title")) }
        if bad > 0 { return StateLine(.bad, request.say("portal.line.planted", ["n": request.number(bad)])) }
        if counts.overdue > 0 {
            return StateLine(.watch, request.say("portal.line.late", ["n": request.number(counts.overdue)]))
        }
        let unseen = (counts.byVerdict[.blocked] ?? 0) + (counts.byVerdict[.unreadable] ?? 0)
        if unseen > 0 { return StateLine(.blocked, request.say("portal.line.blocked", ["n": request.number(unseen)])) }
        let review = counts.byVerdict[.review] ?? 0
        if review > 0 { return StateLine(.watch, request.say("portal.line.review", ["n": request.number(review)])) }
        let unswept = counts.byVerdict[.notSwept] ?? 0
        if unswept > 0 {
            return StateLine(.unknown, request.say("portal.line.unswept", ["n": request.number(unswept)]))
        }
        return StateLine(.good, request.say("portal.line.clean", ["n": request.number(counts.active)]))
    }

    private func row(_ portal: Portal, _ request: ConsoleRequest) -> ListPage.Row {
        let verdict = PortalWords.verdict(portal.verdict, request)
        let isLate = portal.isOverdue(at: request.now)
        return ListPage.Row(
            id: portal.id,
            [
                .link(portal.entry.name, to: "/portals/\(portal.id)", soft: portal.entry.host),
                .text(units.name(portal.entry.unit, on: request.today)), .state(verdict.tone, verdict.text),
                request.cell(portal.lastSweep),
                isLate
                    ? .state(.watch, request.say("portal.late.one"), soft: request.clock(portal.sweepBy))
                    : request.cell(portal.sweepBy),
                .text(request.say("portal.risk.\(portal.entry.risk)")),
            ])
    }

    @Sendable private func find(_ request: ConsoleRequest, _ text: String, _ limit: Int) async throws -> [SearchSource
        .Hit]
    {
        var filter = PortalFilter()
        filter.units = try await units.units(within: request.reach(.portalsView), on: request.today)
        filter.text = text
        filter.state = nil
        filter.pageSize = limit
        return try await register.page(filter).portals.map {
            SearchSource.Hit($0.entry.name, path: "/portals/\($0.id)", soft: $0.entry.host)
        }
    }

    // MARK: sweeps

    @Sendable private func sweep(_ request: ConsoleRequest) async throws -> Page {
        let portal = try await seen(request, .portalsSweep)
        do {
            let isNew = try await register.ordersSweep(portal.id, by: request.author)
            return .see(
                "/portals/\(portal.id)", Flash(.wait, isNew ? "flash.portal.sweep" : "flash.portal.sweeping"))
        } catch PortalsError.wrongState {
            return .see("/portals/\(portal.id)", Flash(.watch, "flash.portal.retired"))
        }
    }

    /// Those that were picked; asks first, with the count.
    @Sendable private func sweepMany(_ request: ConsoleRequest) async throws -> Page {
        let picked = request.form.all("pick").compactMap { Int64($0) }.prefix(500)
        guard !picked.isEmpty else { return .see(Self.path, Flash(.watch, "flash.portal.nothingPicked")) }
        guard request.form["sure"] == "1" else { return .shell(Self.sure(Array(picked), request)) }
        var count = 0
        for id in picked {
            guard let portal = try await register.portal(id), portal.state == .active,
                request.allows(.portalsSweep, unit: portal.entry.unit)
            else { continue }
            do {
                if try await register.ordersSweep(id, by: request.author) { count += 1 }
            } catch PortalsError.wrongState {
                // Taken out of the watch meanwhile.
                continue
            }
        }
        return .see(Self.path, Flash(.wait, "flash.portal.sweepMany", ["n": "\(count)"]))
    }

    private static func sure(_ picked: [Int64], _ request: ConsoleRequest) -> ShellPage {
        var form = FormPage(
            action: "/portals/sweep", fields: [], submit: "portal.sweepNow", cancel: ("form.cancel", path))
        form.hidden = [("sure", "1")] + picked.map { ("pick", "\($0)") }
        var page = ShellPage(
            "console/form", title: request.say("portal.sweepNow"),
            model: [
                "lead": request.say("portal.sweepMany.lead", ["n": request.number(picked.count)]),
                "form": form.model(request),
            ])
        page.crumbs = [Crumb(request.say("menu.portals"), path), Crumb(request.say("portal.sweepNow"))]
        return page
    }

    // MARK: out of the watch and back

    private func confirm(_ request: ConsoleRequest, _ what: String) async throws -> Page {
        let portal = try await seen(request, .portalsEdit)
        var form = FormPage(
            action: "/portals/\(portal.id)/\(what)", fields: [], submit: "portal.\(what)",
            cancel: ("form.cancel", "/portals/\(portal.id)"))
        form.hidden = [("version", "\(portal.version)")]
        form.isDangerous = what == "retire"
        var page = ShellPage(
            "console/form", title: request.say("portal.\(what)"),
            model: ["lead": request.say("portal.\(what).lead"), "form": form.model(request)])
        page.crumbs = [
            Crumb(request.say("menu.portals"), Self.path), Crumb(portal.entry.name, "/portals/\(portal.id)"),
            Crumb(page.title),
        ]
        return .shell(page)
    }

    private func change(_ request: ConsoleRequest, _ what: String) async throws -> Page {
        let portal = try await seen(request, .portalsEdit)
        let version = request.form["version"].flatMap { Int($0) } ?? 0
        do {
            if what == "retire" {
                try await register.retire(portal.id, version: version, by: request.author)
            } else {
                try await register.restore(portal.id, version: version, by: request.author)
            }
            return .see("/portals/\(portal.id)", Flash(.good, "flash.portal.\(what)"))
        } catch PortalsError.changedMeanwhile {
            throw ConsoleRefusal.conflict
        } catch PortalsError.wrongState {
            throw ConsoleRefusal.conflict
        } catch PortalsError.invalid {
            return .see("/portals/\(portal.id)", Flash(.bad, "flash.portal.hostTaken"))
        }
    }

    /// The portal of the path, when the reader may do this to it.
    private func seen(_ request: ConsoleRequest, _ verb: Verb) async throws -> Portal {
        guard let portal = try await register.portal(try request.id()) else { throw ConsoleRefusal.notFound }
        try request.demand(verb, of: portal)
        return portal
    }
}

extension ConsoleRequest {
    /// A portal that somebody may not see is not there for him.
    func demand(_ verb: Verb, of portal: Portal) throws(ConsoleRefusal) {
        guard allows(.portalsView, unit: portal.entry.unit) else { throw .notFound }
        try demand(verb, unit: portal.entry.unit)
    }
}
