import Glibc
package import SQLStore

/// Evidence in the database of the program: every node that shares the database reads and adds to it.
///
/// Bundles are the same, byte by byte, as in a folder. A file that several bundles have is stored once. Its content lies in the
/// database in pieces of 1 MB, a few of them a transaction, or in a folder that the nodes share (`ContentFolder`); the rest are
/// rows in either case. A bundle is seen when all of its content is there. What a killed node left unfinished counts against
/// the budget until the next `prune`, or until a put needs the room.
package struct DatabaseEvidence: Sendable {
    let store: SQLStore
    let key: NodeKey?
    /// Bytes that the evidence may take.
    package let budget: Int
    let limits: EvidenceLimits
    let time: any TimeSource
    /// Where the content of new files goes; nil for the database.
    package let folder: ContentFolder?
    /// Where a bundle is laid out to be checked, as long as that takes.
    let scratch: String

    /// - Parameters:
    ///   - key: nil to read, hold and remove only.
    ///   - budget: the same on every node.
    ///   - folder: takes the content of new files, and gives what lies there.
    ///   - scratch: a folder for temporary files; nil for that of the system.
    package init(
        _ store: SQLStore, key: NodeKey?, budget: Int = .max, limits: EvidenceLimits = EvidenceLimits(),
        folder: ContentFolder? = nil, time: any TimeSource = SystemTime(), scratch: String? = nil
    ) {
        self.store = store
        self.key = key
        self.budget = budget
        self.limits = limits
        self.folder = folder
        self.time = time
        self.scratch = scratch ?? getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    }

    func read<Value: Sendable>(
        _ body: @escaping @Sendable (ReadConnection) throws -> Value
    ) async throws(EvidenceError) -> Value {
        do {
            return try await store.read(body)
        } catch {
            throw EvidenceError(error)
        }
    }

    func write<Value: Sendable>(
        _ body: @escaping @Sendable (WriteConnection) throws -> Value
    ) async throws(EvidenceError) -> Value {
        do {
            return try await store.write(body)
        } catch {
            throw EvidenceError(error)
        }
    }
}

extension DatabaseEvidence {
    /// Keeps a bundle for someone who refers to it, in the transaction that makes the reference.
    /// - Parameter holder: `kind:id`, such as `finding:12`, 1 to 200 bytes. One holder holds a bundle once.
    /// - Throws: `notFound`, what the database throws.
    package static func hold(
        _ id: BundleID, for holder: String, at moment: Moment, in connection: WriteConnection
    ) throws {
        guard try connection.count("SELECT count(*) FROM evidence_bundles WHERE digest = ?", id.text) == 1 else {
            throw EvidenceError(.notFound, "there is no bundle \(id)")
        }
        try connection.execute(
            "INSERT INTO evidence_holds (bundle, holder, since) VALUES (?, ?, ?) ON CONFLICT (bundle, holder) DO NOTHING",
            id.text, holder, moment)
    }

    /// Keeps these bundles for someone, and no others any more. Bundles that are not here (they lie in a folder) are passed over.
    /// - Throws: what the database throws.
    package static func hold(
        only ids: [BundleID], for holder: String, at moment: Moment, in connection: WriteConnection
    ) throws {
        var others = SQL("DELETE FROM evidence_holds WHERE holder = ?", holder)
        if !ids.isEmpty { others.append(SQL(" AND bundle NOT IN ") + SQL.list(ids.map(\.text))) }
        try connection.execute(others)
        for id in ids
        where try connection.count("SELECT count(*) FROM evidence_bundles WHERE digest = ?", id.text) == 1 {
            try hold(id, for: holder, at: moment, in: connection)
        }
    }

    /// Ends what `hold` began; others may hold the bundle still.
    package static func release(_ id: BundleID, for holder: String, in connection: WriteConnection) throws {
        try connection.execute("DELETE FROM evidence_holds WHERE bundle = ? AND holder = ?", id.text, holder)
    }
}

/// The count of what is stored.
enum EvidenceSpace {
    static func used(_ connection: ReadConnection) throws -> Int {
        try connection.count("SELECT COALESCE(CAST(SUM(byte_count) AS bigint), 0) FROM evidence_space")
    }

    /// - Throws: `budgetExhausted`.
    static func take(_ bytes: Int, of budget: Int, _ connection: WriteConnection) throws {
        guard bytes > 0 else { return }
        let used = try used(connection)
        guard bytes <= budget - used else {
            throw EvidenceError(
                .budgetExhausted,
                "the bundle takes \(bytes) bytes, and \(max(0, budget - used)) of the evidence budget of \(budget) are "
                    + "left. Raise the budget, or remove old evidence")
        }
        try connection.execute(
            """
            INSERT INTO evidence_space (single, byte_count) VALUES (1, ?)
            ON CONFLICT (single) DO UPDATE SET byte_count = evidence_space.byte_count + excluded.byte_count
            """, bytes)
    }

    static func give(_ bytes: Int, _ connection: WriteConnection) throws {
        try connection.execute("UPDATE evidence_space SET byte_count = byte_count - ?", bytes)
    }
}
