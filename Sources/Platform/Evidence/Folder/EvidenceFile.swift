import Cryptography
import Glibc
import Unpack

extension EvidenceError {
    /// The reason is that of the failed system call.
    init(_ path: String, errno code: Int32) {
        self.init(code == ENOENT ? .notFound : .ioFailed, "\(path): \(String(cString: strerror(code)))")
    }
}

/// A regular file that is open for reading. Links are not followed, and a pipe in the place of a file does not stop the reader.
final class EvidenceFile {
    let descriptor: Int32
    let status: stat
    private let path: String

    /// - Parameter folder: an open folder that a relative path begins at.
    /// - Throws: `notFound`, `ioFailed`.
    init(_ path: String, in folder: Int32 = AT_FDCWD) throws(EvidenceError) {
        let opened = openat(folder, path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard opened >= 0 else { throw EvidenceError(path, errno: errno) }
        descriptor = opened
        var status = stat()
        let known = fstat(opened, &status)
        self.status = status
        self.path = path
        guard known == 0 else { throw EvidenceError(path, errno: errno) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw EvidenceError(.ioFailed, "\(path): not a regular file") }
    }

    deinit { close(descriptor) }

    var byteCount: Int { Int(status.st_size) }

    /// The whole file.
    /// - Throws: `tooLarge`, `ioFailed`.
    func read(maxBytes: Int) throws(EvidenceError) -> [UInt8] {
        guard byteCount <= maxBytes else { throw EvidenceError(.tooLarge, "\(path): larger than \(maxBytes) bytes") }
        var bytes = [UInt8](repeating: 0, count: byteCount)
        var filled = 0
        while filled < bytes.count {
            let count = try read(into: &bytes, from: filled)
            if count == 0 { break }
            filled += count
        }
        bytes.removeLast(bytes.count - filled)
        return bytes
    }

    /// What stands from an offset on, at most so many bytes; none behind the end.
    /// - Throws: `ioFailed`.
    func read(from offset: Int, maxBytes: Int) throws(EvidenceError) -> [UInt8] {
        guard lseek(descriptor, offset, SEEK_SET) == offset else { throw EvidenceError(path, errno: errno) }
        var bytes = [UInt8](repeating: 0, count: max(0, min(maxBytes, byteCount - offset)))
        var filled = 0
        while filled < bytes.count {
            let count = try read(into: &bytes, from: filled)
            if count == 0 { break }
            filled += count
        }
        bytes.removeLast(bytes.count - filled)
        return bytes
    }

    /// Digest of what is left to read, in flat memory. A file that grows meanwhile is read no further than it was long.
    func sha256() throws(EvidenceError) -> String {
        var stream = SHA256Stream()
        var piece = [UInt8](repeating: 0, count: 1 << 18)
        var rest = byteCount
        while rest > 0 {
            let count = try read(into: &piece, from: 0)
            if count == 0 { break }
            piece.withUnsafeBytes { stream.update(UnsafeRawBufferPointer(rebasing: $0[..<min(count, rest)])) }
            rest -= min(count, rest)
        }
        return stream.finishHex()
    }

    /// Goes back to the beginning and reads from there.
    func source() -> ClosureSource {
        lseek(descriptor, 0, SEEK_SET)
        return ClosureSource { [self] buffer in
            let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            guard count >= 0 else { throw EvidenceError(path, errno: errno) }
            return count
        }
    }

    /// Waits until the disk has the file.
    func sync() throws(EvidenceError) {
        guard fsync(descriptor) == 0 else { throw EvidenceError(path, errno: errno) }
    }

    private func read(into bytes: inout [UInt8], from start: Int) throws(EvidenceError) -> Int {
        while true {
            let count = bytes.withUnsafeMutableBytes {
                Glibc.read(descriptor, $0.baseAddress.map { $0 + start }, $0.count - start)
            }
            if count >= 0 { return count }
            guard errno == EINTR else { throw EvidenceError(path, errno: errno) }
        }
    }

    /// The whole file of this name.
    static func read(_ path: String, maxBytes: Int) throws(EvidenceError) -> [UInt8] {
        try EvidenceFile(path).read(maxBytes: maxBytes)
    }

    /// Writes a file that must not exist. - Parameter isSynced: wait until the disk has it.
    static func create(
        _ path: String, _ bytes: [UInt8], mode: mode_t, in folder: Int32 = AT_FDCWD, isSynced: Bool = true
    ) throws(EvidenceError) {
        let descriptor = openat(folder, path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode)
        guard descriptor >= 0 else { throw EvidenceError(path, errno: errno) }
        defer { close(descriptor) }
        try write(bytes, to: descriptor, path)
        guard !isSynced || fsync(descriptor) == 0 else { throw EvidenceError(path, errno: errno) }
    }

    /// Adds to the end of a file, which may be new. Does not wait for the disk.
    static func append(_ path: String, _ bytes: [UInt8], in folder: Int32) throws(EvidenceError) {
        let descriptor = openat(folder, path, O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0o640)
        guard descriptor >= 0 else { throw EvidenceError(path, errno: errno) }
        defer { close(descriptor) }
        try write(bytes, to: descriptor, path)
    }

    private static func write(_ bytes: [UInt8], to descriptor: Int32, _ path: String) throws(EvidenceError) {
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes {
                Glibc.write(descriptor, $0.baseAddress.map { $0 + written }, $0.count - written)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw EvidenceError(path, errno: count == 0 ? ENOSPC : errno) }
            written += count
        }
    }
}
