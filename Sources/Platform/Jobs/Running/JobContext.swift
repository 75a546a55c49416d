package import SQLStore

/// What a handler knows of its job, and how it writes.
package struct JobContext: Sendable {
    private let claimed: ClaimedJob
    private let running: RunningJob
    private let queue: JobQueue

    init(_ running: RunningJob, _ queue: JobQueue) {
        self.running = running
        self.queue = queue
        claimed = running.claimed
    }

    /// The job as it was when the attempt began.
    package var record: JobRecord { claimed.record }
    package var id: Int64 { record.id }
    package var key: String? { record.key }
    /// JSON.
    package var payload: String { claimed.payload }

    /// - Throws: `JobFailure.permanent` when the payload is something else.
    package func decode<Value: Decodable>(_ type: Value.Type = Value.self) throws -> Value {
        do {
            return try JobText.decoded(payload, as: type)
        } catch {
            throw JobFailure.permanent("the payload is no \(type)")
        }
    }

    /// Whether the handler should stop; the same as `Task.isCancelled` in its task.
    package var isCancelled: Bool { Task.isCancelled || running.isStopped }

    /// Tells pages how far the job is. Costs nothing: the last word is written about once a second, and at the end.
    package func report(_ progress: JobProgress) { running.report(progress) }

    /// Changes the database under the lease of this attempt: nothing is changed when another worker has the job meanwhile.
    ///
    /// The attempt may still fail, and run again, after this was written.
    /// - Throws: `leaseLost`, `StoreError`, what the closure throws.
    @discardableResult
    package func write<Value: Sendable>(
        _ body: @escaping @Sendable (WriteConnection) throws -> Value
    ) async throws -> Value {
        let (queue, lease) = (queue, claimed.lease)
        return try await queue.store.write { db in
            try queue.hold(lease, in: db)
            return try body(db)
        }
    }

    /// Changes the database and ends the job as done, in one transaction: what the closure writes is written exactly once, however
    /// often the job was begun. Nothing that the handler does afterwards changes the job.
    /// - Throws: `leaseLost`, `StoreError`, what the closure throws.
    package func finish(
        _ result: String? = nil, _ body: @escaping @Sendable (WriteConnection) throws -> Void
    ) async throws {
        let (queue, lease, progress) = (queue, claimed.lease, running.lastProgress)
        try await queue.store.write { db in
            try queue.hold(lease, in: db)
            try body(db)
            try queue.end(lease, .done(result), progress: progress, in: db)
        }
        running.finish()
    }
}
