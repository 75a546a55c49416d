import Foundation
import GRDB
import Synchronization

/// SQLite in a file (WAL): many readers, one writer at a time. GRDB is its driver; none of its types leave this folder.
final class SQLiteDriver: StoreDriver {
    let backend = Backend.sqlite
    private let pool: DatabasePool
    private let hub = NoticeHub()

    init(path: String, _ options: StoreOptions) throws(StoreError) {
        var configuration = Configuration()
        configuration.label = "store"
        configuration.maximumReaderCount = max(1, options.connectionCount)
        configuration.busyMode = .timeout(Double(options.statementDeadline.microseconds) / 1_000_000)
        configuration.foreignKeysEnabled = true
        configuration.prepareDatabase { db in
            // What was acknowledged is on the disk, also after a power cut.
            try db.execute(sql: "PRAGMA synchronous = FULL")
            try db.execute(sql: "PRAGMA trusted_schema = OFF")
            db.add(function: .find)
        }
        do {
            pool = try DatabasePool(path: path, configuration: configuration)
        } catch {
            throw StoreError(opening: path, error)
        }
    }

    func read<Value: Sendable>(_ body: @escaping @Sendable (ReadConnection) throws -> Value) async throws -> Value {
        do {
            return try await pool.read { db in try body(ReadConnection(SQLiteConnection(db))) }
        } catch {
            throw StoreError.translated(error)
        }
    }

    func write<Value: Sendable>(_ body: @escaping @Sendable (WriteConnection) throws -> Value) async throws -> Value {
        do {
            let (value, notices) = try await pool.write { db in
                let connection = SQLiteConnection(db)
                return (try body(WriteConnection(connection)), connection.notices)
            }
            for channel in notices { hub.tell(channel) }
            return value
        } catch {
            throw StoreError.translated(error)
        }
    }

    func writeAlone<Value: Sendable>(_ body: @escaping @Sendable (WriteConnection) throws -> Value) async throws
        -> Value
    {
        try await write(body)
    }

    func claim(_ claim: Claim) async throws -> [SQLRow] {
        try await write { try $0.rows(claim.statement(.sqlite)) }
    }

    func notices(_ channel: NoticeChannel) -> AsyncStream<Void> { hub.listen(channel) }

    func copyPages(to path: String) async throws {
        do {
            let target = try DatabaseQueue(path: path)
            defer { try? target.close() }
            // In pieces, so that a writer never waits for the whole copy.
            try pool.backup(to: target, pagesPerStep: 1_000)
        } catch {
            throw StoreError.translated(error)
        }
    }

    func firstFault() async throws -> String? {
        try await read { connection in
            for row in try connection.rows("PRAGMA integrity_check(1)") {
                let word = try row.text("integrity_check")
                if word != "ok" { return word }
            }
            return try connection.first("PRAGMA foreign_key_check").map { row in
                "a row of \((try? row.text("table")) ?? "a table") refers to a row that is not there"
            }
        }
    }

    func readBlocking<Value>(_ body: (ReadConnection) throws -> Value) throws -> Value {
        do {
            return try pool.read { try body(ReadConnection(SQLiteConnection($0))) }
        } catch {
            throw StoreError.translated(error)
        }
    }

    func writeBlocking(_ body: (WriteConnection) throws -> Void) throws {
        do {
            try pool.write { try body(WriteConnection(SQLiteConnection($0))) }
        } catch {
            throw StoreError.translated(error)
        }
    }

    func close() async {
        hub.close()
        try? pool.close()
    }
}

/// One transaction of SQLite.
final class SQLiteConnection: RawConnection {
    let backend = Backend.sqlite
    private let db: Database
    private(set) var notices: Set<NoticeChannel> = []

    init(_ db: Database) { self.db = db }

    func run(_ sql: SQL, each: (SQLRow) throws -> Void) throws -> Int {
        do {
            let statement = try db.cachedStatement(sql: sql.text)
            let arguments = StatementArguments(sql.arguments.map(\.databaseValue))
            guard statement.columnCount > 0 else {
                let before = db.totalChangesCount
                try statement.execute(arguments: arguments)
                return db.totalChangesCount - before
            }
            let columns = statement.columnNames
            let cursor = try Row.fetchCursor(statement, arguments: arguments)
            while let row = try cursor.next() {
                try each(SQLRow(columns: columns, values: row.databaseValues.map(SQLValue.init)))
            }
            return 0
        } catch {
            throw StoreError.translated(error)
        }
    }

    func notify(_ channel: NoticeChannel) { notices.insert(channel) }
}

extension SQLValue {
    var databaseValue: DatabaseValue {
        switch self {
        case .null: .null
        case .int(let value): value.databaseValue
        case .real(let value): value.databaseValue
        case .text(let value): value.databaseValue
        case .bytes(let value): Data(value).databaseValue
        }
    }

    init(_ value: DatabaseValue) {
        switch value.storage {
        case .null: self = .null
        case .int64(let value): self = .int(value)
        case .double(let value): self = .real(value)
        case .string(let value): self = .text(value)
        case .blob(let value): self = .bytes([UInt8](value))
        }
    }
}

extension DatabaseFunction {
    /// `strpos(text, part)`, as PostgreSQL has it: where the part begins, counted from 1; 0 when it is not there.
    fileprivate static let find = DatabaseFunction("strpos", argumentCount: 2, pure: true) { values in
        guard let text = String.fromDatabaseValue(values[0]), let part = String.fromDatabaseValue(values[1]) else {
            return nil
        }
        guard let range = text.utf8.firstRange(of: part.utf8) else { return 0 }
        return text.unicodeScalars.distance(from: text.startIndex, to: range.lowerBound) + 1
    }
}
