import Glibc
package import Knowledge
package import Unpack

/// A file or standard input.
package final class FileSource: ByteSource {
    private let descriptor: Int32
    private let path: String
    private let owns: Bool
    /// Size of the file; nil for a pipe.
    package let byteCount: Int?

    /// - Throws: `FileError` when it cannot be opened or is a folder.
    package init(path: String) throws(FileError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw FileError(path: path, errno: errno) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            let code = errno
            close(descriptor)
            throw FileError(path: path, errno: code)
        }
        let kind = status.st_mode & S_IFMT
        // A FIFO named on the command line (process substitution) is read like standard input; a device never ends.
        guard kind == S_IFREG || kind == S_IFIFO else {
            close(descriptor)
            throw FileError(path: path, reason: kind == S_IFDIR ? "is a folder" : "is not a regular file")
        }
        if kind == S_IFIFO { _ = fcntl(descriptor, F_SETFL, 0) }
        self.descriptor = descriptor
        self.path = path
        owns = true
        byteCount = kind == S_IFREG ? Int(status.st_size) : nil
    }

    /// Standard input, which stays open.
    package init() {
        descriptor = 0
        path = "-"
        owns = false
        byteCount = nil
    }

    deinit { if owns { close(descriptor) } }

    package func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        while true {
            let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            if count >= 0 { return count }
            if errno != EINTR { throw FileError(path: path, errno: errno) }
        }
    }
}

/// A source whose first bytes were read to see what it is: gives them again, then the rest.
package final class PeekedSource: ByteSource {
    package private(set) var head: [UInt8]
    private var given = 0
    private var rest: any ByteSource

    /// - Parameter count: how many bytes to look at.
    package init(_ source: any ByteSource, count: Int = 4_096) throws {
        rest = source
        head = []
        var buffer = [UInt8](repeating: 0, count: count)
        while head.count < count {
            let wanted = count - head.count
            let got = try buffer.withUnsafeMutableBytes { try rest.read(into: .init(rebasing: $0[..<wanted])) }
            if got == 0 { break }
            head.append(contentsOf: buffer[..<got])
        }
    }

    package func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        guard given < head.count else { return try rest.read(into: buffer) }
        let count = min(buffer.count, head.count - given)
        head.withUnsafeBytes { buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[given..<given + count])) }
        given += count
        return count
    }
}

extension ByteSource {
    /// All bytes, if there are no more than `maxBytes`; nil when there are more.
    package mutating func readAll(maxBytes: Int, expected: Int? = nil) throws -> [UInt8]? {
        var bytes: [UInt8] = []
        guard let count = try readAll(into: &bytes, maxBytes: maxBytes, expected: expected) else { return nil }
        bytes.removeLast(bytes.count - count)
        return bytes
    }

    /// Puts all bytes at the front of an array that may have been used before, which grows as it must.
    /// - Returns: how many they are; nil when there are more than `maxBytes`.
    mutating func readAll(into bytes: inout [UInt8], maxBytes: Int, expected: Int? = nil) throws -> Int? {
        // One more than wanted: its absence tells that all was read.
        let room = min(maxBytes, expected ?? 64 << 10) + 1
        if bytes.count < room { bytes.append(contentsOf: repeatElement(0, count: room - bytes.count)) }
        var count = 0
        while true {
            if count == bytes.count {
                if count > maxBytes { return nil }
                bytes.append(contentsOf: repeatElement(0, count: min(count, maxBytes + 1 - count)))
            }
            let got = try bytes.withUnsafeMutableBytes { try read(into: .init(rebasing: $0[count...])) }
            if got == 0 { break }
            count += got
        }
        return count <= maxBytes ? count : nil
    }
}
