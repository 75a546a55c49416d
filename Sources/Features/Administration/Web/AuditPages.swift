import Access
import Console

/// The record of changes: who did what to what, whether its chain holds, a day of it as a file.
struct AuditPages: Sendable {
    private static let path = "/audit"

    let desk: AuditDesk

    var room: ConsoleRoom {
        let list = ListRoute(
            Self.path, .verb(.auditView), exports: .verb(.auditExport), fileName: "audit", make: list)
        return ConsoleRoom(
            menu: [
                MenuItem(
                    Self.path, label: "audit.title", icon: "audit", group: "menu.keep", shortcut: "n", verb: .auditView)
            ],
            pages: list.pages + [
                PageRoute("\(Self.path)/check", .verb(.auditView), showCheck),
                PageRoute("\(Self.path)/day", .verb(.auditExport), day),
            ], actions: [ActionRoute("\(Self.path)/check", .verb(.auditView), order)],
            streams: [
                StreamRoute(
                    "\(Self.path)/check/live", .verb(.auditView), topics: JobDesk.topics,
                    parts: [
                        LivePart { [DetailPage(try await sections($0)).piece($0)] }
                    ])
            ])
    }

    private static func tabs(_ request: ConsoleRequest, isCheck: Bool) -> [Crumb] {
        [
            Crumb(request.say("audit.list"), isCheck ? path : nil),
            Crumb(request.say("audit.check"), isCheck ? nil : "\(path)/check"),
        ]
    }

    @Sendable private func list(_ request: ConsoleRequest, _ query: ListQuery) async throws -> ListView {
        var asked = AuditDesk.Query()
        (asked.actor, asked.action) = (query.filter("actor") ?? "", query.filter("action") ?? "")
        (asked.subject, asked.from) = (query.filter("subject") ?? "", query.filter("from") ?? "")
        (asked.until, asked.limit, asked.offset) = (query.filter("until") ?? "", query.limit, query.offset)
        let (lines, total) = try await desk.list(asked)
        var page = ListPage(
            query,
            columns: [
                .init("at", request.say("audit.at")), .init("actor", request.say("audit.actor")),
                .init("action", request.say("audit.action")), .init("subject", request.say("audit.subject")),
                .init("detail", request.say("audit.detail")), .init("address", request.say("audit.address")),
                .init("seal", request.say("audit.seal")),
            ], rows: lines.map { Self.row($0, request) }, total: total, empty: ("audit.empty.title", "audit.empty.text")
        )
        page.filters = [
            .init("actor", request.say("audit.actor"), .text), .init("action", request.say("audit.action"), .text),
            .init("subject", request.say("audit.subject"), .text), .init("from", request.say("audit.from"), .date),
            .init("until", request.say("audit.until"), .date),
        ]
        let (unsealed, _) = try await desk.unsealed()
        var view = ListView(
            request.say("audit.title"),
            StateLine(
                .good, request.say("audit.state", ["n": request.number(total), "unsealed": request.number(unsealed)])),
            page)
        view.tabs = Self.tabs(request, isCheck: false)
        if !request.reach(.auditExport).isNothing {
            view.actions = [
                PageAction(
                    request.say("audit.day"),
                    "\(Self.path)/day?day=\(query.filter("from").flatMap(Self.iso) ?? "\(request.today)")")
            ]
        }
        return view
    }

    private static func iso(_ typed: String) -> String? {
        typed.utf8.count == 10 && typed.utf8.allSatisfy { $0 == 0x2D || (0x30...0x39).contains($0) } ? typed : nil
    }

    private static func row(_ line: AuditDesk.Line, _ request: ConsoleRequest) -> ListPage.Row {
        ListPage.Row([
            request.cell(line.at), subject(line.actor, named: line.name, request),
            .text(request.word("audit.done", line.action), soft: line.action),
            subject(line.subject, named: "", request),
            .text(line.detail.map { "\($0.name): \($0.value)" }.joined(separator: "; ")), .text(line.address),
            line.sequence.map { .text("\($0)") } ?? .state(.wait, request.say("audit.unsealed")),
        ])
    }

    /// What a row names, as a link where there is a page of it.
    private static func subject(_ text: String, named name: String, _ request: ConsoleRequest) -> ListCell {
        let parts = text.split(separator: ":", maxSplits: 1)
        let pages: [String: (path: String, verb: Verb)] = [
            "account": ("/accounts", .accountsView), "agency": ("/agencies", .agenciesView),
            "job": ("/jobs", .jobsView),
        ]
        let (shown, soft) = name.isEmpty ? (text, nil) : (name, text)
        guard parts.count == 2, let number = Int64(parts[1]), let page = pages[String(parts[0])],
            request.allows(page.verb, unit: nil)
        else { return .text(shown, soft: soft) }
        return .link(shown, to: "\(page.path)/\(number)", soft: soft)
    }

    // MARK: check and file

    @Sendable private func showCheck(_ request: ConsoleRequest) async throws -> Page {
        let checks = try await desk.checks()
        var page = DetailPage(try await sections(request)).page(
            request, title: request.say("audit.check"), state: nil, crumbs: [])
        page.tabs = Self.tabs(request, isCheck: true)
        if checks.isLive {
            page.live = "\(Self.path)/check/live"
        } else {
            page.model["form"] = FormPage.confirm(
                "\(Self.path)/check", submit: "audit.check.run", cancel: Self.path, dangerous: false
            ).model(request)
        }
        return .shell(page)
    }

    /// What the last check said, and where the next one stands.
    private func sections(_ request: ConsoleRequest) async throws -> [DetailPage.Section] {
        try request.demand(.auditView, unit: nil)
        let checks = try await desk.checks()
        var sections: [DetailPage.Section] = []
        if let state = checks.state {
            sections.append(
                .init("", .note(state == "failed" ? .watch : .wait, request.word("audit.check", state))))
            let progress = ListCell.progress(percent: checks.percent, "\(checks.percent) %")
            if checks.isLive { sections.append(.init("", .facts([(request.say("job.progress"), progress)]))) }
        }
        if let last = checks.last {
            sections += Self.verdict(last, request)
        } else {
            sections.append(.init("", .note(.unknown, request.say("audit.check.never"))))
        }
        let (count, oldest) = try await desk.unsealed()
        let since = oldest.map { request.relative($0) } ?? request.say("word.none")
        let lead = request.say("audit.check.lead", ["n": request.number(count), "since": since])
        sections.append(.init("", .facts([(request.say("audit.check"), .text(lead))])))
        return sections
    }

    private static func verdict(
        _ last: AuditDesk.Checks.Finished, _ request: ConsoleRequest
    ) -> [DetailPage.Section] {
        let verdict = last.verdict
        let holds = verdict.faultCount == 0
        let rows = verdict.faults.map { fault -> [ListCell] in
            [.state(.bad, request.say("audit.fault.\(fault.code)")), .number(fault.from), .number(fault.to)]
        }
        let columns = ["audit.fault", "audit.from", "audit.until"].map(request.say)
        let time = ["time": request.clock(last.at)]
        return [
            .init("", .note(holds ? .good : .bad, request.say(holds ? "audit.holds" : "audit.broken", time))),
            .init(
                "",
                .facts([
                    (request.say("audit.sealed"), .number(verdict.sealed)),
                    (request.say("audit.unsealed"), .number(verdict.unsealed)),
                    (request.say("audit.oldest"), request.cell(verdict.oldest)),
                    (request.say("audit.head"), .text(verdict.headHash)),
                ])),
            .init(
                request.say("audit.faults"), .table(columns: columns, rows: rows),
                empty: request.say("audit.faults.none")),
        ]
    }

    @Sendable private func order(_ request: ConsoleRequest) async throws -> Page {
        try request.demand(.auditView, unit: nil)
        try await desk.order()
        return .see("\(Self.path)/check", Flash(.wait, "flash.auditCheck"))
    }

    @Sendable private func day(_ request: ConsoleRequest) async throws -> Page {
        try request.demand(.auditExport, unit: nil)
        let iso = request.query["day"] ?? ""
        guard let body = desk.day(iso) else { throw ConsoleRefusal.badRequest("audit.day.bad") }
        return .download(Download(name: "audit-\(iso).jsonl", type: "application/jsonl", body: body))
    }
}
