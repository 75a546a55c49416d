package import Agencies
package import SQLStore

/// May this one do that there? The one place where it is decided, for pages, API, exports, streams and the command line. What
/// nothing allows is denied. Pure: no database, no clock; a decision costs a few look-ups for each grant.
package struct Policy: Sendable {
    private let tree: any UnitTree
    private let stepUpLimit: Duration

    package init(tree: any UnitTree, settings: AccessSettings = AccessSettings()) {
        self.tree = tree
        stepUpLimit = settings.stepUpLimit
    }

    /// - Parameters:
    ///   - unit: whose thing it is; nil for what belongs to no unit, or to all of them: only a grant for the whole province
    ///     covers that.
    ///   - day: as of which the register is asked; the day of `now`, or that of an old paper.
    ///   - now: as of which grants and sessions are looked at.
    package func allows(
        _ subject: Subject, _ verb: Verb, unit: Int64?, on day: Day, at now: Moment
    ) -> Decision {
        if let reason = refusal(subject, verb, at: now) { return .deny(reason) }
        switch (subject.kind, verb.extent) {
        case (.shell, _), (_, .own): return .allow
        case (_, .whole):
            return carriers(subject, verb, at: now).contains { $0.unit == nil } ? .allow : .deny(.unit)
        case (_, .unit): break
        }
        if case .token(_, _, let top) = subject.kind, !covers(top, unit, day) { return .deny(.unit) }
        guard carriers(subject, verb, at: now).contains(where: { covers($0.unit, unit, day) }) else {
            return .deny(.unit)
        }
        return .allow
    }

    /// May this one do that to an account (edit, disable, give it another password)? For every unit that the account has a role
    /// in, or else who keeps one office could become who keeps the province.
    /// - Parameter held: the account's grants, also those that begin later.
    package func allows(
        _ subject: Subject, _ verb: Verb, over held: [Grant], on day: Day, at now: Moment
    ) -> Decision {
        // Without a role an account is nobody's but the province's.
        let units = held.isEmpty ? [nil] : held.map(\.unit)
        for unit in units {
            let decision = allows(subject, verb, unit: unit, on: day, at: now)
            guard decision.isAllowed else { return decision }
        }
        return .allow
    }

    /// Where a verb is allowed: what a list is filtered by. `allows` says yes for exactly the units within.
    package func reach(_ subject: Subject, _ verb: Verb, at now: Moment) -> Reach {
        guard refusal(subject, verb, at: now) == nil else { return .nothing }
        if case .shell = subject.kind { return .everything }
        let tops = carriers(subject, verb, at: now).map(\.unit)
        let isWhole = tops.contains(nil)
        let units = isWhole ? nil : Array(Set(tops.compactMap { $0 })).sorted()
        if verb.extent == .own { return .everything }
        if verb.extent == .whole { return isWhole ? .everything : .nothing }
        if case .token(_, _, let top) = subject.kind { return Reach(grants: units, token: top) }
        return Reach(grants: units, token: nil)
    }

    /// Why the verb is denied wherever it is asked for; nil when it depends on the unit.
    private func refusal(_ subject: Subject, _ verb: Verb, at now: Moment) -> Decision.Reason? {
        switch subject.kind {
        case .shell: return nil
        case .session(_, let authenticated):
            if subject.mustChangePassword, verb != .selfManage { return .mustChangePassword }
            if verb.extent != .own, carriers(subject, verb, at: now).isEmpty { return .role }
            // A clock that was set back is no reason to trust an old sign-in.
            let age = now - authenticated
            if verb.isDangerous, age >= stepUpLimit || age < .zero { return .stepUp }
        case .token(_, let scopes, let top):
            guard verb.isForTokens else { return .notForTokens }
            guard scopes.contains(verb) else { return .scope }
            if verb.extent == .whole, top != nil { return .unit }
            if carriers(subject, verb, at: now).isEmpty { return .role }
        }
        return nil
    }

    private func carriers(_ subject: Subject, _ verb: Verb, at now: Moment) -> [Grant] {
        subject.grants.filter { $0.isActive(at: now) && $0.role?.verbs.contains(verb) == true }
    }

    private func covers(_ top: Int64?, _ unit: Int64?, _ day: Day) -> Bool {
        guard let top else { return true }
        guard let unit else { return false }
        return tree.isInside(unit, subtreeOf: top, on: day)
    }
}

/// The policy's answer.
package enum Decision: Sendable, Equatable {
    case allow
    case deny(Reason)

    package enum Reason: String, Sendable, CaseIterable {
        /// No role that holds now carries the verb.
        case role
        /// A role does, for other units.
        case unit
        /// The token has other scopes.
        case scope
        /// No token may do it.
        case notForTokens
        /// The password has to be typed again first.
        case stepUp
        /// The password has to be changed first.
        case mustChangePassword

        /// The key of the sentence that says so.
        package var key: String { "access.denied.\(rawValue)" }
    }

    package var isAllowed: Bool { self == .allow }
}

/// Units in which something is allowed: inside the sub-tree of one of `grants` and, for a token of a unit, of `token` as well.
package struct Reach: Sendable, Equatable {
    /// Nil: every unit, and what belongs to none.
    package var grants: [Int64]?
    /// Nil: no narrower.
    package var token: Int64?

    package static let everything = Reach(grants: nil, token: nil)
    package static let nothing = Reach(grants: [], token: nil)

    package var isEverything: Bool { grants == nil && token == nil }
    package var isNothing: Bool { grants?.isEmpty == true }
}
