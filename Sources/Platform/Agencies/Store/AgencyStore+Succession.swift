/// The ends of organisations, and wrong entries put right. What each does stands at `RegisterDraft`.
extension AgencyStore {
    /// - Returns: the heir.
    @discardableResult
    package func merge(
        _ parts: [SeenAgency], into heir: Heir, on day: Day, source: String, by author: AgencyAuthor
    ) async throws -> AgencyID {
        try await change(author, "agencies.merge") { draft in
            let id = try draft.merge(parts, into: heir, on: day, source: source)
            let words = parts.map { Self.word($0.id) }.joined(separator: " ")
            return Outcome(
                value: id, subjects: parts.map(\.id) + [id],
                detail: Self.detail(["merged": words, "successor": Self.word(id)], from: day, source))
        }
    }

    /// - Returns: the heirs, in their order.
    @discardableResult
    package func split(
        _ seen: SeenAgency, into heirs: [Heir], on day: Day, ends: Bool, source: String, by author: AgencyAuthor
    ) async throws -> [AgencyID] {
        try await change(author, "agencies.split") { draft in
            let ids = try draft.split(seen, into: heirs, on: day, ends: ends, source: source)
            let words = ids.map { Self.word($0) }.joined(separator: " ")
            return Outcome(
                value: ids, subjects: [seen.id] + ids,
                detail: Self.detail(
                    ["predecessor": Self.word(seen.id), "successors": words, "ends": ends ? "yes" : "no"], from: day,
                    source))
        }
    }

    package func abolish(_ seen: SeenAgency, on day: Day, source: String, by author: AgencyAuthor) async throws {
        try await change(author, "agencies.abolish") { draft in
            try draft.abolish(seen, on: day, source: source)
            return Self.outcome(seen, [:], day, source)
        }
    }

    package func transfer(
        _ function: AgencyFunction, from giver: SeenAgency, to taker: SeenAgency, on day: Day, source: String,
        by author: AgencyAuthor
    ) async throws {
        try await change(author, "agencies.transfer-function") { draft in
            try draft.transfer(function, from: giver, to: taker, on: day, source: source)
            let detail = ["function": function.word, "giver": Self.word(giver.id), "taker": Self.word(taker.id)]
            return Outcome(
                value: (), subjects: [giver.id, taker.id], detail: Self.detail(detail, from: day, source))
        }
    }

    /// Puts wrong entries right: several at once, for the days of a merger stand in many records.
    /// - Parameter reason: why, for the log.
    package func correct(_ correction: AgencyCorrection, reason: String, by author: AgencyAuthor) async throws {
        try await change(author, "agencies.correct") { draft in
            let before = draft.base
            try draft.correct(correction)
            var subjects = Set(correction.records.map(\.seen.id) + correction.links.map(\.predecessor))
            for link in before.links where correction.withdrawnLinks.contains(link.row) {
                subjects.insert(link.predecessor)
            }
            let fields = correction.records.flatMap { seen, record in
                (before[seen.id]?.record ?? AgencyRecord()).differences(from: record).map(\.rawValue)
            }
            var detail = ["fields": Set(fields).sorted().joined(separator: " "), "reason": reason]
            let linkCount = correction.withdrawnLinks.count + correction.links.count
            if linkCount > 0 { detail["links"] = "\(linkCount)" }
            return Outcome(value: (), subjects: subjects.sorted(), detail: detail)
        }
    }
}

extension AgencyRecord {
    /// What is said otherwise in the other record.
    func differences(from other: AgencyRecord) -> [RegisterFault.Field] {
        var fields: [RegisterFault.Field] = []
        if names != other.names { fields.append(.name) }
        if kinds != other.kinds { fields.append(.kind) }
        if placements != other.placements { fields.append(.placement) }
        if codes != other.codes { fields.append(.code) }
        if contacts != other.contacts { fields.append(.contact) }
        if functions != other.functions { fields.append(.function) }
        return fields
    }
}
