import Cryptography
package import SQLStore

/// A folder and a database that belong together say the same word. A share that is not mounted, or that belongs to another
/// installation, is found when it is opened, before anything is written beside it or cleared from it.
extension ContentFolder {
    /// Opens the folder of a database. The first writer of both marks them.
    /// - Parameter isWriter: makes the folder if the one that it is to lie in is there, and tries to write.
    /// - Throws: `noFolder` when the two do not belong together; `ioFailed`; both with the remedy.
    package static func open(
        _ path: String, of store: SQLStore, isWriter: Bool
    ) async throws(EvidenceError) -> ContentFolder {
        let folder = try await DiskThread.run { () throws(EvidenceError) in
            try ContentFolder(path, isWriter: isWriter)
        }
        var found = try await folder.marks(store)
        if found.database == nil, found.folder == nil {
            guard isWriter else { return folder }
            try await folder.join(store)
            found = try await folder.marks(store)
        }
        for _ in 0..<joiningTries where found.database != nil && found.folder == nil {
            try? await Task.sleep(for: .milliseconds(100))
            found = try await folder.marks(store)
        }
        try folder.compare(found)
        return folder
    }

    /// Looks at a folder whose mark another node may be about to leave.
    private static let joiningTries = 10

    /// Tries a folder without changing anything in it for good; it need not be there if it can be made.
    /// - Throws: `ioFailed` with the remedy.
    package static func tryOut(_ path: String) throws(EvidenceError) { _ = try ContentFolder(path, isWriter: true) }

    private struct Marks: Sendable {
        var database: String?
        var folder: String?
    }

    private func marks(_ store: SQLStore) async throws(EvidenceError) -> Marks {
        do {
            // In this order: who joins them marks the database first.
            let folder = try await DiskThread.run { () throws(EvidenceError) in try self.mark() }
            let row = try await store.read { try $0.first("SELECT mark FROM evidence_folder WHERE single = 1") }
            return Marks(database: try row?.text("mark"), folder: folder)
        } catch {
            throw EvidenceError(error)
        }
    }

    /// Two nodes that start at once agree: the first word in the database is that of both.
    private func join(_ store: SQLStore) async throws(EvidenceError) {
        do {
            let fresh = Hexadecimal.text(of: try Secret.random(16))
            let mark = try await store.write { connection in
                try connection.execute(
                    "INSERT INTO evidence_folder (single, mark) VALUES (1, ?) ON CONFLICT (single) DO NOTHING", fresh)
                return try connection.first("SELECT mark FROM evidence_folder WHERE single = 1")?.text("mark") ?? fresh
            }
            try await DiskThread.run { () throws(EvidenceError) in try self.leaveMark(mark) }
        } catch {
            throw EvidenceError(error)
        }
    }

    private func compare(_ marks: Marks) throws(EvidenceError) {
        guard marks.database != marks.folder else { return }
        guard let mark = marks.database, marks.folder == nil else {
            throw EvidenceError(
                .noFolder,
                "\(path) holds the evidence of another database. Name this database's folder with --evidence-folder")
        }
        throw EvidenceError(
            .noFolder,
            "\(path) is not the evidence folder of this database: mount the right one. If that one is lost, begin anew "
                + "with: echo \(mark) > '\(path)/\(Self.markFile)'")
    }
}
