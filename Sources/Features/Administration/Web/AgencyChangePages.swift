import Access
import Console

/// Enters organisations and changes them, each change from a day on. One form a change; what came between since the form was
/// shown is a conflict, not overwritten.
struct AgencyChangePages: Sendable {
    private static let new = "\(AgencyPages.path)/new"
    private static let change = "\(AgencyPages.path)/:id/change/:what"

    let desk: AgencyDesk

    var room: ConsoleRoom {
        ConsoleRoom(
            pages: [
                PageRoute(Self.new, .verb(.agenciesEdit)) { request in
                    .shell(newPage(request, try await newForm(request)))
                },
                PageRoute(Self.change, .verb(.agenciesEdit)) { request in
                    let (agency, change) = try await target(request)
                    return .shell(page(request, agency, change, try await form(request, agency, change)))
                },
            ],
            actions: [
                ActionRoute(Self.new, .verb(.agenciesEdit), create),
                ActionRoute(Self.change, .verb(.agenciesEdit), take),
            ])
    }

    // MARK: forms

    private func field(_ name: String, _ request: ConsoleRequest) async throws -> FormPage.Field {
        let (label, help) = ("agency.field.\(name)", "agency.field.\(name).help")
        switch name {
        case "name": return .init(name, label: label, help: help, maxLength: 250)
        case "kind": return .init(name, label: label, .choice(request.choices("agency.kind", AgencyDesk.kinds)))
        case "parent":
            let units = try await desk.choices(on: request.today) { request.allows(.agenciesEdit, unit: $0) }
            var choices = units.map { (value: "\($0.id)", label: $0.name) }
            if request.allows(.agenciesEdit, unit: nil) {
                choices.insert((value: "", label: request.say("agency.top")), at: 0)
            }
            return .init(name, label: label, .choice(choices))
        case "others", "heirs": return .init(name, label: label, help: help, .area, maxLength: 4_000)
        case "ends": return .init(name, label: label, .check, value: "1")
        case "scheme":
            return .init(
                name, label: label, .choice(request.choices("agency.scheme", ["unit", "e-office"])), value: "unit")
        default: return .init(name, label: label, help: help, maxLength: 300)
        }
    }

    private func paper(_ request: ConsoleRequest, isRequired: Bool) -> [FormPage.Field] {
        [
            .init(
                "day", label: "agency.field.day", help: "agency.field.day.help", .date, value: "\(request.today)",
                required: isRequired),
            .init("source", label: "agency.field.source", help: "agency.field.source.help", maxLength: 500),
        ]
    }

    private func newForm(_ request: ConsoleRequest) async throws -> FormPage {
        var fields: [FormPage.Field] = []
        for name in ["name", "kind", "parent", "code", "contact"] { fields.append(try await field(name, request)) }
        fields[0].isRequired = true
        return FormPage(
            action: Self.new, fields: fields + paper(request, isRequired: false), submit: "agencies.create",
            cancel: ("form.cancel", AgencyPages.path))
    }

    private func form(
        _ request: ConsoleRequest, _ agency: AgencyDetail, _ change: AgencyChange
    ) async throws -> FormPage {
        var fields: [FormPage.Field] = []
        for name in change.fields { fields.append(try await field(name, request)) }
        for index in fields.indices { prefill(&fields[index], agency, change) }
        let path = "\(AgencyPages.path)/\(agency.id)"
        var form = FormPage(
            action: "\(path)/change/\(change.rawValue)", fields: fields + paper(request, isRequired: true),
            submit: "agency.change.\(change.rawValue)", cancel: ("form.cancel", path))
        form.hidden = [("version", "\(agency.version)")]
        form.isDangerous = change.isEnd
        return form
    }

    /// What is so now stands in the form, and what must not be left empty is marked.
    private func prefill(_ field: inout FormPage.Field, _ agency: AgencyDetail, _ change: AgencyChange) {
        switch (change, field.name) {
        case (.rename, "name"): (field.value, field.isRequired) = (agency.name, true)
        case (.kind, "kind"): field.value = agency.kind
        case (.move, "parent"): field.value = agency.path.last.map { "\($0.id)" } ?? ""
        case (.endContact, "contact"):
            let held = agency.contacts.filter(\.isNow).map { (value: $0.text, label: $0.text) }
            (field.kind, field.help) = (.choice(held), nil)
        case (.endFunction, "function"):
            let held = agency.functions.filter(\.isNow).map { (value: $0.text, label: $0.text) }
            (field.kind, field.help) = (.choice(held), nil)
        case (.addContact, "contact"), (.addFunction, "function"): field.isRequired = true
        case (.merge, "kind"), (.split, "kind"): field.value = agency.kind
        default: break
        }
    }

    private func newPage(_ request: ConsoleRequest, _ form: FormPage) -> ShellPage {
        form.page(
            request, title: request.say("agencies.new"), lead: request.say("agencies.new.lead"),
            crumbs: [AgencyPages.crumb(request), Crumb(request.say("agencies.new"))])
    }

    private func page(
        _ request: ConsoleRequest, _ agency: AgencyDetail, _ change: AgencyChange, _ form: FormPage
    ) -> ShellPage {
        let title = request.say("agency.change.\(change.rawValue)")
        return form.page(
            request, title: title, lead: request.say("agency.change.\(change.rawValue).lead", ["name": agency.name]),
            crumbs: [
                AgencyPages.crumb(request), Crumb(agency.name, "\(AgencyPages.path)/\(agency.id)"), Crumb(title),
            ])
    }

    // MARK: what was sent

    private func target(_ request: ConsoleRequest) async throws -> (AgencyDetail, AgencyChange) {
        let id = try request.id()
        try request.demand(.agenciesEdit, unit: id)
        guard let change = AgencyChange(rawValue: request.parameters["what"] ?? ""),
            let agency = try await desk.detail(id, on: request.today)
        else { throw ConsoleRefusal.notFound }
        return (agency, change)
    }

    private func typed(_ form: FormPage) -> AgencyTyped {
        AgencyTyped(values: Dictionary(form.fields.map { ($0.name, $0.value) }) { first, _ in first })
    }

    @Sendable private func create(_ request: ConsoleRequest) async throws -> Page {
        var form = try await newForm(request)
        form.take(request.form, request)
        try request.demand(.agenciesEdit, unit: Int64(form["parent"]))
        guard !form.hasErrors else { return .shell(newPage(request, form)) }
        do {
            let id = try await desk.create(typed(form), by: request.author)
            return .see("\(AgencyPages.path)/\(id)", Flash(.good, "flash.agencyCreated", ["name": form["name"]]))
        } catch ChangeRefusal.faults(let faults) {
            Self.reject(&form, faults, request)
            return .shell(newPage(request, form))
        } catch is ChangeRefusal {
            throw ConsoleRefusal.conflict
        }
    }

    @Sendable private func take(_ request: ConsoleRequest) async throws -> Page {
        let (agency, change) = try await target(request)
        var form = try await form(request, agency, change)
        form.take(request.form, request)
        if change == .move { try request.demand(.agenciesEdit, unit: Int64(form["parent"])) }
        // The version that the reader saw, not the one of this moment.
        let version = request.form["version"].flatMap { Int($0) } ?? 0
        form.hidden = [("version", "\(version)")]
        guard !form.hasErrors else { return .shell(page(request, agency, change, form)) }
        do {
            try await desk.change(agency.id, version: version, change, typed(form), by: request.author) {
                request.allows(.agenciesEdit, unit: $0)
            }
            return .see(
                "\(AgencyPages.path)/\(agency.id)", Flash(.good, "flash.agencyChanged", ["name": agency.name]))
        } catch ChangeRefusal.faults(let faults) {
            Self.reject(&form, faults, request)
            return .shell(page(request, agency, change, form))
        } catch ChangeRefusal.unknown {
            throw ConsoleRefusal.notFound
        } catch ChangeRefusal.conflict {
            throw ConsoleRefusal.conflict
        }
    }

    private static func reject(_ form: inout FormPage, _ faults: [ChangeFault], _ request: ConsoleRequest) {
        for fault in faults { form.reject(fault.field, sentence(fault.code, [fault.day, fault.other], request)) }
    }

    /// What the register refuses, in the reader's words.
    static func sentence(_ code: String, _ detail: [String], _ request: ConsoleRequest) -> String {
        let detail = detail.filter { !$0.isEmpty }.joined(separator: ", ")
        return request.word("register.fault", code) + (detail.isEmpty ? "" : " (\(detail))")
    }
}
