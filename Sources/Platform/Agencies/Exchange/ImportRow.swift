/// Where something stands in the tables that are exchanged.
package struct ImportPlace: Sendable, Hashable, CustomStringConvertible {
    /// File or sheet.
    package let table: String
    /// As its reader counts: a line of a pack, a row of a spreadsheet. 0 when the whole table is meant.
    package let row: Int
    /// Nil when the whole row is meant.
    package let column: String?

    package init(_ table: String, row: Int = 0, column: String? = nil) {
        (self.table, self.row, self.column) = (table, row, column)
    }

    package var description: String {
        table + (row > 0 ? ", row \(row)" : "") + (column.map { ", column \($0)" } ?? "")
    }
}

/// One row of a table, as text, by the names of its columns.
package struct ImportRow: Sendable, Equatable {
    package let place: ImportPlace
    private let fields: [String: String]

    /// - Parameter fields: what stands in the columns; none for columns that the table has not.
    package init(_ table: String, row: Int, _ fields: [String: String]) {
        place = ImportPlace(table, row: row)
        self.fields = fields
    }

    /// The field; empty where there is none.
    package subscript(column: String) -> String { fields[column] ?? "" }

    /// Whether the table has the column: one without says nothing of it.
    func has(_ column: String) -> Bool { fields[column] != nil }
}

/// The tables that a register is exchanged by; those of the pack `agencies` and of exported files have the same columns.
///
/// `organisations`: one row for each stretch of time in which nothing changed for an organisation. Most have one row; one that
/// was renamed has two, with the same `id`.
///
/// | column | holds |
/// |---|---|
/// | `id` | the organisation's key: small letters, digits, single hyphens |
/// | `kind` | a word of `AgencyKind` |
/// | `name` | |
/// | `parent` | `id` of the one it is counted under; empty at the top |
/// | `code` | code of the administrative unit; others as `scheme:code`; several parted by `;` |
/// | `valid_from` | first day, `2025-07-01` or `01/07/2025`; empty: since before the register began |
/// | `valid_until` | last day; empty: still so |
/// | `contact` | e-mail, telephone or address of the office; several parted by `;` |
/// | `source` | the paper |
///
/// `successions`: `predecessor`, `successor` (empty when nobody took over), `kind` (a word of `SuccessorLink.Kind`), `date` (first
/// day), `function` (for `transfer`), `source`. `functions`: `organisation`, `function`, `valid_from`, `valid_until`, `source`.
package struct AgencyTables: Sendable, Equatable {
    package enum Name: String, Sendable, CaseIterable {
        case organisations, successions, functions

        /// Columns in their order.
        package var columns: [String] {
            switch self {
            case .organisations:
                ["id", "kind", "name", "parent", "code", "valid_from", "valid_until", "contact", "source"]
            case .successions: ["predecessor", "successor", "kind", "date", "function", "source"]
            case .functions: ["organisation", "function", "valid_from", "valid_until", "source"]
            }
        }

        /// Columns that a table must have.
        package var required: [String] {
            switch self {
            case .organisations: ["id", "kind", "name", "parent", "valid_from", "valid_until"]
            case .successions: ["predecessor", "successor", "kind", "date"]
            case .functions: ["organisation", "function", "valid_from", "valid_until"]
            }
        }
    }

    package static let maxRows = 20_000

    package var organisations: [ImportRow] = []
    package var successions: [ImportRow] = []
    package var functions: [ImportRow] = []

    package init() {}

    subscript(name: Name) -> [ImportRow] {
        get {
            switch name {
            case .organisations: organisations
            case .successions: successions
            case .functions: functions
            }
        }
        set {
            switch name {
            case .organisations: organisations = newValue
            case .successions: successions = newValue
            case .functions: functions = newValue
            }
        }
    }

    /// Takes a table that was read from a file; columns that are not known are not read.
    /// - Parameters:
    ///   - file: for messages.
    ///   - columns: their names; letters' case does not matter.
    ///   - rows: fields in the order of the columns, each row with its number in the file.
    /// - Returns: what is wrong with the table as a whole: columns that are missing, too many rows. It is not taken then.
    package mutating func add(
        _ name: Name, file: String, columns: [String], rows: [(number: Int, fields: [String])]
    ) -> [ImportFault] {
        let columns = columns.map { $0.lowercased() }
        var faults = name.required.filter { !columns.contains($0) }.map {
            ImportFault(ImportPlace(file, column: $0), .missingColumn)
        }
        if self[name].count + rows.count > Self.maxRows {
            faults.append(ImportFault(ImportPlace(file), .tooManyRows))
        }
        guard faults.isEmpty else { return faults }
        self[name] += rows.map { row in
            // A row may be shorter than the header.
            let fields = row.fields + Array(repeating: "", count: max(0, columns.count - row.fields.count))
            return ImportRow(file, row: row.number, Dictionary(zip(columns, fields)) { first, _ in first })
        }
        return []
    }
}

/// What is wrong in the tables, and exactly where.
package struct ImportFault: Sendable, Hashable, CustomStringConvertible {
    package let place: ImportPlace
    package let code: RegisterFault.Code
    /// From when on it is wrong.
    package let day: Day?
    /// Key of another organisation that has to do with it.
    package let other: String?

    package init(_ place: ImportPlace, _ code: RegisterFault.Code, from day: Day? = nil, other: String? = nil) {
        (self.place, self.code, self.day, self.other) = (place, code, day, other)
    }

    package var description: String {
        "\(place): \(message)"
    }

    /// What is wrong, without the place.
    package var message: String {
        code.claim + (day.map { ", from \($0)" } ?? "") + (other.map { " (\($0))" } ?? "")
    }
}
