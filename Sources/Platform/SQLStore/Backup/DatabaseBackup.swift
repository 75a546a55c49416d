import Foundation

/// Copies of the whole database. A backup is an SQLite file, whatever the database is, and can be restored into either kind.
package struct DatabaseBackup: Sendable {
    /// A row may hold a megabyte.
    private static let rowsAtOnce = 32

    private let migrator: Migrator

    package init(_ migrator: Migrator) { self.migrator = migrator }

    /// Writes a copy as of one moment, while the database is in use.
    /// - Parameter path: of a file that does not exist yet; it appears whole or not at all.
    /// - Returns: rows in the copy.
    /// - Throws: `file`, `diskFull`, `olderSchema`, `unavailable`.
    package func write(_ store: SQLStore, to path: String) async throws -> Int {
        guard !FileManager.default.fileExists(atPath: path) else {
            throw StoreError(.file, "\(path) exists already; a backup never overwrites")
        }
        guard try await migrator.pendingSteps(store).isEmpty else {
            throw StoreError(
                .olderSchema, "the database is older than the program; run 'vonggac database migrate' first")
        }
        let unfinished = path + ".unfinished"
        Self.remove(unfinished)
        defer { Self.remove(unfinished) }
        if store.backend == .sqlite {
            try await store.copyPages(to: unfinished)
        } else {
            try await copyTables(store, to: unfinished)
        }
        let rows = try await rowCount(unfinished)
        guard rename(unfinished, path) == 0 else {
            throw StoreError(.file, "\(path): \(String(cString: strerror(errno)))")
        }
        return rows
    }

    /// Fills an empty database from a backup, also one that an older program wrote.
    /// - Returns: rows restored.
    /// - Throws: `badBackup` when the file is no backup or the database holds something, `newerSchema`.
    package func restore(_ path: String, into store: SQLStore) async throws -> Int {
        let copy = path + ".restoring-\(UUID().uuidString)"
        defer { Self.remove(copy) }
        do {
            try FileManager.default.copyItem(atPath: path, toPath: copy)
        } catch {
            throw StoreError(.file, "\(path) cannot be read, or there is no room for a copy beside it")
        }
        let source = try await opened(copy, named: path)
        do {
            try await migrator.migrate(store)
            let rows = try await carry(from: source, to: store)
            await source.close()
            return rows
        } catch {
            await source.close()
            throw error
        }
    }

    /// The backup, brought to today's schema.
    private func opened(_ copy: String, named path: String) async throws -> SQLStore {
        let source: SQLStore
        do {
            source = try SQLStore(.sqlite(path: copy))
        } catch {
            throw StoreError(.badBackup, "\(path) is no backup: \(error)")
        }
        do {
            let steps = try await source.read {
                try $0.count("SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'schema_steps'")
            }
            guard steps == 1 else { throw StoreError(.badBackup, "\(path) is no backup: it has no schema_steps") }
            let fault = try await source.firstFault()
            guard fault == nil else { throw StoreError(.badBackup, "\(path) is damaged: \(fault ?? "")") }
            try await migrator.migrate(source)
            return source
        } catch {
            await source.close()
            throw error
        }
    }

    private func copyTables(_ store: SQLStore, to path: String) async throws {
        let target = try SQLStore(.sqlite(path: path))
        do {
            try await migrator.migrate(target)
            let (tables, seeded) = (migrator.tables, migrator.seededTables)
            try await store.read { source in
                try target.writeBlocking { connection in
                    try connection.execute("PRAGMA defer_foreign_keys = ON")
                    try Self.clear(seeded, connection)
                    for table in tables { _ = try Self.copy(table, from: source, to: connection) }
                }
            }
            await target.close()
        } catch {
            await target.close()
            throw error
        }
    }

    private func carry(from source: SQLStore, to store: SQLStore) async throws -> Int {
        let (tables, seeded) = (migrator.tables, migrator.seededTables)
        return try await store.write { target in
            for table in tables where !seeded.contains(table) {
                let count = try target.count(SQL(unchecked: "SELECT count(*) FROM \(table)", []))
                guard count == 0 else {
                    throw StoreError(.badBackup, "the database is not empty (\(table) holds \(count) rows)")
                }
            }
            try Self.clear(seeded, target)
            return try source.readBlocking { connection in
                try tables.reduce(0) { $0 + (try Self.copy($1, from: connection, to: target)) }
            }
        }
    }

    private func rowCount(_ path: String) async throws -> Int {
        let copy = try SQLStore(.sqlite(path: path))
        let tables = migrator.tables
        do {
            let count = try await copy.read { connection in
                try tables.reduce(0) { $0 + (try connection.count(SQL(unchecked: "SELECT count(*) FROM \($1)", []))) }
            }
            await copy.close()
            return count
        } catch {
            await copy.close()
            throw error
        }
    }

    /// The first rows of a new schema give way to those of the backup.
    private static func clear(_ tables: [String], _ target: WriteConnection) throws {
        for table in tables { try target.execute(SQL(unchecked: "DELETE FROM \(table)", [])) }
    }

    /// Every row of a table. Memory: one row on SQLite, `rowsAtOnce` on PostgreSQL.
    private static func forEachRow(
        of table: String, _ source: ReadConnection, _ body: (SQLRow) throws -> Void
    ) throws {
        guard source.backend == .postgres else {
            return try source.forEach(SQL(unchecked: "SELECT * FROM \(table)", []), body)
        }
        // The answer to a plain SELECT would be held whole: all of the evidence.
        try source.forEach(SQL(unchecked: "DECLARE copy_\(table) NO SCROLL CURSOR FOR SELECT * FROM \(table)", [])) {
            _ in
        }
        var count = rowsAtOnce
        while count == rowsAtOnce {
            count = 0
            try source.forEach(SQL(unchecked: "FETCH FORWARD \(rowsAtOnce) FROM copy_\(table)", [])) { row in
                count += 1
                try body(row)
            }
        }
        try source.forEach(SQL(unchecked: "CLOSE copy_\(table)", [])) { _ in }
    }

    /// - Returns: rows copied.
    private static func copy(_ table: String, from source: ReadConnection, to target: WriteConnection) throws -> Int {
        var rows = 0
        var hasID = false
        try forEachRow(of: table, source) { row in
            hasID = row.columns.contains("id")
            let columns = row.columns.joined(separator: ", ")
            let places = repeatElement("?", count: row.columns.count).joined(separator: ", ")
            try target.execute(SQL(unchecked: "INSERT INTO \(table) (\(columns)) VALUES (\(places))", row.values))
            rows += 1
        }
        if hasID, target.backend == .postgres, rows > 0 { try advance(table, target) }
        return rows
    }

    /// The database goes on numbering behind the rows that it was given.
    private static func advance(_ table: String, _ target: WriteConnection) throws {
        let sequence = SQL("SELECT pg_get_serial_sequence(?, 'id') AS name", table)
        guard let name = try target.first(sequence)?.optionalText("name") else { return }
        _ = try target.rows(
            SQL("SELECT setval(CAST(CAST(? AS text) AS regclass), (SELECT max(id) FROM ", name)
                + SQL(unchecked: "\(table)))", []))
    }

    private static func remove(_ path: String) {
        for end in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + end) }
    }
}
