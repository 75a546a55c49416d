import Agencies

/// Reads the register for its pages: as of a day, and only what the reader may see.
struct AgencyDesk: Sendable {
    let store: AgencyStore

    /// The day that an address names, or today.
    struct AsOf: Sendable {
        let day: Day
        let isToday: Bool
        var iso: String { day.description }
        var shown: String { day.shown }

        init(_ typed: String?, today: Day) {
            day = typed.flatMap { Day(iso: $0) } ?? today
            isToday = day == today
        }
    }

    struct Query: Sendable {
        var words = ""
        var kind = ""
        var sort = ""
        var isDescending = false
        var limit = 50
        var offset = 0
    }

    /// - Parameter isSeen: whether the reader may see a unit.
    func list(_ query: Query, on day: Day, isSeen: (Int64) -> Bool) async throws -> (lines: [AgencyLine], total: Int) {
        let register = try await store.directory.current()
        var lines: [AgencyLine]
        if query.words.isEmpty {
            lines = register.present(on: day).map { Self.line($0, day, register) }
        } else {
            lines = register.search(query.words, on: day, limit: .max).compactMap { match in
                guard let agency = register[match.agency] else { return nil }
                var line = Self.line(agency, day, register)
                line.foundBy = match.isCurrent ? "" : match.name.value.text
                return line
            }
        }
        lines = lines.filter { (query.kind.isEmpty || $0.kind == query.kind) && isSeen($0.id) }
        switch query.sort {
        case "kind": lines = Self.stable(lines) { $0.kind < $1.kind }
        case "code": lines = Self.stable(lines) { $0.code < $1.code }
        default: break
        }
        if query.isDescending { lines.reverse() }
        return (Array(lines.dropFirst(query.offset).prefix(query.limit)), lines.count)
    }

    private static func stable(_ lines: [AgencyLine], _ areOrdered: (AgencyLine, AgencyLine) -> Bool) -> [AgencyLine] {
        lines.enumerated().sorted { left, right in
            if areOrdered(left.element, right.element) { return true }
            if areOrdered(right.element, left.element) { return false }
            return left.offset < right.offset
        }.map(\.element)
    }

    /// The whole tree, from the top down; what the reader may not see is left out with what is below it, unless that is his.
    func tree(on day: Day, isSeen: (Int64) -> Bool) async throws -> [AgencyLine] {
        let register = try await store.directory.current()
        var lines: [AgencyLine] = []
        var waiting = register.roots(on: day).reversed().map { (agency: $0, depth: 0) }
        while let (agency, depth) = waiting.popLast() {
            let isShown = isSeen(agency.id.number)
            if isShown {
                var line = Self.line(agency, day, register)
                line.depth = depth
                lines.append(line)
            }
            waiting += register.children(of: agency.id, on: day).reversed().map { ($0, isShown ? depth + 1 : depth) }
        }
        return lines
    }

    /// Nil when there is none.
    func detail(_ id: Int64, on day: Day) async throws -> AgencyDetail? {
        let register = try await store.directory.current()
        guard let agency = register[AgencyID(id)] else { return nil }
        let path = register.ancestors(of: agency.id, on: day).reversed().map { Self.name($0, day) }
        let children = register.children(of: agency.id, on: day).map { Self.line($0, day, register) }
        return AgencyDetail(
            id: id, version: agency.version, key: agency.key, name: agency.knownName(on: day),
            kind: (agency.kind(on: day) ?? agency.kinds.last?.value)?.rawValue ?? "",
            isPresent: agency.isPresent(on: day), path: path, children: children,
            names: Self.dated(agency.names, day) { $0.text }, kinds: Self.dated(agency.kinds, day) { $0.rawValue },
            parents: agency.placements.map { placement in
                let parent = placement.value.parent
                var line = Self.dated(placement, day, "")
                line.text = parent.flatMap { register[$0] }?.knownName(on: day) ?? ""
                line.agency = parent?.number
                return line
            },
            codes: Self.dated(agency.codes, day) {
                $0.scheme == .unit ? $0.code : "\($0.scheme.word): \($0.code)"
            },
            contacts: Self.dated(agency.contacts, day) { $0.value },
            functions: Self.dated(agency.functions, day) { $0.word }, succession: Self.succession(agency, day, register)
        )
    }

    /// Units for a field to choose from, by name.
    func choices(on day: Day, isSeen: (Int64) -> Bool) async throws -> [AgencyName] {
        try await store.directory.current().present(on: day).filter { isSeen($0.id.number) }.map { Self.name($0, day) }
    }

    /// Names of units by their numbers.
    func names(of ids: some Sequence<Int64>, on day: Day) async throws -> [Int64: String] {
        let register = try await store.directory.current()
        let found = Set(ids).compactMap { id in register[AgencyID(id)].map { (id, $0.knownName(on: day)) } }
        return Dictionary(uniqueKeysWithValues: found)
    }

    /// A unit and all below it, on a day.
    func subtree(of tops: [Int64], on day: Day) async throws -> [Int64] {
        let register = try await store.directory.current()
        return Set(tops.flatMap { register.subtree(of: AgencyID($0), on: day).map(\.number) }).sorted()
    }

    static var kinds: [String] { AgencyKind.allCases.map(\.rawValue) }

    // MARK: lines

    private static func name(_ agency: Agency, _ day: Day) -> AgencyName {
        AgencyName(id: agency.id.number, name: agency.knownName(on: day))
    }

    private static func line(_ agency: Agency, _ day: Day, _ register: Register) -> AgencyLine {
        AgencyLine(
            id: agency.id.number, name: agency.knownName(on: day),
            kind: (agency.kind(on: day) ?? agency.kinds.last?.value)?.rawValue ?? "", code: agency.code(on: day) ?? "",
            parent: agency.parent(on: day).flatMap { register[$0] }.map { name($0, day) })
    }

    private static func dated<Value>(
        _ facts: [Dated<Value>], _ day: Day, _ text: (Value) -> String
    ) -> [DatedLine] {
        facts.map { dated($0, day, text($0.value)) }
    }

    private static func dated<Value>(_ fact: Dated<Value>, _ day: Day, _ text: String) -> DatedLine {
        DatedLine(
            text: text, from: fact.period.from?.shown, until: fact.period.until?.previous.shown, source: fact.source,
            isNow: fact.period.contains(day))
    }

    private static func succession(_ agency: Agency, _ day: Day, _ register: Register) -> [SuccessionLine] {
        func line(_ link: SuccessorLink, _ other: AgencyID?, isOrigin: Bool) -> (Day, SuccessionLine) {
            let name = other.flatMap { register[$0] }.map { Self.name($0, day) }
            return (
                link.day,
                SuccessionLine(
                    day: link.day.shown, kind: link.kind.rawValue, other: name, isOrigin: isOrigin, source: link.source)
            )
        }
        let origins = register.links(to: agency.id).map { line($0, $0.predecessor, isOrigin: true) }
        let heirs = register.links(from: agency.id).map { line($0, $0.successor, isOrigin: false) }
        return (origins + heirs).sorted { $0.0 < $1.0 }.map(\.1)
    }
}
