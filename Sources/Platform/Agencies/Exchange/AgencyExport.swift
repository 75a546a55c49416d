/// The register as tables, in the form that is taken in again: what is exported and imported unchanged changes nothing.
package enum AgencyExport {
    /// The table's columns are `AgencyTables.Name.columns`; rows are in the order in which organisations were entered.
    package static func rows(_ name: AgencyTables.Name, of register: Register) -> [[String]] {
        switch name {
        case .organisations: register.all.flatMap { states(of: $0, register) }
        case .functions: register.all.flatMap(functions)
        case .successions: register.links.map { succession($0, register) }
        }
    }

    /// One row for each stretch of time in which nothing changed.
    private static func states(of agency: Agency, _ register: Register) -> [[String]] {
        guard let span = agency.record.span else { return [] }
        let record = agency.record
        var ends = record.names.map(\.period) + record.kinds.map(\.period) + record.placements.map(\.period)
        ends += record.codes.map(\.period) + record.contacts.map(\.period)
        let days = Set(ends.flatMap { [$0.from, $0.until] }.compactMap { $0 })
            .filter { span.lower < $0.number && $0.number < span.upper }.sorted()
        let firsts = [span.from] + days.map { $0 }
        let untils = days.map(Optional.some) + [span.until]
        return zip(firsts, untils).compactMap { first, until in
            Period(from: first, until: until).map { state(of: agency, in: $0, register) }
        }
    }

    private static func state(of agency: Agency, in period: Period, _ register: Register) -> [String] {
        let record = agency.record
        func held<Value>(_ facts: [Dated<Value>]) -> [Dated<Value>] { facts.filter { $0.period.contains(period) } }
        let codes = held(record.codes).map { fact in
            fact.value.scheme == .unit ? fact.value.code : "\(fact.value.scheme.word):\(fact.value.code)"
        }
        let parent = held(record.placements).first?.value.parent
        return [
            agency.key, held(record.kinds).first?.value.rawValue ?? "", held(record.names).first?.value.text ?? "",
            parent.flatMap { register[$0]?.key } ?? "", codes.joined(separator: "; "),
            period.from?.description ?? "", period.until?.previous.description ?? "",
            held(record.contacts).map(\.value.value).joined(separator: "; "), source(of: record, from: period),
        ]
    }

    /// The source of what began with the period, a name before anything else.
    private static func source(of record: AgencyRecord, from period: Period) -> String {
        func source<Value>(_ facts: [Dated<Value>]) -> String? {
            facts.first { $0.period.lower == period.lower }?.source
        }
        return source(record.names) ?? source(record.kinds) ?? source(record.placements) ?? source(record.codes)
            ?? source(record.contacts) ?? ""
    }

    private static func functions(of agency: Agency) -> [[String]] {
        agency.record.functions.map { fact in
            [
                agency.key, fact.value.word, fact.period.from?.description ?? "",
                fact.period.until?.previous.description ?? "", fact.source,
            ]
        }
    }

    private static func succession(_ link: SuccessorLink, _ register: Register) -> [String] {
        [
            register[link.predecessor]?.key ?? "", link.successor.flatMap { register[$0]?.key } ?? "",
            link.kind.rawValue, link.day.description, link.function?.word ?? "", link.source,
        ]
    }
}
