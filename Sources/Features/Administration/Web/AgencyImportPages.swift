import Access
import Console

/// Takes tables into the register, and gives them out. A file is looked at first; what is applied is that very file.
struct AgencyImportPages: Sendable {
    private static let path = "\(AgencyPages.path)/import"
    private static let file = "\(AgencyPages.path)/files/:name"

    let desk: AgencyImport

    var room: ConsoleRoom {
        ConsoleRoom(
            pages: [
                PageRoute(Self.path, .verb(.agenciesEdit)) { request in
                    try request.demand(.agenciesEdit, unit: nil)
                    return .shell(page(request, form(request)))
                },
                PageRoute(Self.file, .verb(.agenciesView), download),
            ],
            actions: [
                ActionRoute(Self.path, .verb(.agenciesEdit), maxBodyBytes: AgencyImport.maxBytes + (64 << 10), look),
                ActionRoute("\(Self.path)/apply", .verb(.agenciesEdit), apply),
            ])
    }

    private func form(_ request: ConsoleRequest) -> FormPage {
        FormPage(
            action: Self.path,
            fields: [
                .init("table", label: "import.table", .choice(request.choices("import.table", AgencyImport.tables))),
                .init(
                    "file", label: "import.file", help: "import.file.help", .file([".csv", ".xlsx"]), required: true),
            ], submit: "import.look", cancel: ("form.cancel", AgencyPages.path))
    }

    private func page(_ request: ConsoleRequest, _ form: FormPage) -> ShellPage {
        var page = form.page(
            request, title: request.say("agencies.import"), lead: request.say("import.lead"),
            crumbs: [AgencyPages.crumb(request), Crumb(request.say("agencies.import"))])
        page.actions = AgencyImport.tables.map { table in
            PageAction(
                request.say("import.download", ["table": request.word("import.table", table)]),
                "\(AgencyPages.path)/files/\(table).xlsx")
        }
        return page
    }

    @Sendable private func download(_ request: ConsoleRequest) async throws -> Page {
        // The tables hold the whole register.
        try request.demand(.agenciesView, unit: nil)
        let parts = (request.parameters["name"] ?? "").split(separator: ".")
        guard parts.count == 2, let bytes = try await desk.file(String(parts[0]), String(parts[1])) else {
            throw ConsoleRefusal.notFound
        }
        let type =
            parts[1] == "csv"
            ? "text/csv; charset=utf-8" : "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        return .download(Download(name: "\(parts[0]).\(parts[1])", type: type, bytes: bytes))
    }

    @Sendable private func look(_ request: ConsoleRequest) async throws -> Page {
        try request.demand(.agenciesEdit, unit: nil)
        var form = form(request)
        guard let upload = request.upload, let file = upload.files["file"], !file.bytes.isEmpty else {
            form.reject("file", request.say("form.required"))
            return .shell(page(request, form))
        }
        guard file.bytes.count <= AgencyImport.maxBytes else { throw ConsoleRefusal.tooLarge }
        form.fill(upload.values)
        let outlook = try await desk.look(
            table: form["table"], file: file.name, bytes: file.bytes, by: request.author)
        return .shell(shown(outlook, request))
    }

    /// What the file would do, and the button that has it done.
    private func shown(_ outlook: AgencyImport.Outlook, _ request: ConsoleRequest) -> ShellPage {
        let tone: Tone = outlook.refused > 0 || !outlook.faults.isEmpty ? .bad : outlook.isApplicable ? .wait : .good
        let counts: [(label: String, cell: ListCell)] = [
            (request.say("import.file"), .text(outlook.file)), (request.say("import.new"), .number(outlook.new)),
            (request.say("import.changed"), .number(outlook.changed)),
            (request.say("import.same"), .number(outlook.same)),
            (request.say("import.refused"), .number(outlook.refused)),
        ]
        let rows = outlook.faults.map { fault -> [ListCell] in
            let row: ListCell = fault.row > 0 ? .number(fault.row) : .text(request.say("import.whole"))
            return [row, .text(fault.column), .text(AgencyChangePages.sentence(fault.code, [fault.detail], request))]
        }
        var sections: [DetailPage.Section] = [.init("", .facts(counts))]
        if !rows.isEmpty {
            let columns = ["import.row", "import.column", "import.fault"].map(request.say)
            sections.append(.init(request.say("import.faults"), .table(columns: columns, rows: rows)))
        }
        let word = tone == .bad ? "refused" : outlook.isApplicable ? "ready" : "same"
        var page = DetailPage(sections).page(
            request, title: request.say("import.outlook"),
            state: StateLine(tone, request.say("import.state.\(word)")),
            crumbs: [
                AgencyPages.crumb(request), Crumb(request.say("agencies.import"), Self.path),
                Crumb(request.say("import.outlook")),
            ])
        if outlook.isApplicable {
            var form = FormPage.confirm(
                "\(Self.path)/apply", submit: "import.apply", cancel: Self.path, dangerous: false)
            form.hidden = [("digest", outlook.digest)]
            page.model["form"] = form.model(request)
        } else {
            page.actions = [PageAction(request.say("import.again"), Self.path, primary: true)]
        }
        if tone == .bad { page.status = 422 }
        return page
    }

    @Sendable private func apply(_ request: ConsoleRequest) async throws -> Page {
        try request.demand(.agenciesEdit, unit: nil)
        do {
            let outlook = try await desk.apply(request.form["digest"] ?? "", by: request.author)
            return .see(
                AgencyPages.path,
                Flash(
                    .good, "flash.imported",
                    ["new": request.number(outlook.new), "changed": request.number(outlook.changed)]))
        } catch ChangeRefusal.conflict {
            throw ConsoleRefusal.conflict
        } catch is ChangeRefusal {
            throw ConsoleRefusal.stale
        }
    }
}
