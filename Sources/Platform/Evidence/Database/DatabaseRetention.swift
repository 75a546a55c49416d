import SQLStore

/// Which bundles a retention lets go, the oldest first, and what that frees: a file comes free with the last bundle that has it.
struct DatabaseRetention {
    private static let pageSize = 500

    let retention: EvidenceRetention
    private(set) var removal = EvidenceRemoval()
    private var used = 0
    /// Uses of a file that are left, for files that several bundles have.
    private var uses: [Int64: Int] = [:]
    private var last: (created: Moment, digest: String)?
    private var isDone = false

    init(_ retention: EvidenceRetention) { self.retention = retention }

    /// Goes through all pages. Memory: the identifiers of what goes, and the files shared among bundles.
    static func removal(
        _ retention: EvidenceRetention, _ evidence: DatabaseEvidence
    ) async throws(EvidenceError) -> EvidenceRemoval {
        guard retention != EvidenceRetention() else { return EvidenceRemoval() }
        var plan = Self(retention)
        plan.used = try await evidence.read { connection in try EvidenceSpace.used(connection) }
        while !plan.isDone {
            let before = plan
            plan = try await evidence.read { connection in
                var next = before
                try next.readPage(connection)
                return next
            }
        }
        return plan.removal
    }

    private mutating func readPage(_ connection: ReadConnection) throws {
        let rows = try connection.rows(Self.page(after: last))
        isDone = rows.count < Self.pageSize
        for row in rows {
            let created = try row.moment("created")
            let digest = try row.text("digest")
            guard isDue(created) else {
                isDone = true
                return
            }
            last = (created, digest)
            if try row.int("holds") > 0 {
                removal.heldCount += 1
            } else if let id = BundleID(digest) {
                try add(id, own: row.int("own"), connection)
            } else {
                removal.unreadableCount += 1
            }
        }
    }

    static func page(after last: (created: Moment, digest: String)?) -> SQL {
        SQL(
            """
            SELECT b.digest, b.created, length(b.manifest) + length(b.signature) AS own,
            (SELECT count(*) FROM evidence_holds h WHERE h.bundle = b.digest) AS holds
            FROM evidence_bundles b WHERE (b.created, b.digest) > (?, ?) ORDER BY b.created, b.digest LIMIT ?
            """, last?.created ?? Moment(microseconds: .min), last?.digest ?? "", pageSize)
    }

    private func isDue(_ created: Moment) -> Bool {
        if let before = retention.before, created.microseconds < before { return true }
        if let maxBytes = retention.maxBytes, used > maxBytes { return true }
        return false
    }

    private mutating func add(_ id: BundleID, own: Int, _ connection: ReadConnection) throws {
        var freed = own
        let files = try connection.rows(
            """
            SELECT p.file, f.byte_count, (SELECT count(*) FROM evidence_parts q WHERE q.file = p.file) AS uses
            FROM evidence_parts p JOIN evidence_files f ON f.id = p.file WHERE p.bundle = ?
            """, id.text)
        for row in files {
            let file = try row.int64("file")
            let left = try (uses[file] ?? row.int("uses")) - 1
            uses[file] = left > 0 ? left : nil
            if left == 0 { freed += try row.int("byte_count") }
        }
        used -= freed
        removal.freedBytes += freed
        removal.removed.append(id)
    }
}
