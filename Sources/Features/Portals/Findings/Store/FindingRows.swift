import Foundation
import PlantedContent
import SQLStore

/// Findings as rows.
enum FindingRows {
    /// Earlier findings of one portal that a sweep is held against: the latest ones.
    static let maxStored = 5_000

    static func stored(of portal: Int64, in db: ReadConnection) throws -> [StoredFinding] {
        let rows = try db.rows(
            """
            SELECT id, identity_rule, place, anchor, text_hash, likeness, rule, tier, views, is_rendered, state, decision
            FROM portal_findings WHERE portal = ? ORDER BY last_seen DESC, id LIMIT ?
            """, portal, maxStored)
        var pages: [Int64: [String]] = [:]
        let all = try db.rows(
            """
            SELECT p.finding AS finding, p.url AS url FROM finding_pages AS p
            JOIN portal_findings AS f ON f.id = p.finding WHERE f.portal = ? ORDER BY p.finding, p.position
            """, portal)
        for row in all { pages[try row.int64("finding"), default: []].append(try row.text("url")) }
        return try rows.map { row in
            let id = try row.int64("id")
            return StoredFinding(
                id: id, identity: try identity(row), rule: try row.text("rule"), tier: try row.word("tier"),
                views: Set(try views(row)), isRendered: try row.flag("is_rendered"), state: try row.word("state"),
                decision: try row.word("decision"), pages: pages[id] ?? [])
        }
    }

    static func identity(_ row: SQLRow) throws -> FindingIdentity {
        FindingIdentity(
            rule: try row.text("identity_rule"), place: try row.text("place"), anchor: try row.text("anchor"),
            text: UInt64(bitPattern: try row.int64("text_hash")),
            likeness: UInt64(bitPattern: try row.int64("likeness")))
    }

    static func finding(_ row: SQLRow) throws -> PortalFinding {
        PortalFinding(
            id: try row.int64("id"), version: try row.int("version"), portal: try row.int64("portal"),
            kind: try row.text("kind"), rule: try row.text("rule"), tier: try row.word("tier"),
            category: try row.text("category"), score: try row.real("score"), place: try row.text("place"),
            excerpt: try row.text("excerpt"), words: try list(row, "words"), views: try views(row),
            url: try row.text("url"), pageCount: try row.int("page_count"), isOrphan: try row.flag("is_orphan"),
            isRendered: try row.flag("is_rendered"), evidence: try row.optionalText("evidence"),
            otherEvidence: try list(row, "other_evidence"), evidenceNote: try row.optionalText("evidence_note"),
            state: try row.word("state"), excuse: try excuse(row), unseen: try unseen(row),
            decision: try row.word("decision"), decidedBy: try row.optionalText("decided_by"),
            decided: try row.optionalMoment("decided"), decisionNote: try row.text("decision_note"),
            firstSeen: try row.moment("first_seen"), lastSeen: try row.moment("last_seen"),
            goneAt: try row.optionalMoment("gone_at"))
    }

    static func rule(_ row: SQLRow) throws -> FindingRule {
        FindingRule(
            id: try row.int64("id"), portal: try row.optionalInt("portal").map(Int64.init), identity: try identity(row),
            excerpt: try row.text("excerpt"), reason: try row.text("reason"), author: try row.text("author"),
            created: try row.moment("created"), expires: try row.moment("expires"),
            ended: try row.optionalMoment("ended"))
    }

    private static func views(_ row: SQLRow) throws -> [VisitorView] {
        try row.text("views").split(separator: ",").compactMap { VisitorView(rawValue: String($0)) }
    }

    private static func excuse(_ row: SQLRow) throws -> FindingExcuse? {
        switch try row.optionalText("excuse") {
        case "rule": try row.optionalInt("excuse_rule").map { .rule(Int64($0)) }
        case "domain": .allowedDomain
        default: nil
        }
    }

    private static func unseen(_ row: SQLRow) throws -> FindingAbsence? {
        try row.optionalText("unseen").flatMap(FindingAbsence.init(rawValue:))
    }

    /// A JSON list of texts.
    static func list(_ row: SQLRow, _ column: String) throws -> [String] {
        try JSONDecoder().decode([String].self, from: Data(try row.text(column).utf8))
    }

    static func json(_ texts: [String]) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        return String(decoding: try encoder.encode(texts), as: UTF8.self)
    }
}
