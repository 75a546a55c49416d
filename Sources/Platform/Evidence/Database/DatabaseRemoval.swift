import SQLStore

/// Takes bundles and files out of the database: a bundle is out of sight in one transaction, its files go a few pieces at a
/// time, and only while nobody wants them anew. A file in the folder goes after its row, under a name that no other row ever has.
struct DatabaseRemoval: Sendable {
    /// Pieces that one transaction removes.
    private static let maxPieces = 16
    private static let pageSize = 500
    /// How long a file may lie there without a bundle: longer than any put takes.
    static let graceTime = Duration.seconds(3600)

    let evidence: DatabaseEvidence

    private struct File: Sendable {
        var stored: StoredFile
        var byteCount: Int
        /// As it was when the file was found to be in no bundle.
        var wanted: Int

        init(_ row: SQLRow) throws {
            stored = try StoredFile(row)
            byteCount = try row.int("byte_count")
            wanted = try row.int("wanted")
        }
    }

    /// Removes one bundle, and the files that no other has.
    /// - Returns: bytes that came free.
    /// - Throws: `held`, `notFound`, `ioFailed`.
    func remove(_ id: BundleID) async throws(EvidenceError) -> Int {
        let taken = try await evidence.write { connection in try takeAway(id, connection) }
        for file in taken.gone { try await removeContent(file) }
        return taken.freed + (try await remove(taken.left))
    }

    private struct Taken: Sendable {
        var freed: Int
        /// Files that have no row any more, and that have one still.
        var gone: [File] = []
        var left: [File] = []
    }

    private func takeAway(_ id: BundleID, _ connection: WriteConnection) throws -> Taken {
        guard try connection.count("SELECT count(*) FROM evidence_holds WHERE bundle = ?", id.text) == 0 else {
            throw EvidenceError(.held, "\(id) is held and may not be removed")
        }
        let files = try connection.rows(
            """
            SELECT f.id, f.sha256, f.place, f.byte_count, f.wanted FROM evidence_files f
            WHERE f.id IN (SELECT file FROM evidence_parts WHERE bundle = ?) ORDER BY f.id
            """, id.text
        ).map(File.init)
        // Who has no folder would leave what lies there.
        if files.contains(where: { $0.stored.place == .folder }) { _ = try evidence.givenFolder() }
        try connection.execute("DELETE FROM evidence_parts WHERE bundle = ?", id.text)
        let gone = try connection.rows(
            "DELETE FROM evidence_bundles WHERE digest = ? RETURNING length(manifest) + length(signature) AS own",
            id.text)
        guard let own = try gone.first?.int("own") else { throw EvidenceError(.notFound, "there is no bundle \(id)") }
        try EvidenceSpace.give(own, connection)
        var taken = Taken(freed: own)
        // Small files go at once: most bundles then need no more than this transaction.
        var room = Self.maxPieces
        for file in files {
            let pieces = file.stored.place == .folder ? 0 : DatabasePut.pieceCount(file.byteCount)
            guard pieces <= room else {
                taken.left.append(file)
                continue
            }
            room -= pieces
            if try Self.step(file, connection) == .gone {
                taken.freed += file.byteCount
                taken.gone.append(file)
            }
        }
        return taken
    }

    /// Removes what puts left unfinished that ended long ago.
    /// - Returns: bytes that came free.
    func removeUnfinished() async throws(EvidenceError) -> Int {
        let limit = evidence.time.now() - Self.graceTime
        let places: [FilePlace] = evidence.folder == nil ? [.database] : [.database, .folder]
        let placeList = SQL.list(places.map(\.rawValue))
        var freed = 0
        var last: Int64 = 0
        while true {
            let start = last
            let files = try await evidence.read { connection in
                var query = SQL(
                    """
                    SELECT f.id, f.sha256, f.place, f.byte_count, f.wanted FROM evidence_files f
                    WHERE f.id > ? AND f.wanted_at < ?
                    AND NOT EXISTS (SELECT 1 FROM evidence_parts p WHERE p.file = f.id) AND f.place IN
                    """, start, limit)
                query.append(placeList)
                query.append(" ORDER BY f.id LIMIT ?", Self.pageSize)
                return try connection.rows(query).map(File.init)
            }
            guard let end = files.last?.stored.id else { return freed }
            freed += try await remove(files)
            last = end
        }
    }

    /// Removes the files that a put brought and that no bundle came to have.
    func removeUnfinished(of put: DatabasePut) async {
        for file in put.files {
            let row = try? await evidence.read { connection in
                try connection.first(
                    "SELECT id, sha256, place, byte_count, wanted FROM evidence_files WHERE sha256 = ? AND wanted = 1",
                    file.sha256)
            }
            // What cannot be removed now is by the next prune.
            if let row, let file = try? File(row) { _ = try? await remove([file]) }
        }
    }

    private func remove(_ files: [File]) async throws(EvidenceError) -> Int {
        var freed = 0
        for file in files {
            var outcome = Outcome.more
            while outcome == .more {
                outcome = try await evidence.write { connection in try Self.step(file, connection) }
            }
            if outcome == .gone {
                freed += file.byteCount
                try await removeContent(file)
            }
        }
        return freed
    }

    /// What a kill leaves here goes with what nobody names.
    private func removeContent(_ file: File) async throws(EvidenceError) {
        guard file.stored.place == .folder else { return }
        let (folder, name) = (try evidence.givenFolder(), try file.stored.contentName())
        try await DiskThread.run { () throws(EvidenceError) in folder.remove(name) }
    }

    /// Clears the folder of what no row names. Rows come before files: what has none has none any more.
    /// Cost: the folder's list, and a query for each `pageSize` files.
    func clearFolder() async throws(EvidenceError) {
        guard let folder = evidence.folder else { return }
        let now = evidence.time.now().microseconds / 1_000_000
        for shelf in try await DiskThread.run({ () throws(EvidenceError) in try folder.shelves() }) {
            let entries = try await DiskThread.run { () throws(EvidenceError) in try folder.entries(on: shelf) }
            for start in stride(from: 0, to: entries.count, by: Self.pageSize) {
                let page = entries[start..<min(entries.count, start + Self.pageSize)]
                let known = try await named(page.compactMap(\.content))
                try await DiskThread.run { () throws(EvidenceError) in
                    try folder.clear(page, named: known, on: shelf, now: now)
                }
            }
        }
    }

    /// Those that a row names.
    private func named(_ names: [ContentName]) async throws(EvidenceError) -> Set<ContentName> {
        guard !names.isEmpty else { return [] }
        return try await evidence.read { connection in
            let query = SQL("SELECT id, sha256 FROM evidence_files WHERE id IN ") + SQL.list(names.map(\.row))
            return Set(
                try connection.rows(query).compactMap { row in
                    ContentName(sha256: try row.text("sha256"), row: try row.int64("id"))
                })
        }
    }

    private enum Outcome: Sendable { case more, gone, wanted }

    /// A few pieces of a file that is in no bundle.
    private static func step(_ file: File, _ connection: WriteConnection) throws -> Outcome {
        let isFree =
            try connection.count(
                """
                SELECT count(*) FROM evidence_files f WHERE f.id = ? AND f.wanted = ?
                AND NOT EXISTS (SELECT 1 FROM evidence_parts p WHERE p.file = f.id)
                """, file.stored.id, file.wanted) == 1
        guard isFree else { return .wanted }
        try connection.execute(
            """
            DELETE FROM evidence_pieces WHERE file = ? AND number IN
            (SELECT number FROM evidence_pieces WHERE file = ? ORDER BY number DESC LIMIT ?)
            """, file.stored.id, file.stored.id, Self.maxPieces)
        guard try connection.count("SELECT count(*) FROM evidence_pieces WHERE file = ?", file.stored.id) == 0 else {
            return .more
        }
        try connection.execute("DELETE FROM evidence_files WHERE id = ?", file.stored.id)
        try EvidenceSpace.give(file.byteCount, connection)
        return .gone
    }
}
