import Access
import Console

/// A list of portals from a spreadsheet: first what it would do, row by row; then, when that is meant, all of it or nothing.
struct PortalImportPages: Sendable {
    private static let path = "/portals/import"
    private static let maxBytes = 4 << 20
    private static let maxShown = 500

    let register: PortalRegister
    let units: UnitBook

    var room: ConsoleRoom {
        ConsoleRoom(
            pages: [
                PageRoute(Self.path, .verb(.portalsEdit)) { request in
                    try request.demand(.portalsEdit, unit: nil)
                    return .shell(Self.page(request, Self.form(), nil))
                }
            ], actions: [ActionRoute(Self.path, .verb(.portalsEdit), maxBodyBytes: Self.maxBytes, take)])
    }

    private static func form() -> FormPage {
        FormPage(
            action: path,
            fields: [
                .init("file", label: "portal.import.file", help: "portal.import.help", .file([".csv", ".xlsx"])),
                .init("apply", label: "portal.import.apply", .check),
            ], submit: "portal.import.submit", cancel: ("form.cancel", PortalPages.path))
    }

    private static func page(_ request: ConsoleRequest, _ form: FormPage, _ plan: PortalImportPlan?) -> ShellPage {
        let title = request.say("portal.import")
        var page = ShellPage("portals/import", title: title, model: ["form": form.model(request)])
        page.crumbs = [Crumb(request.say("menu.portals"), PortalPages.path), Crumb(title)]
        guard let plan else { return page }
        let refused = plan.rows.count { if case .refused = $0.outcome { true } else { false } }
        page.state = StateLine(
            plan.isApplicable ? .wait : .bad,
            request.say(
                plan.isApplicable ? "portal.import.ready" : "portal.import.refused",
                [
                    "new": request.number(plan.newCount), "changed": request.number(plan.changedCount),
                    "refused": request.number(refused), "columns": plan.missingColumns.joined(separator: ", "),
                ]))
        let rows = plan.rows.prefix(maxShown).map { row -> [ListCell] in
            let (tone, text) = outcome(row.outcome, request)
            return [.number(row.number), .text(row.name, soft: row.home), .state(tone, text)]
        }
        let table = DetailPage.Section(
            request.say("portal.import.plan"),
            .table(columns: ["portal.import.row", "portal.name", "portal.verdict"].map(request.say), rows: rows),
            empty: request.say("portal.import.columns", ["columns": plan.missingColumns.joined(separator: ", ")]))
        page.model.merge(DetailPage([table]).model(request)) { $1 }
        return page
    }

    private static func outcome(
        _ outcome: PortalImportPlan.Outcome, _ request: ConsoleRequest
    ) -> (Tone, String) {
        switch outcome {
        case .new: (.wait, request.say("portal.import.new"))
        case .changed(let fields):
            (.watch, fields.map { request.say("portal.\($0.rawValue)") }.joined(separator: ", "))
        case .same: (.good, request.say("portal.import.same"))
        case .refused(let faults):
            (.bad, faults.map { PortalForms.sentence($0, request) }.joined(separator: " "))
        }
    }

    @Sendable private func take(_ request: ConsoleRequest) async throws -> Page {
        try request.demand(.portalsEdit, unit: nil)
        var form = Self.form()
        guard let upload = request.upload, let file = upload.files["file"], !file.bytes.isEmpty else {
            form.reject("file", request.say("form.required"))
            return .shell(refused(Self.page(request, form, nil)))
        }
        let day = request.today
        let units = units
        let list = PortalImport(register) { units.unit(named: $0, on: day) }
        guard let plan = try await list.readPlan(file.bytes) else {
            form.reject("file", request.say("portal.import.noTable"))
            return .shell(refused(Self.page(request, form, nil)))
        }
        guard upload.values["apply"] != nil, plan.isApplicable else {
            return .shell(Self.page(request, form, plan))
        }
        do {
            let count = try await list.apply(plan, by: request.author)
            return .see(PortalPages.path, Flash(.good, "flash.portal.imported", ["n": "\(count)"]))
        } catch PortalsError.changedMeanwhile {
            throw ConsoleRefusal.conflict
        } catch PortalsError.invalid {
            throw ConsoleRefusal.conflict
        }
    }

    private func refused(_ page: ShellPage) -> ShellPage {
        var page = page
        page.status = 422
        return page
    }
}
