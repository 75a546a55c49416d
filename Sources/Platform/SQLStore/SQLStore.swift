/// The database of the program: SQLite in a file, or PostgreSQL that several machines share.
///
/// `read` and `write` run a closure in a transaction on a thread of the store's own. Nothing is awaited inside. The closure of
/// a write may run more than once (PostgreSQL undoes one of two that met): it changes nothing outside of the database.
package final class SQLStore: Sendable {
    private let driver: any StoreDriver
    private let grouped: GroupWriter

    /// Opens the database; makes the file of an embedded one. Applies no migration.
    /// - Throws: `unavailable`, `file`, `corrupt`, `readOnly`.
    package init(_ address: DatabaseAddress, options: StoreOptions = StoreOptions()) throws(StoreError) {
        driver =
            switch address {
            case .sqlite(let path): try SQLiteDriver(path: path, options)
            case .postgres(let uri): try PostgresDriver(uri: uri, options)
            }
        grouped = GroupWriter(driver)
    }

    package var backend: Backend { driver.backend }

    /// Reads in one state of the database. Readers never wait for writers.
    /// - Throws: `StoreError`, or what the closure throws.
    package func read<Value: Sendable>(
        _ body: @escaping @Sendable (ReadConnection) throws -> Value
    ) async throws -> Value {
        try await driver.read(body)
    }

    /// Changes the database, as if writers came one after the other (SERIALIZABLE). Returns when the change is on the disk.
    /// - Throws: `StoreError`, or what the closure throws; nothing was changed then, but for `unknownOutcome`.
    @discardableResult
    package func write<Value: Sendable>(
        _ body: @escaping @Sendable (WriteConnection) throws -> Value
    ) async throws -> Value {
        try await driver.write(body)
    }

    /// Like `write`, for changes of the schema: one after the other, each seeing what those before it made.
    func writeAlone<Value: Sendable>(
        _ body: @escaping @Sendable (WriteConnection) throws -> Value
    ) async throws -> Value {
        try await driver.writeAlone(body)
    }

    /// Like `write`, for streams of small changes: those that come while one is on its way to the disk share the next
    /// transaction. A closure that throws is undone by itself and spoils no other.
    @discardableResult
    package func writeGrouped<Value: Sendable>(
        _ body: @escaping @Sendable (WriteConnection) throws -> Value
    ) async throws -> Value {
        try await grouped.write(body)
    }

    /// Takes rows from a queue that several workers share; no two get the same row, and none waits for another.
    package func claim(_ claim: Claim) async throws -> [SQLRow] { try await driver.claim(claim) }

    /// Wakes after every committed `notify` of the channel, on this machine and, with PostgreSQL, on the others. Several that
    /// come at once may wake once.
    package func notices(_ channel: NoticeChannel) -> AsyncStream<Void> { driver.notices(channel) }

    /// Ends all connections. Reads and writes under way end first; later ones throw `unavailable`.
    package func close() async {
        await grouped.settle()
        await driver.close()
    }

    /// What is wrong with the file or the server; nil when nothing is. Reads every page of an embedded database.
    package func firstFault() async throws -> String? { try await driver.firstFault() }

    // MARK: for backups

    /// Copies an embedded database page by page, while it is in use.
    func copyPages(to path: String) async throws {
        guard let driver = driver as? SQLiteDriver else { return }
        try await driver.copyPages(to: path)
    }

    /// Blocks the thread: for the thread of another database, which must not wait.
    func readBlocking<Value>(_ body: (ReadConnection) throws -> Value) throws -> Value {
        guard let driver = driver as? SQLiteDriver else { throw StoreError(.badBackup, "a backup is an SQLite file") }
        return try driver.readBlocking(body)
    }

    func writeBlocking(_ body: (WriteConnection) throws -> Void) throws {
        guard let driver = driver as? SQLiteDriver else { throw StoreError(.badBackup, "a backup is an SQLite file") }
        try driver.writeBlocking(body)
    }
}

/// How a store behaves under pressure.
package struct StoreOptions: Sendable {
    /// How long a statement may run.
    package var statementDeadline = Duration.seconds(30)
    /// How long a call waits for a database that is away.
    package var reconnectDeadline = Duration.seconds(30)
    /// Connections to PostgreSQL; readers at once on SQLite.
    package var connectionCount = 4
    /// Times that a PostgreSQL transaction is begun anew after it met another.
    package var maxRetries = 40

    package init() {}
}

/// What both back ends do, each in its way.
protocol StoreDriver: AnyObject, Sendable {
    var backend: Backend { get }
    func read<Value: Sendable>(_ body: @escaping @Sendable (ReadConnection) throws -> Value) async throws -> Value
    func write<Value: Sendable>(_ body: @escaping @Sendable (WriteConnection) throws -> Value) async throws -> Value
    func writeAlone<Value: Sendable>(_ body: @escaping @Sendable (WriteConnection) throws -> Value) async throws
        -> Value
    func claim(_ claim: Claim) async throws -> [SQLRow]
    func notices(_ channel: NoticeChannel) -> AsyncStream<Void>
    func firstFault() async throws -> String?
    func close() async
}

/// Rows to take from a queue: those that match, in order, at most so many, marked as taken.
package struct Claim: Sendable {
    let table: String
    let condition: SQL
    let order: String
    let limit: Int
    let change: SQL

    /// - Parameters:
    ///   - condition: which rows are free, as in `WHERE`.
    ///   - order: as in `ORDER BY`.
    ///   - change: marks a row as taken, as in `SET`.
    package init(
        from table: StaticString, where condition: SQL, orderBy order: StaticString, limit: Int, set change: SQL
    ) {
        self.table = table.description
        self.condition = condition
        self.order = order.description
        self.limit = limit
        self.change = change
    }

    /// One statement that marks the rows and gives them whole, in no certain order.
    func statement(_ backend: Backend) -> SQL {
        let lock = backend == .postgres ? " FOR UPDATE SKIP LOCKED" : ""
        // MATERIALIZED: a plan that asked twice would skip what it locked itself, and take more than the limit.
        return SQL(unchecked: "WITH taken AS MATERIALIZED (SELECT id FROM \(table) WHERE ", []) + condition
            + SQL(unchecked: " ORDER BY \(order) LIMIT \(max(0, limit))\(lock)) UPDATE \(table) SET ", []) + change
            + SQL(unchecked: " WHERE id IN (SELECT id FROM taken) RETURNING *", [])
    }
}
