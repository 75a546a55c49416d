package import SQLStore

/// The number of an agency: of one organisation for ever, whatever it is called.
package struct AgencyID: Sendable, Hashable, Comparable, Codable {
    package let number: Int64

    package init(_ number: Int64) { self.number = number }

    package init(from decoder: any Decoder) throws {
        number = try decoder.singleValueContainer().decode(Int64.self)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(number)
    }

    package static func < (left: Self, right: Self) -> Bool { left.number < right.number }
}

/// An `int` column, that refers to `agencies(id)`.
extension AgencyID: SQLConvertible {
    package var sqlValue: SQLValue { .int(number) }
}

/// An organisation (cơ quan, đơn vị): who it is, and everything that the register says of it, each with its days.
@dynamicMemberLookup
package struct Agency: Sendable, Equatable {
    package let id: AgencyID
    /// The word that tables and other installations know it by, such as `so-noi-vu`. Never changes, is never given again.
    package let key: String
    /// Changes with every edit.
    package internal(set) var version: Int
    package internal(set) var record: AgencyRecord

    package subscript<Value>(dynamicMember path: KeyPath<AgencyRecord, Value>) -> Value { record[keyPath: path] }

    /// What an edit says it has seen.
    package var seen: SeenAgency { SeenAgency(id: id, version: version) }

    package func isPresent(on day: Day) -> Bool { record.span?.contains(day) ?? false }
    package func name(on day: Day) -> String? { record.names.on(day)?.text }
    package func kind(on day: Day) -> AgencyKind? { record.kinds.on(day) }
    package func parent(on day: Day) -> AgencyID? { record.placements.on(day)?.parent }
    package func code(_ scheme: CodeScheme = .unit, on day: Day) -> String? {
        record.codes.first { $0.value.scheme == scheme && $0.period.contains(day) }?.value.code
    }

    /// What it is called on the day; the last name of one that is gone, the first of one that is not there yet.
    package func knownName(on day: Day) -> String {
        let names = record.names
        let known =
            names.first { $0.period.contains(day) } ?? names.last { $0.period.upper <= day.number } ?? names.first
        return known?.value.text ?? key
    }
}

/// An agency as the person who edits it saw it: an edit of what others changed meanwhile is refused.
package struct SeenAgency: Sendable, Hashable {
    package let id: AgencyID
    package let version: Int

    package init(id: AgencyID, version: Int) { (self.id, self.version) = (id, version) }
}

/// What the register says of one agency. Names, kinds and placements cover the time of its being without gap or overlap; the
/// others hold for parts of it. Each list is in the order of time.
package struct AgencyRecord: Sendable, Equatable {
    package var names: [Dated<AgencyName>] = []
    package var kinds: [Dated<AgencyKind>] = []
    package var placements: [Dated<Placement>] = []
    package var codes: [Dated<AgencyCode>] = []
    package var contacts: [Dated<Contact>] = []
    package var functions: [Dated<AgencyFunction>] = []

    package init() {}

    /// From the first name to the last; nil for an entry that was withdrawn as a mistake.
    package var span: Period? {
        guard let first = names.first, let last = names.last else { return nil }
        return Period(from: first.period.from, until: last.period.until)
    }

    var isEmpty: Bool {
        names.isEmpty && kinds.isEmpty && placements.isEmpty && codes.isEmpty && contacts.isEmpty && functions.isEmpty
    }

    mutating func sort() {
        names = names.inTime()
        kinds = kinds.inTime()
        placements = placements.inTime()
        codes = codes.inTime()
        contacts = contacts.inTime()
        functions = functions.inTime()
    }
}
