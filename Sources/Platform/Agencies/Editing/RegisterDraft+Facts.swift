/// An organisation to be entered.
package struct NewAgency: Sendable {
    /// Nil: made from the name.
    package var key: String?
    package var name: String
    package var kind: AgencyKind
    package var parent: AgencyID?
    package var codes: [AgencyCode] = []
    package var contacts: [Contact] = []
    package var functions: [AgencyFunction] = []

    package init(_ name: String, _ kind: AgencyKind, under parent: AgencyID?, key: String? = nil) {
        (self.name, self.kind, self.parent, self.key) = (name, kind, parent, key)
    }
}

/// Changes of one organisation, each from a day on.
extension RegisterDraft {
    /// - Parameter from: nil when it was there before the register began.
    /// - Throws: `refused`.
    package mutating func create(_ new: NewAgency, from day: Day?, source: String) throws(AgencyError) -> AgencyID {
        let (source, key) = (try cleanSource(source, new.key ?? ""), try newKey(new))
        let name = try cleanName(new.name, key)
        for contact in new.contacts { try checkContact(contact, key) }
        let period = day.map(Period.since) ?? .always
        let id = try reserve(key: key)
        try edit(id) { record in
            record.names = [Dated(name, period, source: source)]
            record.kinds = [Dated(new.kind, period, source: source)]
            record.placements = [Dated(Placement(new.parent), period, source: source)]
            record.codes = new.codes.map { Dated($0, period, source: source) }
            record.contacts = new.contacts.map { Dated($0, period, source: source) }
            record.functions = new.functions.map { Dated($0, period, source: source) }
        }
        return id
    }

    /// - Throws: `unknown`, `conflict`, `refused`; so do all that follow.
    package mutating func rename(
        _ seen: SeenAgency, to name: String, from day: Day, source: String
    ) throws(AgencyError) {
        let key = try checkedKey(seen)
        let name = try cleanName(name, key)
        try succeed(seen.id, \.names, .name, with: name, from: day, source: source)
    }

    package mutating func changeKind(
        _ seen: SeenAgency, to kind: AgencyKind, from day: Day, source: String
    ) throws(AgencyError) {
        try check(seen)
        try succeed(seen.id, \.kinds, .kind, with: kind, from: day, source: source)
    }

    package mutating func move(
        _ seen: SeenAgency, under parent: AgencyID?, from day: Day, source: String
    ) throws(AgencyError) {
        try check(seen)
        try succeed(seen.id, \.placements, .placement, with: Placement(parent), from: day, source: source)
    }

    /// Gives a code, in place of the one that it has in the scheme.
    package mutating func setCode(
        _ seen: SeenAgency, _ code: AgencyCode, from day: Day, source: String
    ) throws(AgencyError) {
        let key = try checkedKey(seen)
        if let held = agencies[seen.id]?.code(code.scheme, on: day) {
            if held == code.code { throw .refused(.sameValue, .code, of: key, from: day) }
            try end(seen.id, \.codes, .code, on: day) { $0.scheme == code.scheme }
        }
        try begin(seen.id, \.codes, .code, with: code, from: day, source: source) { $0.scheme == code.scheme }
    }

    package mutating func endCode(_ seen: SeenAgency, _ scheme: CodeScheme, on day: Day) throws(AgencyError) {
        try check(seen)
        try end(seen.id, \.codes, .code, on: day) { $0.scheme == scheme }
    }

    package mutating func addContact(
        _ seen: SeenAgency, _ contact: Contact, from day: Day, source: String
    ) throws(AgencyError) {
        try checkContact(contact, try checkedKey(seen))
        try begin(seen.id, \.contacts, .contact, with: contact, from: day, source: source) { $0 == contact }
    }

    package mutating func endContact(_ seen: SeenAgency, _ contact: Contact, on day: Day) throws(AgencyError) {
        try check(seen)
        try end(seen.id, \.contacts, .contact, on: day) { $0 == contact }
    }

    package mutating func assignFunction(
        _ seen: SeenAgency, _ function: AgencyFunction, from day: Day, source: String
    ) throws(AgencyError) {
        try check(seen)
        try begin(seen.id, \.functions, .function, with: function, from: day, source: source) { $0 == function }
    }

    package mutating func endFunction(
        _ seen: SeenAgency, _ function: AgencyFunction, on day: Day
    ) throws(AgencyError) {
        try check(seen)
        try end(seen.id, \.functions, .function, on: day) { $0 == function }
    }
}

extension RegisterDraft {
    /// Ends what is so on the day, and lets something else be so for as long as that would have been.
    mutating func succeed<Value>(
        _ id: AgencyID, _ path: WritableKeyPath<AgencyRecord, [Dated<Value>]>, _ field: RegisterFault.Field,
        with value: Value, from day: Day, source: String
    ) throws(AgencyError) {
        let key = agencies[id]?.key ?? ""
        let source = try cleanSource(source, key)
        try edit(id) { record throws(AgencyError) in
            let facts = record[keyPath: path]
            guard let index = facts.firstIndex(where: { $0.period.contains(day) }) else {
                throw .refused(.outside, field, of: key, from: day)
            }
            let fact = facts[index]
            if let later = facts.first(where: { $0.period.lower > day.number }) {
                throw .refused(.laterChange, field, of: key, from: later.period.from)
            }
            if fact.value == value { throw .refused(.sameValue, field, of: key, from: day) }
            guard let before = Period(from: fact.period.from, until: day),
                let after = Period(from: day, until: fact.period.until)
            else { throw .refused(.sameDay, field, of: key, from: day) }
            record[keyPath: path][index] = Dated(fact.value, before, source: fact.source)
            record[keyPath: path].append(Dated(value, after, source: source))
        }
    }

    /// Lets something be so until the organisation ends.
    /// - Parameter excludes: which others may not be so at the same time.
    mutating func begin<Value>(
        _ id: AgencyID, _ path: WritableKeyPath<AgencyRecord, [Dated<Value>]>, _ field: RegisterFault.Field,
        with value: Value, from day: Day, source: String, excludes: (Value) -> Bool
    ) throws(AgencyError) {
        let key = agencies[id]?.key ?? ""
        let source = try cleanSource(source, key)
        try edit(id) { record throws(AgencyError) in
            guard let span = record.span, span.contains(day), let period = Period(from: day, until: span.until) else {
                throw .refused(.outside, field, of: key, from: day)
            }
            if let other = record[keyPath: path].first(where: { excludes($0.value) && $0.period.overlaps(period) }) {
                let isHeld = other.period.contains(day)
                throw .refused(
                    isHeld ? .sameValue : .laterChange, field, of: key, from: isHeld ? day : other.period.from)
            }
            record[keyPath: path].append(Dated(value, period, source: source))
        }
    }

    /// Lets something be so no longer: the day is the first without it.
    mutating func end<Value>(
        _ id: AgencyID, _ path: WritableKeyPath<AgencyRecord, [Dated<Value>]>, _ field: RegisterFault.Field,
        on day: Day, which: (Value) -> Bool
    ) throws(AgencyError) {
        let key = agencies[id]?.key ?? ""
        try edit(id) { record throws(AgencyError) in
            let facts = record[keyPath: path]
            guard let index = facts.firstIndex(where: { which($0.value) && $0.period.contains(day) }) else {
                throw .refused(.notHeld, field, of: key, from: day)
            }
            guard let period = Period(from: facts[index].period.from, until: day) else {
                throw .refused(.sameDay, field, of: key, from: day)
            }
            record[keyPath: path][index] = Dated(facts[index].value, period, source: facts[index].source)
        }
    }
}
