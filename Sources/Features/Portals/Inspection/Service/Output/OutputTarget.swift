import Glibc
package import Knowledge

/// Where the output goes. Used by one task.
package protocol OutputTarget: AnyObject, Sendable {
    func write(_ bytes: [UInt8]) throws
    /// Makes what was written final.
    func finish() throws
}

/// The reader of the output has closed its end; not a fault.
package struct OutputClosed: Error {}

/// Standard output.
package final class StandardOutput: OutputTarget {
    package init() {
        // A closed pipe is then an error of `write`, not the death of the process.
        signal(SIGPIPE, SIG_IGN)
    }

    package func write(_ bytes: [UInt8]) throws { try writeAll(bytes, to: 1, path: "standard output") }
    package func finish() throws {}
}

/// A file that appears whole or not at all: it has no name until `finish`, so an interrupted run leaves nothing behind. A device
/// or pipe is written to as it is.
package final class OutputFile: OutputTarget {
    private let descriptor: Int32
    private let path: String
    /// Name of the file while it is written, where the file system knows no nameless files.
    private let temporary: String
    private let isNameless: Bool
    private let isDeviceOrPipe: Bool

    /// - Throws: `FileError` when the folder cannot be written to.
    package init(path: String) throws(FileError) {
        self.path = path
        let folder = path.contains("/") ? String(path[...(path.lastIndex(of: "/") ?? path.startIndex)]) : "."
        temporary = "\(path).\(getpid()).tmp"
        if FileBytes.isFolder(path) { throw FileError(path: path, errno: EISDIR) }
        isDeviceOrPipe = FileBytes.isDeviceOrPipe(path)
        if isDeviceOrPipe {
            isNameless = false
            descriptor = open(path, O_WRONLY | O_CLOEXEC)
            guard descriptor >= 0 else { throw FileError(path: path, errno: errno) }
            // A reader that goes away is then an error of `write`, not the death of the process.
            signal(SIGPIPE, SIG_IGN)
            return
        }
        // O_TMPFILE is a macro that does not reach Swift: __O_TMPFILE | O_DIRECTORY.
        var opened = open(folder, O_WRONLY | O_CLOEXEC | 0o20000000 | O_DIRECTORY, 0o644)
        isNameless = opened >= 0
        if opened < 0 { opened = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644) }
        guard opened >= 0 else { throw FileError(path: path, errno: errno) }
        descriptor = opened
    }

    deinit { close(descriptor) }

    package func write(_ bytes: [UInt8]) throws { try writeAll(bytes, to: descriptor, path: path) }

    package func finish() throws {
        if isDeviceOrPipe { return }
        if isNameless {
            unlink(temporary)
            guard linkat(AT_FDCWD, "/proc/self/fd/\(descriptor)", AT_FDCWD, temporary, AT_SYMLINK_FOLLOW) == 0 else {
                throw FileError(path: path, errno: errno)
            }
        }
        guard rename(temporary, path) == 0 else { throw FileError(path: path, errno: errno) }
    }
}

private func writeAll(_ bytes: [UInt8], to descriptor: Int32, path: String) throws {
    var written = 0
    while written < bytes.count {
        let count = bytes.withUnsafeBytes {
            Glibc.write(descriptor, $0.baseAddress.map { $0 + written }, $0.count - written)
        }
        if count >= 0 {
            written += count
        } else if errno == EPIPE {
            throw OutputClosed()
        } else if errno != EINTR {
            throw FileError(path: path, errno: errno)
        }
    }
}
