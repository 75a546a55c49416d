import Glibc

/// Lines of a file, one at a time, in bounded memory: one buffer of `maxLineBytes` at the most, whatever the file holds.
///
/// Lines end with LF, CR LF or the end of the file; the line end and a byte-order mark at the start are left out. A longer
/// line is cut and flagged, and reading goes on behind it.
package final class LineReader {
    /// From 1; the number of the line that `next` returned last.
    package private(set) var lineNumber = 0
    /// True when the last line was longer than the cap; the bytes given are its beginning.
    package private(set) var isCut = false
    package private(set) var byteCount = 0

    /// Bytes of the file when it was opened; 0 for a pipe. What is read may be more or fewer.
    package var fileByteCount: Int {
        var status = stat()
        return fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG ? Int(status.st_size) : 0
    }

    private let descriptor: Int32
    private let path: String
    private let maxLineBytes: Int
    private var buffer: [UInt8]
    private var start = 0
    private var end = 0
    private var reachedEnd = false

    private let ownsDescriptor: Bool

    /// - Throws: `FileError` when the file cannot be opened or is a folder.
    package convenience init(path: String, maxLineBytes: Int = 64 << 10) throws(FileError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileError(path: path, errno: errno) }
        var status = stat()
        if fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
            close(descriptor)
            throw FileError(path: path, errno: EISDIR)
        }
        self.init(descriptor: descriptor, path: path, maxLineBytes: maxLineBytes, ownsDescriptor: true)
    }

    /// Reads from an open descriptor, which stays the caller's.
    package convenience init(borrowing descriptor: Int32, path: String, maxLineBytes: Int = 64 << 10) {
        self.init(descriptor: descriptor, path: path, maxLineBytes: maxLineBytes, ownsDescriptor: false)
    }

    private init(descriptor: Int32, path: String, maxLineBytes: Int, ownsDescriptor: Bool) {
        self.descriptor = descriptor
        self.path = path
        self.maxLineBytes = maxLineBytes
        self.ownsDescriptor = ownsDescriptor
        // Starts small and grows to the cap only when a line asks for it.
        buffer = [UInt8](repeating: 0, count: min(maxLineBytes + 2, 64 << 10))
    }

    deinit { if ownsDescriptor { close(descriptor) } }

    /// Hands the next line to `body`; nil at the end of the file. The bytes live only during the call.
    package func next<T>(_ body: (UnsafeBufferPointer<UInt8>) throws -> T) throws -> T? {
        guard let range = try nextRange() else { return nil }
        return try buffer.withUnsafeBufferPointer { try body(UnsafeBufferPointer(rebasing: $0[range])) }
    }

    private func nextRange() throws(FileError) -> Range<Int>? {
        isCut = false
        var searched = start
        while true {
            if let newline = find(10, from: searched) {
                let line = start..<newline
                start = newline + 1
                return finish(line)
            }
            searched = end
            if reachedEnd {
                guard start < end else { return nil }
                let line = start..<end
                start = end
                return finish(line)
            }
            if end - start > maxLineBytes { return try skipRest() }
            let moved = try fill()
            searched -= moved
        }
    }

    private func finish(_ line: Range<Int>) -> Range<Int> {
        lineNumber += 1
        var line = line
        if lineNumber == 1, line.count >= 3, buffer[line.lowerBound] == 0xEF, buffer[line.lowerBound + 1] == 0xBB,
            buffer[line.lowerBound + 2] == 0xBF
        {
            line = line.lowerBound + 3..<line.upperBound
        }
        if let last = line.last, buffer[last] == 13 { line = line.lowerBound..<last }
        if line.count > maxLineBytes {
            isCut = true
            line = line.lowerBound..<line.lowerBound + maxLineBytes
        }
        return line
    }

    /// Keeps the beginning of an overlong line and reads past its end.
    private func skipRest() throws(FileError) -> Range<Int> {
        let kept = Array(buffer[start..<start + maxLineBytes])
        start = end
        while true {
            try fill()
            if let newline = find(10, from: start) {
                start = newline + 1
                break
            }
            start = end
            if reachedEnd { break }
        }
        lineNumber += 1
        isCut = true
        // The kept bytes go where `next` reads them; what was read ahead moves behind them.
        let rest = Array(buffer[start..<end])
        if buffer.count < kept.count + rest.count {
            buffer = kept + rest
        } else {
            buffer.replaceSubrange(0..<kept.count + rest.count, with: kept + rest)
        }
        start = kept.count
        end = kept.count + rest.count
        return 0..<kept.count
    }

    private func find(_ byte: UInt8, from: Int) -> Int? {
        guard from < end else { return nil }
        return buffer.withUnsafeBufferPointer { all -> Int? in
            guard let base = all.baseAddress, let hit = memchr(base + from, Int32(byte), end - from) else { return nil }
            return UnsafeRawPointer(hit) - UnsafeRawPointer(base)
        }
    }

    /// Makes room and reads once. Returns by how much the pending bytes were moved down.
    @discardableResult
    private func fill() throws(FileError) -> Int {
        let moved = start
        if start > 0 {
            let pending = end - start
            buffer.withUnsafeMutableBufferPointer { all in
                guard let base = all.baseAddress else { return }
                _ = memmove(base, base + start, pending)
            }
            start = 0
            end = pending
        }
        if end == buffer.count {
            buffer.append(contentsOf: repeatElement(0, count: min(buffer.count, maxLineBytes + 2)))
        }
        var count = -1
        repeat {
            count = buffer.withUnsafeMutableBytes { read(descriptor, $0.baseAddress.map { $0 + end }, $0.count - end) }
        } while count < 0 && errno == EINTR
        if count < 0 { throw FileError(path: path, errno: errno) }
        if count == 0 { reachedEnd = true }
        end += count
        byteCount += count
        return moved
    }
}
