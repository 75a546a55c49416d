import Cryptography
import Glibc

/// A copy of a bundle in the making, in a folder of the form that `EvidenceReader` reads. It lies beside its place until it is
/// whole. Calls block on the disk; one after the other.
struct BundleExport: Sendable {
    private let target: FolderHandle
    private let name: String
    /// The unfinished copy.
    let folder: FolderHandle

    /// Makes the folder if it is not there.
    /// - Throws: `ioFailed`, `notFound` when the folder that it is to lie in is missing.
    init(to path: String) throws(EvidenceError) {
        guard mkdir(path, 0o750) == 0 || errno == EEXIST else { throw EvidenceError(path, errno: errno) }
        target = try FolderHandle.open(path)
        do {
            name = EvidenceFolder.unfinishedPrefix + Hexadecimal.text(of: try Secret.random(8))
        } catch {
            throw EvidenceError(.ioFailed, "the system gives no randomness for a name")
        }
        try target.makeFolder(name)
        folder = try target.folder(name)
    }

    /// Adds to the end of a file of the copy, which may be new.
    /// - Parameter file: a name that a part may have, or that of manifest or signature.
    func append(_ file: String, _ bytes: [UInt8]) throws(EvidenceError) {
        guard PartName.isValid(file) || file == PartName.manifest || file == PartName.signature else {
            throw EvidenceError(.badPartName, "'\(file.prefix(64))' cannot be the name of a part")
        }
        try EvidenceFile.append(file, bytes, in: folder.descriptor)
    }

    /// Brings the copy to the disk and into its place.
    /// - Throws: `alreadyThere`, `ioFailed`; the copy is gone then.
    func finish(as id: BundleID) throws(EvidenceError) {
        do throws(EvidenceError) {
            for file in try folder.names(max: 10_000) { try folder.file(file).sync() }
            try folder.sync()
            if try target.makeFolder(id.shelf) { try target.sync() }
            let shelf = try target.folder(id.shelf)
            guard try target.move(name, to: shelf, as: id.text) else {
                throw EvidenceError(.alreadyThere, "\(target.path) holds \(id) already; nothing was overwritten")
            }
            try shelf.sync()
        } catch {
            abandon()
            throw error
        }
    }

    /// Removes the copy. What cannot be removed stays.
    func abandon() { target.removeFlatFolder(name) }
}
