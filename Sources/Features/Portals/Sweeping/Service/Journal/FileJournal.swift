import Dispatch
import Synchronization

/// A sweep's journal in one file of JSON lines, each with its checksum.
///
/// Several callers' batches are written and made safe (`fdatasync`) together by one thread of the journal's own. A process
/// killed at any byte leaves whole lines and at most one torn last line, which `load` drops and cuts off; a wrong line
/// before the last one is an error that names it. One process at a time holds the file, until the journal is let go.
package final class FileJournal: SweepJournal {
    private let file: JournalFile
    private let queue = DispatchQueue(label: "sweep-journal")
    private let group = CommitGroup()
    private let torn = Atomic<Bool>(false)

    /// Begins a journal.
    /// - Parameter sweep: names the sweep's seeds and options, such as a digest of them; `resume` asks for the same.
    /// - Throws: `JournalError.exists`, `.failed`.
    package static func create(_ path: String, sweep: String) throws(JournalError) -> FileJournal {
        FileJournal(try JournalFile.create(path, head: JournalLine.head(sweep: sweep)))
    }

    /// Goes on with a journal; `load` it before the first `append`.
    /// - Throws: `JournalError`: `notFound`, `inUse`, `otherVersion`, `otherSweep`, `damaged`, `failed`.
    package static func resume(_ path: String, sweep: String) throws(JournalError) -> FileJournal {
        let file = try JournalFile.open(existing: path)
        try JournalLine.checkHead(file.head(), sweep: sweep)
        return FileJournal(file)
    }

    /// Hands over the entries of a journal of any sweep, and leaves it as it is.
    /// - Throws: `JournalError`: `notFound`, `inUse`, `otherVersion`, `damaged`, `failed`; what `each` throws.
    package static func read(_ path: String, _ each: (JournalEntry) throws -> Void) throws {
        let file = try JournalFile.open(existing: path)
        try JournalLine.checkHead(file.head(), sweep: nil)
        _ = try file.readEntries(isOnlyRead: true, each)
    }

    private init(_ file: JournalFile) { self.file = file }

    /// The last flush may still hold the file for a moment.
    deinit { queue.sync {} }

    /// True when `load` found a torn last line: a look whose answer was on its way to the file is made again.
    package var hadTornLine: Bool { torn.load(ordering: .relaxed) }

    package func append(_ batch: [JournalEntry]) async throws {
        guard !batch.isEmpty else { return }
        var bytes: [UInt8] = []
        for entry in batch { try JournalLine.write(entry, to: &bytes) }
        let whole = bytes
        try await withCheckedThrowingContinuation { (done: CheckedContinuation<Void, any Error>) in
            group.add(whole, done)
            // Blocks on the disk: never on a thread that other work waits for.
            queue.async { [group, file] in group.flush(to: file) }
        }
    }

    package func load(_ each: (JournalEntry) throws -> Void) throws {
        guard !file.isLoaded else { return }
        torn.store(try file.readEntries(each), ordering: .relaxed)
    }
}

/// Batches that wait for the disk: what came while the last ones were made safe goes together.
private final class CommitGroup: Sendable {
    private typealias Batch = (bytes: [UInt8], done: CheckedContinuation<Void, any Error>)
    private let waiting = Mutex<[Batch]>([])

    func add(_ bytes: [UInt8], _ done: CheckedContinuation<Void, any Error>) {
        waiting.withLock { $0.append((bytes, done)) }
    }

    func flush(to file: JournalFile) {
        let batches = waiting.withLock { waiting in
            defer { waiting = [] }
            return waiting
        }
        guard !batches.isEmpty else { return }
        do {
            try file.append(Array(batches.map(\.bytes).joined()))
            for batch in batches { batch.done.resume() }
        } catch {
            for batch in batches { batch.done.resume(throwing: error) }
        }
    }
}
