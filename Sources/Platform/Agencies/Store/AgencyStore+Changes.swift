/// The changes of one organisation. `from` and `on` are the first day on which it is so; `source` is the paper that orders it.
/// - Throws: each `AgencyError`, and what the database throws.
extension AgencyStore {
    /// - Parameter from: nil when it was there before the register began.
    @discardableResult
    package func create(
        _ new: NewAgency, from day: Day?, source: String, by author: AgencyAuthor
    ) async throws -> AgencyID {
        try await change(author, "agencies.create") { draft in
            let id = try draft.create(new, from: day, source: source)
            let detail = ["name": new.name, "kind": new.kind.rawValue, "key": draft[id]?.key ?? ""]
            return Outcome(value: id, subjects: [id], detail: Self.detail(detail, from: day, source))
        }
    }

    package func rename(
        _ seen: SeenAgency, to name: String, from day: Day, source: String, by author: AgencyAuthor
    ) async throws {
        try await change(author, "agencies.rename") { draft in
            let before = draft[seen.id]?.name(on: day) ?? ""
            try draft.rename(seen, to: name, from: day, source: source)
            return Self.outcome(seen, ["before": before, "name": draft[seen.id]?.name(on: day) ?? ""], day, source)
        }
    }

    package func changeKind(
        _ seen: SeenAgency, to kind: AgencyKind, from day: Day, source: String, by author: AgencyAuthor
    ) async throws {
        try await change(author, "agencies.change-kind") { draft in
            let before = draft[seen.id]?.kind(on: day)?.rawValue ?? ""
            try draft.changeKind(seen, to: kind, from: day, source: source)
            return Self.outcome(seen, ["before": before, "kind": kind.rawValue], day, source)
        }
    }

    package func move(
        _ seen: SeenAgency, under parent: AgencyID?, from day: Day, source: String, by author: AgencyAuthor
    ) async throws {
        try await change(author, "agencies.move") { draft in
            let before = draft[seen.id]?.parent(on: day)
            try draft.move(seen, under: parent, from: day, source: source)
            return Self.outcome(seen, ["before": Self.word(before), "parent": Self.word(parent)], day, source)
        }
    }

    package func setCode(
        _ seen: SeenAgency, _ code: AgencyCode, from day: Day, source: String, by author: AgencyAuthor
    ) async throws {
        try await change(author, "agencies.set-code") { draft in
            let before = draft[seen.id]?.code(code.scheme, on: day) ?? ""
            try draft.setCode(seen, code, from: day, source: source)
            return Self.outcome(seen, ["before": before, "code": code.code, "scheme": code.scheme.word], day, source)
        }
    }

    package func endCode(_ seen: SeenAgency, _ scheme: CodeScheme, on day: Day, by author: AgencyAuthor) async throws {
        try await change(author, "agencies.end-code") { draft in
            let before = draft[seen.id]?.code(scheme, on: day) ?? ""
            try draft.endCode(seen, scheme, on: day)
            return Self.outcome(seen, ["before": before, "scheme": scheme.word], day, "")
        }
    }

    package func addContact(
        _ seen: SeenAgency, _ contact: Contact, from day: Day, source: String, by author: AgencyAuthor
    ) async throws {
        try await change(author, "agencies.add-contact") { draft in
            try draft.addContact(seen, contact, from: day, source: source)
            return Self.outcome(seen, ["kind": contact.kind.rawValue, "contact": contact.value], day, source)
        }
    }

    package func endContact(_ seen: SeenAgency, _ contact: Contact, on day: Day, by author: AgencyAuthor) async throws {
        try await change(author, "agencies.end-contact") { draft in
            try draft.endContact(seen, contact, on: day)
            return Self.outcome(seen, ["kind": contact.kind.rawValue, "contact": contact.value], day, "")
        }
    }

    package func assignFunction(
        _ seen: SeenAgency, _ function: AgencyFunction, from day: Day, source: String, by author: AgencyAuthor
    ) async throws {
        try await change(author, "agencies.assign-function") { draft in
            try draft.assignFunction(seen, function, from: day, source: source)
            return Self.outcome(seen, ["function": function.word], day, source)
        }
    }

    package func endFunction(
        _ seen: SeenAgency, _ function: AgencyFunction, on day: Day, by author: AgencyAuthor
    ) async throws {
        try await change(author, "agencies.end-function") { draft in
            try draft.endFunction(seen, function, on: day)
            return Self.outcome(seen, ["function": function.word], day, "")
        }
    }

    static func outcome(
        _ seen: SeenAgency, _ detail: [String: String], _ day: Day, _ source: String
    ) -> Outcome<Void> {
        Outcome(value: (), subjects: [seen.id], detail: Self.detail(detail, from: day, source))
    }

    static func detail(_ detail: [String: String], from day: Day?, _ source: String) -> [String: String] {
        var detail = detail
        detail["from"] = day?.description
        if !source.isEmpty { detail["source"] = source }
        return detail
    }

    static func word(_ agency: AgencyID?) -> String { agency.map { "agency:\($0.number)" } ?? "top" }
}
