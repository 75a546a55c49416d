import SQLStore
import Synchronization

/// A sweep's journal in the database, a batch a row, written under the lease of the sweep's job: what a worker writes that has
/// lost the job is refused, and another worker goes on where the last batch ends.
///
/// The lines are those of a journal's file, with their checksums.
final class DatabaseJournal: SweepJournal {
    typealias Write = @Sendable (@escaping @Sendable (WriteConnection) throws -> Void) async throws -> Void

    /// Rows that are in memory at once when it is read.
    private static let readRows = 32

    private let store: SQLStore
    private let sweep: Int64
    private let write: Write
    /// Of the next row.
    private let sequence: Mutex<Int64>

    /// - Parameters:
    ///   - next: the sequence of the first row that is written, above those that are there.
    ///   - write: runs a change under the lease.
    init(_ store: SQLStore, sweep: Int64, next: Int64, write: @escaping Write) {
        self.store = store
        self.sweep = sweep
        self.write = write
        sequence = Mutex(next)
    }

    func append(_ batch: [JournalEntry]) async throws {
        guard !batch.isEmpty else { return }
        var bytes: [UInt8] = []
        for entry in batch { try JournalLine.write(entry, to: &bytes) }
        let number = sequence.withLock { sequence in
            defer { sequence += 1 }
            return sequence
        }
        let (sweep, lines) = (sweep, bytes)
        try await write { db in
            try db.execute("INSERT INTO sweep_journal (sweep, sequence, lines) VALUES (?, ?, ?)", sweep, number, lines)
        }
    }

    /// May be called again, also after `append`.
    /// - Throws: `JournalError.damaged`; what the database and `each` throw.
    func load(_ each: (JournalEntry) throws -> Void) async throws {
        var last: Int64 = -1
        while true {
            let (sweep, after) = (sweep, last)
            let rows = try await store.read { db in
                try db.rows(
                    "SELECT sequence, lines FROM sweep_journal WHERE sweep = ? AND sequence > ? ORDER BY sequence LIMIT ?",
                    sweep, after, Self.readRows)
            }
            for row in rows {
                last = try row.int64("sequence")
                try Self.read(try row.bytes("lines"), row: last, each)
            }
            if rows.count < Self.readRows { return }
        }
    }

    private static func read(_ lines: [UInt8], row: Int64, _ each: (JournalEntry) throws -> Void) throws {
        try lines.withUnsafeBufferPointer { bytes in
            for line in bytes.split(separator: 0x0A) {
                guard let entry = JournalLine.entry(UnsafeBufferPointer(rebasing: line)) else {
                    throw JournalError(.damaged, "the journal is damaged", line: Int(row) + 1)
                }
                try each(entry)
            }
        }
    }
}
