import Access
import Agencies
import Patterns

/// What was typed into the forms of the register, on its way to the register.
extension AgencyDesk {
    /// - Throws: `ChangeRefusal`, and what the database throws.
    func create(_ typed: AgencyTyped, by author: Author) async throws -> Int64 {
        try await refusing { register in
            guard let kind = AgencyKind(rawValue: typed["kind"]) else { throw fault("kind", "badKind") }
            let day: Day? = typed["day"].isEmpty ? nil : try self.day(typed)
            var new = NewAgency(typed["name"], kind, under: try parent(typed["parent"], register))
            if !typed["code"].isEmpty {
                guard let code = AgencyCode(typed["code"]) else { throw fault("code", "badCode") }
                new.codes = [code]
            }
            if !typed["contact"].isEmpty {
                guard let contact = Contact(typed["contact"]) else { throw fault("contact", "badContact") }
                new.contacts = [contact]
            }
            return try await store.create(new, from: day, source: typed["source"], by: Self.author(author)).number
        }
    }

    /// - Parameters:
    ///   - version: of the organisation as the form was made for it.
    ///   - mayEdit: whether the author may change a unit; nil asks for the whole province. Every unit that the change touches is
    ///     asked for: who merges a foreign office into his own would have its units and their accounts.
    /// - Throws: `ChangeRefusal`, and what the database throws.
    func change(
        _ id: Int64, version: Int, _ change: AgencyChange, _ typed: AgencyTyped, by author: Author,
        mayEdit: (Int64?) -> Bool
    ) async throws {
        try await refusing { register in
            let seen = SeenAgency(id: AgencyID(id), version: version)
            let day = try self.day(typed)
            let (source, by) = (typed["source"], Self.author(author))
            switch change {
            case .rename: try await store.rename(seen, to: typed["name"], from: day, source: source, by: by)
            case .kind:
                guard let kind = AgencyKind(rawValue: typed["kind"]) else { throw fault("kind", "badKind") }
                try await store.changeKind(seen, to: kind, from: day, source: source, by: by)
            case .move:
                let parent = try parent(typed["parent"], register)
                try await store.move(seen, under: parent, from: day, source: source, by: by)
            case .code: try await setCode(seen, typed, day, by)
            case .addContact, .endContact: try await changeContact(seen, change, typed, day, by)
            case .addFunction, .endFunction: try await changeFunction(seen, change, typed, day, by)
            case .merge: try await merge(seen, typed, day, register, by, mayEdit)
            case .split: try await split(seen, typed, day, register, by, mayEdit)
            case .abolish: try await store.abolish(seen, on: day, source: source, by: by)
            }
        }
    }

    private func setCode(_ seen: SeenAgency, _ typed: AgencyTyped, _ day: Day, _ by: AgencyAuthor) async throws {
        guard let scheme = CodeScheme(typed["scheme"].isEmpty ? "unit" : typed["scheme"]) else {
            throw fault("scheme", "badCode")
        }
        if typed["code"].isEmpty { return try await store.endCode(seen, scheme, on: day, by: by) }
        guard let code = AgencyCode(typed["code"], scheme: scheme) else { throw fault("code", "badCode") }
        try await store.setCode(seen, code, from: day, source: typed["source"], by: by)
    }

    private func changeContact(
        _ seen: SeenAgency, _ change: AgencyChange, _ typed: AgencyTyped, _ day: Day, _ by: AgencyAuthor
    ) async throws {
        guard let contact = Contact(typed["contact"]) else { throw fault("contact", "badContact") }
        if change == .endContact { return try await store.endContact(seen, contact, on: day, by: by) }
        try await store.addContact(seen, contact, from: day, source: typed["source"], by: by)
    }

    private func changeFunction(
        _ seen: SeenAgency, _ change: AgencyChange, _ typed: AgencyTyped, _ day: Day, _ by: AgencyAuthor
    ) async throws {
        guard let function = AgencyFunction(typed["function"]) else { throw fault("function", "badFunction") }
        if change == .endFunction { return try await store.endFunction(seen, function, on: day, by: by) }
        try await store.assignFunction(seen, function, from: day, source: typed["source"], by: by)
    }

    private func merge(
        _ seen: SeenAgency, _ typed: AgencyTyped, _ day: Day, _ register: Register, _ by: AgencyAuthor,
        _ mayEdit: (Int64?) -> Bool
    ) async throws {
        let others = try typed.lines("others").map {
            try own(find($0, "others", day, register), "others", mayEdit)
        }
        let heir: Heir
        if typed["heir"].isEmpty {
            heir = .new(try new(typed, beside: seen.id, day, register, mayEdit))
        } else {
            heir = .existing(try own(find(typed["heir"], "heir", day, register), "heir", mayEdit))
        }
        try await store.merge([seen] + others, into: heir, on: day, source: typed["source"], by: by)
    }

    private func split(
        _ seen: SeenAgency, _ typed: AgencyTyped, _ day: Day, _ register: Register, _ by: AgencyAuthor,
        _ mayEdit: (Int64?) -> Bool
    ) async throws {
        var heirs = try typed.lines("heirs").map {
            Heir.existing(try own(find($0, "heirs", day, register), "heirs", mayEdit))
        }
        if !typed["name"].isEmpty { heirs.append(.new(try new(typed, beside: seen.id, day, register, mayEdit))) }
        if heirs.isEmpty { throw fault("heirs", "missing") }
        try await store.split(
            seen, into: heirs, on: day, ends: !typed["ends"].isEmpty, source: typed["source"], by: by)
    }

    // MARK: reading what was typed

    private func new(
        _ typed: AgencyTyped, beside id: AgencyID, _ day: Day, _ register: Register, _ mayEdit: (Int64?) -> Bool
    ) throws -> NewAgency {
        if typed["name"].isEmpty { throw fault("name", "missing") }
        guard let kind = AgencyKind(rawValue: typed["kind"]) else { throw fault("kind", "badKind") }
        let parent = register[id]?.parent(on: day)
        guard mayEdit(parent?.number) else { throw fault("name", "notYours") }
        return NewAgency(typed["name"], kind, under: parent)
    }

    /// An organisation that the author may change.
    private func own(_ agency: Agency, _ field: String, _ mayEdit: (Int64?) -> Bool) throws -> SeenAgency {
        guard mayEdit(agency.id.number) else {
            throw ChangeRefusal.faults([ChangeFault(field, "notYours", other: agency.key)])
        }
        return agency.seen
    }

    private func day(_ typed: AgencyTyped) throws -> Day {
        guard let day = Day(iso: typed["day"]) ?? Day(typed: typed["day"]) else { throw fault("day", "badDay") }
        return day
    }

    private func parent(_ typed: String, _ register: Register) throws -> AgencyID? {
        if typed.isEmpty { return nil }
        guard let number = Int64(typed), let parent = register[AgencyID(number)] else {
            throw fault("parent", "unknownAgency")
        }
        return parent.id
    }

    /// By key, by the code of its unit, or by its whole name.
    private func find(_ typed: String, _ field: String, _ day: Day, _ register: Register) throws -> Agency {
        let byCode = AgencyCode(typed).flatMap { register.agency(code: $0, on: day) }
        if let agency = register.agency(key: typed) ?? byCode { return agency }
        let named = register.present(on: day).filter { $0.name(on: day) == typed }
        guard named.count == 1 else {
            throw ChangeRefusal.faults([ChangeFault(field, "unknownAgency", other: String(typed.prefix(100)))])
        }
        return named[0]
    }

    private func fault(_ field: String, _ code: String) -> ChangeRefusal { .faults([ChangeFault(field, code)]) }

    static func author(_ author: Author) -> AgencyAuthor {
        AgencyAuthor(author.actor, address: author.address?.text ?? "")
    }

    /// In words of the forms.
    private func refusing<Value>(_ body: (Register) async throws -> Value) async throws -> Value {
        do {
            return try await body(try await store.directory.current())
        } catch let error as AgencyError {
            switch error.code {
            case .unknown: throw ChangeRefusal.unknown
            case .conflict: throw ChangeRefusal.conflict
            case .refused:
                throw ChangeRefusal.faults(
                    error.faults.prefix(20).map { fault in
                        ChangeFault(
                            Self.field(fault), fault.code.rawValue, other: fault.other ?? "",
                            day: fault.day?.shown ?? "")
                    })
            }
        }
    }

    private static func field(_ fault: RegisterFault) -> String {
        switch (fault.code, fault.field) {
        case (.badSource, _): "source"
        case (.sameDay, _), (.laterChange, _), (.outside, _), (.badDay, _): "day"
        case (_, .placement): "parent"
        case (_, .successor): "heir"
        case (_, let field): field.rawValue
        }
    }
}
