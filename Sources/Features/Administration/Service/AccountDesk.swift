import Access
import Agencies
import SQLStore

/// What the pages of accounts ask of several rooms at once: names of units, days as moments.
struct AccountDesk: Sendable {
    let access: AccessRoom
    let agencies: AgencyStore
    let time: any TimeSource

    private var register: AgencyDesk { AgencyDesk(store: agencies) }

    /// Units within what the reader may see; nil for all.
    func units(_ reach: Reach, on day: Day) async throws -> [Int64]? {
        if reach.isEverything { return nil }
        var units = try await reach.grants.mapAsync { try await register.subtree(of: $0, on: day) }
        if let token = reach.token {
            let within = Set(try await register.subtree(of: [token], on: day))
            units = units.map { $0.filter(within.contains) } ?? within.sorted()
        }
        return units
    }

    func choices(on day: Day, isSeen: (Int64) -> Bool) async throws -> [AgencyName] {
        try await register.choices(on: day, isSeen: isSeen)
    }

    /// Whether the register has the unit on a day.
    func isPresent(_ unit: Int64, on day: Day) async throws -> Bool {
        try await agencies.directory.current()[AgencyID(unit)]?.isPresent(on: day) ?? false
    }

    func names(of grants: [Grant], on day: Day) async throws -> [Int64: String] {
        try await register.names(of: grants.compactMap(\.unit), on: day)
    }

    func unitNames(of ids: [Int64], on day: Day) async throws -> [Int64: String] {
        try await register.names(of: ids, on: day)
    }

    /// - Parameters: days as they were typed; empty: from now, without end.
    /// - Throws: `AccessError.badGrant` for what is no day.
    func grant(
        _ role: Role, unit: Int64?, to account: Int64, from: String, until: String, reason: String, by author: Author
    ) async throws {
        let period = try period(from, until)
        _ = try await access.accounts.grant(
            role, unit: unit, to: account, from: period.from, until: period.until, reason: reason, by: author)
    }

    /// - Parameter holder: nil for whoever may give the role himself.
    func delegate(
        _ grant: Int64, of holder: Int64?, to account: Int64, from: String, until: String, reason: String,
        by author: Author
    ) async throws {
        let period = try period(from, until)
        guard let end = period.until else { throw AccessError.badGrant }
        _ = try await access.accounts.delegate(
            grant, of: holder, to: account, from: period.from, until: end, reason: reason, by: author)
    }

    /// - Throws: `AccessError.badToken` for what is no number of days.
    func createToken(
        _ name: String, scopes: [String], unit: Int64?, days: Int, ranges: [String], for account: Int64,
        by author: Author
    ) async throws -> String {
        guard (1...366).contains(days) else { throw AccessError.badToken }
        let verbs = scopes.compactMap { Verb(rawValue: $0) }
        guard verbs.count == scopes.count else { throw AccessError.badToken }
        let draft = TokenDraft(
            name: name, scopes: Set(verbs), unit: unit, expires: time.now() + .seconds(Int64(days) * 86_400 - 1),
            ranges: ranges)
        return try await access.tokens.create(draft, for: account, by: author).text
    }

    /// The day after some days, as a field of a form holds it.
    func isoDay(in days: Int) -> String { LocalDay.iso(time.now(), plus: days) }

    private func period(_ from: String, _ until: String) throws -> (from: Moment?, until: Moment?) {
        let begin = from.isEmpty ? nil : LocalDay.begin(from)
        let end = until.isEmpty ? nil : LocalDay.end(until)
        guard (begin != nil) == !from.isEmpty, (end != nil) == !until.isEmpty else { throw AccessError.badGrant }
        return (begin, end)
    }
}

extension Optional where Wrapped: Sendable {
    fileprivate func mapAsync<Value>(_ body: (Wrapped) async throws -> Value) async throws -> Value? {
        guard let self else { return nil }
        return try await body(self)
    }
}
