private import Foundation
package import SQLStore

/// The record of who did what. A row is written in the transaction of the change that it tells of: one is not there without the
/// other. A sealer links rows to a chain of hashes soon after (`AuditSealer`); `AuditCheck` says whether the chain holds.
package enum AuditLog {
    package static let migrations = MigrationPlan(
        room: "audit",
        [
            Migration(
                1, "rows and the head of their chain",
                [
                    .table(
                        "audit_rows",
                        """
                        id id
                        at time NOT NULL
                        actor text NOT NULL
                        action text NOT NULL
                        subject text NOT NULL
                        detail text NOT NULL
                        address text NOT NULL
                        sequence int UNIQUE
                        hash text
                        CHECK ((sequence IS NULL) = (hash IS NULL))
                        """),
                    .plain("CREATE INDEX audit_rows_subject ON audit_rows (subject, id)"),
                    .plain("CREATE INDEX audit_rows_at ON audit_rows (at)"),
                    .plain("CREATE INDEX audit_rows_unsealed ON audit_rows (id) WHERE sequence IS NULL"),
                    .table(
                        "audit_head",
                        """
                        single int PRIMARY KEY CHECK (single = 1)
                        sequence int NOT NULL
                        hash text NOT NULL
                        sealer text NOT NULL
                        sealer_until time NOT NULL
                        """),
                    .plain(
                        "INSERT INTO audit_head (single, sequence, hash, sealer, sealer_until) VALUES (1, 0, '', '', 0)"
                    ),
                ])
        ])

    /// Wakes the sealer.
    package static let channel = NoticeChannel("audit")

    /// Adds a row to the transaction of the change.
    package static func record(_ entry: AuditEntry, at moment: Moment, in connection: WriteConnection) throws {
        try connection.execute(
            "INSERT INTO audit_rows (at, actor, action, subject, detail, address) VALUES (?, ?, ?, ?, ?, ?)", moment,
            entry.actor.text, entry.action, entry.subject, text(of: entry.detail), entry.address)
        try connection.notify(channel)
    }

    /// JSON with its names in order, so that the same detail is the same text.
    private static func text(of detail: [String: String]) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(detail), as: UTF8.self)
    }
}

/// A row as it stands in the log.
package struct AuditRow: Sendable, Equatable, Codable {
    package var id: Int64
    package var at: Moment
    package var actor: String
    package var action: String
    package var subject: String
    /// JSON: what changed, by name.
    package var detail: String
    package var address: String
    /// Place in the chain, from 1; nil while it is not sealed.
    package var sequence: Int?
    package var hash: String?

    package init(_ row: SQLRow) throws {
        id = try row.int64("id")
        at = try row.moment("at")
        actor = try row.text("actor")
        action = try row.text("action")
        subject = try row.text("subject")
        detail = try row.text("detail")
        address = try row.text("address")
        sequence = try row.optionalInt("sequence")
        hash = try row.optionalText("hash")
    }
}
