import Cryptography
import Glibc
import Synchronization

/// What a file of the shared folder is called: its SHA-256, and the number of the row that has it.
///
/// The database gives no number twice, so a name comes once: what a removal or a killed put does late, after whatever delay of
/// the network, cannot hit a file that was stored anew meanwhile.
struct ContentName: Hashable, Sendable, CustomStringConvertible {
    let sha256: String
    let row: Int64

    /// Nil when the database holds no SHA-256 there: it becomes no path.
    init?(sha256: String, row: Int64) {
        guard let digest = BundleID(sha256)?.text, row > 0 else { return nil }
        (self.sha256, self.row) = (digest, row)
    }

    /// Nil for everything but a name that `description` gives.
    init?(_ text: String) {
        guard text.utf8.count <= 128, let dash = text.lastIndex(of: "-"),
            let row = Int64(text[text.index(after: dash)...])
        else { return nil }
        self.init(sha256: String(text[..<dash]), row: row)
        guard description == text else { return nil }
    }

    var shelf: String { String(sha256.prefix(2)) }
    var description: String { "\(sha256)-\(row)" }
}

/// A folder that every node mounts, for the content of the files that the database has rows of:
/// `DIR/<first two digits>/<SHA-256>-<row>`.
///
/// A file is written beside its place, brought to the disk, and renamed; nodes that write the same one at once write the same
/// bytes. The folder is taken for hostile when it is read: no link is followed, no pipe waited for. Calls block on the disk.
package final class ContentFolder: Sendable {
    static let unfinishedPrefix = EvidenceFolder.unfinishedPrefix
    /// Says which database the folder belongs to.
    static let markFile = "database.id"
    private static let maxMarkBytes = 64

    let root: FolderHandle
    /// Shelves whose own names are known to be on the disk.
    private let shelvesOnDisk = Mutex<Set<String>>([])

    package var path: String { root.path }

    /// - Parameter isWriter: makes the folder if the one that it is to lie in is there, and tries to write.
    /// - Throws: `ioFailed` with the remedy.
    init(_ path: String, isWriter: Bool) throws(EvidenceError) {
        do throws(EvidenceError) {
            if isWriter, mkdir(path, 0o750) != 0, errno != EEXIST { throw EvidenceError(path, errno: errno) }
            root = try FolderHandle.open(path)
            if isWriter { try Self.tryToWrite(root) }
        } catch {
            throw EvidenceError(
                .ioFailed,
                "the evidence folder cannot be used: \(error.message). It must be mounted, and the program's user must be "
                    + "allowed to \(isWriter ? "write to" : "read") it; a service needs ReadWritePaths= for it")
        }
    }

    /// Rights alone do not tell: a share may refuse what they allow.
    private static func tryToWrite(_ root: FolderHandle) throws(EvidenceError) {
        let name = try unfinishedName()
        defer { root.removeFile(name) }
        try root.create(name, [0])
    }

    private static func unfinishedName() throws(EvidenceError) -> String {
        do {
            return unfinishedPrefix + Hexadecimal.text(of: try Secret.random(8))
        } catch {
            throw EvidenceError(.ioFailed, "the system gives no randomness for a name")
        }
    }

    // MARK: the mark

    /// What the mark says; nil when there is none.
    /// - Throws: `ioFailed`, `tooLarge`.
    func mark() throws(EvidenceError) -> String? {
        do throws(EvidenceError) {
            let bytes = try root.file(Self.markFile).read(maxBytes: Self.maxMarkBytes)
            return String(decoding: bytes.prefix { $0 > 0x20 }, as: UTF8.self)
        } catch {
            if error.code == .notFound { return nil }
            throw error
        }
    }

    /// Makes the shelves, and leaves the mark, whole from its first moment. The nodes of a database all leave the same.
    ///
    /// All shelves at once: a node that looked for one before it was there would, over NFS, miss it for a minute afterwards.
    func leaveMark(_ text: String) throws(EvidenceError) {
        for shelf in UInt8.min...UInt8.max { try root.makeFolder(Hexadecimal.text(of: [shelf])) }
        let name = try Self.unfinishedName()
        defer { root.removeFile(name) }
        try root.create(name, Array("\(text)\n".utf8))
        guard try root.move(name, to: root, as: Self.markFile) else {
            throw EvidenceError(.ioFailed, "\(path)/\(Self.markFile): something stands in its place")
        }
        try root.sync()
    }

    // MARK: files

    /// Stores a file. Returns when the disk has it.
    /// - Throws: `ioFailed`; nothing is left then.
    func write(_ bytes: [UInt8], as name: ContentName) throws(EvidenceError) {
        do throws(EvidenceError) {
            let shelf = try shelf(name.shelf)
            let unfinished = try Self.unfinishedName()
            do throws(EvidenceError) {
                try shelf.create(unfinished, bytes)
                guard try shelf.move(unfinished, to: shelf, as: name.description) else {
                    throw EvidenceError(.ioFailed, "\(name): something stands in its place")
                }
                try shelf.sync()
            } catch {
                shelf.removeFile(unfinished)
                throw error
            }
        } catch {
            throw EvidenceError(.ioFailed, "the evidence folder \(path): \(error.message)")
        }
    }

    private func shelf(_ name: String) throws(EvidenceError) -> FolderHandle {
        try root.makeFolder(name)
        let shelf = try root.folder(name)
        // Another process may have made it, and not yet have waited.
        if shelvesOnDisk.withLock({ $0.contains(name) }) { return shelf }
        try root.sync()
        shelvesOnDisk.withLock { _ = $0.insert(name) }
        return shelf
    }

    /// What stands from an offset on, at most so many bytes; none behind the end.
    /// - Throws: `notFound`; `ioFailed` also for what is no plain file.
    func read(_ name: ContentName, from offset: Int, maxBytes: Int) throws(EvidenceError) -> [UInt8] {
        try root.folder(name.shelf).file(name.description).read(from: offset, maxBytes: maxBytes)
    }

    /// What cannot be removed stays, for the next clearing.
    func remove(_ name: ContentName) {
        guard let shelf = try? root.folder(name.shelf) else { return }
        shelf.removeFile(name.description)
    }
}
