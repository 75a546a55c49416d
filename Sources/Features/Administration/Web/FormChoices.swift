import Access
import Console

/// What forms and filters choose from, in the reader's words.
extension ConsoleRequest {
    typealias Choices = [(value: String, label: String)]

    /// Words that come from a row or an engine, by the texts `prefix.word`; before them nothing in particular.
    func choices(_ prefix: String, _ words: [String], any: String? = nil) -> Choices {
        var choices: Choices = any.map { [(value: "", label: say($0))] } ?? []
        choices += words.map { (value: $0, label: word(prefix, $0)) }
        return choices
    }

    func roleChoices(any: String? = nil) -> Choices {
        choices("role", Role.allCases.map(\.rawValue), any: any)
    }

    /// Verbs that a token may have, of those that the reader's own roles carry.
    func scopeChoices(of grants: [Grant]) -> Choices {
        let carried = Set(grants.filter { $0.isActive(at: now) }.flatMap { $0.role?.verbs ?? [] })
        return choices("verb", Verb.allCases.filter { $0.isForTokens && carried.contains($0) }.map(\.rawValue))
    }
}

extension DetailPage.Section {
    /// Grants of an account as a table.
    static func grants(
        _ grants: [Grant], units: [Int64: String], _ request: ConsoleRequest, heading: String,
        actions: [PageAction] = [], row: (Grant) -> ListCell
    ) -> Self {
        let rows = grants.map { grant -> [ListCell] in
            let unit = grant.unit.map { units[$0] ?? "#\($0)" } ?? request.say("unit.all")
            let name = grant.role.map { request.say("role.\($0.rawValue)") } ?? request.say("role.unknown")
            let period = grant.until.map { request.say("grant.until", ["time": request.clock($0)]) }
            let tone: Tone = grant.isActive(at: request.now) ? .good : .wait
            let word = request.say(grant.isActive(at: request.now) ? "grant.active" : "grant.inactive")
            return [
                .text(name, soft: grant.source == nil ? nil : request.say("grant.standsIn")), .text(unit),
                .state(tone, word, soft: period), .text(grant.reason), row(grant),
            ]
        }
        let columns = ["grant.role", "grant.unit", "grant.state", "grant.reason", "word.action"].map(request.say)
        return Self(
            heading, .table(columns: columns, rows: rows), actions: actions, empty: request.say("grant.none"))
    }

    /// Open sessions as a table.
    static func sessions(
        _ sessions: [SessionSummary], _ request: ConsoleRequest, row: (SessionSummary) -> ListCell
    ) -> Self {
        let rows = sessions.map { session -> [ListCell] in
            [
                .text(session.address, soft: session.agent), request.cell(session.created), request.cell(session.seen),
                row(session),
            ]
        }
        let columns = ["session.where", "session.began", "session.seen", "word.action"].map(request.say)
        return Self(
            request.say("session.title"), .table(columns: columns, rows: rows), empty: request.say("session.none"))
    }

    /// Tokens of an account as a table.
    static func tokens(
        _ tokens: [APIToken], units: [Int64: String], _ request: ConsoleRequest, actions: [PageAction] = [],
        row: (APIToken) -> ListCell
    ) -> Self {
        let rows = tokens.map { token -> [ListCell] in
            let isValid = token.isValid(at: request.now)
            let state = isValid ? "token.valid" : token.revokedAt == nil ? "token.expired" : "token.revoked"
            let scopes = token.scopes.map(\.rawValue).sorted().joined(separator: " ")
            let unit = token.unit.map { units[$0] ?? "#\($0)" } ?? request.say("unit.own")
            let ranges = token.ranges.isEmpty ? request.say("token.everywhere") : token.ranges.joined(separator: " ")
            return [
                .text(token.name, soft: "\(unit) · \(ranges)"), .text(scopes),
                .state(isValid ? .good : .unknown, request.say(state), soft: request.clock(token.expires)),
                request.cell(token.used), isValid ? row(token) : .none,
            ]
        }
        let columns = ["token.name", "token.scopes", "token.state", "token.used", "word.action"].map(request.say)
        return Self(
            request.say("token.title"), .table(columns: columns, rows: rows), actions: actions,
            empty: request.say("token.none"))
    }
}
