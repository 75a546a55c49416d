/// Says whether a register is true in itself: what each record must cover, who may be under whom, which code is whose, where
/// links lead. Every register that is stored has passed.
struct RegisterCheck {
    /// Steps from the top to the lowest.
    static let maxDepth = 20
    /// Changes of one thing (names, placements, …) of one organisation. With `maxDepth` it bounds the cost of the check.
    static let maxFacts = 100
    /// Of the paper that something is known from.
    private static let maxSourceBytes = 4_000

    private let agencies: [AgencyID: Agency]
    private let links: [SuccessorLink]
    private let maxFaults: Int
    private var faults: [RegisterFault] = []

    /// - Returns: the faults, by organisation; at most `maxFaults`.
    static func faults(
        _ agencies: [AgencyID: Agency], _ links: [SuccessorLink], maxFaults: Int = 100
    ) -> [RegisterFault] {
        var check = RegisterCheck(agencies: agencies, links: links, maxFaults: maxFaults)
        let inOrder = agencies.values.sorted { $0.id < $1.id }
        for agency in inOrder {
            if check.faults.count >= maxFaults { break }
            check.checkRecord(agency)
        }
        check.checkCodes(inOrder)
        for link in links { check.checkLink(link) }
        return Array(check.faults.prefix(maxFaults))
    }

    private init(agencies: [AgencyID: Agency], links: [SuccessorLink], maxFaults: Int) {
        (self.agencies, self.links, self.maxFaults) = (agencies, links, maxFaults)
    }

    private mutating func add(
        _ code: RegisterFault.Code, _ field: RegisterFault.Field, _ agency: Agency, from day: Day? = nil,
        other: AgencyID? = nil
    ) {
        guard faults.count < maxFaults else { return }
        let other = other.map { agencies[$0]?.key ?? "\($0.number)" }
        faults.append(RegisterFault(code, field, of: agency.key, from: day, other: other))
    }

    // MARK: one record

    private mutating func checkRecord(_ agency: Agency) {
        let record = agency.record
        // Withdrawn as a mistake.
        if record.isEmpty { return }
        guard let span = span(agency) else { return add(.missing, .name, agency) }
        checkTiling(record.names, over: span, .name, agency)
        checkTiling(record.kinds, over: span, .kind, agency)
        checkTiling(record.placements, over: span, .placement, agency)
        checkWithin(record.codes, span, .code, agency, whole: { $0.scheme })
        checkWithin(record.contacts, span, .contact, agency, whole: { $0 })
        checkWithin(record.functions, span, .function, agency, whole: { $0 })
        checkPlacements(agency)
    }

    /// From the first day of any name to the last of any.
    private func span(_ agency: Agency) -> Period? {
        guard let first = agency.names.min(by: { $0.period.lower < $1.period.lower }),
            let last = agency.names.max(by: { $0.period.upper < $1.period.upper })
        else { return nil }
        return Period(from: first.period.from, until: last.period.until)
    }

    /// Exactly one at every day of the span.
    private mutating func checkTiling<Value>(
        _ facts: [Dated<Value>], over span: Period, _ field: RegisterFault.Field, _ agency: Agency
    ) {
        guard facts.count <= Self.maxFacts else { return add(.tooMany, field, agency) }
        checkSources(facts, field, agency)
        let facts = facts.inTime()
        guard let first = facts.first, let last = facts.last else { return add(.missing, field, agency) }
        if first.period.lower < span.lower { add(.outside, field, agency, from: first.period.from) }
        if first.period.lower > span.lower { add(.gap, field, agency, from: span.from) }
        for (one, next) in zip(facts, facts.dropFirst()) {
            if one.period.upper > next.period.lower { add(.overlap, field, agency, from: next.period.from) }
            if one.period.upper < next.period.lower { add(.gap, field, agency, from: one.period.until) }
        }
        if last.period.upper > span.upper { add(.outside, field, agency, from: span.until) }
        if last.period.upper < span.upper { add(.gap, field, agency, from: last.period.until) }
    }

    private mutating func checkSources<Value>(
        _ facts: [Dated<Value>], _ field: RegisterFault.Field, _ agency: Agency
    ) {
        for fact in facts where fact.source.utf8.count > Self.maxSourceBytes {
            add(.badSource, field, agency, from: fact.period.from)
        }
    }

    /// None outside of the span, and of what belongs together one at a time.
    private mutating func checkWithin<Value, Group: Hashable>(
        _ facts: [Dated<Value>], _ span: Period, _ field: RegisterFault.Field, _ agency: Agency,
        whole: (Value) -> Group
    ) {
        guard facts.count <= Self.maxFacts else { return add(.tooMany, field, agency) }
        checkSources(facts, field, agency)
        var ends: [Group: Int32] = [:]
        for fact in facts.inTime() {
            if !span.contains(fact.period) {
                add(.outside, field, agency, from: fact.period.lower < span.lower ? fact.period.from : span.until)
            }
            let end = ends[whole(fact.value)] ?? .min
            if end > fact.period.lower {
                add(field == .code ? .overlap : .twice, field, agency, from: fact.period.from)
            }
            ends[whole(fact.value)] = max(end, fact.period.upper)
        }
    }

    // MARK: the tree

    private mutating func checkPlacements(_ agency: Agency) {
        for placement in agency.placements {
            guard let parent = placement.value.parent else { continue }
            guard let above = agencies[parent] else {
                add(.unknownAgency, .placement, agency, from: placement.period.from, other: parent)
                continue
            }
            guard let span = span(above), span.contains(placement.period) else {
                let begins = span(above).map { $0.lower > placement.period.lower } ?? true
                let day = begins ? placement.period.from : span(above)?.until
                add(.absent, .placement, agency, from: day, other: parent)
                continue
            }
            switch climb(from: agency.id, at: parent, in: placement.period, depth: 1) {
            case .top: break
            case .itself(let day): add(.cycle, .placement, agency, from: day, other: parent)
            case .tooDeep(let day): add(.tooDeep, .placement, agency, from: day, other: parent)
            }
        }
    }

    private enum Climb {
        case top
        case itself(Day?)
        case tooDeep(Day?)
    }

    /// Goes up from a place through all days of the period at once.
    private func climb(from start: AgencyID, at place: AgencyID, in period: Period, depth: Int) -> Climb {
        if place == start { return .itself(period.from) }
        guard depth < Self.maxDepth else { return .tooDeep(period.from) }
        for placement in agencies[place]?.placements ?? [] {
            guard let parent = placement.value.parent, let common = placement.period.intersection(period) else {
                continue
            }
            let end = climb(from: start, at: parent, in: common, depth: depth + 1)
            guard case .top = end else { return end }
        }
        return .top
    }

    // MARK: codes and links

    private mutating func checkCodes(_ agencies: [Agency]) {
        var holders: [AgencyCode: [(period: Period, agency: Agency)]] = [:]
        for agency in agencies {
            for fact in agency.codes { holders[fact.value, default: []].append((fact.period, agency)) }
        }
        var taken: [(Agency, Day?, AgencyID)] = []
        for held in holders.values where held.count > 1 {
            let inTime = held.sorted { $0.period.lower < $1.period.lower }
            var last = inTime[0]
            for next in inTime.dropFirst() {
                if last.period.overlaps(next.period), last.agency.id != next.agency.id {
                    taken.append((next.agency, next.period.from, last.agency.id))
                }
                if next.period.upper > last.period.upper { last = next }
            }
        }
        for (agency, day, other) in taken.sorted(by: { $0.0.id < $1.0.id }) {
            add(.codeTaken, .code, agency, from: day, other: other)
        }
    }

    private mutating func checkLink(_ link: SuccessorLink) {
        guard let predecessor = agencies[link.predecessor] else { return }
        let (day, other) = (link.day, link.successor)
        guard (link.kind == .abolish) == (other == nil), (link.kind == .transfer) == (link.function != nil),
            other != link.predecessor
        else { return add(.badLink, .successor, predecessor, from: day, other: other) }
        switch link.kind {
        case .merge, .rename, .abolish:
            if predecessor.record.span?.until != day {
                add(.predecessorStays, .successor, predecessor, from: day, other: other)
            }
        case .split, .transfer:
            if !predecessor.isPresent(on: day.previous) {
                add(.predecessorAbsent, .successor, predecessor, from: day, other: other)
            }
        }
        guard let other else { return }
        guard let successor = agencies[other] else {
            return add(.unknownAgency, .successor, predecessor, from: day, other: other)
        }
        if !successor.isPresent(on: day) { add(.successorAbsent, .successor, predecessor, from: day, other: other) }
    }
}
