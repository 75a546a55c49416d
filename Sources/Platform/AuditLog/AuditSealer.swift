package import SQLStore

/// Links new rows to the chain. One machine at a time does so, by a lease; another takes over when it falls silent.
package struct AuditSealer: Sendable {
    /// Rows linked in one transaction.
    private static let batchRows = 500
    private static let lease = Duration.seconds(10)

    private let store: SQLStore
    private let time: any TimeSource
    private let node: String

    /// - Parameter node: a name that no other machine has.
    package init(_ store: SQLStore, node: String, time: any TimeSource = SystemTime()) {
        self.store = store
        self.time = time
        self.node = node
    }

    /// Seals until the task is cancelled: at every notice, and once a second.
    package func run() async {
        let notices = store.notices(AuditLog.channel)
        await withTaskGroup { group in
            group.addTask {
                for await _ in notices { await sealAll() }
            }
            group.addTask {
                while !Task.isCancelled {
                    await sealAll()
                    try? await Task.sleep(for: .seconds(1))
                }
            }
            await group.waitForAll()
        }
    }

    /// A database that is away is tried again at the next turn; what is not sealed is told by `AuditCheck`.
    private func sealAll() async {
        while !Task.isCancelled, let count = try? await seal(), count == Self.batchRows {}
    }

    /// Seals up to a batch of rows.
    /// - Returns: rows sealed; 0 also when another machine holds the lease.
    package func seal() async throws -> Int {
        let now = time.now()
        let pending = try await store.read {
            try $0.count("SELECT count(*) FROM (SELECT id FROM audit_rows WHERE sequence IS NULL LIMIT 1) AS one")
        }
        guard pending > 0 else { return 0 }
        return try await store.write { connection in
            guard var head = try takeLease(connection, now) else { return 0 }
            let rows = try connection.rows(
                "SELECT * FROM audit_rows WHERE sequence IS NULL ORDER BY id LIMIT ?", Self.batchRows)
            for row in rows {
                let row = try AuditRow(row)
                head.sequence += 1
                head.hash = AuditChain.hash(of: row, sequence: head.sequence, after: head.hash)
                try connection.execute(
                    "UPDATE audit_rows SET sequence = ?, hash = ? WHERE id = ?", head.sequence, head.hash, row.id)
            }
            try connection.execute("UPDATE audit_head SET sequence = ?, hash = ?", head.sequence, head.hash)
            return rows.count
        }
    }

    private func takeLease(_ connection: WriteConnection, _ now: Moment) throws -> (sequence: Int, hash: String)? {
        let taken = try connection.execute(
            "UPDATE audit_head SET sealer = ?, sealer_until = ? WHERE sealer = ? OR sealer_until < ? OR sealer_until > ?",
            node,
            now + Self.lease, node, now, now + Self.lease + Self.lease)
        guard taken == 1, let head = try connection.first("SELECT sequence, hash FROM audit_head") else { return nil }
        return (try head.int("sequence"), try head.text("hash"))
    }
}
