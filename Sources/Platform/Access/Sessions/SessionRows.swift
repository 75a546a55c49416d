import Patterns
import SQLStore

/// Statements about sessions, for the transactions of those who use them.
enum SessionRows {
    /// Begins a session; ends the oldest of the account when there are too many.
    static func insert(
        _ token: SessionToken, account: Int64, address: IPAddress, agent: String, at now: Moment, keeping maxCount: Int,
        in db: WriteConnection
    ) throws -> Int64 {
        try db.execute(
            """
            UPDATE sessions SET ended = ?, ended_why = ? WHERE id IN
              (SELECT id FROM sessions WHERE account = ? AND ended IS NULL ORDER BY id DESC LIMIT 1000 OFFSET ?)
            """, now, SessionEnd.crowded, account, max(0, maxCount - 1))
        return try db.insert(
            """
            INSERT INTO sessions (digest, account, created, seen, authenticated, address, block, agent)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """, token.digest, account, now, now, now, address.text, AddressBlock(address).text,
            AgentSummary.text(of: agent))
    }

    /// - Returns: how many were open.
    @discardableResult
    static func endAll(
        of account: Int64, _ why: SessionEnd, except kept: Int64? = nil, at now: Moment, in db: WriteConnection
    ) throws -> Int {
        try db.execute(
            "UPDATE sessions SET ended = ?, ended_why = ? WHERE account = ? AND ended IS NULL AND id <> ?", now, why,
            account,
            kept ?? 0)
    }

    /// - Returns: false when it is none of the account's, or was over.
    static func end(
        _ id: Int64, of account: Int64, _ why: SessionEnd, at now: Moment, in db: WriteConnection
    ) throws -> Bool {
        try db.execute(
            "UPDATE sessions SET ended = ?, ended_why = ? WHERE id = ? AND account = ? AND ended IS NULL", now, why, id,
            account) == 1
    }
}
