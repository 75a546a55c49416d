import Glibc

/// Small helpers over the file system that report in words; no Foundation.
package enum FileBytes {
    /// The whole file, at most `maxBytes` of it.
    /// - Throws: `FileError` when it cannot be read, is no regular file, or is larger.
    package static func read(_ path: String, maxBytes: Int) throws(FileError) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileError(path: path, errno: errno) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw FileError(path: path, errno: errno) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw FileError(path: path, reason: "not a regular file") }
        guard status.st_size <= maxBytes else {
            throw FileError(path: path, reason: "larger than the limit of \(maxBytes) bytes")
        }
        var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
        var filled = 0
        while filled < bytes.count {
            let count = bytes.withUnsafeMutableBytes {
                Glibc.read(descriptor, $0.baseAddress.map { $0 + filled }, $0.count - filled)
            }
            if count < 0, errno == EINTR { continue }
            if count < 0 { throw FileError(path: path, errno: errno) }
            if count == 0 { break }
            filled += count
        }
        bytes.removeLast(bytes.count - filled)
        return bytes
    }

    /// Writes beside the target, syncs and renames: a reader sees the old file or the new one, never a half. A device or pipe is
    /// written to: it must not be replaced by a file.
    package static func writeAtomically(_ bytes: [UInt8], to path: String) throws(FileError) {
        if isDeviceOrPipe(path) {
            let descriptor = open(path, O_WRONLY | O_CLOEXEC)
            guard descriptor >= 0 else { throw FileError(path: path, errno: errno) }
            defer { close(descriptor) }
            guard writeAll(bytes, to: descriptor) else { throw FileError(path: path, errno: errno) }
            return
        }
        let temporary = "\(path).\(getpid()).tmp"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw FileError(path: path, errno: errno) }
        let isWhole = writeAll(bytes, to: descriptor) && fsync(descriptor) == 0
        let failure = errno
        close(descriptor)
        guard isWhole, rename(temporary, path) == 0 else {
            let code = isWhole ? errno : failure
            unlink(temporary)
            throw FileError(path: path, errno: code)
        }
    }

    /// Before long work whose result goes to the file: whether ``writeAtomically(_:to:)`` may write it, as far as rights tell.
    package static func checkWritable(_ path: String) throws(FileError) {
        guard !isFolder(path) else { throw FileError(path: path, errno: EISDIR) }
        let isDevice = isDeviceOrPipe(path)
        let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
        guard access(isDevice ? path : folder, isDevice ? W_OK : W_OK | X_OK) == 0 else {
            throw FileError(path: path, errno: errno)
        }
    }

    /// - Returns: false with `errno` set when not all could be written.
    private static func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes {
                Glibc.write(descriptor, $0.baseAddress.map { $0 + written }, $0.count - written)
            }
            if count < 0, errno == EINTR { continue }
            if count <= 0 { return false }
            written += count
        }
        return true
    }

    /// Makes the folder and those above it.
    package static func makeFolder(_ path: String) throws(FileError) {
        var made = path.hasPrefix("/") ? "/" : ""
        for part in path.split(separator: "/") {
            made += made.isEmpty || made.hasSuffix("/") ? part : "/" + part
            if mkdir(made, 0o755) != 0, errno != EEXIST { throw FileError(path: made, errno: errno) }
        }
        guard isFolder(path) else { throw FileError(path: path, errno: ENOTDIR) }
    }

    package static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// There is something, and it is neither file nor folder: `/dev/null`, a pipe, a terminal.
    package static func isDeviceOrPipe(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT != S_IFREG && status.st_mode & S_IFMT != S_IFDIR
    }

    package static func isFile(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    }

    /// Names in a folder, sorted by bytes; without `.`, `..` and hidden ones.
    package static func names(in folder: String) throws(FileError) -> [String] {
        guard let stream = opendir(folder) else { throw FileError(path: folder, errno: errno) }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }
}
