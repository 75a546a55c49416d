/// Where a sweep writes what it did, so that a killed one goes on (nhật ký quét).
package protocol SweepJournal: Sendable {
    /// Returns when the whole batch is safe. Batches of several callers may be made safe together; their order is that of
    /// the calls that returned.
    /// - Throws: when it could not be stored; then none of it counts.
    func append(_ batch: [JournalEntry]) async throws

    /// Hands over all entries in the order they were written; before the first `append`.
    func load(_ each: (JournalEntry) throws -> Void) async throws
}

/// What one step of the sweep did: stored as a whole or not at all.
package struct JournalEntry: Sendable, Equatable {
    package var events: [SweepEvent]
    /// What was seen, as one JSON value on one line; the journal does not look into it.
    package var record: [UInt8]?

    package init(events: [SweepEvent], record: [UInt8]? = nil) {
        self.events = events
        self.record = record
    }
}
