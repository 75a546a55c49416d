import Glibc
import Knowledge
import Synchronization

/// The file of a journal, held by one process: whole lines, appended and made safe, or nothing.
final class JournalFile: Sendable {
    /// No line is longer: ten thousand addresses of a page at their longest.
    private static let maxLineBytes = 64 << 20

    let path: String
    private let descriptor: Int32
    private let state: Mutex<State>

    private struct State {
        /// Where the whole lines end; nil until they were read.
        var end: Int?
        var failure: JournalError?
    }

    /// The file takes its name when its first line is safe: a crash leaves a journal that can be gone on with, or none.
    /// - Throws: `JournalError.exists`, `.failed`.
    static func create(_ path: String, head: [UInt8]) throws(JournalError) -> JournalFile {
        // Said before anything is written; what decides is the naming.
        if access(path, F_OK) == 0 { throw exists(path) }
        let draft = "\(path).\(getpid())"
        unlink(draft)
        let descriptor = Glibc.open(draft, O_RDWR | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure(path, "cannot be made") }
        let file = JournalFile(path, descriptor, end: 0)
        do throws(JournalError) {
            try file.lock()
            try file.append(head)
            try name(draft, path)
        } catch {
            unlink(draft)
            throw error
        }
        syncFolder(of: path)
        return file
    }

    /// A link takes no name that is taken; where the file system has none, the look before has to do.
    private static func name(_ draft: String, _ path: String) throws(JournalError) {
        if link(draft, path) == 0 {
            unlink(draft)
            return
        }
        if errno == EEXIST { throw exists(path) }
        guard errno == EPERM || errno == EOPNOTSUPP || errno == ENOSYS, rename(draft, path) == 0 else {
            throw failure(path, "cannot be made")
        }
    }

    private static func exists(_ path: String) -> JournalError {
        JournalError(.exists, "\(path): there is a journal already")
    }

    /// - Throws: `JournalError.notFound`, `.inUse`, `.failed`.
    static func open(existing path: String) throws(JournalError) -> JournalFile {
        let descriptor = Glibc.open(path, O_RDWR | O_APPEND | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw errno == ENOENT
                ? JournalError(.notFound, "\(path): there is no journal") : failure(path, "cannot be opened")
        }
        let file = JournalFile(path, descriptor, end: nil)
        try file.lock()
        return file
    }

    private init(_ path: String, _ descriptor: Int32, end: Int?) {
        self.path = path
        self.descriptor = descriptor
        state = Mutex(State(end: end))
    }

    deinit {
        // A child that is just being started may hold a copy of the descriptor: closing ours alone would leave the lock.
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }

    var isLoaded: Bool { state.withLock { $0.end != nil } }

    /// Appends whole lines and makes them safe; what was half written is taken back. One caller at a time.
    func append(_ bytes: [UInt8]) throws(JournalError) {
        let (end, earlier) = state.withLock { ($0.end, $0.failure) }
        if let earlier { throw earlier }
        guard let end else {
            throw JournalError(.notLoaded, "\(path): the journal was not loaded before it was written")
        }
        if write(bytes), fdatasync(descriptor) == 0 { return state.withLock { $0.end = end + bytes.count } }
        let error = failure("cannot be written")
        if ftruncate(descriptor, off_t(end)) != 0 { state.withLock { $0.failure = error } }
        throw error
    }

    private func write(_ bytes: [UInt8]) -> Bool {
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes {
                Glibc.write(descriptor, $0.baseAddress.map { $0 + written }, $0.count - written)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            written += count
        }
        return true
    }

    // MARK: reading

    /// The first line.
    func head() throws(JournalError) -> [UInt8] {
        let lines = try lines()
        do {
            if let head = try lines.next({ Array($0) }) { return head }
        } catch {
            throw JournalError(.failed, "\(error)")
        }
        throw JournalError(.damaged, "\(path): the journal is empty", line: 1)
    }

    /// Hands over all entries, cuts a torn last line off, and is ready to append.
    /// - Parameter isOnlyRead: leaves the file as it is; nothing can be appended then.
    /// - Returns: whether there was a torn line.
    /// - Throws: `JournalError.damaged` with the line, `.failed`; what `each` throws.
    func readEntries(isOnlyRead: Bool = false, _ each: (JournalEntry) throws -> Void) throws -> Bool {
        let lines = try lines()
        var end = try lines.next { $0.count + 1 } ?? 0
        var isTorn = false
        while let (entry, count) = try lines.next({ (JournalLine.entry($0), $0.count + 1) }) {
            guard let entry else {
                isTorn = try lines.next { _ in () } == nil
                if isTorn { break }
                throw JournalError(.damaged, "\(path): the journal is damaged", line: lines.lineNumber - 1)
            }
            end += count
            try each(entry)
        }
        if isOnlyRead { return isTorn }
        try cut(at: end)
        state.withLock { $0.end = end }
        return isTorn
    }

    private func lines() throws(JournalError) -> LineReader {
        guard lseek(descriptor, 0, SEEK_SET) == 0 else { throw failure("cannot be read") }
        return LineReader(borrowing: descriptor, path: path, maxLineBytes: Self.maxLineBytes)
    }

    /// Takes a torn line away, or ends a last line that lost only its end.
    private func cut(at end: Int) throws(JournalError) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw failure("cannot be read") }
        if Int(status.st_size) > end, ftruncate(descriptor, off_t(end)) != 0 { throw failure("cannot be cut") }
        if Int(status.st_size) == end - 1, !write([0x0A]) { throw failure("cannot be written") }
    }

    // MARK: system

    private func lock() throws(JournalError) {
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            throw JournalError(.inUse, "\(path): another process writes to the journal")
        }
    }

    private func failure(_ what: String) -> JournalError { Self.failure(path, what) }

    private static func failure(_ path: String, _ what: String) -> JournalError {
        JournalError(.failed, "\(path): \(what): \(String(cString: strerror(errno)))")
    }

    /// So that the new name itself outlives a crash.
    private static func syncFolder(of path: String) {
        let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
        let descriptor = Glibc.open(folder.isEmpty ? "/" : folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        close(descriptor)
    }
}
