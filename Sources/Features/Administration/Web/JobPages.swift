import Access
import Console

/// Work that is waiting, under way, done or given up.
struct JobPages: Sendable {
    static let path = "/jobs"

    let desk: JobDesk

    var room: ConsoleRoom {
        let list = ListRoute(
            Self.path, .verb(.jobsView), fileName: "jobs", sortable: ["created", "due", "ended"], make: list)
        let schedules = SchedulePages(desk: desk)
        return ConsoleRoom(
            menu: [
                MenuItem(
                    Self.path, label: "jobs.title", icon: "job", group: "menu.keep", shortcut: "j", verb: .jobsView
                ) { _ in try await desk.kinds().failed }
            ],
            pages: list.pages + schedules.pages + [
                PageRoute("\(Self.path)/:id", .verb(.jobsView), show),
                PageRoute("\(Self.path)/:id/cancel", .verb(.jobsManage)) { try await ask("cancel", $0) },
                PageRoute("\(Self.path)/:id/retry", .verb(.jobsManage)) { try await ask("retry", $0) },
            ],
            actions: schedules.actions + [
                ActionRoute("\(Self.path)/:id/cancel", .verb(.jobsManage)) { request in
                    try await done("cancel", request, try await desk.cancel(try request.id(), by: request.author))
                },
                ActionRoute("\(Self.path)/:id/retry", .verb(.jobsManage)) { request in
                    try await done("retry", request, try await desk.retry(try request.id(), by: request.author))
                },
            ],
            streams: [
                StreamRoute("\(Self.path)/live", .verb(.jobsView), topics: JobDesk.topics, parts: [list.part("list")]),
                StreamRoute(
                    "\(Self.path)/:id/live", .verb(.jobsView), topics: JobDesk.topics,
                    parts: [
                        LivePart { [DetailPage(try await sections($0)).piece($0)] }
                    ]),
            ])
    }

    static func crumb(_ request: ConsoleRequest) -> Crumb { Crumb(request.say("jobs.title"), path) }

    static func tabs(_ request: ConsoleRequest, current: String) -> [Crumb] {
        [("jobs.list", path), ("schedules.title", "\(path)/schedules"), ("workers.title", "\(path)/workers")].map {
            Crumb(request.say($0), $1 == current ? nil : $1)
        }
    }

    // MARK: list

    @Sendable private func list(_ request: ConsoleRequest, _ query: ListQuery) async throws -> ListView {
        var asked = JobDesk.Query()
        (asked.kind, asked.state) = (query.filter("kind") ?? "", query.filter("state") ?? "")
        (asked.words, asked.page, asked.limit) = (query.text, query.page, query.limit)
        switch (query.sort?.column, query.sort?.descending) {
        case ("created", false): asked.order = "oldest"
        case ("due", _): asked.order = "due"
        case ("ended", _): asked.order = "ended"
        default: break
        }
        let (lines, total) = try await desk.list(asked)
        let kinds = try await desk.kinds()
        var page = ListPage(
            query,
            columns: [
                .init("kind", request.say("job.kind")), .init("state", request.say("word.state")),
                .init("progress", request.say("job.progress")),
                .init("created", request.say("job.created"), sortable: true),
                .init("due", request.say("job.due")), .init("ended", request.say("job.ended")),
            ], rows: lines.map { Self.row($0, request) }, total: total, empty: ("jobs.empty.title", "jobs.empty.text"))
        page.filters = [
            .init("q", request.say("list.words"), .text),
            .init("kind", request.say("job.kind"), .choice(request.choices("job.kind", kinds.names, any: "list.any"))),
            .init(
                "state", request.say("word.state"),
                .choice(request.choices("job.state", JobDesk.states, any: "list.any"))),
        ]
        let tone: Tone = kinds.failed > 0 ? .bad : kinds.running > 0 ? .wait : .good
        var view = ListView(
            request.say("jobs.title"),
            StateLine(
                tone,
                request.say(
                    "jobs.state",
                    [
                        "failed": request.number(kinds.failed), "running": request.number(kinds.running),
                        "waiting": request.number(kinds.waiting),
                    ])), page)
        (view.tabs, view.live) = (Self.tabs(request, current: Self.path), "\(Self.path)/live")
        return view
    }

    private static func row(_ job: JobDesk.Line, _ request: ConsoleRequest) -> ListPage.Row {
        ListPage.Row(
            id: job.id,
            [
                .link(request.word("job.kind", job.kind), to: "\(path)/\(job.id)", soft: job.key), state(job, request),
                job.state == "running" ? .progress(percent: job.percent, note(job, request)) : .none,
                request.cell(job.created), job.isLive ? request.cell(job.due) : .none, request.cell(job.ended),
            ])
    }

    private static func state(_ job: JobDesk.Line, _ request: ConsoleRequest) -> ListCell {
        let tone: Tone =
            switch job.state {
            case "failed": .bad
            case "done": .good
            case "cancelled": .unknown
            default: .wait
            }
        var soft: [String] = []
        if job.isLate { soft.append(request.say("job.late")) }
        if job.isCancelRequested { soft.append(request.say("job.cancelling")) }
        return .state(tone, request.word("job.state", job.state), soft: soft.joined(separator: ", "))
    }

    private static func note(_ job: JobDesk.Line, _ request: ConsoleRequest) -> String {
        let percent = "\(job.percent) %"
        guard !job.note.isEmpty else { return percent }
        return "\(percent) · \(request.say(job.note, job.numbers.mapValues(request.number)))"
    }

    // MARK: one job

    private func found(_ request: ConsoleRequest) async throws -> (line: JobDesk.Line, payload: String) {
        try request.demand(.jobsView, unit: nil)
        guard let job = try await desk.job(try request.id()) else { throw ConsoleRefusal.notFound }
        return job
    }

    @Sendable private func show(_ request: ConsoleRequest) async throws -> Page {
        let job = try await found(request).line
        let name = request.word("job.kind", job.kind)
        var page = DetailPage(try await sections(request)).page(
            request, title: name, state: nil, crumbs: [Self.crumb(request), Crumb("\(name) #\(job.id)")])
        page.state = StateLine(job.state == "failed" ? .bad : .wait, request.word("job.state", job.state))
        if job.state == "done" { page.state?.tone = .good }
        if job.isLive { page.live = "\(Self.path)/\(job.id)/live" }
        return .shell(page)
    }

    private func sections(_ request: ConsoleRequest) async throws -> [DetailPage.Section] {
        let (job, payload) = try await found(request)
        var facts: [(label: String, cell: ListCell)] = [
            (request.say("word.state"), Self.state(job, request)), (request.say("job.key"), .text(job.key)),
            (request.say("job.progress"), .progress(percent: job.percent, Self.note(job, request))),
            (
                request.say("job.attempts"),
                .text(request.say("job.attempts.of", ["n": "\(job.attempt)", "max": "\(job.maxAttempts)"]))
            ),
            (request.say("job.created"), request.cell(job.created)), (request.say("job.due"), request.cell(job.due)),
        ]
        if job.started != nil { facts.append((request.say("job.started"), request.cell(job.started))) }
        if job.ended != nil { facts.append((request.say("job.ended"), request.cell(job.ended))) }
        if !job.worker.isEmpty { facts.append((request.say("job.worker"), .text(job.worker))) }
        let path = "\(Self.path)/\(job.id)"
        var actions: [PageAction] = []
        if request.offers(.jobsManage, unit: nil) {
            if job.isLive { actions.append(PageAction(request.say("job.cancel"), "\(path)/cancel")) }
            if job.canRetry { actions.append(PageAction(request.say("job.retry"), "\(path)/retry", primary: true)) }
        }
        var sections = [DetailPage.Section("", .facts(facts), actions: actions)]
        if !job.error.isEmpty { sections.append(.init(request.say("job.error"), .quote(job.error))) }
        if !job.result.isEmpty { sections.append(.init(request.say("job.result"), .quote(job.result))) }
        sections.append(.init(request.say("job.payload"), .quote(payload)))
        return sections
    }

    private func ask(_ step: String, _ request: ConsoleRequest) async throws -> Page {
        let job = try await found(request).line
        let name = "\(request.word("job.kind", job.kind)) #\(job.id)"
        let path = "\(Self.path)/\(job.id)"
        let form = FormPage.confirm("\(path)/\(step)", submit: "job.\(step)", cancel: path, dangerous: step == "cancel")
        return .shell(
            form.page(
                request, title: request.say("job.\(step).title"), lead: request.say("job.\(step).lead", ["name": name]),
                crumbs: [Self.crumb(request), Crumb(name, path), Crumb(request.say("job.\(step)"))]))
    }

    /// A job that is in another state meanwhile is shown as it is.
    private func done(_ step: String, _ request: ConsoleRequest, _ isDone: Bool) async throws -> Page {
        .see(
            "\(Self.path)/\(try request.id())",
            isDone ? Flash(.good, "flash.job.\(step)") : Flash(.watch, "flash.job.wrongState"))
    }
}
