import PlantedContent
import SQLStore

/// Writes what a sweep changed, in the caller's transaction.
struct LedgerWriter {
    /// How many findings became what.
    struct Tally: Sendable, Equatable {
        var new = 0
        var back = 0
        var gone = 0
        var still = 0
        var notSeen = 0
    }

    let portal: Int64
    let sweep: Int64
    let now: Moment
    let db: WriteConnection
    private(set) var tally = Tally()

    init(portal: Int64, sweep: Int64, at now: Moment, in db: WriteConnection) {
        (self.portal, self.sweep, self.now, self.db) = (portal, sweep, now, db)
    }

    mutating func apply(_ changes: [FindingChange]) throws {
        for change in changes {
            switch change {
            case .new(let seen, let excuse):
                try insert(seen, excuse)
                tally.new += 1
            case .seen(let id, let seen, let was, let excuse):
                try update(id, seen, was, excuse)
                if was == .gone { tally.back += 1 } else { tally.still += 1 }
            case .gone(let id):
                try db.execute(
                    """
                    UPDATE portal_findings SET version = version + 1, state = 'gone', gone_at = ?, unseen = NULL,
                        excuse = NULL, excuse_rule = NULL WHERE id = ?
                    """, now, id)
                try event(id, .gone)
                tally.gone += 1
            case .notSeen(let id, let absence):
                let isNews = try db.execute(
                    "UPDATE portal_findings SET unseen = ? WHERE id = ? AND (unseen IS NULL OR unseen <> ?)", absence,
                    id,
                    absence)
                if isNews > 0 { try event(id, .notSeen, note: absence.rawValue) }
                tally.notSeen += 1
            }
        }
    }

    private func insert(_ seen: SeenFinding, _ excuse: FindingExcuse?) throws {
        let (finding, identity) = (seen.finding, seen.identity)
        let id = try db.insert(
            """
            INSERT INTO portal_findings (version, portal, identity_rule, place, anchor, text_hash, likeness, rule, kind, tier,
                category, score, gravity, url, excerpt, search, words, views, page_count, is_orphan, is_rendered, evidence,
                other_evidence, evidence_note, state, excuse, excuse_rule, decision, decision_note, first_seen, last_seen)
            VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'unjudged', '', ?, ?)
            """, portal, identity.rule, identity.place, identity.anchor, Int64(bitPattern: identity.text),
            Int64(bitPattern: identity.likeness), finding.rule, Self.kind(finding), finding.tier.rawValue,
            finding.category, finding.score, seen.gravity, finding.url, finding.excerpt, Self.search(finding),
            try FindingRows.json(finding.words), Self.views(finding), seen.pageCount, finding.isOrphan,
            finding.rendered == true, finding.evidence, try FindingRows.json(seen.otherEvidence), finding.evidenceNote,
            excuse == nil ? FindingState.open : .setAside, Self.word(excuse), Self.rule(excuse), now, now)
        try writePages(seen.pages, of: id)
        try event(id, .new)
        if excuse != nil { try event(id, .setAside) }
    }

    private func update(_ id: Int64, _ seen: SeenFinding, _ was: FindingState, _ excuse: FindingExcuse?) throws {
        let (finding, identity) = (seen.finding, seen.identity)
        let state = excuse == nil ? FindingState.open : .setAside
        // Who judges has seen this text in this state; whoever looked before is asked to look again.
        try db.execute(
            """
            UPDATE portal_findings SET version = version + 1
            WHERE id = ? AND (state <> ? OR excerpt <> ? OR tier <> ? OR coalesce(excuse_rule, 0) <> ?)
            """, id, state, finding.excerpt, finding.tier.rawValue, Self.rule(excuse) ?? 0)
        try db.execute(
            """
            UPDATE portal_findings SET text_hash = ?, likeness = ?, rule = ?, kind = ?, tier = ?, category = ?, score = ?,
                gravity = ?, url = ?, excerpt = ?, search = ?, words = ?, views = ?, page_count = ?, is_orphan = ?,
                is_rendered = ?, evidence = coalesce(?, evidence), other_evidence = ?, evidence_note = ?, state = ?,
                excuse = ?, excuse_rule = ?, unseen = NULL, gone_at = NULL, last_seen = ? WHERE id = ?
            """, Int64(bitPattern: identity.text), Int64(bitPattern: identity.likeness), finding.rule,
            Self.kind(finding), finding.tier.rawValue, finding.category, finding.score, seen.gravity, finding.url,
            finding.excerpt, Self.search(finding), try FindingRows.json(finding.words), Self.views(finding),
            seen.pageCount, finding.isOrphan, finding.rendered == true, finding.evidence,
            try FindingRows.json(seen.otherEvidence), finding.evidenceNote, state, Self.word(excuse), Self.rule(excuse),
            now, id)
        try db.execute("DELETE FROM finding_pages WHERE finding = ?", id)
        try writePages(seen.pages, of: id)
        if was == .gone { try event(id, .back) }
        if was != .setAside, state == .setAside { try event(id, .setAside) }
        if was == .setAside, state == .open { try event(id, .reopened) }
        guard state == .open else { return }
        // A false alarm holds as long as its rule does.
        try db.execute(
            """
            UPDATE portal_findings SET version = version + 1, decision = 'unjudged', decided = NULL, decided_by = NULL
            WHERE id = ? AND decision = 'false-alarm'
            """, id)
    }

    private func writePages(_ pages: [String], of id: Int64) throws {
        for (position, url) in pages.enumerated() {
            try db.execute("INSERT INTO finding_pages (finding, position, url) VALUES (?, ?, ?)", id, position, url)
        }
    }

    private func event(_ id: Int64, _ kind: FindingEvent.Kind, note: String = "") throws {
        try db.execute(
            "INSERT INTO finding_events (finding, at, kind, sweep, actor, note) VALUES (?, ?, ?, ?, '', ?)", id, now,
            kind, sweep, note)
    }

    private static func kind(_ finding: SweepFinding) -> String { String(finding.rule.prefix { $0 != "/" }) }
    private static func search(_ finding: SweepFinding) -> String {
        SearchText.folded(finding.excerpt + " " + finding.url)
    }
    private static func views(_ finding: SweepFinding) -> String {
        finding.views.map(\.rawValue).joined(separator: ",")
    }

    private static func word(_ excuse: FindingExcuse?) -> String? {
        switch excuse {
        case .rule: "rule"
        case .allowedDomain: "domain"
        case nil: nil
        }
    }

    private static func rule(_ excuse: FindingExcuse?) -> Int64? {
        if case .rule(let id) = excuse { id } else { nil }
    }
}
