import Access
import Console

/// What is done again and again, and the machines that do it.
struct SchedulePages: Sendable {
    private static let path = "\(JobPages.path)/schedules"
    private static let workersPath = "\(JobPages.path)/workers"

    let desk: JobDesk

    var pages: [PageRoute] {
        let schedules = ListRoute(Self.path, .verb(.jobsView), fileName: "schedules", make: list)
        let workers = ListRoute(Self.workersPath, .verb(.jobsView), fileName: "workers", make: workers)
        return schedules.pages + workers.pages
            + ["enable", "disable"].map { step in
                PageRoute("\(Self.path)/:id/\(step)", .verb(.jobsManage)) { try await ask(step, $0) }
            }
    }

    var actions: [ActionRoute] {
        ["enable", "disable"].map { step in
            ActionRoute("\(Self.path)/:id/\(step)", .verb(.jobsManage)) { try await perform(step, $0) }
        }
    }

    @Sendable private func list(_ request: ConsoleRequest, _ query: ListQuery) async throws -> ListView {
        let (lines, total) = try await desk.schedules(page: query.page, limit: query.limit)
        let manages = request.offers(.jobsManage, unit: nil)
        let page = ListPage(
            query,
            columns: [
                .init("kind", request.say("job.kind")), .init("recurrence", request.say("schedule.recurrence")),
                .init("state", request.say("word.state")), .init("next", request.say("schedule.next")),
                .init("last", request.say("schedule.last")),
                .init("skipped", request.say("schedule.skipped"), number: true),
                .init("action", request.say("word.action")),
            ],
            rows: lines.map { line in
                ListPage.Row(
                    id: line.id,
                    [
                        .text(request.word("job.kind", line.kind), soft: line.key),
                        .text(Self.recurrence(line, request)),
                        .state(
                            line.isEnabled ? .good : .unknown,
                            request.say(line.isEnabled ? "schedule.on" : "schedule.off")),
                        line.isEnabled ? request.cell(line.nextDue) : .none, request.cell(line.lastDue),
                        .number(line.skipped), manages ? Self.action(line, request) : .none,
                    ])
            }, total: total, empty: ("schedules.empty.title", "schedules.empty.text"))
        var view = ListView(
            request.say("schedules.title"),
            StateLine(.good, request.say("schedules.state", ["n": request.number(total)])), page)
        view.tabs = JobPages.tabs(request, current: Self.path)
        return view
    }

    private static func action(_ line: JobDesk.ScheduleLine, _ request: ConsoleRequest) -> ListCell {
        let step = line.isEnabled ? "disable" : "enable"
        return .link(request.say("schedule.\(step)"), to: "\(path)/\(line.id)/\(step)")
    }

    private static func recurrence(_ line: JobDesk.ScheduleLine, _ request: ConsoleRequest) -> String {
        guard line.recurrence.word == "every", let seconds = Int(line.recurrence.value) else {
            return request.say("schedule.daily", ["time": line.recurrence.value])
        }
        for (unit, length) in [("days", 86_400), ("hours", 3_600), ("minutes", 60)] where seconds % length == 0 {
            return request.say("schedule.every.\(unit)", ["n": request.number(seconds / length)])
        }
        return request.say("schedule.every.seconds", ["n": request.number(seconds)])
    }

    private func ask(_ step: String, _ request: ConsoleRequest) async throws -> Page {
        guard let line = try await desk.schedule(try request.id()) else { throw ConsoleRefusal.notFound }
        let name = "\(request.word("job.kind", line.kind)) · \(line.key)"
        let form = FormPage.confirm(
            "\(Self.path)/\(line.id)/\(step)", submit: "schedule.\(step)", cancel: Self.path,
            dangerous: step == "disable")
        return .shell(
            form.page(
                request, title: request.say("schedule.\(step).title"),
                lead: request.say("schedule.\(step).lead", ["name": name]),
                crumbs: [
                    JobPages.crumb(request), Crumb(request.say("schedules.title"), Self.path),
                    Crumb(request.say("schedule.\(step)")),
                ]))
    }

    private func perform(_ step: String, _ request: ConsoleRequest) async throws -> Page {
        guard try await desk.setEnabled(try request.id(), step == "enable", by: request.author) else {
            throw ConsoleRefusal.notFound
        }
        return .see(Self.path, Flash(.good, "flash.schedule.\(step)"))
    }

    @Sendable private func workers(_ request: ConsoleRequest, _ query: ListQuery) async throws -> ListView {
        let all = try await desk.workers(at: request.now)
        let lines = all.dropFirst(query.offset).prefix(query.limit)
        let page = ListPage(
            query,
            columns: [
                .init("name", request.say("worker.name")), .init("state", request.say("word.state")),
                .init("running", request.say("worker.running"), number: true),
                .init("seen", request.say("worker.seen")), .init("started", request.say("worker.started")),
                .init("version", request.say("settings.version")),
            ],
            rows: lines.map { line in
                ListPage.Row([
                    .text(line.name),
                    .state(line.isSilent ? .bad : .good, request.say(line.isSilent ? "worker.silent" : "worker.alive")),
                    .number(line.running), request.cell(line.seen), request.cell(line.started), .text(line.version),
                ])
            }, total: all.count, empty: ("workers.empty.title", "workers.empty.text"))
        let silent = all.count { $0.isSilent }
        let state = StateLine(
            all.isEmpty || silent > 0 ? .bad : .good,
            request.say("workers.state", ["n": request.number(all.count), "silent": request.number(silent)]))
        var view = ListView(request.say("workers.title"), state, page)
        view.tabs = JobPages.tabs(request, current: Self.workersPath)
        return view
    }
}
