private import Cryptography

/// Brings the schema of a database to what the program needs, and says how far it is.
package struct Migrator: Sendable {
    private let plans: [MigrationPlan]
    private let time: any TimeSource

    /// - Parameter plans: rooms that others refer to come first.
    package init(_ plans: [MigrationPlan], time: any TimeSource = SystemTime()) {
        self.plans = plans
        self.time = time
    }

    /// One step that a database has or needs.
    package struct Step: Sendable, Equatable {
        package let room: String
        package let number: Int
        package let name: String
    }

    /// Every table, those that others refer to first.
    var tables: [String] { plans.flatMap(\.tables) }
    /// Those that are not empty from the beginning.
    var seededTables: [String] { plans.flatMap(\.seededTables) }

    /// Applies what is missing, all or nothing. Several machines may call it at once.
    /// - Returns: the steps applied.
    /// - Throws: `newerSchema`, `alteredSchema`, what the database throws.
    @discardableResult
    package func migrate(_ store: SQLStore) async throws -> [Step] {
        try await store.writeAlone { connection in
            if try !hasSteps(connection) {
                try connection.execute(SQL(unchecked: try Self.stepsTable.spelled(for: connection.backend), []))
            }
            let missing = try pending(connection)
            for (plan, migration) in missing { try apply(migration, of: plan, connection) }
            return missing.map { Step(room: $0.0.room, number: $0.1.number, name: $0.1.name) }
        }
    }

    /// Steps that `migrate` would apply.
    /// - Throws: `newerSchema` when the database has steps that this program does not know, `alteredSchema` when a step was
    ///   another one when it was applied.
    package func pendingSteps(_ store: SQLStore) async throws -> [Step] {
        try await store.read { connection in
            try pending(connection).map { Step(room: $0.0.room, number: $0.1.number, name: $0.1.name) }
        }
    }

    private static let stepsTable = Migration.Statement.table(
        "schema_steps",
        """
        room text NOT NULL
        number int NOT NULL
        name text NOT NULL
        digest text NOT NULL
        applied time NOT NULL
        PRIMARY KEY (room, number)
        """)

    private func pending(_ connection: ReadConnection) throws -> [(MigrationPlan, Migration)] {
        let applied = try hasSteps(connection) ? connection.rows("SELECT room, number, digest FROM schema_steps") : []
        var digests: [String: String] = [:]
        for row in applied { digests["\(try row.text("room"))/\(try row.int("number"))"] = try row.text("digest") }
        var missing: [(MigrationPlan, Migration)] = []
        for plan in plans {
            for migration in plan.migrations {
                guard let digest = digests.removeValue(forKey: "\(plan.room)/\(migration.number)") else {
                    missing.append((plan, migration))
                    continue
                }
                guard digest == Self.digest(of: migration) else {
                    throw StoreError(
                        .alteredSchema,
                        "step \(migration.number) of \(plan.room) was another one when it was applied to this database")
                }
            }
        }
        if let unknown = digests.keys.min() {
            throw StoreError(
                .newerSchema,
                "the database has the step \(unknown), which this program does not know; install the newer program")
        }
        return missing
    }

    private func hasSteps(_ connection: ReadConnection) throws -> Bool {
        switch connection.backend {
        case .sqlite:
            try connection.count("SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'schema_steps'")
                > 0
        case .postgres:
            try connection.count(
                "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema() AND tablename = 'schema_steps'") > 0
        }
    }

    private func apply(_ migration: Migration, of plan: MigrationPlan, _ connection: WriteConnection) throws {
        for statement in migration.statements {
            try connection.execute(SQL(unchecked: try statement.spelled(for: connection.backend), []))
        }
        try connection.execute(
            "INSERT INTO schema_steps (room, number, name, digest, applied) VALUES (?, ?, ?, ?, ?)", plan.room,
            migration.number, migration.name, Self.digest(of: migration), time.now())
    }

    private static func digest(of migration: Migration) -> String {
        let text = migration.statements.map(\.text).joined(separator: "\n;\n")
        return SHA256.hex(of: Array(text.utf8))
    }
}
