import CPostgres
import Glibc

/// One connection through libpq, used by one thread at a time. Every call blocks.
final class PostgresConnection: RawConnection {
    let backend = Backend.postgres
    private var connection: OpaquePointer?
    private let uri: String
    private let statementDeadline: Duration
    /// Names of prepared statements by their text.
    private var prepared: [String: String] = [:]
    private static let maxPrepared = 256

    init(uri: String, statementDeadline: Duration) {
        self.uri = uri
        self.statementDeadline = statementDeadline
    }

    deinit { if let connection { PQfinish(connection) } }

    /// File descriptor to wait on; -1 without a connection.
    var socket: Int32 { connection.map { PQsocket($0) } ?? -1 }

    // MARK: connecting

    /// Connects if there is no connection, or the one there is has ended.
    /// - Throws: `ConnectionLost`.
    func connect() throws {
        if let connection, PQstatus(connection) == CONNECTION_OK { return }
        disconnect()
        guard let fresh = PQconnectdb(uri) else { throw ConnectionLost(message: "no memory for a connection") }
        connection = fresh
        guard PQstatus(fresh) == CONNECTION_OK else {
            let message = Self.oneLine(PQerrorMessage(fresh))
            disconnect()
            throw ConnectionLost(message: "PostgreSQL cannot be reached: \(message)")
        }
        PQsetNoticeProcessor(fresh, { _, _ in }, nil)
        let milliseconds = max(1, statementDeadline.microseconds / 1000)
        for setting in [
            "SET client_encoding = 'UTF8'", "SET TIME ZONE 'UTC'", "SET bytea_output = 'hex'",
            "SET standard_conforming_strings = on", "SET statement_timeout = \(milliseconds)",
            "SET idle_in_transaction_session_timeout = 60000",
        ] {
            try command(setting)
        }
    }

    func disconnect() {
        if let connection { PQfinish(connection) }
        connection = nil
        prepared = [:]
    }

    /// Whether the server has gone since the last statement.
    var isLost: Bool { connection.map { PQstatus($0) != CONNECTION_OK } ?? true }

    /// What another thread may use to end the statement under way; freed by the caller.
    func canceller() -> OpaquePointer? { connection.flatMap { PQgetCancel($0) } }

    // MARK: statements

    /// A statement of our own without parameters.
    /// - Returns: the server's word for what was done, such as `COMMIT`.
    /// - Throws: `TransactionMet`, `ConnectionLost`, `StoreError`.
    @discardableResult
    func command(_ text: String) throws -> String {
        guard let connection else { throw ConnectionLost(message: "there is no connection") }
        let result = PQexec(connection, text)
        defer { PQclear(result) }
        guard PQresultStatus(result) == PGRES_COMMAND_OK || PQresultStatus(result) == PGRES_TUPLES_OK else {
            throw failure(result, connection)
        }
        return PQcmdStatus(result).map { String(cString: $0) } ?? ""
    }

    func run(_ sql: SQL, each: (SQLRow) throws -> Void) throws -> Int {
        guard let connection else { throw ConnectionLost(message: "there is no connection") }
        let result = try execute(sql, connection)
        defer { PQclear(result) }
        switch PQresultStatus(result) {
        case PGRES_COMMAND_OK:
            return PQcmdTuples(result).flatMap { Int(String(cString: $0)) } ?? 0
        case PGRES_TUPLES_OK:
            let answer = PostgresAnswer(result)
            for row in 0..<PQntuples(result) { try each(answer.row(row)) }
            return 0
        default:
            throw failure(result, connection)
        }
    }

    private func failure(_ result: OpaquePointer?, _ connection: OpaquePointer) -> any Error {
        let fault = PostgresFault(result, connection)
        if fault.isRetryable { return TransactionMet() }
        guard fault.error.code == .unavailable || PQstatus(connection) != CONNECTION_OK else { return fault.error }
        disconnect()
        return ConnectionLost(message: fault.error.message)
    }

    private func execute(_ sql: SQL, _ connection: OpaquePointer) throws -> OpaquePointer? {
        var types: [Oid] = []
        var texts: [[CChar]?] = []
        for argument in sql.arguments {
            let (type, text) = argument.postgres
            types.append(type)
            texts.append(text.map { Array($0.utf8CString) })
        }
        // The types belong to the statement's name: an untyped NULL is another statement.
        let key = sql.text + types.map { " \($0)" }.joined()
        let name = try prepare(key, sql, types, connection)
        return Self.withPointers(texts) { pointers in
            PQexecPrepared(connection, name, Int32(pointers.count), pointers, nil, nil, 0)
        }
    }

    private func prepare(
        _ key: String, _ sql: SQL, _ types: [Oid], _ connection: OpaquePointer
    ) throws -> String {
        if let name = prepared[key] { return name }
        if prepared.count >= Self.maxPrepared {
            try command("DEALLOCATE ALL")
            prepared = [:]
        }
        let name = "s\(prepared.count)"
        let result = PQprepare(connection, name, sql.numbered, Int32(types.count), types)
        defer { PQclear(result) }
        guard PQresultStatus(result) == PGRES_COMMAND_OK else {
            throw failure(result, connection)
        }
        prepared[key] = name
        return name
    }

    private static func withPointers<Result>(
        _ texts: [[CChar]?], _ body: ([UnsafePointer<CChar>?]) -> Result
    ) -> Result {
        var pointers: [UnsafePointer<CChar>?] = []
        func next(_ index: Int) -> Result {
            guard index < texts.count else { return body(pointers) }
            guard let text = texts[index] else {
                pointers.append(nil)
                return next(index + 1)
            }
            return text.withUnsafeBufferPointer { buffer in
                pointers.append(buffer.baseAddress)
                return next(index + 1)
            }
        }
        return next(0)
    }

    func notify(_ channel: NoticeChannel) throws {
        _ = try run(SQL("SELECT pg_notify(?, '')", "vonggac_" + channel.name)) { _ in }
    }

    // MARK: listening

    /// Waits up to a second for notices.
    /// - Returns: the channels told of.
    /// - Throws: `ConnectionLost`.
    func waitForNotices() throws -> Set<String> {
        guard let connection else { throw ConnectionLost(message: "there is no connection") }
        var asked = pollfd(fd: PQsocket(connection), events: Int16(POLLIN), revents: 0)
        _ = poll(&asked, 1, 1_000)
        guard PQconsumeInput(connection) == 1, PQstatus(connection) == CONNECTION_OK else {
            throw ConnectionLost(message: Self.oneLine(PQerrorMessage(connection)))
        }
        var channels: Set<String> = []
        while let notice = PQnotifies(connection) {
            channels.insert(String(cString: notice.pointee.relname))
            PQfreemem(notice)
        }
        return channels
    }

    static func oneLine(_ message: UnsafeMutablePointer<CChar>?) -> String {
        guard let message else { return "" }
        return String(cString: message).split(whereSeparator: \.isNewline).joined(separator: "; ")
    }
}

/// Another transaction came first: this one must be begun anew.
struct TransactionMet: TransactionEnding {}

/// The server went away in the middle.
struct ConnectionLost: TransactionEnding {
    var message: String
}
