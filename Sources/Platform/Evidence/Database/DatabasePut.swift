import Cryptography
import SQLStore

/// One bundle on its way into the database: room is taken with its first pieces, and it is seen with its last.
///
/// The pieces may lie there already, or come from another node that stores the same file at the same time: a file is named by
/// its digest, so theirs are as good. A file that is removed meanwhile makes the put begin anew.
struct DatabasePut: Sendable {
    /// Times that a put begins anew after its files were removed from under it.
    private static let maxAttempts = 5

    let evidence: DatabaseEvidence
    let signed: SignedBundle
    let created: Moment
    let files: [File]

    struct File: Sendable {
        var sha256: String
        var bytes: [UInt8]

        var pieceCount: Int { DatabasePut.pieceCount(bytes.count) }
    }

    /// What one transaction writes: about one piece's worth of bytes.
    private struct Piece: Sendable {
        var sha256: String
        var number: Int
        var bytes: ArraySlice<UInt8>
    }

    /// Ends the transaction: a file that was there is there no more.
    private struct Vanished: Error {}

    static func pieceCount(_ byteCount: Int) -> Int {
        (byteCount + DatabaseEvidence.pieceByteCount - 1) / DatabaseEvidence.pieceByteCount
    }

    init(_ bundle: EvidenceBundle, _ signed: SignedBundle, _ evidence: DatabaseEvidence) {
        self.evidence = evidence
        self.signed = signed
        created = Moment(microseconds: bundle.created)
        var seen: Set<String> = []
        files = zip(signed.files, bundle.parts).compactMap { file, part in
            seen.insert(file.sha256).inserted ? File(sha256: file.sha256, bytes: part.bytes) : nil
        }
    }

    /// - Throws: `budgetExhausted`, `altered`, `ioFailed`.
    func run() async throws {
        for _ in 0..<Self.maxAttempts {
            let batches = batches(without: try await stored())
            do {
                for index in batches.indices { try await write(batches, index) }
                return
            } catch is Vanished {
                continue
            }
        }
        throw EvidenceError(.ioFailed, "\(signed.id): its files were removed again and again while it was written")
    }

    /// Writes one batch; a test stops between two.
    func write(upTo count: Int) async throws {
        let batches = batches(without: [])
        for index in batches.indices.prefix(count) { try await write(batches, index) }
    }

    /// Files that are there whole. What is there under the same digest and is something else is told, not built upon.
    /// - Throws: `altered`.
    private func stored() async throws -> Set<String> {
        var stored: Set<String> = []
        for file in files where try await isStored(file) { stored.insert(file.sha256) }
        return stored
    }

    private func isStored(_ file: File) async throws -> Bool {
        for _ in 0..<Self.maxAttempts {
            guard let before = try await version(of: file) else { return false }
            if try await evidence.digest(ofFile: before.id) == file.sha256 { return true }
            // Another put or removal may have been at work on it.
            if try await version(of: file) == before {
                throw EvidenceError(.altered, "a file of \(signed.id) is stored already and was changed since")
            }
        }
        return false
    }

    private struct Version: Sendable, Equatable {
        var id: Int64
        var wanted: Int
    }

    /// Nil when the file is not there whole.
    private func version(of file: File) async throws -> Version? {
        try await evidence.read { connection in
            let row = try connection.first("SELECT id, wanted FROM evidence_files WHERE sha256 = ?", file.sha256)
            guard let row, try Self.isWhole(file, connection) else { return nil }
            return Version(id: try row.int64("id"), wanted: try row.int("wanted"))
        }
    }

    private static func isWhole(_ file: File, _ connection: ReadConnection) throws -> Bool {
        guard try connection.count("SELECT count(*) FROM evidence_files WHERE sha256 = ?", file.sha256) == 1 else {
            return false
        }
        return try connection.count(
            """
            SELECT count(*) FROM evidence_pieces p JOIN evidence_files f ON f.id = p.file WHERE f.sha256 = ?
            """, file.sha256) == file.pieceCount
    }

    /// The pieces in groups of a bounded size, at least one group.
    private func batches(without stored: Set<String>) -> [[Piece]] {
        let size = DatabaseEvidence.pieceByteCount
        var batches: [[Piece]] = [[]]
        var byteCount = 0
        for file in files where !stored.contains(file.sha256) {
            for number in 0..<file.pieceCount {
                let end = min(file.bytes.count, (number + 1) * size)
                let bytes = file.bytes[number * size..<end]
                if byteCount > 0, byteCount + bytes.count > size {
                    batches.append([])
                    byteCount = 0
                }
                batches[batches.count - 1].append(Piece(sha256: file.sha256, number: number, bytes: bytes))
                byteCount += bytes.count
            }
        }
        return batches
    }

    private func write(_ batches: [[Piece]], _ index: Int) async throws {
        let now = evidence.time.now()
        try await evidence.store.write { connection in
            if index == 0 { try reserve(now, connection) }
            for piece in batches[index] { try Self.insert(piece, connection) }
            if index == batches.count - 1 { try seal(now, connection) }
        }
    }

    /// Says that the files are wanted, and takes room for the new ones.
    private func reserve(_ now: Moment, _ connection: WriteConnection) throws {
        var need = 0
        for file in files {
            let known = try connection.execute(
                "UPDATE evidence_files SET wanted = wanted + 1, wanted_at = ? WHERE sha256 = ?", now, file.sha256)
            guard known == 0 else { continue }
            try connection.execute(
                "INSERT INTO evidence_files (sha256, byte_count, wanted, wanted_at) VALUES (?, ?, 1, ?)", file.sha256,
                file.bytes.count, now)
            need += file.bytes.count
        }
        try EvidenceSpace.take(need, of: evidence.budget, connection)
    }

    private static func insert(_ piece: Piece, _ connection: WriteConnection) throws {
        // Nothing where the file is gone: the seal finds it.
        try connection.execute(
            """
            INSERT INTO evidence_pieces (file, number, content) SELECT f.id, ?, ? FROM evidence_files f WHERE f.sha256 = ?
            ON CONFLICT (file, number) DO NOTHING
            """, piece.number, Array(piece.bytes), piece.sha256)
    }

    /// Makes the bundle seen, if all of its files are there.
    private func seal(_ now: Moment, _ connection: WriteConnection) throws {
        for file in files {
            guard try Self.isWhole(file, connection) else { throw Vanished() }
        }
        let own = signed.manifest.count + signed.signature.count
        let isNew = try connection.execute(
            """
            INSERT INTO evidence_bundles (digest, created, stored, manifest, signature, byte_count)
            VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (digest) DO NOTHING
            """, signed.id.text, created, now, signed.manifest, signed.signature,
            own + files.reduce(0) { $0 + $1.bytes.count })
        guard isNew == 1 else { return }
        for part in signed.files {
            try connection.execute(
                "INSERT INTO evidence_parts (bundle, name, file) SELECT ?, ?, id FROM evidence_files WHERE sha256 = ?",
                signed.id.text, part.name, part.sha256)
        }
        try EvidenceSpace.take(own, of: evidence.budget, connection)
    }
}
