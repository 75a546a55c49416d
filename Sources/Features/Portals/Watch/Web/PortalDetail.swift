import Access
import Console

/// One portal: how it stands, what runs, what is open, what happened, its certificates. Live.
struct PortalDetail: Sendable {
    let desk: WatchDesk
    let units: UnitBook

    var room: ConsoleRoom {
        ConsoleRoom(
            pages: [
                PageRoute("/portals/:id", .verb(.portalsView), show),
                PageRoute("/portals/:id/sweep", .verb(.portalsSweep), askSweep),
            ],
            streams: [
                StreamRoute(
                    "/portals/:id/live", .verb(.portalsView), topics: ["portals", "jobs"],
                    parts: [
                        LivePart { request in
                            let sheet = try await seen(request, .portalsView)
                            return [
                                .state(state(sheet.portal, request)),
                                DetailPage(sections(sheet, request)).piece(request),
                            ]
                        }
                    ])
            ])
    }

    private func seen(_ request: ConsoleRequest, _ verb: Verb) async throws -> WatchDesk.Sheet {
        guard let sheet = try await desk.sheet(of: try request.id()) else { throw ConsoleRefusal.notFound }
        try request.demand(verb, of: sheet.portal)
        return sheet
    }

    @Sendable private func show(_ request: ConsoleRequest) async throws -> Page {
        let sheet = try await seen(request, .portalsView)
        let portal = sheet.portal
        var page = DetailPage(sections(sheet, request)).page(
            request, title: portal.entry.name, state: state(portal, request),
            crumbs: [Crumb(request.say("menu.portals"), PortalPages.path), Crumb(portal.entry.name)])
        page.live = "/portals/\(portal.id)/live"
        let unit = portal.entry.unit
        if portal.state == .active, request.offers(.portalsSweep, unit: unit) {
            page.actions.append(
                PageAction(request.say("portal.sweepNow"), "/portals/\(portal.id)/sweep", primary: true))
        }
        if request.offers(.portalsEdit, unit: unit) {
            page.actions.append(PageAction(request.say("portal.edit"), "/portals/\(portal.id)/edit"))
            let what = portal.state == .active ? "retire" : "restore"
            page.actions.append(PageAction(request.say("portal.\(what)"), "/portals/\(portal.id)/\(what)"))
        }
        return .shell(page)
    }

    @Sendable private func askSweep(_ request: ConsoleRequest) async throws -> Page {
        let portal = try await seen(request, .portalsSweep).portal
        let path = "/portals/\(portal.id)"
        return .shell(
            FormPage.confirm("\(path)/sweep", submit: "portal.sweepNow", cancel: path, dangerous: false).page(
                request, title: request.say("portal.sweepNow"), lead: request.say("portal.sweepMany.lead", ["n": "1"]),
                crumbs: [
                    Crumb(request.say("menu.portals"), PortalPages.path), Crumb(portal.entry.name, path),
                    Crumb(request.say("portal.sweepNow")),
                ]))
    }

    /// Clean has a time; so has everything else that is known.
    private func state(_ portal: Portal, _ request: ConsoleRequest) -> StateLine {
        if portal.state == .retired { return StateLine(.unknown, request.say("portal.state.retired")) }
        if portal.isOverdue(at: request.now) {
            return StateLine(.watch, "\(request.say("portal.late.one")) (\(request.clock(portal.sweepBy)))")
        }
        var line = PortalWords.verdict(portal.verdict, request)
        if let last = portal.lastSweep {
            line.text = request.say("portal.asOf", ["state": line.text, "time": request.clock(last)])
        }
        return line
    }

    // MARK: sections

    private func sections(_ sheet: WatchDesk.Sheet, _ request: ConsoleRequest) -> [DetailPage.Section] {
        var sections: [DetailPage.Section] = []
        if let running = sheet.running {
            sections.append(
                DetailPage.Section(
                    request.say("portal.sweeping"),
                    .facts([(request.say("portal.sweeping"), Self.progress(running, request))])))
        }
        if request.allows(.findingsView, unit: sheet.portal.entry.unit) {
            sections.append(
                DetailPage.Section(
                    request.say("portal.findings"),
                    .table(
                        columns: ["finding.what", "finding.state", "finding.place", "finding.lastSeen"].map(
                            request.say),
                        rows: sheet.findings.findings.map { row($0, request) }),
                    actions: sheet.findings.total > 0
                        ? [
                            PageAction(
                                request.say("portal.findings.all"), "/findings?portal=\(sheet.portal.id)&state=any")
                        ]
                        : [],
                    empty: request.say("portal.findings.none")))
        }
        sections += [
            DetailPage.Section(
                request.say("portal.sweeps"), .timeline(sheet.sweeps.map { moment($0, request) }),
                empty: request.say("portal.sweeps.none")),
            DetailPage.Section(request.say("portal.facts"), .facts(facts(sheet, request))),
        ]
        if !sheet.certificates.isEmpty {
            sections.append(
                DetailPage.Section(
                    request.say("portal.certificates"),
                    .table(
                        columns: ["portal.home", "portal.certificates", "portal.certificate.end"].map(request.say),
                        rows: sheet.certificates.map { certificate($0, request) })))
        }
        return sections
    }

    static func progress(_ running: PortalWatch.Running, _ request: ConsoleRequest) -> ListCell {
        guard !running.numbers.isEmpty else {
            return .text(request.say("portal.waiting"))
        }
        let numbers = running.numbers.mapValues { request.number($0) }
        return .progress(
            percent: running.percent, request.say("portal.sweeping.text", numbers))
    }

    private func row(_ finding: PortalFinding, _ request: ConsoleRequest) -> [ListCell] {
        let state = PortalWords.state(finding, request)
        return [
            .link(
                PortalWords.headline(finding, request), to: "/findings/\(finding.id)",
                soft: String(TableFormat.tidy(finding.excerpt).prefix(100))),
            .state(state.tone, state.text), .text(FindingPages.path(of: finding.url)), request.cell(finding.lastSeen),
        ]
    }

    private func moment(_ sweep: PortalSweep, _ request: ConsoleRequest) -> DetailPage.Moment {
        var words = [request.say("portal.sweep.pages", ["n": request.number(sweep.pages)])]
        for (key, count) in [
            ("new", sweep.newFindings), ("back", sweep.backFindings), ("gone", sweep.goneFindings),
            ("unseen", sweep.unseen),
        ] where count > 0 {
            words.append(request.say("portal.sweep.\(key)", ["n": request.number(count)]))
        }
        let state =
            sweep.verdict.map { request.say("portal.verdict.\($0.rawValue)") }
            ?? request.say("portal.sweep.state.\(sweep.state.rawValue)")
        let notes = (sweep.digest?.notes ?? []).prefix(5).map { note in
            request.say(
                note.key,
                note.texts.mapValues(TableFormat.tidy).merging(note.numbers.mapValues { request.number($0) }) { $1 })
        }
        return DetailPage.Moment(
            request.clock(sweep.ended ?? sweep.begun), "\(state): \(words.joined(separator: ", "))",
            soft: notes.joined(separator: " "))
    }

    private func facts(_ sheet: WatchDesk.Sheet, _ request: ConsoleRequest) -> [(label: String, cell: ListCell)] {
        let entry = sheet.portal.entry
        var facts: [(String, ListCell)] = [
            ("portal.home", .text(entry.home)), ("portal.unit", .text(units.name(entry.unit, on: request.today))),
            ("portal.risk", .text(request.say("portal.risk.\(entry.risk)"))),
            ("portal.sweepBy", request.cell(sheet.portal.sweepBy)),
            ("portal.lastGood", sheet.lastGood.map { request.cell($0) } ?? .text(request.say("portal.lastGood.none"))),
        ]
        for (key, text) in [
            ("portal.operator", entry.operatorName), ("portal.vendor", entry.vendor),
            ("portal.platform", entry.platform),
            ("portal.hosts", entry.extraHosts.joined(separator: ", ")),
            ("portal.domains", entry.allowedDomains.joined(separator: ", ")),
            ("portal.authority", entry.probeAuthority),
        ] where !text.isEmpty {
            facts.append((key, .text(text)))
        }
        return facts.map { (request.say($0.0), $0.1) }
    }

    private func certificate(_ certificate: PortalCertificate, _ request: ConsoleRequest) -> [ListCell] {
        let tone: Tone = certificate.fault != nil ? .bad : certificate.notAfter < request.now ? .bad : .good
        return [
            .text(certificate.origin),
            .text(TableFormat.tidy(certificate.subject), soft: TableFormat.tidy(certificate.issuer)),
            .state(tone, request.clock(certificate.notAfter), soft: certificate.fault.map(TableFormat.tidy)),
        ]
    }
}
