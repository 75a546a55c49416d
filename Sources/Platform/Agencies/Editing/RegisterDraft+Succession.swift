/// Who takes over.
package enum Heir: Sendable {
    case existing(SeenAgency)
    /// Entered with the change; begins on its day.
    case new(NewAgency)
}

/// Ends of organisations. What is under one that ends must go somewhere: a merger takes it along, a split and an abolishment are
/// refused until it was moved.
extension RegisterDraft {
    /// The whole of each goes into the heir: those under them, and what they are charged with, go along; codes and contacts end.
    /// - Returns: the heir.
    /// - Throws: `unknown`, `conflict`, `refused`; so do all that follow.
    package mutating func merge(
        _ parts: [SeenAgency], into heir: Heir, on day: Day, source: String
    ) throws(AgencyError) -> AgencyID {
        let heir = try enter(heir, from: day, source)
        for part in parts { try check(part) }
        let ending = Set(parts.map(\.id))
        guard !ending.isEmpty, ending.count == parts.count, !ending.contains(heir) else {
            throw .refused(.badLink, .successor, of: agencies[heir]?.key ?? "", from: day)
        }
        for part in parts {
            try moveChildren(of: part.id, to: heir, besides: ending, on: day, source)
            try carryFunctions(of: part.id, to: heir, on: day, source)
        }
        for part in parts {
            try dissolve(part.id, on: day)
            add(SuccessorLink(.merge, from: part.id, to: heir, on: day, source: try cleanSource(source, "")))
        }
        return heir
    }

    /// Parts of it go to the heirs.
    /// - Parameter ends: whether nothing of it is left.
    /// - Returns: the heirs, in their order.
    package mutating func split(
        _ seen: SeenAgency, into heirs: [Heir], on day: Day, ends: Bool, source: String
    ) throws(AgencyError) -> [AgencyID] {
        let key = try checkedKey(seen)
        guard !heirs.isEmpty else { throw .refused(.badLink, .successor, of: key, from: day) }
        var ids: [AgencyID] = []
        for heir in heirs {
            let id = try enter(heir, from: day, source)
            guard !ids.contains(id), id != seen.id else { throw .refused(.badLink, .successor, of: key, from: day) }
            ids.append(id)
            add(SuccessorLink(.split, from: seen.id, to: id, on: day, source: try cleanSource(source, key)))
        }
        if ends { try dissolve(seen.id, on: day) }
        return ids
    }

    /// It ends, and nobody takes over.
    package mutating func abolish(_ seen: SeenAgency, on day: Day, source: String) throws(AgencyError) {
        let key = try checkedKey(seen)
        try dissolve(seen.id, on: day)
        add(SuccessorLink(.abolish, from: seen.id, to: nil, on: day, source: try cleanSource(source, key)))
    }

    /// A function goes over; both go on.
    package mutating func transfer(
        _ function: AgencyFunction, from giver: SeenAgency, to taker: SeenAgency, on day: Day, source: String
    ) throws(AgencyError) {
        try endFunction(giver, function, on: day)
        try assignFunction(taker, function, from: day, source: source)
        let source = try cleanSource(source, "")
        add(SuccessorLink(.transfer, from: giver.id, to: taker.id, on: day, function: function, source: source))
    }

    private mutating func enter(_ heir: Heir, from day: Day, _ source: String) throws(AgencyError) -> AgencyID {
        switch heir {
        case .new(let new): return try create(new, from: day, source: source)
        case .existing(let seen):
            try check(seen)
            return seen.id
        }
    }

    /// Ends everything that is said of it. What would begin on the day or later stands against it.
    private mutating func dissolve(_ id: AgencyID, on day: Day) throws(AgencyError) {
        let key = agencies[id]?.key ?? ""
        try edit(id) { record throws(AgencyError) in
            guard let span = record.span, span.contains(day) else {
                throw .refused(.outside, .name, of: key, from: day)
            }
            try Self.end(&record.names, .name, key, day)
            try Self.end(&record.kinds, .kind, key, day)
            try Self.end(&record.placements, .placement, key, day)
            try Self.end(&record.codes, .code, key, day)
            try Self.end(&record.contacts, .contact, key, day)
            try Self.end(&record.functions, .function, key, day)
        }
    }

    private static func end<Value>(
        _ facts: inout [Dated<Value>], _ field: RegisterFault.Field, _ key: String, _ day: Day
    ) throws(AgencyError) {
        for index in facts.indices {
            let fact = facts[index]
            guard let period = fact.period.ending(day) else {
                throw .refused(
                    fact.period.from == day ? .sameDay : .laterChange, field, of: key, from: fact.period.from)
            }
            if period != fact.period { facts[index] = Dated(fact.value, period, source: fact.source) }
        }
    }

    private mutating func moveChildren(
        of id: AgencyID, to heir: AgencyID, besides ending: Set<AgencyID>, on day: Day, _ source: String
    ) throws(AgencyError) {
        // What is entered under it on this very day is a mistake, and told as such.
        let children = agencies.values.filter { agency in
            agency.placements.contains { placement in
                placement.value == .under(id) && placement.period.contains(day) && placement.period.from != day
            }
        }.map(\.id).sorted()
        for child in children where !ending.contains(child) {
            // An heir that was under what it takes over goes to the place of that.
            let place = child == heir ? placeAbove(id, besides: ending, on: day) : .under(heir)
            try succeed(child, \.placements, .placement, with: place, from: day, source: source)
        }
    }

    /// The first place above that does not end.
    private func placeAbove(_ id: AgencyID, besides ending: Set<AgencyID>, on day: Day) -> Placement {
        var place = agencies[id]?.placements.on(day) ?? .top
        for _ in 0..<RegisterCheck.maxDepth {
            guard let parent = place.parent, ending.contains(parent) else { break }
            place = agencies[parent]?.placements.on(day) ?? .top
        }
        return place
    }

    private mutating func carryFunctions(
        of id: AgencyID, to heir: AgencyID, on day: Day, _ source: String
    ) throws(AgencyError) {
        for function in agencies[id]?.functions.all(on: day) ?? [] {
            if agencies[heir]?.functions.all(on: day).contains(function) == true { continue }
            try begin(heir, \.functions, .function, with: function, from: day, source: source) { $0 == function }
        }
    }
}

/// A wrong entry put right: what organisations' records should have said all along.
package struct AgencyCorrection: Sendable {
    /// Each with its whole record as it should be. One that is empty withdraws an entry that should never have been.
    package var records: [(seen: SeenAgency, record: AgencyRecord)] = []
    /// Rows of links that should not have been.
    package var withdrawnLinks: [Int64] = []
    package var links: [SuccessorLink] = []

    package init() {}
}

extension RegisterDraft {
    /// What was said wrong stays known as what the register said at that time.
    package mutating func correct(_ correction: AgencyCorrection) throws(AgencyError) {
        for (seen, record) in correction.records {
            let key = try checkedKey(seen)
            let before = agencies[seen.id]?.contacts.map(\.value) ?? []
            for contact in record.contacts where !before.contains(contact.value) {
                try checkContact(contact.value, key)
            }
            try edit(seen.id) { $0 = record }
        }
        for row in correction.withdrawnLinks { try withdraw(link: row) }
        for link in correction.links {
            guard agencies[link.predecessor] != nil else { throw AgencyError(.unknown) }
            add(link)
        }
    }
}
