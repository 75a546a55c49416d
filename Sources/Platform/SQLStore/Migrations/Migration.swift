/// One step of a room's part of the schema. Steps are numbered from 1, and never changed once released: a later step corrects
/// an earlier one.
package struct Migration: Sendable {
    package let number: Int
    package let name: String
    package let statements: [Statement]

    package init(_ number: Int, _ name: StaticString, _ statements: [Statement]) {
        self.number = number
        self.name = name.description
        self.statements = statements
    }

    /// A statement that each back end spells in its own words.
    package struct Statement: Sendable {
        let kind: Kind

        enum Kind {
            case table(name: String, body: String)
            case column(String, table: String)
            case plain(String)
        }

        /// A table; one column or rule a line, each column's type one of the words
        /// `id int real text bytes flag time`:
        ///
        ///     .table("accounts", """
        ///         id id
        ///         name text NOT NULL UNIQUE
        ///         disabled flag NOT NULL DEFAULT 0
        ///         created time NOT NULL
        ///         CHECK (length(name) BETWEEN 1 AND 100)
        ///         """)
        ///
        /// `id` is a number that the database gives, never twice. `flag` is 0 or 1. `time` is microseconds since 1970, UTC.
        /// `text` is compared byte by byte.
        package static func table(_ name: StaticString, _ body: StaticString) -> Statement {
            Statement(kind: .table(name: name.description, body: body.description))
        }

        /// One more column of a table, in the words of `table`.
        package static func column(_ column: StaticString, of table: StaticString) -> Statement {
            Statement(kind: .column(column.description, table: table.description))
        }

        /// The same text on both back ends, such as `CREATE INDEX …`.
        package static func plain(_ text: StaticString) -> Statement { Statement(kind: .plain(text.description)) }

        func spelled(for backend: Backend) throws(StoreError) -> String {
            switch kind {
            case .plain(let text): text
            case .column(let column, let table): try ColumnWords.column(column, of: table, backend)
            case .table(let name, let body): try ColumnWords.table(name, body, backend)
            }
        }

        /// What the text says, whatever the back end.
        var text: String {
            switch kind {
            case .plain(let text): text
            case .column(let column, let table): "column of \(table)\n\(column)"
            case .table(let name, let body): "table \(name)\n\(body)"
            }
        }
    }
}

/// The steps of one room.
package struct MigrationPlan: Sendable {
    package let room: String
    package let migrations: [Migration]

    package init(room: StaticString, _ migrations: [Migration]) {
        self.room = room.description
        self.migrations = migrations
    }

    /// The tables that the room's steps make, in their order.
    var tables: [String] {
        migrations.flatMap(\.statements).compactMap { statement in
            if case .table(let name, _) = statement.kind { name } else { nil }
        }
    }

    /// Tables that a step puts first rows into.
    var seededTables: [String] {
        migrations.flatMap(\.statements).compactMap { statement in
            guard case .plain(let text) = statement.kind, text.hasPrefix("INSERT INTO ") else { return nil }
            return text.split(separator: " ").dropFirst(2).first.map(String.init)
        }
    }
}
