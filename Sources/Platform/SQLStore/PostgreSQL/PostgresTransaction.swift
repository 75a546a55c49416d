import Glibc

/// Runs a closure in a transaction: anew when it met another, again when the server was away before anything was sealed.
struct PostgresTransaction {
    private let connection: PostgresConnection
    private let options: StoreOptions
    private let cancel: CancelHandle

    init(_ connection: PostgresConnection, _ options: StoreOptions, _ cancel: CancelHandle) {
        self.connection = connection
        self.options = options
        self.cancel = cancel
    }

    func run<Value>(_ begin: String, _ body: (PostgresConnection) throws -> Value) throws -> Value {
        let deadline = ContinuousClock.now + options.reconnectDeadline
        var met = 0
        var pause = Duration.milliseconds(1)
        while true {
            guard !cancel.isCancelled else { throw StoreError(.deadline, "cancelled") }
            do {
                return try attempt(begin, body)
            } catch is TransactionMet {
                met += 1
                guard met <= options.maxRetries else {
                    throw StoreError(.busy, "other transactions came first, \(met) times")
                }
                Self.sleep(pause * Double.random(in: 0.5...1))
                pause = min(pause * 2, .milliseconds(50))
            } catch let error as ConnectionLost {
                guard ContinuousClock.now < deadline else { throw StoreError(.unavailable, error.message) }
                Self.sleep(.milliseconds(100))
            }
        }
    }

    private func attempt<Value>(_ begin: String, _ body: (PostgresConnection) throws -> Value) throws -> Value {
        try connection.connect()
        try connection.command(begin)
        cancel.begin(connection)
        defer { cancel.end() }
        let value: Value
        do {
            value = try body(connection)
        } catch {
            if !connection.isLost { _ = try? connection.command("ROLLBACK") }
            throw error
        }
        try commit()
        return value
    }

    /// A connection that is lost now leaves open whether the change was sealed: the server is asked, when it is back.
    private func commit() throws {
        let change = try changeNumber()
        do {
            // A closure may have hidden that a statement failed: the server then says ROLLBACK, and nothing was changed.
            guard try connection.command("COMMIT") == "COMMIT" else {
                throw StoreError(.wrongStatement, "a statement of the transaction had failed, and it was undone")
            }
        } catch let lost as ConnectionLost {
            // Nothing changed, nothing lost: it is asked for again.
            guard let change else { throw lost }
            try findOut(change, lost)
        }
    }

    /// The server's number of this change; nil when it changed nothing.
    private func changeNumber() throws -> String? {
        var number: String?
        _ = try connection.run(SQL("SELECT pg_current_xact_id_if_assigned()::text AS number")) { row in
            number = try? row.text("number")
        }
        return number
    }

    private func findOut(_ change: String, _ lost: ConnectionLost) throws {
        let deadline = ContinuousClock.now + options.reconnectDeadline
        while ContinuousClock.now < deadline {
            switch try? state(of: change) {
            case "committed": return
            case "aborted": throw lost
            case nil, "in progress": Self.sleep(.milliseconds(200))
            default: throw StoreError(.unknownOutcome, "the connection was lost while a change was being sealed")
            }
        }
        throw StoreError(
            .unknownOutcome, "the connection was lost while a change was being sealed, and did not come back")
    }

    private func state(of change: String) throws -> String {
        try connection.connect()
        var state = ""
        _ = try connection.run(SQL("SELECT pg_xact_status(CAST(CAST(? AS text) AS xid8)) AS state", change)) { row in
            state = try row.optionalText("state") ?? "forgotten"
        }
        return state
    }

    private static func sleep(_ duration: Duration) { usleep(UInt32(clamping: duration.microseconds)) }
}
