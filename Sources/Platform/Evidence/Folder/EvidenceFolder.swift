import Cryptography
import Glibc
import Synchronization

/// A folder of bundles that one process writes to. Readers need no more than `EvidenceReader`.
///
/// A bundle appears whole or not at all, whenever the process is killed: it is written beside its place, brought to the disk,
/// and renamed. Calls block on the disk (10 to 60 ms a bundle) and may come from several threads at once.
package final class EvidenceFolder: Sendable {
    /// Bundles in the making and in removal.
    static let unfinishedPrefix = ".put-"
    static let removedPrefix = ".gone-"
    private static let lockFile = ".lock"

    package let reader: EvidenceReader
    /// Disk space that the bundles may take, in bytes.
    package let budget: Int
    /// Nil when the folder was opened to be thinned out only.
    let key: NodeKey?
    private let lock: Int32
    private let used: Mutex<Int>
    private let puts = Atomic<Int>(0)
    /// Told before each step of a put; tests look at the folder then.
    private let observer: (@Sendable (PutStep) -> Void)?

    enum PutStep: Sendable, Equatable {
        case begin, part(Int), manifest, signature, sync, shelf, move, shelfSync, end
    }

    var root: FolderHandle { reader.root }

    /// Opens the folder, makes it if it is not there, and clears what a killed process left half done.
    /// - Throws: `inUse` when another process writes to it; `ioFailed`.
    package convenience init(
        _ path: String, budget: Int, key: NodeKey, limits: EvidenceLimits = EvidenceLimits()
    ) throws(EvidenceError) {
        try self.init(path, budget: budget, key: key, limits: limits, observer: nil)
    }

    /// Opens a folder that is there, to hold, release and remove bundles: `put` throws.
    /// - Throws: `notFound`, `inUse`, `ioFailed`.
    package convenience init(toPrune path: String) throws(EvidenceError) {
        _ = try FolderHandle.open(path)
        try self.init(path, budget: .max, key: nil, observer: nil)
    }

    init(
        _ path: String, budget: Int, key: NodeKey?, limits: EvidenceLimits = EvidenceLimits(),
        observer: (@Sendable (PutStep) -> Void)?
    ) throws(EvidenceError) {
        guard mkdir(path, 0o750) == 0 || errno == EEXIST else { throw EvidenceError(path, errno: errno) }
        let root = try FolderHandle.open(path)
        lock = try Self.takeLock(root)
        do {
            try Self.clear(root)
            if let key { try Self.leavePublicKey(key.publicKey, in: root) }
            reader = EvidenceReader(root, limits: limits)
            used = Mutex(try reader.list().reduce(0) { $0 + $1.bytes })
        } catch {
            Self.release(lock)
            throw error
        }
        self.budget = budget
        self.key = key
        self.observer = observer
    }

    deinit { Self.release(lock) }

    /// A child that is just being started may hold a copy of the descriptor: closing ours alone would leave the lock.
    private static func release(_ lock: Int32) {
        flock(lock, LOCK_UN)
        close(lock)
    }

    /// Disk space that the bundles take, in bytes.
    package var usedBytes: Int { used.withLock { $0 } }

    /// Stores a bundle and gives its address. The same bundle again is not stored again.
    /// - Throws: `badPartName`, `tooLarge`; `budgetExhausted` when the disk space left is not enough; `altered` when the same
    ///   bundle is there and is not what was put; `badKey` when it was opened without one; `ioFailed`. After a throw nothing of the bundle is left.
    package func put(_ bundle: EvidenceBundle) throws(EvidenceError) -> BundleID {
        let signed = try SignedBundle(bundle, key: key, limits: reader.limits)
        let id = signed.id
        if try isStored(id, key: signed.publicKey) { return id }
        let need = DiskSpace.needed(
            for: bundle.parts.map(\.bytes.count) + [signed.manifest.count, signed.signature.count])
        try reserve(need)
        do throws(EvidenceError) {
            if try !write(bundle.parts, signed.manifest, signed.signature, as: id) { free(need) }
            return id
        } catch {
            free(need)
            throw error
        }
    }

    /// Whether the bundle is there, and as it was put.
    private func isStored(_ id: BundleID, key: NodePublicKey) throws(EvidenceError) -> Bool {
        let report: BundleReport
        do {
            report = try reader.report(id, key: key)
        } catch {
            if error.code == .notFound { return false }
            throw error
        }
        guard case .ok = report.state else {
            throw EvidenceError(.altered, "\(id) is stored already and was changed since: \(report.state)")
        }
        return true
    }

    private func reserve(_ bytes: Int) throws(EvidenceError) {
        let left = used.withLock { used -> Int? in
            guard bytes <= budget - used else { return budget - used }
            used += bytes
            return nil
        }
        guard let left else { return }
        throw EvidenceError(
            .budgetExhausted,
            "\(root.path): the bundle takes \(bytes) bytes, and \(max(0, left)) of the evidence budget of "
                + "\(budget) are left. Raise the budget, or remove old evidence")
    }

    func free(_ bytes: Int) { used.withLock { $0 -= bytes } }

    /// - Returns: false when the same bundle came to be there meanwhile.
    private func write(
        _ parts: [EvidencePart], _ manifest: [UInt8], _ signature: [UInt8], as id: BundleID
    ) throws(EvidenceError) -> Bool {
        let number = puts.wrappingAdd(1, ordering: .relaxed).newValue
        let unfinished = "\(Self.unfinishedPrefix)\(number)"
        observer?(.begin)
        try root.makeFolder(unfinished)
        do throws(EvidenceError) {
            let folder = try root.folder(unfinished)
            for (index, part) in parts.enumerated() {
                observer?(.part(index))
                try folder.create(part.name, part.bytes, isSynced: false)
            }
            observer?(.manifest)
            try folder.create(PartName.manifest, manifest, isSynced: false)
            observer?(.signature)
            try folder.create(PartName.signature, signature, isSynced: false)
            observer?(.sync)
            // After the last write: the first wait then takes most of the others along.
            for name in parts.map(\.name) + [PartName.manifest, PartName.signature] { try folder.file(name).sync() }
            try folder.sync()
            let isNew = try moveToShelf(unfinished, id)
            if !isNew { root.removeFlatFolder(unfinished) }
            observer?(.end)
            return isNew
        } catch {
            root.removeFlatFolder(unfinished)
            throw error
        }
    }

    private func moveToShelf(_ unfinished: String, _ id: BundleID) throws(EvidenceError) -> Bool {
        observer?(.shelf)
        if try root.makeFolder(id.shelf) { try root.sync() }
        let shelf = try root.folder(id.shelf)
        observer?(.move)
        let isNew = try root.move(unfinished, to: shelf, as: id.text)
        observer?(.shelfSync)
        try shelf.sync()
        return isNew
    }

    /// One writer a folder: the budget is counted in its memory.
    private static func takeLock(_ root: FolderHandle) throws(EvidenceError) -> Int32 {
        let lock = openat(root.descriptor, lockFile, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o640)
        guard lock >= 0 else { throw EvidenceError(root.path + "/" + lockFile, errno: errno) }
        guard flock(lock, LOCK_EX | LOCK_NB) == 0 else {
            let code = errno
            close(lock)
            guard code == EWOULDBLOCK else { throw EvidenceError(root.path + "/" + lockFile, errno: code) }
            throw EvidenceError(
                .inUse, "\(root.path): another process writes evidence here. Wait for it, or name another folder")
        }
        return lock
    }

    private static func clear(_ root: FolderHandle) throws(EvidenceError) {
        for name in try root.names(max: 1 << 20)
        where name.hasPrefix(unfinishedPrefix) || name.hasPrefix(removedPrefix) {
            root.removeFlatFolder(name)
        }
    }

    /// For inspectors with standard tools. Nothing here trusts it.
    private static func leavePublicKey(_ key: NodePublicKey, in root: FolderHandle) throws(EvidenceError) {
        let name = "key-\(key.fingerprint.prefix(16)).pem"
        if !root.has(name) { try root.create(name, Array(key.pem.utf8)) }
    }
}
