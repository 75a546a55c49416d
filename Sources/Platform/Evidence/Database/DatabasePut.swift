import Cryptography
import SQLStore

/// One bundle on its way into the database: room is taken with its first rows, and it is seen with its last.
///
/// The content may lie there already, or come from another node that stores the same file at the same time: a file is named by
/// its digest, so theirs is as good. A file that is removed meanwhile makes the put begin anew.
///
/// Content for the folder comes after the rows that name it, and before the bundle. A removal deletes the row, and the row's
/// number never comes again: a put that finds the numbers at its end that it had at its beginning knows that nobody removed what
/// it wrote or found.
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

    /// About one piece's worth of bytes.
    private struct Piece: Sendable {
        var sha256: String
        var number: Int
        var bytes: ArraySlice<UInt8>
    }

    private enum Step: Sendable {
        /// One transaction.
        case rows(pieces: [Piece], isFirst: Bool, isLast: Bool)
        /// One file into the folder.
        case content(File)
    }

    /// What was there when the put began.
    private struct Plan: Sendable {
        var known: [String: StoredFile] = [:]
        /// Files that are there whole.
        var whole: Set<String> = []
        var ownPlace: FilePlace

        func place(of file: File) -> FilePlace { known[file.sha256]?.place ?? ownPlace }
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

    /// - Throws: `budgetExhausted`, `altered`, `noFolder`, `ioFailed`.
    func run() async throws {
        for _ in 0..<Self.maxAttempts {
            let plan = try await plan()
            do {
                return try await follow(plan)
            } catch is Vanished {
                continue
            }
        }
        throw EvidenceError(.ioFailed, "\(signed.id): its files were removed again and again while it was written")
    }

    /// Goes so many steps; a test stops between two.
    func write(upTo count: Int) async throws { try await follow(try await plan(), upTo: count) }

    private func follow(_ plan: Plan, upTo count: Int = .max) async throws {
        var rows: [String: Int64] = [:]
        for step in steps(plan).prefix(count) {
            switch step {
            case .content(let file): try await write(file, row: rows[file.sha256])
            case .rows(let pieces, let isFirst, let isLast):
                let (now, before) = (evidence.time.now(), rows)
                rows = try await evidence.store.write { connection in
                    let rows = isFirst ? try reserve(plan, now, connection) : before
                    for piece in pieces { try Self.insert(piece, connection) }
                    if isLast { try seal(rows, now, connection) }
                    return rows
                }
            }
        }
    }

    private func write(_ file: File, row: Int64?) async throws(EvidenceError) {
        let folder = try evidence.givenFolder()
        guard let row, let name = ContentName(sha256: file.sha256, row: row) else {
            throw EvidenceError(.ioFailed, "the database gave no row for a file of \(signed.id)")
        }
        try await DiskThread.run { () throws(EvidenceError) in try folder.write(file.bytes, as: name) }
    }

    /// Which files are there whole. What is there under the same digest and is something else is told, not built upon.
    /// - Throws: `altered`, `noFolder`.
    private func plan() async throws -> Plan {
        var plan = Plan(ownPlace: evidence.ownPlace)
        for file in files {
            guard let found = try await found(file) else { continue }
            plan.known[file.sha256] = found.version.stored
            if found.isWhole { plan.whole.insert(file.sha256) }
        }
        return plan
    }

    /// Nil when there is no row of it.
    private func found(_ file: File) async throws -> (version: Version, isWhole: Bool)? {
        for _ in 0..<Self.maxAttempts {
            guard let before = try await version(of: file) else { return nil }
            guard before.isComplete, let digest = try await evidence.digest(of: before.stored) else {
                return (before, false)
            }
            if digest == file.sha256 { return (before, true) }
            // Another put or removal may have been at work on it.
            if try await version(of: file) == before {
                throw EvidenceError(.altered, "a file of \(signed.id) is stored already and was changed since")
            }
        }
        return nil
    }

    private struct Version: Sendable, Equatable {
        var stored: StoredFile
        var wanted: Int
        /// All of its pieces are there; of the folder its rows do not tell.
        var isComplete: Bool
    }

    private func version(of file: File) async throws -> Version? {
        try await evidence.read { connection in
            let row = try connection.first(
                "SELECT id, sha256, place, wanted FROM evidence_files WHERE sha256 = ?", file.sha256)
            guard let row else { return nil }
            let stored = try StoredFile(row)
            return Version(
                stored: stored, wanted: try row.int("wanted"),
                isComplete: try stored.place == .folder || Self.isWhole(file, connection))
        }
    }

    private static func isWhole(_ file: File, _ connection: ReadConnection) throws -> Bool {
        try connection.count(
            """
            SELECT count(*) FROM evidence_pieces p JOIN evidence_files f ON f.id = p.file WHERE f.sha256 = ?
            """, file.sha256) == file.pieceCount
    }

    private func steps(_ plan: Plan) -> [Step] {
        let missing = files.filter { !plan.whole.contains($0.sha256) }
        let contents = missing.filter { plan.place(of: $0) == .folder }.map(Step.content)
        let batches = Self.batches(missing.filter { plan.place(of: $0) == .database })
        let start = contents.isEmpty ? [] : [.rows(pieces: [], isFirst: true, isLast: false)] + contents
        return start
            + batches.enumerated().map { index, pieces in
                .rows(pieces: pieces, isFirst: start.isEmpty && index == 0, isLast: index == batches.count - 1)
            }
    }

    /// The pieces in groups of a bounded size, at least one group.
    private static func batches(_ files: [File]) -> [[Piece]] {
        let size = DatabaseEvidence.pieceByteCount
        var batches: [[Piece]] = [[]]
        var byteCount = 0
        for file in files {
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

    /// Says that the files are wanted, and takes room for the new ones.
    /// - Returns: the numbers of their rows.
    /// - Throws: `Vanished` when a file is not what it was when the put began, or another node stored it elsewhere.
    private func reserve(_ plan: Plan, _ now: Moment, _ connection: WriteConnection) throws -> [String: Int64] {
        var rows: [String: Int64] = [:]
        var need = 0
        for file in files {
            let known = try connection.first(
                """
                UPDATE evidence_files SET wanted = wanted + 1, wanted_at = ? WHERE sha256 = ? RETURNING id, sha256, place
                """, now, file.sha256
            ).map(StoredFile.init)
            if plan.whole.contains(file.sha256), known != plan.known[file.sha256] { throw Vanished() }
            if let known {
                guard known.place == plan.place(of: file) else { throw Vanished() }
                rows[file.sha256] = known.id
                continue
            }
            rows[file.sha256] = try connection.insert(
                "INSERT INTO evidence_files (sha256, byte_count, wanted, wanted_at, place) VALUES (?, ?, 1, ?, ?)",
                file.sha256, file.bytes.count, now, plan.place(of: file).rawValue)
            need += file.bytes.count
        }
        try EvidenceSpace.take(need, of: evidence.budget, connection)
        return rows
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
    private func seal(_ rows: [String: Int64], _ now: Moment, _ connection: WriteConnection) throws {
        for file in files {
            let row = try connection.first(
                "SELECT id, sha256, place FROM evidence_files WHERE sha256 = ?", file.sha256)
            guard let stored = try row.map(StoredFile.init), stored.id == rows[file.sha256],
                try stored.place == .folder || Self.isWhole(file, connection)
            else { throw Vanished() }
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
