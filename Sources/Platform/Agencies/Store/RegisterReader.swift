import SQLStore

/// Reads the register from its tables.
enum RegisterReader {
    /// The register as it stands: the known one, when nothing changed since.
    ///
    /// Cost: one row when nothing changed, else the whole, some 100,000 facts a second.
    /// - Throws: `wrongShape` when a row holds what this program does not know.
    static func read(_ connection: ReadConnection, known: Register?) throws -> Register {
        guard let head = try connection.first("SELECT revision, last_row FROM agency_register") else {
            throw StoreError(.wrongShape, "the register of agencies has no revision")
        }
        let revision = try head.int64("revision")
        if let known, known.revision == revision { return known }
        var agencies = try agencies(connection)
        try addFacts(to: &agencies, connection)
        for id in agencies.keys { agencies[id]?.record.sort() }
        return Register(
            revision: revision, lastRow: try head.int64("last_row"), agencies: agencies, links: try links(connection))
    }

    private static func agencies(_ connection: ReadConnection) throws -> [AgencyID: Agency] {
        var agencies: [AgencyID: Agency] = [:]
        try connection.forEach(SQL("SELECT id, register_key, version FROM agencies")) { row in
            let id = AgencyID(try row.int64("id"))
            agencies[id] = Agency(
                id: id, key: try row.text("register_key"), version: try row.int("version"), record: AgencyRecord())
        }
        return agencies
    }

    static let factsInForce = SQL(
        """
        SELECT id, agency, field, value, variety, parent, folded, sort_key, from_day, until_day, source
        FROM agency_facts WHERE withdrawn IS NULL ORDER BY id
        """)

    private static func addFacts(to agencies: inout [AgencyID: Agency], _ connection: ReadConnection) throws {
        try connection.forEach(factsInForce) { row in
            let id = AgencyID(try row.int64("agency"))
            try agencies[id]?.record.add(try FactRow(row))
        }
    }

    static let linksInForce = SQL(
        """
        SELECT id, predecessor, successor, kind, begins, transferred, source
        FROM agency_links WHERE withdrawn IS NULL ORDER BY id
        """)

    private static func links(_ connection: ReadConnection) throws -> [SuccessorLink] {
        try connection.rows(linksInForce).map { row in
            guard let day = try row.optionalDay("begins") else { throw StoreError(.wrongShape, "a link has no day") }
            return SuccessorLink(
                row: try row.int64("id"), kind: try row.word("kind"),
                predecessor: AgencyID(try row.int64("predecessor")),
                successor: try row.optionalInt("successor").map { AgencyID(Int64($0)) }, day: day,
                function: try row.optionalText("transferred").flatMap(AgencyFunction.init),
                source: try row.text("source"))
        }
    }
}

extension FactRow {
    init(_ row: SQLRow) throws {
        guard let period = Period(from: try row.optionalDay("from_day"), until: try row.optionalDay("until_day")) else {
            throw StoreError(.wrongShape, "a fact ends before it begins")
        }
        let columns = FactColumns(
            field: try row.word("field"), value: try row.text("value"), variety: try row.optionalText("variety"),
            parent: try row.optionalInt("parent").map { AgencyID(Int64($0)) }, folded: try row.optionalText("folded"),
            sortKey: try row.optionalText("sort_key"))
        self.init(
            row: try row.int64("id"), agency: AgencyID(try row.int64("agency")), columns: columns, period: period,
            source: try row.text("source"))
    }

    func dated<Value: FactValue>() throws -> Dated<Value> {
        guard let value = Value(columns) else {
            throw StoreError(
                .wrongShape, "the register holds a \(columns.field.rawValue) that this program does not know")
        }
        return Dated(value, period, source: source, row: row)
    }
}

extension AgencyRecord {
    mutating func add(_ fact: FactRow) throws {
        switch fact.columns.field {
        case .name: names.append(try fact.dated())
        case .kind: kinds.append(try fact.dated())
        case .placement: placements.append(try fact.dated())
        case .code: codes.append(try fact.dated())
        case .contact: contacts.append(try fact.dated())
        case .function: functions.append(try fact.dated())
        case .key, .successor: throw StoreError(.wrongShape, "a fact is of no known field")
        }
    }
}
