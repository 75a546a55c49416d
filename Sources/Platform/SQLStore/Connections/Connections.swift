/// What a back end gives to a transaction: one statement, run to its end.
protocol RawConnection: AnyObject {
    var backend: Backend { get }

    /// - Parameter each: told every row of the answer; not kept beyond the call.
    /// - Returns: rows changed; 0 for a statement that only reads.
    func run(_ sql: SQL, each: (SQLRow) throws -> Void) throws -> Int
    /// Wakes those who wait for the channel, once the transaction has been committed.
    func notify(_ channel: NoticeChannel) throws
}

/// The two kinds of database.
package enum Backend: String, Sendable {
    case sqlite, postgres
}

/// Reads within one transaction: all statements see the same state of the database.
///
/// Lives only inside of the closure that it is given to. Statements are prepared once and kept.
package class ReadConnection {
    let raw: any RawConnection

    init(_ raw: any RawConnection) { self.raw = raw }

    package var backend: Backend { raw.backend }

    /// Every row of the answer. Bound the answer with LIMIT where the table grows.
    package func rows(_ text: StaticString, _ arguments: any SQLConvertible...) throws -> [SQLRow] {
        try rows(SQL(text, arguments))
    }

    package func rows(_ sql: SQL) throws -> [SQLRow] {
        var rows: [SQLRow] = []
        _ = try raw.run(sql) { rows.append($0) }
        return rows
    }

    /// The first row; nil when there is none.
    package func first(_ text: StaticString, _ arguments: any SQLConvertible...) throws -> SQLRow? {
        try rows(SQL(text, arguments)).first
    }

    package func first(_ sql: SQL) throws -> SQLRow? { try rows(sql).first }

    /// The number in the only column of the only row, such as `SELECT count(*) …`.
    package func count(_ text: StaticString, _ arguments: any SQLConvertible...) throws -> Int {
        try count(SQL(text, arguments))
    }

    package func count(_ sql: SQL) throws -> Int {
        guard let row = try rows(sql).first, case .int(let value)? = row.values.first else { return 0 }
        return Int(value)
    }

    /// Row after row, without holding all of them on SQLite. PostgreSQL's answer is held whole.
    package func forEach(_ sql: SQL, _ body: (SQLRow) throws -> Void) throws {
        _ = try raw.run(sql, each: body)
    }
}

/// Reads and changes within one transaction, which is committed whole or not at all.
package final class WriteConnection: ReadConnection {
    /// - Returns: rows changed.
    @discardableResult
    package func execute(_ text: StaticString, _ arguments: any SQLConvertible...) throws -> Int {
        try execute(SQL(text, arguments))
    }

    @discardableResult
    package func execute(_ sql: SQL) throws -> Int { try raw.run(sql) { _ in } }

    /// Inserts a row and gives the number in its column `id`.
    package func insert(_ text: StaticString, _ arguments: any SQLConvertible...) throws -> Int64 {
        guard let row = try rows(SQL(text, arguments) + SQL(" RETURNING id")).first else {
            throw StoreError(.wrongStatement, "an insert gave no row")
        }
        return try row.int64("id")
    }

    /// Wakes those who wait for the channel (`SQLStore.notices`), once the transaction has been committed.
    package func notify(_ channel: NoticeChannel) throws { try raw.notify(channel) }

    /// Runs a part of the transaction that is undone by itself when it throws. Without one, a statement that fails ends the
    /// whole transaction on PostgreSQL, also when its error is caught.
    package func savepoint<Value>(_ body: (WriteConnection) throws -> Value) throws -> Value {
        try execute("SAVEPOINT part")
        do {
            let value = try body(self)
            try execute("RELEASE SAVEPOINT part")
            return value
        } catch let error where !(error is any TransactionEnding) {
            try execute("ROLLBACK TO SAVEPOINT part")
            try execute("RELEASE SAVEPOINT part")
            throw error
        }
    }
}

/// Something that may have changed: whoever waits looks for itself. Carries no data, may wake for nothing, is never lost while
/// somebody listens.
package struct NoticeChannel: Sendable, Hashable {
    let name: String

    package init(_ name: StaticString) { self.name = name.description }
}
