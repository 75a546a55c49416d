/// A register that is being edited. Edits are pure: what comes out is the register after them, and the rows to write; or why
/// not. Nothing is stored before `finished()` found everything true.
package struct RegisterDraft {
    let base: Register
    let rules: ContactRules
    private(set) var agencies: [AgencyID: Agency]
    private(set) var links: [SuccessorLink]
    private(set) var touched: Set<AgencyID> = []
    /// Keys of organisations that the draft made.
    private var newKeys: [String: AgencyID] = [:]
    private var lastRow: Int64

    package init(_ base: Register, rules: ContactRules) {
        (self.base, self.rules) = (base, rules)
        (agencies, links, lastRow) = (base.agencies, base.links, base.lastRow)
    }

    package subscript(id: AgencyID) -> Agency? { agencies[id] }

    func agency(key: String) -> Agency? {
        newKeys[key].flatMap { agencies[$0] } ?? base.agency(key: key)
    }

    /// - Throws: `unknown`; `conflict` when somebody changed it since it was seen.
    package func check(_ seen: SeenAgency) throws(AgencyError) {
        guard let agency = base[seen.id] else { throw AgencyError(.unknown) }
        guard agency.version == seen.version else { throw AgencyError(.conflict) }
    }

    /// Makes an entry that says nothing yet.
    mutating func reserve(key: String) throws(AgencyError) -> AgencyID {
        guard PlainLine.isKey(key, maxLength: 100) else { throw .refused(.badKey, .key, of: String(key.prefix(100))) }
        guard agency(key: key) == nil else { throw .refused(.keyTaken, .key, of: key) }
        lastRow += 1
        let id = AgencyID(lastRow)
        agencies[id] = Agency(id: id, key: key, version: 0, record: AgencyRecord())
        newKeys[key] = id
        touched.insert(id)
        return id
    }

    /// Changes what is said of an organisation.
    mutating func edit(_ id: AgencyID, _ body: (inout AgencyRecord) throws(AgencyError) -> Void) throws(AgencyError) {
        guard var record = agencies[id]?.record else { throw AgencyError(.unknown) }
        try body(&record)
        record.sort()
        agencies[id]?.record = record
        touched.insert(id)
    }

    mutating func add(_ link: SuccessorLink) {
        var link = link
        link.row = 0
        links.append(link)
    }

    /// - Throws: `unknown`.
    mutating func withdraw(link row: Int64) throws(AgencyError) {
        guard let index = links.firstIndex(where: { $0.row == row && row != 0 }) else { throw AgencyError(.unknown) }
        links.remove(at: index)
    }

    /// The register after the edits, and what to write.
    /// - Throws: `refused` with everything that would not be true.
    package func finished(maxFaults: Int = 100) throws(AgencyError) -> RegisterChange {
        let faults = RegisterCheck.faults(agencies, links, maxFaults: maxFaults)
        if !faults.isEmpty { throw AgencyError(.refused, faults) }
        return RegisterChange(self, lastRow: lastRow)
    }
}

/// A finished edit: the register after it, and the rows that make the difference.
package struct RegisterChange: Sendable {
    package private(set) var register: Register
    let rows: [RowChange]
    /// Organisations whose version grows, new ones among them, in the order of their numbers.
    let touched: [Agency]
    let base: Int64

    package var isEmpty: Bool { rows.isEmpty && touched.isEmpty }

    fileprivate init(_ draft: RegisterDraft, lastRow: Int64) {
        var numbers = RowNumbers(last: lastRow)
        var agencies = draft.agencies
        var rows: [RowChange] = []
        var touched: [AgencyID] = []
        for id in draft.touched.sorted() {
            guard var agency = agencies[id] else { continue }
            let changes = Self.difference(of: &agency, from: draft.base[id]?.record ?? AgencyRecord(), &numbers)
            if changes.isEmpty, draft.base[id] != nil { continue }
            agency.version += 1
            agencies[id] = agency
            rows += changes
            touched.append(id)
        }
        let (links, linkRows) = Self.difference(of: draft.links, from: draft.base.links, &numbers)
        self.rows = rows + linkRows
        base = draft.base.revision
        let isSame = self.rows.isEmpty && touched.isEmpty
        register = Register(
            revision: isSame ? base : base + 1, lastRow: isSame ? draft.base.lastRow : numbers.last,
            agencies: agencies, links: links)
        self.touched = touched.compactMap { agencies[$0] }
    }

    /// Gives rows to what is new, and finds what is gone. A fact that says the same as before keeps its row.
    private static func difference(
        of agency: inout Agency, from old: AgencyRecord, _ numbers: inout RowNumbers
    ) -> [RowChange] {
        let id = agency.id
        var rows = difference(&agency.record.names, old.names, id, &numbers)
        rows += difference(&agency.record.kinds, old.kinds, id, &numbers)
        rows += difference(&agency.record.placements, old.placements, id, &numbers)
        rows += difference(&agency.record.codes, old.codes, id, &numbers)
        rows += difference(&agency.record.contacts, old.contacts, id, &numbers)
        rows += difference(&agency.record.functions, old.functions, id, &numbers)
        // What is withdrawn makes room for what comes.
        return rows.filter(\.isWithdrawal) + rows.filter { !$0.isWithdrawal }
    }

    private static func difference<Value: FactValue>(
        _ facts: inout [Dated<Value>], _ old: [Dated<Value>], _ agency: AgencyID, _ numbers: inout RowNumbers
    ) -> [RowChange] {
        var known: [Dated<Value>: [Int64]] = [:]
        for fact in old { known[fact, default: []].append(fact.row) }
        var added: [RowChange] = []
        for index in facts.indices {
            if let row = known[facts[index]]?.popLast() {
                facts[index].row = row
                continue
            }
            facts[index].row = numbers.next()
            let fact = facts[index]
            added.append(
                .addFact(
                    FactRow(
                        row: fact.row, agency: agency, columns: fact.value.columns, period: fact.period,
                        source: fact.source)))
        }
        return known.values.flatMap { $0 }.sorted().map(RowChange.withdrawFact) + added
    }

    private static func difference(
        of links: [SuccessorLink], from old: [SuccessorLink], _ numbers: inout RowNumbers
    ) -> ([SuccessorLink], [RowChange]) {
        let kept = Set(links.map(\.row))
        var rows = old.filter { !kept.contains($0.row) }.map { RowChange.withdrawLink($0.row) }
        var links = links
        for index in links.indices where links[index].row == 0 {
            links[index].row = numbers.next()
            rows.append(.addLink(links[index]))
        }
        return (links, rows)
    }
}

/// Numbers of rows, each given once: those of organisations, facts and links are of one sequence.
private struct RowNumbers {
    private(set) var last: Int64

    init(last: Int64) { self.last = last }

    mutating func next() -> Int64 {
        last += 1
        return last
    }
}

extension RowChange {
    fileprivate var isWithdrawal: Bool {
        switch self {
        case .withdrawFact, .withdrawLink: true
        case .addFact, .addLink: false
        }
    }
}
