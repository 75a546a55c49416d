import Access
import Console

/// The register of agencies as of a day: list, tree, one organisation.
struct AgencyPages: Sendable {
    static let path = "/agencies"

    let desk: AgencyDesk

    var room: ConsoleRoom {
        let list = ListRoute(
            Self.path, .verb(.agenciesView), fileName: "agencies", sortable: ["name", "kind", "code"], make: list)
        return ConsoleRoom(
            menu: [
                MenuItem(
                    Self.path, label: "agencies.title", icon: "agency", group: "menu.keep", shortcut: "d",
                    verb: .agenciesView)
            ],
            pages: list.pages + [
                PageRoute("\(Self.path)/tree", .verb(.agenciesView), tree),
                PageRoute("\(Self.path)/:id", .verb(.agenciesView), show),
            ], search: [SearchSource(label: "agencies.title", verb: .agenciesView, find: find)])
    }

    static func crumb(_ request: ConsoleRequest) -> Crumb { Crumb(request.say("agencies.title"), path) }

    private func tabs(_ request: ConsoleRequest, isTree: Bool) -> [Crumb] {
        let day = request.query["date"].map { "?date=\($0.filter { $0.isNumber || $0 == "-" })" } ?? ""
        return [
            Crumb(request.say("agencies.list"), isTree ? Self.path + day : nil),
            Crumb(request.say("agencies.tree"), isTree ? nil : "\(Self.path)/tree\(day)"),
        ]
    }

    private func actions(_ request: ConsoleRequest) -> [PageAction] {
        guard request.offersSomewhere(.agenciesEdit) else { return [] }
        let new = PageAction(request.say("agencies.new"), "\(Self.path)/new", primary: true)
        // A file is one of the whole register.
        guard request.offers(.agenciesEdit, unit: nil) else { return [new] }
        return [new, PageAction(request.say("agencies.import"), "\(Self.path)/import")]
    }

    private static func state(_ day: AgencyDesk.AsOf, _ count: Int, _ request: ConsoleRequest) -> StateLine {
        StateLine(
            day.isToday ? .good : .wait,
            request.say(
                day.isToday ? "agencies.state" : "agencies.state.then", ["n": request.number(count), "day": day.shown]))
    }

    // MARK: list and tree

    @Sendable private func list(_ request: ConsoleRequest, _ query: ListQuery) async throws -> ListView {
        let day = AgencyDesk.AsOf(query.filter("date"), today: request.today)
        var asked = AgencyDesk.Query()
        (asked.words, asked.kind) = (query.text, query.filter("kind") ?? "")
        (asked.sort, asked.isDescending) = (query.sort?.column ?? "", query.sort?.descending ?? false)
        (asked.limit, asked.offset) = (query.limit, query.offset)
        let (lines, total) = try await desk.list(asked, on: day.day) { request.allows(.agenciesView, unit: $0) }
        let suffix = day.isToday ? "" : "?date=\(day.iso)"
        var page = ListPage(
            query,
            columns: [
                .init("name", request.say("agency.name"), sortable: true),
                .init("kind", request.say("agency.kind"), sortable: true),
                .init("code", request.say("agency.code"), sortable: true),
                .init("parent", request.say("agency.parent")),
            ], rows: lines.map { Self.row($0, suffix, request) }, total: total,
            empty: ("agencies.empty.title", "agencies.empty.text"))
        page.filters = [
            .init("q", request.say("list.words"), .text),
            .init(
                "kind", request.say("agency.kind"),
                .choice(request.choices("agency.kind", AgencyDesk.kinds, any: "list.any"))),
            .init("date", request.say("agencies.date"), .date),
        ]
        var view = ListView(request.say("agencies.title"), Self.state(day, total, request), page)
        (view.actions, view.tabs) = (actions(request), tabs(request, isTree: false))
        return view
    }

    private static func row(_ line: AgencyLine, _ suffix: String, _ request: ConsoleRequest) -> ListPage.Row {
        let former = line.foundBy.isEmpty ? nil : request.say("agency.formerly", ["name": line.foundBy])
        return ListPage.Row(
            id: line.id,
            [
                .link(line.name, to: "\(path)/\(line.id)\(suffix)", soft: former),
                .text(request.word("agency.kind", line.kind)), .text(line.code),
                line.parent.map { Self.cell($0, suffix, request) } ?? .none,
            ])
    }

    /// A link where the reader may follow it.
    private static func cell(_ agency: AgencyName, _ suffix: String, _ request: ConsoleRequest) -> ListCell {
        request.allows(.agenciesView, unit: agency.id)
            ? .link(agency.name, to: "\(path)/\(agency.id)\(suffix)") : .text(agency.name)
    }

    @Sendable private func tree(_ request: ConsoleRequest) async throws -> Page {
        let day = AgencyDesk.AsOf(request.query["date"], today: request.today)
        let lines = try await desk.tree(on: day.day) { request.allows(.agenciesView, unit: $0) }
        let suffix = day.isToday ? "" : "?date=\(day.iso)"
        let section = DetailPage.Section(
            "",
            .tree(
                lines.map { line in
                    (
                        line.depth,
                        .link(
                            line.name, to: "\(Self.path)/\(line.id)\(suffix)",
                            soft: request.word("agency.kind", line.kind))
                    )
                }), empty: request.say("agencies.empty.text"))
        var detail = DetailPage([section])
        detail.asOf = (request.say("agencies.date"), day.iso, request.say("agencies.look"))
        var page = detail.page(
            request, title: request.say("agencies.title"), state: Self.state(day, lines.count, request), crumbs: [])
        (page.actions, page.tabs) = (actions(request), tabs(request, isTree: true))
        return .shell(page)
    }

    @Sendable private func find(
        _ request: ConsoleRequest, _ text: String, _ limit: Int
    ) async throws -> [SearchSource.Hit] {
        var query = AgencyDesk.Query()
        (query.words, query.limit) = (text, limit)
        let lines = try await desk.list(query, on: request.today) { request.allows(.agenciesView, unit: $0) }.lines
        return lines.map { line in
            let kind = request.word("agency.kind", line.kind)
            let former = line.foundBy.isEmpty ? "" : " · " + request.say("agency.formerly", ["name": line.foundBy])
            return .init(line.name, path: "\(Self.path)/\(line.id)", soft: kind + former)
        }
    }

    // MARK: one organisation

    @Sendable private func show(_ request: ConsoleRequest) async throws -> Page {
        let day = AgencyDesk.AsOf(request.query["date"], today: request.today)
        let id = try request.id()
        try request.demand(.agenciesView, unit: id)
        guard let agency = try await desk.detail(id, on: day.day) else { throw ConsoleRefusal.notFound }
        let suffix = day.isToday ? "" : "?date=\(day.iso)"
        let state = StateLine(
            agency.isPresent ? .good : .unknown,
            request.say(
                agency.isPresent ? "agency.state.present" : "agency.state.absent",
                ["kind": request.word("agency.kind", agency.kind), "day": day.shown]))
        var detail = DetailPage(sections(agency, suffix, request))
        detail.asOf = (request.say("agencies.date"), day.iso, request.say("agencies.look"))
        let page = detail.page(
            request, title: agency.name, state: state,
            crumbs: [Self.crumb(request)]
                + agency.path.map { name in
                    let isSeen = request.allows(.agenciesView, unit: name.id)
                    return isSeen ? Crumb(name.name, "\(Self.path)/\(name.id)\(suffix)") : Crumb(name.name)
                } + [Crumb(agency.name)])
        return .shell(page)
    }

    private func sections(
        _ agency: AgencyDetail, _ suffix: String, _ request: ConsoleRequest
    ) -> [DetailPage.Section] {
        let edits = agency.isPresent && request.offers(.agenciesEdit, unit: agency.id)
        func changes(_ changes: AgencyChange...) -> [PageAction] {
            guard edits else { return [] }
            return changes.map {
                PageAction(
                    request.say("agency.change.\($0.rawValue)"), "\(Self.path)/\(agency.id)/change/\($0.rawValue)")
            }
        }
        let children = agency.children.map {
            (
                depth: 0,
                cell: ListCell.link(
                    $0.name, to: "\(Self.path)/\($0.id)\(suffix)", soft: request.word("agency.kind", $0.kind))
            )
        }
        var sections: [DetailPage.Section] = [
            dated("agency.names", agency.names, request, changes(.rename)),
            dated("agency.kinds", agency.kinds, request, changes(.kind)) { request.word("agency.kind", $0) },
            dated("agency.parents", agency.parents, request, changes(.move)) {
                $0.isEmpty ? request.say("agency.top") : $0
            },
            dated("agency.codes", agency.codes, request, changes(.code)),
            dated("agency.contacts", agency.contacts, request, changes(.addContact, .endContact)),
            dated("agency.functions", agency.functions, request, changes(.addFunction, .endFunction)) {
                request.word("agency.function", $0)
            },
            .init(
                request.say("agency.succession"), .timeline(agency.succession.map { Self.moment($0, request) }),
                actions: changes(.merge, .split, .abolish), empty: request.say("agency.succession.none")),
            .init(request.say("agency.children"), .tree(children), empty: request.say("agency.children.none")),
        ]
        if !request.reach(.auditView).isNothing {
            sections.append(
                .init(
                    request.say("audit.title"), .note(.wait, request.say("agency.key", ["key": agency.key])),
                    actions: [PageAction(request.say("audit.of"), "/audit?subject=agency%3A\(agency.id)")]))
        }
        return sections
    }

    private func dated(
        _ key: String, _ lines: [DatedLine], _ request: ConsoleRequest, _ actions: [PageAction] = [],
        words: (String) -> String = { $0 }
    ) -> DetailPage.Section {
        let rows = lines.reversed().map { line -> [ListCell] in
            let from = line.from.map { request.say("agency.from", ["day": $0]) } ?? request.say("agency.always")
            let until = line.until.map { request.say("agency.until", ["day": $0]) }
            let text = words(line.text)
            let cell: ListCell =
                line.agency.map { Self.cell(AgencyName(id: $0, name: text), "", request) } ?? .text(text)
            return [
                cell, .state(line.isNow ? .good : .wait, request.say(line.isNow ? "agency.now" : "agency.notNow")),
                .text([from, until].compactMap { $0 }.joined(separator: " ")), .text(line.source),
            ]
        }
        let columns = [key, "word.state", "agency.period", "agency.source"].map(request.say)
        return .init(
            request.say(key), .table(columns: columns, rows: rows), actions: actions, empty: request.say("word.none"))
    }

    private static func moment(_ line: SuccessionLine, _ request: ConsoleRequest) -> DetailPage.Moment {
        let side = line.isOrigin ? "from" : "to"
        let text = request.say("agency.link.\(line.kind).\(side)", ["name": line.other?.name ?? ""])
        return DetailPage.Moment(
            line.day, text,
            path: line.other.flatMap { request.allows(.agenciesView, unit: $0.id) ? "\(path)/\($0.id)" : nil },
            soft: line.source)
    }
}
