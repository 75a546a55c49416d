import Access
import Console

/// Entering a portal and changing what is said of it.
struct PortalForms: Sendable {
    let register: PortalRegister
    let units: UnitBook

    var room: ConsoleRoom {
        ConsoleRoom(
            pages: [
                PageRoute("/portals/new", .verb(.portalsEdit)) {
                    .shell(try await page($0, nil, form($0, nil, PortalDraft())))
                },
                PageRoute("/portals/:id/edit", .verb(.portalsEdit)) { request in
                    let portal = try await seen(request)
                    return .shell(try await page(request, portal, form(request, portal, PortalDraft(portal.entry))))
                },
            ],
            actions: [
                ActionRoute("/portals/new", .verb(.portalsEdit)) { try await take($0, nil) },
                ActionRoute("/portals/:id/edit", .verb(.portalsEdit)) { try await take($0, try await seen($0)) },
            ])
    }

    private func seen(_ request: ConsoleRequest) async throws -> Portal {
        guard let portal = try await register.portal(try request.id()) else { throw ConsoleRefusal.notFound }
        try request.demand(.portalsEdit, of: portal)
        return portal
    }

    // MARK: form

    private func form(_ request: ConsoleRequest, _ portal: Portal?, _ draft: PortalDraft) async throws -> FormPage {
        let choices = try await units.choices(within: request.reach(.portalsEdit), on: request.today)
        func line(_ field: PortalField, _ value: String, isNeeded: Bool = false, help: Bool = false) -> FormPage.Field {
            .init(
                field.rawValue, label: "portal.\(field.rawValue)", help: help ? "portal.\(field.rawValue).help" : nil,
                value: value, required: isNeeded, maxLength: 500)
        }
        let hours = draft.policy.intervalSeconds.map { "\($0 / 3_600)" } ?? ""
        var form = FormPage(
            action: portal.map { "/portals/\($0.id)/edit" } ?? "/portals/new",
            fields: [
                line(.name, draft.name, isNeeded: true),
                .init(
                    "home", label: "portal.home", help: "portal.home.help", .url, value: draft.home, required: true,
                    maxLength: 500),
                .init(
                    "unit", label: "portal.unit", .choice([("", "–")] + choices),
                    value: draft.unit.map { "\($0)" } ?? "", required: true),
                .init(
                    "hosts", label: "portal.hosts", help: "portal.hosts.help", .area,
                    value: draft.extraHosts.joined(separator: "\n"), maxLength: 4_000),
                line(.operatorName, draft.operatorName), line(.vendor, draft.vendor), line(.platform, draft.platform),
                .init(
                    "risk", label: "portal.risk", help: "portal.risk.help",
                    .choice(
                        PortalRisk.allCases.reversed().map { ("\($0.rawValue)", request.say("portal.risk.\($0)")) }),
                    value: "\(draft.risk)"),
                .init(
                    "views", label: "portal.views",
                    .several(VisitorView.allCases.map { ($0.rawValue, request.say("view.\($0.rawValue)")) }),
                    value: draft.policy.views.map(\.rawValue).joined(separator: " ")),
                .init("pages", label: "portal.pages", .number, value: "\(draft.policy.maxPages)"),
                .init("rate", label: "portal.rate", help: "portal.rate.help", value: Self.text(draft.policy.rate)),
                .init("interval", label: "portal.interval", help: "portal.interval.help", .number, value: hours),
                .init(
                    "domains", label: "portal.domains", help: "portal.domains.help", .area,
                    value: draft.allowedDomains.joined(separator: "\n"), maxLength: 8_000),
                line(.authority, draft.probeAuthority, help: true),
            ], submit: "form.save", cancel: ("form.cancel", portal.map { "/portals/\($0.id)" } ?? PortalPages.path))
        if let portal { form.hidden = [("version", "\(portal.version)")] }
        return form
    }

    private func page(_ request: ConsoleRequest, _ portal: Portal?, _ form: FormPage) async throws -> ShellPage {
        let title = request.say(portal == nil ? "portal.add" : "portal.edit")
        var page = ShellPage("console/form", title: title, model: ["form": form.model(request)])
        page.crumbs = [Crumb(request.say("menu.portals"), PortalPages.path)]
        if let portal { page.crumbs.append(Crumb(portal.entry.name, "/portals/\(portal.id)")) }
        page.crumbs.append(Crumb(title))
        return page
    }

    /// `5`, `0.5`; a comma is understood, too.
    private static func text(_ rate: Double) -> String { Int(exactly: rate).map { "\($0)" } ?? "\(rate)" }

    // MARK: what was typed

    private func take(_ request: ConsoleRequest, _ portal: Portal?) async throws -> Page {
        let values = request.form
        let draft = Self.draft(values, portal)
        if let unit = draft.unit { try request.demand(.portalsEdit, unit: unit) }
        var form = try await form(request, portal, draft)
        form.take(values, request)
        let known = try await units.choices(within: request.reach(.portalsEdit), on: request.today)
        if let unit = draft.unit, !known.contains(where: { $0.value == "\(unit)" }) {
            form.reject("unit", request.say("portal.fault.missing"))
        }
        for field in Self.provincesOwn(draft, portal?.entry) where !request.allows(.portalsEdit, unit: nil) {
            form.reject(field, request.say("portal.fault.provinces"))
        }
        if !form.hasErrors {
            do {
                if let portal {
                    let version = values["version"].flatMap { Int($0) } ?? 0
                    try await register.edit(portal.id, version: version, draft, by: request.author)
                    return .see("/portals/\(portal.id)", Flash(.good, "flash.portal.saved"))
                }
                let added = try await register.add(draft, by: request.author)
                return .see("/portals/\(added.id)", Flash(.good, "flash.portal.added"))
            } catch PortalsError.invalid(let faults) {
                for fault in faults { form.reject(fault.field.rawValue, Self.sentence(fault, request)) }
            } catch PortalsError.changedMeanwhile {
                throw ConsoleRefusal.conflict
            }
        }
        var page = try await page(request, portal, form)
        page.status = 422
        return .shell(page)
    }

    /// What spares nobody, and what is asked that only an attacker would ask, is decided by the province.
    private static func provincesOwn(_ draft: PortalDraft, _ entry: PortalEntry?) -> [String] {
        var fields: [String] = []
        if draft.policy.rate == 0, entry?.policy.rate != 0 { fields.append("rate") }
        if draft.probeAuthority != entry?.probeAuthority ?? "", !draft.probeAuthority.isEmpty {
            fields.append("authority")
        }
        return fields
    }

    static func sentence(_ fault: PortalFault, _ request: ConsoleRequest) -> String {
        let text = request.say("portal.fault.\(fault.code.rawValue)")
        return fault.value.isEmpty ? text : "\(text) (\(fault.value))"
    }

    private static func draft(_ values: FormValues, _ portal: Portal?) -> PortalDraft {
        var draft = portal.map { PortalDraft($0.entry) } ?? PortalDraft()
        func lines(_ name: String) -> [String] {
            (values[name] ?? "").split { $0.isNewline || $0 == "," || $0 == ";" }.map(String.init)
        }
        draft.name = values["name"] ?? ""
        draft.home = values["home"] ?? ""
        draft.unit = values["unit"].flatMap { Int64($0) }
        draft.extraHosts = lines("hosts")
        draft.operatorName = values["operator"] ?? ""
        draft.vendor = values["vendor"] ?? ""
        draft.platform = values["platform"] ?? ""
        draft.risk = values["risk"].flatMap { Int($0) } ?? 0
        draft.policy.views = values.all("views").compactMap { VisitorView(rawValue: $0) }
        draft.policy.maxPages = values["pages"].flatMap { Int($0) } ?? 0
        draft.policy.rate = values["rate"].flatMap { Double($0.map { $0 == "," ? "." : String($0) }.joined()) } ?? -1
        let hours = values["interval"] ?? ""
        draft.policy.intervalSeconds =
            hours.isEmpty ? nil : (Int(hours).flatMap { (1...10_000).contains($0) ? $0 * 3_600 : nil } ?? 0)
        draft.allowedDomains = lines("domains")
        draft.probeAuthority = values["authority"] ?? ""
        return draft
    }
}
