import Glibc

/// A file or folder that could not be read or written: its path and the reason in words.
package struct FileError: Error, Sendable, Equatable, CustomStringConvertible {
    package var path: String
    package var reason: String

    package init(path: String, reason: String) {
        self.path = path
        self.reason = reason
    }

    /// The reason is that of the failed system call.
    package init(path: String, errno code: Int32) {
        self.init(path: path, reason: String(cString: strerror(code)))
    }

    package var description: String { "\(path): \(reason)" }
}
