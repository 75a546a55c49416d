/// Finds out what tables would change. Pure: the same tables and register give the same plan.
///
/// A table says everything of the organisations that it names (their functions stand in a table of their own); what the register
/// says otherwise is corrected. Organisations that no row names stay as they are. Tables are hostile: any rows end in a plan.
package struct ImportPlanner {
    private static let maxFaults = 1_000

    private let tables: AgencyTables
    private let rules: ContactRules
    private var draft: RegisterDraft
    private var faults: [RowRef: [ImportFault]] = [:]
    private var states: [String: [OrganisationState]] = [:]
    private var functions: [String: [FunctionEntry]] = [:]
    private var successions: [SuccessionEntry] = []
    private var outcomes: [RowRef: ImportPlan.Outcome] = [:]

    /// A row of the tables.
    private struct RowRef: Hashable {
        var table: AgencyTables.Name
        var index: Int
    }

    package static func plan(_ tables: AgencyTables, for register: Register, rules: ContactRules) -> ImportPlan {
        var planner = ImportPlanner(tables, register, rules)
        planner.read()
        planner.enterOrganisations()
        planner.enterFunctions()
        planner.enterSuccessions()
        return planner.finish()
    }

    private init(_ tables: AgencyTables, _ register: Register, _ rules: ContactRules) {
        (self.tables, self.rules) = (tables, rules)
        draft = RegisterDraft(register, rules: rules)
    }

    // MARK: reading

    private mutating func read() {
        for (index, row) in tables.organisations.enumerated() {
            var reading = RowReading(row)
            if let state = reading.organisation(index, rules) { states[state.key, default: []].append(state) }
            note(reading.faults, .organisations, index)
        }
        for (index, row) in tables.functions.enumerated() {
            var reading = RowReading(row)
            if let entry = reading.function(index) { functions[entry.key, default: []].append(entry) }
            note(reading.faults, .functions, index)
        }
        for (index, row) in tables.successions.enumerated() {
            var reading = RowReading(row)
            if let entry = reading.succession(index) { successions.append(entry) }
            note(reading.faults, .successions, index)
        }
    }

    private mutating func note(_ found: [ImportFault], _ table: AgencyTables.Name, _ index: Int) {
        if !found.isEmpty { faults[RowRef(table: table, index: index), default: []] += found }
    }

    private mutating func note(
        _ code: RegisterFault.Code, _ table: AgencyTables.Name, _ index: Int, _ column: String?, from day: Day? = nil,
        other: String? = nil
    ) {
        let place = tables[table][index].place
        let fault = ImportFault(
            ImportPlace(place.table, row: place.row, column: column), code, from: day, other: other)
        note([fault], table, index)
    }

    // MARK: entering

    private mutating func enterOrganisations() {
        // All get their numbers first: a parent may stand below its children. In the order of the rows.
        let keys = states.keys.sorted { (states[$0]?.first?.row ?? 0) < (states[$1]?.first?.row ?? 0) }
        for key in keys where draft.agency(key: key) == nil { _ = try? draft.reserve(key: key) }
        for key in keys {
            guard let states = states[key], let agency = draft.agency(key: key) else { continue }
            let old = agency.record
            let isNew = draft.base[agency.id] == nil
            let record = record(of: states, old)
            try? draft.edit(agency.id) { $0 = record }
            let fields = old.differences(from: record)
            for state in states {
                outcomes[RowRef(table: .organisations, index: state.row)] =
                    isNew ? .new : fields.isEmpty ? .same : .changed(fields)
            }
        }
    }

    private mutating func record(of states: [OrganisationState], _ old: AgencyRecord) -> AgencyRecord {
        var record = AgencyRecord()
        for state in states.sorted(by: { $0.period.lower < $1.period.lower }) {
            func dated<Value>(_ value: Value) -> Dated<Value> {
                Dated(value, state.period, source: state.source ?? "")
            }
            record.names.append(dated(state.name))
            record.kinds.append(dated(state.kind))
            record.placements.append(dated(placement(of: state)))
            record.codes += (state.codes ?? []).map(dated)
            record.contacts += (state.contacts ?? []).map(dated)
        }
        record.names = Self.joined(record.names)
        // What the table has no column for, it says nothing of.
        if states.allSatisfy({ $0.source == nil }) { record.names = Self.keepingSources(record.names, of: old.names) }
        if states.allSatisfy({ $0.codes == nil }) { record.codes = old.codes }
        if states.allSatisfy({ $0.contacts == nil }) { record.contacts = old.contacts }
        record.kinds = Self.keepingSources(Self.joined(record.kinds), of: old.kinds)
        record.placements = Self.keepingSources(Self.joined(record.placements), of: old.placements)
        record.codes = Self.keepingSources(Self.joined(record.codes), of: old.codes)
        record.contacts = Self.keepingSources(Self.joined(record.contacts), of: old.contacts)
        record.functions = old.functions
        return record
    }

    private mutating func placement(of state: OrganisationState) -> Placement {
        if state.parent.isEmpty { return .top }
        guard let parent = draft.agency(key: state.parent) else {
            note(.unknownAgency, .organisations, state.row, "parent", other: state.parent)
            return .top
        }
        return .under(parent.id)
    }

    private mutating func enterFunctions() {
        for (key, entries) in functions.sorted(by: { $0.key < $1.key }) {
            guard let agency = draft.agency(key: key) else {
                for entry in entries { note(.unknownAgency, .functions, entry.row, "organisation", other: key) }
                continue
            }
            let words = Set(entries.map(\.function))
            let old = agency.record.functions.filter { words.contains($0.value) }
            let new = entries.map { Dated($0.function, $0.period, source: $0.source) }
            try? draft.edit(agency.id) { record in
                record.functions = record.functions.filter { !words.contains($0.value) } + new
            }
            for (entry, fact) in zip(entries, new) {
                let isKnown = old.contains { $0.value == entry.function }
                let ref = RowRef(table: .functions, index: entry.row)
                outcomes[ref] = old.contains(fact) ? .same : isKnown ? .changed([.function]) : .new
            }
        }
    }

    private mutating func enterSuccessions() {
        var seen: Set<[String]> = []
        for entry in successions {
            let what = [entry.predecessor, entry.successor, entry.kind.rawValue, entry.function?.word ?? ""]
            guard seen.insert(what).inserted else {
                note(.twice, .successions, entry.row, nil)
                continue
            }
            let successor = entry.successor.isEmpty ? nil : draft.agency(key: entry.successor)?.id
            let predecessor = draft.agency(key: entry.predecessor)?.id
            if predecessor == nil {
                note(.unknownAgency, .successions, entry.row, "predecessor", other: entry.predecessor)
            }
            if successor == nil, !entry.successor.isEmpty {
                note(.unknownAgency, .successions, entry.row, "successor", other: entry.successor)
            }
            guard let predecessor, successor != nil || entry.successor.isEmpty else { continue }
            enter(
                SuccessorLink(
                    entry.kind, from: predecessor, to: successor, on: entry.day, function: entry.function,
                    source: entry.source), RowRef(table: .successions, index: entry.row))
        }
    }

    private mutating func enter(_ link: SuccessorLink, _ ref: RowRef) {
        let old = draft.base.links(from: link.predecessor).first {
            $0.successor == link.successor && $0.kind == link.kind && $0.function == link.function
        }
        guard let old else {
            draft.add(link)
            outcomes[ref] = .new
            return
        }
        if old.day == link.day, old.source == link.source {
            outcomes[ref] = .same
            return
        }
        try? draft.withdraw(link: old.row)
        draft.add(link)
        outcomes[ref] = .changed([.successor])
    }

    /// Neighbours that say the same made one, with the first one's source.
    private static func joined<Value>(_ facts: [Dated<Value>]) -> [Dated<Value>] {
        var joined: [Dated<Value>] = []
        var last: [Value: Int] = [:]
        for fact in facts {
            if let index = last[fact.value], joined[index].period.until == fact.period.from, fact.period.from != nil,
                let period = Period(from: joined[index].period.from, until: fact.period.until)
            {
                joined[index] = Dated(fact.value, period, source: joined[index].source)
            } else {
                last[fact.value] = joined.count
                joined.append(fact)
            }
        }
        return joined.inTime()
    }

    /// A row has one source for all that it says; what the register knows in more detail stays.
    private static func keepingSources<Value>(_ facts: [Dated<Value>], of old: [Dated<Value>]) -> [Dated<Value>] {
        facts.map { fact in
            old.first { $0.value == fact.value && $0.period == fact.period } ?? fact
        }
    }

    // MARK: the plan

    private mutating func finish() -> ImportPlan {
        var elsewhere: [RegisterFault] = []
        var change: RegisterChange?
        do {
            change = try draft.finished(maxFaults: Self.maxFaults)
        } catch {
            for fault in error.faults where !note(fault) { elsewhere.append(fault) }
        }
        var rows: [ImportPlan.Row] = []
        for name in AgencyTables.Name.allCases {
            let column = name.columns[0]
            for (index, row) in tables[name].enumerated() {
                let ref = RowRef(table: name, index: index)
                let outcome = faults[ref].map(ImportPlan.Outcome.refused) ?? outcomes[ref] ?? .refused([])
                rows.append(
                    ImportPlan.Row(place: row.place, key: String(row[column].prefix(100)), outcome: outcome))
            }
        }
        let isRefused = !faults.isEmpty || !elsewhere.isEmpty
        return ImportPlan(
            revision: draft.base.revision, rows: rows, faults: elsewhere, change: isRefused ? nil : change)
    }

    /// Notes a fault of the register at the row that it comes from; false when it comes from none.
    private mutating func note(_ fault: RegisterFault) -> Bool {
        switch fault.field {
        case .function:
            guard let entries = functions[fault.agency], let first = entries.first else { return false }
            let entry = entries.first { $0.period.from == fault.day } ?? entries.first { holds($0.period, fault) }
            note(fault.code, .functions, (entry ?? first).row, "valid_from", from: fault.day, other: fault.other)
        case .successor:
            let entry = successions.first { entry in
                entry.predecessor == fault.agency && entry.successor == fault.other ?? "" && entry.day == fault.day
            }
            guard let entry else { return false }
            let column = fault.code == .successorAbsent ? "successor" : "date"
            note(fault.code, .successions, entry.row, column, from: fault.day, other: fault.other)
        case .key, .name, .kind, .placement, .code, .contact:
            guard let entries = states[fault.agency], let first = entries.first else { return false }
            let entry = entries.last { $0.period.from == fault.day } ?? entries.first { holds($0.period, fault) }
            note(
                fault.code, .organisations, (entry ?? first).row, Self.column(fault), from: fault.day,
                other: fault.other)
        }
        return true
    }

    private func holds(_ period: Period, _ fault: RegisterFault) -> Bool {
        guard let day = fault.day else { return period.from == nil }
        return period.contains(day) || period.until == day
    }

    private static func column(_ fault: RegisterFault) -> String {
        switch (fault.code, fault.field) {
        case (.gap, .name), (.overlap, .name): "valid_from"
        case (_, .placement): "parent"
        case (_, .key): "id"
        default: fault.field.rawValue
        }
    }
}
