import SQLStore

/// Files that were looked at and wait for somebody to say yes: what is confirmed is what was shown, whichever machine is asked.
/// Forgotten after an hour.
struct UploadStore: Sendable {
    static let maxBytes = 4 << 20
    private static let keptFor = Duration.seconds(3_600)

    static let migrations = MigrationPlan(
        room: "administration",
        [
            Migration(
                1, "files that wait for a yes",
                [
                    .table(
                        "administration_uploads",
                        """
                        id id
                        digest text NOT NULL UNIQUE CHECK (length(digest) = 64)
                        kind text NOT NULL CHECK (length(kind) BETWEEN 1 AND 40)
                        name text NOT NULL CHECK (length(name) <= 200)
                        content bytes NOT NULL CHECK (length(content) <= 4194304)
                        created time NOT NULL
                        """),
                    .plain("CREATE INDEX administration_uploads_created ON administration_uploads (created)"),
                ])
        ])

    struct Upload: Sendable {
        var kind: String
        var name: String
        var content: [UInt8]
    }

    private let store: SQLStore
    private let time: any TimeSource

    init(_ store: SQLStore, time: any TimeSource) {
        (self.store, self.time) = (store, time)
    }

    /// - Parameter digest: of kind and content; the same file twice is one.
    func keep(_ upload: Upload, digest: String) async throws {
        let now = time.now()
        try await store.write { db in
            try db.execute("DELETE FROM administration_uploads WHERE created < ?", now - Self.keptFor)
            try db.execute(
                """
                INSERT INTO administration_uploads (digest, kind, name, content, created) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (digest) DO UPDATE SET name = excluded.name, created = excluded.created
                """, digest, upload.kind, upload.name, upload.content, now)
        }
    }

    /// Forgets what nobody said yes to in time. For a job, once an hour.
    /// - Returns: files taken away.
    func purge() async throws -> Int {
        let now = time.now()
        return try await store.write { db in
            try db.execute("DELETE FROM administration_uploads WHERE created < ?", now - Self.keptFor)
        }
    }

    /// Nil when it was never kept, or is forgotten.
    func find(_ digest: String) async throws -> Upload? {
        let oldest = time.now() - Self.keptFor
        return try await store.read { db in
            guard
                let row = try db.first(
                    "SELECT kind, name, content FROM administration_uploads WHERE digest = ? AND created >= ?", digest,
                    oldest)
            else { return nil }
            return Upload(kind: try row.text("kind"), name: try row.text("name"), content: try row.bytes("content"))
        }
    }

    func forget(_ digest: String) async throws {
        try await store.write { db in
            try db.execute("DELETE FROM administration_uploads WHERE digest = ?", digest)
        }
    }
}
