import SQLStore

/// Takes bundles and files out of the database: a bundle is out of sight in one transaction, its files go a few pieces at a
/// time, and only while nobody wants them anew.
struct DatabaseRemoval: Sendable {
    /// Pieces that one transaction removes.
    private static let maxPieces = 16
    private static let pageSize = 500
    /// How long a file may lie there without a bundle: longer than any put takes.
    static let graceTime = Duration.seconds(3600)

    let evidence: DatabaseEvidence

    private struct File: Sendable {
        var id: Int64
        var byteCount: Int
        /// As it was when the file was found to be in no bundle.
        var wanted: Int

        init(_ row: SQLRow) throws {
            id = try row.int64("id")
            byteCount = try row.int("byte_count")
            wanted = try row.int("wanted")
        }
    }

    /// Removes one bundle, and the files that no other has.
    /// - Returns: bytes that came free.
    /// - Throws: `held`, `notFound`, `ioFailed`.
    func remove(_ id: BundleID) async throws(EvidenceError) -> Int {
        let (freed, files) = try await evidence.write { connection in try Self.takeAway(id, connection) }
        return freed + (try await remove(files))
    }

    private static func takeAway(_ id: BundleID, _ connection: WriteConnection) throws -> (Int, [File]) {
        guard try connection.count("SELECT count(*) FROM evidence_holds WHERE bundle = ?", id.text) == 0 else {
            throw EvidenceError(.held, "\(id) is held and may not be removed")
        }
        let files = try connection.rows(
            """
            SELECT f.id, f.byte_count, f.wanted FROM evidence_files f
            WHERE f.id IN (SELECT file FROM evidence_parts WHERE bundle = ?) ORDER BY f.id
            """, id.text
        ).map(File.init)
        try connection.execute("DELETE FROM evidence_parts WHERE bundle = ?", id.text)
        let gone = try connection.rows(
            "DELETE FROM evidence_bundles WHERE digest = ? RETURNING length(manifest) + length(signature) AS own",
            id.text)
        guard let own = try gone.first?.int("own") else { throw EvidenceError(.notFound, "there is no bundle \(id)") }
        try EvidenceSpace.give(own, connection)
        var freed = own
        var left: [File] = []
        // Small files go at once: most bundles then need no more than this transaction.
        var room = maxPieces
        for file in files {
            let pieces = DatabasePut.pieceCount(file.byteCount)
            if pieces <= room {
                room -= pieces
                if try step(file, connection) == .gone { freed += file.byteCount }
            } else {
                left.append(file)
            }
        }
        return (freed, left)
    }

    /// Removes what puts left unfinished that ended long ago.
    /// - Returns: bytes that came free.
    func removeUnfinished() async throws(EvidenceError) -> Int {
        let limit = evidence.time.now() - Self.graceTime
        var freed = 0
        var last: Int64 = 0
        while true {
            let start = last
            let files = try await evidence.read { connection in
                try connection.rows(
                    """
                    SELECT f.id, f.byte_count, f.wanted FROM evidence_files f WHERE f.id > ? AND f.wanted_at < ?
                    AND NOT EXISTS (SELECT 1 FROM evidence_parts p WHERE p.file = f.id) ORDER BY f.id LIMIT ?
                    """, start, limit, Self.pageSize
                ).map(File.init)
            }
            guard let end = files.last?.id else { return freed }
            freed += try await remove(files)
            last = end
        }
    }

    /// Removes the files that a put brought and that no bundle came to have.
    func removeUnfinished(of put: DatabasePut) async {
        for file in put.files {
            let row = try? await evidence.read { connection in
                try connection.first(
                    "SELECT id, byte_count, wanted FROM evidence_files WHERE sha256 = ? AND wanted = 1", file.sha256)
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
            if outcome == .gone { freed += file.byteCount }
        }
        return freed
    }

    private enum Outcome: Sendable { case more, gone, wanted }

    /// A few pieces of a file that is in no bundle.
    private static func step(_ file: File, _ connection: WriteConnection) throws -> Outcome {
        let isFree =
            try connection.count(
                """
                SELECT count(*) FROM evidence_files f WHERE f.id = ? AND f.wanted = ?
                AND NOT EXISTS (SELECT 1 FROM evidence_parts p WHERE p.file = f.id)
                """, file.id, file.wanted) == 1
        guard isFree else { return .wanted }
        try connection.execute(
            """
            DELETE FROM evidence_pieces WHERE file = ? AND number IN
            (SELECT number FROM evidence_pieces WHERE file = ? ORDER BY number DESC LIMIT ?)
            """, file.id, file.id, Self.maxPieces)
        guard try connection.count("SELECT count(*) FROM evidence_pieces WHERE file = ?", file.id) == 0 else {
            return .more
        }
        try connection.execute("DELETE FROM evidence_files WHERE id = ?", file.id)
        try EvidenceSpace.give(file.byteCount, connection)
        return .gone
    }
}
