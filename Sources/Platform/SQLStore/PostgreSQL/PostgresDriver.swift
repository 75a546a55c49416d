import CPostgres
import Synchronization

/// PostgreSQL through a small pool of threads, each with a connection of its own, and one more that listens.
final class PostgresDriver: StoreDriver {
    let backend = Backend.postgres
    private let pool: ThreadPool<PostgresConnection>
    /// Asks the server to end statements whose tasks were cancelled: who cancels does not wait for it.
    private let cancels = ThreadPool(count: 1, name: "postgres-cancel") {}
    private let hub = NoticeHub()
    private let listener: NoticeListener
    private let uri: String
    private let options: StoreOptions

    /// - Throws: `unavailable` when the first connection fails.
    init(uri: String, _ options: StoreOptions) throws(StoreError) {
        self.uri = uri
        self.options = options
        do {
            try PostgresConnection(uri: uri, statementDeadline: options.statementDeadline).connect()
        } catch {
            throw StoreError(.unavailable, (error as? ConnectionLost)?.message ?? "\(error)")
        }
        pool = ThreadPool(
            count: max(1, options.connectionCount), name: "postgres",
            resource: { PostgresConnection(uri: uri, statementDeadline: options.statementDeadline) })
        listener = NoticeListener(uri: uri, hub)
    }

    func read<Value: Sendable>(_ body: @escaping @Sendable (ReadConnection) throws -> Value) async throws -> Value {
        try await onThread { transaction in
            try transaction.run("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY") { try body(ReadConnection($0)) }
        }
    }

    func write<Value: Sendable>(_ body: @escaping @Sendable (WriteConnection) throws -> Value) async throws -> Value {
        try await onThread { transaction in
            try transaction.run("BEGIN ISOLATION LEVEL SERIALIZABLE") { try body(WriteConnection($0)) }
        }
    }

    /// A lock that all machines know. READ COMMITTED: behind it, what the one before made is seen.
    func writeAlone<Value: Sendable>(_ body: @escaping @Sendable (WriteConnection) throws -> Value) async throws
        -> Value
    {
        try await onThread { transaction in
            try transaction.run("BEGIN ISOLATION LEVEL READ COMMITTED") { connection in
                _ = try connection.run(SQL("SELECT pg_advisory_xact_lock(7286530)")) { _ in }
                return try body(WriteConnection(connection))
            }
        }
    }

    /// Rows that others hold are skipped, which needs no order among the claimers: READ COMMITTED.
    func claim(_ claim: Claim) async throws -> [SQLRow] {
        try await onThread { transaction in
            try transaction.run("BEGIN ISOLATION LEVEL READ COMMITTED") {
                try WriteConnection($0).rows(claim.statement(.postgres))
            }
        }
    }

    func notices(_ channel: NoticeChannel) -> AsyncStream<Void> {
        let stream = hub.listen(channel)
        listener.listen(to: channel)
        return stream
    }

    /// The server checks its pages when it reads them; what it cannot read, a backup would not hold either.
    func firstFault() async throws -> String? {
        try await read { connection in
            let version = try connection.count("SELECT current_setting('server_version_num')::int AS version")
            return version < 140_000 ? "PostgreSQL 14 or newer is needed; this is \(version / 10_000)" : nil
        }
    }

    func close() async {
        hub.close()
        await listener.stop()
        await pool.close()
        await cancels.close()
    }

    private func onThread<Value: Sendable>(
        _ body: @escaping @Sendable (PostgresTransaction) throws -> Value
    ) async throws -> Value {
        let cancel = CancelHandle()
        let options = options
        return try await withTaskCancellationHandler {
            try await pool.run { connection in
                try body(PostgresTransaction(connection, options, cancel))
            }
        } onCancel: {
            cancel.mark()
            cancels.submit { cancel.cancel() }
        }
    }
}

/// Lets another thread end the statement under way.
final class CancelHandle: Sendable {
    private struct State {
        nonisolated(unsafe) var running: OpaquePointer?
        var isCancelled = false
    }

    private let state = Mutex(State())

    var isCancelled: Bool { state.withLock { $0.isCancelled } }

    func begin(_ connection: PostgresConnection) {
        nonisolated(unsafe) let canceller = connection.canceller()
        state.withLock { $0.running = canceller }
    }

    func end() {
        state.withLock { state in
            if let running = state.running { PQfreeCancel(running) }
            state.running = nil
        }
    }

    /// No further attempt is begun.
    func mark() { state.withLock { $0.isCancelled = true } }

    /// Ends the statement under way. Takes a round trip to the server.
    func cancel() {
        state.withLock { state in
            guard let running = state.running else { return }
            var message = [CChar](repeating: 0, count: 256)
            PQcancel(running, &message, Int32(message.count))
        }
    }
}
