import Cryptography
package import SQLStore

/// Where the content of a file lies. A row says it once and for all: a setting that is changed is for files to come.
enum FilePlace: String, Sendable {
    case database, folder
}

/// A row of `evidence_files`, as reading its content needs it.
struct StoredFile: Sendable, Equatable {
    var id: Int64
    var sha256: String
    var place: FilePlace

    /// - Parameter row: with columns `id`, `sha256`, `place`.
    init(_ row: SQLRow) throws {
        id = try row.int64("id")
        sha256 = try row.text("sha256")
        let word = try row.text("place")
        guard let place = FilePlace(rawValue: word) else {
            throw EvidenceError(.ioFailed, "this program knows no place '\(word)' of evidence; it is too old")
        }
        self.place = place
    }

    /// Its name in the folder.
    /// - Throws: `ioFailed` when the row's digest is none.
    func contentName() throws(EvidenceError) -> ContentName {
        guard let name = ContentName(sha256: sha256, row: id) else {
            throw EvidenceError(.ioFailed, "the database names a file of the evidence folder that cannot be one")
        }
        return name
    }
}

/// Why a file of the folder gave no content.
struct ContentFault: Error {
    var isMissing: Bool
    var reason: String
}

extension DatabaseEvidence {
    /// Where new files go.
    var ownPlace: FilePlace { folder == nil ? .database : .folder }

    /// Files whose content lies in the shared folder; a backup of the database holds their rows alone. Reads the whole table.
    package static func contentCountInFolder(_ connection: ReadConnection) throws -> Int {
        try connection.count("SELECT count(*) FROM evidence_files WHERE place = ?", FilePlace.folder.rawValue)
    }

    /// - Throws: `noFolder` with the remedy.
    func givenFolder() throws(EvidenceError) -> ContentFolder {
        guard let folder else {
            throw EvidenceError(
                .noFolder,
                "the content of this evidence lies in the shared evidence folder, which was not named. Name it with "
                    + "--evidence-folder")
        }
        return folder
    }

    /// Digest of what is stored as a file; nil when the folder has no such file.
    /// - Throws: `altered` when something else stands in the file's place; `noFolder`, what the database throws.
    func digest(of file: StoredFile) async throws -> String? {
        var stream = SHA256Stream()
        do {
            try await forEachPiece(of: file) { stream.update($0) }
        } catch let fault as ContentFault {
            if fault.isMissing { return nil }
            throw EvidenceError(.altered, "a file that is stored already cannot be read: \(fault.reason)")
        }
        return stream.finishHex()
    }

    /// One piece at a time; no more than a part may hold, whatever is stored.
    /// - Throws: `ContentFault`, `noFolder`, and what `body` throws.
    func forEachPiece(of file: StoredFile, _ body: ([UInt8]) async throws -> Void) async throws {
        switch file.place {
        case .database: try await forEachPiece(inDatabase: file.id, body)
        case .folder: try await forEachPiece(try file.contentName(), in: try givenFolder(), body)
        }
    }

    private func forEachPiece(inDatabase file: Int64, _ body: ([UInt8]) async throws -> Void) async throws {
        var next = 0
        while next < DatabasePut.pieceCount(limits.maxPartBytes) {
            let number = next
            let row = try await read { connection in
                try connection.first(
                    """
                    SELECT number, content FROM evidence_pieces WHERE file = ? AND number >= ? ORDER BY number LIMIT 1
                    """, file, number)
            }
            guard let row else { return }
            try await body(row.bytes("content"))
            next = try row.int("number") + 1
        }
    }

    private func forEachPiece(
        _ name: ContentName, in folder: ContentFolder, _ body: ([UInt8]) async throws -> Void
    ) async throws {
        for number in 0..<DatabasePut.pieceCount(limits.maxPartBytes) {
            let piece: [UInt8]
            do throws(EvidenceError) {
                piece = try await DiskThread.run { () throws(EvidenceError) in
                    try folder.read(name, from: number * Self.pieceByteCount, maxBytes: Self.pieceByteCount)
                }
            } catch {
                throw ContentFault(isMissing: error.code == .notFound, reason: "\(folder.path): \(error.message)")
            }
            guard !piece.isEmpty else { return }
            try await body(piece)
        }
    }
}
