package import Access
import Agencies
import AuditLog
package import SQLStore

/// What a person says of a finding.
package enum FindingSaying: Sendable, Equatable {
    /// It is what it looks like.
    case confirmed(note: String)
    /// It is nothing: the like of it is set aside from now on.
    case falseAlarm(reason: String, scope: FindingScope, expires: Moment)
    /// A decision is taken back; a rule that came of it ends.
    case unjudged(note: String)

    fileprivate var isTakenBack: Bool { if case .unjudged = self { true } else { false } }
}

package enum FindingScope: String, Sendable, CaseIterable {
    case portal, province
}

/// Decisions on findings, and the rules that false alarms become. Each in one transaction with its audit row.
package struct FindingJudgement: Sendable {
    /// A rule lives a year at the most: what was harmless once is looked at again.
    package static let longestRule = Duration.seconds(366 * 86_400)
    static let maxNote = 500
    /// Findings that one new rule sets aside at once; the others follow with their next sweep.
    static let maxAside = 10_000

    private let store: SQLStore
    private let time: any TimeSource

    package init(_ store: SQLStore, time: any TimeSource = SystemTime()) {
        self.store = store
        self.time = time
    }

    /// - Parameter version: the one that was seen.
    /// - Throws: `PortalsError`: `notFound`, `changedMeanwhile`, `wrongState` for a reason that is missing, or too long, or an
    ///   end that is past or more than a year away; `StoreError`.
    @discardableResult
    package func judge(
        _ id: Int64, version: Int, _ saying: FindingSaying, by author: Author
    ) async throws -> PortalFinding {
        let now = time.now()
        let words = try Self.checked(saying, now)
        return try await store.write { db in
            let finding = try Self.finding(id, in: db)
            guard finding.version == version else { throw PortalsError.changedMeanwhile }
            // Nobody can look at it any more.
            if case .gone = finding.state, !saying.isTakenBack { throw PortalsError.changedMeanwhile }
            let step = Step(finding: finding, author: author, note: words, now: now, db: db)
            switch saying {
            case .confirmed: try step.decide(.confirmed, .confirmed, "findings.confirm")
            case .unjudged: try step.decide(.unjudged, .unjudged, "findings.takeBack")
            case .falseAlarm(_, let scope, let expires): try step.setAside(scope, expires)
            }
            try PortalStanding.renew(finding.portal, in: db)
            return try Self.finding(id, in: db)
        }
    }

    /// Ends a rule before its time; what it set aside is open again.
    /// - Throws: `PortalsError`: `notFound`, `wrongState` when it has ended; `StoreError`.
    package func endRule(_ id: Int64, by author: Author) async throws {
        let now = time.now()
        try await store.write { db in
            guard let row = try db.first("SELECT * FROM finding_rules WHERE id = ?", id) else {
                throw PortalsError.notFound
            }
            guard try FindingRows.rule(row).isLive(at: now) else { throw PortalsError.wrongState }
            try RuleEnding.end(id, by: author, at: now, in: db)
        }
    }

    private static func finding(_ id: Int64, in db: ReadConnection) throws -> PortalFinding {
        guard let row = try db.first("SELECT * FROM portal_findings WHERE id = ?", id) else {
            throw PortalsError.notFound
        }
        return try FindingRows.finding(row)
    }

    /// The note in one plain line.
    private static func checked(_ saying: FindingSaying, _ now: Moment) throws(PortalsError) -> String {
        switch saying {
        case .confirmed(let note), .unjudged(let note):
            if note.allSatisfy(\.isWhitespace) { return "" }
            guard let line = PlainLine.clean(note, maxLength: maxNote) else { throw .wrongState }
            return line
        case .falseAlarm(let reason, _, let expires):
            guard let line = PlainLine.clean(reason, maxLength: maxNote), expires > now, expires <= now + longestRule
            else { throw .wrongState }
            return line
        }
    }

    /// One decision on one finding.
    private struct Step {
        let finding: PortalFinding
        let author: Author
        let note: String
        let now: Moment
        let db: WriteConnection

        func decide(_ decision: FindingDecision, _ kind: FindingEvent.Kind, _ action: StaticString) throws {
            if case .rule(let rule) = finding.excuse { try RuleEnding.end(rule, by: author, at: now, in: db) }
            if decision == .confirmed, finding.excuse == .allowedDomain {
                try db.execute("UPDATE portal_findings SET state = 'open', excuse = NULL WHERE id = ?", finding.id)
            }
            let decided: Moment? = decision == .unjudged ? nil : now
            try db.execute(
                """
                UPDATE portal_findings SET version = version + 1, decision = ?, decided = ?, decided_by = ?,
                    decision_note = ? WHERE id = ?
                """, decision, decided, decided.map { _ in author.actor.text }, note, finding.id)
            try FindingHistory.add(finding.id, kind, by: author, note: note, at: now, in: db)
            try record(action, [:])
        }

        func setAside(_ scope: FindingScope, _ expires: Moment) throws {
            guard let row = try db.first("SELECT * FROM portal_findings WHERE id = ?", finding.id) else {
                throw PortalsError.notFound
            }
            if case .rule(let rule) = finding.excuse { try RuleEnding.end(rule, by: author, at: now, in: db) }
            let identity = try FindingRows.identity(row)
            let portal = scope == .portal ? finding.portal : nil
            let rule = try db.insert(
                """
                INSERT INTO finding_rules (portal, identity_rule, place, anchor, text_hash, likeness, excerpt, reason, author,
                    created, expires) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """, portal, identity.rule, identity.place, identity.anchor, Int64(bitPattern: identity.text),
                Int64(bitPattern: identity.likeness), finding.excerpt, note, author.actor.text, now, expires)
            try db.execute(
                """
                UPDATE portal_findings SET version = version + 1, decision = 'false-alarm', decided = ?, decided_by = ?,
                    decision_note = ? WHERE id = ?
                """, now, author.actor.text, note, finding.id)
            try FindingHistory.add(finding.id, .falseAlarm, by: author, note: note, at: now, in: db)
            let count = try aside(rule, identity, portal)
            try record(
                "findings.falseAlarm",
                ["rule": "\(rule)", "scope": scope.rawValue, "expires": "\(expires.microseconds)", "aside": "\(count)"])
        }

        /// Sets aside what the rule is for, everywhere that it holds.
        private func aside(_ rule: Int64, _ identity: FindingIdentity, _ portal: Int64?) throws -> Int {
            var sql = SQL(
                """
                SELECT id, portal, identity_rule, place, anchor, text_hash, likeness FROM portal_findings
                WHERE identity_rule = ? AND place = ? AND anchor = ?
                    AND (state = 'open' AND decision <> 'confirmed' OR id = ?)
                """, identity.rule, identity.place, identity.anchor, finding.id)
            if let portal { sql.append(" AND portal = ?", portal) }
            sql.append(" ORDER BY id LIMIT ?", FindingJudgement.maxAside)
            let rows = try db.rows(sql).filter { identity.isNear(try FindingRows.identity($0)) }
            for row in rows {
                let id = try row.int64("id")
                let changed = try db.execute(
                    """
                    UPDATE portal_findings SET version = version + 1, state = 'set-aside', excuse = 'rule', excuse_rule = ?,
                        unseen = NULL WHERE id = ? AND state <> 'gone'
                    """, rule, id)
                if changed > 0, id != finding.id {
                    try FindingHistory.add(id, .setAside, by: author, note: note, at: now, in: db)
                }
            }
            for portal in Set(try rows.map { try $0.int64("portal") }) { try PortalStanding.renew(portal, in: db) }
            return rows.count
        }

        private func record(_ action: StaticString, _ detail: [String: String]) throws {
            var detail = detail
            detail["portal"] = "\(finding.portal)"
            detail["note"] = note
            try author.record(action, "finding:\(finding.id)", detail, at: now, in: db)
        }
    }
}

/// Ends rules.
private enum RuleEnding {
    static func end(_ id: Int64, by author: Author, at now: Moment, in db: WriteConnection) throws {
        try db.execute(
            "UPDATE finding_rules SET ended = ?, ended_by = ? WHERE id = ? AND ended IS NULL", now, author.actor.text,
            id)
        let rows = try db.rows(
            "SELECT id, portal FROM portal_findings WHERE excuse_rule = ? AND state = 'set-aside' ORDER BY id", id)
        try db.execute(
            """
            UPDATE portal_findings SET version = version + 1, state = 'open', excuse = NULL, excuse_rule = NULL,
                decision = 'unjudged', decided = NULL, decided_by = NULL WHERE excuse_rule = ? AND state = 'set-aside'
            """, id)
        for row in rows {
            try FindingHistory.add(try row.int64("id"), .reopened, by: author, note: "", at: now, in: db)
        }
        for portal in Set(try rows.map { try $0.int64("portal") }) { try PortalStanding.renew(portal, in: db) }
        try author.record("findings.endRule", "rule:\(id)", ["reopened": "\(rows.count)"], at: now, in: db)
    }
}

enum FindingHistory {
    static func add(
        _ finding: Int64, _ kind: FindingEvent.Kind, by author: Author, note: String, at now: Moment,
        in db: WriteConnection
    ) throws {
        try db.execute(
            "INSERT INTO finding_events (finding, at, kind, actor, note) VALUES (?, ?, ?, ?, ?)", finding, now, kind,
            author.actor.text, note)
    }
}
