import Glibc

/// An open folder. All names are looked up from it, so that a folder that is moved or replaced by a link meanwhile does not
/// lead elsewhere.
final class FolderHandle: Sendable {
    let descriptor: Int32
    let path: String

    private init(descriptor: Int32, path: String) {
        self.descriptor = descriptor
        self.path = path
    }

    deinit { close(descriptor) }

    /// The folder that a user named; the path itself may be a link.
    /// - Throws: `notFound`, `ioFailed`.
    static func open(_ path: String) throws(EvidenceError) -> FolderHandle {
        let descriptor = Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw EvidenceError(path, errno: errno) }
        return FolderHandle(descriptor: descriptor, path: path)
    }

    /// A folder inside, never through a link.
    func folder(_ name: String) throws(EvidenceError) -> FolderHandle {
        let inner = openat(descriptor, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard inner >= 0 else { throw EvidenceError(path + "/" + name, errno: errno) }
        return FolderHandle(descriptor: inner, path: path + "/" + name)
    }

    /// - Returns: false when it was there before.
    @discardableResult
    func makeFolder(_ name: String) throws(EvidenceError) -> Bool {
        if mkdirat(descriptor, name, 0o750) == 0 { return true }
        guard errno == EEXIST else { throw EvidenceError(path + "/" + name, errno: errno) }
        return false
    }

    func has(_ name: String) -> Bool {
        var status = stat()
        return fstatat(descriptor, name, &status, AT_SYMLINK_NOFOLLOW) == 0
    }

    /// Bytes of a file; 0 when there is none.
    func byteCount(of name: String) -> Int {
        var status = stat()
        return fstatat(descriptor, name, &status, AT_SYMLINK_NOFOLLOW) == 0 ? Int(status.st_size) : 0
    }

    /// Names in the order of their bytes, hidden ones too. Names that are not UTF-8 are shown repaired and will not be found.
    /// - Throws: `tooLarge` beyond `max`; `ioFailed`.
    func names(max: Int) throws(EvidenceError) -> [String] {
        // The stream owns its descriptor and moves its place.
        let own = openat(descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard own >= 0, let stream = fdopendir(own) else { throw EvidenceError(path, errno: errno) }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name == "." || name == ".." { continue }
            guard names.count < max else { throw EvidenceError(.tooLarge, "\(path): more than \(max) entries") }
            names.append(name)
        }
        return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    func file(_ name: String) throws(EvidenceError) -> EvidenceFile { try EvidenceFile(name, in: descriptor) }

    /// Writes a file that must not exist. - Parameter isSynced: wait until the disk has it.
    func create(_ name: String, _ bytes: [UInt8], isSynced: Bool = true) throws(EvidenceError) {
        try EvidenceFile.create(name, bytes, mode: 0o640, in: descriptor, isSynced: isSynced)
    }

    /// Waits until the disk has the names of this folder.
    func sync() throws(EvidenceError) {
        guard fsync(descriptor) == 0 else { throw EvidenceError(path, errno: errno) }
    }

    /// - Returns: false when something stands in the new place.
    func move(_ name: String, to folder: FolderHandle, as newName: String) throws(EvidenceError) -> Bool {
        if renameat(descriptor, name, folder.descriptor, newName) == 0 { return true }
        guard errno == ENOTEMPTY || errno == EEXIST else { throw EvidenceError(path + "/" + name, errno: errno) }
        return false
    }

    func removeFile(_ name: String) { unlinkat(descriptor, name, 0) }

    /// Removes a folder that holds files alone. What cannot be removed stays.
    func removeFlatFolder(_ name: String) {
        if let inner = try? folder(name), let names = try? inner.names(max: 10_000) {
            for name in names { inner.removeFile(name) }
        }
        unlinkat(descriptor, name, AT_REMOVEDIR)
    }
}
