import Access
import Console
import PlantedContent

/// Portals and findings for programs.
struct PortalRoutes: Sendable {
    let register: PortalRegister
    let desk: FindingDesk
    let units: UnitBook

    private static let page: [APIRoute.Parameter] = [
        .init("page", in: .query, .integer("From 1."), "Which page of 100."),
        .init("q", in: .query, .string(), "Words that must stand in it; marks are not needed."),
    ]

    var room: ConsoleRoom {
        ConsoleRoom(
            api: [
                APIRoute(
                    .get, "/portals", .portalsView, "List watched portals, the worst first",
                    parameters: Self.page + [
                        .init(
                            "verdict", in: .query, .word(PortalVerdict.allCases.map(\.rawValue)),
                            "Only those that stand so.")
                    ], answer: Self.list(PortalJSON.schema), portals),
                APIRoute(
                    .get, "/findings", .findingsView, "List findings, the gravest first",
                    parameters: Self.page + [
                        .init("portal", in: .query, .integer(), "Only those of one portal."),
                        .init(
                            "state", in: .query, .word(FindingState.allCases.map(\.rawValue)), "open unless it is said."
                        ),
                    ], answer: Self.list(FindingJSON.schema), findings),
            ])
    }

    private static func list(_ item: APISchema) -> APISchema {
        .object([("total", .integer("On all pages.")), ("items", .array(item))], required: ["total", "items"])
    }

    @Sendable private func portals(_ request: ConsoleRequest) async throws -> APIAnswer {
        let query = ListQuery(request, sortable: [])
        var filter = PortalFilter()
        filter.units = try await units.units(within: request.reach(.portalsView), on: request.today)
        filter.text = query.text
        filter.verdict = try Self.word(query.filter("verdict"), "verdict")
        filter.order = .gravity
        (filter.page, filter.pageSize) = (query.page - 1, 100)
        let page = try await register.page(filter)
        return try .json(PageJSON(total: page.total, items: page.portals.map(PortalJSON.init)))
    }

    @Sendable private func findings(_ request: ConsoleRequest) async throws -> APIAnswer {
        let query = ListQuery(request, sortable: [])
        var filter = FindingFilter()
        filter.units = try await units.units(within: request.reach(.findingsView), on: request.today)
        filter.text = query.text
        filter.portal = query.filter("portal").flatMap { Int64($0) }
        filter.state = try Self.word(query.filter("state"), "state") ?? .open
        (filter.page, filter.pageSize) = (query.page - 1, 100)
        let page = try await desk.page(filter).page
        return try .json(PageJSON(total: page.total, items: page.findings.map(FindingJSON.init)))
    }

    private static func word<Word: RawRepresentable>(_ text: String?, _ name: String) throws(ConsoleRefusal) -> Word?
    where Word.RawValue == String {
        guard let text else { return nil }
        guard let word = Word(rawValue: text) else { throw .badRequest("'\(name)' is none of its words.") }
        return word
    }
}

private struct PageJSON<Item: Encodable & Sendable>: Encodable, Sendable {
    var total: Int
    var items: [Item]
}

/// A portal as programs are told of it.
struct PortalJSON: Encodable, Sendable {
    var id: Int64
    var name: String
    var home: String
    var unit: Int64
    var verdict: String
    var risk: Int
    var lastSweep: String?
    var sweepBy: String

    init(_ portal: Portal) {
        (id, name, home, unit) = (portal.id, portal.entry.name, portal.entry.home, portal.entry.unit)
        (verdict, risk) = (portal.verdict.rawValue, portal.entry.risk.rawValue)
        lastSweep = portal.lastSweep.map(WatchDesk.utc)
        sweepBy = WatchDesk.utc(portal.sweepBy)
    }

    static let schema = APISchema.object(
        [
            ("id", .integer()), ("name", .string()), ("home", .string(format: "uri")),
            ("unit", .integer("Number of the agency.")), ("verdict", .word(PortalVerdict.allCases.map(\.rawValue))),
            ("risk", .integer("1 to 3.")), ("last_sweep", .string("UTC.", format: "date-time")),
            ("sweep_by", .string("UTC; later it counts as not swept in time.", format: "date-time")),
        ], required: ["id", "name", "home", "unit", "verdict", "risk", "sweep_by"])
}

/// A finding as programs are told of it.
struct FindingJSON: Encodable, Sendable {
    var id: Int64
    var portal: Int64
    var rule: String
    var tier: String
    var category: String
    var score: Double
    var url: String
    var place: String
    var excerpt: String
    var pages: Int
    var state: String
    var decision: String
    var evidence: String?
    var firstSeen: String
    var lastSeen: String

    init(_ finding: PortalFinding) {
        (id, portal, rule, tier) = (finding.id, finding.portal, finding.rule, finding.tier.rawValue)
        (category, score, url, place) = (finding.category, finding.score, finding.url, finding.place)
        (excerpt, pages, state) = (finding.excerpt, finding.pageCount, finding.state.rawValue)
        (decision, evidence) = (finding.decision.rawValue, finding.evidence)
        (firstSeen, lastSeen) = (WatchDesk.utc(finding.firstSeen), WatchDesk.utc(finding.lastSeen))
    }

    static let schema = APISchema.object(
        [
            ("id", .integer()), ("portal", .integer()), ("rule", .string()), ("tier", .word(["planted", "review"])),
            ("category", .string()), ("score", .number()), ("url", .string("Hostile: never follow it unasked.")),
            ("place", .string()), ("excerpt", .string("Hostile text.")), ("pages", .integer()),
            ("state", .word(FindingState.allCases.map(\.rawValue))),
            ("decision", .word(FindingDecision.allCases.map(\.rawValue))),
            ("evidence", .string("Identifier of the bundle.")),
            ("first_seen", .string("UTC.", format: "date-time")), ("last_seen", .string("UTC.", format: "date-time")),
        ], required: ["id", "portal", "rule", "tier", "state", "decision", "url"])
}
